/** Webhooks of crossings against a real receiver that takes, refuses, redirects and stalls: once each, tried again, given up. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startWebhookSender } from '../../src/alerts/alerts.ts';
import { limits } from '../../src/kernel/kernel.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/pipeline.ts';
import { createLogger, createMetrics } from '../../src/telemetry/telemetry.ts';
import { identityOf, standing, startMs } from '../pipeline/records.ts';
import { startTestPostgres, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

let postgres: TestServer;
let pipeline: Pipeline;
let nowMs = startMs;
let people = 0;
let sender: { close(): Promise<void> };
const clock = { nowMs: () => nowMs };

interface Seen {
  id: string;
  body: { type: string; data: { score: number; profile: string } };
}
let seen: Seen[] = [];
let answer: (response: ServerResponse) => void = (response) => response.writeHead(204).end();
const receiver = createServer((request: IncomingMessage, response) => {
  let text = '';
  request.on('data', (chunk: Buffer) => {
    text += chunk;
  });
  request.on('end', () => {
    seen.push({ id: String(request.headers['webhook-id']), body: JSON.parse(text) });
    answer(response);
  });
});
let url = '';

beforeAll(async () => {
  postgres = await startTestPostgres();
  pipeline = await openPipeline({ databaseUrl: postgres.url, clock, onError: () => undefined });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});

afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await pipeline?.close();
  await postgres?.stop();
});

beforeEach(() => {
  seen = [];
  answer = (response) => response.writeHead(204).end();
  sender = startWebhookSender({ pipeline, clock, metrics: createMetrics(), logger: createLogger('silent') });
});

afterEach(async () => void (await sender.close()));

/** One more person rises, and the crossing is to be posted. */
async function rise(to = url): Promise<void> {
  people++;
  const record = standing({
    profile: `hooked-${people}`,
    identity: identityOf(`hooked-${people}@example.com`),
    atMs: nowMs,
    actions: [{ do: 'webhook', url: to }],
  });
  await pipeline.applyStandings([{ partition: 7, id: `${people}-0`, record }]);
}

test('a crossing is posted once, with what it is about', async () => {
  await rise();
  await until('posted', () => seen.length === 1);
  expect(seen[0]?.body).toMatchObject({
    type: 'profile.rose',
    data: { profile: `hooked-${people}`, score: 22, from: 0, to: 1, tierName: '1 chili' },
  });
  nowMs += limits.dayMs;
  await rise();
  await until('the next is posted', () => seen.length === 2);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(2);
});

test.each([
  ['an error', (response: ServerResponse) => response.writeHead(500).end()],
  [
    'a redirect, which is not followed',
    (response: ServerResponse) => response.writeHead(302, { location: url }).end(),
  ],
  ['a connection cut', (response: ServerResponse) => response.destroy()],
])('%s is tried again later, under the same id', async (_name, refuse) => {
  answer = refuse;
  await rise();
  await until('tried', () => seen.length === 1);
  nowMs += 1_999;
  answer = (response) => response.writeHead(200).end();
  nowMs += 1;
  await until('tried again', () => seen.length === 2);
  expect(seen[0]?.id).toBe(seen[1]?.id);
});

test('an address that never takes it is given up after so many tries', async () => {
  answer = (response) => response.writeHead(503).end();
  await rise();
  for (let tries = 1; tries <= limits.webhookTriesMax; tries++) {
    await until(`try ${tries}`, () => seen.length === tries);
    nowMs += limits.webhookWaitMsMax;
  }
  answer = (response) => response.writeHead(200).end();
  await rise();
  await until('only the next one comes', () => seen.length > limits.webhookTriesMax);
  expect(seen.at(-1)?.id).not.toBe(seen[0]?.id);
});
