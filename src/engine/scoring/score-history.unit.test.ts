/** The score of the past: what live scoring gave at each time, fading and all. */
import { expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { toPoints } from './points.ts';
import { evenTimes, scoreHistoryOf } from './score-history.ts';

const { dayMs, latenessMs } = limits;

const programmes = programmesOf(`
rules:
  - { id: trial, label: Began a trial, when: { event: Trial }, points: 20, pays: every time, decay: { linear: 10 days } }
ladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: 15 }] }`);
const eventOf = (day: number) =>
  scovilleEvent(
    { messageId: `e${day}`, atMs: mondayNoonMs + day * dayMs, type: 'track', event: 'Trial', properties: {} },
    'a:somebody',
    mondayNoonMs + day * dayMs,
  );

test('each score is the one that scoring gave then; before the first event there is none', () => {
  const timesMs = [-1, 0, 2, 3, 12].map((day) => mondayNoonMs + day * dayMs);
  const found = scoreHistoryOf({ programmes, position: 0 }, [eventOf(0), eventOf(3)], {
    timesMs,
    latenessMs,
  });
  expect(found.map(({ score, tier }) => [score, tier])).toEqual([
    [null, 0],
    [20, 1],
    [16, 1],
    [34, 1],
    [2, 0],
  ]);
  const life = new Life(programmes).track('Trial').wait(2 * dayMs);
  expect(toPoints(life.evaluation?.score ?? 0)).toBe(found[2]?.score);
});

test('an event at a time of the list counts in it, and one after all times is not looked at', () => {
  const timesMs = [mondayNoonMs];
  const [score] = scoreHistoryOf({ programmes, position: 0 }, [eventOf(0), eventOf(3)], {
    timesMs,
    latenessMs,
  });
  expect(score).toEqual({ atMs: mondayNoonMs, score: 20, tier: 1 });
});

test('times are even, with both ends among them', () => {
  expect(evenTimes({ fromMs: 0, toMs: 10, count: 3 })).toEqual([0, 5, 10]);
  expect(evenTimes({ fromMs: 100, toMs: 110, count: 4 })).toEqual([100, 103, 107, 110]);
  expect(evenTimes({ fromMs: 100, toMs: 110, count: 1 })).toEqual([110]);
});
