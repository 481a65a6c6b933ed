/** What is said of a score, by tables: why a match was not paid, the reasons, and what would tip it. */
import { describe, expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { eventId, latestReasonsOf, nextTierFor, reasonsOf, refusalsOf } from './explain.ts';
import { paysInWords } from './frequency.ts';
import { tipsFor } from './tips.ts';

const { hourMs, minuteMs } = limits;

const of = (parts: string) => {
  const programmes = programmesOf(parts);
  return { life: new Life(programmes), programme: programmes.programmes[0] as CompiledProgramme };
};
const rule = (id: string, more: string) => `{ id: ${id}, label: The ${id}, when: { event: ${id} }, ${more} }`;

describe('how often a rule pays', () => {
  test.each([
    [1, 'every time'],
    [2, 'every 2nd time'],
    [3, 'every 3rd time'],
    [4, 'every 4th time'],
    [11, 'every 11th time'],
    [12, 'every 12th time'],
    [13, 'every 13th time'],
    [21, 'every 21st time'],
    [111, 'every 111th time'],
    [122, 'every 122nd time'],
  ])('every %d', (nth, words) => {
    expect(paysInWords({ often: 'every', nth })).toBe(words);
  });

  const hours = (...after: number[]) => after;
  test.each<[string, number[], string, string[]]>([
    ['pays: once', hours(0, 1), 'once', ['already paid once']],
    ['pays: once a visit', hours(0, 0.4, 1), 'once a visit', ['already paid once a visit']],
    ['pays: once a day', hours(0, 11, 12), 'once a day', ['already paid once a day']],
    ['pays: once a week', hours(0, 24, 7 * 24), 'once a week', ['already paid once a week']],
    ['pays: once a month', hours(0, 24, 31 * 24), 'once a month', ['already paid once a month']],
    ['pays: once in 2 days', hours(0, 47, 48), 'once in 2 days', ['already paid within 2 days']],
    ['pays: every 3rd time', hours(0, 1, 2, 3), 'every 3rd time', ['1 of 3', '2 of 3', '1 of 3']],
    ['pays: every time, coolDown: 2 hours', hours(0, 1, 2), 'every time', ['cools down for 2 hours']],
    [
      'pays: every 2nd time, coolDown: 3 hours',
      hours(0, 1, 2, 3, 4, 5),
      'every 2nd time',
      ['1 of 2', '1 of 2', 'cools down for 3 hours', '1 of 2'],
    ],
  ])('%s', (pays, atHours, words, refused) => {
    const { life } = of(`rules: [${rule('a', `points: 1, ${pays}`)}]`);
    let before = 0;
    for (const at of atHours) {
      life.wait((at - before) * hourMs).track('a');
      before = at;
    }
    const { contributions, refusals } = life.evaluation;
    expect(refusalsOf(refusals).map(({ reason }) => reason)).toEqual(refused);
    expect(new Set(contributions.map(({ reason }) => reason))).toEqual(new Set([words]));
    expect(contributions).toHaveLength(atHours.length - refused.length);
  });

  test('each key by itself, a cool-down for all', () => {
    const { life } = of(
      `rules: [${rule('a', 'points: 1, pays: once in 2 days, per: k')}, ${rule('b', 'points: 10, pays: every time, per: k, coolDown: 1 hour')}, ${rule('c', 'points: 100, pays: every 2nd time, per: k')}]`,
    );
    for (const event of ['a', 'b', 'c']) for (const k of ['x', 'y', 'x']) life.wait(1).track(event, { k });
    expect(life.score).toBe(2 + 10 + 100);
  });

  test.each([
    ['count: in a visit, rungs: [{ from: 2, points: 5 }]', '2 in one visit'],
    ['count: in a day, rungs: [{ from: 2, points: 5 }]', '2 in one day'],
    ['count: in 7 days, rungs: [{ from: 2, points: 5 }]', '2 within 7 days'],
    ['count: ever, rungs: [{ from: 2, points: 5 }]', '2'],
    ['count: ever, distinct: k, rungs: [{ from: 2, points: 5 }]', '2 different'],
    ['count: in a week, distinct: k, rungs: [{ from: 2, points: 5 }]', '2 different in one week'],
    ['then: { event: b }, within: 2 hours, points: 5', 'within 2 hours of the first'],
    ['within: 2 hours, points: 5', 'nothing within 2 hours'],
  ])('%s', (more, reason) => {
    const { life } = of(`rules: [${rule('a', more)}]`);
    life
      .track('a', { k: 1 })
      .wait(1)
      .track('a', { k: 2 })
      .wait(1)
      .track('b')
      .wait(2 * hourMs);
    expect(reasonsOf(life.evaluation.contributions).map((one) => one.reason)).toEqual([reason]);
  });
});

describe('reasons', () => {
  test('in the order of time, whole and as people read them', () => {
    const { life } = of(
      `rules: [${rule('b', 'points: 2, pays: every time')}, ${rule('a', 'points: 1, pays: every time')}]`,
    );
    life.track('a').wait(1).track('b').track('a', {}, hourMs);
    const reasons = reasonsOf(life.evaluation.contributions);
    expect(reasons.map((one) => [one.rule, one.at])).toEqual([
      ['a', '2026-01-12T11:00:00.001Z'],
      ['a', '2026-01-12T12:00:00.000Z'],
      ['b', '2026-01-12T12:00:00.001Z'],
    ]);
    expect(reasons[0]).toMatchObject({ label: 'The a', points: 1, value: 1, reason: 'every time' });
    expect(reasons[0]?.event).toMatch(/^[0-9a-f]{12}$/);
    expect(reasons[0]).not.toHaveProperty('left');
  });

  describe('more than are wanted', () => {
    const { life } = of(
      `rules: [${[1, 2, 4, 8].map((points) => rule(`r${points}`, `points: ${points}, pays: once`)).join(', ')}]`,
    );
    for (const id of ['r4', 'r1', 'r8', 'r2']) life.track(id).wait(minuteMs);
    const all = reasonsOf(life.evaluation.contributions);
    const earlier = (count: number, points: number) => ({
      rule: 'earlier',
      label: `${count} earlier contributions`,
      points,
      value: points,
      at: all[count - 1]?.at,
      reason: 'summed up',
      event: all[count - 1]?.event,
    });

    test.each([
      [5, all],
      [4, all],
      [3, [earlier(2, 4 + 1), ...all.slice(2)]],
      [2, [earlier(3, 4 + 1 + 8), ...all.slice(3)]],
      [1, [earlier(4, 4 + 1 + 8 + 2)]],
    ])('of at most %d, the oldest are one, as of the last of them', (most, expected) => {
      expect(latestReasonsOf(life.evaluation, most)).toEqual(expected);
    });

    test('what no event earned is one of them, and those of one moment stay in their order', () => {
      const twice = ['a', 'b'].map((id) =>
        rule('e', 'points: 2, pays: every time').replace('id: e', `id: ${id}`),
      );
      const { life: one } = of(
        `fit: { rules: [{ id: boss, label: Boss, who: { identity: anonymous }, points: 4 }] }\nrules: [${twice.join(', ')}]`,
      );
      one.track('e').wait(minuteMs).track('e');
      const whole = reasonsOf(one.evaluation.contributions);
      expect(whole.map((reason) => reason.rule)).toEqual(['a', 'b', 'a', 'b', 'boss']);
      const [summed, ...shown] = latestReasonsOf(one.evaluation, 4);
      expect(summed).toMatchObject({ label: '2 earlier contributions', value: 4 });
      expect(shown).toEqual(whole.slice(2));
      expect(latestReasonsOf(one.evaluation, 5)).toEqual(whole);
    });
  });

  test('a refusal is worth nothing', () => {
    const { life } = of(`rules: [${rule('a', 'points: 1, pays: once')}]`);
    life.track('a').wait(1).track('a');
    expect(refusalsOf(life.evaluation.refusals)).toMatchObject([
      {
        rule: 'a',
        label: 'The a',
        points: 0,
        value: 0,
        at: '2026-01-12T12:00:00.001Z',
        reason: 'already paid once',
      },
    ]);
  });

  test('several that were merged are one line, with the points of each', () => {
    const { life, programme } = of(`rules: [${rule('a', 'points: 1.5, pays: every time')}]`);
    const { state } = life.replay;
    const frozen = [
      {
        signatureId: programme.rules[0]?.signatureId as number,
        rung: 0,
        key: 0,
        atMs: 5,
        hash: 255,
        count: 3,
        earned: null,
      },
    ];
    Object.assign(state, { frozenAwards: frozen });
    expect(reasonsOf(life.evaluation.contributions)).toEqual([
      {
        rule: 'a',
        label: 'The a',
        points: 1.5,
        value: 4.5,
        at: '1970-01-01T00:00:00.005Z',
        reason: 'every time, 3 times until then',
        event: '0000000000ff',
      },
    ]);
  });

  test('an event is twelve digits', () => {
    expect(eventId(0xabc)).toBe('000000000abc');
  });

  test('the next tier and what is missing; none above the highest', () => {
    const { life, programme } = of(`rules: [${rule('a', 'points: 20, pays: every time')}]`);
    expect(nextTierFor(programme, life.evaluation)).toEqual({
      tier: 1,
      tierName: 'warm',
      from: 20,
      missing: 20,
    });
    expect(nextTierFor(programme, life.track('a').evaluation)).toEqual({
      tier: 2,
      tierName: 'hot',
      from: 60,
      missing: 40,
    });
    expect(nextTierFor(programme, life.wait(1).track('a').wait(1).track('a').evaluation)).toBe(null);
  });
});

describe('what would tip it', () => {
  const tips = (parts: string, doFirst: (life: Life) => unknown = () => undefined) => {
    const { life, programme } = of(parts);
    doFirst(life);
    const found = tipsFor(life.replay.state, life.replay.person, programme, life.evaluation, life.nowMs);
    return found.map(({ behaviours, points }) => [
      behaviours.map((one) => `${one.times} ${one.rule}`).join(' + '),
      points,
    ]);
  };

  test.each<[string, string, unknown[]]>([
    ['one event', `rules: [${rule('a', 'points: 20, pays: every time')}]`, [['1 a', 20]]],
    [
      'a product in a basket',
      'rules: [{ id: left, label: Left, when: { event: Added }, unless: { event: Ordered }, within: 1 hour, basket: net content, points: 20 }]',
      [['1 left', 20]],
    ],
    ['ten at most', `rules: [${rule('a', 'points: 2, pays: every time')}]`, [['10 a', 20]]],
    ['eleven are too many', `rules: [${rule('a', 'points: 1.9, pays: every time')}]`, []],
    [
      'as many as the rung asks for',
      `rules: [${rule('a', 'count: in a visit, rungs: [{ from: 1, points: 1 }, { from: 2, points: 2 }, { from: 12, points: 20 }]')}]`,
      [['12 a', 20]],
    ],
    ['once is not enough', `rules: [${rule('a', 'points: 10, pays: once')}]`, []],
    ['but once for each key is', `rules: [${rule('a', 'points: 10, pays: once, per: k')}]`, [['2 a', 20]]],
    [
      'different values',
      `rules: [${rule('a', 'count: ever, distinct: k, rungs: [{ from: 3, points: 20 }]')}]`,
      [['3 a', 20]],
    ],
    ['an absence', `rules: [${rule('a', 'unless: { event: b }, within: 1 day, points: 20')}]`, [['1 a', 20]]],
    ['a pair', `rules: [${rule('a', 'then: { event: b }, within: 1 day, points: 10')}]`, [['2 a', 20]]],
    [
      'a pair within a second',
      `rules: [${rule('a', 'then: { event: b }, within: 1 second, points: 10')}]`,
      [['2 a', 20]],
    ],
    [
      'a pair that fades while it waits',
      `rules: [${rule('a', 'then: { event: b }, within: 1 day, points: 20, decay: { linear: 1 day }')}]`,
      [['1 a', 20]],
    ],
    [
      'two absences, each of a key',
      `rules: [${rule('a', 'unless: { event: b }, within: 1 day, points: 10, pays: every time, per: k')}]`,
      [['2 a', 20]],
    ],
    [
      'what fades slowly',
      `rules: [${rule('a', 'points: 20, pays: every time, decay: { linear: 30 days }')}]`,
      [['1 a', 20]],
    ],
    [
      'a second apart',
      `rules: [${rule('a', 'points: 10, pays: every time, coolDown: 2 seconds')}]`,
      [['3 a', 20]],
    ],
    [
      'the fewest events first, then the fewest points',
      `rules: [${rule('a', 'points: 10, pays: every time')}, ${rule('b', 'points: 30, pays: every time')}, ${rule('c', 'points: 25, pays: every time')}]`,
      [
        ['1 c', 25],
        ['1 b', 30],
        ['2 a', 20],
      ],
    ],
    [
      'five at most',
      `rules: [${['a', 'b', 'c', 'd', 'e', 'f'].map((id) => rule(id, 'points: 20, pays: every time')).join(', ')}]`,
      ['a', 'b', 'c', 'd', 'e'].map((id) => [`1 ${id}`, 20]),
    ],
    [
      'mixed where no rule does it alone, the best first',
      `rules: [${rule('a', 'points: 5, pays: once')}, ${rule('b', 'points: 9, pays: once')}, ${rule('c', 'points: 7, pays: once')}]`,
      [['1 b + 1 c + 1 a', 21]],
    ],
    [
      'no more than it takes',
      `rules: [${rule('a', 'points: 5, pays: once')}, ${rule('b', 'points: 19, pays: once')}, ${rule('c', 'points: 7, pays: once')}]`,
      [['1 b + 1 c', 26]],
    ],
    [
      'what gains nothing is left out',
      `cap: { ever: 12 }\nrules: [${rule('a', 'points: 5, pays: once')}, ${rule('b', 'points: -5, pays: every time')}]`,
      [],
    ],
    [
      'what gains nothing beside the others is left out',
      `groups: [{ id: g, label: G, cap: { ever: 12 } }]\nrules: [${rule('a', 'points: 12, pays: once, group: g')}, ${rule('b', 'points: 11, pays: once, group: g')}, ${rule('c', 'points: 8, pays: once')}]`,
      [['1 a + 1 c', 20]],
    ],
    [
      'six rules at most',
      `rules: [${['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((id) => rule(id, 'points: 3, pays: once')).join(', ')}]`,
      [],
    ],
    [
      'by the gain an event',
      `rules: [${rule('a', 'points: 8, pays: every 4th time')}, ${rule('b', 'points: 7, pays: once')}, ${rule('c', 'points: 5, pays: once')}]`,
      [['1 b + 1 c + 4 a', 20]],
    ],
  ])('%s', (_name, parts, expected) => {
    expect(tips(parts)).toEqual(expected);
  });

  test('nothing above the highest tier, nor for an excluded profile', () => {
    const parts = `exclude: [{ id: r, label: R, who: { emailDomain: r.example } }]\nrules: [${rule('a', 'points: 60, pays: every time')}]`;
    expect(tips(parts, (life) => life.track('a'))).toEqual([]);
    expect(tips(parts, (life) => life.identify({ email: 'a@r.example' }))).toEqual([]);
    expect(tips(parts, (life) => life.identify({ email: 'a@b.example' }))).toEqual([['1 a', 60]]);
  });

  test.each([
    ['a, b, c', ['a', 'b', 'c']],
    ['b, c, a', ['b', 'c', 'a']],
  ])('by the gain an event, whatever stands already: %s', (_name, order) => {
    const more: Record<string, string> = {
      a: 'points: 4, pays: every 4th time',
      b: 'points: 4, pays: once',
      c: 'points: 3, pays: once',
    };
    const parts = `rules: [${rule('z', 'points: 10, pays: once')}, ${order.map((id) => rule(id, more[id] ?? '')).join(', ')}]`;
    expect(tips(parts, (life) => life.track('z'))).toEqual([['1 b + 1 c + 4 a', 11]]);
  });

  test('mixed of rules far apart in the file: each event is one of its own', () => {
    const { life, programme } = of(
      `rules: [${rule('a', 'count: ever, rungs: [{ from: 2, points: 10 }]')}, ${rule('b', 'then: { event: c }, within: 1 day, points: 10, pays: once')}]`,
    );
    const rules = programme.rules.map((one, index) => ({ ...one, index: index * 500 }));
    const { state, person } = life.replay;
    const found = tipsFor(state, person, { ...programme, rules }, life.evaluation, life.nowMs);
    expect(found.map(({ behaviours }) => behaviours.map((one) => `${one.times} ${one.rule}`))).toEqual([
      ['1 b', '2 a'],
    ]);
  });

  test('from now on, not before: a day that has just begun pays once', () => {
    const parts = `rules: [${rule('a', 'points: 10, pays: once a day')}]`;
    expect(tips(parts, (life) => life.wait(12 * hourMs))).toEqual([]);
  });

  test('from the next tier on, as things stand', () => {
    const parts = `rules: [${rule('a', 'points: 30, pays: every time')}]`;
    expect(tips(parts, (life) => life.track('a').wait(minuteMs))).toEqual([['1 a', 30]]);
  });
});
