/** Deliveries by HTTP against a real receiver: once each, signed, tried again, given up, disabled, and never in each other's way. */
import type { ServerResponse } from 'node:http';
import type pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../src/base/database/database.ts';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { until } from '../../support/until.ts';
import { admin, identityOf, standing, startMs } from '../records.ts';
import { deliver, type Receiver, senderOf, startReceiver } from './receivers.ts';

let postgres: TestDatabase;
let sales: TestSales;
let pool: pg.Pool;
let receiver: Receiver;
let nowMs = startMs;
let path = '';
let hooks = 0;
let sender: ReturnType<typeof senderOf>;
const clock = { nowMs: () => nowMs };

beforeAll(async () => {
  postgres = await startTestDatabase();
  sales = await openTestSales({ databaseUrl: postgres.url, clock });
  pool = openDatabase(postgres.url, () => undefined).pool;
  await sales.team.ensureAdmin('boss@example.com', 'a password');
});
afterAll(async () => {
  await pool?.end();
  await sales?.close();
  await postgres?.stop();
});
beforeEach(async () => {
  receiver = await startReceiver();
  hooks++;
  path = `/hook-${hooks}`;
  sender = senderOf(sales, clock);
});
afterEach(async () => {
  await sender.close();
  await receiver.close();
  await callOffAll();
});

const callOffAll = () =>
  pool.query(
    `UPDATE deliveries SET state = 'cancelled', cancelled_reason = 'over', next_at = NULL WHERE next_at IS NOT NULL`,
  );
const url = () => `${receiver.url}${path}`;
const posted = (more: object = {}) =>
  deliver(pool, {
    kind: 'webhook',
    target: url(),
    at: new Date(nowMs),
    body: { type: 'lead.opened', data: { score: 22 } },
    ...more,
  });
const stateOf = async (id: string) => (await sales.delivery.delivery(id))?.state;
const reached = (id: string, state: string) =>
  until(`${id} is ${state}`, async () => (await stateOf(id)) === state);
const tried = (id: string, times: number) =>
  until(
    `${id} was tried ${times} times`,
    async () => (await sales.delivery.delivery(id))?.attempts.length === times,
  );
const endpointHere = async () =>
  (await sales.delivery.listEndpoints(admin)).find((endpoint) => endpoint.url === url());
const status =
  (code: number, headers = {}) =>
  (response: ServerResponse) =>
    response.writeHead(code, headers).end();

describe('a webhook', () => {
  test('of a crossing is posted once, signed with the secret of its endpoint', async () => {
    const record = standing({
      profile: 'hooked',
      identity: identityOf('hooked@example.com'),
      actions: [{ do: 'webhook', url: url() }],
    });
    await sales.leads.applyTierUpdates([{ partition: 7, id: '1-0', record }]);
    await until('posted', () => receiver.seen.length === 1);
    const [{ headers, text }] = receiver.seen as [(typeof receiver.seen)[0]];
    expect(JSON.parse(text)).toMatchObject({
      type: 'profile.rose',
      timestamp: new Date(startMs).toISOString(),
      data: {
        ...{ profile: 'hooked', score: 22, from: 0, to: 1, tierName: '1 chili' },
        person: { email: 'hooked@example.com', kind: 'prospect', doNotContact: false },
      },
    });
    expect(headers['content-type']).toBe('application/json');
    const [delivery] = (await sales.delivery.listDeliveries({ limit: 1, channel: 'webhook' })).items;
    expect(headers['webhook-id']).toBe(delivery?.id);
    expect(headers['webhook-timestamp']).toBe(String(startMs / 1_000));
    await reached(delivery?.id ?? '', 'delivered');
    // It is counted after it is stored.
    const counted = async () => (await sender.metrics.deliveries.get()).values;
    await until('counted', async () =>
      (await counted()).some(({ labels }) => labels.outcome === 'delivered'),
    );
    const labels = { channel: 'webhook', outcome: 'delivered' };
    expect(await counted()).toContainEqual({ labels, value: 1 });
  });

  test('is verified by the secret, after a rotation by the old one too for a day, and not when tampered with', async () => {
    nowMs = Date.now();
    await posted();
    await until('posted', () => receiver.seen.length === 1);
    const old = (await endpointHere())?.secret ?? '';
    expect(old).toMatch(/^whsec_[\w+/]{43}=$/);
    const { id = '' } = (await endpointHere()) ?? {};
    const rotated = await sales.delivery.rotateSecret(id, admin);
    expect(rotated.secret).not.toBe(old);
    await posted();
    await until('posted again', () => receiver.seen.length === 2);
    const [first, second] = receiver.seen as [(typeof receiver.seen)[0], (typeof receiver.seen)[0]];
    const verify = (secret: string, { headers, text }: typeof first) =>
      new Webhook(secret).verify(text, headers as Record<string, string>);
    expect(verify(old, first)).toMatchObject({ type: 'lead.opened', data: { score: 22 } });
    expect(() => verify(rotated.secret ?? '', first)).toThrow();
    expect(verify(old, second)).toEqual(verify(rotated.secret ?? '', second));
    for (const secret of [old, rotated.secret ?? ''])
      expect(() => verify(secret, { ...second, text: second.text.replace('22', '99') })).toThrow();

    nowMs += limits.previousSecretMs;
    await posted();
    await until('posted a day later', () => receiver.seen.length === 3);
    expect(String(receiver.seen[2]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
    expect(String(second.headers['webhook-signature']).split(' ')).toHaveLength(2);
    nowMs = startMs;
  });

  test('is a CloudEvent where the endpoint wants one', async () => {
    const first = await posted();
    await reached(first, 'delivered');
    const { id = '', revision = 0 } = (await endpointHere()) ?? {};
    await sales.delivery.changeEndpoint(id, { format: 'cloudevents', revision }, admin);
    const second = await posted({ record: 'ld_1' });
    await reached(second, 'delivered');
    expect(receiver.seen[1]?.headers['content-type']).toBe('application/cloudevents+json');
    expect(JSON.parse(receiver.seen[1]?.text ?? '')).toMatchObject({
      specversion: '1.0',
      id: second,
      subject: 'ld_1',
    });
  });
});

describe('a try that failed', () => {
  test.each<[string, (response: ServerResponse) => void, number | null, string]>([
    ['an error', status(500), 500, 'it answered 500'],
    ['a redirect, which is not followed', status(302, { location: '/elsewhere' }), 302, 'it answered 302'],
    ['a connection cut', (response) => response.destroy(), null, 'the connection was cut'],
  ])('by %s comes again when its wait is over, under the same id', async (_name, refuse, code, error) => {
    receiver.answer = refuse;
    const id = await posted();
    await tried(id, 1);
    const { attempts, nextAt } = (await sales.delivery.delivery(id)) ?? { attempts: [], nextAt: null };
    expect(attempts).toMatchObject([{ outcome: 'retried', status: code, error }]);
    receiver.answer = status(200);
    nowMs = Date.parse(nextAt ?? '') - 1;
    expect((await sales.delivery.leaseDeliveries('webhook', 10, new Map())).deliveries).toEqual([]);
    nowMs += 1;
    await reached(id, 'delivered');
    expect(receiver.seen.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
    expect(receiver.seen.every((one) => one.path === path)).toBe(true);
  });

  test('is given up after the last wait, and replayed under the same id', async () => {
    receiver.answer = status(500);
    const id = await posted();
    const triesMax = limits.deliveryWaitsMs.webhook.length + 1;
    for (let tries = 1; tries <= triesMax; tries++) {
      await tried(id, tries);
      // What fails for days is disabled; this is about one delivery.
      // Before the clock moves, or the next try could meet it disabled.
      await sales.delivery.enableEndpoint((await endpointHere())?.id ?? '', admin);
      nowMs += 27 * limits.hourMs;
    }
    expect(await sales.delivery.delivery(id)).toMatchObject({
      state: 'failed',
      tries: triesMax,
      nextAt: null,
    });
    receiver.answer = status(200);
    const again = await sales.delivery.replayDelivery(id, admin);
    expect(again).toMatchObject({ repeats: id, state: 'waiting', tries: 0 });
    await reached(again.id, 'delivered');
    const repeated = await sales.delivery.replayDelivery(again.id, admin);
    await reached(repeated.id, 'delivered');
    expect(new Set(receiver.seen.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
    expect(await stateOf(id)).toBe('failed');
  });

  test('that was asked to wait waits as long, and holds up what else goes there, unless it is replayed', async () => {
    receiver.answer = status(429, { 'retry-after': '120' });
    const first = await posted();
    await tried(first, 1);
    const askedMs = nowMs + 120_000;
    expect(Date.parse((await sales.delivery.delivery(first))?.nextAt ?? '')).toBe(askedMs);
    const second = await posted();
    receiver.answer = status(200);
    nowMs = askedMs - 1;
    expect((await sales.delivery.leaseDeliveries('webhook', 10, new Map())).deliveries).toEqual([]);
    nowMs = askedMs;
    await reached(first, 'delivered');
    await reached(second, 'delivered');
    expect((await sales.delivery.delivery(second))?.tries).toBe(1);
    receiver.answer = status(429, { 'retry-after': '120' });
    const third = await posted();
    await tried(third, 1);
    receiver.answer = status(200);
    // Who replays it knows that the receiver is back.
    await reached((await sales.delivery.replayDelivery(third, admin)).id, 'delivered');
  });
});

describe('an endpoint', () => {
  const alerts = async () =>
    (await sales.outbox.alertsAfter(0, 500)).filter(({ type }) => type === 'endpoint.disabled');

  test('that is gone is disabled at once: managers are notified, what comes next is cancelled, until it is enabled', async () => {
    const before = (await alerts()).length;
    receiver.answer = status(410);
    const first = await posted();
    await reached(first, 'failed');
    const endpoint = await endpointHere();
    expect(endpoint).toMatchObject({ disabledReason: 'it answered 410: it is gone' });
    expect((await alerts()).slice(before)).toMatchObject([
      {
        recipients: ['boss@example.com'],
        data: { record: { kind: 'endpoint', id: endpoint?.id, stage: 'disabled' } },
      },
    ]);
    receiver.answer = status(200);
    const second = await posted();
    await reached(second, 'cancelled');
    expect((await sales.delivery.delivery(second))?.cancelledReason).toBe(
      'the endpoint is disabled: it answered 410: it is gone',
    );
    expect(await sales.delivery.enableEndpoint(endpoint?.id ?? '', admin)).toMatchObject({
      disabledAt: null,
    });
    const again = await sales.delivery.replayDelivery(second, admin);
    await reached(again.id, 'delivered');
    expect(receiver.seen).toHaveLength(2);
  });

  test('that takes nothing for five days is disabled, one that takes something in between is not', async () => {
    const before = (await alerts()).length;
    receiver.answer = status(500);
    await tried(await posted(), 1);
    nowMs += limits.endpointFailingMsMax - 1;
    await tried(await posted(), 1);
    expect(await endpointHere()).toMatchObject({ disabledAt: null });
    receiver.answer = status(200);
    await reached(await posted(), 'delivered');
    expect(await endpointHere()).toMatchObject({ failingSince: null });
    await callOffAll();

    receiver.answer = status(500);
    await tried(await posted(), 1);
    await callOffAll();
    nowMs += limits.endpointFailingMsMax;
    await tried(await posted(), 1);
    await until(
      'disabled',
      async () => (await endpointHere())?.disabledReason === 'it took nothing for 5 days',
    );
    expect((await alerts()).slice(before)).toHaveLength(1);
  });

  test('that stalls holds up nobody else, and takes no more at once than its bound', async () => {
    const stalled: ServerResponse[] = [];
    receiver.answer = (response, { path: to }) =>
      void (to === '/stalls' ? stalled.push(response) : response.writeHead(204).end());
    const bound = limits.deliveriesPerDestinationMax.webhook;
    for (let count = 0; count < bound + 40; count++)
      await deliver(pool, {
        kind: 'webhook',
        target: `${receiver.url}/stalls`,
        at: new Date(nowMs),
        body: { type: 'a' },
      });
    await until('all it may have is under way', () => stalled.length === bound);
    const other = await posted();
    await reached(other, 'delivered');
    expect(stalled).toHaveLength(bound);
    for (const response of stalled.splice(0)) response.writeHead(204).end();
    await until('its next ones follow', () => stalled.length === bound);
    receiver.answer = status(204);
    for (const response of stalled) response.writeHead(204).end();
    const total = { limit: 100, channel: 'webhook', state: 'waiting' } as const;
    await until('all have gone', async () => (await sales.delivery.listDeliveries(total)).items.length === 0);
  });
});

test('nothing goes out about somebody who is marked *do not contact*, even if it was written before', async () => {
  await sender.close();
  const { person } = await sales.records.putPerson({ email: 'silent@example.com', kind: 'contact' }, admin);
  const before = await posted({ person: person.id });
  await sales.records.putPerson({ email: 'silent@example.com', doNotContact: true }, admin);
  expect(await stateOf(before)).toBe('cancelled');
  const after = await posted({ person: person.id });
  sender = senderOf(sales, clock);
  await reached(after, 'cancelled');
  expect((await sales.delivery.delivery(after))?.cancelledReason).toBe(
    'the person does not wish to be contacted',
  );
  expect(receiver.seen).toEqual([]);
});

test('an address in a private network is refused at once, and the log says the remedy', async () => {
  const id = await deliver(pool, { kind: 'webhook', target: 'https://10.0.0.1/hook', at: new Date(nowMs) });
  await reached(id, 'failed');
  expect(await sales.delivery.delivery(id)).toMatchObject({
    attempts: [{ outcome: 'failed', status: null, error: expect.stringContaining('OUTGOING_ALLOW') }],
  });
});

describe('a Slack message', () => {
  const message = { text: 'Ada is hot', blocks: [{ type: 'divider' }] };
  const posted = (more: object = {}) =>
    deliver(pool, {
      kind: 'slack',
      target: `${url()}/services/T/B/x`,
      at: new Date(nowMs),
      body: message,
      ...more,
    });

  test('is posted as JSON, one a second at an address', async () => {
    const ids = [await posted(), await posted({ body: { ...message, channel: 'ignored' } })];
    await until('the first is there', () => receiver.seen.length === 1);
    expect(JSON.parse(receiver.seen[0]?.text ?? '')).toEqual(message);
    await until(
      'and noted',
      async () =>
        (await sales.delivery.listDeliveries({ limit: 9, channel: 'slack', state: 'delivered' })).items
          .length > 0,
    );
    nowMs += limits.slackEveryMs - 1;
    expect(await sales.delivery.leaseDeliveries('slack', 10, new Map())).toEqual({
      deliveries: [],
      cancelled: 0,
    });
    nowMs += 1;
    for (const id of ids) await reached(id, 'delivered');
    expect(receiver.seen).toHaveLength(2);
  });

  test('that Slack cannot post is final, with Slack’s word and no other', async () => {
    receiver.answer = (response) => response.writeHead(404).end('no_service');
    const id = await posted();
    await reached(id, 'failed');
    expect((await sales.delivery.delivery(id))?.lastError).toBe('Slack answered 404: no_service');
    receiver.answer = (response) => response.writeHead(400).end('<html>secret</html>');
    nowMs += limits.slackEveryMs;
    const other = await posted();
    await reached(other, 'failed');
    expect((await sales.delivery.delivery(other))?.lastError).toBe('Slack answered 400');
  });

  test('waits as long as Slack asks', async () => {
    receiver.answer = status(429, { 'retry-after': '30' });
    const id = await posted();
    await tried(id, 1);
    expect(await sales.delivery.delivery(id)).toMatchObject({
      state: 'waiting',
      nextAt: new Date(nowMs + 30_000).toISOString(),
    });
    receiver.answer = status(200);
    nowMs += 30_000;
    await reached(id, 'delivered');
  });

  test('goes nowhere but to Slack', async () => {
    const id = await deliver(pool, {
      kind: 'slack',
      target: 'https://1.1.1.1/hook',
      at: new Date(nowMs),
      body: message,
    });
    await reached(id, 'failed');
    expect((await sales.delivery.delivery(id))?.lastError).toContain('only hooks.slack.com');
  });
});

test('what is under way when the sender is closed is waited for', async () => {
  const held: ServerResponse[] = [];
  receiver.answer = (response) => void held.push(response);
  const id = await posted();
  await until('under way', () => held.length === 1);
  const closed = sender.close();
  held[0]?.writeHead(204).end();
  await closed;
  expect(await stateOf(id)).toBe('delivered');
});
