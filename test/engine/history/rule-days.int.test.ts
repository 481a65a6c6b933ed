/** The days of rules on a real PostgreSQL: what counts on which, what was taken back, imported or came late, and how long it may take. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { ruleDays } from '../../../src/engine/history/rule-days.ts';
import type { HistoryEntry } from '../../../src/engine/stream/stream.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestHistory, type TestHistory } from '../../support/rooms.ts';
import { dayMs, entryOf, notedOf, startMs } from './records.ts';

let server: TestDatabase;
let history: TestHistory;
let client: pg.Client;

beforeAll(async () => {
  server = await startTestDatabase({ isWithoutTables: true });
  history = await openTestHistory(server.url);
  client = new pg.Client({ connectionString: server.url });
  await client.connect();
});

afterAll(async () => {
  await client?.end();
  await history?.close();
  await server?.stop();
});

const copy = (ledger: HistoryEntry[]) => history.copyBatch({ events: [], ledger, hasMore: false });

test('the days of rules are read once a minute, count what was taken back, and are given up in time', async () => {
  const noted = (kind: 'paid' | 'taken back', points: number, index: number) =>
    notedOf({ programme: 'rungs', rule: 'rung', kind, points, notedAtMs: startMs + index });
  const rungs = [noted('paid', 3, 1), noted('taken back', 3, 2), noted('paid', 5, 3)];
  await copy([entryOf('g', rungs, 70)]);
  const span = { sinceMs: startMs - dayMs, untilMs: startMs + dayMs, latenessMs: limits.latenessMs };
  const first = await history.ruleDays('rungs', span);
  expect(first.days).toMatchObject([{ rule: 'rung', fires: 1, refusals: 0, points: 5 }]);
  await client.query('BEGIN; LOCK TABLE ledger IN ACCESS EXCLUSIVE MODE');
  // Nothing is read: it would wait for the lock.
  expect(await history.ruleDays('rungs', { ...span, untilMs: span.untilMs + limits.minuteMs - 1 })).toBe(
    first,
  );
  await expect(ruleDays(history.pool, 'rungs', span, 50)).rejects.toThrow(
    /took longer .*; ask for fewer "days"/,
  );
  await client.query('ROLLBACK');
  const later = { ...span, untilMs: span.untilMs + limits.minuteMs };
  expect(await history.ruleDays('rungs', later)).not.toBe(first);
});

test('points of a version that was rolled back are left out of the days of rules', async () => {
  const noted = (change: object, index: number) =>
    notedOf({ programme: 'rolled', rule: 'rung', notedAtMs: startMs + index, ...change });
  const rows = [
    noted({ kind: 'paid', points: 8, event: 'before' }, 1),
    noted({ kind: 'changed', points: 50, pointsBefore: 8, event: 'before' }, 2),
    noted({ kind: 'paid', points: 50, event: 'meanwhile' }, 3),
  ];
  const span = { sinceMs: startMs - dayMs, untilMs: startMs + dayMs, latenessMs: limits.latenessMs };
  await copy([entryOf('g', rows, 72)]);
  expect((await history.ruleDays('rolled', span)).days).toMatchObject([{ fires: 2, points: 100 }]);
  const back = ['before', 'meanwhile'].map((event, index) =>
    noted({ kind: 'changed', points: 8, pointsBefore: 50, event }, 4 + index),
  );
  // Of an entry that a program of before wrote, nobody knows the points until then.
  const older = noted({ kind: 'changed', points: 8, event: 'before' }, 6);
  await copy([entryOf('g', [...back, older], 72)]);
  const later = { ...span, untilMs: span.untilMs + limits.minuteMs };
  expect((await history.ruleDays('rolled', later)).days).toMatchObject([{ fires: 2, points: 16 }]);
});

test('what rules did stands on the day when it happened, also where it was imported or came late', async () => {
  const happened = (atMs: number, notedAtMs: number) =>
    notedOf({ programme: 'imported', rule: 'rung', kind: 'paid', points: 2, atMs, notedAtMs });
  const now = startMs + 2 * dayMs;
  const rows = [
    happened(now - 40 * dayMs, now),
    happened(now - 3 * dayMs, now),
    happened(now - 3 * dayMs, now + 1),
    happened(now - 1, now),
  ];
  await copy([entryOf('g', rows, 71)]);
  const rulesOf = (count: number) =>
    history.ruleDays('imported', {
      ...{ sinceMs: now - count * dayMs, untilMs: now + dayMs, latenessMs: 3 * dayMs },
    });
  const [{ days, importedFromMs }, whole] = [await rulesOf(30), await rulesOf(41)];
  const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const expected = [now - 3 * dayMs, now - 1].map((ms, index) => [dayOf(ms), index === 0 ? 4 : 2]);
  expect(days.map(({ day, points }) => [day, points])).toEqual(expected);
  expect([importedFromMs, whole.importedFromMs]).toEqual([now - 40 * dayMs, now - 40 * dayMs]);
});

test('what came late, and is in time by its lateness, was not imported, also where it happened before the span', async () => {
  const happened = (lateMs: number) =>
    notedOf({ programme: 'late', rule: 'rung', atMs: startMs - lateMs, notedAtMs: startMs });
  await copy([entryOf('g', [happened(3 * dayMs), happened(2 * dayMs)], 73)]);
  const span = { sinceMs: startMs - dayMs, untilMs: startMs + dayMs };
  const importedFrom = async (latenessMs: number) =>
    (await ruleDays(history.pool, 'late', { ...span, latenessMs })).importedFromMs;
  expect(await importedFrom(3 * dayMs)).toBeNull();
  expect(await importedFrom(3 * dayMs - 1)).toBe(startMs - 3 * dayMs);
});
