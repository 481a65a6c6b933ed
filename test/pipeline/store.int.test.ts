/** The pipeline store on a real PostgreSQL: batches, two appliers at once, deadlines, changes and their undo, lists, the live feed. */
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LiveStream, openLiveStream } from '../../src/alerts/alerts.ts';
import { registerConsole } from '../../src/console/console.ts';
import type { StandingRecord } from '../../src/contract/contract.ts';
import { type Alert, openPipeline, type Pipeline } from '../../src/pipeline/pipeline.ts';
import { createLogger, createMetrics } from '../../src/telemetry/telemetry.ts';
import { startTestPostgres, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-11-23T12:00:00.000Z');
let nowMs = startMs;
let server: TestServer;
let pipeline: Pipeline;
let people = 0;

beforeAll(async () => {
  server = await startTestPostgres({ isDurable: true });
  pipeline = await openPipeline({
    databaseUrl: server.url,
    clock: { nowMs: () => nowMs },
    onError: () => undefined,
  });
});

afterAll(async () => {
  await pipeline?.close();
  await server?.stop();
});

beforeEach(() => {
  nowMs = startMs;
  people++;
});

const email = () => `person-${people}@example.com`;
const record = (change: Partial<StandingRecord> = {}): StandingRecord => ({
  profile: `profile-${people}`,
  programme: 'emea',
  programmeName: 'EMEA',
  programmeVersion: 'v1',
  campaign: 'EMEA',
  contactWithinHours: 24,
  episode: 1,
  from: 0,
  to: 1,
  tierName: '1 chili',
  tiers: 3,
  score: 22,
  atMs: nowMs,
  acceptedAtMs: nowMs,
  identity: { userId: 'u', email: email(), name: null, company: null, title: null, phone: null },
  reasons: [],
  ...change,
});

let entry = 0;
const entryOf = (one: unknown, partition = people) => ({ partition, id: `${++entry}-0`, record: one });
const page = { limit: 50 };
const leads = async () =>
  (await pipeline.listLeads(page)).items.filter((lead) => lead.person.email === email());
const tasks = async () =>
  (await pipeline.listTasks(page)).items.filter((task) => task.person.email === email());
const alertsSince = async (id: number) => (await pipeline.alertsAfter(id, 500)).map(({ type }) => type);

describe('standing records', () => {
  test('count once, however often and by however many appliers they are applied', async () => {
    const before = await pipeline.lastAlertId();
    const entries = [1, 2, 3].map((to) => entryOf(record({ from: to - 1, to, score: 20 * to + to })));
    await Promise.all(Array.from({ length: 6 }, () => pipeline.applyStandings(entries)));
    await pipeline.applyStandings(entries.slice(1));
    expect(await leads()).toMatchObject([{ tier: 3, score: 63 }]);
    expect(await tasks()).toHaveLength(1);
    // One batch tells of a lead once: that it was opened.
    expect(await alertsSince(before)).toEqual(['lead.opened']);
    expect((await pipeline.readOffsets()).get(people)).toBe(entries[2]?.id);
  });

  test('stream ids compare by number, and one that cannot be read is buried with its reason, not in the way', async () => {
    await pipeline.applyStandings([{ partition: people, id: '9-9', record: record() }]);
    const applied = await pipeline.applyStandings([
      { partition: people, id: '9-10', record: { nonsense: true } },
      { partition: people, id: '10-1', record: record({ from: 1, to: 2, score: 50 }) },
    ]);
    expect(applied).toMatchObject({ records: 1, deadLetters: 1 });
    expect(await leads()).toMatchObject([{ tier: 2 }]);
  });

  test('one that the store itself refuses is buried too, and the rest of its batch is applied', async () => {
    const identity = {
      userId: 'o',
      email: `other-${people}@example.com`,
      name: null,
      company: null,
      title: null,
      phone: null,
    };
    const tooMany = record({ profile: `other-${people}`, episode: 3_000_000_000, identity });
    const applied = await pipeline.applyStandings([entryOf(tooMany), entryOf(record({ to: 2, score: 50 }))]);
    expect(applied).toMatchObject({ records: 1, deadLetters: 1 });
    expect(await leads()).toMatchObject([{ tier: 2, score: 50 }]);
  });

  test('many at once, for one person, from many partitions: one lead, one task', async () => {
    const partitions = [1_001, 1_002, 1_003, 1_004];
    await Promise.all(
      partitions.map((partition) =>
        until('applied', () =>
          pipeline.applyStandings([entryOf(record({ profile: `p-${partition}` }), partition)]),
        ),
      ),
    );
    expect(await leads()).toHaveLength(1);
    expect(await tasks()).toHaveLength(1);
  });
});

describe('deadlines', () => {
  test('due soon and overdue are told once each, by any number of sweepers; after a long stop overdue alone', async () => {
    await pipeline.tellDeadlines();
    await pipeline.applyStandings([entryOf(record())]);
    const before = await pipeline.lastAlertId();
    const sweepAt = async (ms: number) => {
      nowMs = startMs + ms;
      await Promise.all([1, 2, 3].map(() => pipeline.tellDeadlines()));
      return alertsSince(before);
    };
    expect(await sweepAt(22 * hourMs - 1)).toEqual([]);
    expect(new Set(await sweepAt(22 * hourMs))).toEqual(new Set(['task.due-soon']));
    const soon = (await alertsSince(before)).length;
    expect((await sweepAt(24 * hourMs - 1)).length).toBe(soon);
    const all = await sweepAt(24 * hourMs);
    expect(all.filter((type) => type === 'task.overdue')).toHaveLength(soon);
    expect(await sweepAt(48 * hourMs)).toEqual(all);
    expect((await pipeline.countTasks()).overdue).toBeGreaterThan(0);

    people++;
    nowMs = startMs;
    await pipeline.applyStandings([entryOf(record())]);
    const later = await pipeline.lastAlertId();
    nowMs = startMs + 72 * hourMs;
    await pipeline.tellDeadlines();
    expect(await alertsSince(later)).toEqual(['task.overdue']);
  });
});

describe('what a rep changes', () => {
  test('completing a task converts its lead; opening it again takes both back', async () => {
    await pipeline.applyStandings([entryOf(record())]);
    const [task] = await tasks();
    const id = task?.id ?? '';
    await expect(pipeline.changeTask(id, { status: 'Complete' })).rejects.toThrow(
      /"Opportunity created" or "No opportunity"/,
    );
    expect(
      await pipeline.changeTask(id, { status: 'Complete', outcome: 'Opportunity created' }),
    ).toMatchObject({ status: 'Complete' });
    expect(await leads()).toMatchObject([{ status: 'Converted', closedAt: expect.any(String) }]);
    expect(await pipeline.changeTask(id, { status: 'Open' })).toMatchObject({
      status: 'Open',
      outcome: null,
      completedAt: null,
    });
    expect(await leads()).toMatchObject([{ status: 'Sent to sales', closedAt: null }]);
    await pipeline.changeTask(id, { outcome: 'No opportunity' });
    expect(await leads()).toMatchObject([{ status: 'In progress', closedAt: null }]);
    await expect(pipeline.changeTask('nobody', { status: 'Open' })).rejects.toThrow(
      /there is no task "nobody"/,
    );
    await expect(pipeline.changeLead('nobody', { owner: 'x' })).rejects.toThrow(/there is no lead "nobody"/);
  });

  test('opening a closed lead beside an open one of the same person is a conflict', async () => {
    await pipeline.applyStandings([entryOf(record())]);
    const [first] = await leads();
    await pipeline.changeLead(first?.id ?? '', { status: 'Closed lost' });
    await pipeline.applyStandings([entryOf(record({ episode: 2 }))]);
    await expect(pipeline.changeLead(first?.id ?? '', { status: 'In progress' })).rejects.toThrow(
      /another open lead/,
    );
  });

  test('lists are filtered and paged, every item once', async () => {
    for (let count = 0; count < 7; count++) {
      people++;
      nowMs = startMs + count;
      await pipeline.applyStandings([entryOf(record({ campaign: 'Paged' }))]);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const found = await pipeline.listLeads({
        limit: 3,
        campaign: 'Paged',
        open: true,
        ...(cursor !== null && { cursor }),
      });
      seen.push(...found.items.map(({ id }) => id));
      cursor = found.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
    await expect(pipeline.listLeads({ limit: 3, cursor: 'nonsense' })).rejects.toThrow(
      /"cursor" is not one of ours/,
    );
  });
});

describe('the API', () => {
  let app: FastifyInstance;
  let live: LiveStream;
  const token = 'the-token-of-this-test';
  const bearer = { authorization: `Bearer ${token}` };

  beforeAll(async () => {
    const logger = createLogger('silent');
    live = await openLiveStream({ pipeline, metrics: createMetrics(), logger });
    app = Fastify();
    const profiles = { profile: async () => null, explanation: async () => null };
    await registerConsole(app, {
      pipeline,
      live,
      profiles,
      apiToken: token,
      setup: () => ({}),
      pagesDirectory: '/nowhere',
      logger,
    });
    await pipeline.ensureAdmin('Rep@example.com', 'right password');
  });

  afterAll(async () => {
    await live?.close();
    await app?.close();
  });

  test.each([
    ['GET', '/api/v1/leads', undefined, undefined, 401, 'unauthenticated'],
    ['GET', '/api/v1/leads', { authorization: 'Bearer wrong' }, undefined, 401, 'unauthenticated'],
    ['GET', '/api/v1/leads?status=hot', bearer, undefined, 400, 'invalid_request'],
    ['GET', '/api/v1/leads?limit=201', bearer, undefined, 400, 'invalid_request'],
    ['GET', '/api/v1/leads/none', bearer, undefined, 404, 'not_found'],
    ['GET', '/api/v1/profiles/none', bearer, undefined, 404, 'not_found'],
    ['GET', '/api/v1/nothing', bearer, undefined, 404, 'not_found'],
    ['POST', '/api/v1/people', bearer, { email: 'no address' }, 400, 'invalid_request'],
    ['PATCH', '/api/v1/tasks/none', bearer, { status: 'Open' }, 404, 'not_found'],
  ] as const)(
    '%s %s (%j) is answered with a problem',
    async (method, url, headers, payload, status, code) => {
      const answer = await app.inject({
        method,
        url,
        ...(headers && { headers }),
        ...(payload && { payload }),
      });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.json()).toMatchObject({ code, status });
    },
  );

  test('a bad value is named with the allowed ones; a word in any form is understood', async () => {
    const bad = await app.inject({ url: '/api/v1/leads?status=hot', headers: bearer });
    expect(bad.json().detail).toMatch(/"status" is "hot": expected "Sent to sales", "In progress"/);
    expect(
      (await app.inject({ url: '/api/v1/leads?status=sent-to-sales', headers: bearer })).statusCode,
    ).toBe(200);
  });

  test('people are entered and changed by address', async () => {
    const put = (payload: object) =>
      app.inject({ method: 'POST', url: '/api/v1/people', headers: bearer, payload });
    expect(
      (await put({ email: 'Grace@Example.com', name: 'Grace', kind: 'customer', owner: 'o' })).statusCode,
    ).toBe(201);
    expect((await put({ email: 'grace@example.com', doNotContact: true })).statusCode).toBe(200);
    const { items } = (
      await app.inject({ url: '/api/v1/people?email=GRACE@example.com', headers: bearer })
    ).json();
    expect(items).toMatchObject([
      { email: 'grace@example.com', name: 'Grace', kind: 'customer', owner: 'o', doNotContact: true },
    ]);
  });

  test('a log-in lives in a cookie, changes only from the own origin, and ends', async () => {
    const logIn = (password: string) =>
      app.inject({ method: 'POST', url: '/api/v1/session', payload: { email: 'rep@example.com', password } });
    expect((await logIn('wrong')).statusCode).toBe(401);
    const answer = await logIn('right password');
    expect(answer.statusCode).toBe(200);
    const [cookie] = answer.cookies as {
      name: string;
      value: string;
      httpOnly?: boolean;
      sameSite?: string;
    }[];
    expect(cookie).toMatchObject({ name: 'scoville_session', httpOnly: true, sameSite: 'Strict' });
    const cookies = { scoville_session: cookie?.value ?? '' };
    expect((await app.inject({ url: '/api/v1/session', cookies })).json()).toMatchObject({
      email: 'rep@example.com',
    });
    const foreign = {
      method: 'POST',
      url: '/api/v1/people',
      cookies,
      payload: { email: 'x@example.com' },
    } as const;
    expect((await app.inject({ ...foreign, headers: { origin: 'https://evil.example' } })).statusCode).toBe(
      403,
    );
    await app.inject({ method: 'DELETE', url: '/api/v1/session', cookies });
    expect((await app.inject({ url: '/api/v1/session', cookies })).statusCode).toBe(401);
    for (let wrong = 0; wrong < 5; wrong++) await logIn('wrong');
    expect((await logIn('right password')).statusCode).toBe(429);
  });

  test('the OpenAPI document names every call', async () => {
    const document = (await app.inject({ url: '/api/v1/openapi.json', headers: bearer })).json();
    expect(document.openapi).toBe('3.1.0');
    for (const path of [
      'leads',
      'leads/{id}',
      'tasks',
      'tasks/{id}',
      'people',
      'profiles/{key}',
      'profiles/{key}/explanation',
      'alerts/stream',
      'session',
      'setup',
    ]) {
      expect(Object.keys(document.paths)).toContain(`/api/v1/${path}`);
    }
  });

  test('the live stream: at once, in order, resumed without a gap or a double, also over a restart of the store', async () => {
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const from = await pipeline.lastAlertId();
    const open = async (after: number) => {
      const stop = new AbortController();
      const response = await fetch(`${url}/api/v1/alerts/stream`, {
        headers: { ...bearer, 'last-event-id': String(after) },
        signal: stop.signal,
      });
      expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
      const got: number[] = [];
      const reading = (async () => {
        let text = '';
        for await (const part of response.body ?? []) {
          text += Buffer.from(part).toString();
          got.splice(0, got.length, ...[...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)));
        }
      })().catch(() => undefined);
      const close = async () => {
        stop.abort();
        await reading;
      };
      return { got, close };
    };
    const next = async () => {
      people++;
      await pipeline.applyStandings([entryOf(record())]);
    };
    const wanted = async () => (await pipeline.alertsAfter(from, 500)).map(({ id }: Alert) => id);

    const first = await open(from);
    await next();
    await next();
    await until('both told', async () => first.got.length === 2);
    await first.close();
    await next();
    const second = await open(first.got[0] ?? 0);
    await until('resumed', async () => second.got.length === 2);
    await server.kill();
    await server.restart();
    await until('the store is back', async () => {
      await next();
      return true;
    });
    await until('told after the restart', async () => second.got.length === 3);
    expect([first.got[0], ...second.got]).toEqual(await wanted());
    await second.close();
  });
});
