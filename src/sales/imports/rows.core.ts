/** Rows of a file as values of their kind's columns, each bad cell with its reason; and what two rows are compared by. Pure. */
import { isFreeMail, limits } from '../../base/kernel/kernel.ts';
import { saidIn } from '../../base/text/text.ts';
import { type ImportKind, type StagedKind, stagedKinds } from '../../contract/api/api.ts';
import { type CellRules, type CellValue, cellValueOf } from './cells.core.ts';
import { type Column, columnsOfKinds } from './columns.core.ts';
import { fieldColumn, fieldIn, isFieldColumn } from './field-cells.core.ts';
import type { Mapping } from './mapping.core.ts';
import type { Problem } from './rejected.core.ts';

/** By column; null clears. A column that is absent stays as it is. */
export type Values = Readonly<Record<string, CellValue | null>>;

export interface ReadRow {
  /** The line of the file on which the row begins, 1 for the first. */
  line: number;
  cells: readonly string[];
  values: Values;
  problems: Problem[];
}

/** A file's columns in their order, and how its cells are understood. */
export interface RowRules extends CellRules {
  kind: ImportKind;
  headers: readonly string[];
  columns: readonly (Column | null)[];
  empty: 'keep' | 'clear';
  /** The pipeline of opportunities that name none. */
  pipeline: string | null;
}

export function rowRules(given: Omit<RowRules, 'columns'> & { mapping: Mapping }): RowRules {
  const { mapping, ...rest } = given;
  const known = columnsOfKinds[rest.kind];
  const columns = rest.headers.map((header) => {
    const name = mapping[header] ?? null;
    const field =
      name !== null && isFieldColumn(name) ? fieldColumn({ field: fieldIn(name), label: '' }) : null;
    return field ?? known.find((one) => one.name === name) ?? null;
  });
  return { ...rest, columns };
}

/** Reads a row. Null for one without a value, as at the end of many files. */
export function readRow(line: number, given: readonly string[], rules: RowRules): ReadRow | null {
  if (given.every((cell) => cell.trim() === '')) return null;
  const { headers, columns, empty } = rules;
  const values: Record<string, CellValue | null> = {};
  const problems: Problem[] = [];
  const cells = [...given];
  while (cells.length > headers.length && cells.at(-1)?.trim() === '') cells.pop();
  if (cells.length > headers.length)
    problems.push({
      column: null,
      value: cells[headers.length] ?? '',
      reason: `the row has ${cells.length} cells, the header ${headers.length}; put cells with a delimiter into quotes`,
    });
  for (const [index, column] of columns.entries()) {
    if (column === null) continue;
    const cell = cells[index] ?? '';
    const found = cellValueOf(cell, column.type, rules);
    if (found === null) {
      if (empty === 'clear' && cell.trim() === '') values[column.name] = null;
    } else if ('value' in found) values[column.name] = found.value;
    else problems.push({ column: headers[index] ?? null, value: shortened(cell), reason: found.error });
  }
  const whole = withWholes(rules, values);
  if (problems.length === 0) problems.push(...lacking(rules, whole));
  return { line, cells, values: whole, problems };
}

/** A cell as it is shown beside its reason. */
const shortened = (cell: string) =>
  cell.length <= limits.importValueShownMax ? cell : `${cell.slice(0, limits.importValueShownMax)}…`;

/** Whether records of a kind stand in stages. */
export const isStaged = (kind: ImportKind): kind is StagedKind =>
  (stagedKinds as readonly ImportKind[]).includes(kind);

/** Puts the parts of a name together, and what the kind itself says in its place. */
function withWholes({ kind, pipeline }: RowRules, values: Record<string, CellValue | null>): Values {
  const { firstName, lastName, ...whole } = values;
  const parts = [firstName, lastName].filter((part) => typeof part === 'string');
  if (typeof whole['name'] !== 'string' && parts.length > 0) whole['name'] = saidIn(parts.join(' '));
  if (kind === 'customers') whole['kind'] = 'customer';
  if (isStaged(kind) && whole['pipeline'] === undefined && pipeline !== null) whole['pipeline'] = pipeline;
  return whole;
}

const lack = (reason: string): Problem[] => [{ column: null, value: null, reason }];

/** What a row of a kind cannot be without. */
function lacking({ kind }: RowRules, values: Values): Problem[] {
  const has = (...names: string[]) =>
    names.some((name) => values[name] !== undefined && values[name] !== null);
  if (has('externalSource') && !has('externalId'))
    return lack(
      `"externalSource" is "${String(values['externalSource'])}" without an "externalId"; give both, or neither`,
    );
  switch (kind) {
    case 'people':
    case 'customers':
      return has('email', 'name', 'phone', 'id', 'externalId')
        ? []
        : lack('a person needs "email", "name" or "phone"');
    case 'companies':
      if (typeof values['domain'] === 'string' && isFreeMail(values['domain']))
        return lack(
          `"domain" is "${values['domain']}": anybody can have an address there; give the company's own domain, or none`,
        );
      return has('name', 'domain', 'id', 'externalId') ? [] : lack('a company needs a "name"');
    case 'owners':
      return has('email') ? [] : lack('an owner needs an "email"');
    case 'products':
      return has('name') ? [] : lack('a product needs a "name"');
    case 'opportunities':
    case 'deals':
    case 'orders':
    case 'jobs':
      return has('name', 'id', 'externalId') ? [] : lack('a record needs a "name"');
    case 'quotations':
      return has('number', 'id') ? [] : lack('a quotation needs a "number"');
    case 'do-not-contact':
      if (has('email', 'phone', 'id')) return [];
      return has('domain', 'company') ? [] : lack('a row needs "email", "phone", "domain" or "company"');
  }
}

/** The texts that no other row of the file may have with other values: what records of the kind are found by. */
export function keysOf(kind: ImportKind, values: Values): string[] {
  const key = (name: string) => (typeof values[name] === 'string' ? [`${name} ${String(values[name])}`] : []);
  const { externalId, externalSource = null } = values;
  const external =
    typeof externalId === 'string' ? [`externalId ${JSON.stringify([externalSource, externalId])}`] : [];
  switch (kind) {
    case 'people':
    case 'customers':
    case 'do-not-contact': {
      const own = [...key('id'), ...key('email'), ...external];
      if (own.length > 0) return own;
      const named = [...key('name'), ...key('phone'), ...key('domain'), ...key('company')];
      return named.length === 0 ? [] : [named.join(' ')];
    }
    case 'companies':
      return [...key('id'), ...key('name'), ...key('domain'), ...external];
    case 'owners':
      return key('email');
    case 'products':
      return key('name');
    case 'quotations':
      return [...key('id'), ...key('number')];
    case 'opportunities':
    case 'deals':
    case 'orders':
    case 'jobs': {
      const own = [...key('id'), ...external];
      return own.length > 0
        ? own
        : [[...key('pipeline'), ...key('name'), ...key('person'), ...key('company')].join(' ')];
    }
  }
}

/** A row's values as one text, equal for equal values. */
export const contentOf = (values: Values): string =>
  JSON.stringify(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)));
