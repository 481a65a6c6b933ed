/** Whether clicks are judged as before, by cases. */
import { expect, test } from 'vitest';
import { areJudgedAlike, type Suspicion } from './suspicion.ts';

type Judged = readonly [hash: number, state: Suspicion['state'], why?: string];
const judged = (of: readonly Judged[]) =>
  new Map(of.map(([hash, state, why = 'links']) => [hash, { state, why, untilMs: 9 }]));
const known: Judged[] = [
  [1, 'provisional'],
  [2, 'confirmed'],
];

test.each<[string, boolean, Judged[], number[]]>([
  ['none otherwise, and nothing came', true, known, []],
  ['none otherwise, and one came that is not suspicious', true, known, [3]],
  ['one that came is suspicious', true, [...known, [3, 'provisional']], [3]],
  ['one of before is suspicious now', false, [...known, [3, 'provisional']], [4]],
  ['one of before and one that came are', false, [...known, [3, 'provisional'], [4, 'provisional']], [4]],
  ['one is not suspicious any more', false, known.slice(1), []],
  [
    'another is in its place',
    false,
    [
      [2, 'confirmed'],
      [3, 'provisional'],
    ],
    [],
  ],
  [
    'one is confirmed',
    false,
    [
      [1, 'confirmed'],
      [2, 'confirmed'],
    ],
    [],
  ],
  [
    'one has lapsed',
    false,
    [
      [1, 'lapsed'],
      [2, 'confirmed'],
    ],
    [],
  ],
  [
    'one is so for another reason',
    false,
    [
      [1, 'provisional', 'delivery'],
      [2, 'confirmed'],
    ],
    [],
  ],
])('%s: %s', (_name, expected, after, came) => {
  const events = came.map((hash) => ({ hash, atMs: 0, matches: [] }));
  expect(areJudgedAlike(judged(known), judged(after), events)).toBe(expected);
});
