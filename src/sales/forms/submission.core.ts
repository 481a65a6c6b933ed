/** What a form sends, read: who fills it in, and values of the fields that it may fill. Pure; the sender may be anybody. */
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { cut, saidIn } from '../../base/text/text.ts';
import {
  emailSchema,
  type PipelineDefinition,
  type PipelineField,
} from '../../contract/language/language.ts';

/** The parts of a form that say who fills it in. */
const parts = ['email', 'name', 'phone', 'company'] as const;
export type FormPerson = Record<(typeof parts)[number], string | null>;

/** People do not see this field, so they leave it empty; robots fill it in. */
export const honeypot = 'website';
/** Distinguishes two sendings of the same words that are both meant. */
const submissionField = 'submission';
/** A field of the pipeline that is called like a part of the form is sent under this prefix. */
const prefix = 'fields.';
const partLengthMax = 200;

export interface Submission {
  person: FormPerson;
  /** By the names of the pipeline's fields, as they were sent. */
  fields: Record<string, unknown>;
  isRobot: boolean;
  /** The sender's own mark; null for none. */
  mark: string | null;
}

/** Reads a body as JSON or a form gives it. Throws `invalid_request` that names the bad field, and what is expected. */
export function readSubmission(
  body: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
): Submission {
  const fields: Record<string, unknown> = {};
  const person: FormPerson = { email: null, name: null, phone: null, company: null };
  for (const [given, value] of Object.entries(body)) {
    if (given === honeypot || given === submissionField) continue;
    const part = parts.find((one) => one === given);
    if (part !== undefined) {
      person[part] = partOf(part, value);
      continue;
    }
    const name = given.startsWith(prefix) ? given.slice(prefix.length) : given;
    if (!allowed.includes(name)) {
      const names = [...parts, ...allowed.map((one) => (isPart(one) ? `${prefix}${one}` : one))];
      throw new ApiError(
        'invalid_request',
        `"${cut(given, 80)}" is no field of this form; expected ${names.join(', ')}`,
      );
    }
    if (Array.isArray(value))
      throw new ApiError('invalid_request', `"${given}" is there ${value.length} times; send it once`);
    fields[name] = typeof value === 'string' ? plainText(value) : value;
  }
  if (person.email === null && person.phone === null)
    throw new ApiError('invalid_request', '"email" is missing: a form needs an "email" or a "phone"');
  return { person, fields, isRobot: isFilled(body[honeypot]), mark: markOf(body[submissionField]) };
}

const isPart = (name: string) => [...parts, honeypot, submissionField].some((one) => one === name);
const isFilled = (value: unknown) => value !== undefined && value !== null && value !== '';

/** Without what PostgreSQL cannot store, and what no keyboard types; line ends as everywhere. */
function plainText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}

function partOf(part: (typeof parts)[number], value: unknown): string | null {
  if (!isFilled(value)) return null;
  const text = typeof value === 'string' ? plainText(value).replace(/\s+/g, ' ') : null;
  if (text === '') return null;
  if (text === null || text.length > partLengthMax)
    throw new ApiError(
      'invalid_request',
      `"${part}" is ${JSON.stringify(value)?.slice(0, 80)}: expected a text of at most ${partLengthMax} characters`,
    );
  if (part === 'phone') return text;
  // A page may print an absent value into its form.
  if (part !== 'email') return saidIn(text);
  const email = emailSchema.safeParse(text);
  if (email.success) return email.data;
  throw new ApiError(
    'invalid_request',
    `"email" is ${JSON.stringify(cut(text, 80))}: expected an e-mail address`,
  );
}

function markOf(value: unknown): string | null {
  if (!isFilled(value)) return null;
  if (typeof value === 'string' && value.length <= limits.idempotencyKeyLengthMax) return value;
  throw new ApiError(
    'invalid_request',
    `"${submissionField}" is ${JSON.stringify(value)?.slice(0, 80)}: expected a text of at most ${limits.idempotencyKeyLengthMax} characters`,
  );
}

/** Values as the pipeline's fields take them: a plain form sends texts alone. Empty ones are left out. */
export function typedFields(
  { fields }: Pick<PipelineDefinition, 'fields'>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      isFilled(value) ? [[name, typed(fields[name], value)]] : [],
    ),
  );
}

function typed(field: PipelineField | undefined, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  switch (field?.type) {
    case 'money':
      return value.trim().replace(/^\+/, '');
    case 'number':
      return /^[+-]?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
    case 'tick':
    case 'yes or no':
      if (/^(?:on|yes|true|1)$/i.test(value)) return true;
      return /^(?:off|no|false|0)$/i.test(value) ? false : value;
    default:
      return value;
  }
}
