/** A store for tests of notifications: leads that rise, any number of dispatchers, and their deliveries. */
import pg from 'pg';
import type { TierUpdate } from '../../../src/contract/api/api.ts';
import { composeFor } from '../../../src/sales/notifications/notifications.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { startTestPostgres, type TestServer } from '../../support/servers.ts';
import { admin, identityOf, standing, startMs } from '../records.ts';

export const rep = 'rep@example.com';
export const compose = composeFor('https://scoville.example.com');

export interface Sent {
  id: string;
  channel: string;
  target: string;
  person: string | null;
  record: string | null;
  body: { subject?: string; text?: string; type?: string; data?: { alert: number } };
}

export interface NotificationStore {
  server: TestServer;
  sales: TestSales;
  clock: { nowMs(): number; turnTo(ms: number): void };
  /** One more process at work on the store. */
  open(): Promise<TestSales>;
  query: pg.Pool['query'];
  /** Somebody whose account is the rep's rises to a tier, for the first time or again. */
  rise(who: string, change?: Partial<TierUpdate>): Promise<void>;
  /** Dispatches everything that is due. */
  dispatch(): Promise<void>;
  /** What was handed to the senders by a channel, in order. */
  sent(channel?: string): Promise<Sent[]>;
  /** The rep's mail channel. */
  mail(): Promise<string>;
  close(): Promise<void>;
}

export async function startNotificationStore(): Promise<NotificationStore> {
  const server = await startTestPostgres({ isDurable: true });
  let nowMs = startMs;
  let entries = 0;
  const clock = {
    nowMs: () => nowMs,
    turnTo: (ms: number) => {
      nowMs = ms;
    },
  };
  const opened: TestSales[] = [];
  const open = async () => {
    const sales = await openTestSales({ databaseUrl: server.url, clock });
    opened.push(sales);
    return sales;
  };
  const sales = await open();
  const pool = new pg.Pool({ connectionString: server.url });
  pool.on('error', () => undefined);
  await sales.team.ensureAdmin(rep, 'a right password');
  return {
    server,
    sales,
    clock,
    open,
    query: pool.query.bind(pool) as pg.Pool['query'],
    rise: async (who, change = {}) => {
      const email = `${who}@example.com`;
      await sales.records.putPerson({ email, owner: rep }, admin);
      const record = standing({ profile: who, identity: identityOf(email), atMs: nowMs, ...change });
      entries++;
      await sales.leads.applyTierUpdates([{ partition: 0, id: `${entries}-0`, record }]);
    },
    dispatch: async () => {
      while (
        (await sales.notifications.chooseNotices()) > 0 ||
        (await sales.notifications.composeNext(compose)) !== null
      );
    },
    sent: async (channel) => {
      const { rows } = await pool.query(
        `SELECT id, channel_id AS channel, target, person_id AS person, record, body FROM deliveries
         WHERE $1::text IS NULL OR channel_id = $1
         ORDER BY created_at, (SELECT min(alert) FROM notices WHERE delivery = deliveries.id)`,
        [channel ?? null],
      );
      return rows;
    },
    mail: async () => {
      await sales.notifications.chooseNotices();
      const { items } = await sales.notifications.listChannels({ limit: 50, owner: rep }, admin);
      return items.find(({ isDefault }) => isDefault)?.id ?? '';
    },
    close: async () => {
      await pool.end();
      for (const one of opened) await one.close().catch(() => undefined);
      await server.stop();
    },
  };
}
