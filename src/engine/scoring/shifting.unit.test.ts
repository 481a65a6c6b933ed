/** A profile that a changed programme left outside its tier, by tables: by what it rises, falls, and is looked at again. */
import { describe, expect, test } from 'vitest';
import { plainly } from '../../../test/support/plain-evaluation.ts';
import { Life, mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import {
  fadedShift,
  isOutside,
  newTierState,
  reevaluateAtMs,
  retiredTierState,
  shiftedTierState,
  stepTierState,
} from './ladder.ts';
import { nobody } from './person.ts';
import { emptyState, type Shift, type TierState } from './profile-state.ts';

const { dayMs } = limits;
/** Left below 15 for good, below 45 to warm. */
const tiers = (more = '', warm = 20) =>
  `ladder: { contactWithin: 1 hour, hysteresis: 5${more}, tiers: [{ name: warm, from: ${warm} }, { name: hot, from: 50 }] }`;
const rules = 'rules: [{ id: a, label: a, when: { event: A }, points: 1, pays: every time }]';
const programmeOf = (parts: string) => programmesOf(parts).programmes[0] as CompiledProgramme;
const programme = programmeOf(`${rules}\n${tiers()}`);
const { ladder } = programme.programme;
/** Its first tier begins below zero, where an excluded profile would stand. */
const { ladder: lowLadder } = programmeOf(`${rules}\n${tiers('', -10)}`).programme;

const nothing = { ...plainly(evaluate(emptyState(), nobody, programme, 0)), isComputed: true };
const scored = (points: number): Evaluation => ({ ...nothing, score: points * 1_000 });
const excluded: Evaluation = { ...nothing, excludedBy: { id: 'x', label: 'X' } };
const shift = (points: number, more: Partial<Shift> = {}): Shift => ({
  score: points * 1_000,
  isExcluded: false,
  fallsAtMs: null,
  ...more,
});
const isExcluded = true;
const warm = (given: Shift | null, more: Partial<TierState> = {}): TierState => ({
  ...newTierState(1),
  tier: 1,
  sinceMs: 100,
  episode: 1,
  episodeAtMs: 100,
  shift: given,
  ...more,
});

describe('a step of a profile', () => {
  /** The tier after it, and the shift, in points; at 200 ms. */
  test.each<[string, Shift | null, Evaluation, number, Shift | null]>([
    ['above its tier stays without a gain', shift(60), scored(60), 1, shift(60)],
    [
      'above its tier stays as it loses, and keeps when it falls',
      shift(60, { fallsAtMs: 500 }),
      scored(55),
      1,
      shift(55, { fallsAtMs: 500 }),
    ],
    ['above its tier rises with the least gain', shift(60), scored(60.001), 2, null],
    ['that was in its tier rises', shift(30, { fallsAtMs: 500 }), scored(50), 2, null],
    ['that was excluded rises as that ends', shift(60, { isExcluded }), scored(55), 2, null],
    ['above its tier that is excluded falls', shift(60), excluded, 0, null],
    ['above its tier falls with a loss to below that', shift(60), scored(14.999), 0, null],
    ['above its tier that loses to within it is in it', shift(60), scored(49), 1, null],

    ['below its tier stays without a loss', shift(8), scored(8), 1, shift(8)],
    ['below its tier stays with a loss of no more than the hysteresis', shift(8), scored(3), 1, shift(8)],
    ['below its tier falls with a greater loss', shift(8), scored(2.999), 0, null],
    ['below its tier is lifted by a gain', shift(8), scored(9), 1, shift(9)],
    ['below its tier is in it by a greater gain', shift(8), scored(15), 1, null],
    ['below its tier that is excluded falls', shift(8), excluded, 0, null],
    ['no higher than the hysteresis falls when nothing is left', shift(5), scored(0), 0, null],
    ['no higher than the hysteresis stays while anything is left', shift(4), scored(0.001), 1, shift(4)],
    ['at nothing stays there', shift(0), scored(0), 1, shift(0)],
    ['at nothing falls by any loss', shift(0), scored(-0.001), 0, null],
    ['at nothing falls by an exclusion', shift(0), excluded, 0, null],
    ['below nothing stays there', shift(-7), scored(-7), 1, shift(-7)],
    ['below nothing falls by any loss', shift(-7), scored(-7.001), 0, null],
    [
      'below its tier stays until its time',
      shift(8, { fallsAtMs: 201 }),
      scored(8),
      1,
      shift(8, { fallsAtMs: 201 }),
    ],
    ['below its tier falls at its time', shift(8, { fallsAtMs: 200 }), scored(8), 0, null],

    ['that the change excluded stays', shift(0, { isExcluded }), excluded, 1, shift(0, { isExcluded })],
    [
      'that the change excluded falls at its time',
      shift(0, { isExcluded, fallsAtMs: 200 }),
      excluded,
      0,
      null,
    ],
    [
      'that is not excluded any more stays, whatever its score',
      shift(0, { isExcluded }),
      scored(-9),
      1,
      shift(-9),
    ],
    [
      'that is not excluded any more is in its tier',
      shift(0, { isExcluded, fallsAtMs: 500 }),
      scored(20),
      1,
      null,
    ],

    [
      'that something held in its tier falls by its score',
      shift(30, { fallsAtMs: 500 }),
      scored(14.999),
      0,
      null,
    ],
    [
      'that something held in its tier keeps its time without a gain',
      shift(30, { fallsAtMs: 500 }),
      scored(30),
      1,
      shift(30, { fallsAtMs: 500 }),
    ],
    [
      'that something held in its tier keeps its time as it loses',
      shift(30, { fallsAtMs: 500 }),
      scored(29),
      1,
      shift(30, { fallsAtMs: 500 }),
    ],
    [
      'that something held in its tier loses its time with a gain',
      shift(30, { fallsAtMs: 500 }),
      scored(31),
      1,
      null,
    ],
    [
      'that something held at the very bound falls by its score',
      shift(15, { fallsAtMs: 500 }),
      scored(14.999),
      0,
      null,
    ],
    ['in its tier without a time has no shift', shift(30), scored(30), 1, null],
  ])('%s', (_name, before, evaluation, tier, after) => {
    const stepped = stepTierState(ladder, warm(before), evaluation, 200);
    expect(stepped).toMatchObject({ tier, score: evaluation.score, episode: 1, shift: after });
    expect(stepped.fellFrom).toBe(tier === 0 ? 1 : 0);
  });

  test('below the ladder is none to fall, and one that was excluded there rises with its score', () => {
    const off = { ...newTierState(1), shift: shift(0, { isExcluded }) };
    expect(stepTierState(ladder, off, excluded, 200)).toMatchObject({ tier: 0, fellFrom: 0, sinceMs: 0 });
    expect(stepTierState(ladder, off, scored(20), 200)).toMatchObject({ tier: 1, episode: 1, shift: null });
  });

  test('is not held where the ladder has no least time, even by a clock that is behind', () => {
    expect(stepTierState(ladder, warm(null), scored(1), 50).tier).toBe(0);
  });
});

test.each<[string, number, Evaluation, boolean]>([
  ['below its tier', 1, scored(14.999), true],
  ['within it', 1, scored(15), false],
  ['within it, at the top', 1, scored(49.999), false],
  ['above it', 1, scored(50), true],
  ['excluded', 1, excluded, true],
  ['off the ladder, with nothing', 0, scored(0), false],
  ['off the ladder, excluded', 0, excluded, false],
  ['off the ladder, at its first bound', 0, scored(20), true],
])('outside its tier: %s', (_name, tier, evaluation, expected) => {
  expect(isOutside(ladder, tier, evaluation)).toBe(expected);
});

test('excluded is outside a tier that begins below zero too', () => {
  expect(isOutside(lowLadder, 1, excluded)).toBe(true);
  expect(isOutside(lowLadder, 1, scored(0))).toBe(false);
});

describe('a change of programmes', () => {
  const never = () => null;
  const unasked = () => {
    throw new Error('nobody asks when time alone would let it fall');
  };
  const held = programmeOf(`${rules}\n${tiers(', leastTime: 1 day')}`).programme.ladder;

  /** What it had, what the new programme gives it, until when the previous one held it, and when it would have fallen; at 200 ms. */
  test.each<[string, Shift | null, Evaluation, number | null, () => number | null, Shift | null]>([
    ['that leaves it in its tier leaves no shift', null, scored(30), null, unasked, null],
    ['that brings it back into its tier ends the shift', shift(8), scored(30), null, unasked, null],
    [
      'that saves it from a fall keeps the time of that',
      null,
      scored(30),
      500,
      unasked,
      shift(30, { fallsAtMs: 500 }),
    ],
    [
      'that brings it back keeps the time of an earlier one',
      shift(8, { fallsAtMs: 500 }),
      scored(30),
      null,
      unasked,
      shift(30, { fallsAtMs: 500 }),
    ],
    ['that lifts it above its tier', null, scored(60), null, unasked, shift(60)],
    [
      'that lifts it above its tier keeps the time',
      shift(8, { fallsAtMs: 500 }),
      scored(60),
      null,
      unasked,
      shift(60, { fallsAtMs: 500 }),
    ],
    [
      'that lifts it above its tier keeps the time that it was held',
      shift(8, { fallsAtMs: 500 }),
      scored(60),
      300,
      unasked,
      shift(60, { fallsAtMs: 300 }),
    ],
    [
      'that puts it below its tier asks when it would have fallen',
      null,
      scored(8),
      null,
      () => 700,
      shift(8, { fallsAtMs: 700 }),
    ],
    ['that puts it below its tier, where it never would have fallen', null, scored(8), null, never, shift(8)],
    ['that excludes it', null, excluded, null, never, shift(0, { isExcluded })],
    [
      'that puts it further down keeps that it never would have fallen',
      shift(8),
      scored(2),
      null,
      unasked,
      shift(2),
    ],
    [
      'that puts down who was lifted asks when it would have fallen',
      shift(60),
      scored(8),
      null,
      () => 700,
      shift(8, { fallsAtMs: 700 }),
    ],
    [
      'that puts it down keeps the time',
      shift(30, { fallsAtMs: 500 }),
      scored(8),
      null,
      unasked,
      shift(8, { fallsAtMs: 500 }),
    ],
    [
      'that puts it down though it would have fallen by now leaves it to fall',
      shift(30, { fallsAtMs: 200 }),
      scored(8),
      null,
      unasked,
      null,
    ],
    [
      'that puts it down before it would have fallen keeps the time',
      shift(30, { fallsAtMs: 201 }),
      scored(8),
      null,
      unasked,
      shift(8, { fallsAtMs: 201 }),
    ],
  ])('%s', (_name, earlier, evaluation, heldUntilMs, fallsAtMs, expected) => {
    const shifted = shiftedTierState(ladder, warm(earlier), evaluation, {
      nowMs: 200,
      heldUntilMs,
      fallsAtMs,
    });
    expect(shifted).toEqual(warm(expected));
  });

  test('leaves it to fall what falls while the new programme holds it', () => {
    const by = (knownMs: number) =>
      shiftedTierState(held, warm(null), scored(8), { nowMs: 200, heldUntilMs: knownMs, fallsAtMs: unasked })
        .shift;
    expect(by(100 + dayMs)).toBe(null);
    expect(by(100 + dayMs + 1)).toEqual(shift(8, { fallsAtMs: 100 + dayMs + 1 }));
  });

  test.each<[string, TierState, () => number | null, Shift | null]>([
    [
      'in its tier: nothing, until time would let it fall',
      warm(null),
      () => 700,
      shift(0, { fallsAtMs: 700 }),
    ],
    ['above its tier: the same', warm(shift(60)), () => 700, shift(0, { fallsAtMs: 700 })],
    [
      'below its tier: it keeps its time',
      warm(shift(8, { fallsAtMs: 500 })),
      unasked,
      shift(0, { fallsAtMs: 500 }),
    ],
    ['below its tier, which it never left by time', warm(shift(8)), unasked, shift(0)],
    ['off the ladder: as it was', { ...newTierState(1), shift: shift(60) }, unasked, shift(60)],
  ])('that retires the programme of a profile %s', (_name, tierState, fallsAtMs, expected) => {
    expect(retiredTierState(ladder, tierState, fallsAtMs)).toEqual({ ...tierState, shift: expected });
  });

  test.each<[string, Shift | null, number, Shift | null]>([
    ['above its tier follows it down', shift(60, { fallsAtMs: 500 }), 55, shift(55, { fallsAtMs: 500 })],
    ['above its tier ends as it comes to the bound', shift(60), 49.999, null],
    ['above its tier stays at the bound', shift(60), 50, shift(50)],
    ['above its tier does not follow it up', shift(60), 70, shift(60)],
    ['within its tier stays', shift(30, { fallsAtMs: 500 }), 20, shift(30, { fallsAtMs: 500 })],
    ['below its tier stays', shift(8), 5, shift(8)],
    ['that excludes it stays', shift(60, { isExcluded }), 55, shift(60, { isExcluded })],
    ['that there is none of', null, 5, null],
  ])('as time lets the score fade, a shift %s', (_name, before, points, after) => {
    expect(fadedShift(ladder, warm(before), scored(points))).toEqual(warm(after));
  });
});

describe('a look', () => {
  test.each<[string, Shift | null, number | null]>([
    ['when it would have fallen, of one below its tier', shift(8, { fallsAtMs: 500 }), 500],
    ['not at that very time', shift(8, { fallsAtMs: 200 }), null],
    ['not after it', shift(8, { fallsAtMs: 100 }), null],
    ['never, where it never would have', shift(8), null],
    ['not of one in its tier', shift(30, { fallsAtMs: 500 }), null],
    ['not of one above its tier', shift(60, { fallsAtMs: 500 }), null],
    ['of one that the change excluded', shift(0, { isExcluded, fallsAtMs: 500 }), 500],
    ['not without a shift', null, null],
  ])('%s', (_name, given, expected) => {
    expect(reevaluateAtMs(programme, warm(given), given?.isExcluded ? excluded : scored(8), 200)).toBe(
      expected,
    );
  });

  /** What fades, the score after the change, and whether it is lifted or falls. */
  test.each<[string, string[], number, number]>([
    ['a loss that fades lifts it above what the change gave', ['Base', 'Loss'], 52, 2],
    ['a gain that fades takes more than the hysteresis', ['Gain'], 12, 0],
    ['a gain that fades leaves nothing of little', ['Gain', 'Down'], 4, 0],
  ])('where %s: at the very millisecond', (_name, events, points, tier) => {
    const programmes = programmesOf(`rules:
  - { id: base, label: b, when: { event: Base }, points: 62, pays: every time }
  - { id: loss, label: l, when: { event: Loss }, points: -10, pays: every time, decay: { linear: 10 days } }
  - { id: gain, label: g, when: { event: Gain }, points: 12, pays: every time, decay: { linear: 10 days } }
  - { id: down, label: d, when: { event: Down }, points: -8, pays: every time, decay: { expires: 300 days } }
${tiers()}`);
    const by = programmes.programmes[0] as CompiledProgramme;
    const life = new Life(programmes);
    for (const event of events) life.track(event);
    expect(life.score).toBe(points);
    const { state, person } = life.replay;
    const tierState = warm(shift(points), { score: points * 1_000 });
    const lookMs = reevaluateAtMs(by, tierState, life.evaluation, mondayNoonMs) as number;
    const tierAt = (atMs: number) =>
      stepTierState(by.programme.ladder, tierState, evaluate(state, person, by, atMs), atMs).tier;
    expect([tierAt(lookMs - 1), tierAt(lookMs)]).toEqual([1, tier]);
  });
});
