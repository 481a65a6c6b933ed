/**
 * The oracle over HTTP: random people send what they did to the real program, in any order and more than once, while random
 * programmes replace each other. In the end every score is what the slow, obvious oracle makes of the union of their events.
 *
 * The long form (`npm run test:faults`) takes ten such rounds and kills the program in each. A round prints its seed, by
 * which it is drawn again (`SCOVILLE_SEED`); a difference is printed with all that is needed to try it alone.
 */
import fc from 'fast-check';
import { test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { languageHistory, languageStartMs } from '../support/history-arbitrary.ts';
import type { LanguageEvent } from '../support/language-oracle-match.ts';
import { isLong } from '../support/long-form.ts';
import { type Comparison, compareUntilSame } from '../support/oracle-over-http.ts';
import { playRounds, type Round, sameMsMax } from '../support/oracle-rounds.ts';
import { programmeYaml } from '../support/programme-arbitrary.ts';
import { type RandomPerson, randomPerson, wireOf } from '../support/random-people.ts';
import { randomPlan } from '../support/random-programmes.ts';
import { sendBatches, type Wire } from '../support/sending.ts';
import { until } from '../support/until.ts';

const peopleOfARound = isLong ? 300 : 60;
const programmesOfARound = 6;

/** Older than any event of a calendar history: these lie before the last change of clocks, and last for weeks. */
const latenessDays = 366;

/** The day before clocks changed last, or the time before, so that a history of some weeks from then on is past. */
function lastChangeOfClocksMs(nowMs: number): number {
  const spanMs = 45 * limits.dayMs;
  const year = new Date(nowMs).getUTCFullYear();
  const changes = [year - 1, year].flatMap((one) =>
    [2, 9].map((month) => {
      const last = new Date(Date.UTC(one, month + 1, 0, 12));
      return last.getTime() - (last.getUTCDay() + 1) * limits.dayMs;
    }),
  );
  return changes.findLast((atMs) => atMs + spanMs <= nowMs) ?? 0;
}

/** Half of the histories lie when clocks changed, half end not long ago: there, what fades and waits is under way. */
function historyAt(nowMs: number): fc.Arbitrary<LanguageEvent[]> {
  const endOf = (events: readonly LanguageEvent[]) => Math.max(...events.map(({ atMs }) => atMs));
  // Copies come up to an hour later.
  const agoMs = fc.integer({ min: 2 * limits.hourMs, max: 3 * limits.dayMs });
  const movedMs = fc.oneof(
    fc.constant(() => lastChangeOfClocksMs(nowMs) - languageStartMs),
    agoMs.map((ms) => (events: readonly LanguageEvent[]) => nowMs - ms - endOf(events)),
  );
  return fc
    .tuple(
      languageHistory().filter(({ length }) => length > 0),
      movedMs,
    )
    .map(([events, moved]) => {
      const byMs = moved(events);
      return events.map((event) => ({ ...event, atMs: event.atMs + byMs }));
    });
}

const ways = { copiedAfterMs: [0, 0, 45_000, -45_000, limits.hourMs], sentAfterMs: [0], joinedAfterMs: [0] };

function batchesOf(people: readonly RandomPerson[], roundSeed: number): Wire[][] {
  const wire = people.flatMap((person) => person.sendings.map((sending) => wireOf(person, sending)));
  const [order = []] = fc.sample(fc.shuffledSubarray(wire, { minLength: wire.length }), {
    numRuns: 1,
    seed: roundSeed,
  });
  const batches: Wire[][] = [];
  for (let size = 1; order.length > 0; size = (size % 29) + 1) batches.push(order.splice(0, size));
  return batches;
}

async function play({ seed, plan: { changes }, programmes, program }: Round): Promise<Comparison> {
  const people = fc.sample(randomPerson(historyAt(Date.now()), ways), { numRuns: peopleOfARound, seed });
  const batches = batchesOf(people, seed);
  const sender = sendBatches(batches, program, { concurrency: 4, paceMs: 0 });
  const total = batches.flat().length;
  for (const [index, change] of changes.entries()) {
    const reached = (total * (index + 1)) / (changes.length + 2);
    await until(`${reached} events taken`, () => sender.accepted() >= reached, sameMsMax);
    if (isLong && index === Math.floor(changes.length / 2)) {
      await program.kill();
      await program.restart();
    }
    await programmes.change(program, change);
  }
  await sender.done;
  return compareUntilSame({ program, people, active: programmes.active() }, sameMsMax);
}

test('random programmes over random people: every score is the score of the union of their events', async () => {
  await playRounds({
    plans: randomPlan(programmesOfARound, programmeYaml({ readsPerson: true })),
    latenessDays: String(latenessDays),
    play,
    inWords: () => `${peopleOfARound} people, ${programmesOfARound} programmes`,
  });
});
