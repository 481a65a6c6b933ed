/** Every word of the language of programmes, read off its JSON Schema: a new word is on this list by itself. */
import { periods } from '../../src/base/time/time.ts';
import { jsonSchemaOf } from '../../src/contract/language/json-schema.ts';

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema | Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  definitions?: Record<string, Schema>;
}

/** Words of conditions that hold others of the same kind. */
const nesting = new Set(['all', 'any', 'not']);

/**
 * Returns the words, each with the word that it stands in: `rules.coolDown`, `decay.steps`; and the values of closed lists:
 * `rounding = up`. What has the same words in several places, as a match, is listed at the first.
 */
export function wordsOfLanguage(): string[] {
  const root = jsonSchemaOf('programme') as Schema;
  const words = new Set<string>();
  /** Where a shape was met first. */
  const seen = new Map<string, string>();
  const walk = (schema: Schema, at: string, within: readonly string[]): void => {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.split('/').at(-1) ?? '';
      const inner = root.definitions?.[name];
      if (inner !== undefined && !within.includes(name)) walk(inner, at, [...within, name]);
      return;
    }
    const inner = [schema.anyOf, schema.oneOf, schema.allOf, schema.items].flat(2);
    for (const one of inner) if (one !== undefined) walk(one, at, within);
    for (const value of [schema.enum, schema.const].flat())
      if (value !== undefined) words.add(value === 'any event' ? value : `${at} = ${value}`);
    if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, `${at} *`, within);
    const properties = Object.entries(schema.properties ?? {});
    const shape = Object.keys(schema.properties ?? {})
      .sort()
      .join();
    if (properties.length === 0) return;
    const first = seen.get(shape);
    const container = first ?? at.split('.').at(-1) ?? '';
    seen.set(shape, container);
    for (const [word, property] of properties) {
      const name = container === '' ? word : `${container}.${word}`;
      words.add(name);
      // Of the same words elsewhere, values may be others: an action is known by the value of its word.
      if (first !== undefined) {
        if (property.const !== undefined) words.add(`${name} = ${property.const}`);
        continue;
      }
      walk(property, nesting.has(word) ? at : name, within);
    }
  };
  walk(root, '', []);
  // Texts that the reader turns into values have their forms in no list of the schema.
  for (const period of periods) words.add(`pays: once a ${period}`).add(`count: in a ${period}`);
  return [...words, ...formsOfTexts].sort();
}

/** Forms of `pays`, `count` and windows beside those of periods. */
const formsOfTexts = [
  'pays: every time',
  'pays: every 2nd time',
  'pays: once',
  'pays: once in 1 day',
  'pays: once in 1 month',
  'count: ever',
  'count: in 1 day',
  'count: in 1 month',
  'count: in the last 1 day',
  'count: in the last 1 month',
];
