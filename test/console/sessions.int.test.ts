/** Sessions of users: listed and ended by themselves and by rank; and guesses at passwords, counted over all processes. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { budgetsOf, type LogInAttempt } from '../../src/sales/team/log-in-budgets.core.ts';
import { countTry, forgetTries, giveTryBack } from '../../src/sales/team/log-in-tries.ts';
import { startMs } from '../sales/records.ts';
import { until } from '../support/until.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer, password, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let manager: Caller;
let admin: Caller;

beforeAll(async () => {
  consoleApp = await startConsoleApp({ proxies: 1 });
  manager = await newcomer(consoleApp, 'manager@sessions.example', 'manager');
  admin = await newcomer(consoleApp, 'admin@sessions.example', 'admin');
});
afterAll(async () => void (await consoleApp?.close()));

/** A log-in through the door, as a browser somewhere makes it. */
const logInFrom = (network: string, email: string, secret = password, agent = 'Mozilla/5.0 (Tests)') =>
  consoleApp.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { 'x-forwarded-for': network, 'user-agent': agent },
    payload: { email, password: secret },
  });

const sessionsOf = async (who: Caller, path = '/users/me/sessions') =>
  (await who.ask('GET', path)).json().items as { id: string; isCurrent: boolean; address: string | null }[];
const isIn = async (who: Caller) => (await who.ask('GET', '/session')).statusCode === 200;

test.each([
  ['password', `password_hash = 'aa:bb'`],
  ['second factor', 'second_factor_at = now()'],
])('nobody logs in by what was checked before a %s that is set at that moment', async (what, change) => {
  const { email } = await newcomer(consoleApp, `racing-${what.replace(' ', '-')}@sessions.example`, 'rep');
  const client = new pg.Client({ connectionString: consoleApp.databaseUrl });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`UPDATE users SET ${change} WHERE email = $1`, [email]);
  const session = consoleApp.sales.team.logIn({ email, password });
  await until('the log-in waits', async () => {
    const { rows } = await consoleApp.query(
      `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    return rows.length > 0;
  });
  await client.query('COMMIT');
  expect(await session).toBeNull();
  await client.end();
});

describe('a user', () => {
  test('sees each log-in: when, from where, by which browser, and which is this one', async () => {
    const here = await newcomer(consoleApp, 'seen@sessions.example', 'rep');
    consoleApp.clock.turnTo(startMs + limits.minuteMs);
    expect((await logInFrom('203.0.113.7', here.email, password, 'A'.repeat(2_000))).statusCode).toBe(200);
    const { items, nextCursor } = (await here.ask('GET', '/users/me/sessions')).json();
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      {
        id: expect.stringMatching(/^ss_/),
        startedAt: new Date(startMs + limits.minuteMs).toISOString(),
        expiresAt: new Date(startMs + limits.minuteMs + limits.sessionMs).toISOString(),
        address: '203.0.113.7',
        userAgent: 'A'.repeat(limits.userAgentLengthMax),
        isCurrent: false,
      },
      expect.objectContaining({ startedAt: new Date(startMs).toISOString(), isCurrent: true }),
    ]);
    consoleApp.clock.turnTo(startMs);
  });

  test('ends one, and all others; a session of somebody else is not found', async () => {
    const here = await newcomer(consoleApp, 'ends@sessions.example', 'rep');
    const { cookies } = await logInFrom('203.0.113.8', here.email);
    const there = { scoville_session: cookies[0]?.value ?? '' };
    const asThere = () => consoleApp.app.inject({ url: '/api/v1/session', cookies: there });
    expect((await asThere()).statusCode).toBe(200);
    const other = (await sessionsOf(here)).find(({ isCurrent }) => !isCurrent)?.id ?? '';
    const [foreign] = await sessionsOf(manager);
    for (const id of [foreign?.id, 'ss_none'])
      expect((await here.ask('DELETE', `/users/me/sessions/${id}`)).json()).toMatchObject({
        code: 'not_found',
        detail: expect.stringContaining(`no session "${id}"`),
      });
    expect(await isIn(manager)).toBe(true);
    expect((await here.ask('DELETE', `/users/me/sessions/${other}`)).statusCode).toBe(204);
    expect((await asThere()).statusCode).toBe(401);
    await logInFrom('203.0.113.8', here.email);
    await logInFrom('203.0.113.9', here.email);
    expect((await here.ask('DELETE', '/users/me/sessions')).json()).toEqual({ ended: 2 });
    expect(await sessionsOf(here)).toHaveLength(1);
    expect(await isIn(here)).toBe(true);
  });

  test('has so many at most: a further log-in ends the oldest', async () => {
    const first = await newcomer(consoleApp, 'many@sessions.example', 'rep');
    await consoleApp.query(
      `INSERT INTO sessions (token_hash, email, expires_at, started_at)
       SELECT 'more ' || n, email, expires_at, started_at + n * interval '1 s'
       FROM sessions, generate_series(1, $2::int) AS n WHERE email = $1`,
      [first.email, limits.sessionsPerUserMax - 1],
    );
    expect(await isIn(first)).toBe(true);
    await consoleApp.sales.team.logIn({ email: first.email, password });
    expect(await isIn(first)).toBe(false);
    const { rows } = await consoleApp.query('SELECT FROM sessions WHERE email = $1', [first.email]);
    expect(rows).toHaveLength(limits.sessionsPerUserMax);
  });

  test('that is a program has none', async () => {
    for (const method of ['GET', 'DELETE'] as const)
      expect((await program(consoleApp).ask(method, '/users/me/sessions')).statusCode).toBe(404);
  });
});

describe('of a user', () => {
  const path = (email: string, id = '') => `/users/${email}/sessions${id && `/${id}`}`;

  test('a manager sees and ends those of a rep, not those of an admin', async () => {
    const rep = await newcomer(consoleApp, 'rep@sessions.example', 'rep');
    const [session] = await sessionsOf(manager, path(rep.email));
    expect(session).toMatchObject({ isCurrent: false });
    for (const [method, id] of [
      ['GET', ''],
      ['DELETE', ''],
      ['DELETE', 'ss_none'],
    ] as const)
      expect((await manager.ask(method, path(admin.email, id))).json()).toMatchObject({ code: 'forbidden' });
    expect(await isIn(admin)).toBe(true);
    expect((await rep.ask('GET', path(manager.email))).statusCode).toBe(403);
    expect((await manager.ask('DELETE', path(rep.email, session?.id))).statusCode).toBe(204);
    expect(await isIn(rep)).toBe(false);
    expect((await admin.ask('GET', path('nobody@sessions.example'))).statusCode).toBe(404);
    await consoleApp.sales.team.logIn({ email: rep.email, password });
    expect((await program(consoleApp).ask('DELETE', path(rep.email))).json()).toEqual({ ended: 1 });
  });

  test('a new role ends them; the same one and another name do not; who changes their own stays', async () => {
    const rep = await newcomer(consoleApp, 'rises@sessions.example', 'rep');
    await admin.ask('PATCH', `/users/${rep.email}`, { role: 'rep', name: 'Rita' });
    expect(await isIn(rep)).toBe(true);
    await admin.ask('PATCH', `/users/${rep.email}`, { role: 'marketer' });
    expect(await isIn(rep)).toBe(false);
    const falls = await newcomer(consoleApp, 'falls@sessions.example', 'admin');
    const elsewhere = await logInFrom('203.0.113.10', falls.email);
    expect((await falls.ask('PATCH', `/users/${falls.email}`, { role: 'operator' })).statusCode).toBe(200);
    expect((await falls.ask('GET', '/session')).json()).toMatchObject({ role: 'operator' });
    const cookies = { scoville_session: elsewhere.cookies[0]?.value ?? '' };
    expect((await consoleApp.app.inject({ url: '/api/v1/session', cookies })).statusCode).toBe(401);
  });
});

describe('guesses', () => {
  const stranger = { email: '', network: '', knownBrowser: null, isNetworkKnown: false };
  let pool: pg.Pool;
  beforeAll(() => {
    pool = new pg.Pool({ connectionString: consoleApp.databaseUrl });
  });
  afterAll(() => pool.end());
  const nameOf = { network: /^place /, strangers: /^strangers / };
  /** Counts wrong passwords by one of the budgets, without a hash for each: beside `already`, until `left` more are admitted. */
  const spend = async (
    which: keyof typeof nameOf,
    { already = 0, left = 0, ...attempt }: Partial<LogInAttempt> & { already?: number; left?: number },
  ) => {
    const budget = budgetsOf({ ...stranger, ...attempt }).find(({ name }) => nameOf[which].test(name));
    if (budget === undefined) throw new Error('there is no such budget');
    for (let tries = already + left; tries < budget.triesMax; tries++)
      expect(await countTry(pool, budget, consoleApp.clock.nowMs())).toBe(0);
  };
  const statusOf = async (network: string, email: string, secret?: string) =>
    (await logInFrom(network, email, secret)).statusCode;

  test('from one network at many users are few', async () => {
    const network = '192.0.2.1';
    expect(await statusOf(network, 'first@sessions.example', 'wrong')).toBe(401);
    await spend('network', { network, already: 1, left: 1 });
    expect(await statusOf(network, 'next@sessions.example', 'wrong')).toBe(401);
    expect(await statusOf(network, admin.email)).toBe(429);
    expect(await statusOf('192.0.2.2', admin.email)).toBe(200);
  });

  test('at one user make strangers wait, and never a browser or a network that has logged in as them', async () => {
    const { email } = await newcomer(consoleApp, 'guessed@sessions.example', 'rep');
    const { cookies } = await logInFrom('198.51.100.9', email);
    const browser = cookies.find(({ name }) => name === 'scoville_browser');
    expect(browser).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    const inBrowser = async (network: string, secret = password) => {
      const headers = { 'x-forwarded-for': network };
      const payload = { email, password: secret };
      const sent = { scoville_browser: browser?.value ?? '' };
      return consoleApp.app.inject({
        ...{ method: 'POST', url: '/api/v1/session', headers, payload, cookies: sent },
      });
    };
    await spend('strangers', { email, left: 2 });
    expect(await statusOf('198.51.100.1', email, 'wrong')).toBe(401);
    expect(await statusOf('198.51.100.2', email, 'wrong')).toBe(401);
    const refused = await logInFrom('198.51.100.3', email);
    expect(refused.json()).toMatchObject({
      code: 'too_many_requests',
      detail: expect.stringContaining('that never logged in as them'),
    });
    expect(Number(refused.headers['retry-after'])).toBe(limits.logInFailuresMs / limits.secondMs);
    expect(await statusOf('198.51.100.9', email)).toBe(200);
    // The network of the user itself is spent too, by somebody beside them.
    await spend('network', { network: '198.51.100.9' });
    expect(await statusOf('198.51.100.9', email)).toBe(429);
    for (const network of ['198.51.100.9', '198.51.100.4']) {
      const admitted = await inBrowser(network);
      expect(admitted.statusCode).toBe(200);
      expect(admitted.cookies.find(({ name }) => name === 'scoville_browser')?.value).toBe(browser?.value);
    }
    // A browser of one user is a stranger to another; and it has a budget too.
    const { email: second } = await newcomer(consoleApp, 'second@sessions.example', 'rep');
    await spend('strangers', { email: second });
    const asSecond = { email: second, password };
    const sent = { scoville_browser: browser?.value ?? '' };
    expect(
      (
        await consoleApp.app.inject({
          ...{ method: 'POST', url: '/api/v1/session', payload: asSecond, cookies: sent },
        })
      ).statusCode,
    ).toBe(429);
    for (let tries = 0; tries < limits.logInFailuresMax; tries++)
      expect((await inBrowser('198.51.100.4', 'wrong')).statusCode).toBe(401);
    expect((await inBrowser('198.51.100.4')).statusCode).toBe(429);
  });

  test('of one machine leave the user alone, and a token that nobody gave makes no browser known', async () => {
    const { email } = await newcomer(consoleApp, 'one-machine@sessions.example', 'rep');
    const network = '198.51.100.20';
    const statuses = [];
    for (let minute = 0; minute < 4; minute++) {
      consoleApp.clock.turnTo(startMs + minute * limits.minuteMs);
      for (let tries = 0; tries <= limits.logInFailuresMax; tries++)
        statuses.push(await statusOf(network, email, 'wrong'));
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(limits.logInFailuresOfStrangerMax);
    const planted = await consoleApp.app.inject({
      ...{ method: 'POST', url: '/api/v1/session', payload: { email, password } },
      ...{ headers: { 'x-forwarded-for': '198.51.100.21' }, cookies: { scoville_browser: 'planted' } },
    });
    expect(planted.statusCode).toBe(200);
    expect(planted.cookies.find(({ name }) => name === 'scoville_browser')?.value).toMatch(/^[\w-]{43}$/);
    consoleApp.clock.turnTo(startMs);
  });

  test('at strangers end with a new password by a manager, or with the time', async () => {
    const { email } = await newcomer(consoleApp, 'waits@sessions.example', 'rep');
    await spend('strangers', { email });
    expect(await statusOf('198.51.100.30', email)).toBe(429);
    const next = 'another password of tests';
    expect((await manager.ask('PATCH', `/users/${email}`, { password: next })).statusCode).toBe(200);
    expect(await statusOf('198.51.100.30', email, next)).toBe(200);
    await spend('strangers', { email });
    expect(await statusOf('198.51.100.31', email, next)).toBe(429);
    consoleApp.clock.turnTo(startMs + limits.logInFailuresMs);
    expect(await statusOf('198.51.100.31', email, next)).toBe(200);
    consoleApp.clock.turnTo(startMs);
  });

  test('right passwords count for nothing, and one that was refused neither', async () => {
    const { email } = await newcomer(consoleApp, 'right@sessions.example', 'rep');
    const network = '192.0.2.3';
    await spend('network', { network, left: 1 });
    for (let times = 0; times < 3; times++) expect(await statusOf(network, email)).toBe(200);
    expect(await statusOf(network, email, 'wrong')).toBe(401);
    expect(await statusOf(network, email)).toBe(429);
    // The refused one was not counted at the user from there either.
    const [ofBoth] = budgetsOf({ ...stranger, network, email, isNetworkKnown: true });
    for (let tries = 1; tries < (ofBoth?.triesMax ?? 0); tries++)
      expect(ofBoth && (await countTry(pool, ofBoth, startMs))).toBe(0);
    expect(await statusOf('192.0.2.4', email)).toBe(200);
  });

  test('leave so many known browsers and networks of a user, for so long', async () => {
    const { email } = await newcomer(consoleApp, 'forgets@sessions.example', 'rep');
    const known = async () =>
      (await consoleApp.query('SELECT FROM known_log_ins WHERE email = $1', [email])).rowCount;
    await consoleApp.query(
      `INSERT INTO known_log_ins (email, mark, seen_at)
       SELECT $1, 'mark ' || n, $2::timestamptz - n * interval '1 s' FROM generate_series(1, $3::int) AS n`,
      [email, new Date(startMs), limits.knownLogInsPerUserMax],
    );
    expect(await statusOf('192.0.2.8', email)).toBe(200);
    expect(await known()).toBe(limits.knownLogInsPerUserMax);
    consoleApp.clock.turnTo(startMs + limits.knownLogInMs);
    await spend('strangers', { email });
    expect(await statusOf('192.0.2.8', email)).toBe(429);
    consoleApp.clock.turnTo(startMs + limits.knownLogInMs + limits.logInFailuresMs);
    expect(await statusOf('192.0.2.8', email)).toBe(200);
    expect(await known()).toBe(2);
    consoleApp.clock.turnTo(startMs);
  });

  test('at once over several processes are as few as one after another', async () => {
    const pools = Array.from({ length: 3 }, () => new pg.Pool({ connectionString: consoleApp.databaseUrl }));
    const asked = { name: 'a test', triesMax: 7, withinMs: limits.minuteMs };
    const tries = (count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, index) =>
          countTry(pools[index % pools.length] as pg.Pool, asked, startMs),
        ),
      );
    const waits = await tries(30);
    expect(waits.filter((wait) => wait === 0)).toHaveLength(7);
    expect(new Set(waits)).toEqual(new Set([0, limits.minuteMs]));
    // A refused try was not counted: each one that is taken back makes room for one.
    await giveTryBack(pool, asked.name);
    expect((await tries(9)).filter((wait) => wait === 0)).toHaveLength(1);
    expect(await countTry(pool, asked, startMs + limits.minuteMs)).toBe(0);
    await forgetTries(pool, asked.name);
    expect((await tries(9)).filter((wait) => wait === 0)).toHaveLength(7);
    await Promise.all(pools.map((one) => one.end()));
  });

  test('that are over leave nothing behind, and no address stands in clear', async () => {
    await logInFrom('192.0.2.4', 'trace@sessions.example', 'wrong');
    const kept = async () => JSON.stringify((await consoleApp.query('SELECT * FROM log_in_tries')).rows);
    expect(await kept()).not.toMatch(/trace|192\.0\.2/);
    consoleApp.clock.turnTo(startMs + 2 * limits.knownLogInMs);
    const ofOneTry = budgetsOf(stranger).length;
    const rows = async () => (await consoleApp.query('SELECT FROM log_in_tries')).rowCount ?? 0;
    for (let before = await rows(); before > ofOneTry; before = await rows())
      await logInFrom('192.0.2.5', 'trace@sessions.example', 'wrong');
    expect(await rows()).toBeLessThanOrEqual(ofOneTry);
    consoleApp.clock.turnTo(startMs);
  });
});

test('a password of set-up follows the rule of all passwords', async () => {
  const made = consoleApp.sales.team.ensureAdmin('setup@sessions.example', 'Dragon2024!!');
  await expect(made).rejects.toThrow('"ADMIN_PASSWORD" is among the most common ones');
});

test.each([
  ['https', 'https://crm.example', 200],
  ['https', 'http://crm.example', 403],
  ['http', 'http://crm.example', 200],
  ['http', 'https://crm.example', 200],
])('a log-in behind a proxy that says %s, from a page at %s: %d', async (protocol, origin, status) => {
  const headers = { 'x-forwarded-proto': protocol, 'x-forwarded-host': 'crm.example', origin };
  const payload = { email: admin.email, password };
  const answer = await consoleApp.app.inject({ method: 'POST', url: '/api/v1/session', headers, payload });
  expect(answer.statusCode).toBe(status);
});
