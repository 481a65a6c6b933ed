/** Recent counts, by tables with a virtual clock: what holds, when it ends, and that sealing freezes nothing of it. */
import { describe, expect, test } from 'vitest';
import { pointsOf, type TestEvent } from '../../../test/support/awards.ts';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { fold, horizonMs, rule, sealed } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { reasonsOf, refusalsOf } from './explain.ts';
import { ledgerOf } from './ledger.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';
import { sealAtLimit } from './seal.ts';

const { dayMs } = limits;
const rungs = 'rungs: [{ from: 3, points: 15 }, { from: 5, points: 25 }]';
const life = (more: string, parts = '') =>
  new Life(programmesOf(`rules: [{ id: a, label: A, when: { event: A }, ${more} }]\n${parts}`));

describe('a count in the last seven days', () => {
  const keen = () => life(`count: in the last 7 days, ${rungs}`);

  test('holds from the match that completes it until the first of these is seven days old', () => {
    const one = keen().track('A').wait(dayMs).track('A');
    expect(one.score).toBe(0);
    one.wait(dayMs).track('A');
    expect(one.score).toBe(15);
    expect(one.wait(5 * dayMs - 1).score).toBe(15);
    expect(one.wait(1).score).toBe(0);
  });

  test('goes on while later matches take the place of earlier ones', () => {
    const one = keen().track('A').track('A').track('A');
    one
      .wait(6 * dayMs)
      .track('A')
      .track('A');
    expect(one.score).toBe(25);
    expect(one.wait(dayMs).score).toBe(0);
    expect(one.track('A').score).toBe(15);
    expect(one.wait(6 * dayMs - 1).score).toBe(15);
    expect(one.wait(1).score).toBe(0);
  });

  test('lets the tier go by the clock alone', () => {
    const one = life(
      `count: in the last 7 days, ${rungs}`,
      'ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 15 }] }',
    ).reachable();
    one
      .track('A')
      .track('A')
      .track('A')
      .wait(8 * dayMs);
    expect(one.crossings.map(({ atMs, to }) => [atMs - mondayNoonMs, to])).toEqual([
      [0, 1],
      [7 * dayMs, 0],
    ]);
  });

  test('is explained without an event, and noted when it begins and ends', () => {
    const one = keen().track('A').track('A');
    const before = one.evaluation;
    const during = one.track('A').evaluation;
    const after = one.wait(7 * dayMs).evaluation;
    const [programme] = programmesOf('{}').programmes;
    if (programme === undefined) throw new Error('there is no programme');
    const noted = (was: typeof before, is: typeof before) =>
      ledgerOf('p', programme, was, is, is.atMs).map(({ kind, points, event, reason }) => [
        kind,
        points,
        event,
        reason,
      ]);
    expect(reasonsOf(during.contributions)).toMatchObject([
      { rule: 'a', points: 15, value: 15, event: null, reason: '3 in the last 7 days' },
    ]);
    expect(noted(before, during)).toEqual([['paid', 15, null, '3 in the last 7 days']]);
    expect(noted(during, one.evaluation)).toEqual([['taken back', 15, null, 'no longer counts']]);
    expect(noted(after, after)).toEqual([]);
  });

  test('is not noted again for each match that keeps it', () => {
    const [programme] = programmesOf('{}').programmes;
    if (programme === undefined) throw new Error('there is no programme');
    const one = keen().track('A').track('A').track('A');
    const before = one.evaluation;
    const after = one.wait(dayMs).track('A').evaluation;
    expect(ledgerOf('p', programme, before, after, one.nowMs)).toEqual([]);
  });
});

describe('what is counted', () => {
  test.each<[string, string, TestEvent[], number]>([
    [
      'matches a hundred days ago are none',
      `count: in the last 99 days, ${rungs}`,
      [
        ['A', 0],
        ['A', 1],
        ['A', 2],
      ],
      0,
    ],
    [
      'those of the time are',
      `count: in the last 100 days, ${rungs}`,
      [
        ['A', 1],
        ['A', 2],
        ['A', 3],
      ],
      15,
    ],
    [
      'exactly at its beginning not',
      `count: in the last 100 days, ${rungs}`,
      [
        ['A', 0],
        ['A', 2],
        ['A', 3],
      ],
      0,
    ],
    [
      'each key by itself, and those without one together',
      `count: in the last 101 days, ${rungs}, per: k`,
      [
        ['A', 1, 'x'],
        ['A', 2, 'x'],
        ['A', 3, 'x'],
        ['A', 4, 'y'],
        ['A', 5, 'y'],
        ['A', 6],
        ['A', 7],
        ['A', 8],
      ],
      30,
    ],
    [
      'different values, each by its latest match',
      `count: in the last 100 days, ${rungs}, distinct: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['A', 2, 'z'],
        ['A', 3, 'x'],
        ['A', 4],
      ],
      15,
    ],
    [
      'different values, one of them too old',
      `count: in the last 100 days, ${rungs}, distinct: k`,
      [
        ['A', 0, 'x'],
        ['A', 1, 'y'],
        ['A', 2, 'z'],
        ['A', 3, 'z'],
      ],
      0,
    ],
    [
      'visits',
      `count: in the last 101 days, ${rungs}, distinct: visit`,
      [
        ['A', 0],
        ['A', 1],
        ['A', 31],
        ['A', 61],
      ],
      15,
    ],
    [
      'losses',
      'count: in the last 101 days, rungs: [{ from: 2, points: -7 }]',
      [
        ['A', 0],
        ['A', 1],
      ],
      -7,
    ],
  ])('%s', (_name, more, events, points) => {
    expect(pointsOf(more, events)).toBe(points);
  });

  test('stands within the caps on what stands, of the rule, its group and all', () => {
    const held = (parts: string, more = '') =>
      life(`count: in the last 7 days, rungs: [{ from: 1, points: 30 }]${more}`, parts).track('A').score;
    expect(held('', ', cap: { standing: 20 }')).toBe(20);
    expect(held('groups: [{ id: g, label: G, cap: { standing: 12, day: 3 } }]', ', group: g')).toBe(12);
    expect(held('cap: { standing: 10, ever: 1 }')).toBe(10);
  });

  test('neither stops behaviour nor is stopped, nor fades with the programme', () => {
    const rules = `rules:
  - { id: a, label: A, when: { event: A }, count: in the last 7 days, rungs: [{ from: 1, points: 30 }] }
  - { id: b, label: B, when: { event: B }, points: 20, pays: every time }`;
    const one = new Life(programmesOf(`stopsAbove: 10\ndecay: { expires: 1 day }\n${rules}`));
    expect(one.track('A').track('B').score).toBe(50);
    expect(one.track('B').track('A').score).toBe(50);
    expect(one.wait(2 * dayMs).score).toBe(30);
  });

  test('is for certain people where the rule says so', () => {
    const one = life(
      'count: in the last 7 days, rungs: [{ from: 1, points: 30 }], who: { traits: { vip: true } }',
    );
    expect(one.track('A').score).toBe(0);
    expect(refusalsOf(one.evaluation.refusals)).toMatchObject([
      { rule: 'a', reason: 'not for this profile' },
    ]);
    expect(one.identify({ vip: true }, 'a:somebody').score).toBe(30);
  });

  test('is gone after a reset, and counts again from there', () => {
    const one = life(
      'count: in the last 7 days, rungs: [{ from: 2, points: 30 }]',
      'resets: [{ id: r, label: R, when: { event: R }, to: fit }]',
    );
    expect(one.track('A').track('A').score).toBe(30);
    expect(one.wait(1_000).track('R').wait(1_000).track('A').score).toBe(0);
    expect(one.track('A').score).toBe(30);
  });
});

describe('a sealed state', () => {
  const counting = (count: string) =>
    `rules: [${rule('A', `count: ${count}, rungs: [{ from: 2, points: 10 }]`)}]`;

  test('has no award of it, whether it holds or not', () => {
    const { after, scoreOf } = sealed(counting('in the last 5 days'), [
      ['A', 9 * dayMs],
      ['A', 8 * dayMs],
    ]);
    expect(after.matchedEvents).toEqual([]);
    expect(after.frozenAwards.map(({ earned, rung }) => [earned, rung])).toEqual([[null, 0]]);
    expect(scoreOf(after)).toBe(0);
  });

  test.each([
    ['that a later match may complete stays', 'in the last 8 days', dayMs * 8 - 1, 1],
    ['that none can complete any more goes', 'in the last 8 days', dayMs * 8, 0],
  ])('a match %s', (_name, count, beforeMs, left) => {
    expect(sealed(counting(count), [['A', beforeMs]]).after.matchedEvents).toHaveLength(left);
  });

  test('at its limit forgets what it counted, and holds nothing for ever', () => {
    const parts = counting('in the last 30 days');
    const programmes = programmesOf(parts);
    const [programme] = programmes.programmes;
    if (programme === undefined) throw new Error('there is no programme');
    const state = fold(programmes, [
      ['A', 2],
      ['A', 1],
      ['A', 0],
    ]);
    const nowMs = horizonMs + limits.latenessMs;
    const cut = sealAtLimit(state, nobody, [programme], nowMs);
    expect(cut.matchedEvents.length).toBeLessThan(3);
    const long = evaluate(cut, nobody, programme, nowMs + 60 * dayMs);
    expect([long.score, long.isComputed]).toEqual([0, true]);
  });
});

test('what public keys hold is bounded by the hour, apart from what they earn', () => {
  const { programmes } = programmesOf(`publicPointsPerHour: 25
rules:
  - { id: a, label: A, when: { event: A }, count: in the last 7 days, rungs: [{ from: 1, points: 10 }], per: k }`);
  const [programme] = programmes;
  if (programme === undefined) throw new Error('there is no programme');
  const { signatureId } = programme.rules[0] as { signatureId: number };
  const matched = (hash: number, minute: number, isPublic: boolean) => ({
    ...{ hash, atMs: mondayNoonMs + minute * 60_000 },
    matches: [{ signatureId, key: hash, number: null }],
    ...(isPublic && { isPublic: true as const }),
  });
  const state = fold({ ...programmesOf('{}') }, []);
  state.matchedEvents = [1, 2, 3, 4].map((hash) => matched(hash, hash, true));
  const at = () => evaluate(state, nobody, programme, mondayNoonMs + dayMs);
  expect(at().score).toBe(25_000);
  expect(at().contributions.at(-1)?.reason).toBe(
    '1 in the last 7 days; 10 cut by the limit of 25 points an hour from public keys',
  );
  expect(refusalsOf(at().refusals)).toMatchObject([{ reason: 'limit: 25 points an hour from public keys' }]);
  state.matchedEvents = [...state.matchedEvents, matched(5, 5, false), matched(6, 60, true)];
  expect(at().score).toBe(45_000);
});

describe('what public keys hold of one hour', () => {
  const words = (event: string, more = '') =>
    `{ id: ${event.toLowerCase()}, label: ${event}, when: { event: ${event} }, count: in the last 7 days, rungs: [{ from: 1, points: 20 }]${more} }`;
  /** Rule, minute, hash and key of each match, all by public keys; the points of each line by rule and key. */
  const heldOf = (...matches: [rule: number, minute: number, hash: number, key: number][]) => {
    const rules = `rules: [${words('A', ', per: k')}, ${words('B')}]`;
    const [programme] = programmesOf(`publicPointsPerHour: 25\n${rules}`).programmes as [CompiledProgramme];
    const state = emptyState();
    state.matchedEvents = matches.map(([of, minute, hash, key]) => ({
      ...{ hash, atMs: mondayNoonMs + minute * 60_000, isPublic: true as const },
      matches: [{ signatureId: programme.rules[of]?.signatureId as number, key, number: null }],
    }));
    const { contributions } = evaluate(state, nobody, programme, mondayNoonMs + dayMs);
    return contributions.map(({ source, key, value }) => [source.id, key, value / 1_000]);
  };

  test('goes to the earlier first, whichever rule comes first', () => {
    expect(heldOf([1, 1, 1, 0], [0, 2, 2, 7])).toEqual([
      ['b', 0, 20],
      ['a', 7, 5],
    ]);
  });

  test('at one time goes to the rule that comes first', () => {
    expect(heldOf([1, 1, 1, 0], [0, 1, 9, 7])).toEqual([
      ['a', 7, 20],
      ['b', 0, 5],
    ]);
  });

  test('of one rule at one time goes by the event, whichever key was met first', () => {
    expect(heldOf([0, 0, 5, 7], [0, 2, 1, 8], [0, 2, 2, 7])).toEqual([
      ['a', 8, 20],
      ['a', 7, 5],
    ]);
  });
});

test('a rung of no points is a line, and no refusal', () => {
  const one = life('count: in the last 7 days, rungs: [{ from: 1, points: 0 }]').track('A');
  expect(reasonsOf(one.evaluation.contributions)).toMatchObject([{ rule: 'a', value: 0 }]);
  expect(one.evaluation.refusals).toEqual([]);
});
