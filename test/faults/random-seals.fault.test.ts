/**
 * The oracle over HTTP, where profiles are sealed: a day is some seconds long, and what comes later than two seconds is late.
 * People pause, so that their devices and users are sealed apart, and are joined afterwards; programmes replace each other.
 * Some people are drawn so that the last programmes seal what they did early: a basket that stays open would seal nothing.
 *
 * The long form (`npm run test:faults`) takes ten such rounds with longer stories. A round prints its seed (`SCOVILLE_SEED`).
 */
import fc from 'fast-check';
import pg from 'pg';
import { expect, test } from 'vitest';
import { limits, profileIdOf } from '../../src/base/kernel/kernel.ts';
import { unpackRecord } from '../../src/engine/processing/profile-record.ts';
import type { ProfileState } from '../../src/engine/scoring/scoring.ts';
import { openStream } from '../../src/engine/stream/stream.ts';
import { languageStartMs, sentHistory } from '../support/history-arbitrary.ts';
import type { LanguageEvent } from '../support/language-oracle-match.ts';
import { type Comparison, compareUntilSame } from '../support/oracle-over-http.ts';
import { playRounds, type Round, sameMsMax } from '../support/oracle-rounds.ts';
import { hasBoundedEverCounts, parsedProgramme, programmeYaml } from '../support/programme-arbitrary.ts';
import { type RandomPerson, randomPerson, wireOf } from '../support/random-people.ts';
import { lastProgrammes, randomPlan } from '../support/random-programmes.ts';
import { sealer } from '../support/sealable.ts';
import { sendInTime, type Wire } from '../support/sending.ts';
import { isLong } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const peopleOfARound = isLong ? 200 : 60;
const programmesOfARound = 2;
const burstsMax = isLong ? 8 : 2;

/** A minute of a history becomes a millisecond. */
const scale = limits.minuteMs;
/** So do the durations of programmes, ms; the long ones become still shorter, so that something is sealed in a story. */
const quickMs: Record<string, number> = {
  '10 minutes': 10,
  '30 minutes': 30,
  '1 hour': 60,
  '5 hours': 300,
  '1 day': 600,
  '2 days': 1_000,
  '1 month': 600,
  '2 months': 1_000,
};
const latenessDays = String((2 * limits.secondMs) / limits.dayMs);
const latenessMs = Number(latenessDays) * limits.dayMs;
const burstMsMax = 2_500;
/** Events that one batch takes together may be accepted seconds apart on a busy machine; nothing later than that is sealed. */
const sealedAfterMs = 8_000;
const surelySealed = 3;
/** Of so many people three are drawn whom the last programmes seal. */
const drawnForSealing = 200;

/**
 * A programme whose durations are as much shorter, half of them the same for everybody (what is sealed is rebuilt otherwise), without what no sealed profile can take back. A day of the calendar cannot
 * be shortened, and would keep everything open: its place is a visit's. Nor can a silence that repeats.
 */
const quickYaml = fc
  .boolean()
  .chain((readsPerson) => programmeYaml({ readsPerson }))
  .map((yaml) => {
    const words = new RegExp(Object.keys(quickMs).join('|'), 'g');
    const quick = (word: string) => `${(quickMs[word] ?? 0) / limits.secondMs} seconds`;
    const text = JSON.stringify(yaml)
      .replace(words, quick)
      .replace(/\b(once|in) a (?:day|week|month|quarter)"/g, '$1 a visit"')
      .replace(/"(?:day|week|month|quarter)":/g, '"visit":');
    // A silence repeats after a day at the earliest.
    return JSON.parse(text, (word, value) => (word === 'repeatsEvery' ? undefined : value)) as typeof yaml;
  })
  .filter((yaml) => !hasBoundedEverCounts(parsedProgramme(yaml)));

/** What somebody does from a time on: some events, a pause in which they are sealed, some more. */
function quickHistory(startMs: number): fc.Arbitrary<LanguageEvent[]> {
  const burst = sentHistory(12).filter(({ length }) => length > 0);
  const pauseMs = fc.constantFrom(0, 500, 3_000);
  return fc
    .array(fc.tuple(burst, pauseMs), { minLength: 1, maxLength: burstsMax })
    .map((bursts) => {
      let fromMs = startMs;
      return bursts.flatMap(([events, pause], index) => {
        const quick = events
          .map((event) => ({
            ...event,
            messageId: `${index} ${event.messageId}`,
            atMs: fromMs + Math.round((event.atMs - languageStartMs) / scale),
          }))
          .filter(({ atMs }) => atMs <= fromMs + burstMsMax);
        fromMs = Math.max(fromMs, ...quick.map(({ atMs }) => atMs)) + pause;
        return quick;
      });
    })
    .filter(({ length }) => length > 0);
}

/** One who may be sealed: what is done early lies far behind what is done last, more than any duration and lateness. */
function sealedHistory(startMs: number): fc.Arbitrary<LanguageEvent[]> {
  const burst = sentHistory(12).filter(({ length }) => length > 0);
  return fc.tuple(burst, burst).map(([early, last]) =>
    [early, last].flatMap((events, index) =>
      events.slice(0, 3).map((event, nth) => ({
        ...event,
        messageId: `${index} ${event.messageId}`,
        atMs: startMs + index * sealedAfterMs + nth,
      })),
    ),
  );
}

/** What a person does to say that something came in time, and to seal what lies early. No rule asks for it by its name. */
function act(name: string, atMs: number): LanguageEvent {
  return { type: 'track', name: 'Seen', path: '', messageId: name, atMs };
}

const earlyAct = act('early', languageStartMs - limits.secondMs);

/** Plans whose last programmes seal that act. Where any event fills a basket, it would stay open, and nobody could be sealed. */
const sealingPlan = randomPlan(programmesOfARound, quickYaml).filter((plan) =>
  sealer(lastProgrammes(plan), latenessMs)([earlyAct], act('back', languageStartMs + sealedAfterMs)),
);

/** The same three people, whenever they begin: those that the last programmes seal. */
function surelySealedFrom({ seed, plan }: Pick<Round, 'seed' | 'plan'>): (atMs: number) => RandomPerson[] {
  const drawn = (atMs: number) =>
    fc.sample(randomPerson(sealedHistory(atMs), promptly), { numRuns: drawnForSealing, seed });
  const seals = sealer(lastProgrammes(plan), latenessMs);
  const ofAny = drawn(languageStartMs);
  const isSealed = ({ sendings }: RandomPerson) => {
    const events = sendings.map(({ event }) => event).sort((one, other) => one.atMs - other.atMs);
    const lastMs = Math.max(...events.map(({ atMs }) => atMs));
    return seals([earlyAct, ...events], act('back', lastMs + 2 * latenessMs));
  };
  const positions = ofAny.flatMap((one, index) => (isSealed(one) ? [index] : [])).slice(0, surelySealed);
  if (positions.length < surelySealed)
    throw new Error(`${positions.length} of ${drawnForSealing} people can be sealed; draw more`);
  return (atMs) => {
    const people = drawn(atMs);
    return positions.map((index) => people[index] as RandomPerson);
  };
}

/** Something that somebody does now. At the end, when all the rest is in the history, it seals what lies early, however busy the machine was. */
function actNow({ userId, sendings }: RandomPerson, name: string): { atMs: number; wire: Wire } {
  const atMs = Date.now();
  const event = act(`${userId} ${name}`, atMs);
  const sending = { event, source: { device: null, isUser: true }, sentAtMs: atMs };
  sendings.push(sending);
  return { atMs, wire: wireOf({ userId, sendings }, sending) };
}

/**
 * Lets people act until something of each came in time, however busy the machine is: the door may take seconds for what it is sent. Returns
 * all that they did.
 */
async function actInTime(
  given: readonly RandomPerson[],
  { program, databaseUrl }: Pick<Round, 'program' | 'databaseUrl'>,
): Promise<RandomPerson['sendings'][]> {
  const people = given.map(({ userId }): RandomPerson => ({ userId, sendings: [] }));
  let times = 0;
  await until(
    'something of each came in time',
    async () => {
      const name = `early ${times++}`;
      await sendInTime(
        people.map((one) => actNow(one, name)),
        program,
      );
      const counts = await inTimeBy(databaseUrl, people);
      return people.every(({ sendings }) => sendings.some(({ event }) => counts(event)));
    },
    sameMsMax,
  );
  return people.map(({ sendings }) => sendings);
}

const promptly = { copiedAfterMs: [0], sentAfterMs: [0], joinedAfterMs: [0] };

const ways = {
  copiedAfterMs: [0, 0, 30, -30, 500],
  // The last comes too late.
  sentAfterMs: [0, 0, 0, 0, 300, 800, 1_200, 3_000],
  joinedAfterMs: [0, 3_000],
};

/** Whether an event came in time at least once, by the times the door has given it. Waits until the history has all of them. */
async function inTimeBy(databaseUrl: string, people: readonly RandomPerson[]) {
  const nameOf = (id: string, atMs: number | string) => `${id} at ${atMs}`;
  const sent = people.flatMap(({ sendings }) =>
    sendings.map(({ event }) => nameOf(event.messageId, event.atMs)),
  );
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await until('every event is in the history', async () => {
      const { rows } = await client.query<{ id: string; at: string; accepted: string }>(
        `SELECT body::json->>'id' AS id, at_ms AS at, accepted_at_ms AS accepted FROM events WHERE kind = 'event'`,
      );
      const known = new Set(rows.map(({ id, at }) => nameOf(id, at)));
      const inTime = rows.filter(({ at, accepted }) => Number(at) >= Number(accepted) - latenessMs);
      const counted = new Set(inTime.map(({ id, at }) => nameOf(id, at)));
      return (
        sent.every((name) => known.has(name)) &&
        (({ messageId, atMs }: LanguageEvent) => counted.has(nameOf(messageId, atMs)))
      );
    });
  } finally {
    await client.end();
  }
}

type Stream = Awaited<ReturnType<typeof openStream>>;

/** The states of those people that have one. */
async function statesOf(stream: Stream, people: readonly RandomPerson[]): Promise<ProfileState[]> {
  const found = await Promise.all(
    people.map(({ userId }) => stream.profiles.peek(profileIdOf(`u:${userId}`))),
  );
  return found.flatMap(({ profile }) => {
    const record = profile === null ? null : unpackRecord(profile);
    return record?.kind === 'state' ? [record.state] : [];
  });
}

/** Whether everything is scored, and the profiles of the people are as the active programmes have them. */
async function isSettled(stream: Stream, people: readonly RandomPerson[]): Promise<boolean> {
  const backlog = await stream.backlog(Date.now());
  const generation = await stream.activation.activeGeneration();
  const states = await statesOf(stream, people);
  return (
    backlog.every(({ lag, outbox }) => lag + outbox === 0) &&
    states.every((state) => state.wait === null && state.generation === generation)
  );
}

async function play(round: Round): Promise<Comparison & { sealed: number; inTime: number }> {
  const { seed, plan, programmes, program, redisUrl, databaseUrl } = round;
  const surelyFrom = surelySealedFrom(round);
  const early = await actInTime(surelyFrom(Date.now()), round);
  const startMs = Date.now() + limits.secondMs;
  const surely = surelyFrom(startMs);
  const people = [
    ...surely,
    ...fc.sample(randomPerson(quickHistory(startMs), ways), {
      numRuns: peopleOfARound - surelySealed,
      seed: seed + 1,
    }),
  ];
  const items = people.flatMap((one) =>
    one.sendings.map((sending) => ({ atMs: sending.sentAtMs, wire: wireOf(one, sending) })),
  );
  for (const [index, { sendings }] of surely.entries()) sendings.push(...(early[index] ?? []));
  const sending = sendInTime(items, program);
  for (const change of plan.changes) await programmes.change(program, change);
  await sending;
  await inTimeBy(databaseUrl, people);
  const stream = await openStream({ url: redisUrl, partitions: null, onError: () => undefined });
  try {
    // An event of one who waits to be rebuilt seals nothing. Nor does the rebuild: events of the last minute may be unread then.
    await until('those who look back wait for nothing', () => isSettled(stream, surely), sameMsMax);
    await sendInTime(
      surely.map((one) => actNow(one, 'back')),
      program,
    );
    const counts = await inTimeBy(databaseUrl, people);
    const isEarly = ({ atMs }: LanguageEvent) => atMs < startMs + sealedAfterMs / 2;
    const inTime = surely.filter(({ sendings }) =>
      sendings.some(({ event }) => isEarly(event) && counts(event)),
    );
    const compared = { program, people, active: programmes.active(), latenessMs, counts };
    const comparison = await compareUntilSame(compared, sameMsMax);
    const sealedOf = async (some: readonly RandomPerson[]) =>
      (await statesOf(stream, some)).filter(({ cuts }) => cuts.length > 0).length;
    await until('all who were in time are sealed', async () => (await sealedOf(inTime)) === inTime.length);
    return { ...comparison, sealed: await sealedOf(people), inTime: inTime.length };
  } finally {
    await stream.close();
  }
}

test('sealed profiles, late events, merges afterwards: every score is the score of the union', async () => {
  const results = await playRounds({
    plans: sealingPlan,
    latenessDays,
    play,
    inWords: ({ sealed }) =>
      `${peopleOfARound} people, ${sealed} of them sealed, ${programmesOfARound} programmes`,
  });
  for (const { sealed, inTime } of results) expect(Math.min(sealed, inTime)).toBeGreaterThan(0);
});
