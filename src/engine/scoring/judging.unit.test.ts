/** Clicks judged again after later events, by cases: what is judged as before goes on, and anything else is null. */
import { expect, test } from 'vitest';
import { clickTimes, type Happened, judgedOf, programme } from '../../../test/support/judged-clicks.ts';
import { suspicionsAfter } from './suspicion.ts';

/** Two links of one message within ten seconds, at second 100. */
const pair: Happened[] = [
  ['Click', 100, 'a'],
  ['Click', 101, 'b'],
];
const { lapseSecond } = clickTimes;

test.each<[string, Happened[], Happened[], [before: number, after: number], hashes: number[] | null]>([
  ['nothing came', pair, [], [101, 102], [1, 2]],
  ['nothing came, just before the first lapses', pair, [], [101, lapseSecond(100) - 0.001], [1, 2]],
  ['the first has lapsed', pair, [], [101, lapseSecond(100)], null],
  ['the clock was set back before it lapsed', pair, [], [lapseSecond(100), 102], null],
  ['one came that is not suspicious', pair, [['Click', 400, 'c']], [101, 102], [1, 2]],
  [
    'one that came decides on the second alone, which the first made suspicious',
    [
      ['Click', 100, 'a'],
      ['Click', 105, 'b'],
    ],
    [['Click', 165, 'c']],
    [165, 166],
    [1, 2],
  ],
  ['one that came is suspicious', pair, [['Click', 102, 'a']], [101, 102], [1, 2, 3]],
  [
    'one that came is soon after its delivery',
    [],
    [
      ['Delivered', 100],
      ['Click', 101, 'a'],
    ],
    [99, 102],
    [2],
  ],
  ['one of before is for another reason now', pair, [['Click', 102, 'c']], [101, 102], null],
  ['one of before is suspicious now', pair.slice(0, 1), [['Click', 101, 'b']], [100, 102], null],
  ['a sign that is one too few', pair, [['View', 102]], [101, 102], [1, 2]],
  [
    'signs confirm them',
    pair,
    [
      ['View', 102],
      ['View', 103],
    ],
    [101, 103],
    null,
  ],
  ['signs for the second alone confirm one', [...pair, ['View', 102]], [['View', 160.5]], [102, 161], null],
  [
    'signs that come too late for both',
    pair,
    [
      ['View', 162],
      ['View', 163],
    ],
    [101, 102],
    [1, 2],
  ],
])('%s', (_name, earlier, later, [before, after], hashes) => {
  const { known, matchedEvents, came } = judgedOf(earlier, later, before);
  const judged = suspicionsAfter(known, matchedEvents, came, programme, after * 1_000);
  expect(judged && [...judged.keys()]).toEqual(hashes);
});
