/** The law of backtests: a backtest of a version says what publishing it does, whatever the language it is written in says. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backtested, ofOnePerson, published } from '../../../test/support/backtested.ts';
import {
  drawnTime,
  languageHistory,
  languageStartMs,
  streamEvent,
  timeIn,
} from '../../../test/support/history-arbitrary.ts';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import {
  hasBoundedEverCounts,
  ladderYaml,
  parsedProgramme,
  programmeYaml,
} from '../../../test/support/programme-arbitrary.ts';
import { limits } from '../../base/kernel/kernel.ts';

const version = programmeYaml({ readsPerson: true })
  .filter((one) => !hasBoundedEverCounts(parsedProgramme(one)))
  .chain((one) => ladderYaml.map((ladder) => ({ ...one, ladder })));
const lateMs = fc.constantFrom(0, 0, 0, 1, limits.hourMs, limits.dayMs);
/** Somebody who can be contacted: else nobody is notified of anything. */
const reachable = languageHistory(14).map((events) => {
  const first = { messageId: 'first', atMs: languageStartMs, type: 'identify' as const, name: '', path: '' };
  return [{ ...first, traits: { email: 'a@gmail.com' } }, ...events];
});
const story = reachable.chain((events) =>
  fc.tuple(
    fc.constant(events),
    fc.array(lateMs, { minLength: events.length, maxLength: events.length }),
    drawnTime,
  ),
);

test(
  'a backtest of a version says what publishing it does: scores, tiers, leads and tasks',
  () => {
    let moved = 0;
    let atOnce = 0;
    fc.assert(
      fc.property(version, version, story, (activeYaml, draftYaml, [events, late, drawn]) => {
        const change = { active: parsedProgramme(activeYaml), draft: parsedProgramme(draftYaml) };
        const given = events.map((event, index) => {
          const one = streamEvent(event);
          return { ...one, acceptedAtMs: one.atMs + (late[index] ?? 0) };
        });
        const accepted = ofOnePerson(given);
        const untilMs = Math.max(timeIn(events, drawn), (accepted.at(-1)?.acceptedAtMs ?? 0) + 1);
        const said = backtested(change, accepted, untilMs);
        expect(said).toEqual(published(change, accepted, untilMs));
        if (said.scores !== null) moved++;
        atOnce += said.leadsAtOnce;
      }),
      runs(80),
    );
    // The law is of something.
    expect(Math.min(moved, atOnce)).toBeGreaterThan(0);
  },
  lawTimeoutMs,
);
