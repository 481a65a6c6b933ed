/** The API of what goes out: the log, replay and calling off by managers; endpoints and their secrets. */

import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/base/database/database.ts';
import type { ManyResult } from '../../src/contract/api/api.ts';
import { deliver } from '../sales/delivery/receivers.ts';
import { startMs } from '../sales/records.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
let pool: pg.Pool;
let person = '';
let rep: Caller;
let operator: Caller;
const ids: string[] = [];
const target = 'https://hook.example/in?token=secret';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  pool = openDatabase(consoleApp.databaseUrl, () => undefined).pool;
  person = (await send('POST', '/people', { email: 'ada@example.com', name: 'Ada' })).json().id;
  const given = [
    { kind: 'mail', target: 'ada@example.com', person, record: 'ld_1' },
    { kind: 'webhook', target, body: { type: 'channel.test', data: { channel: 'ch_1', name: 'CRM' } } },
    { kind: 'slack', target: 'https://hooks.slack.com/services/T/B/secret', channel: 'ch_1' },
  ] as const;
  for (const [index, one] of given.entries())
    ids.push(await deliver(pool, { ...one, at: new Date(startMs + index) }));
  rep = await newcomer(consoleApp, 'seller@example.com', 'rep');
  operator = await newcomer(consoleApp, 'runner@example.com', 'operator');
});
afterAll(async () => {
  await pool?.end();
  await consoleApp?.close();
});

async function send(
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: object,
  headers: Record<string, string> = bearer,
) {
  return consoleApp.app.inject({ method, url: `/api/v1${path}`, headers, ...(body && { payload: body }) });
}
const idsOf = async (query: string) =>
  (await send('GET', `/deliveries${query}`)).json().items.map((item: { id: string }) => item.id);

describe('the delivery log', () => {
  test('lists the newest first, by page and filter', async () => {
    const [mail, webhook, slack] = ids;
    expect(await idsOf('')).toEqual([slack, webhook, mail]);
    const first = (await send('GET', '/deliveries?limit=2')).json();
    expect(await idsOf(`?limit=2&cursor=${first.nextCursor}`)).toEqual([mail]);
    expect(await idsOf('?channel=webhook')).toEqual([webhook]);
    expect(await idsOf(`?person=${person}`)).toEqual([mail]);
    expect(await idsOf('?record=ld_1&state=waiting')).toEqual([mail]);
    expect(await idsOf('?state=delivered')).toEqual([]);
    expect((await send('GET', '/deliveries?state=lost')).statusCode).toBe(400);
  });

  test('shows a delivery with its tries, and of a URL only where it leads', async () => {
    expect((await send('GET', `/deliveries/${ids[2]}`)).json()).toMatchObject({
      channel: 'slack',
      target: 'https://hooks.slack.com/…',
      chosenBy: 'ch_1',
      state: 'waiting',
      attempts: [],
    });
    expect((await send('GET', '/deliveries')).body).not.toContain('secret');
    expect((await send('GET', '/deliveries/dv_none')).statusCode).toBe(404);
  });
});

describe('a delivery', () => {
  test('is called off, then replayed as a new one, once a key; not by a rep', async () => {
    const path = `/deliveries/${ids[0]}`;
    expect((await rep.ask('POST', `${path}/cancel`)).statusCode).toBe(403);
    expect((await rep.ask('POST', `${path}/replay`)).statusCode).toBe(403);
    expect((await send('POST', `${path}/cancel`)).json()).toMatchObject({
      state: 'cancelled',
      nextAt: null,
      cancelledReason: 'API token called it off',
    });
    // Whoever is told that it is called off may undo that, so nobody else is told.
    expect((await send('POST', `${path}/cancel`)).statusCode).toBe(409);
    const keyed = { ...bearer, 'idempotency-key': 'again-1' };
    const replayed = await send('POST', `${path}/replay`, undefined, keyed);
    expect(replayed.statusCode).toBe(201);
    expect(replayed.json()).toMatchObject({
      repeats: ids[0],
      state: 'waiting',
      person: { id: person },
      record: 'ld_1',
      tries: 0,
    });
    expect((await send('POST', `${path}/replay`, undefined, keyed)).json().id).toBe(replayed.json().id);
    expect((await send('POST', '/deliveries/dv_none/replay')).statusCode).toBe(404);
    expect((await send('POST', '/deliveries/dv_none/cancel')).statusCode).toBe(404);
  });

  test('that waits for its next try is tried now, as itself', async () => {
    await pool.query(`UPDATE deliveries SET next_at = $2 WHERE id = $1`, [ids[1], new Date(startMs + 5_000)]);
    expect((await send('POST', `/deliveries/${ids[1]}/replay`)).json()).toMatchObject({
      id: ids[1],
      nextAt: new Date(startMs).toISOString(),
    });
  });

  test('that has ended cannot be called off', async () => {
    await pool.query(
      `UPDATE deliveries SET state = 'delivered', delivered_at = $2, next_at = NULL WHERE id = $1`,
      [ids[1], new Date(startMs)],
    );
    expect((await send('POST', `/deliveries/${ids[1]}/cancel`)).statusCode).toBe(409);
  });
});

test('many are sent again once, whoever asks at the same time, or called off; each has its result', async () => {
  const made = await Promise.all(
    [1, 2, 3].map((index) =>
      deliver(pool, {
        kind: 'mail',
        target: `many${index}@example.com`,
        at: new Date(startMs - index),
        person,
      }),
    ),
  );
  const [failed, , waiting] = made;
  await pool.query(
    `UPDATE deliveries SET state = 'failed', next_at = NULL, last_error = 'no' WHERE id = ANY($1)`,
    [made.slice(0, 2)],
  );
  const many = async (act: string, body: object): Promise<ManyResult> =>
    (await send('POST', `/deliveries/${act}`, body)).json();
  const filter = { state: 'failed', channel: 'mail' };
  const twice = await Promise.all([many('replay', { filter }), many('replay', { filter })]);
  const refusals = twice.flatMap(({ results }) => results.map(({ refusal }) => refusal));
  expect(refusals.filter((refusal) => refusal === null)).toHaveLength(2);
  expect(refusals.filter((refusal) => refusal?.startsWith('it was sent again already'))).toHaveLength(2);
  const { repeatedBy } = (await send('GET', `/deliveries/${failed}`)).json();
  expect((await send('GET', `/deliveries/${repeatedBy}`)).json()).toMatchObject({ repeats: failed });
  // What is not sent yet is called off; what has ended is refused.
  expect((await many('cancel', { ids: [waiting, failed] })).results).toEqual([
    { id: waiting, refusal: null },
    { id: failed, refusal: 'the delivery is failed: only a waiting delivery can be cancelled' },
  ]);
  expect((await many('cancel', { ids: [waiting] })).results).toEqual([
    { id: waiting, refusal: 'the delivery is cancelled: only a waiting delivery can be cancelled' },
  ]);
  expect((await rep.ask('POST', '/deliveries/replay', { filter })).statusCode).toBe(403);
});

describe('an endpoint', () => {
  test('shows its secret and its whole address to managers alone', async () => {
    const [endpoint] = (await send('GET', '/endpoints')).json().items;
    expect(endpoint).toMatchObject({
      url: target,
      format: 'standard',
      disabledAt: null,
      previousSecretUntil: null,
    });
    expect(endpoint.secret).toMatch(/^whsec_/);
    const seen = (await operator.ask('GET', '/endpoints')).json().items[0];
    expect(seen).toMatchObject({ url: 'https://hook.example/…', secret: null });
  });

  test('gets a new secret, which no timeline knows; the old one is valid for a day', async () => {
    const [endpoint] = (await send('GET', '/endpoints')).json().items;
    expect((await operator.ask('POST', `/endpoints/${endpoint.id}/rotate`)).statusCode).toBe(403);
    const rotated = (await send('POST', `/endpoints/${endpoint.id}/rotate`)).json();
    expect(rotated.secret).not.toBe(endpoint.secret);
    expect(rotated.previousSecretUntil).toBe(new Date(startMs + 86_400_000).toISOString());
    consoleApp.clock.turnTo(startMs + 86_400_000);
    expect((await send('GET', '/endpoints')).json().items[0].previousSecretUntil).toBe(null);
    consoleApp.clock.turnTo(startMs);
    const timeline = await send('GET', `/timeline/${endpoint.id}`);
    expect(timeline.json().items.length).toBeGreaterThan(0);
    expect(timeline.body).not.toContain('whsec_');
  });

  test('has a timeline for managers alone: its address may be a secret', async () => {
    const [endpoint] = (await send('GET', '/endpoints')).json().items;
    const path = `/timeline/${endpoint.id}`;
    expect((await send('GET', path)).body).toContain(target);
    for (const caller of [rep, operator]) {
      const answer = await caller.ask('GET', path);
      expect([answer.statusCode, answer.body.includes('secret')]).toEqual([403, false]);
    }
  });

  test('changes its format on what was read, and is enabled again', async () => {
    const [endpoint] = (await send('GET', '/endpoints')).json().items;
    const path = `/endpoints/${endpoint.id}`;
    const stale = { ...bearer, 'if-match': '"0"' };
    expect((await send('PATCH', path, { format: 'cloudevents' }, stale)).statusCode).toBe(412);
    const fresh = { ...bearer, 'if-match': `"${endpoint.revision}"` };
    const changed = await send('PATCH', path, { format: 'cloudevents' }, fresh);
    expect(changed.json()).toMatchObject({ format: 'cloudevents', revision: endpoint.revision + 1 });
    expect(changed.headers['etag']).toBe(`"${endpoint.revision + 1}"`);
    expect((await send('PATCH', path, { format: 'xml' })).statusCode).toBe(400);
    expect((await operator.ask('PATCH', path, { format: 'standard' })).statusCode).toBe(403);
    await pool.query(`UPDATE endpoints SET disabled_at = $1, disabled_reason = 'gone', failing_since = $1`, [
      new Date(startMs),
    ]);
    expect((await operator.ask('POST', `${path}/enable`)).json()).toMatchObject({
      disabledAt: null,
      disabledReason: null,
      failingSince: null,
    });
    expect((await send('POST', '/endpoints/ep_none/enable')).statusCode).toBe(404);
  });
});
