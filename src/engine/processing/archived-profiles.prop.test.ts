/** The law of archived profiles: what is notified is the same as if nobody had ever been archived, also where programmes change meanwhile. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languageHistory } from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { OneLife } from '../../../test/support/one-life.ts';
import { changingYaml, parsedProgramme } from '../../../test/support/programme-arbitrary.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Programme } from '../../contract/language/language.ts';

const { dayMs } = limits;
const latenessMs = 2 * dayMs;
const profileMs = 60 * dayMs;

test(
  'a return after a long absence notifies of what it would have, whatever was published meanwhile',
  () => {
    let archived = 0;
    let returned = 0;
    fc.assert(
      fc.property(
        // Several changes while it is away count as one, which a path through each of them need not equal.
        fc.array(changingYaml, { minLength: 1, maxLength: 2 }),
        languageHistory(12),
        languageHistory(3),
        (versions, events, returning) => {
          const [first, ...others] = versions.map(parsedProgramme);
          const again = returning.map((event, index) => ({ ...event, messageId: `again ${index}` }));
          const live = (isArchiving: boolean) => {
            const settings = { latenessMs, ...(isArchiving && { profileMs }) };
            const life = new OneLife(first as Programme, events[0]?.atMs ?? 0, settings);
            life.live(events);
            life.leave(profileMs + dayMs);
            const wasArchived = life.isArchived;
            life.meet(others);
            return { life, wasArchived, before: life.notified.length };
          };
          const [archiving, without] = [live(true), live(false)];
          // Both are scored at the same times, so that what fades meanwhile is alike.
          without.life.comeBack(again, archiving.life.comeBack(again));
          expect(archiving.life.notified).toEqual(without.life.notified);
          if (!archiving.wasArchived) return;
          archived++;
          if (archiving.life.notified.length > archiving.before) returned++;
        },
      ),
      runs(150),
    );
    // The law is of something: people were archived, and some of them were notified of on their return.
    expect(Math.min(archived, returned)).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);
