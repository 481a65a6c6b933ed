/** SIGTERM under load: requests in flight get their answer, streams end, slow clients do not hold the stop, a hanging stop is given up. */
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { listProcesses } from '../../src/setup/process-table.ts';
import { readEvents } from '../sales/notifications/event-source.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type Program, programToken, programWriteKey, startProgram } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

let redis: TestServer;
let database: TestDatabase;

beforeAll(async () => {
  [redis, database] = await Promise.all([startTestRedis(), startTestDatabase()]);
});

afterAll(async () => {
  await redis?.stop();
  await database?.stop();
});

const start = async (
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  settings: Record<string, string>,
): Promise<Program> => {
  const program = await startProgram({ DATABASE_URL: database.url, ...settings });
  onTestFinished(() => program.kill());
  return program;
};

const body = (id: string) =>
  JSON.stringify({ anonymousId: id, messageId: id, writeKey: programWriteKey, properties: { path: '/' } });

interface Client {
  socket: Socket;
  received(): string;
  /** The code of the error the connection ended with; null for none. */
  error(): string | null;
}

/** A bare connection: what is sent is up to the test. */
async function open(url: string): Promise<Client> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let text = '';
  let code: string | null = null;
  socket.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    code = error.code ?? error.message;
  });
  await once(socket, 'connect');
  return { socket, received: () => text, error: () => code };
}

const post = (id: string) => {
  const text = body(id);
  return `POST /v1/page HTTP/1.1\r\nhost: x\r\ncontent-length: ${text.length}\r\n\r\n${text}`;
};

/** How many events the streams of a Redis hold, with these ids. */
async function eventsIn(url: string): Promise<Set<string>> {
  const client = new Redis(url);
  const ids = new Set<string>();
  for (const key of await client.keys('*:events'))
    for (const [, fields] of await client.xrange(key, '-', '+'))
      for (const found of fields.join('').matchAll(/"id":"([^"]+)"/g)) ids.add(found[1] ?? '');
  client.disconnect();
  return ids;
}

/** Posts event after event over one kept connection, until the server says that it closes, or nobody listens any more. */
async function keepPosting(url: string, sender: number, answered: Set<string>): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let count = 0; ; count++) {
    const id = `sender-${sender}-${count}`;
    const { promise: ended, resolve } = Promise.withResolvers<string>();
    const call = request(`${url}/v1/page`, { agent, method: 'POST' }, (response) => {
      if (response.statusCode === 200) answered.add(id);
      const { statusCode, headers } = response;
      response.resume().once('end', () => resolve(`${statusCode} ${headers.connection}`));
    });
    call.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    call.end(body(id));
    const outcome = await ended;
    // A door that has too little of the processor refuses some before it stops, and the connection stays.
    if (outcome !== '200 keep-alive' && outcome !== '429 keep-alive') return outcome;
  }
}

test('200 connections that post: every request in flight is answered with 200, its event is in Redis, the exit code is 0', async (context) => {
  const running = await start(context, { REDIS_URL: redis.url, ROLES: 'ingest', PARTITIONS: '16' });
  const { url } = running;
  const answered = new Set<string>();
  const halves = await Promise.all(Array.from({ length: 100 }, () => open(url)));
  const idle = await open(url);
  const half = (index: number) => {
    const text = post(`half-${index}`);
    return [text.slice(0, -20), text.slice(-20)] as const;
  };
  halves.forEach(({ socket }, index) => void socket.write(half(index)[0]));
  const asking = await open(url);
  asking.socket.write('GET /readyz HTTP/1.1\r\nhost: x\r\n');
  const senders = Array.from({ length: 100 }, (_, sender) => keepPosting(url, sender, answered));
  await until('many were answered', () => answered.size > 500);

  process.kill(running.pid, 'SIGTERM');
  const outcomes = await Promise.all(senders);
  const orderly = ['200 close', '429 close', 'ECONNREFUSED'];
  expect(outcomes.filter((outcome) => !orderly.includes(outcome))).toEqual([]);
  await until('the idle connection is closed', () => idle.socket.closed);
  expect(idle.error()).toBe(null);

  asking.socket.write('\r\n');
  await until('the request that came late is answered', () => asking.socket.closed);
  expect(asking.received()).toMatch(/^HTTP\/1\.1 503 [\s\S]*connection: close[\s\S]*"process: stopping"/i);

  halves.forEach(({ socket }, index) => void socket.write(half(index)[1]));
  await until('all are closed', () => halves.every(({ socket }) => socket.closed));
  halves.forEach((client, index) => {
    expect(client.error()).toBe(null);
    expect(client.received()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close/i);
    answered.add(`half-${index}`);
  });
  expect(await running.stop()).toBe(0);
  const events = await eventsIn(redis.url);
  expect([...answered].filter((id) => !events.has(id))).toEqual([]);
});

// These two wait for limits of seconds.
test.concurrent('a live stream ends at once; a client that sends no further byte is cut at the limit', async (context) => {
  const running = await start(context, { REDIS_URL: redis.url, ROLES: 'ingest,console' });
  const live = await readEvents(running.url, '', { authorization: `Bearer ${programToken}` });
  const slow = await open(running.url);
  slow.socket.write(post('slow').slice(0, -1));
  await until('it is read', async () => (await fetch(`${running.url}/livez`)).ok);

  process.kill(running.pid, 'SIGTERM');
  const beganMs = performance.now();
  await until('the stream has ended', () => live.hasEnded());
  expect(slow.socket.closed).toBe(false);
  await until('the slow one is cut', () => slow.socket.closed);
  expect(await running.stop()).toBe(0);
  expect(performance.now() - beganMs).toBeGreaterThan(limits.requestsStopMsMax - 1_000);
  await live.close();
});

test.concurrent('a part that does not close is given up: it is named, the private Redis is stopped, the exit code is 1', async (context) => {
  const locked = await startTestDatabase();
  context.onTestFinished(() => locked.stop());
  const running = await start(context, { DATABASE_URL: locked.url, ROLES: 'console' });
  const sql = new pg.Client({ connectionString: locked.url });
  await sql.connect();
  await sql.query('BEGIN; LOCK TABLE leads');
  const client = await open(running.url);
  client.socket.write(
    `GET /api/v1/leads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${programToken}\r\n\r\n`,
  );
  await until('its query waits', async () => {
    const { rowCount } = await sql.query(
      'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0',
    );
    // Another one of the program may wait for the table too.
    return (rowCount ?? 0) > 0;
  });
  client.socket.destroy();

  expect(await running.stop()).toBe(1);
  expect(running.lines.join('\n')).toContain(
    'Scoville gave up the orderly stop: database did not close in time.',
  );
  const left = listProcesses().filter(({ args }) => args.some((part) => part.startsWith(running.dataDir)));
  expect(left).toEqual([]);
  await sql.end();
});
