/** Every fault of a value that its schema refuses, once, with its remedy; nothing that only follows from another fault. */
import { z } from 'zod';
import { limits } from '../../../base/kernel/kernel.ts';
import { ruleSchema } from '../rule.ts';
import type { Finding } from './findings.ts';
import { ruleFindings } from './rule-findings.ts';
import { accepts, bare, choicesOf, kindAllowedBy, kindOf } from './schema-parts.ts';
import { quoted, shown, written } from './terms.ts';
import { inMessage, valueFinding } from './value-findings.ts';
import {
  guessedMax,
  meantBy,
  misspelt,
  type Outer,
  type Shape,
  type Words,
  wordFindings,
} from './word-findings.ts';

type Schema = z.core.$ZodType;
type Path = PropertyKey[];

/** A schema with the groups of words around its value, the nearest first. */
interface Scope {
  schema: Schema;
  outers: readonly Outer[];
}

/** Returns the findings of a value from its root; none where the schema accepts it. */
export function explain(schema: Schema, value: unknown): Finding[] {
  const findings = within({ schema, outers: [] }, value, []);
  const moved = findings.filter(({ moves }) => moves !== undefined);
  // A word that stands too far in is not missing where it belongs.
  return findings.filter(
    ({ missing, path }) =>
      missing === undefined ||
      !moved.some((one) => one.moves === missing && path.every((step, index) => one.path[index] === step)),
  );
}

function within(scope: Scope, value: unknown, path: Path): Finding[] {
  const { schema } = scope;
  if (accepts(schema, value)) return [];
  const inner = bare(schema);
  if (inner === ruleSchema && kindOf(value) === 'words') {
    const { shape, findings, explained } = ruleFindings(value as Words, path);
    return inOrElse(
      [...findings, ...children({ shape, outers: scope.outers }, value as Words, path, explained)],
      schema,
      value,
      path,
    );
  }
  if (inner instanceof z.ZodDiscriminatedUnion) return ofKinds(inner, scope, value, path);
  if (inner instanceof z.ZodUnion) return ofChoices(scope, value, path);
  const isOfKind = kindAllowedBy(inner) === kindOf(value);
  if (inner instanceof z.ZodObject && isOfKind) return ofWords(inner, scope, value as Words, path);
  if (inner instanceof z.ZodRecord && isOfKind) return ofNames(inner, scope, value as Words, path);
  if (inner instanceof z.ZodArray && isOfKind) return ofItems(inner, scope, value as unknown[], path);
  return [valueFinding(schema, value, path)];
}

/** The findings of all parts. From the limit on nobody sees their explanation: they are only counted. */
function each<Part>(
  parts: readonly Part[],
  findingsOf: (part: Part, isCounted: boolean) => Finding[],
): Finding[] {
  const findings: Finding[] = [];
  for (const part of parts)
    for (const finding of findingsOf(part, findings.length > limits.fileErrorsMax)) findings.push(finding);
  return findings;
}

function counted(schema: Schema, value: unknown, path: Path): Finding[] {
  return accepts(schema, value) ? [] : [{ path, at: 'value', message: `${shown(value)} is not allowed` }];
}

/** The findings of parts; where the parts are right, the rules across them. */
function inOrElse(findings: Finding[], schema: Schema, value: unknown, path: Path): Finding[] {
  return findings.length > 0 ? findings : acrossParts(schema, value, path);
}

/** The rules of a schema across the parts of a value, in the words that the schema gives them. */
function acrossParts(schema: Schema, value: unknown, path: Path): Finding[] {
  const issues = z.safeParse(schema, value).error?.issues ?? [];
  const [other] = issues.filter(({ code }) => code !== 'custom');
  const ofValue = other === undefined ? [] : [valueFinding(schema, value, path)];
  const custom = issues.filter(({ code }) => code === 'custom').slice(0, limits.fileErrorsMax + 1);
  const own = custom.map((issue): Finding => {
    const bad = issue.path.reduce<unknown>(
      (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
      value,
    );
    const message = issue.message.startsWith('expected')
      ? `${shown(bad)} is not allowed; ${issue.message}`
      : issue.message;
    return { path: [...path, ...issue.path], at: 'value', message };
  });
  return [...ofValue, ...own];
}

function ofWords(schema: z.ZodObject, { outers }: Scope, value: Words, path: Path): Finding[] {
  const shape = schema.shape as Shape;
  const { findings, explained } = wordFindings({ shape, outers }, value, path);
  return inOrElse([...findings, ...children({ shape, outers }, value, path, explained)], schema, value, path);
}

/** The findings of the values of known words. */
function children(
  { shape, outers }: { shape: Shape; outers: readonly Outer[] },
  value: Words,
  path: Path,
  explained: ReadonlySet<string>,
): Finding[] {
  return Object.keys(value).flatMap((word) => {
    const schema = Object.hasOwn(shape, word) && !explained.has(word) ? shape[word] : undefined;
    if (schema === undefined) return [];
    return within({ schema, outers: [{ shape, word }, ...outers] }, value[word], [...path, word]);
  });
}

function ofNames(schema: z.ZodRecord, { outers }: Scope, value: Words, path: Path): Finding[] {
  const findings = each(Object.keys(value), (name, isCounted): Finding[] => {
    const at = [...path, name];
    if (isCounted) return counted(schema.valueType, value[name], at);
    if (!accepts(schema.keyType, name)) return [{ ...valueFinding(schema.keyType, name, at), at: 'key' }];
    return within({ schema: schema.valueType, outers }, value[name], at);
  });
  return inOrElse(findings, schema, value, path);
}

function ofItems(schema: z.ZodArray, { outers }: Scope, value: unknown[], path: Path): Finding[] {
  const findings = each([...value.entries()], ([index, item], isCounted) =>
    isCounted
      ? counted(schema.element, item, [...path, index])
      : within({ schema: schema.element, outers }, item, [...path, index]),
  );
  return inOrElse(findings, schema, value, path);
}

/** A value of several kinds of schema: the one that it resembles explains it. */
function ofChoices(scope: Scope, value: unknown, path: Path): Finding[] {
  const kind = kindOf(value);
  const likely = choicesOf(scope.schema).filter((choice) => kindAllowedBy(choice) === kind);
  if (kind === 'words' && likely.length > 0) return ofGroups(likely, scope, value as Words, path);
  const [only, ...others] = likely;
  if (only !== undefined && others.length === 0 && kind === 'list')
    return within({ ...scope, schema: only }, value, path);
  return [valueFinding(scope.schema, value, path)];
}

/** A group of words that several shapes allow: the shape with most of its words. */
function ofGroups(choices: readonly Schema[], scope: Scope, value: Words, path: Path): Finding[] {
  const given = Object.keys(value);
  const shapeOf = (choice: Schema) => {
    const inner = bare(choice);
    return inner instanceof z.ZodObject ? (inner.shape as Shape) : {};
  };
  const known = (choice: Schema) =>
    given
      .slice(0, guessedMax)
      .filter(
        (word) =>
          Object.hasOwn(shapeOf(choice), word) || meantBy(word, Object.keys(shapeOf(choice))) !== null,
      ).length;
  const [best, ...others] = [...choices].sort((a, b) => known(b) - known(a));
  if (best === undefined || (others.length > 0 && known(best) === 0))
    return [valueFinding(scope.schema, value, path)];
  const beside = given.find((word) => Object.hasOwn(shapeOf(best), word));
  const elsewhere = given.filter(
    (word) =>
      !Object.hasOwn(shapeOf(best), word) && others.some((other) => Object.hasOwn(shapeOf(other), word)),
  );
  const wrong = elsewhere.map(
    (word): Finding => ({
      path: [...path, word],
      at: 'key',
      message: `"${word}" cannot stand beside "${beside ?? ''}", because each is enough alone; remove one of them`,
    }),
  );
  const left = Object.fromEntries(
    given.filter((word) => !elsewhere.includes(word)).map((word) => [word, value[word]]),
  );
  return [...wrong, ...within({ ...scope, schema: best }, left, path)];
}

/** A group whose kind is the value of one word, such as `do`. */
function ofKinds(schema: z.ZodDiscriminatedUnion, scope: Scope, value: unknown, path: Path): Finding[] {
  const word = schema.def.discriminator;
  const shapes = schema.options.map((option) => (bare(option) as z.ZodObject).shape as Shape);
  const kindsOf = (shape: Shape) => [...(bare(shape[word] as Schema) as z.ZodLiteral).values].map(String);
  const kinds = shapes.flatMap(kindsOf);
  if (kindOf(value) !== 'words') {
    const meant = typeof value === 'string' ? meantBy(value, kinds) : null;
    const such = `{ ${word}: ${written(meant ?? kinds[0] ?? '')} }`;
    const found = valueFinding(schema, value, path);
    const message = `${kindOf(value) === 'nothing' ? 'has no value' : `${shown(value)} is not allowed`}; expected words such as ${such}`;
    const isWhole = meant !== null && accepts(schema, { [word]: meant });
    return [
      {
        ...found,
        message: isWhole ? `${message}; did you mean ${such}?` : message,
        ...(isWhole && { instead: such }),
      },
    ];
  }
  const words = value as Words;
  const given = words[word];
  const index = shapes.findIndex((shape) => kindsOf(shape).some((kind) => kind === given));
  const option = schema.options[index];
  if (option === undefined) return [kindFinding(word, kinds, words, path)];
  const own = shapes[index] as Shape;
  const wrong = Object.keys(words).filter(
    (one) => !Object.hasOwn(own, one) && shapes.some((shape) => Object.hasOwn(shape, one)),
  );
  const left = Object.fromEntries(Object.entries(words).filter(([one]) => !wrong.includes(one)));
  return [
    ...wrong.map((one): Finding => {
      const having = shapes.filter((shape) => Object.hasOwn(shape, one)).flatMap(kindsOf);
      return {
        path: [...path, one],
        at: 'key',
        message: `"${one}" cannot stand beside "${word}: ${given}"; it goes with ${quoted(having.map((kind) => `${word}: ${kind}`))}, remove it here`,
      };
    }),
    ...within({ ...scope, schema: option }, left, path),
  ];
}

/** A group without its kind, or of a kind that is none. */
function kindFinding(word: string, kinds: readonly string[], words: Words, path: Path): Finding {
  if (!Object.hasOwn(words, word)) {
    const typed = Object.keys(words)
      .slice(0, guessedMax)
      .find((one) => meantBy(one, [word]) !== null);
    if (typed !== undefined) return misspelt(typed, word, path);
    const short = Object.keys(words).find((one) => kinds.includes(one));
    const such = short === undefined ? '' : `, such as { ${word}: ${short} }`;
    return {
      path,
      at: 'key',
      message: `"${word}" is missing; expected one of ${quoted(kinds)} after "${word}: "${such}`,
    };
  }
  const given = words[word];
  const meant = typeof given === 'string' ? meantBy(given, kinds) : null;
  const expected = `expected ${quoted(kinds)}`;
  const bad = kindOf(given) === 'nothing' ? 'has no value' : `${shown(given)} is not allowed`;
  return {
    path: [...path, word],
    at: 'value',
    message: `${bad}; ${expected}${meant === null ? '' : `; did you mean ${inMessage(written(meant))}?`}`,
    ...(meant !== null && { instead: written(meant) }),
  };
}
