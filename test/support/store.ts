/** The pipeline store on a real PostgreSQL under a clock turned by hand, with what a walk through a sales process looks at. */
import pg from 'pg';
import type { RecordView, TierUpdate } from '../../src/contract/api/api.ts';
import type { FlowKind } from '../../src/contract/language/language.ts';
import type { Actor } from '../../src/sales/store/store.ts';
import { admin, identityOf, standing } from '../sales/records.ts';
import { startTestDatabase } from './databases.ts';
import { employ } from './employees.ts';
import { openTestSales, type TestSales } from './rooms.ts';

/** A pipeline of a process, as `beginRecord` names it. */
type Pipeline = `${string}/${string}`;

export interface TestStore {
  sales: TestSales;
  sql: pg.Client;
  databaseUrl: string;
  nowMs(): number;
  /** Turns the clock to a moment, and lets it act. */
  at(time: string): Promise<void>;
  /** Turns it alone. */
  turnTo(time: string): void;
  /** A person sales entered, and their owner; answers the id. */
  person(email: string, more?: object): Promise<string>;
  /** A user who works in a lane; answers the address. */
  worker(lane: string): Promise<string>;
  /** What happens when a profile rises. */
  crossing(email: string, change?: Partial<TierUpdate>): Promise<void>;
  /** Several of one batch. */
  crossings(email: string, changes: readonly Partial<TierUpdate>[]): Promise<void>;
  begin(
    kind: FlowKind,
    pipeline: Pipeline,
    columns: object,
    fields?: Record<string, unknown>,
  ): Promise<string>;
  /** Fills fields, then moves: as a manager, or as somebody of a lane. */
  to(kind: FlowKind, id: string, stage: string, how?: Move): Promise<RecordView>;
  fill(kind: FlowKind, id: string, fields: Record<string, unknown>): Promise<RecordView>;
  /** The one record of a kind that came from another. */
  openedBy(
    kind: FlowKind,
    origin: 'lead' | 'opportunity' | 'deal' | 'order',
    id: string,
  ): Promise<RecordView>;
  /** Open tasks of a record: `owner or lane: subject`, in the order of their making. */
  tasksOf(id: string): Promise<string[]>;
  /** Mails of a record: `template's subject to target`. */
  mailsOf(id: string): Promise<string[]>;
  /** The alerts of a record: `recipient: text`. */
  alertsOf(id: string): Promise<string[]>;
  close(): Promise<void>;
}

interface Move {
  when?: string;
  reason?: string;
  lane?: string;
}

/** Somebody who works in one lane. */
export const worker = (lane: string): Actor => ({
  name: `${lane.toLowerCase().replaceAll(' ', '.')}@example.com`,
  lanes: [lane],
  isManager: false,
});

export async function startTestStore(start: string): Promise<TestStore> {
  const server = await startTestDatabase();
  let nowMs = Date.parse(start);
  const sales = await openTestSales({
    databaseUrl: server.url,
    clock: { nowMs: () => nowMs },
  });
  const sql = new pg.Client(server.url);
  await sql.connect();
  let entries = 0;
  const record = async (kind: FlowKind, id: string) => {
    const found = await sales.workflow.record(kind, id);
    if (found === null) throw new Error(`no ${kind} ${id}`);
    return found;
  };
  const lines = async (text: string, values: unknown[]) =>
    (await sql.query<{ line: string }>(text, values)).rows.map(({ line }) => line);
  const crossings: TestStore['crossings'] = async (email, changes) => {
    const given = { profile: `profile of ${email}`, identity: identityOf(email), atMs: nowMs };
    await sales.leads.applyTierUpdates(
      changes.map((change) => ({
        partition: 0,
        id: `${++entries}-0`,
        record: standing({ ...given, ...change }),
      })),
    );
  };
  const turnTo = (time: string) => {
    nowMs = Date.parse(time);
  };
  return {
    ...{ sales, sql, databaseUrl: server.url, turnTo },
    nowMs: () => nowMs,
    at: async (time) => {
      turnTo(time);
      await sales.workflow.moveDueRecords((stuck, error) => {
        throw new Error(`${stuck}: ${error.message}`);
      });
    },
    person: async (email, more = {}) => {
      await employ(sql, (more as { owner?: string }).owner);
      return (await sales.records.putPerson({ email, ...more }, admin)).person.id;
    },
    worker: async (lane) => {
      const { name: email } = worker(lane);
      await sql.query(`INSERT INTO users (email, role, lanes) VALUES ($1, 'rep', $2)`, [
        email,
        JSON.stringify([lane]),
      ]);
      return email;
    },
    crossing: (email, change = {}) => crossings(email, [change]),
    crossings,
    begin: async (kind, pipeline, columns, fields = {}) => {
      await employ(sql, (columns as { owner?: string }).owner);
      return sales.workflow.beginRecord(kind, pipeline, columns, fields, admin);
    },
    to: async (kind, id, stage, { lane, ...how } = {}) => {
      const actor = lane === undefined ? admin : worker(lane);
      return sales.workflow.changeRecord(kind, id, { to: stage, ...how }, actor);
    },
    fill: (kind, id, fields) => sales.workflow.changeRecord(kind, id, { fields }, admin),
    openedBy: async (kind, origin, id) => {
      const table = { opportunity: 'opportunities', deal: 'deals', order: 'orders', job: 'jobs' }[
        kind as 'job'
      ];
      const { rows } = await sql.query<{ id: string }>(`SELECT id FROM ${table} WHERE ${origin}_id = $1`, [
        id,
      ]);
      if (rows.length !== 1)
        throw new Error(`${rows.length} records of kind ${kind} came from ${origin} ${id}`);
      return record(kind, rows[0]?.id ?? '');
    },
    tasksOf: (id) =>
      lines(
        `SELECT coalesce(lane, owner, 'nobody') || ': ' || subject AS line FROM tasks
         WHERE $1 IN (lead_id, campaign_id, opportunity_id, deal_id, order_id, job_id) AND status = 'Open'
         ORDER BY created_at, subject`,
        [id],
      ),
    mailsOf: (id) =>
      lines(
        `SELECT body->>'subject' || ' to ' || target AS line FROM deliveries WHERE record = $1 AND channel = 'mail'
         ORDER BY created_at, target`,
        [id],
      ),
    alertsOf: (id) =>
      lines(
        `SELECT coalesce(data->'record'->>'for', 'owner') || ': ' || (data->'record'->>'text') AS line FROM alerts
         WHERE data->'record'->>'id' = $1 ORDER BY id`,
        [id],
      ),
    close: async () => {
      await sql.end();
      await sales.close();
      await server.stop();
    },
  };
}
