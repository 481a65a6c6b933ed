/** The law of sealing in parts: whenever enough has gathered, scores are those of a profile that is never sealed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Drawn } from '../../../test/support/drawn-programme.ts';
import { languageHistory } from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { hasBoundedEverCounts, programmeYaml } from '../../../test/support/programme-arbitrary.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { passesOver } from './cut.ts';
import { evaluate } from './evaluate.ts';
import { nobody } from './person.ts';
import { emptyState, type ProfileState } from './profile-state.ts';
import { sealGathered } from './seal.ts';

const { dayMs } = limits;
const scoring = programmeYaml({ readsPerson: false })
  .map((yaml) => new Drawn(yaml))
  .filter(({ programme }) => !hasBoundedEverCounts(programme));
const latenessMs = 3 * dayMs;

test(
  'a state that is sealed in parts, as an event comes, has the score of one that never is',
  () => {
    const sealed = { early: 0, late: 0 };
    fc.assert(
      fc.property(scoring, languageHistory(), fc.constantFrom(1, 2, 3, 5), (drawn, events, share) => {
        const inOrder = [...events].sort((one, other) => one.atMs - other.atMs);
        const states = { plain: emptyState(), early: emptyState(), late: emptyState() };
        // Days apart, so that much of it is sealed on the way.
        const spread = inOrder.map((event, index) => ({ ...event, atMs: event.atMs + index * dayMs }));
        for (const event of spread) {
          const nowMs = event.atMs;
          for (const state of Object.values(states)) drawn.fold([event], state);
          for (const [name, parts] of [
            ['early', 1_000],
            ['late', share],
          ] as const) {
            const before = states[name];
            const passes = passesOver(before, [drawn.compiled], nowMs);
            const sealing = { horizonMs: nowMs - latenessMs, nowMs, historyFromMs: 0, share: parts };
            states[name] = sealGathered(before, nobody, passes, sealing);
            if (states[name] !== before) sealed[name]++;
          }
          const scoreOf = (state: ProfileState) => evaluate(state, nobody, drawn.compiled, nowMs).score;
          const plain = scoreOf(states.plain);
          expect([scoreOf(states.early), scoreOf(states.late)]).toEqual([plain, plain]);
        }
      }),
      runs(150),
    );
    expect(sealed.late).toBeGreaterThan(0);
    expect(sealed.early).toBeGreaterThan(sealed.late);
  },
  lawTimeoutMs,
);
