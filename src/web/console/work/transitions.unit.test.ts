/** The transition that leads on: to a later stage, never back, never to a loss. */
import { expect, test } from 'vitest';
import { nameOfTransition, onward } from './transitions.ts';

const stages = [
  { stage: 'New', ends: null },
  { stage: 'Sent', ends: null },
  { stage: 'Talk', ends: null },
  { stage: 'Lost', ends: 'lost' },
  { stage: 'Off', ends: 'cancelled' },
  { stage: 'Won', ends: 'won' },
] as const;
const ways = (...to: string[]) => to.map((one) => ({ to: one, when: null }));

test.each([
  ['the first of two that lead on', 'New', ['Talk', 'Sent'], 'Talk'],
  ['the one on, where one back comes first', 'Sent', ['New', 'Talk'], 'Talk'],
  ['the neighbour', 'Talk', ['Won'], 'Won'],
  ['none where all lead back', 'Talk', ['New', 'Sent'], undefined],
  ['none that stays', 'Talk', ['Talk'], undefined],
  ['no loss, and nothing that is called off', 'Talk', ['Lost', 'Off'], undefined],
  ['the one on beside a loss', 'Talk', ['Lost', 'Won'], 'Won'],
  ['none from a stage that the definition lacks', 'Gone', ['Won'], undefined],
  ['none of none', 'New', [], undefined],
])('%s', (_what, from, to, on) => {
  expect(onward(ways(...to), stages, from)?.to).toBe(on);
});

test('two transitions to one stage have two names', () => {
  const [one, other] = [null, 'Paid'].map((when) => nameOfTransition({ to: 'Won', when }));
  expect(one).not.toBe(other);
});
