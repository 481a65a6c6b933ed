/** Second factors of log-ins: set up by an app’s code, asked for at each log-in, each code once, and required of roles. */
import { type TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { startMs } from '../sales/records.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, logIn, newcomer, password, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let admin: Caller;
let count = 0;

beforeAll(async () => {
  consoleApp = await startConsoleApp({ proxies: 1 });
  admin = await newcomer(consoleApp, 'admin@factors.example', 'admin');
});
afterAll(async () => void (await consoleApp?.close()));

const own = '/users/me/second-factor';
let callers = 0;
/** A log-in through the door, each from another address: guesses from one are limited. */
const enter = (email: string, code?: string, from = `198.51.100.${++callers % 250}`) =>
  consoleApp.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { 'x-forwarded-for': from },
    payload: { email, password, ...(code !== undefined && { code }) },
  });

/** What an authenticator app shows after it has read the address. */
function codeOf(appAddress: string, atMs = consoleApp.clock.nowMs()): string {
  return (URI.parse(appAddress) as TOTP).generate({ timestamp: atMs });
}
const step = limits.secondFactorStepMs;
/** Codes work once, so each new use takes the next step. */
const nextStep = () => consoleApp.clock.turnTo(consoleApp.clock.nowMs() + step);

async function somebodyWithOne(role: 'rep' | 'admin' = 'rep') {
  const who = await newcomer(consoleApp, `person-${++count}@factors.example`, role);
  const { appAddress, secret } = (await who.ask('POST', own, { presentPassword: password })).json();
  const confirmed = await who.ask('POST', `${own}/confirm`, { code: codeOf(appAddress) });
  expect(confirmed.statusCode).toBe(200);
  nextStep();
  const { recoveryCodes } = confirmed.json() as { recoveryCodes: string[] };
  return { ...who, appAddress: String(appAddress), secret: String(secret), recoveryCodes };
}

describe('setting up', () => {
  test('a secret counts only once a code of it has come; other log-ins end', async () => {
    const who = await newcomer(consoleApp, 'new@factors.example', 'rep');
    const elsewhere = await logIn(consoleApp, who.email);
    expect((await who.ask('GET', own)).json()).toEqual({
      ...{ activeSince: null, isRequired: false, recoveryCodesLeft: 0 },
    });
    const begun = (await who.ask('POST', own, { presentPassword: password })).json();
    expect(begun.appAddress).toBe(
      `otpauth://totp/Scoville:new%40factors.example?issuer=Scoville&secret=${begun.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await enter(who.email)).statusCode).toBe(200);
    expect((await who.ask('POST', `${own}/confirm`, { code: '000000' })).json()).toMatchObject({
      code: 'forbidden',
      detail: '"code" is wrong, too old, or was used already: nothing was changed',
    });
    const { recoveryCodes } = (
      await who.ask('POST', `${own}/confirm`, { code: codeOf(begun.appAddress) })
    ).json();
    expect(new Set(recoveryCodes).size).toBe(limits.recoveryCodes);
    for (const code of recoveryCodes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$/);
    const activeSince = new Date(consoleApp.clock.nowMs()).toISOString();
    expect((await who.ask('GET', own)).json()).toMatchObject({ activeSince, recoveryCodesLeft: 10 });
    expect((await who.ask('GET', '/users/me')).json()).toMatchObject({ secondFactorAt: activeSince });
    expect((await elsewhere.ask('GET', '/session')).statusCode).toBe(401);
    expect((await who.ask('GET', '/session')).json()).toMatchObject({ needsSecondFactor: false });
    for (const [path, body] of [
      [own, { presentPassword: password }],
      [`${own}/confirm`, { code: codeOf(begun.appAddress) }],
    ] as const)
      expect((await who.ask('POST', path, body)).json()).toMatchObject({ code: 'conflict' });
    nextStep();
  });

  test('needs the present password, a log-in, and something to confirm', async () => {
    const who = await newcomer(consoleApp, 'wrong@factors.example', 'rep');
    expect((await who.ask('POST', own, { presentPassword: 'not mine' })).json()).toMatchObject({
      code: 'forbidden',
      detail: '"presentPassword" is wrong: nothing was changed',
    });
    expect((await who.ask('POST', `${own}/confirm`, { code: '123456' })).json()).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('POST /users/me/second-factor'),
    });
    for (const path of [`${own}/remove`, `${own}/recovery-codes`])
      expect((await who.ask('POST', path, { code: '123456' })).json()).toMatchObject({ code: 'conflict' });
    expect((await program(consoleApp).ask('GET', own)).json()).toMatchObject({ code: 'not_found' });
    for (const code of ['12345', '1'.repeat(21), '', 123_456])
      expect((await who.ask('POST', `${own}/confirm`, { code })).json()).toMatchObject({
        code: 'invalid_request',
      });
  });
});

describe('a log-in', () => {
  test('without a code is asked for one, and that is no wrong guess', async () => {
    const who = await somebodyWithOne();
    for (let times = 0; times <= limits.logInFailuresMax; times++)
      expect((await enter(who.email, undefined, '203.0.113.1')).json()).toMatchObject({
        ...{ status: 401, code: 'second_factor_required' },
        detail: expect.stringContaining('or a recovery code, as "code"'),
      });
    const entered = await enter(who.email, codeOf(who.appAddress), '203.0.113.1');
    expect(entered.json()).toMatchObject({ email: who.email, needsSecondFactor: false });
  });

  test('takes the code of now, and of one step before and after; none twice, none older than one used', async () => {
    const who = await somebodyWithOne();
    consoleApp.clock.turnTo(Math.ceil(consoleApp.clock.nowMs() / step) * step + 10 * step);
    const now = consoleApp.clock.nowMs();
    const status = async (atMs: number) => (await enter(who.email, codeOf(who.appAddress, atMs))).statusCode;
    expect(await status(now - 2 * step)).toBe(401);
    expect(await status(now + 2 * step)).toBe(401);
    expect(await status(now - 1)).toBe(200);
    expect(await status(now)).toBe(200);
    expect(await status(now)).toBe(401);
    expect(await status(now + 2 * step - 1)).toBe(200);
    expect(await status(now)).toBe(401);
    nextStep();
    nextStep();
  });

  test('by two at once with one code: one is let in', async () => {
    const who = await somebodyWithOne();
    const code = codeOf(who.appAddress);
    const both = await Promise.all([enter(who.email, code), enter(who.email, code)]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
    const recovery = String(who.recoveryCodes[0]);
    const again = await Promise.all([enter(who.email, recovery), enter(who.email, recovery)]);
    expect(again.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  });

  test('takes a recovery code once, however it is typed', async () => {
    const who = await somebodyWithOne();
    const [first = '', second = ''] = who.recoveryCodes;
    expect((await enter(who.email, ` ${first.replace('-', ' ').toUpperCase()} `)).statusCode).toBe(200);
    expect((await enter(who.email, first)).statusCode).toBe(401);
    const asRead = second.replaceAll('0', 'O').replaceAll('1', 'l');
    expect((await enter(who.email, asRead)).statusCode).toBe(200);
    expect((await who.ask('GET', own)).json()).toMatchObject({ recoveryCodesLeft: 8 });
  });

  test('with a wrong code counts as a wrong password', async () => {
    const who = await somebodyWithOne();
    const from = '203.0.113.77';
    for (let times = 1; times <= limits.logInFailuresMax; times++)
      expect((await enter(who.email, '000000', from)).statusCode).toBe(401);
    expect((await enter(who.email, codeOf(who.appAddress), from)).statusCode).toBe(429);
  });

  test('with a wrong password says nothing of a second factor', async () => {
    const who = await somebodyWithOne();
    const refused = await consoleApp.app.inject({
      ...{ method: 'POST', url: '/api/v1/session', headers: { 'x-forwarded-for': '203.0.113.90' } },
      payload: { email: who.email, password: 'another one', code: codeOf(who.appAddress) },
    });
    expect(refused.json()).toMatchObject({ detail: 'the e-mail address or the password is wrong' });
    expect((await enter(who.email, codeOf(who.appAddress))).statusCode).toBe(200);
  });

  test('of somebody without one takes any code for nothing', async () => {
    const who = await newcomer(consoleApp, 'without@factors.example', 'rep');
    expect((await enter(who.email, '123456')).statusCode).toBe(200);
  });
});

describe('afterwards', () => {
  test('recovery codes are renewed, and it is removed, by a code alone', async () => {
    const who = await somebodyWithOne();
    const [old = ''] = who.recoveryCodes;
    expect((await who.ask('POST', `${own}/recovery-codes`, { code: '000000' })).statusCode).toBe(403);
    const { recoveryCodes } = (
      await who.ask('POST', `${own}/recovery-codes`, { code: codeOf(who.appAddress) })
    ).json();
    expect((await enter(who.email, old)).statusCode).toBe(401);
    expect((await who.ask('POST', `${own}/remove`, { code: old })).statusCode).toBe(403);
    expect((await who.ask('POST', `${own}/remove`, { code: recoveryCodes[0] })).statusCode).toBe(204);
    expect((await enter(who.email)).statusCode).toBe(200);
    const { rows } = await consoleApp.query(
      'SELECT email FROM second_factors WHERE email = $1 UNION ALL SELECT email FROM recovery_codes WHERE email = $1',
      [who.email],
    );
    expect(rows).toEqual([]);
  });

  test('an admin resets a lost one, of other admins too; the log-ins of that user end', async () => {
    const who = await somebodyWithOne();
    const peer = await somebodyWithOne('admin');
    const manager = await newcomer(consoleApp, 'manager@factors.example', 'manager');
    expect((await manager.ask('DELETE', `/users/${peer.email}/second-factor`)).statusCode).toBe(403);
    expect((await who.ask('DELETE', `/users/${peer.email}/second-factor`)).statusCode).toBe(403);
    for (const { email, ask } of [who, peer]) {
      expect((await admin.ask('DELETE', `/users/${email}/second-factor`)).statusCode).toBe(204);
      expect((await ask('GET', '/session')).statusCode).toBe(401);
      expect((await enter(email)).statusCode).toBe(200);
      expect((await admin.ask('DELETE', `/users/${email}/second-factor`)).json()).toMatchObject({
        code: 'conflict',
      });
    }
    expect((await admin.ask('DELETE', '/users/nobody@factors.example/second-factor')).statusCode).toBe(404);
  });

  test('an open page of its user gives nobody the log-in: without a code it is neither reset nor a password set', async () => {
    const who = await somebodyWithOne('admin');
    expect((await who.ask('DELETE', `/users/${who.email}/second-factor`)).json()).toMatchObject({
      ...{ code: 'forbidden', detail: expect.stringContaining('/users/me/second-factor/remove') },
    });
    expect(
      (await who.ask('PATCH', `/users/${who.email}`, { password: 'another password' })).json(),
    ).toMatchObject({
      ...{ code: 'forbidden', detail: expect.stringContaining('"presentPassword"') },
    });
    expect((await enter(who.email)).json()).toMatchObject({ code: 'second_factor_required' });
  });

  test('the timeline says who did what, and when', async () => {
    const who = await somebodyWithOne();
    await admin.ask('DELETE', `/users/${who.email}/second-factor`);
    const { rows } = await consoleApp.query(
      `SELECT actor, at FROM timeline WHERE record = $1 ORDER BY id DESC LIMIT 2`,
      [who.email],
    );
    const before = new Date(consoleApp.clock.nowMs() - step);
    expect(rows).toEqual([
      { actor: admin.email, at: new Date(consoleApp.clock.nowMs()) },
      { actor: who.email, at: before },
    ]);
  });

  test('a password that an operator sets lets an administrator in who has lost it', async () => {
    const who = await somebodyWithOne('admin');
    await consoleApp.sales.team.ensureAdmin(who.email, 'given by the operator');
    const session = await consoleApp.sales.team.logIn({
      email: who.email,
      password: 'given by the operator',
    });
    expect(session).toMatchObject({ email: who.email });
    await consoleApp.sales.team.ensureAdmin(who.email, 'given by the operator');
  });

  test('secrets and codes are in no answer about users', async () => {
    const who = await somebodyWithOne();
    const users = await admin.ask('GET', '/users?limit=200');
    expect(users.body).toContain('secondFactorAt');
    for (const secret of [who.secret, ...who.recoveryCodes]) expect(users.body).not.toContain(secret);
  });
});

test('where the role needs one, a log-in without may set it up and nothing else', async () => {
  const strict = await startConsoleApp({ settings: { SECOND_FACTOR: 'managers' } });
  try {
    const manager = await newcomer(strict, 'manager@strict.example', 'manager');
    const rep = await newcomer(strict, 'rep@strict.example', 'rep');
    expect((await rep.ask('GET', '/leads')).statusCode).toBe(200);
    expect((await rep.ask('GET', own)).json()).toMatchObject({ isRequired: false });
    expect((await manager.ask('GET', '/session')).json()).toMatchObject({ needsSecondFactor: true });
    for (const path of ['/leads', '/users', '/users/me', '/users/me/sessions', '/alerts/stream', '/setup'])
      expect((await manager.ask('GET', path)).json()).toMatchObject({
        ...{ status: 403, code: 'second_factor_missing' },
        detail: 'the role manager logs in with a second factor here',
      });
    expect((await manager.ask('PATCH', '/users/me', { name: 'Mia' })).statusCode).toBe(403);
    expect((await manager.ask('GET', own)).json()).toMatchObject({ isRequired: true });
    const { appAddress } = (await manager.ask('POST', own, { presentPassword: password })).json();
    const code = codeOf(appAddress, startMs);
    expect((await manager.ask('POST', `${own}/confirm`, { code })).statusCode).toBe(200);
    expect((await manager.ask('GET', '/session')).json()).toMatchObject({ needsSecondFactor: false });
    expect((await manager.ask('GET', '/leads')).statusCode).toBe(200);
    // A program is none of the roles, and a provider asks for a second factor itself.
    expect((await strict.app.inject({ url: '/api/v1/leads', headers: bearer })).statusCode).toBe(200);
    const account = {
      ...{ issuer: 'https://id.example', subject: '1', email: 'admin@strict.example' },
      ...{ unverifiedEmail: null, name: null },
    };
    await program(strict).ask('POST', '/users', { email: account.email, role: 'admin' });
    const session = await strict.sales.team.providerLogIns.logIn(account, null, {
      ...{ address: '127.0.0.1', userAgent: undefined },
    });
    const byProvider = { cookies: { scoville_session: session.token } };
    expect((await strict.app.inject({ url: '/api/v1/leads', ...byProvider })).statusCode).toBe(200);
    const begun = await strict.app.inject({
      ...{ method: 'POST', url: `/api/v1${own}`, payload: { presentPassword: password } },
      ...byProvider,
    });
    expect(begun.json()).toMatchObject({ code: 'conflict', detail: expect.stringContaining('provider') });
  } finally {
    await strict.close();
  }
});
