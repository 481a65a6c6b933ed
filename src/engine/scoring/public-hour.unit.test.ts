/** What events of public keys may earn in a clock hour, by tables: cut, refused, sealed, and rebuilt where points decide on it. */
import { describe, expect, test } from 'vitest';
import { by, lineOf } from '../../../test/support/earning.ts';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { publicPointsPerHourOf } from './caps.ts';
import type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { reasonsOf, refusalsOf } from './explain.ts';
import { nobody } from './person.ts';
import { emptyState, type ProfileState, unionStates } from './profile-state.ts';
import { sealOld } from './seal.ts';

const { hourMs, minuteMs, dayMs } = limits;

/** Minutes after noon, points, how it came; absent for a secret key. */
type Paid = readonly [minute: number, n: number, via?: 'public' | 'signed' | undefined];

let made = 0;
const paidAt = (minute: number, n: number, via?: Paid[2]): ScovilleEvent => {
  const atMs = mondayNoonMs + minute * minuteMs;
  const event = { messageId: `p${made++}`, atMs, type: 'track', event: 'By', properties: { n } };
  return { ...scovilleEvent(event), ...(via && { via }) };
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
    expect(linesOf(parts, [0, 90], [1, 20, 'public'], [2, 90]).paid.map(([points]) => points)).toEqual([
      90, 20, 90,
    ]);
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
