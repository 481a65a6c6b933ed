/** Traces of mail: each request begins one of its own, which its event carries on; nobody's header decides, and no address is in a span. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkToken, type ProviderName, pixelToken, writeConnections } from '../../../src/engine/mail/mail.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { reports, signers, testConnections } from '../../support/mail-providers.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine, testLinkSecret } from '../../support/spine.ts';
import { keptTracing, linksOf, parentOf, textOfSpan } from '../../support/traced.ts';
import { until } from '../../support/until.ts';

const tracing = keptTracing();
const file = path.join(tmpdir(), `traced-mail-connections-${process.pid}.json`);
let server: TestServer;
let spine: Spine;
let redis: Redis;

beforeAll(async () => {
  writeConnections(file, testConnections);
  server = await startTestRedis();
  spine = await startSpine({ redisUrl: server.url, partitions: 1, mailConnectionsFile: file, tracing });
  redis = new Redis(server.url);
});

afterAll(async () => {
  redis?.disconnect();
  await spine?.close();
  await server?.stop();
  rmSync(file, { force: true });
});

const address = 'traced@shop.example';
const traceparent = `00-${'a'.repeat(32)}-00f067aa0ba902b7-01`;
const message = { address, emailId: 'spring-1' };
const get = (at: string): [string, RequestInit] => [at, { redirect: 'manual' }];
const report = (name: ProviderName): [string, RequestInit] => {
  const content = reports[name]({ address, id: `traced-${name}`, atMs: Date.now() - 5_000, act: 'clicked' });
  const { body, headers } = signers[name](content, Date.now(), `traced-${name}`);
  return [`/v1/mail/${name}`, { method: 'POST', headers, body }];
};

test.each<[string, string, () => [string, RequestInit], number]>([
  [
    'a link',
    'GET /c/*',
    () => get(`/c/${linkToken([testLinkSecret], { ...message, url: 'https://shop.example/' })}`),
    302,
  ],
  ['a pixel', 'GET /o/*', () => get(`/o/${pixelToken([testLinkSecret], message)}.gif`), 200],
  ['a report with a time', 'POST /v1/mail/:provider', () => report('sendgrid'), 200],
  ['a report without a time', 'POST /v1/mail/:provider', () => report('postmark'), 200],
])('%s', async (_what, name, requestOf, status) => {
  const before = tracing.spans().length;
  const [at, init] = requestOf();
  const headers = { ...(init.headers as Record<string, string>), traceparent };
  expect((await fetch(spine.url + at, { ...init, headers })).status).toBe(status);
  const [span] = await until('its span', () => {
    const spans = tracing.spans().slice(before);
    return spans.length > 0 && spans;
  });
  if (span === undefined) throw new Error('no span');
  expect([span.name, parentOf(span), linksOf(span)]).toEqual([name, null, ['00f067aa0ba902b7']]);
  expect(Object.keys(span.attributes).sort()).toEqual([
    ...['http.request.method', 'http.response.status_code', 'http.route'],
  ]);
  expect(span.attributes).toMatchObject({ 'http.response.status_code': status });
  const [[, [, json]]] = (await redis.xrevrange(keysOf(0).events, '+', '-', 'COUNT', 1)) as [
    [string, [string, string]],
  ];
  expect(JSON.parse(json)).toMatchObject([{ trace: textOfSpan(span) }]);
});
