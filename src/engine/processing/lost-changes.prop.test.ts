/** The law of a Redis that is lost after a change of programmes: what is notified is the same as if nothing had been lost. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languageHistory } from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { OneLife } from '../../../test/support/one-life.ts';
import { changingYaml, parsedProgramme } from '../../../test/support/programme-arbitrary.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Programme } from '../../contract/language/language.ts';

const { dayMs, minuteMs } = limits;

test(
  'a restore notifies of nothing that only a changed programme did, and of all that comes later',
  () => {
    let shifted = 0;
    fc.assert(
      fc.property(
        fc.array(changingYaml, { minLength: 2, maxLength: 3 }),
        languageHistory(12),
        languageHistory(3),
        (versions, events, returning) => {
          const [first, ...others] = versions.map(parsedProgramme);
          const again = returning.map((event, index) => ({ ...event, messageId: `again ${index}` }));
          const live = (isLosing: boolean) => {
            const life = new OneLife(first as Programme, events[0]?.atMs ?? 0, {
              latenessMs: 2 * dayMs,
            });
            life.live(events);
            life.leave(minuteMs);
            life.meet(others);
            const tierStates = life.installation.stateOf('u:ada')?.tierStates ?? [];
            if (isLosing && tierStates.some(({ shift }) => shift !== null)) shifted++;
            if (isLosing) life.lose();
            return life;
          };
          const [losing, without] = [live(true), live(false)];
          without.comeBack(again, losing.comeBack(again));
          expect(losing.notified).toEqual(without.notified);
        },
      ),
      runs(150),
    );
    expect(shifted).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);

test(
  'nor where it had not met the last of them',
  () => {
    let shifted = 0;
    fc.assert(
      fc.property(
        fc.array(changingYaml, { minLength: 2, maxLength: 3 }),
        languageHistory(12),
        languageHistory(3),
        (versions, events, returning) => {
          const [first, ...others] = versions.map(parsedProgramme);
          const last = others.at(-1) as Programme;
          const again = returning.map((event, index) => ({ ...event, messageId: `again ${index}` }));
          const live = (isLosing: boolean) => {
            const life = new OneLife(first as Programme, events[0]?.atMs ?? 0, {
              latenessMs: 2 * dayMs,
            });
            life.live(events);
            life.leave(minuteMs);
            life.meet(others.slice(0, -1));
            if (isLosing) life.publish(last);
            else life.meet([last]);
            if (isLosing) life.lose();
            return life;
          };
          const [losing, without] = [live(true), live(false)];
          const tierStates = losing.installation.stateOf('u:ada')?.tierStates ?? [];
          if (tierStates.some(({ shift }) => shift !== null)) shifted++;
          without.comeBack(again, losing.comeBack(again));
          expect(losing.notified).toEqual(without.notified);
        },
      ),
      runs(150),
    );
    expect(shifted).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);
