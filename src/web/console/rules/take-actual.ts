/** Expectations of examples rewritten to what the rules give now, as edits of their text. Pure. */
import { isAlias, isMap, isScalar, type YAMLMap } from 'yaml';
import type { DraftPreview, Expectation } from '../../../contract/api/api.ts';
import { yamlDocument } from '../../../contract/language/language.ts';
import { changedLines } from './text-lines.ts';
import { isShared, mapSplices, spliced, type Wanted } from './yaml-splices.ts';

type Ran = Pick<DraftPreview['examples'][number], 'example' | 'actual'>;

/** Those that are not met, with their positions. */
export function unmetOf(ran: DraftPreview['examples']) {
  return ran
    .map((one, position) => ({ ...one, position }))
    .filter(({ differences }) => differences.length > 0);
}

/** The examples with what was taken, and the names of those that only a person can change. */
export interface Taken {
  text: string;
  byHand: string[];
}

/**
 * Returns the examples with what was given as the expectation of those at these positions; `ran` are in the order of the file. An example
 * that is another one by now, since somebody writes, stays as it is. So does one whose expectation an alias shares with others.
 */
export function withActual(examples: string, ran: readonly Ran[], positions: readonly number[]): Taken {
  const document = yamlDocument(examples);
  const byHand: string[] = [];
  if (document.errors.length > 0) return { text: examples, byHand };
  const splices = positions.flatMap((position) => {
    const one = ran[position];
    const example = document.getIn(['examples', position], true);
    // A process of an earlier version answers without `actual`.
    if (!one?.actual || !isStill(example, one.example)) return [];
    const own = expectationSplices(examples, example, one.actual);
    if (own === null) byHand.push(one.example);
    return own ?? [];
  });
  return { text: spliced(examples, splices), byHand };
}

/** An alias says no name of its own: it counts as the same, and is changed by hand. */
function isStill(example: unknown, name: string): boolean {
  if (!isMap(example)) return isAlias(example);
  const own = example.get('example', true);
  return isAlias(own) || (isScalar(own) && own.value === name);
}

/** Null where it is written elsewhere, read elsewhere too, or in a way that only a person changes. */
function expectationSplices(text: string, example: unknown, { refused, points, ...plain }: Expectation) {
  if (!isMap(example) || example.anchor !== undefined) return null;
  const expectation = example.get('expect', true);
  if (!isMap(expectation) || isShared(expectation)) return null;
  const parts = [mapSplices(text, expectation, { ...plain, grade: plain.grade })];
  for (const [name, wanted] of Object.entries({ refused, points })) {
    if (wanted === undefined) continue;
    const map = expectation.get(name, true);
    parts.push(isMap(map) ? mapSplices(text, map, onlyThese(map, wanted)) : null);
  }
  return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
}

/** A rule that pays or refuses no more is taken out. */
function onlyThese(map: YAMLMap, wanted: Wanted): Wanted {
  return { ...Object.fromEntries(Object.keys(map.toJSON()).map((rule) => [rule, undefined])), ...wanted };
}

/** The lines that go and those that come, each with its number from 1. */
export interface LineChanges {
  gone: { line: number; text: string }[];
  come: { line: number; text: string }[];
}

export function lineChanges(before: string, after: string): LineChanges {
  const of = (text: string, changed: ReadonlySet<number>) =>
    text
      .split('\n')
      .flatMap((one, position) => (changed.has(position) ? [{ line: position + 1, text: one }] : []));
  return {
    gone: of(before, changedLines(before, after)),
    come: of(after, changedLines(after, before)),
  };
}
