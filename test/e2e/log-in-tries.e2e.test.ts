/** Guesses at passwords through two processes of one installation: by address and by account they are as few as through one. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { budgetsOf } from '../../src/sales/team/log-in-budgets.core.ts';
import { countTry } from '../../src/sales/team/log-in-tries.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { type Program, startProgram } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';

const admin = { email: 'admin@example.com', password: 'a long enough password 1' };
let servers: [TestServer, TestDatabase];
let programs: Program[];
let pool: pg.Pool;

beforeAll(async () => {
  servers = await Promise.all([startTestRedis(), startTestDatabase()]);
  const [{ url: redisUrl }, { url: databaseUrl }] = servers;
  const settings = {
    ...{ REDIS_URL: redisUrl, DATABASE_URL: databaseUrl, ROLES: 'console', TRUST_PROXY: 'loopback' },
    ...{ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
  };
  programs = [await startProgram(settings), await startProgram(settings)];
  pool = new pg.Pool({ connectionString: databaseUrl });
});
afterAll(async () => {
  await pool?.end();
  await Promise.all((programs ?? []).map((program) => program.stop()));
  await Promise.all((servers ?? []).map((server) => server.stop()));
});

let tries = 0;
/** Logs in from an address, each time through the other process. */
async function statusOf(network: string, email: string, password = 'wrong'): Promise<number> {
  const { url } = programs[tries++ % programs.length] as Program;
  const { status } = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': network },
    body: JSON.stringify({ email, password }),
  });
  return status;
}

/** Counts tries of a budget until so many are left, as a third process would, without a hash for each. */
async function spend(which: RegExp, attempt: { email: string; network: string }, left: number, already = 0) {
  const all = budgetsOf({ ...attempt, knownBrowser: null, isNetworkKnown: false });
  const budget = all.find(({ name }) => which.test(name));
  if (budget === undefined) throw new Error('there is no such budget');
  for (let count = already + left; count < budget.triesMax; count++)
    expect(await countTry(pool, budget, Date.now())).toBe(0);
}

test('at one user from one address', async () => {
  const statuses: number[] = [];
  for (let count = 0; count <= limits.logInFailuresMax; count++)
    statuses.push(await statusOf('192.0.2.1', admin.email));
  expect(statuses).toEqual([...Array(limits.logInFailuresMax).fill(401), 429]);
  expect(await statusOf('192.0.2.1', admin.email), 'through the other process too').toBe(429);
});

test('by address, at any users', async () => {
  const network = '192.0.2.2';
  await spend(/^place /, { email: 'nobody@example.com', network }, 2);
  expect(await statusOf(network, 'one@example.com')).toBe(401);
  expect(await statusOf(network, 'two@example.com')).toBe(401);
  expect(await statusOf(network, admin.email, admin.password)).toBe(429);
  expect(await statusOf(network, admin.email, admin.password)).toBe(429);
});

test('by user, from any addresses; who has logged in from theirs goes on', async () => {
  expect(await statusOf('198.51.100.1', admin.email, admin.password)).toBe(200);
  await spend(/^strangers /, { email: admin.email, network: '192.0.2.3' }, 2, limits.logInFailuresMax);
  expect(await statusOf('192.0.2.4', admin.email)).toBe(401);
  expect(await statusOf('192.0.2.5', admin.email)).toBe(401);
  expect(await statusOf('192.0.2.6', admin.email)).toBe(429);
  expect(await statusOf('192.0.2.7', admin.email, admin.password)).toBe(429);
  expect(await statusOf('198.51.100.1', admin.email, admin.password)).toBe(200);
});
