/** Restores over the API: begun by hand, returned while they run, and watched; and profiles that cannot be evaluated. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partitionOf, profileIdOf } from '../../src/base/kernel/kernel.ts';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { until } from '../support/until.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let ask: Caller['ask'];

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  ask = program(consoleApp).ask;
  await consoleApp.view('ada', '/managed-cloud');
});
afterAll(async () => void (await consoleApp?.close()));

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
  const redis = new Redis(consoleApp.redisUrl);
  await redis.set(keyOf(profile), Buffer.of(255));
  await redis.zadd(timers, 0, profile);
  await consoleApp.view('ben', '/managed-cloud');
  const { items } = await until('it fails', async () => {
    const listed = (await ask('GET', '/failing-profiles?limit=1')).json();
    return listed.items.length > 0 && listed;
  });
  redis.disconnect();
  expect(items).toMatchObject([{ profile, partition, reason: 'unreadable' }]);
  expect((await ask('GET', '/restores/2')).json()).toMatchObject({ failed: 1 });
  expect((await ask('GET', '/failing-profiles?cursor=x')).statusCode).toBe(400);
});
