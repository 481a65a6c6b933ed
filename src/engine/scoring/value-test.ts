/** Tests of one value, compiled: equality, lists, comparisons, ranges, parts of texts, presence. */
import type { Json, JsonObject, ValueTest } from '../../contract/language/language.ts';

type Test = (value: Json | undefined) => boolean;
type Comparison = Exclude<ValueTest, string | number | boolean | (string | number | boolean)[]>;

/** A test of a value as a programme words it. Of a list, any item may satisfy it; `not` and `present` see the whole. */
export function valueTest(wanted: ValueTest): Test {
  if (typeof wanted !== 'object' || Array.isArray(wanted)) return oneOf([wanted].flat());
  return comparison(wanted);
}

/** Values one of which a test demands, for an index; null where it demands none. */
export function equalValues(wanted: ValueTest): (Json | undefined)[] | null {
  const values = typeof wanted === 'object' && !Array.isArray(wanted) ? wanted.is : wanted;
  return values === undefined ? null : [values].flat().map(plainValue);
}

/** What values are compared by: texts without case and outer spaces, and numbers as texts, since forms send them so. */
export function plainValue(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return value.trim().toLowerCase();
  return typeof value === 'number' ? String(value) : value;
}

/** A value by name; a dotted name reaches into objects. Own keys only. */
export function valueAt(values: JsonObject | undefined, name: string): Json | undefined {
  if (values === undefined) return undefined;
  if (Object.hasOwn(values, name)) return values[name];
  if (!name.includes('.')) return undefined;
  let value: Json | undefined = values;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step))
      return undefined;
    value = value[step];
  }
  return value;
}

/** A number, or a text that spells one; undefined for anything else. */
export function numberOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function comparison(wanted: Comparison): Test {
  const ofWhole: Test[] = [];
  const ofItem: Test[] = [];
  // What is no number compares as NaN: with nothing.
  const number = (holds: (given: number) => boolean) =>
    ofItem.push((value) => holds(numberOf(value) ?? Number.NaN));
  const text = (parts: string | string[] | undefined, holds: (given: string, part: string) => boolean) => {
    if (parts === undefined) return;
    const plain = [parts].flat().map((part) => part.toLowerCase());
    ofItem.push((value) => {
      const given = plainValue(value);
      return typeof given === 'string' && plain.some((part) => holds(given, part));
    });
  };
  const { is, not, atLeast, above, atMost, below, between, present } = wanted;
  if (is !== undefined) ofItem.push(oneOf([is].flat()));
  if (not !== undefined) {
    const isOne = oneOf([not].flat());
    ofWhole.push((value) => !isOne(value));
  }
  if (atLeast !== undefined) number((given) => given >= atLeast);
  if (above !== undefined) number((given) => given > above);
  if (atMost !== undefined) number((given) => given <= atMost);
  if (below !== undefined) number((given) => given < below);
  if (between !== undefined) number((given) => given >= between[0] && given <= between[1]);
  text(wanted.contains, (given, part) => given.includes(part));
  text(wanted.startsWith, (given, part) => given.startsWith(part));
  text(wanted.endsWith, (given, part) => given.endsWith(part));
  if (present !== undefined) ofWhole.push((value) => isPresent(value) === present);
  const all = (value: Json | undefined) => ofItem.every((test) => test(value));
  const anyItem = ofItem.length === 0 ? () => true : ofAny(all);
  return (value) => ofWhole.every((test) => test(value)) && anyItem(value);
}

function oneOf(values: readonly (string | number | boolean)[]): Test {
  const plain = new Set(values.map(plainValue));
  return ofAny((value) => plain.has(plainValue(value)));
}

function ofAny(test: Test): Test {
  return (value) => (Array.isArray(value) ? value.some(test) : test(value));
}

/** Null, an empty text and an empty list are as good as absent. */
function isPresent(value: Json | undefined): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}
