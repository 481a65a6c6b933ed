/** The law of archived profiles: what is notified is the same as if nobody had ever been archived, also where programmes change meanwhile. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languageHistory, streamEvent } from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { Installation } from '../../../test/support/programme.ts';
import {
  hasBoundedEverCounts,
  ladderYaml,
  parsedProgramme,
  programmeYaml,
} from '../../../test/support/programme-arbitrary.ts';
import { SimulatedInstallation } from '../../../test/support/simulated-installation.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Programme } from '../../contract/language/language.ts';

const { dayMs } = limits;
const latenessMs = 2 * dayMs;
const profileMs = 60 * dayMs;
const key = 'u:ada';

/** A programme of rules that do not read a person: who it is comes back with the history, a moment later. */
const version = programmeYaml({ readsPerson: false })
  .filter((one) => !hasBoundedEverCounts(parsedProgramme(one)))
  .chain((one) => ladderYaml.map((ladder) => ({ ...one, ladder })));

/** What notifies anybody, or moves a lead; the times differ by the moment that the history takes. */
const notified = ({ records }: SimulatedInstallation) =>
  records
    .filter(({ from, to, actions }) => from !== to || actions.length > 0)
    .map(({ profile, from, to, episode, begunAs, actions }) => ({
      ...{ profile, from, to, episode, begunAs },
      actions: actions.map((one) => one.do),
    }));

/** The life of one person: events, a long absence in which the programme changes, and a return. */
function live(
  [one, ...others]: Programme[],
  { events, returning }: { events: Parameters<typeof streamEvent>[0][]; returning: typeof events },
  isArchiving: boolean,
) {
  const ids = new Installation();
  const startMs = events[0]?.atMs ?? 0;
  const settings = { programmes: ids.compiled(one as Programme), partitions: 3, latenessMs, hasPast: true };
  const installation = new SimulatedInstallation({ ...settings, ...(isArchiving && { profileMs }) }, startMs);
  const happen = (event: Parameters<typeof streamEvent>[0], atMs: number) => {
    installation.nowMs = Math.max(installation.nowMs, atMs);
    installation.runOut();
    installation.accept(streamEvent({ ...event, atMs }), key);
    installation.runOut();
  };
  for (const event of events) happen(event, event.atMs);
  installation.nowMs += profileMs + dayMs;
  installation.reevaluateAll();
  installation.runOut();
  installation.apply();
  const wasArchived = installation.isArchived(key);
  for (const other of others) {
    installation.publish(ids.compiled(other));
    installation.process.generation = installation.generation;
    installation.reevaluateAll();
    installation.runOut();
  }
  const before = notified(installation).length;
  for (const event of returning) happen(event, installation.nowMs + dayMs);
  return { wasArchived, before, notified: notified(installation) };
}

test(
  'a return after a long absence notifies of what it would have, whatever was published meanwhile',
  () => {
    let archived = 0;
    let returned = 0;
    fc.assert(
      fc.property(
        // Several changes while it is away count as one, which a path through each of them need not equal.
        fc.array(version, { minLength: 1, maxLength: 2 }),
        languageHistory(12),
        languageHistory(3),
        (versions, events, returning) => {
          const programmes = versions.map(parsedProgramme);
          const again = returning.map((event, index) => ({ ...event, messageId: `again ${index}` }));
          const [archiving, without] = [true, false].map((isArchiving) =>
            live(programmes, { events, returning: again }, isArchiving),
          ) as [ReturnType<typeof live>, ReturnType<typeof live>];
          expect(archiving.notified).toEqual(without.notified);
          if (!archiving.wasArchived) return;
          archived++;
          if (archiving.notified.length > archiving.before) returned++;
        },
      ),
      runs(150),
    );
    // The law is of something: people were archived, and some of them were notified of on their return.
    expect(Math.min(archived, returned)).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);
