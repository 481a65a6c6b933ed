/** A store for tests of deadlines: a clock turned by hand, sweepers opened and closed, and its alerts, in order. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type AlertType, alertEntry, type TierUpdate } from '../../../src/contract/api/api.ts';
import type { Alert } from '../../../src/sales/outbox/outbox.ts';
import type { Sales } from '../../../src/sales/sales.ts';
import { emptyTables } from '../../support/clusters.ts';
import { startTestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { identityOf, standing, startMs } from '../records.ts';
import { addThreeReps } from '../routing/team.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** Monday noon; the deadline is Tuesday noon in London, the manager's turn 14:00, the next one's Wednesday 11:30. */
export const dueMs = startMs + dayMs;
export const managerMs = dueMs + 2 * hourMs;
export const reassignMs = dueMs + 23.5 * hourMs;

const isEscalation = (type: AlertType) => alertEntry(type).group === 'deadline';

export interface DeadlineStore {
  url: string;
  sql: pg.Client;
  /** The one that changes things; another after a restart. */
  sales: TestSales;
  /** What was wrong with the file. */
  errors: string[];
  /** How long leads waited for their first touch, seconds. */
  waited: number[];
  turnTo(ms: number): void;
  /** One more process on the same store. */
  open(): Promise<TestSales>;
  closeSales(sales: TestSales): Promise<void>;
  /** Steps instead of the shipped ones, from now on. */
  writeEscalation(steps: string): Promise<void>;
  /** Enters three reps with their managers. */
  threeReps(): Promise<void>;
  /** An empty store at the start of the story. */
  empty(): Promise<void>;
  /** Somebody rises; answers the contact task. */
  rise(
    name: string,
    change?: Partial<TierUpdate>,
  ): Promise<{ id: string; lead_id: string; person_id: string }>;
  /** Sweeps at a moment until nothing is left, by any number of sweepers at once. */
  sweepAt(ms: number, sweepers?: readonly Sales[]): Promise<void>;
  /** Alerts of the escalation, of all profiles or one. */
  alerts(profile?: string): Promise<Alert[]>;
  types(profile?: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Opens the store before the tests of the file that calls it, empties it before each, and closes it after them. */
export function deadlineStoreOfFile(): DeadlineStore {
  const store = {} as DeadlineStore;
  beforeAll(() => openInto(store));
  afterAll(() => store.close?.());
  beforeEach(() => store.empty());
  return store;
}

async function openInto(store: DeadlineStore): Promise<void> {
  const server = await startTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'scoville-rules-'));
  const opened: TestSales[] = [];
  const waited: number[] = [];
  const errors: string[] = [];
  let nowMs = startMs;
  let entry = 0;
  const open = async () => {
    const sales = await openTestSales({
      databaseUrl: server.url,
      clock: { nowMs: () => nowMs },
      salesRulesDirectory: directory,
      onFirstTouch: (seconds) => waited.push(seconds),
      onRulesError: (error) => errors.push(error.message),
    });
    opened.push(sales);
    return sales;
  };
  const first = await open();
  const sql = new pg.Client({ connectionString: server.url });
  await sql.connect();
  const opening: DeadlineStore = {
    url: server.url,
    sql,
    sales: first,
    errors,
    waited,
    turnTo: (ms) => {
      nowMs = ms;
    },
    open,
    closeSales: async (sales) => {
      opened.splice(opened.indexOf(sales), 1);
      await sales.close();
    },
    writeEscalation: (steps) => writeFile(join(directory, 'escalation.yaml'), `steps:\n${steps}`),
    threeReps: () => addThreeReps(sql),
    empty: async () => {
      nowMs = startMs;
      waited.length = 0;
      await rm(join(directory, 'escalation.yaml'), { force: true });
      await emptyTables(
        server.url,
        ...['people', 'companies', 'leads', 'tasks', 'activities', 'alerts', 'stream_offsets'],
        ...['users', 'teams', 'rota', 'escalation_plan'],
      );
    },
    rise: async (name, change = {}) => {
      const record = standing({ profile: name, identity: identityOf(`${name}@northwind.com`), ...change });
      await store.sales.leads.applyTierUpdates([{ partition: 0, id: `${++entry}-0`, record }]);
      const { rows } = await sql.query<{ id: string; lead_id: string; person_id: string }>(
        'SELECT id, lead_id, person_id FROM tasks WHERE profile = $1',
        [name],
      );
      return rows[0] as { id: string; lead_id: string; person_id: string };
    },
    sweepAt: async (ms, sweepers = [store.sales]) => {
      nowMs = ms;
      await Promise.all(
        sweepers.map(async (one) => {
          while ((await one.deadlines.escalateDue()) > 0);
        }),
      );
    },
    alerts: async (profile) =>
      (await store.sales.outbox.alertsAfter(0, 100_000)).filter(({ type, data }) => {
        const about = (data['task'] ?? data['lead']) as { profile: string } | undefined;
        return isEscalation(type) && (profile === undefined || about?.profile === profile);
      }),
    types: async (profile) => (await store.alerts(profile)).map(({ type }) => type),
    close: async () => {
      await sql.end();
      for (const one of opened) await one.close();
      await server.stop();
      await rm(directory, { recursive: true });
    },
  };
  Object.assign(store, opening);
}
