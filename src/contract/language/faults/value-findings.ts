/** A value that cannot stay: what it is, what is expected, and the likeliest correction, which is always an allowed one. */
import { parse as parseYaml, stringify } from 'yaml';
import { z } from 'zod';
import type { Finding } from './findings.ts';
import { likelyNumber } from './likely-words.ts';
import { nearest } from './nearest.ts';
import { withoutPasted } from './pasted.ts';
import {
  accepts,
  bare,
  choicesOf,
  expectedOf,
  hasOwnTerm,
  kindAllowedBy,
  kindOf,
  termOf,
  wordsOf,
} from './schema-parts.ts';
import { type Correction, shown, written } from './terms.ts';

type Schema = z.core.$ZodType;

/** Returns the one finding of a value that is no group of words and no list, or should be none. */
export function valueFinding(schema: Schema, value: unknown, path: PropertyKey[]): Finding {
  const correction = correctionOf(schema, value);
  const rule =
    correction?.why === undefined ? ruleBroken(schema, value) : notAllowed(schema, value, correction.why);
  return {
    path,
    at: 'value',
    message: correction === null ? rule : `${rule}; did you mean ${inMessage(correction.instead)}?`,
    ...(correction !== null && { instead: correction.instead }),
  };
}

function notAllowed(schema: Schema, value: unknown, why?: string): string {
  const reason = why === undefined ? '' : `, because ${why}`;
  const expected = expectedBy(schema, value);
  return kindOf(value) === 'nothing'
    ? `has no value; expected ${expected}`
    : `${shown(value)} is not allowed${reason}; expected ${expected}`;
}

/** What is expected: the term of the schema, else what its own rule says of the value. */
function expectedBy(schema: Schema, value: unknown): string {
  if (hasOwnTerm(schema)) return expectedOf(schema);
  const own = z
    .safeParse(schema, value)
    .error?.issues.find(({ message }) => message.startsWith(expectedSign));
  return own === undefined ? expectedOf(schema) : own.message.slice(expectedSign.length);
}

const expectedSign = 'expected ';

/** The rule that a value breaks: a bound where it is of the right kind, else what is expected. */
function ruleBroken(schema: Schema, value: unknown): string {
  const [choice] = choicesOf(schema).filter((one) => kindAllowedBy(one) === kindOf(value));
  const issue = choice === undefined ? undefined : z.safeParse(choice, value).error?.issues[0];
  if (issue?.path.length === 0 && (issue.code === 'too_small' || issue.code === 'too_big')) {
    const bound = boundBroken(issue, value);
    if (bound !== null) return bound;
  }
  return notAllowed(schema, value);
}

type Bound = Extract<z.core.$ZodIssue, { code: 'too_small' | 'too_big' }>;

function boundBroken(issue: Bound, value: unknown): string | null {
  const isSmall = issue.code === 'too_small';
  const bound = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const isIncluded = issue.inclusive !== false;
  if (typeof value === 'number') {
    const most = isSmall ? (isIncluded ? 'at least' : 'more than') : isIncluded ? 'at most' : 'less than';
    return `${shown(value)} is too ${isSmall ? 'small' : 'large'}; expected ${most} ${bound}`;
  }
  if (typeof value === 'string') {
    if (value === '') return 'has an empty text; expected at least one character';
    return `has ${value.length} characters; expected at ${isSmall ? 'least' : 'most'} ${bound}`;
  }
  if (!Array.isArray(value)) return null;
  const items = value.length === 0 ? 'no items' : `${value.length} items`;
  return `has ${items}; expected at ${isSmall ? 'least' : 'most'} ${bound}`;
}

/** Returns the likeliest correction that the schema allows; null for none. */
function correctionOf(schema: Schema, value: unknown): Correction | null {
  if (!isShort(value)) return null;
  for (const correction of corrections(schema, value))
    if (
      correction !== null &&
      correction.instead.length <= 2 * correctedMax &&
      accepts(schema, valueIn(correction.instead))
    )
      return correction;
  return null;
}

/** Longest text that is corrected, in characters, and the most parts of a value: nobody mistypes more by a slip. */
export const correctedMax = 100;

/** Whether a value is short enough to be corrected; of a longer one only its beginning is looked at. */
function isShort(value: unknown): boolean {
  const parts = [value];
  for (let seen = 0; parts.length > 0; seen++) {
    const part = parts.pop();
    if (seen >= correctedMax || (typeof part === 'string' && part.length > correctedMax)) return false;
    if (typeof part !== 'object' || part === null) continue;
    const inner = Object.values(part);
    if (inner.length > correctedMax) return false;
    parts.push(...inner, ...(Array.isArray(part) ? [] : Object.keys(part)));
  }
  return true;
}

function* corrections(schema: Schema, value: unknown): Generator<Correction | null> {
  const pasted = typeof value === 'string' ? withoutPasted(value) : null;
  if (pasted !== null) yield { instead: written(pasted.text), why: pasted.why };
  const plain = pasted?.text ?? value;
  if (typeof plain === 'string' && plain !== plain.trim()) yield { instead: written(plain.trim()) };
  for (const choice of [schema, ...choicesOf(schema)]) yield termOf(choice)?.likely?.(plain) ?? null;
  yield likelyNumber(plain);
  for (const choice of choicesOf(schema)) yield* ofKind(choice, plain);
  yield ofBoolean(plain);
  if (typeof value === 'number' || typeof value === 'boolean')
    yield {
      instead: JSON.stringify(String(value)),
      why: `${typeof value === 'number' ? 'a number' : 'true or false'} needs quotes to be a text`,
    };
}

function* ofKind(choice: Schema, value: unknown): Generator<Correction | null> {
  const inner = bare(choice);
  if (typeof value === 'string') {
    const words = wordsOf(choice).filter((word) => typeof word === 'string');
    const near =
      nearest(value, words) ?? words.find((word) => word === value.toLowerCase().replace(/s$/, ''));
    if (near !== undefined) yield { instead: written(near) };
    if (inner instanceof z.ZodDiscriminatedUnion) yield null;
    const ends = /^\s*\[?(-?[\d.]+)\s*(?:-|–|to|and|,|\.\.+|…)\s*(-?[\d.]+)\]?\s*$/.exec(value);
    if (inner instanceof z.ZodTuple && ends) yield { instead: `[${ends[1]}, ${ends[2]}]` };
  }
  if (inner instanceof z.ZodArray) yield* asList(value);
  else if (Array.isArray(value) && value.length === 1) yield { instead: flow(value[0]) };
  if (inner instanceof z.ZodNumber && typeof value === 'number') yield { instead: String(Math.round(value)) };
}

/** One value in place of a list, or several in one text. */
function* asList(value: unknown): Generator<Correction | null> {
  if (Array.isArray(value) || kindOf(value) === 'nothing') return;
  const items = typeof value === 'string' ? value.split(/\s*[,;|]\s*/) : [];
  if (items.length > 1) yield { instead: `[${items.map(written).join(', ')}]` };
  yield { instead: `[${flow(value)}]` };
}

/** A value on one line of a file. */
function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

function ofBoolean(value: unknown): Correction | null {
  if (value === 1 || value === 0) return { instead: value === 1 ? 'true' : 'false' };
  if (typeof value !== 'string') return null;
  const plain = value.toLowerCase().trim();
  if (['yes', 'y', 'on', 'true'].includes(plain)) return { instead: 'true' };
  return ['no', 'n', 'off', 'false'].includes(plain) ? { instead: 'false' } : null;
}

function valueIn(text: string): unknown {
  try {
    return parseYaml(text, { logLevel: 'silent', uniqueKeys: false });
  } catch {
    return undefined;
  }
}

/** A correction as a message has it: texts in quotes, numbers and groups of words as they are. */
export function inMessage(instead: string): string {
  return /^(?:["[{]|-?\d+(?:\.\d+)?$|true$|false$)/.test(instead) ? instead : `"${instead}"`;
}
