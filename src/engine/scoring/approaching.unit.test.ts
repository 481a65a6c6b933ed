/** When a fading score of few and of many payments leaves its tier: to the millisecond, however it is approached. */
import { describe, expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Decay } from '../../contract/language/language.ts';
import type { CompiledProgramme, CompiledProgrammes, Source } from './compile.ts';
import { type Contribution, lineWithoutEvent, valueAt } from './contribution.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { type Fade, fadeOf } from './fade.ts';
import { newTierState, reevaluateAtMs, stepTierState } from './ladder.ts';
import { nobody } from './person.ts';
import { emptyState, type TierState } from './profile-state.ts';

const parts = (decay: string, losses: string, from: number) => `decay: ${decay}
rules:
  - { id: gain, label: Gain, when: { event: Gain }, points: 5, pays: every time }
  - { id: loss, label: Loss, when: { event: Loss }, points: -4, pays: every time${losses} }
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: ${from} }] }
`;

/** A profile with so many payments, a minute apart, every third a loss; and when the last is a minute ago. */
function profileOf(programmes: CompiledProgrammes, payments: number) {
  const programme = programmes.programmes[0] as CompiledProgramme;
  const state = emptyState();
  for (let index = 0; index < payments; index++) {
    const atMs = mondayNoonMs + index * limits.minuteMs;
    const event = index % 3 === 0 ? 'Loss' : 'Gain';
    foldInto(state, programmes, scovilleEvent({ messageId: `m${index}`, atMs, type: 'track', event }));
  }
  const at = (atMs: number) => evaluate(state, nobody, programme, atMs);
  const stepAt = (tierState: TierState, atMs: number) =>
    stepTierState(programme.programme.ladder, tierState, at(atMs), atMs);
  const lookAfter = (tierState: TierState, atMs: number) =>
    reevaluateAtMs(programme, tierState, at(atMs), atMs);
  const nowMs = mondayNoonMs + payments * limits.minuteMs;
  return { nowMs, tierState: stepAt(newTierState(programme.signatureId), nowMs), stepAt, lookAfter };
}

/** The evaluation of very many payments at a time, by their values alone: folding so many events takes a minute. */
function evaluationOf(payments: readonly Contribution[], nowMs: number): Evaluation {
  const score = payments.reduce((sum, payment) => sum + valueAt(payment, nowMs), 0);
  return {
    ...{
      score,
      isComputed: true,
      excludedBy: null,
      fit: null,
      countedFit: null,
      isFading: true,
      atMs: nowMs,
    },
    ...{ contributions: payments, payments, lines: [], paid: payments, refusals: [], nextChangeAtMs: null },
  };
}

/** A fade that counts the payments it looks at: all of a sum each time, and each that is worked out by itself. */
function counted(fade: Fade) {
  let looked = 0;
  const counting: Fade = {
    ...fade,
    stands: (amount, ageMs) => {
      looked++;
      return fade.stands(amount, ageMs);
    },
    newSum: () => {
      const sum = fade.newSum();
      let payments = 0;
      return {
        add: (earned, earnedAtMs) => {
          payments++;
          sum.add(earned, earnedAtMs);
        },
        at: (atMs) => {
          looked += payments;
          return sum.at(atMs);
        },
        around: (atMs) => sum.around(atMs),
      };
    },
  };
  return {
    fade: counting,
    /** How many it looks at in some work. */
    lookedAtIn: <Result>(work: () => Result): [Result, number] => {
      const before = looked;
      return [work(), looked - before];
    },
  };
}

describe('a fading score', () => {
  test.each<[number, Decay, boolean]>([
    [5_000, { halfLife: 10 * limits.dayMs }, false],
    [9_216, { halfLife: 60 * limits.dayMs }, false],
    [14_000, { halfLife: 60 * limits.dayMs }, false],
    [20_000, { halfLife: 10 * limits.dayMs }, false],
    [9_216, { linear: 30 * limits.dayMs }, false],
    [5_000, { halfLife: 10 * limits.dayMs }, true],
    [9_216, { halfLife: 60 * limits.dayMs }, true],
    [20_000, { halfLife: 10 * limits.dayMs }, true],
    [20_000, { linear: 30 * limits.dayMs }, true],
  ])('of %d payments that fade by %o, with losses: %s, leaves its tier', (count, decay, hasLosses) => {
    const programme = programmesOf(parts('none', '', 150)).programmes[0] as CompiledProgramme;
    const { ladder } = programme.programme;
    const { fade, lookedAtIn } = counted(fadeOf(decay));
    const source = programme.rules[0] as Source;
    const payments = Array.from({ length: count }, (_, index) => ({
      ...lineWithoutEvent('fit', source, 0, mondayNoonMs, ''),
      kind: 'rule' as const,
      earned: hasLosses && index % 3 === 0 ? -1_000 : 2_000,
      earnedAtMs: mondayNoonMs + index * limits.secondMs,
      fade,
    }));
    let nowMs = mondayNoonMs + count * limits.secondMs;
    let tierState = stepTierState(
      ladder,
      newTierState(programme.signatureId),
      evaluationOf(payments, nowMs),
      nowMs,
    );
    expect(tierState.tier).toBe(1);
    const looks: number[] = [];
    while (tierState.tier === 1) {
      const evaluation = evaluationOf(payments, nowMs);
      const [nextMs, looked] = lookedAtIn(() => reevaluateAtMs(programme, tierState, evaluation, nowMs));
      // Halving down to a millisecond with all of them takes 21 to 29.
      expect(looked / count).toBeLessThan(15);
      if (nextMs === null) throw new Error('it would stay in its tier for ever');
      expect(nextMs).toBeGreaterThan(nowMs);
      const before = evaluationOf(payments, nextMs - 1);
      expect(stepTierState(ladder, tierState, before, nextMs - 1).tier).toBe(1);
      looks.push(nextMs - nowMs);
      expect(looks.length, `gaps of looks, ms: ${looks}`).toBeLessThanOrEqual(2);
      nowMs = nextMs;
      tierState = stepTierState(ladder, tierState, evaluationOf(payments, nowMs), nowMs);
    }
    expect(looks).toHaveLength(2);
  });

  test.each<[string, string, string, number, number]>([
    ['256 payments, half-life', '{ halfLife: 10 days }', '', 60, 256],
    ['257 payments, half-life', '{ halfLife: 10 days }', '', 60, 257],
    ['1,500 payments, half-life', '{ halfLife: 10 days }', '', 60, 1_500],
    ['1,500 payments, to zero', '{ linear: 30 days }', '', 60, 1_500],
    [
      '1,500 payments, losses that fade sooner',
      '{ halfLife: 10 days }',
      ', decay: { linear: 3 days }',
      60,
      1_500,
    ],
    [
      '300 payments under caps of what stands',
      '{ halfLife: 2 days }',
      ', cap: { standing: { atLeast: -90 } }',
      60,
      300,
    ],
    // At the end of all it stands as low again.
    ['200 payments, up for a while', '{ linear: 30 days }', ', decay: { linear: 3 hours }', 600, 200],
    ['200 payments, up', 'none', ', decay: { halfLife: 3 days }', 600, 200],
    ['300 payments, up', 'none', ', decay: { linear: 3 days }', 800, 300],
  ])('of %s leaves its tier', (_name, decay, losses, from, payments) => {
    const profile = profileOf(programmesOf(parts(decay, losses, from)), payments);
    const { stepAt, lookAfter } = profile;
    let { nowMs, tierState } = profile;
    const { tier } = tierState;
    let looks = 0;
    while (tierState.tier === tier) {
      const nextMs = lookAfter(tierState, nowMs);
      if (nextMs === null) throw new Error('it would stay in its tier for ever');
      expect(nextMs).toBeGreaterThan(nowMs);
      // Nothing was missed before.
      expect(stepAt(tierState, nextMs - 1).tier).toBe(tier);
      nowMs = nextMs;
      tierState = stepAt(tierState, nowMs);
      looks++;
    }
    // Of many it is looked at shortly before, and then at the very millisecond.
    expect(looks).toBe(payments <= 256 ? 1 : 2);
  });

  test.each([
    ['200 payments', 200],
    ['300 payments', 300],
  ])('of %s that stays in its tier is not looked at', (_name, payments) => {
    const profile = profileOf(programmesOf(parts('none', ', decay: { linear: 3 days }', 60)), payments);
    expect(profile.tierState.tier).toBe(1);
    expect(profile.lookAfter(profile.tierState, profile.nowMs)).toBe(null);
  });

  test.each([
    ['', ''],
    ['within what may stand', 'cap: { standing: { atLeast: -500, atMost: 9000 } }'],
    ['of a rule that is held until they have faded', '', ', cap: { standing: { atMost: 50000 } }'],
    [
      'of a group that is held',
      'groups: [{ id: g, label: G, cap: { standing: { atMost: 5000 } } }]',
      ', group: g',
    ],
  ])('of gains and losses that balance is not looked at %s', (_name, more, ofGains = '') => {
    const programmes = programmesOf(`decay: { halfLife: 10 days }
${more}
rules:
  - { id: gain, label: Gain, when: { event: Gain }, points: 400, pays: every time${ofGains} }
  - { id: loss, label: Loss, when: { event: Loss }, points: -800, pays: every time }
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 60 }] }
`);
    const profile = profileOf(programmes, 1_500);
    expect(profile.tierState.tier).toBe(0);
    expect(profile.lookAfter(profile.tierState, profile.nowMs)).toBe(null);
  });
});
