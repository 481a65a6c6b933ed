/** Clicks judged again after later events, by cases, and whether one of before is judged otherwise. */
import { expect, test } from 'vitest';
import { clickTimes, type Happened, judgedOf, programme } from '../../../test/support/judged-clicks.ts';
import { suspicionsAfter } from './suspicion.ts';

/** Two links of one message within ten seconds, at second 100. */
const pair: Happened[] = [
  ['Click', 100, 'a'],
  ['Click', 101, 'b'],
];
const { lapseSecond } = clickTimes;

type Case = [
  string,
  Happened[],
  Happened[],
  [before: number, after: number],
  judged: string,
  hasChanged: boolean,
];

/** Judged: the states of the clicks by their hashes, the first letter of each. */
test.each<Case>([
  ['nothing came', pair, [], [101, 102], '1p 2p', false],
  ['nothing came, just before the first lapses', pair, [], [101, lapseSecond(100) - 0.001], '1p 2p', false],
  ['the first has lapsed', pair, [], [101, lapseSecond(100)], '1l 2p', true],
  ['the clock was set back before it lapsed', pair, [], [lapseSecond(100), 102], '1p 2p', true],
  ['one came that is not suspicious', pair, [['Click', 400, 'c']], [101, 102], '1p 2p', false],
  [
    'one that came decides on the second alone, which the first made suspicious',
    [
      ['Click', 100, 'a'],
      ['Click', 105, 'b'],
    ],
    [['Click', 165, 'c']],
    [165, 166],
    '1l 2l',
    false,
  ],
  ['one that came is suspicious', pair, [['Click', 102, 'a']], [101, 102], '1p 2p 3p', false],
  [
    'one that came is soon after its delivery',
    [],
    [
      ['Delivered', 100],
      ['Click', 101, 'a'],
    ],
    [99, 102],
    '2p',
    false,
  ],
  ['one of before is for another reason now', pair, [['Click', 102, 'c']], [101, 102], '1p 2p 3p', true],
  ['one of before is suspicious now', pair.slice(0, 1), [['Click', 101, 'b']], [100, 102], '1p 2p', true],
  ['a sign that is one too few', pair, [['View', 102]], [101, 102], '1p 2p', false],
  [
    'signs confirm them',
    pair,
    [
      ['View', 102],
      ['View', 103],
    ],
    [101, 103],
    '1c 2c',
    true,
  ],
  [
    'signs for the second alone confirm one',
    [...pair, ['View', 102]],
    [['View', 160.5]],
    [102, 161],
    '1l 2c',
    true,
  ],
  [
    'signs that come too late for both',
    pair,
    [
      ['View', 162],
      ['View', 163],
    ],
    [101, 102],
    '1p 2p',
    false,
  ],
])('%s', (_name, earlier, later, [before, after], judged, hasChanged) => {
  const { known, matchedEvents, came } = judgedOf(earlier, later, before);
  const again = suspicionsAfter(known, matchedEvents, came, programme, after * 1_000);
  const suspicions = new Map([...known, ...again.others]);
  expect([...suspicions].map(([hash, { state }]) => `${hash}${state[0]}`).join(' ')).toBe(judged);
  expect(again.hasChanged).toBe(hasChanged);
});
