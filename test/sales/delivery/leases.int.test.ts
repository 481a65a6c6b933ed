/** Leases on deliveries: whose try counts, and what becomes of a row whose sender died, was too slow, or was cancelled too late. */
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/base/database/database.ts';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { Answer } from '../../../src/sales/delivery/delivery.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { admin, startMs } from '../records.ts';
import { deliver } from './receivers.ts';

let postgres: TestDatabase;
let sales: TestSales;
let pool: pg.Pool;
let nowMs = startMs;

beforeAll(async () => {
  postgres = await startTestDatabase();
  const clock = { nowMs: () => nowMs };
  sales = await openTestSales({ databaseUrl: postgres.url, clock });
  pool = openDatabase(postgres.url, () => undefined).pool;
});
afterAll(async () => {
  await pool?.end();
  await sales?.close();
  await postgres?.stop();
});
beforeEach(() => pool.query('DELETE FROM deliveries'));

const posted = () => deliver(pool, { kind: 'webhook', target: 'https://hook.example/', at: new Date(nowMs) });
const stateOf = async (id: string) => (await sales.delivery.delivery(id))?.state;

describe('a lease', () => {
  const answered: Answer = { errorKind: 'answered', status: 500, error: 'it answered 500', retryAfter: null };
  const taken: Answer = { errorKind: null, status: 200, error: null, retryAfter: null };
  const attempt = (answer: Answer) => ({ ...answer, beganAtMs: nowMs, durationMs: 5, jitter: 0 });
  const lease = async () => (await sales.delivery.leaseDeliveries('webhook', 10, new Map())).deliveries;

  test('keeps others away while it lasts; a sender that died leaves the row due', async () => {
    const id = await posted();
    expect(await lease()).toMatchObject([{ id }]);
    nowMs += limits.deliveryLeaseMs - 1;
    expect(await lease()).toEqual([]);
    nowMs += 1;
    expect(await lease()).toMatchObject([{ id, tries: 0 }]);
  });

  test('that was lost lets nobody write over what another noted', async () => {
    const id = await posted();
    const [slow] = await lease();
    nowMs += limits.deliveryLeaseMs;
    const [quick] = await lease();
    if (!slow || !quick) throw new Error('both have leased it');
    await sales.delivery.noteAttempt(quick, attempt(taken));
    await sales.delivery.noteAttempt(slow, attempt(answered));
    expect(await sales.delivery.delivery(id)).toMatchObject({
      state: 'delivered',
      tries: 1,
      lastError: null,
      attempts: [{ outcome: 'delivered' }, { outcome: 'retried' }],
    });
  });

  test('of many senders at once goes to one', async () => {
    const ids = await Promise.all(Array.from({ length: 4 }, () => posted()));
    const leased = await Promise.all(Array.from({ length: 8 }, lease));
    expect(
      leased
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
  });

  test.each([
    ['arrived', taken, 'delivered'],
    ['failed', answered, 'cancelled'],
  ])('of what was called off on its way and %s: it is %s', async (_name, answer, state) => {
    const id = await posted();
    const [delivery] = await lease();
    if (!delivery) throw new Error('it is leased');
    await sales.delivery.cancelDelivery(id, admin);
    await sales.delivery.noteAttempt(delivery, attempt(answer));
    expect(await stateOf(id)).toBe(state);
  });
});

test('a channel’s mail that waited for days is news no more; a mail to a customer still goes', async () => {
  const channel = await sales.notifications.createChannel(
    { kind: 'mail', name: 'All', target: 'all@example.com', owner: null, scope: 'all' } as never,
    admin,
  );
  const mail = (more: object) =>
    deliver(pool, { kind: 'mail', target: 'all@example.com', at: new Date(nowMs), ...more });
  const notice = await mail({ channel: channel.id });
  const written = await mail({});
  nowMs += limits.newsMsMax;
  const leased = async () =>
    (await sales.delivery.leaseDeliveries('mail', 10, new Map())).deliveries.map(({ id }) => id);
  expect((await leased()).sort()).toEqual([notice, written].sort());
  nowMs += limits.deliveryLeaseMs;
  expect(await leased()).toEqual([written]);
  expect(await sales.delivery.delivery(notice)).toMatchObject({
    state: 'cancelled',
    cancelledReason: 'it waited too long to be news',
  });
});
