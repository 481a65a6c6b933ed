/** Result files: what is read, and the words for what is rejected. */
import { describe, expect, test } from 'vitest';
import { resultLike } from '../test/support/bench-results.ts';
import { figureOf, fileNameOf, ratioOf, readResult, writtenResult } from './results.core.ts';

type Json = Record<string, unknown>;

/** The text of a result after a hand has changed it. */
function changed(change: (result: ReturnType<typeof resultLike>) => void): string {
  const result = structuredClone(resultLike());
  change(result);
  return writtenResult(result);
}

const first = (result: ReturnType<typeof resultLike>) =>
  (result.parts[0]?.figures ?? []) as unknown as Json[];

describe('figures', () => {
  test('are the median of their repetitions with their lowest and highest', () => {
    const figure = figureOf({ id: 'x', title: 'x', unit: 'ms', better: 'lower', repetitions: [9, 1, 4, 5] });
    expect(figure).toMatchObject({ median: 4.5, spread: { low: 1, high: 9 }, repetitions: [9, 1, 4, 5] });
  });

  test('of a ratio divide repetition by repetition; 0 ÷ 0 is no change', () => {
    const side = (id: string, repetitions: number[]) =>
      figureOf({ id, title: id, unit: 'ms', better: 'lower', repetitions });
    const ratio = ratioOf(
      { id: 'r', title: 'r', better: 'lower' },
      side('a', [2, 9, 0]),
      side('b', [1, 3, 0]),
    );
    expect(ratio).toMatchObject({ repetitions: [2, 3, 1], median: 2, ratioOf: ['a', 'b'], unit: '×' });
  });
});

describe('reading', () => {
  test('gives back what was written', () => {
    expect(readResult('a.json', writtenResult(resultLike()))).toEqual(resultLike());
  });

  test.each([
    ['text that is not JSON', '{', /^a\.json: not JSON \(/],
    [
      'a missing field',
      changed((result) => delete (result as Partial<typeof result>).machine),
      'a.json: the file: "machine" is missing; add it after "isQuick"; expected the words "cores", "model"',
    ],
    [
      'a word too many',
      changed((result) => Object.assign(result.machine, { colour: 'red' })),
      'a.json: machine.colour: unknown word "colour"; remove it',
    ],
    [
      'a text for a number',
      changed((result) => Object.assign(first(result)[0] ?? {}, { median: 'fast' })),
      'a.json: parts[0].figures[0].median: "fast" is not allowed; expected a number',
    ],
    [
      'another format',
      changed((result) => Object.assign(result, { format: 9 })),
      'a.json: format: 9 is not allowed; expected 1',
    ],
    [
      'a median nobody measured',
      changed((result) => Object.assign(first(result)[1] ?? {}, { median: 123 })),
      'a.json: parts[0].figures[1] ("ours").median is 123; the repetitions give 100',
    ],
    [
      'a narrower spread',
      changed((result) => Object.assign(first(result)[1] ?? {}, { spread: { low: 99, high: 101 } })),
      'a.json: parts[0].figures[1] ("ours").spread is 99 to 101; the repetitions give 90 to 110',
    ],
    [
      'a ratio that does not follow from its sides',
      changed((result) =>
        Object.assign(
          first(result)[0] ?? {},
          figureOf({ ...(first(result)[0] as never as ReturnType<typeof figureOf>), repetitions: [1, 1, 1] }),
        ),
      ),
      'a.json: parts[0].figures[0] ("ratio").repetitions do not follow from "ours" and "theirs"',
    ],
    [
      'a ratio of nothing',
      changed((result) => result.parts[0]?.figures.splice(2, 1)),
      'a.json: parts[0].figures[0] ("ratio").ratioOf names "ours" and "theirs"',
    ],
    [
      'a figure twice',
      changed((result) => first(result).push(first(result)[3] ?? {})),
      'a.json: parts[0].figures: "wait" is there twice',
    ],
    [
      'a part twice',
      changed((result) => result.parts.push(...result.parts)),
      'a.json: parts: "first" is there twice',
    ],
  ])('rejects %s', (_what, content, message) => {
    expect(() => readResult('a.json', content)).toThrow(message);
  });
});

test('a file is named by its day and commit, and a quick one says that it is', () => {
  expect(fileNameOf(resultLike(), 1)).toBe('2026-11-28-a9b0ea4.json');
  expect(fileNameOf(resultLike(), 2)).toBe('2026-11-28-a9b0ea4-2.json');
  expect(fileNameOf(resultLike({ isQuick: true }), 1)).toBe('2026-11-28-a9b0ea4-quick.json');
});
