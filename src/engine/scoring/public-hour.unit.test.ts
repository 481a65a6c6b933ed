/** What events of public keys may earn in a clock hour, by tables: cut, refused, sealed, and rebuilt where points decide on it. */
import { describe, expect, test } from 'vitest';
import { by, lineOf } from '../../../test/support/earning.ts';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { Installation, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { publicPointsPerHourOf } from './caps.ts';
import type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { reasonsOf, refusalsOf } from './explain.ts';
import { nobody } from './person.ts';
import { emptyState, type ProfileState, unionStates } from './profile-state.ts';
import { sealAtLimit, sealOld } from './seal.ts';

const { hourMs, minuteMs, dayMs } = limits;

/** Minutes after noon, points, how it came; absent for a secret key. */
type Paid = readonly [minute: number, n: number, via?: 'public' | 'signed' | undefined, event?: string];

let made = 0;
const paidAt = (minute: number, n: number, via?: Paid[2], event = 'By'): ScovilleEvent => {
  const atMs = mondayNoonMs + minute * minuteMs;
  const given = { messageId: `p${made++}`, atMs, type: 'track', event, properties: { n } };
  return { ...scovilleEvent(given), ...(via && { via }) };
};

function fold(programmes: CompiledProgrammes, paid: readonly Paid[], state = emptyState()): ProfileState {
  for (const one of paid) foldInto(state, programmes, paidAt(...one));
  return state;
}

const first = ({ programmes }: CompiledProgrammes) => programmes[0] as CompiledProgramme;
const scoreOf = (programmes: CompiledProgrammes, state: ProfileState, nowMs: number) =>
  evaluate(state, nobody, first(programmes), nowMs).score / 1_000;

function linesOf(parts: string, ...paid: Paid[]) {
  const programmes = programmesOf(parts);
  const state = fold(programmes, paid);
  const { contributions, refusals } = evaluate(state, nobody, first(programmes), mondayNoonMs + dayMs);
  return {
    paid: reasonsOf(contributions)
      .map(lineOf)
      .map(([, points, , reason]) => [points, reason]),
    refused: refusalsOf(refusals).map(({ reason }) => reason),
  };
}

const parts = `publicPointsPerHour: 25\nrules: [${by()}]`;
const words = '25 points an hour from public keys';

describe('in one hour', () => {
  test('what meets the limit is cut, what comes after it is refused, with a reason of its own', () => {
    expect(linesOf(parts, [0, 20, 'public'], [1, 20, 'signed'], [2, 20, 'public'])).toEqual({
      paid: [
        [20, 'every time'],
        [5, `every time; 20 cut by the limit of ${words}`],
      ],
      refused: [`limit: ${words}`],
    });
  });

  test('what a server sent neither counts nor is cut', () => {
    const found = linesOf(parts, [0, 90], [1, 20, 'public'], [2, 90], [3, 20, 'public']);
    expect(found.paid.map(([points]) => points)).toEqual([90, 20, 90, 5]);
  });

  test('the next clock hour begins empty, by the times of the events', () => {
    const found = linesOf(parts, [59, 25, 'public'], [60, 25, 'public'], [61, 1, 'public']);
    expect(found.paid.map(([points]) => points)).toEqual([25, 25]);
    expect(found.refused).toEqual([`limit: ${words}`]);
  });

  test('all rules of the programme share it', () => {
    const two = `publicPointsPerHour: 25\nrules: [${by()}, ${by().replace('id: by', 'id: other')}]`;
    expect(linesOf(two, [0, 20, 'public']).paid.map(([points]) => points)).toEqual([20, 5]);
  });

  test('the earlier event is paid first, whichever rule comes first', () => {
    const two = `publicPointsPerHour: 25\nrules: [${by()}, ${by().replace('id: by', 'id: other').replace('event: By', 'event: Other')}]`;
    const found = linesOf(two, [0, 20, 'public', 'Other'], [1, 20, 'public'], [2, 3]);
    expect(found.paid).toEqual([
      [20, 'every time'],
      [5, `every time; 20 cut by the limit of ${words}`],
      [3, 'every time'],
    ]);
  });

  test('a loss makes room again, and is never refused', () => {
    const found = linesOf(parts, [0, 25, 'public'], [1, -10, 'public'], [2, 20, 'public']);
    expect(found.paid.map(([points]) => points)).toEqual([25, -10, 10]);
  });

  test('a cap that is tighter names itself', () => {
    const capped = `publicPointsPerHour: 25\nrules: [${by(', cap: { day: 10 }')}]`;
    expect(linesOf(capped, [0, 20, 'public']).paid).toEqual([
      [10, 'every time; 20 cut by the cap of 10 a day'],
    ]);
  });

  test('0 lets public keys earn nothing', () => {
    expect(linesOf(`publicPointsPerHour: 0\nrules: [${by()}]`, [0, 1, 'public'], [1, -1, 'public'])).toEqual({
      paid: [[-1, 'every time']],
      refused: ['limit: 0 points an hour from public keys'],
    });
  });
});

test('without a word of the programme it is high: 10,000, or ten times the highest tier', () => {
  const ladder = (from: number) => `ladder: { contactWithin: 1 day, tiers: [{ name: hot, from: ${from} }] }`;
  const of = (more: string) =>
    publicPointsPerHourOf(first(programmesOf(`rules: [${by()}]\n${more}`)).programme);
  expect([of(''), of(ladder(1_000)), of(ladder(5_000))]).toEqual([10_000, 10_000, 50_000]);
  const busy = Array.from({ length: 150 }, (_, index): Paid => [index / 10, 100, 'public']);
  const programmes = programmesOf(`rules: [${by()}]`);
  expect(scoreOf(programmes, fold(programmes, busy), mondayNoonMs + dayMs)).toBe(10_000);
});

test('one event by both kinds of keys counts as a server’s, in any order', () => {
  const programmes = programmesOf(parts);
  const [byPage, byServer] = [paidAt(0, 90, 'public'), paidAt(0, 90)];
  const same = { ...byServer, id: byPage.id, hash: byPage.hash };
  for (const both of [
    [byPage, same],
    [same, byPage],
  ]) {
    const state = emptyState();
    for (const one of both) foldInto(state, programmes, one);
    expect(scoreOf(programmes, state, mondayNoonMs + dayMs)).toBe(90);
  }
});

describe('sealed', () => {
  const nowMs = mondayNoonMs + 30 * dayMs;
  const visits = `visit: { endsAfter: 10 minutes }\n${parts}`;

  test('an hour that a cut goes through is one hour still', () => {
    const programmes = programmesOf(visits);
    const whole = fold(programmes, [[0, 20, 'public']]);
    const sealed = sealOld(whole, nobody, programmes.programmes, mondayNoonMs + 20 * minuteMs, nowMs);
    expect(sealed.matchedEvents).toEqual([]);
    expect(sealed.frozenAwards).toMatchObject([{ isPublic: true }]);
    const later: Paid[] = [
      [30, 20, 'public'],
      [31, 20],
    ];
    expect(scoreOf(programmes, fold(programmes, later, sealed), nowMs)).toBe(45);
    const ofServer = fold(programmes, [[0, 20]]);
    const apart = sealOld(ofServer, nobody, programmes.programmes, mondayNoonMs + 20 * minuteMs, nowMs);
    expect(scoreOf(programmes, fold(programmes, later, apart), nowMs)).toBe(60);
  });

  test.each([
    ['public' as const, 25],
    [undefined, 40],
  ])('a count that %s keys reached takes of its hour or does not: %d points', (via, score) => {
    const counting =
      '{ id: c, label: C, when: { event: C }, count: in a visit, rungs: [{ from: 1, points: 20 }] }';
    const programmes = programmesOf(visits.replace('rules: [', `rules: [${counting}, `));
    const whole = fold(programmes, [[0, 0, via, 'C']]);
    const sealed = sealOld(whole, nobody, programmes.programmes, mondayNoonMs + 20 * minuteMs, nowMs);
    expect(sealed.matchedEvents).toEqual([]);
    expect(scoreOf(programmes, fold(programmes, [[30, 20, 'public']], sealed), nowMs)).toBe(score);
  });

  /** As many as fill an hour, and one more, ten a minute. */
  const filling = (n: number, event = 'By') =>
    Array.from(
      { length: limits.publicPaymentsPerHourFew + 1 },
      (_, index): Paid => [index / 10, n, 'public', event],
    );

  test('of several programmes any may fill an hour', () => {
    const programmes = new Installation().several(
      `programme: one\nrules: [${by()}]`,
      `programme: two\nrules: [${by().replace('event: By', 'event: Other')}]`,
    );
    const whole = fold(programmes, filling(1));
    expect(sealOld(whole, nobody, programmes.programmes, nowMs - dayMs, nowMs).sealsFullHour).toBe(true);
  });

  test('payments after the cut fill no hour before it', () => {
    const programmes = programmesOf(`visit: { endsAfter: 10 minutes }\nrules: [${by()}]`);
    const sealedTo = (minute: number) =>
      sealOld(
        fold(programmes, [...filling(1).slice(1), [30, 1, 'public']]),
        nobody,
        programmes.programmes,
        mondayNoonMs + minute * minuteMs,
        nowMs,
      );
    expect(sealedTo(25)).toMatchObject({ sealsFullHour: false, matchedEvents: [{}] });
    expect(sealedTo(59)).toMatchObject({ sealsFullHour: true, matchedEvents: [] });
  });

  test('at a limit any payment by a public key before the cut may have filled one, and none at the cut', () => {
    const programmes = programmesOf(`rules: [${by()}]`);
    const cut = (...paid: Paid[]) =>
      sealAtLimit(fold(programmes, paid), nobody, programmes.programmes, nowMs);
    const [ofServer, ofPage] = [cut([0, 1], [1, 1, 'public']), cut([0, 1, 'public'], [1, 1])];
    expect([ofServer.matchedEvents.length, ofPage.matchedEvents.length]).toEqual([1, 1]);
    expect([ofServer.sealsFullHour, ofPage.sealsFullHour]).toEqual([false, true]);
  });

  test('of a full hour a rule for other people takes no share', () => {
    const personal = by(', who: { identity: known }').replace('id: by', 'id: personal');
    const programmes = programmesOf(`rules: [${personal}, ${by().replace('event: By', 'event: Other')}]`);
    expect(first(programmes).freezesByPerson).toBe(false);
    const whole = fold(programmes, [...filling(100), [20, 100, 'public', 'Other']]);
    const sealed = sealOld(whole, nobody, programmes.programmes, nowMs - dayMs, nowMs);
    expect(sealed.matchedEvents).toEqual([]);
    expect([scoreOf(programmes, whole, nowMs), scoreOf(programmes, sealed, nowMs)]).toEqual([100, 100]);
  });

  test('few payments an hour are re-scored from what is remembered; of many that is known', () => {
    const programmes = programmesOf(`rules: [${by()}]`);
    const few = limits.publicPaymentsPerHourFew;
    const sealedOf = (count: number, via?: Paid[2]) =>
      sealOld(
        fold(
          programmes,
          Array.from({ length: count }, (_, index): Paid => [index / 10, 1, via]),
        ),
        nobody,
        programmes.programmes,
        nowMs - dayMs,
        nowMs,
      ).sealsFullHour;
    expect([sealedOf(few, 'public'), sealedOf(few + 1, 'public'), sealedOf(few + 1)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('two that may have filled an hour together are rebuilt once they are one', () => {
    const programmes = programmesOf(`rules: [${by()}]`);
    const sealed = (via?: Paid[2]) =>
      sealOld(fold(programmes, [[0, 1, via]]), nobody, programmes.programmes, nowMs - dayMs, nowMs);
    expect(unionStates(sealed('public'), sealed('public')).sealsFullHour).toBe(true);
    expect(unionStates(sealed('public'), sealed()).sealsFullHour).toBe(false);
  });

  test('awards of both kinds are not merged', () => {
    const programmes = programmesOf(`rules: [${by()}]`);
    const old = Array.from(
      { length: 200 },
      (_, index): Paid => [-index * 60 * 24, 1, index % 2 === 0 ? 'public' : undefined],
    );
    const { frozenAwards } = sealOld(
      fold(programmes, old),
      nobody,
      programmes.programmes,
      nowMs - hourMs,
      nowMs,
    );
    const [ofPages, ofServers] = [true, undefined].map((isPublic) =>
      frozenAwards.filter((one) => one.isPublic === isPublic).reduce((sum, { count }) => sum + count, 0),
    );
    expect([ofPages, ofServers]).toEqual([100, 100]);
    expect(frozenAwards.length).toBeLessThan(200);
  });
});
