/** The ops port over real sockets: what it answers and to whom, and what it says of an address that it cannot have. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createMetrics, type HealthCheck, openHealth } from '../../src/base/telemetry/telemetry.ts';
import { openOpsPort } from '../../src/roles/ops/ops-port.ts';

const token = 'a-token-of-this-test';

async function open(settings: { METRICS_TOKEN?: string; OPS_PORT?: number } = {}) {
  const port = await openOpsPort(
    { HOST: '127.0.0.1', OPS_PORT: 0, METRICS_TOKEN: undefined, ROLES: ['ingest', 'worker'], ...settings },
    () => 'the Redis at localhost',
  );
  if (port === null) throw new Error('no ops port');
  onTestFinished(port.close);
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(port.url + path, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return { port, ask };
}

function serve(port: { serve(health: ReturnType<typeof openHealth>): void }, checks: HealthCheck[]) {
  const metrics = createMetrics();
  metrics.tasksOpen.set(7);
  port.serve(openHealth({ metrics, roles: ['ingest', 'worker'], checks, scrapes: [] }));
}

test('it lives and is not ready during the start; then readiness and metrics are those of the process', async () => {
  const { port, ask } = await open();
  const starting = await ask('/readyz');
  expect(starting.status).toBe(503);
  expect(starting.text).toContain('process: the start waits for the Redis at localhost');
  const alive = await ask('/livez');
  // A main thread that is late says how long.
  expect([alive.status, JSON.parse(alive.text)]).toEqual([200, expect.objectContaining({ status: 'ok' })]);
  expect((await ask('/metrics')).text).toContain('scoville_main_thread_silent_seconds');

  serve(port, [{ name: 'redis', roles: ['worker'], check: async () => 'away' }]);
  const unready = await ask('/readyz?role=worker');
  expect([unready.status, JSON.parse(unready.text)]).toEqual([
    503,
    { status: 'unavailable', reasons: ['redis: away'] },
  ]);
  expect((await ask('/readyz?role=ingest')).status).toBe(200);
  const metrics = await ask('/metrics');
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  for (const line of [
    /^scoville_tasks_open 7$/m,
    /^scoville_metrics_age_seconds \d+(\.\d+)?$/m,
    /^scoville_main_thread_silent_seconds \d/m,
  ])
    expect(metrics.text).toMatch(line);
});

test('everything else is a problem with a remedy, in the headers of every answer', async () => {
  const { port, ask } = await open();
  serve(port, []);
  const strange = await ask('/readyz?role=nobody');
  expect([strange.status, strange.text]).toEqual([400, expect.stringContaining('use ingest or worker')]);
  for (const [path, init] of [
    ['/', {}],
    ['//', {}],
    ['/v1/track', { method: 'POST', body: '{}' }],
    ['/livez', { method: 'POST' }],
  ] as const) {
    const answer = await ask(path, init);
    expect([path, answer.status, answer.text]).toEqual([path, 404, expect.stringContaining('are on PORT')]);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  }
  const head = await ask('/livez', { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
  expect(Number(head.headers.get('content-length'))).toBeGreaterThanOrEqual('{"status":"ok"}'.length);

  const socket = connect(Number(new URL(port.url).port), '127.0.0.1');
  socket.end('no http at all\r\n\r\n');
  let said = '';
  for await (const part of socket) said += part;
  expect(said).toMatch(/^HTTP\/1\.1 400 [\s\S]*"invalid_request"/);
});

test('during the start too only roles of the process are asked about: each other is refused at once and kept nowhere', async () => {
  const { ask } = await open();
  for (const role of ['nobody', 'console', 'x'.repeat(4_000)]) {
    const { status, text } = await ask(`/readyz?role=${role}`);
    expect([status, text]).toEqual([400, expect.stringContaining('use ingest or worker')]);
  }
  expect((await ask('/readyz?role=worker')).status).toBe(503);
});

test('metrics that cannot be read are a problem, and nothing but one', async () => {
  const { port, ask } = await open();
  port.serve({
    ready: async () => ({ code: 200, body: { status: 'ok', reasons: [] } }),
    scrape: () => Promise.reject(new Error('no metrics')),
  });
  const { status, text } = await ask('/metrics');
  expect([status, JSON.parse(text)]).toEqual([500, expect.objectContaining({ code: 'internal' })]);
});

test('the metrics are for who has the token, and without one for nobody behind a proxy', async () => {
  const guarded = await open({ METRICS_TOKEN: token });
  expect((await guarded.ask('/metrics')).status).toBe(401);
  expect((await guarded.ask('/metrics', { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  const open_ = await open();
  expect((await open_.ask('/metrics', { headers: { 'x-forwarded-for': '198.51.100.7' } })).status).toBe(401);
});

test('an address that another program has is named by its setting', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  await expect(open({ OPS_PORT: port })).rejects.toThrow(
    `OPS_PORT=${port}: another program already listens on 127.0.0.1:${port}.`,
  );
});
