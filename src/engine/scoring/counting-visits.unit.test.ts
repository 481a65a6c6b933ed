/** Counts of visits, by tables: in days, windows and for ever, at the gap that ends a visit, sealed or not. */
import { describe, expect, test } from 'vitest';
import { dayMinutes, pointsOf, scored, type TestEvent } from '../../../test/support/awards.ts';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { fold, rule, sealed } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { reasonsOf } from './explain.ts';
import { recognise } from './recognise.ts';
import { tipsFor } from './tips.ts';

const { dayMs, hourMs } = limits;
const twice = 'rungs: [{ from: 2, points: 5 }, { from: 3, points: 8 }], distinct: visit';
const at = (...minutes: number[]): TestEvent[] => minutes.map((minute) => ['A', minute]);

describe('visits', () => {
  test.each<[string, string, TestEvent[], number]>([
    ['many matches of one visit are one', 'in a day', at(0, 1, 2, 3, 29), 0],
    ['a gap just below the end is the same visit', 'in a day', at(0, 29.999), 0],
    ['a gap of exactly the end is another', 'in a day', at(0, 30), 5],
    ['three in a day', 'in a day', at(0, 1, 31, 32, 62, 63), 8],
    ['those of two days are counted by day', 'in a day', at(719, 720, 760), 5],
    ['for ever', 'ever', at(0, 40 * dayMinutes, 90 * dayMinutes), 8],
    ['within the window', 'in 7 days', at(0, 7 * dayMinutes - 1), 5],
    ['at its end no more', 'in 7 days', at(0, 7 * dayMinutes), 0],
    [
      'matches of one visit at its end are in time by the last of them',
      'in 7 days',
      at(0, 10, 7 * dayMinutes),
      5,
    ],
  ])('%s', (_name, count, events, points) => {
    expect(pointsOf(`count: ${count}, ${twice}`, events)).toBe(points);
  });

  test('are what the reason names', () => {
    const reasons = (minutes: number[]) =>
      reasonsOf(scored(`count: in 7 days, ${twice}`, at(...minutes)).contributions).map(
        ({ reason }) => reason,
      );
    expect(reasons([0, 40])).toEqual(['2 visits within 7 days']);
  });

  test('that an event which no rule recognises holds open are one', () => {
    const life = new Life(
      programmesOf(`rules: [{ id: a, label: A, when: { event: A }, count: ever, ${twice} }]`),
    );
    const minuteMs = 60_000;
    life
      .track('A')
      .wait(20 * minuteMs)
      .track('Something else')
      .wait(20 * minuteMs)
      .track('A');
    expect(life.score).toBe(0);
    expect(life.wait(30 * minuteMs).track('A').score).toBe(5);
  });

  test('leave a property of that name aside: no match has a key', () => {
    const programmes = programmesOf(
      `rules: [{ id: a, label: A, when: { event: A }, count: ever, ${twice} }]`,
    );
    const tracked = { messageId: 'x', atMs: 0, type: 'track', event: 'A', properties: { visit: 'v' } };
    expect(recognise(programmes, scovilleEvent(tracked)).matches[0]?.key).toBe(0);
  });

  test('are one where the first is paid, in words too', () => {
    const { contributions } = scored('count: ever, distinct: visit, rungs: [{ from: 1, points: 5 }]', at(0));
    expect(reasonsOf(contributions).map(({ reason }) => reason)).toEqual(['1 visit']);
  });

  test('of a property of that name are not meant by a list', () => {
    const distinct = 'count: ever, rungs: [{ from: 2, points: 5 }], distinct: [visit]';
    expect(pointsOf(distinct, at(0, 40))).toBe(0);
  });

  test('show a way to the next tier that has as many visits', () => {
    const programmes = programmesOf(
      `rules: [{ id: a, label: A, when: { event: A }, count: ever, rungs: [{ from: 3, points: 30 }], distinct: visit }]`,
    );
    const life = new Life(programmes).track('A');
    const [programme] = programmes.programmes;
    if (programme === undefined) throw new Error('there is no programme');
    const [tip] = tipsFor(
      life.replay.state,
      life.replay.person,
      programme,
      life.evaluation,
      life.nowMs + hourMs,
    );
    expect(tip).toMatchObject({ points: 30, behaviours: [{ rule: 'a', times: 2 }] });
  });
});

describe('sealed visits', () => {
  const counting = `rules: [${rule('A', 'count: ever, distinct: visit, rungs: [{ from: 3, points: 10 }]')}]`;

  test.each<[string, [string, number][], number[]]>([
    [
      'one of two matches',
      [
        ['A', dayMs],
        ['A', dayMs - 1],
      ],
      [1],
    ],
    [
      'two',
      [
        ['A', 2 * dayMs],
        ['A', dayMs],
      ],
      [2],
    ],
  ])('are tallied once each: %s', (_name, events, counts) => {
    expect(sealed(counting, events).after.tallies.map(({ count }) => count)).toEqual(counts);
  });

  test('that an event which no rule recognises held open are one', () => {
    const minuteMs = 60_000;
    const { after } = sealed(counting, [
      ['A', dayMs],
      ['Something else', dayMs - 20 * minuteMs],
      ['A', dayMs - 40 * minuteMs],
    ]);
    expect(after.tallies.map(({ count }) => count)).toEqual([1]);
  });

  test('count on with later ones, and a match of the same visit adds nothing', () => {
    const { programmes, after, scoreOf } = sealed(counting, [
      ['A', 2 * dayMs],
      ['A', dayMs],
    ]);
    expect(
      scoreOf(
        fold(
          programmes,
          [
            ['A', 0],
            ['A', -1],
          ],
          after,
        ),
      ),
    ).toBe(10_000);
    const two = sealed(counting, [
      ['A', 2 * dayMs],
      ['A', 2 * dayMs - 1],
    ]);
    expect(
      two.scoreOf(
        fold(
          two.programmes,
          [
            ['A', 0],
            ['A', -1],
          ],
          two.after,
        ),
      ),
    ).toBe(0);
  });
});
