/** Restores over the API: begun by hand, returned while they run, and watched; and profiles that cannot be evaluated. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits, partitionOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { until } from '../support/until.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, program } from './log-ins.ts';

const remedy = /cannot be read \(.+\); an operator restores it: docs\/operate.md, Failing profiles$/;

let redis: Redis;
let consoleApp: ConsoleApp;
let ask: Caller['ask'];

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  redis = new Redis(consoleApp.redisUrl);
  ask = program(consoleApp).ask;
  await consoleApp.view('ada', '/managed-cloud');
});
afterAll(async () => {
  redis?.disconnect();
  await consoleApp?.close();
});

test('a restore is begun once, and says how far it is', async () => {
  expect((await ask('GET', '/restores')).json().items).toEqual([]);
  const begun = await ask('POST', '/restores');
  expect([begun.statusCode, begun.headers['location']]).toEqual([202, '/api/v1/restores/2']);
  expect(begun.json()).toMatchObject({ era: 2, status: 'running', reason: 'asked for by API token' });
  expect((await ask('POST', '/restores')).json()).toMatchObject({ era: 2, status: 'running' });
  expect((await ask('GET', '/restores/2')).json()).toMatchObject({ era: 2, endedAt: null });
  expect((await ask('GET', '/restores')).json().items).toHaveLength(1);
  expect((await ask('GET', '/restores/7')).statusCode).toBe(404);
});

test('a restore is cancelled, and resumed', async () => {
  expect((await ask('DELETE', '/restores/2')).json()).toMatchObject({ era: 2, status: 'cancelled' });
  expect((await ask('GET', '/restores/2')).json().endedAt).not.toBeNull();
  expect((await ask('DELETE', '/restores/7')).statusCode).toBe(404);
  expect((await ask('POST', '/restores')).json()).toMatchObject({ era: 2, status: 'running', endedAt: null });
});

test('a profile that cannot be evaluated is listed with the reason, and counts in the restore', async () => {
  expect((await ask('GET', '/failing-profiles')).json()).toEqual({ items: [], nextCursor: null });
  const profile = profileIdOf('u:ada');
  const partition = partitionOf(profile, 2);
  const { profile: keyOf, timers } = keysOf(partition);
  await redis.set(keyOf(profile), Buffer.of(255));
  await redis.zadd(timers, 0, profile);
  await consoleApp.view('ben', '/managed-cloud');
  const { items } = await until('it fails', async () => {
    const listed = (await ask('GET', '/failing-profiles?limit=1')).json();
    return listed.items.length > 0 && listed;
  });
  expect(items).toMatchObject([{ profile, partition, reason: 'unreadable' }]);
  const [{ at, since, retryAt }] = items;
  expect([since, Date.parse(retryAt)]).toEqual([at, Date.parse(at) + limits.failingLookMs]);
  expect((await ask('GET', '/restores/2')).json()).toMatchObject({ failed: 1 });
  expect((await ask('GET', '/failing-profiles?cursor=x')).statusCode).toBe(400);
});

describe('a profile whose stored record cannot be read', () => {
  const profile = profileIdOf('u:ada');
  /** An export waits for the history, and nobody copies here. */
  const historyHasAll = async () => {
    for (const { cursor, events } of [0, 1].map(keysOf)) {
      const [[last] = []] = await redis.xrevrange(events, '+', '-', 'COUNT', 1);
      if (last !== undefined) await redis.hset(cursor, 'history', last);
    }
  };
  test.each(['ada', profile])('is answered by its key "%s" with 503 and the remedy', async (key) => {
    for (const path of [`/profiles/${key}`, `/profiles/${key}/explanation`]) {
      const answer = await ask('GET', path);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        503,
        'application/problem+json; charset=utf-8',
      ]);
      expect(answer.headers['retry-after']).toBeDefined();
      const { code, detail } = answer.json();
      expect([code, detail]).toEqual(['profile_unreadable', expect.stringMatching(remedy)]);
      expect(detail).toContain(profile);
    }
    expect((await ask('GET', `/profiles/${key}/ledger`)).statusCode).toBe(200);
  });

  test('is not exported while the history lacks events that were accepted before', async () => {
    const answer = await ask('POST', '/privacy/export', { identity: 'ada' });
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, `${limits.retryAfterSeconds}`]);
    expect(answer.json()).toMatchObject({
      code: 'history_behind',
      detail: expect.stringContaining('nothing was exported'),
    });
  });

  test('is exported with its bytes as they are', async () => {
    await historyHasAll();
    const exported = await ask('POST', '/privacy/export', { identity: 'ada' });
    expect(exported.statusCode).toBe(200);
    expect(exported.json()).toMatchObject({ profiles: [], unreadable: [profile] });
    const packedState = Buffer.of(255).toString('base64');
    expect(exported.json().stored).toContainEqual(expect.objectContaining({ profile, packedState }));
  });

  test('is the same where who it is cannot be read', async () => {
    const ben = profileIdOf('u:ben');
    await redis.set(keysOf(partitionOf(ben, 2)).identity(ben), '{"keys":');
    const answer = await ask('GET', '/profiles/ben');
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'profile_unreadable', detail: expect.stringMatching(remedy) }),
    ]);
    expect(answer.body).not.toContain('{\\"keys');
    const exported = await ask('POST', '/privacy/export', { identity: 'ben' });
    expect(exported.json()).toMatchObject({
      unreadable: [ben],
      stored: [{ profile: ben, identity: '{"keys":' }],
    });
  });

  test('hinders no audit of all, and no list', async () => {
    const audited = (await ask('POST', '/audits', { waitSeconds: 5 })).json();
    expect(audited).toMatchObject({ status: 'done', error: null, result: { mismatched: 0 } });
    for (const list of ['/leads', '/tasks', '/people', '/failing-profiles'])
      expect([list, (await ask('GET', list)).statusCode]).toEqual([list, 200]);
  });
});
