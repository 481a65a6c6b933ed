/** What a schema is made of, past its wrappings: its parts, its term, and what it expects in a marketer's terms. */
import { z } from 'zod';
import { inSentence, quoted, type Term, terms } from './terms.ts';

type Schema = z.core.$ZodType;

/** Returns the schema within: without optional, default, and what only rewrites its value. */
export function bare(schema: Schema): Schema {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly
  )
    return bare(schema.def.innerType);
  if (schema instanceof z.ZodPipe)
    return bare(schema.def.in instanceof z.ZodTransform ? schema.def.out : schema.def.in);
  return schema;
}

/** Returns the term of a schema, or of one that it wraps. */
export function termOf(schema: Schema): Term | undefined {
  const own = terms.get(schema as z.ZodType);
  if (own !== undefined) return own;
  if (schema instanceof z.ZodPipe)
    return termOf(schema.def.in instanceof z.ZodTransform ? schema.def.out : schema.def.in);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return termOf(schema.def.innerType);
  return undefined;
}

/** Whether a term is of this schema itself, not of one that it was made of by another rule. */
export function hasOwnTerm(schema: Schema): boolean {
  return terms.has(schema as z.ZodType) || (bare(schema) !== schema && hasOwnTerm(bare(schema)));
}

export function accepts(schema: Schema, value: unknown): boolean {
  return z.safeParse(schema, value).success;
}

/** Whether a group of words must have the word of this schema. */
export function isRequired(schema: Schema): boolean {
  return !accepts(schema, undefined);
}

/** The choices of a schema, those within choices too; the schema itself where it leaves none. */
export function choicesOf(schema: Schema): Schema[] {
  const inner = bare(schema);
  return inner instanceof z.ZodUnion ? inner.options.flatMap((option) => choicesOf(option)) : [schema];
}

type Kind = 'words' | 'list' | 'text' | 'number' | 'yes or no' | 'nothing';

/** The kind of a value. */
export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'words';
  if (typeof value === 'string') return 'text';
  return typeof value === 'number' ? 'number' : 'yes or no';
}

/** The kind of the values that a schema without choices allows. */
export function kindAllowedBy(schema: Schema): Kind {
  const inner = bare(schema);
  if (inner instanceof z.ZodObject || inner instanceof z.ZodRecord) return 'words';
  if (inner instanceof z.ZodArray || inner instanceof z.ZodTuple) return 'list';
  if (inner instanceof z.ZodNumber) return 'number';
  if (inner instanceof z.ZodBoolean) return 'yes or no';
  return inner instanceof z.ZodLiteral ? kindOf([...inner.values][0]) : 'text';
}

/** The words of a closed list that a schema allows; none where it is open. */
export function wordsOf(schema: Schema): unknown[] {
  const inner = bare(schema);
  if (inner instanceof z.ZodEnum) return inner.options;
  return inner instanceof z.ZodLiteral ? [...inner.values] : [];
}

/** Returns what a value may be, to follow "expected". */
export function expectedOf(schema: Schema): string {
  const term = termOf(schema);
  if (term !== undefined) return term.expected;
  const choices = choicesOf(schema);
  if (choices.length === 1) return expectedAlone(bare(schema));
  const words = choices.flatMap(wordsOf);
  const others = choices.filter((choice) => wordsOf(choice).length === 0).map(expectedOf);
  const lists = others.filter((one) => /^(?:a list|one)\b/.test(one));
  const said = [
    ...(words.length > 0 ? [quoted([...new Set(words)])] : []),
    ...others.filter((one) => !lists.includes(one)),
  ];
  if (lists.length > 0)
    said.push(said.length > 0 && lists.length === 1 ? 'a list of them' : (lists[0] ?? ''));
  const parts = [...new Set(said)];
  // A comma keeps the choices apart from those within one of them.
  return parts.some((part) => part.includes(' or ')) ? parts.join(', or ') : inSentence(parts);
}

function expectedAlone(schema: Schema): string {
  const words = wordsOf(schema);
  if (words.length > 0) return quoted(words);
  if (schema instanceof z.ZodNumber) return numberExpected(schema);
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodTuple) return 'a list of two numbers, such as [10, 20]';
  if (schema instanceof z.ZodArray) {
    const item = bare(schema.element);
    return item instanceof z.ZodObject
      ? `a list, each item with ${wordsIn(item)}`
      : `a list, each item after "- "`;
  }
  if (schema instanceof z.ZodObject) return wordsIn(schema);
  if (schema instanceof z.ZodRecord) return 'names and their values, such as { name: value }';
  return textExpected(schema);
}

/** The words that a group must have, or may have. */
function wordsIn(schema: z.ZodObject): string {
  const names = Object.keys(schema.shape);
  const required = names.filter((name) => isRequired(schema.shape[name] as Schema));
  const shownNames = (required.length > 0 ? required : names).slice(0, 4);
  return `the ${shownNames.length === 1 ? 'word' : 'words'} ${quoted(shownNames, required.length > 0 ? 'and' : 'or')}`;
}

/** Bounds as wide as this help nobody who mistyped a number. */
const wideBound = 10_000_000;

function numberExpected(schema: z.ZodNumber): string {
  const { minValue, maxValue, isInt } = schema;
  const noun = isInt ? 'a whole number' : 'a number';
  const from = minValue !== null && Number.isFinite(minValue) && minValue > -wideBound ? minValue : null;
  const to = maxValue !== null && Number.isFinite(maxValue) && maxValue < wideBound ? maxValue : null;
  if (from !== null && to !== null) return `${noun} from ${from} to ${to}`;
  if (from !== null) return `${noun} of at least ${from}`;
  return to === null ? noun : `${noun} of at most ${to}`;
}

function textExpected(schema: Schema): string {
  if (!(schema instanceof z.ZodString)) return 'a text';
  const { minLength, maxLength } = schema;
  if (maxLength === null) return 'a text';
  return `a text of ${minLength === null ? 'at most' : `${minLength} to`} ${maxLength} characters`;
}
