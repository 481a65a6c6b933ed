/** One trace from the request at the door to the delivery of the alert, through the real roles; and who decides that there is one. */
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { readEnvironment } from '../../src/environment.ts';
import { type Application, startApplication } from '../../src/roles/application.ts';
import { type DataDir, openDataDir } from '../../src/setup/setup.ts';
import { type Receiver, startReceiver } from '../sales/delivery/receivers.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { newPort } from '../support/ports.ts';
import { programSecretKey, programToken, programWriteKey } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { shippedRules } from '../support/shipped-rules.ts';
import { newDirectory } from '../support/test-run.ts';
import { keptTracing, linksOf, parentOf, textOfSpan } from '../support/traced.ts';
import { until } from '../support/until.ts';

const tracing = keptTracing('parentbased_always_off');
let servers: [TestServer, TestDatabase, Receiver];
let application: Application;
let pool: pg.Pool;
let redis: Redis;

let secrets: DataDir['secrets'];

beforeAll(async () => {
  servers = await Promise.all([startTestRedis(), startTestDatabase(), startReceiver()]);
  const [{ url: redisUrl }, { url: databaseUrl }] = servers;
  const data = openDataDir(newDirectory('data'));
  data.close();
  secrets = data.secrets;
  application = await startApplication({
    environment: readEnvironment({
      ...{ PORT: String(await newPort()), REDIS_URL: redisUrl, DATABASE_URL: databaseUrl },
      ...{ RULES_DIR: shippedRules(), OUTGOING_ALLOW: '127.0.0.0/8', DATA_DIR: data.path, PARTITIONS: '1' },
    }),
    secrets: {
      ...data.secrets,
      ...{ secretKey: programSecretKey, writeKey: programWriteKey, apiToken: programToken },
    },
    ...{ redisUrl, databaseUrl, tracing },
    logger: createLogger('silent'),
    signal: new AbortController().signal,
  });
  pool = new Pool({ connectionString: databaseUrl });
  redis = new Redis(redisUrl);
  const channel = {
    name: 'Receiver',
    kind: 'webhook',
    target: `${servers[2].url}/hook`,
    types: ['lead.opened', 'lead.updated'],
    scope: 'all',
  };
  const made = await fetch(`${application.baseUrl}/api/v1/channels`, {
    method: 'POST',
    headers: { authorization: `Bearer ${programToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(channel),
  });
  expect([made.status, await made.text()]).toEqual([201, expect.any(String)]);
}, 60_000);

afterAll(async () => {
  redis?.disconnect();
  await pool?.end();
  await application?.close();
  await Promise.all((servers ?? []).map((server) => ('stop' in server ? server.stop() : server.close())));
});

const traceIdOf = (text: string) => text.split('-')[1] ?? '';
const spansOf = (traceId: string) => tracing.spans().filter((span) => span.spanContext().traceId === traceId);

/** Sends what makes somebody hot, in one request. */
async function send(userId: string, headers: Record<string, string>, writeKey = programSecretKey) {
  const batch = [
    { type: 'identify', userId, traits: { name: userId, email: `${userId}@example.com` } },
    ...[1, 2, 3].map((asset) => ({
      ...{ type: 'track', userId, event: 'File Downloaded', messageId: `${userId} ${asset}` },
      properties: { category: 'customer-case-study', asset_id: asset },
    })),
  ];
  const { status } = await fetch(`${application.baseUrl}/v1/batch`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ batch, writeKey }),
  });
  expect(status).toBe(200);
}

const parentOfTest = (digit: string) => `00-${digit.repeat(32)}-00f067aa0ba902b7-01`;
const sender = parentOfTest('a');
const senders = ['b', 'c', 'd'].map(parentOfTest);
const receivedOf = (userId: string) =>
  servers[2].seen.find(({ text }) => text.includes(`${userId}@example.com`));

describe('a request of a server that is traced', () => {
  test('is one trace to the webhook that brings the alert', async () => {
    const live = await fetch(`${application.baseUrl}/api/v1/alerts/stream`, {
      headers: { authorization: `Bearer ${programToken}` },
    });
    await send('ada', { traceparent: sender });
    const received = await until('the webhook', () => receivedOf('ada'));
    const spans = await until('its spans', () => {
      const all = spansOf(traceIdOf(sender));
      return (
        ['copy to history', 'deliver webhook', 'push'].every((name) =>
          all.some((span) => span.name === name),
        ) && all
      );
    });
    await live.body?.cancel();
    const named = (name: string) => spans.filter((span) => span.name === name);
    const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
    /** Names of the spans from one back to the request, then the id of the sender's. */
    const wayTo = (span: ReadableSpan | undefined): string[] => {
      if (span === undefined) return [];
      const parent = byId.get(parentOf(span) ?? '');
      return [span.name, ...(parent === undefined ? [String(parentOf(span))] : wayTo(parent))];
    };
    const sent = named('deliver webhook');
    const [way = []] = sent.map(wayTo);
    expect(sent).toHaveLength(1);
    expect(way.slice(0, 3)).toEqual(['deliver webhook', 'compose webhook', 'apply']);
    // The address is an identity of its own. Its state may be merged into that of the user first, which is scored too.
    expect(['score', 'score score']).toContain(way.slice(3, -2).join(' '));
    const request = ['POST /v1/batch', '00f067aa0ba902b7'];
    expect(way.slice(-2)).toEqual(request);
    expect(wayTo(named('copy to history')[0])).toEqual(['copy to history', ...request]);
    expect(wayTo(named('push')[0])).toEqual(['push', ...way.slice(2)]);
    expect(received.headers['traceparent']).toBe(textOfSpan(sent[0] as ReadableSpan));
    expect(named('score')[0]?.attributes).toMatchObject({ 'scoville.partition': 0 });
  });

  test('leaves no trace in the history, in answers or in the body of the webhook', async () => {
    const { rows } = await pool.query<{ body: object }>('SELECT body FROM events');
    expect(rows.length).toBeGreaterThanOrEqual(4);
    const asked = await fetch(`${application.baseUrl}/api/v1/deliveries`, {
      headers: { authorization: `Bearer ${programToken}` },
    });
    for (const text of [JSON.stringify(rows), await asked.text(), receivedOf('ada')?.text ?? ''])
      expect(text).not.toMatch(/"trace"|00-a{32}/);
  });
});

test('requests that are scored together have each its own trace, and the spans link to one another', async () => {
  await Promise.all(senders.map((traceparent, at) => send(`many-${at}`, { traceparent })));
  const scored = await until('their spans', () => {
    const all = senders.flatMap((text) => spansOf(traceIdOf(text)).filter(({ name }) => name === 'score'));
    return all.length >= senders.length && all;
  });
  // They came in one turn or in several: spans of one batch alone are linked.
  for (const span of scored) {
    const together = scored.filter(
      (other) => other !== span && linksOf(other).includes(span.spanContext().spanId),
    );
    for (const other of together) expect(linksOf(span)).toContain(other.spanContext().spanId);
  }
  expect(new Set(scored.map((span) => span.spanContext().traceId)).size).toBe(senders.length);
});

test.each([
  ['a page that asks to be sampled', programWriteKey, parentOfTest('e')],
  ['a server that does not sample', programSecretKey, parentOfTest('f').replace(/01$/, '00')],
  ['a server without a trace', programSecretKey, undefined],
])('%s adds no byte to the stream, and no span', async (_what, writeKey, traceparent) => {
  const watching = redis.duplicate();
  const reading = watching.xread('BLOCK', 10_000, 'STREAMS', keysOf(0).events, '$');
  await until('it reads from now on', async () => String(await redis.client('LIST')).includes('cmd=xread'));
  const userId = `nobody-${writeKey[1]}-${traceparent?.[3] ?? ''}`;
  await send(userId, traceparent === undefined ? {} : { traceparent }, writeKey);
  const added = JSON.stringify(await reading);
  watching.disconnect();
  expect(added).toContain(userId);
  expect(added).not.toMatch(/trace|00-[ef]{32}/);
  const ours = [sender, ...senders].map(traceIdOf);
  expect(tracing.spans().filter((span) => !ours.includes(span.spanContext().traceId))).toEqual([]);
});

describe('a change over the API', () => {
  const program = parentOfTest('1');
  const browser = parentOfTest('2');
  const ask = (path: string, init: RequestInit) => fetch(`${application.baseUrl}/api/v1${path}`, init);

  test('is part of the trace of its program, and so are the alert and the message that follow', async () => {
    const headers = { authorization: `Bearer ${programToken}`, 'content-type': 'application/json' };
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM leads LIMIT 1');
    const give = async (owner: string | null, more = {}) => {
      const body = JSON.stringify({ owner });
      const given = { method: 'PATCH', headers: { ...headers, ...more }, body };
      expect((await ask(`/leads/${rows[0]?.id}`, given)).status).toBe(200);
    };
    await give(null);
    await give(secrets.adminEmail, { traceparent: program });
    const spans = await until('the message', () => {
      const all = spansOf(traceIdOf(program));
      return all.some(({ name }) => name === 'deliver webhook') && all;
    });
    const named = (name: string) => spans.find((span) => span.name === name) as ReadableSpan;
    const request = named('PATCH /api/v1/leads/:id');
    expect(parentOf(request)).toBe('00f067aa0ba902b7');
    expect(parentOf(named('compose webhook'))).toBe(request.spanContext().spanId);
    expect(parentOf(named('deliver webhook'))).toBe(named('compose webhook').spanContext().spanId);

    // The same connections are used again: what comes later is part of no trace of before.
    await give(null);
    await give(secrets.adminEmail);
    const { rows: alerts } = await pool.query<{ trace: string | null }>(
      `SELECT trace FROM alerts WHERE type = 'lead.updated' ORDER BY id`,
    );
    expect(alerts.map(({ trace }) => trace)).toEqual([null, textOfSpan(request), null, null]);
  });

  test('of a browser decides nothing, whatever it sends beside its log-in', async () => {
    const origin = application.baseUrl;
    const logIn = await ask('/session', {
      ...{ method: 'POST', headers: { 'content-type': 'application/json', origin, traceparent: browser } },
      body: JSON.stringify({ email: secrets.adminEmail, password: secrets.adminPassword }),
    });
    const cookie = logIn.headers.getSetCookie().map((one) => one.split(';', 1)[0]);
    const headers = { cookie: cookie.join('; '), authorization: 'Basic bm9ib2R5', traceparent: browser };
    expect((await ask('/leads', { headers })).status).toBe(200);
    expect(spansOf(traceIdOf(browser))).toEqual([]);
  });
});
