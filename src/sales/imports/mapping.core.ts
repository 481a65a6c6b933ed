/** Which column of a file is which column of its kind: a guess by names, and what people correct in it. Pure. */
import { ApiError } from '../../base/kernel/kernel.ts';
import { cut, emailAddressIn } from '../../base/text/text.ts';
import type { ImportKind } from '../../contract/api/api.ts';
import { type Column, columnNames, columnsOfKinds, neededOfKinds } from './columns.core.ts';
import { reportColumns } from './rejected.core.ts';

/** Header of the file → column of the kind; null for one that is left out. */
export type Mapping = Record<string, string | null>;

/** A header without case, accents and joints: `E-Mail` is `email`. */
function plainHeader(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The headers of the first row; a row without names gets some by their positions. */
export function headersOf(first: readonly string[], hasHeader: boolean): string[] {
  return first.map((cell, index) => (hasHeader && cell.trim() !== '' ? cell.trim() : `column ${index + 1}`));
}

/** Whether the first row has names: not where no name is known and a cell is an address, as in plain lists of addresses. */
export function seemsHeader(
  kind: ImportKind,
  first: readonly string[],
  more: readonly Column[] = [],
): boolean {
  if (first.some((cell) => reportColumns.includes(cell))) return true;
  if (Object.values(guessedMapping(kind, first, more)).some((name) => name !== null)) return true;
  return !first.some((cell) => emailAddressIn(cell) !== null);
}

/** The mapping by names. Each column of the kind, or of `more`, is taken once, by the header that is most like it. */
export function guessedMapping(
  kind: ImportKind,
  headers: readonly string[],
  more: readonly Column[] = [],
): Mapping {
  const columns = [...columnsOfKinds[kind], ...more];
  const mapping: Mapping = Object.fromEntries(headers.map((header) => [header, null]));
  const taken = new Set<string>();
  for (const test of [isNamed, isAlias])
    for (const header of headers) {
      if (mapping[header] !== null || reportColumns.includes(header)) continue;
      const column = columns.find((one) => !taken.has(one.name) && test(one, plainHeader(header)));
      if (column === undefined) continue;
      mapping[header] = column.name;
      taken.add(column.name);
    }
  return mapping;
}

const isNamed = ({ name }: Column, header: string) => plainHeader(name) === header;
const isAlias = ({ aliases }: Column, header: string) =>
  aliases.some((alias) => plainHeader(alias) === header);

/** The mapping of a file without names: the first column that holds an address is the address. */
export function mappingByContent(
  kind: ImportKind,
  headers: readonly string[],
  first: readonly string[],
): Mapping {
  const mapping: Mapping = Object.fromEntries(headers.map((header) => [header, null]));
  const index = first.findIndex((cell) => emailAddressIn(cell) !== null);
  const header = headers[index];
  const address = columnsOfKinds[kind].find(({ type }) => type === 'email');
  if (header !== undefined && address !== undefined) mapping[header] = address.name;
  return mapping;
}

/**
 * The guess with corrections in its place. A column that a correction takes is taken from the guess. Throws `invalid_request` for a
 * header that the file has not, a column that the kind has not, and a column that two headers would fill.
 */
export function correctedMapping(
  kind: ImportKind,
  guess: Mapping,
  corrections: Mapping,
  more: readonly Column[] = [],
): Mapping {
  const names = [...columnNames(kind), ...more.map(({ name }) => name)];
  for (const [header, name] of Object.entries(corrections)) {
    if (!Object.hasOwn(guess, header))
      throw new ApiError(
        'invalid_request',
        `"mapping" has "${header}": the file has no such column; it has ${quoted(Object.keys(guess))}`,
      );
    if (name !== null && !names.includes(name))
      throw new ApiError(
        'invalid_request',
        `"mapping" of "${header}" is "${name}": expected null or one of ${quoted(names)}`,
      );
  }
  const chosen = Object.values(corrections).filter((name) => name !== null);
  const twice = chosen.find((name, index) => chosen.indexOf(name) !== index);
  if (twice !== undefined)
    throw new ApiError(
      'invalid_request',
      `"mapping" fills "${twice}" twice; leave one of its columns out with null`,
    );
  const kept = Object.entries(guess).map(([header, name]): [string, string | null] => [
    header,
    chosen.includes(name as string) ? null : name,
  ]);
  return { ...Object.fromEntries(kept), ...corrections };
}

/** Why a file cannot be read by this mapping; null where it can. */
export function mappingError(kind: ImportKind, headers: readonly string[], mapping: Mapping): string | null {
  const twice = headers.find(
    (header, index) => headers.indexOf(header) !== index && mapping[header] !== null,
  );
  if (twice !== undefined) return `two columns of the file are called "${twice}"; rename one`;
  const needed = neededOfKinds[kind];
  if (Object.values(mapping).some((name) => name !== null && needed.includes(name))) return null;
  return `no column of the file is taken for ${quoted(needed, ' or ')}; it has ${quoted(headers)}. Correct "mapping".`;
}

const namesShownMax = 20;

function quoted(names: readonly string[], between = ', '): string {
  const shown = names.slice(0, namesShownMax).map((name) => `"${cut(name, 80)}"`);
  return `${shown.join(between)}${names.length > namesShownMax ? ' …' : ''}` || 'none';
}
