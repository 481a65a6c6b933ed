/** Fields of pipelines in files: their columns, their cells by the types of the definition, and their values as cells. Pure. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { PipelineField } from '../../contract/language/language.ts';
import { plainWord } from '../../contract/language/language.ts';
import { keptFields, type StoredFlow } from '../workflow/workflow.ts';
import { type CellRules, cellValueOf } from './cells.core.ts';
import type { Column } from './columns.core.ts';
import { type Decision, problemOf } from './decision.core.ts';
import type { Values } from './rows.core.ts';

/** A field of a pipeline as a column: its name and its label. */
export interface FieldName {
  field: string;
  label: string;
  /** Whether it holds a day in every pipeline that has it. */
  isDay: boolean;
}

const mark = 'field:';

/** `field:budget`. */
export const columnOfField = (field: string): string => `${mark}${field}`;
export const fieldIn = (column: string): string => column.slice(mark.length);
export const isFieldColumn = (column: string): boolean => column.startsWith(mark);

/** The column of a field. Its cells are read as they are: which type they have, the pipeline of the row says. */
export function fieldColumn({ field, label }: Pick<FieldName, 'field' | 'label'>): Column {
  return { name: columnOfField(field), type: 'field', aliases: [label] };
}

/** The fields of pipelines, each once: those of the first come first. */
export function fieldNamesOf(flows: readonly StoredFlow[]): FieldName[] {
  const found = new Map<string, FieldName>();
  const add = (field: string, label: string, isDay: boolean) => {
    const before = found.get(field) ?? { field, label, isDay };
    found.set(field, { ...before, isDay: before.isDay && isDay });
  };
  for (const { pipeline } of flows) {
    for (const [field, { label, type }] of Object.entries(pipeline.fields))
      if (type !== 'attachment') add(field, label, type === 'date');
    for (const { activities } of pipeline.stages)
      for (const { activity, name } of activities) add(activity, name, false);
  }
  return [...found.values()];
}

/** Cells are read as the columns of files are, but for choices. */
const cellTypeOf = {
  tick: 'flag',
  'yes or no': 'flag',
  number: 'number',
  money: 'money',
  date: 'day',
  text: 'field',
} as const satisfies Partial<Record<PipelineField['type'], string>>;

/** The fields of a row by name, as the definition keeps them; null clears one. A cell that does not fit is a problem of its column. */
export function fieldsIn(
  { pipeline }: StoredFlow,
  values: Values,
  rules: CellRules,
): { fields: Record<string, unknown> } | Extract<Decision, { problems: unknown }> {
  const fields: Record<string, unknown> = {};
  for (const [column, cell] of Object.entries(values)) {
    if (!isFieldColumn(column)) continue;
    const name = fieldIn(column);
    const bad = (reason: string) =>
      problemOf(column, values, reason) as Extract<Decision, { problems: unknown }>;
    if (cell === null) {
      fields[name] = null;
      continue;
    }
    const found = typedCell(pipeline.fields[name], String(cell), rules);
    if ('error' in found) return bad(found.error);
    try {
      fields[name] = keptFields(pipeline, { [name]: found.value })[name] ?? null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return bad(error.detail);
    }
  }
  return { fields };
}

/** A cell as a value of its field; activities are ticked. */
function typedCell(
  field: PipelineField | undefined,
  text: string,
  rules: CellRules,
): { value: unknown } | { error: string } {
  const type = field?.type ?? 'tick';
  if (type === 'attachment') return { error: 'files are uploaded to the record; leave the column out' };
  if (type === 'choice') {
    const choice = field?.choices?.find((one) => plainWord(one) === plainWord(text));
    return choice === undefined
      ? { error: `expected ${(field?.choices ?? []).map((one) => `"${one}"`).join(', ')}` }
      : { value: choice };
  }
  return cellValueOf(text, cellTypeOf[type], rules) ?? { value: '' };
}

/** Fields with the given ones in their place; null takes one out. What is as before is in the order of before. */
export function withFields(
  before: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== null));
}
