/** What is wrong with a request, in words that name field, value and remedy; a library's own messages name types and codes. Pure. */
import { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Raw = z.core.$ZodRawIssue;

/** The faults of a value, a sentence each; empty where the schema takes it. */
export function faultsOf(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value, { error: expectedInWords });
  return (error?.issues ?? []).flatMap(narrowed).map((issue) => faultInWords(issue, value));
}

function faultInWords({ code, path, message }: Issue, value: unknown): string {
  const name = path.join('.');
  if (code === 'unrecognized_keys') return name === '' ? message : `in "${name}", ${message}`;
  return name === '' ? message : `"${name}" is ${shown(name, valueAt(value, path))}: ${message}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown> | null | undefined)?.[step],
    value,
  );
}

/** A bad value in words; a password is never shown, not even in the sender's logs. */
function shown(path: string, bad: unknown): string | undefined {
  if (bad === undefined) return 'missing';
  return /password$/i.test(path) ? 'not shown here' : JSON.stringify(bad)?.slice(0, 80);
}

/** The issues of the one branch of a union that has the type and the words of the value; else the union's own. */
function narrowed(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const isOfType = (branch: readonly Issue[]) =>
    !branch.some(
      ({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'),
    );
  const [likely, ...others] = issue.errors.filter(isOfType);
  if (likely === undefined || others.length > 0) return [issue];
  return likely.flatMap((inner) => narrowed({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Of what a schema says nothing itself; null leaves it to the library. */
function expectedInWords(issue: Raw): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeNames[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `expected ${quoted(issue.values)}`;
    case 'invalid_format':
      return formatInWords(issue);
    case 'too_small':
      return `expected ${issue.inclusive === false ? 'more than' : 'at least'} ${amountOf(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `expected ${issue.inclusive === false ? 'less than' : 'at most'} ${amountOf(issue.maximum, issue.origin)}`;
    case 'not_multiple_of':
      return `expected steps of ${issue.divisor}`;
    case 'unrecognized_keys':
      return unknownInWords(issue);
    case 'invalid_union':
      return unionInWords(issue);
    default:
      return null;
  }
}

const typeNames: Readonly<Partial<Record<string, string>>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

const formats: Readonly<Partial<Record<string, string>>> = {
  email: 'an e-mail address such as "ada@example.com"',
  datetime: 'a time such as "2026-12-01T09:00:00Z"',
  date: 'a day such as "2026-12-01"',
  time: 'a time of day such as "09:00"',
  url: 'an address such as "https://example.com/leads"',
  uuid: 'a UUID',
};

function formatInWords({ format, pattern }: Extract<Raw, { code: 'invalid_format' }>): string {
  const words = formats[format];
  if (words !== undefined) return `expected ${words}`;
  return pattern === undefined ? `expected ${format}` : `expected what matches ${pattern}`;
}

const units: Readonly<Partial<Record<string, string>>> = { string: 'character', array: 'item', set: 'item' };

function amountOf(bound: number | bigint, origin: string): string {
  const unit = units[origin];
  if (unit === undefined) return String(bound);
  return `${bound} ${unit}${Number(bound) === 1 ? '' : 's'}`;
}

/** Names the words that are known here, since one of them is mostly meant. */
function unknownInWords({ keys, inst }: Extract<Raw, { code: 'unrecognized_keys' }>): string {
  const shape: object = inst instanceof z.ZodObject ? inst.shape : {};
  const known = Object.keys(shape);
  const are = keys.length === 1 ? 'is' : 'are';
  const remedy =
    known.length === 0 ? 'leave it out' : `known ${known.length === 1 ? 'is' : 'are'} ${quoted(known)}`;
  return `${quoted(keys)} ${are} not known here: ${remedy}`;
}

function unionInWords({ errors, options }: Extract<Raw, { code: 'invalid_union' }>): string {
  if (Array.isArray(options) && options.length > 0) return `expected ${quoted(options)}`;
  const wanted = errors.flatMap(([first]) =>
    first === undefined ? [] : [first.message.replace(/^expected /, '')],
  );
  return `expected ${[...new Set(wanted)].join(' or ')}`;
}

const quoted = (values: readonly unknown[]) =>
  values.map((value) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value))).join(', ');
