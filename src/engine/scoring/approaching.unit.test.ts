/** When a fading score of few and of many payments leaves its tier: to the millisecond, however it is approached. */
import { expect, test } from 'vitest';
import { scovilleEvent } from '../../../test/support/emea.ts';
import { foldInto } from '../../../test/support/fold.ts';
import { mondayNoonMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { newTierState, reevaluateAtMs, stepTierState } from './ladder.ts';
import { nobody } from './person.ts';
import { emptyState } from './profile-state.ts';

const parts = (decay: string, losses: string) => `decay: ${decay}
rules:
  - { id: gain, label: Gain, when: { event: Gain }, points: 5, pays: every time }
  - { id: loss, label: Loss, when: { event: Loss }, points: -4, pays: every time${losses} }
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 60 }] }
`;

test.each<[string, string, string, number]>([
  ['256 payments, half-life', '{ halfLife: 10 days }', '', 256],
  ['257 payments, half-life', '{ halfLife: 10 days }', '', 257],
  ['1,500 payments, half-life', '{ halfLife: 10 days }', '', 1_500],
  ['1,500 payments, to zero', '{ linear: 30 days }', '', 1_500],
  ['1,500 payments, losses that fade sooner', '{ halfLife: 10 days }', ', decay: { linear: 3 days }', 1_500],
  [
    '300 payments under caps of what stands',
    '{ halfLife: 2 days }',
    ', cap: { standing: { atLeast: -90 } }',
    300,
  ],
])('%s', (_name, decay, losses, payments) => {
  const programmes = programmesOf(parts(decay, losses));
  const programme = programmes.programmes[0] as CompiledProgramme;
  const { ladder } = programme.programme;
  const state = emptyState();
  for (let index = 0; index < payments; index++) {
    const atMs = mondayNoonMs + index * limits.minuteMs;
    const event = index % 3 === 0 ? 'Loss' : 'Gain';
    foldInto(state, programmes, scovilleEvent({ messageId: `m${index}`, atMs, type: 'track', event }));
  }
  const at = (nowMs: number) => evaluate(state, nobody, programme, nowMs);
  let nowMs = mondayNoonMs + payments * limits.minuteMs;
  let tierState = stepTierState(ladder, newTierState(programme.signatureId), at(nowMs), nowMs);
  expect(tierState.tier).toBe(1);
  let looks = 0;
  while (tierState.tier === 1) {
    const nextMs = reevaluateAtMs(programme, tierState, at(nowMs), nowMs);
    if (nextMs === null) throw new Error('it would stay in its tier for ever');
    expect(nextMs).toBeGreaterThan(nowMs);
    nowMs = nextMs;
    tierState = stepTierState(ladder, tierState, at(nowMs), nowMs);
    looks++;
  }
  expect([at(nowMs - 1).score >= 60_000, at(nowMs).score >= 60_000]).toEqual([true, false]);
  expect(looks).toBeLessThanOrEqual(payments <= 256 ? 1 : 2);
});
