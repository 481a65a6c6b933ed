/** Claims of addresses in a history of before claims were noted, and links of pages there, on a real PostgreSQL. */
import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../src/base/database/database.ts';
import { erasedNameOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../../src/contract/language/language.ts';
import { makeDays } from '../../../src/engine/history/days.ts';
import { historyMigrations } from '../../../src/engine/history/history.ts';
import { dayOf } from '../../../src/engine/history/rows.core.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestHistory, type TestHistory } from '../../support/rooms.ts';
import { newDirectory } from '../../support/test-run.ts';
import { dayMs, entryOf, eventOf, linkOf } from './records.ts';

const nowMs = Date.now();
const address = 'ada@shop.example';
const claim = (userId: string, acceptedAtMs: number, more: Partial<ScovilleEvent> = {}) =>
  eventOf(`of ${userId}`, {
    ...{ key: `u:${userId}`, acceptedAtMs, via: 'public', traits: { email: address } },
    ...more,
  });
const ofServer = ({ via: _, ...event }: ScovilleEvent) => event;

let server: TestDatabase;
let pool: pg.Pool;
let history: TestHistory;

/** As a program of before copied it. */
async function copyEarlier(event: ReturnType<typeof eventOf>): Promise<void> {
  const day = dayOf(event.acceptedAtMs);
  await makeDays(pool, 'events', [day]);
  await pool.query(
    `INSERT INTO events (day, bucket, profile, kind, hash, at_ms, accepted_at_ms, partition, entry, position, body)
     VALUES ($1, 0, $2, 'event', 1, $3, $3, 0, '1-0', 0, $4)`,
    [day, event.profile, event.acceptedAtMs, JSON.stringify(event)],
  );
}
const claimants = async () =>
  (await history.claimantsOf([address])).map(({ userId, claimedAtMs }) => [userId, claimedAtMs]);

beforeAll(async () => {
  server = await startTestDatabase({ isWithoutTables: true });
  pool = new pg.Pool({ connectionString: server.url });
  const before = path.join(newDirectory('history'), 'migrations');
  mkdirSync(before);
  for (const file of readdirSync(historyMigrations.directory).filter((name) => name < '0008'))
    cpSync(new URL(file, historyMigrations.directory), path.join(before, file));
  await migrate(pool, { ...historyMigrations, directory: pathToFileURL(`${before}/`) });
  await copyEarlier(claim('early', nowMs - 3 * dayMs));
  await copyEarlier(claim('early', nowMs - 3 * dayMs + 1));
  // No day between has anything. A server proves, and a device and an address claim nothing.
  await copyEarlier(ofServer(claim('server', nowMs - dayMs)));
  await copyEarlier(claim('', nowMs - dayMs, { key: `e:${address}` }));
  await copyEarlier(claim('erased', nowMs - dayMs));
  await copyEarlier(claim('back', nowMs - dayMs));
  history = await openTestHistory(server.url);
});
afterAll(async () => {
  await history?.close();
  await pool?.end();
  await server?.stop();
});

test('claims of before are found, day by day, and those of erased users are not', async () => {
  const { rows } = await pool.query<{ salt: string }>('SELECT salt FROM erasure_keys');
  const name = erasedNameOf(rows[0]?.salt ?? '', profileIdOf('u:erased'));
  await pool.query('INSERT INTO erased (name, until_ms) VALUES ($1, $2)', [name, nowMs - dayMs]);
  expect(await claimants()).toEqual([]);
  // What is noted meanwhile keeps its time where it is the earlier one.
  await history.copyBatch({ ledger: [], hasMore: false, events: [entryOf('e', [claim('back', nowMs)])] });
  const days = [await history.searchEarlierClaims(nowMs)];
  expect(await claimants()).toEqual([
    ['back', nowMs],
    ['early', nowMs - 3 * dayMs],
  ]);
  while (days.at(-1) === 'more') days.push(await history.searchEarlierClaims(nowMs));
  expect(days).toEqual(['more', 'more', 'more', 'later']);
  expect(await claimants()).toEqual([
    ['back', nowMs - dayMs],
    ['early', nowMs - 3 * dayMs],
  ]);
});

test('the days of the upgrade are searched again until they are over, since programs of before may copy to them', async () => {
  await copyEarlier(claim('late', nowMs));
  expect(await history.searchEarlierClaims(nowMs)).toBe('later');
  expect((await claimants()).map(([userId]) => userId)).toEqual(['late', 'back', 'early']);
  await copyEarlier(claim('latest', nowMs + 1));
  expect(await history.searchEarlierClaims(nowMs + dayMs)).toBe('more');
  expect((await claimants())[0]).toEqual(['latest', nowMs + 1]);
  await copyEarlier(claim('by night', nowMs + dayMs));
  expect(await history.searchEarlierClaims(nowMs + dayMs)).toBe('later');
  expect((await claimants())[0]).toEqual(['by night', nowMs + dayMs]);
  await copyEarlier(claim('new', nowMs));
  expect(await history.searchEarlierClaims(nowMs + 2 * dayMs)).toBe('later');
  expect((await claimants()).map(([userId]) => userId)).not.toContain('new');
  expect((await pool.query('SELECT FROM earlier_claims')).rowCount).toBe(0);
});

test('one process searches a day, and others leave it', async () => {
  await pool.query(`INSERT INTO earlier_claims (next_day, last_day) VALUES ($1, $1)`, [dayOf(nowMs)]);
  const other = await pool.connect();
  await other.query('BEGIN');
  await other.query('SELECT FROM earlier_claims FOR UPDATE');
  expect(await history.searchEarlierClaims(nowMs)).toBe('later');
  expect((await claimants()).map(([userId]) => userId)).not.toContain('new');
  await other.query('ROLLBACK');
  other.release();
  await history.searchEarlierClaims(nowMs);
  expect((await claimants()).map(([userId]) => userId)).toContain('new');
});

test('a link that a program of before writes counts as said by a page, until a server says it', async () => {
  const link = linkOf('a:tablet', 'u:bob');
  await pool.query('INSERT INTO links (child, parent, accepted_at_ms) VALUES ($1, $2, $3)', [
    ...[link.child, link.parent, nowMs],
  ]);
  const isByPage = async () =>
    [...(await history.familiesOf([link.child])).values()].map((family) => family.link?.isByPage);
  expect(await isByPage()).toEqual([true]);
  await history.copyBatch({ ledger: [], hasMore: false, events: [entryOf('l', [link])] });
  expect(await isByPage()).toEqual([false]);
});

test('a link of a page is known as one, until a server says the same', async () => {
  const [device, user] = ['a:phone', 'u:bob'];
  const said = { ...linkOf(device, user), via: 'public' as const };
  const proven = linkOf(device, user);
  const isByPage = async () => {
    const [family] = (await history.familiesOf([profileIdOf(device)])).values();
    return family?.link?.isByPage;
  };
  const copy = (...links: object[]) =>
    history.copyBatch({ ledger: [], hasMore: false, events: [entryOf('l', links)] });
  await copy(said);
  expect(await isByPage()).toBe(true);
  await copy({ ...proven, parent: profileIdOf('u:eve') });
  expect(await isByPage()).toBe(true);
  await copy(proven, said);
  expect(await isByPage()).toBe(false);
  await copy({ ...said, child: profileIdOf('a:other') }, { ...proven, child: profileIdOf('a:other') });
  const [other] = (await history.familiesOf([profileIdOf('a:other')])).values();
  expect(other?.link?.isByPage).toBe(false);
});
