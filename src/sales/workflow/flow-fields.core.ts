/** The fields of a pipeline's records: what each may hold, and when it counts as filled. Pure. */

import { ApiError } from '../../base/kernel/kernel.ts';
import { daySchema, dayWords, givenMoneySchema } from '../../contract/api/api.ts';
import {
  type End,
  type FieldValue,
  type PipelineDefinition,
  type PipelineField,
  plainWord,
  type Stage,
  type StageActivity,
} from '../../contract/language/language.ts';

const textLengthMax = 10_000;
const amountWords = 'an amount such as "1200.50", with two decimals at most';

/** A value as its field keeps it, amounts as `1200.50`; null for a value that clears the field. Throws `invalid_request`. */
export function fieldValueOf(pipeline: PipelineDefinition, name: string, value: unknown): FieldValue | null {
  // Anybody may send a name that every object inherits, such as "constructor".
  const field = Object.hasOwn(pipeline.fields, name) ? pipeline.fields[name] : undefined;
  if (field === undefined) {
    if (!isActivity(pipeline, name)) {
      const names = [...Object.keys(pipeline.fields), ...activitiesOf(pipeline)];
      throw new ApiError(
        'invalid_request',
        `"${name}" is no field of "${pipeline.name}"; expected ${names.length === 0 ? 'none' : names.join(', ')}`,
      );
    }
    if (value === null || value === false) return null;
    if (value === true) return true;
    throw bad(name, value, 'true or false');
  }
  if (value === null || value === '') return null;
  const error = errorOf(field, value);
  if (error !== null) throw bad(field.label, value, error);
  if (field.type === 'money') return givenMoneySchema.parse(value);
  return typeof value === 'string' ? value.trim() : (value as FieldValue);
}

/** Values as their fields keep them, by name. Throws `invalid_request`. */
export function keptFields(
  pipeline: PipelineDefinition,
  values: Readonly<Record<string, unknown>>,
): Record<string, FieldValue | null> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, fieldValueOf(pipeline, name, value)]),
  );
}

/**
 * Whether a field still has to be filled: a tick that is not ticked, a file that is none, anything else that is not there. A record from
 * before a field was one of files may hold a text in it.
 */
export function isOpen(
  pipeline: PipelineDefinition,
  name: string,
  fields: Record<string, FieldValue>,
): boolean {
  const value = fields[name];
  switch (pipeline.fields[name]?.type) {
    case 'tick':
      return value !== true;
    case 'attachment':
      return !isAttachment(value);
    default:
      return value === undefined;
  }
}

/** Whether an activity was done: by its owner, or by the owner of another that is one piece of work with it. */
export function isDone(
  { activities }: Stage,
  { activity, oneOf }: StageActivity,
  fields: Record<string, FieldValue>,
): boolean {
  return activities.some(
    (other) =>
      fields[other.activity] === true &&
      (other.activity === activity || (oneOf !== undefined && other.oneOf === oneOf)),
  );
}

/** Whether every field a condition names has the value it asks for. */
export function isMet(
  condition: Record<string, FieldValue> | undefined,
  fields: Record<string, FieldValue>,
): boolean {
  return Object.entries(condition ?? {}).every(([name, wanted]) => {
    const value = fields[name] ?? false;
    // Amounts are texts; a file may name one as a number.
    return typeof wanted === 'number' && typeof value === 'string'
      ? Number(value) === wanted
      : value === wanted;
  });
}

const isAttachment = (value: unknown) => typeof value === 'string' && /^at_[\w-]{1,80}$/.test(value);

/** Null for a value the field may hold, else what it may hold. */
function errorOf({ type, choices, atLeast, atMost }: PipelineField, value: unknown): string | null {
  const least = atLeast ?? Number.NEGATIVE_INFINITY;
  const most = atMost ?? Number.POSITIVE_INFINITY;
  switch (type) {
    case 'tick':
    case 'yes or no':
      return typeof value === 'boolean' ? null : 'true or false';
    case 'number':
    case 'money': {
      const isOne = type === 'money' ? givenMoneySchema.safeParse(value).success : Number.isFinite(value);
      if (isOne && Number(value) >= least && Number(value) <= most) return null;
      const bounds = [
        ...(Number.isFinite(least) ? [`at least ${least}`] : []),
        ...(Number.isFinite(most) ? [`at most ${most}`] : []),
      ].join(' and ');
      const what = type === 'money' ? amountWords : 'a number';
      return bounds === '' ? what : `${what}, ${bounds}`;
    }
    case 'date':
      return daySchema.safeParse(value).success ? null : dayWords;
    case 'attachment':
      return isAttachment(value) ? null : 'the id of an attachment';
    case 'choice':
      return choices?.some((choice) => choice === value)
        ? null
        : (choices ?? []).map((choice) => `"${choice}"`).join(', ');
    case 'text':
      return typeof value === 'string' && value.length <= textLengthMax
        ? null
        : `a text of at most ${textLengthMax} characters`;
  }
}

/** The column of each thing that ticks a field by itself. */
const tickerColumns = {
  person: 'person_id',
  company: 'company_id',
  campaign: 'campaign',
  owner: 'owner',
  amount: 'amount',
} as const satisfies Record<NonNullable<PipelineField['tickedBy']>, string>;

/** The fields that columns of a record tick by themselves. An amount of nothing ticks none. */
export function tickedBy(
  { fields }: PipelineDefinition,
  columns: Readonly<Record<string, unknown>>,
): Record<string, true> {
  const isGiven = (value: unknown) => value !== undefined && value !== null && Number(value) !== 0;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) =>
      field.tickedBy !== undefined && isGiven(columns[tickerColumns[field.tickedBy]]) ? [[name, true]] : [],
    ),
  );
}

function activitiesOf({ stages }: PipelineDefinition): string[] {
  return stages.flatMap(({ activities }) => activities.map(({ activity }) => activity));
}

function isActivity(pipeline: PipelineDefinition, name: string): boolean {
  return activitiesOf(pipeline).includes(name);
}

function bad(name: string, value: unknown, allowed: string): ApiError {
  return new ApiError(
    'invalid_request',
    `"${name}" is ${JSON.stringify(value)?.slice(0, 80)}: expected ${allowed}`,
  );
}

/** The stage of this name, in any case and joined in any way; null where there is none. */
export function stageNamed({ stages }: Pick<PipelineDefinition, 'stages'>, given: string): string | null {
  return stages.find(({ stage }) => plainWord(stage) === plainWord(given))?.stage ?? null;
}

/** The stage somebody means, in any case and joined in any way: `sent-to-sales` is `Sent to sales`. Throws `invalid_request`. */
export function stageLike({ name, stages }: PipelineDefinition, given: string): string {
  const found = stageNamed({ stages }, given);
  if (found !== null) return found;
  const allowed = stages.map(({ stage }) => `"${stage}"`).join(', ');
  throw new ApiError('invalid_request', `"${given}" is no stage of "${name}"; expected ${allowed}`);
}

/** The first stage that ends so; null where none does. */
export function endOf({ stages }: PipelineDefinition, end: End): string | null {
  return stages.find(({ ends }) => ends === end)?.stage ?? null;
}
