/** An installation from before there was one table of deliveries: what it had yet to post is posted, what it had done stays so. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { migrate, openDatabase } from '../../../src/base/database/database.ts';
import { openTestSales } from '../../support/rooms.ts';
import { startTestPostgres } from '../../support/servers.ts';
import { admin, startMs } from '../records.ts';

const migrations = new URL('../../../src/sales/store/migrations/', import.meta.url);
const before = ['0001_spine', '0002_webhooks', '0003_records', '0004_routing', '0005_alerts'];

test('old webhooks and mails become deliveries', async () => {
  const postgres = await startTestPostgres({ isWithoutTables: true });
  const pool = openDatabase(postgres.url, () => undefined).pool;
  const directory = await mkdtemp(path.join(tmpdir(), 'scoville-migrations-'));
  for (const name of before)
    await copyFile(new URL(`${name}.sql`, migrations), path.join(directory, `${name}.sql`));
  await migrate(pool, { room: 'pipeline', directory: pathToFileURL(`${directory}/`) });
  const at = new Date(startMs);
  await pool.query(
    `INSERT INTO webhook_deliveries (url, body, created_at, tries, next_at, delivered_at, last_error) VALUES
       ('https://hook.example/', '{"type":"profile.rose"}', $1, 2, $1, NULL, 'status 500'),
       ('https://hook.example/', '{"type":"profile.rose"}', $1, 1, NULL, $1, NULL),
       ('https://other.example/', '{"type":"profile.rose"}', $1, 16, NULL, NULL, 'status 500')`,
    [at],
  );
  await pool.query(
    `INSERT INTO deliveries (id, channel, target, body, created_at, next_at, last_error) VALUES
       ('dv_waits', 'mail', 'ada@example.com', '{}', $1, $1, NULL),
       ('dv_stopped', 'mail', 'ada@example.com', '{}', $1, NULL, 'the person does not wish to be contacted')`,
    [at],
  );

  const clock = { nowMs: () => startMs };
  const sales = await openTestSales({ databaseUrl: postgres.url, clock });
  expect(await sales.delivery.delivery('dv_waits')).toMatchObject({ state: 'waiting', lastError: null });
  expect(await sales.delivery.delivery('dv_stopped')).toMatchObject({
    state: 'cancelled',
    cancelledBecause: 'the person does not wish to be contacted',
  });
  const { items } = await sales.delivery.listDeliveries({ limit: 10, channel: 'webhook' });
  expect(items.map(({ state, tries }) => `${state} ${tries}`).sort()).toEqual([
    'delivered 1',
    'failed 16',
    'waiting 2',
  ]);
  const endpoints = await sales.delivery.listEndpoints(admin);
  expect(endpoints.map(({ url }) => url).sort()).toEqual(['https://hook.example/', 'https://other.example/']);
  for (const { secret } of endpoints)
    expect(Buffer.from((secret ?? '').slice('whsec_'.length), 'base64')).toHaveLength(32);
  const { deliveries } = await sales.delivery.claimDeliveries('webhook', 10, new Map());
  expect(deliveries).toMatchObject([{ webhookId: 'crossing_1', tries: 2 }]);

  await sales.close();
  await pool.end();
  await postgres.stop();
  await rm(directory, { recursive: true });
});
