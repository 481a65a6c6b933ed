/** The live stream over real connections: at once, in order, resumed without a gap or a double, also when the store was away. */

import { connect } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerHeaders } from '../../../src/base/network/network.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import type { WorkPage } from '../../../src/contract/api/api.ts';
import { openLiveStream, type Subscriber } from '../../../src/sales/notifications/notifications.ts';
import type { Alert, Outbox } from '../../../src/sales/outbox/outbox.ts';
import { bearer, type ConsoleApp, startConsoleApp } from '../../console/console-app.ts';
import { until } from '../../support/until.ts';
import { idsAfter, readEvents } from './event-source.ts';

let consoleApp: ConsoleApp;
let url: string;

beforeAll(async () => {
  consoleApp = await startConsoleApp({ isDurable: true });
  url = await consoleApp.app.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => void (await consoleApp?.close()));

const more = async (count: number) => {
  for (let made = 0; made < count; made++) await consoleApp.oneMoreLead();
};

test('an alert arrives as it happens, with its lead', async () => {
  const reader = await readEvents(url);
  expect(reader.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect(reader.headers.get('cache-control')).toBe('no-store, no-transform');
  expect(reader.headers.get('x-accel-buffering')).toBe('no');
  expect(Object.fromEntries(reader.headers)).toMatchObject(answerHeaders);
  await until('the browser hears how soon to come back', () => reader.text().startsWith('retry: 1000\n\n'));
  await more(1);
  const [alert] = await until('received', () => reader.received().length === 1 && reader.received());
  expect(alert).toMatchObject({
    type: 'lead.opened',
    data: { id: alert?.id, type: 'lead.opened', lead: { status: 'Sent to sales', tier: 1, score: 22 } },
  });
  await reader.close();
});

test('a page that asks for rows gets that of the work list as it is now, and the counts of its views', async () => {
  const plain = await readEvents(url);
  const reader = await readEvents(url, '?rows=true');
  await more(1);
  const [alert] = await until('received', () => reader.received().length === 1 && reader.received());
  const lead = alert?.data.lead?.id ?? '';
  const list = async () =>
    (await consoleApp.app.inject({ url: '/api/v1/work', headers: bearer })).json<WorkPage>();
  const { items, counts } = await list();
  expect(alert?.data.work).toEqual(items.find(({ id }) => id === lead));
  const countsSent = () => reader.text().match(/event: work.counts\ndata: (.*)\n/g) ?? [];
  await until('the counts follow', () => countsSent().length === 1);
  expect(countsSent()[0]).toContain(JSON.stringify(counts.toContact));
  const task = `/api/v1/tasks/${alert?.data.work?.task?.id}`;
  const payload = { status: 'Complete', outcome: 'No opportunity' };
  await consoleApp.app.inject({ method: 'PATCH', url: task, headers: bearer, payload });
  await until('its change received', () => reader.received().at(-1)?.data.work?.task?.status === 'Complete');
  expect(reader.received().at(-1)?.data.work).toEqual((await list()).items.find(({ id }) => id === lead));
  await until('the other has them too', () => plain.ids().length === reader.ids().length);
  expect(plain.text()).not.toContain('"work"');
  expect(plain.text()).not.toContain('work.counts');
  await Promise.all([reader.close(), plain.close()]);
});

test('a page hears in which lists records have changed, and nobody else does', async () => {
  const plain = await readEvents(url);
  const reader = await readEvents(url, '?rows=true');
  const changed = () => reader.text().match(/event: records.changed\ndata: (.*)\n/g) ?? [];
  const payload = { email: 'board@example.com', name: 'Ada' };
  const made = await consoleApp.app.inject({
    method: 'POST',
    url: '/api/v1/people',
    headers: bearer,
    payload,
  });
  const order = { pipeline: 'touchstone/order', name: 'Pens', person: made.json<{ id: string }>().id };
  await consoleApp.app.inject({ method: 'POST', url: '/api/v1/orders', headers: bearer, payload: order });
  await until('it is told', () => changed().some((event) => event.includes('"orders"')));
  // The undo of an import takes records away.
  const before = changed().length;
  await consoleApp.query('DELETE FROM jobs WHERE false');
  await until('a removal is told', () =>
    changed()
      .slice(before)
      .some((event) => event.includes('jobs')),
  );
  expect(plain.text()).not.toContain('records.changed');
  await Promise.all([reader.close(), plain.close()]);
});

test('a listener that lost its connection says that every list may have changed', async () => {
  const tables: string[] = [];
  let rings = 0;
  const feed = consoleApp.sales.outbox.listenForAlerts(
    () => void rings++,
    (table) => void tables.push(table),
  );
  await until('it listens', () => rings > 0);
  expect(tables).toEqual([]);
  await consoleApp.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND query IN ('SELECT 1', $1)`,
    ['LISTEN scoville_alerts; LISTEN scoville_records'],
  );
  await until('it listens again', () => tables.length === 6);
  expect(tables).toEqual(['campaigns', 'leads', 'opportunities', 'deals', 'orders', 'jobs']);
  await feed.close();
});

test('without a log-in: 401, no stream', async () => {
  expect((await fetch(`${url}/api/v1/alerts/stream`)).status).toBe(401);
  expect((await fetch(`${url}/api/v1/alerts/stream?after=x`, { headers: bearer })).status).toBe(400);
});

test('resuming by Last-Event-ID or ?after= misses nothing and repeats nothing', async () => {
  const from = await consoleApp.sales.outbox.lastAlertId();
  const follower = await readEvents(url);
  await more(3);
  const [first = 0, , third] = await idsAfter(consoleApp, from);
  // From now on means from what the feed has read; who resumes may be ahead of it.
  await until('the feed has read what was written before', () => follower.ids().at(-1) === third);
  const byHeader = await readEvents(url, '', { 'last-event-id': String(first) });
  const byQuery = await readEvents(url, `?after=${first}`);
  // The header is what a browser has seen since the page asked: it goes before.
  const byBoth = await readEvents(url, `?after=${from}`, { 'last-event-id': String(first) });
  const fromNow = await readEvents(url);
  await more(1);
  const wanted = await idsAfter(consoleApp, first);
  expect(wanted).toHaveLength(3);
  for (const reader of [byHeader, byQuery, byBoth]) {
    await until('all received', () => reader.ids().length >= wanted.length);
    expect(reader.ids()).toEqual(wanted);
  }
  await until('received from now on', () => fromNow.ids().length > 0);
  expect(fromNow.ids()).toEqual(wanted.slice(-1));
  await Promise.all([follower, byHeader, byQuery, byBoth, fromNow].map((reader) => reader.close()));
});

test('an id that was never given out does not silence the stream', async () => {
  const reader = await readEvents(url, '?after=1000000');
  await more(1);
  await until('received', () => reader.ids().length === 1);
  await reader.close();
});

test('many readers that come while alerts are written: each sees all, once, in order', async () => {
  const from = await consoleApp.sales.outbox.lastAlertId();
  const [readers] = await Promise.all([
    Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        await until(
          'some are written',
          async () => (await consoleApp.sales.outbox.lastAlertId()) >= from + 2 * index,
        );
        return readEvents(url, `?after=${from}`);
      }),
    ),
    more(60),
  ]);
  const wanted = await idsAfter(consoleApp, from);
  expect(wanted).toHaveLength(60);
  for (const reader of readers) {
    await until('all received', () => reader.ids().length >= wanted.length);
    expect(reader.ids()).toEqual(wanted);
    await reader.close();
  }
});

/** A live stream of which the test is bell and reader. What this process commits is handed to it where `isHanded`. */
async function openOwnStream(isHanded: boolean, reading: Promise<void> = Promise.resolve()) {
  let ring: (untilId: number) => void = () => undefined;
  let readings = 0;
  const real = consoleApp.sales.outbox;
  const outbox: Outbox = {
    ...real,
    ...(!isHanded && { onCommitted: () => () => undefined }),
    alertsAfter: async (id, countMax) => {
      const alerts = await real.alertsAfter(id, countMax);
      await reading;
      // Counted once it is done: one that is under way may find what is committed meanwhile, and is followed by another.
      readings++;
      return alerts;
    },
    listenForAlerts: (onNews) => {
      ring = onNews;
      return { close: async () => undefined };
    },
  };
  const live = await openLiveStream({
    outbox,
    records: consoleApp.sales.records,
    metrics: createMetrics(),
    logger: createLogger('silent'),
  });
  return { live, ring: () => ring(Number.POSITIVE_INFINITY), readings: () => readings };
}

const subscriberOf = (got: number[]): Subscriber => ({
  viewer: null,
  sendCounts: () => undefined,
  sendChanged: () => undefined,
  send: ({ id }: Alert) => void got.push(id),
  isReady: async () => true,
  end: () => undefined,
});

test('a table that is ahead of the reader when somebody catches up is not sent twice', async () => {
  const from = await consoleApp.sales.outbox.lastAlertId();
  // The reader learns of what is written when we say so.
  const { live, ring } = await openOwnStream(false);
  const got: number[] = [];
  await more(2);
  ring();
  await until('the reader is on', async () => {
    const probe: number[] = [];
    const leave = await live.subscribe(subscriberOf(probe), from);
    leave();
    return probe.length === 2;
  });
  await more(2);
  await live.subscribe(subscriberOf(got), from);
  await more(1);
  ring();
  const wanted = await idsAfter(consoleApp, from);
  await until('the newest is sent', () => got.at(-1) === wanted.at(-1));
  expect(got).toEqual(wanted);
  await live.close();
});

test('what this process commits is sent without a bell or a reading; what another one has between is read', async () => {
  const from = await consoleApp.sales.outbox.lastAlertId();
  const { live, readings } = await openOwnStream(true);
  const got: number[] = [];
  await live.subscribe(subscriberOf(got), null);
  await until('the first round is done', () => readings() === 1);
  await more(3);
  await until('all are sent', async () => got.length === (await idsAfter(consoleApp, from)).length);
  expect(readings()).toBe(1);
  // As another process writes it: this one hears nothing of it.
  const sql = new pg.Client({ connectionString: consoleApp.databaseUrl });
  await sql.connect();
  await sql.query(
    `INSERT INTO alerts (type, at, data) SELECT type, at, data FROM alerts ORDER BY id DESC LIMIT 1`,
  );
  await sql.end();
  await more(2);
  const wanted = await idsAfter(consoleApp, from);
  await until('all are sent again', () => got.at(-1) === wanted.at(-1));
  expect(got).toEqual(wanted);
  expect(readings()).toBeGreaterThan(1);
  await live.close();
});

test('what this process commits while the table is read is sent without waiting for that', async () => {
  const { promise: reading, resolve: endReading } = Promise.withResolvers<void>();
  const from = await consoleApp.sales.outbox.lastAlertId();
  const { live, readings } = await openOwnStream(true, reading);
  const got: number[] = [];
  await live.subscribe(subscriberOf(got), null);
  await more(2);
  const wanted = await idsAfter(consoleApp, from);
  await until('all are sent', () => got.length === wanted.length);
  expect(readings()).toBe(0);
  endReading();
  await until('it has been read', () => readings() > 0);
  await more(1);
  const all = await idsAfter(consoleApp, from);
  await until('the newest is sent', () => got.at(-1) === all.at(-1));
  expect(got).toEqual(all);
  await live.close();
});

test('a reader that does not read is let go; others are not held up', async () => {
  const from = await consoleApp.sales.outbox.lastAlertId();
  const stuck = connect({ host: '127.0.0.1', port: Number(new URL(url).port) });
  stuck.on('error', () => undefined);
  const greeting = `GET /api/v1/alerts/stream HTTP/1.1\r\nhost: x\r\nauthorization: ${bearer.authorization}\r\n\r\n`;
  stuck.write(greeting);
  await until('it is answered', () => stuck.read());
  const reader = await readEvents(url, `?after=${from}`);
  const sql = new pg.Client({ connectionString: consoleApp.databaseUrl });
  await sql.connect();
  // More than the connection's own buffers and ours hold together.
  await sql.query(
    `INSERT INTO alerts (type, at, data)
     SELECT 'record.notified', now(), jsonb_build_object('record', jsonb_build_object('kind', 'order', 'id', 'or_1',
       'name', 'Mugs', 'stage', 'New', 'for', 'owner', 'text', repeat('x', 100000))) FROM generate_series(1, 250)`,
  );
  await sql.query('NOTIFY scoville_alerts');
  await sql.end();
  const wanted = await idsAfter(consoleApp, from);
  await until('the other is sent', () => reader.text().length > 250 * 100_000);
  expect(reader.ids()).toEqual(wanted);
  let bytes = 0;
  stuck.on('data', (part) => {
    bytes += part.length;
  });
  await until('it is let go', () => stuck.closed);
  expect(bytes).toBeLessThan(250 * 100_000);
  await reader.close();
});

test('the store killed and started again: the stream stays open, and alerts written meanwhile arrive', async () => {
  const from = await consoleApp.sales.outbox.lastAlertId();
  const reader = await readEvents(url, `?after=${from}`);
  await more(1);
  await until('received before', () => reader.ids().length === 1);
  await consoleApp.server?.kill();
  await consoleApp.server?.restart();
  await until('written again', async () => {
    await consoleApp.oneMoreLead();
    return true;
  });
  await more(2);
  const wanted = await idsAfter(consoleApp, from);
  await until('received after', () => reader.ids().length >= wanted.length);
  expect(reader.ids()).toEqual(wanted);
  expect(reader.hasEnded()).toBe(false);
  await reader.close();
});

// Last: it ends the stream.
test('a stop ends every reader in order', async () => {
  const reader = await readEvents(url);
  await until('joined', () => reader.text().length > 0);
  consoleApp.stop();
  await until('ended', () => reader.hasEnded());
});
