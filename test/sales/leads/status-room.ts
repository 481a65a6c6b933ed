/** How people stand in sales, said to scoring, on a real PostgreSQL: what scoring hears is gathered, and the clock is turned by hand. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { limits, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import type { StatusSink } from '../../../src/sales/leads/leads.ts';
import { erasePerson } from '../../../src/sales/privacy/erase-person.ts';
import { startTestStore, type TestStore } from '../../support/store.ts';
import { admin } from '../records.ts';

type Statements = Parameters<StatusSink['say']>[0];

const startMs = Date.parse('2026-11-23T12:00:00.000Z');
const keptForGood = {
  ...{ attempts: 0, deliveries: 0, notices: 0, alerts: 0, dead_letters: 0, timeline: 0, acts: 0 },
  ...{ people: 0, statuses_said: 0, statuses_heard: 0, account_groups: 0 },
};

/** Statuses of a lead: as it is opened, and as it is worked on. */
export const [fresh, busy] = [['Sent to sales'], ['In progress']];

/** A store of the calling test file; names of people are of one test each. */
export function statusRoom() {
  const room = {
    store: undefined as unknown as TestStore,
    nowMs: startMs,
    failure: null as Error | null,
    held: 0,
    /** What scoring does when it hears something. */
    react: async (_statements: Statements): Promise<void> => undefined,
  };
  const wanted = { isWanted: true, generation: 1 };
  const heard: Statements[number][] = [];
  let round = 0;
  const sink: StatusSink = {
    wanted: () => wanted,
    latenessMs: limits.latenessMs,
    historyMs: limits.historyDays * limits.dayMs,
    onHeld: (people) => {
      room.held += people;
    },
    say: async (statements) => {
      heard.push(...statements);
      if (room.failure !== null) throw room.failure;
      await room.react(statements);
    },
  };
  const later = async (ms: number) => {
    room.nowMs += ms;
    await room.store.at(new Date(room.nowMs).toISOString());
  };
  const ask = (isWanted: boolean) => {
    wanted.isWanted = isWanted;
    wanted.generation++;
  };
  const pass = async () => {
    while ((await room.store.sales.leads.passStatusesOn(sink)) > 0);
  };
  const email = (name: string) => `${name}-${round}@statuses.example`;
  const ofAddress = (name: string) => profileIdOf(`e:${email(name)}`);
  beforeAll(async () => {
    room.store = await startTestStore(new Date(startMs).toISOString());
  });
  afterAll(() => room.store?.close());
  beforeEach(async () => {
    round++;
    await later(limits.hourMs);
    ask(true);
    await pass();
    heard.length = 0;
  });
  return {
    ...{ room, wanted, heard, sink, later, ask, pass, email, ofAddress },
    /** What is heard of an address, in order. */
    heardOf: (name: string) =>
      heard
        .filter(({ profile }) => profile === ofAddress(name))
        .map(({ traits }) => [traits['scoville:leadStatus'], traits['scoville:customer']]),
    person: (name: string, change: object = {}) => room.store.person(email(name), { name, ...change }),
    /** Opens a lead of somebody. */
    lead: async (name: string, campaign = `Campaign ${round}`): Promise<string> => {
      await room.store.crossing(email(name), { campaign, programme: campaign });
      const { rows } = await room.store.sql.query<{ id: string }>(
        'SELECT leads.id FROM leads JOIN people ON people.id = person_id WHERE email = $1 AND campaign = $2',
        [email(name), campaign],
      );
      return rows[0]?.id ?? '';
    },
    /** What was accepted until a time is erased; all that was, unless given. */
    erase: async (name: string, id: string, untilMs = room.nowMs): Promise<void> => {
      const { sql } = room.store;
      await sql.query('BEGIN');
      await sql.query("SET LOCAL scoville.erasing = 'yes'");
      const named = { erasure: `er_${id}`, profile: `profile of ${email(name)}`, untilMs };
      await erasePerson(sql, { ...named, address: email(name), person: id }, room.nowMs);
      await sql.query('COMMIT');
    },
    move: (id: string, status = 'In progress') => room.store.sales.records.changeLead(id, { status }, admin),
    tablesOf: async (of: { people: string[]; profiles: string[] }) =>
      Object.entries(await room.store.sales.privacy.exportOf(of)),
    waiting: async () => (await room.store.sql.query('SELECT FROM status_changes')).rowCount,
    /** Runs retention with these days; all else stays. */
    sweep: (days: Partial<typeof keptForGood>) =>
      room.store.sales.retention.sweep({
        days: { ...keptForGood, ...days },
        ...{ signal: new AbortController().signal, onDeleted: () => undefined },
      }),
  };
}
