/**
 * The oracle over HTTP: random people send what they did to the real program, in any order and more than once, while random
 * programmes replace each other. In the end every score is what the slow, obvious oracle makes of the union of their events. Half of the
 * programmes score companies: each person adds what the oracle says to the company of their last group, and each company has what these make.
 *
 * The long form (`npm run test:faults`) takes ten such rounds and kills the program in each. A round prints its seed, by
 * which it is drawn again (`SCOVILLE_SEED`); a difference is printed with all that is needed to try it alone.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { companiesApart } from '../support/companies-over-http.ts';
import { languageStartMs, sentHistory } from '../support/history-arbitrary.ts';
import type { LanguageEvent } from '../support/language-oracle-match.ts';
import { type Comparison, compareUntilSame } from '../support/oracle-over-http.ts';
import { playRounds, type Round, sameMsMax } from '../support/oracle-rounds.ts';
import { api } from '../support/program.ts';
import { programmeYaml } from '../support/programme-arbitrary.ts';
import { type RandomPerson, randomPerson, wireOf } from '../support/random-people.ts';
import { halfOfCompanies, randomPlan } from '../support/random-programmes.ts';
import { sendBatches, type Wire } from '../support/sending.ts';
import { isLong } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const peopleOfARound = isLong ? 300 : 60;
const programmesOfARound = 6;

/** Older than any event of a calendar history: these lie before the last change of clocks, and last for weeks. */
const latenessDays = 366;
const latenessMs = latenessDays * limits.dayMs;

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
      sentHistory().filter(({ length }) => length > 0),
      movedMs,
    )
    .map(([events, moved]) => {
      const byMs = moved(events);
      return events.map((event) => ({ ...event, atMs: event.atMs + byMs }));
    });
}

const groups = Array.from({ length: isLong ? 25 : 8 }, (_, index) => `group-${index}`);
const ways = {
  ...{ copiedAfterMs: [0, 0, 45_000, -45_000, limits.hourMs], sentAfterMs: [0], joinedAfterMs: [0], groups },
};

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

/** What was compared, with the companies. */
type Compared = Comparison & { companies: number };

async function play(round: Round): Promise<Compared> {
  const { seed, plan, programmes, program } = round;
  const { changes } = plan;
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
  const active = programmes.active();
  const compared = await compareUntilSame({ program, people, active, latenessMs }, sameMsMax);
  return { ...compared, companies: await compareCompanies(round, people) };
}

/** Companies as they are, after two of them became one, and after some people were erased; then the audit finds nothing. */
async function compareCompanies(
  { program, databaseUrl, programmes }: Round,
  people: readonly RandomPerson[],
): Promise<number> {
  let compared = 0;
  const compareAgain = async (left: readonly RandomPerson[]) => {
    const active = programmes.active();
    const found = await companiesApart({ program, databaseUrl, people: left, active, latenessMs }, sameMsMax);
    expect(found.apart.slice(0, 5)).toEqual([]);
    compared += found.compared;
  };
  await compareAgain(people);
  const companies = await api<{ items: { id: string }[] }>(program, '/api/v1/companies?limit=2');
  const [kept, merged] = companies.items.map(({ id }) => id);
  await api(program, `/api/v1/companies/${kept}/merges`, { method: 'POST', body: { merged } });
  await compareAgain(people);
  const erased = people.slice(0, 3);
  for (const { userId } of erased) {
    const { id } = await api<{ id: string }>(program, '/api/v1/erasures', {
      method: 'POST',
      body: { key: userId },
    });
    const isOver = async () =>
      (await api<{ status: string }>(program, `/api/v1/erasures/${id}`)).status !== 'running';
    await until('the erasure is over', isOver, sameMsMax);
  }
  await compareAgain(people.slice(erased.length));
  return compared;
}

test('random programmes over random people: every score is the score of the union of their events', async () => {
  await playRounds({
    plans: randomPlan(programmesOfARound, programmeYaml({ readsPerson: true }), halfOfCompanies),
    latenessDays: String(latenessDays),
    play,
    inWords: ({ companies }) =>
      `${peopleOfARound} people, ${programmesOfARound} programmes, ${companies} points and scores of companies`,
  });
});
