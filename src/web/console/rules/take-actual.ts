/** Expectations of examples rewritten to what the rules give now, as edits of their text. Pure. */
import { isMap } from 'yaml';
import type { DraftPreview, Expectation } from '../../../contract/api/api.ts';
import { yamlDocument } from '../../../contract/language/language.ts';
import { type TextPath, withValue } from './edit-rules.ts';
import { changedLines } from './text-lines.ts';

type Ran = Pick<DraftPreview['examples'][number], 'example' | 'actual'>;

/**
 * Returns the examples with what was given as the expectation of those at these places; `ran` are in the order of the file. An example
 * that is another one by now, since somebody writes, stays as it is.
 */
export function withActual(examples: string, ran: readonly Ran[], places: readonly number[]): string {
  return places.reduce((text, place) => {
    const one = ran[place];
    const path = ['examples', place];
    const name = yamlDocument(text).getIn([...path, 'example']);
    if (one === undefined || one.actual === null || name !== one.example) return text;
    return withExpectation(text, [...path, 'expect'], one.actual);
  }, examples);
}

function withExpectation(text: string, path: TextPath, { refused, points, ...plain }: Expectation): string {
  let next = text;
  for (const [name, value] of Object.entries(plain)) next = withPart(next, [...path, name], value);
  for (const [name, byRule] of Object.entries({ refused, points })) {
    if (byRule === undefined) continue;
    const map = yamlDocument(next).getIn([...path, name], true);
    const before = isMap(map) ? Object.keys(map.toJSON()) : [];
    for (const rule of new Set([...before, ...Object.keys(byRule)]))
      next = withPart(next, [...path, name, rule], byRule[rule]);
  }
  return next;
}

/** `undefined` leaves the part out. A part that is as it should be stays as somebody wrote it. */
function withPart(text: string, path: TextPath, value: string | number | null | undefined): string {
  const document = yamlDocument(text);
  if (document.getIn(path) === value) return text;
  if (value !== null && value !== undefined) return withValue(text, path, value);
  if (value === null) document.setIn(path, null);
  else document.deleteIn(path);
  return document.toString({ lineWidth: 0, verifyAliasOrder: false });
}

/** The lines that go and those that come, each with its number from 1. */
export interface LineChanges {
  gone: { line: number; text: string }[];
  come: { line: number; text: string }[];
}

export function lineChanges(before: string, after: string): LineChanges {
  const of = (text: string, changed: ReadonlySet<number>) =>
    text.split('\n').flatMap((one, place) => (changed.has(place) ? [{ line: place + 1, text: one }] : []));
  return {
    gone: of(before, changedLines(before, after)),
    come: of(after, changedLines(after, before)),
  };
}
