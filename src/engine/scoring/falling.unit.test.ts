/** Why a profile fell, by cases: a silence that was paid again, and the lines of caps and rounding beside what was lost. */
import { expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { fallOf } from './fall.ts';

const { dayMs } = limits;
const rule = (id: string, more: string) => `{ id: ${id}, label: The ${id}, when: { event: ${id} }, ${more} }`;

function lossesOf(parts: string, live: (life: Life) => void) {
  const programmes = programmesOf(
    `${parts}\nladder: { contactWithin: 1 hour, tiers: [{ name: warm, from: 20 }] }`,
  );
  const life = new Life(programmes);
  live(life);
  const [programme] = programmes.programmes as [CompiledProgramme];
  const [tierState] = life.replay.tierStates;
  if (tierState === undefined) throw new Error('it was never evaluated');
  return fallOf(life.replay.state, life.replay.person, programme, tierState, life.evaluation)?.losses;
}

test('a silence that is paid again is a loss beside its first time', () => {
  const parts = `rules:
  - ${rule('a', 'points: 20, pays: every time')}
  - ${rule('b', 'points: 5, pays: every time')}
  - { id: quiet, label: Quiet, when: { event: a }, unless: { event: c }, within: 30 days, repeatsEvery: 10 days, points: -5 }`;
  const losses = lossesOf(parts, (life) => {
    life
      .track('a')
      .wait(35 * dayMs)
      .track('b')
      .wait(5 * dayMs);
  });
  expect(losses).toMatchObject([{ rule: 'quiet', was: 0, is: -5, reason: 'nothing within 40 days' }]);
});

test('what a cap takes as before is no loss', () => {
  const parts = `rules:
  - ${rule('a', 'points: 20, pays: every time, cap: { standing: 15 }')}
  - ${rule('b', 'points: 10, pays: every time, decay: { expires: 10 days }')}`;
  const losses = lossesOf(parts, (life) => {
    life
      .track('a')
      .track('b')
      .wait(10 * dayMs);
  });
  expect(losses).toMatchObject([{ rule: 'b', was: 10, is: 0 }]);
});

test('what rounding gave is lost', () => {
  const parts = `rounding: nearest\nrules: [${rule('a', 'points: 19.6, pays: every time, decay: { linear: 10 days }')}]`;
  const losses = lossesOf(parts, (life) => {
    life.track('a').wait(dayMs);
  });
  expect(losses).toMatchObject([
    { rule: 'a', was: 19.6, is: 17.64 },
    { rule: 'rounding', was: 0.4, is: 0.36 },
  ]);
});
