/** The log-in at an OpenID Connect provider, against a real one: who it lets in as whom, and what it says to the others. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OidcServer, oidcClient, startOidcServer } from '../support/oidc-server.ts';
import { until } from '../support/until.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer } from './log-ins.ts';

const redirectUri = 'https://scoville.example.com/log-in/oidc/callback';

/** The demo offers it: no other start does, as test/e2e/start.e2e.test.ts says. */
const offered = { email: 'rep@demo.example', name: 'Robin', about: 'Rep', password: 'for everybody' };

let provider: OidcServer;
let consoleApp: ConsoleApp;
let admin: Caller;

/** Scoville starts while the provider is away, and the first test sees it come. */
beforeAll(async () => {
  provider = await startOidcServer(redirectUri);
  await provider.stop();
  consoleApp = await startConsoleApp({
    demo: { accounts: [offered], historyPart: 0.5 },
    settings: {
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: oidcClient.id,
      OIDC_CLIENT_SECRET: oidcClient.secret,
      OIDC_NAME: 'Example ID',
      OIDC_NEW_USERS: 'rep',
    },
  });
  admin = await newcomer(consoleApp, 'admin@oidc.example', 'admin');
});
afterAll(async () => {
  await consoleApp?.close();
  await provider?.stop();
});

type Cookies = Record<string, string>;

/** Asks as a browser with these cookies; its answer changes them. */
async function browse(cookies: Cookies, url: string) {
  const answer = await consoleApp.app.inject({
    url,
    cookies,
    headers: { 'user-agent': 'Mozilla/5.0 (Tests)' },
  });
  for (const { name, value, maxAge } of answer.cookies)
    if (maxAge === 0) delete cookies[name];
    else cookies[name] = value;
  return answer;
}

const begin = async (cookies: Cookies, to = '/') =>
  String((await browse(cookies, `/log-in/oidc?${new URLSearchParams({ to })}`)).headers.location);

/** From the button to the page behind the log-in. */
async function logIn(subject: string | null, cookies: Cookies = {}, to = '/') {
  const returned = await provider.logIn(await begin(cookies, to), subject);
  const answer = await browse(cookies, `${returned.pathname}${returned.search}`);
  const session = await browse(cookies, '/api/v1/session');
  const { failure } = (await browse(cookies, '/api/v1/session/options')).json();
  return {
    ...{ cookies, returned, answer, failure },
    email: session.statusCode === 200 ? (session.json().email as string) : null,
  };
}

const isVerified = { email_verified: true };

test('a provider that is away is named with the remedy, and asked again after a pause', async () => {
  const start = async () => {
    const cookies: Cookies = {};
    const { headers } = await browse(cookies, '/log-in/oidc');
    const { failure } = (await browse(cookies, '/api/v1/session/options')).json();
    return { location: headers.location, failure };
  };
  expect(await start()).toEqual({
    location: '/',
    failure: `Example ID does not answer at ${provider.issuer} (ECONNREFUSED). Log in with your password, or try again in a minute.`,
  });
  provider = await startOidcServer(redirectUri, { port: Number(new URL(provider.issuer).port) });
  await until('the provider is asked again', async () =>
    String((await start()).location).startsWith(`${provider.issuer}/auth?`),
  );
});

test('nobody without a user gets in where none are made', async () => {
  const { issuer } = provider;
  const account = { issuer, subject: 'x', email: 'x@oidc.example', unverifiedEmail: null, name: null };
  const from = { address: '127.0.0.1', userAgent: undefined };
  await expect(consoleApp.sales.team.providerLogIns.logIn(account, null, from)).rejects.toThrow(
    'there is no user "x@oidc.example"; a manager makes one with this address',
  );
});

describe('an account at the provider', () => {
  test('logs in the user of its verified address, on the page where the log-in began', async () => {
    await newcomer(consoleApp, 'ada@oidc.example', 'marketer');
    provider.accounts.set('ada', { email: 'Ada@OIDC.example', ...isVerified });
    const { email, answer, cookies, failure } = await logIn('ada', {}, '/leads/ld_1?sort=heat');
    expect({ email, failure }).toEqual({ email: 'ada@oidc.example', failure: null });
    expect(answer.headers.location).toBe('/leads/ld_1?sort=heat');
    expect(answer.cookies).toContainEqual(
      expect.objectContaining({ name: 'scoville_session', httpOnly: true, sameSite: 'Strict' }),
    );
    const { items } = (await browse(cookies, '/api/v1/users/me/sessions')).json();
    expect(items).toContainEqual(
      expect.objectContaining({ isCurrent: true, userAgent: 'Mozilla/5.0 (Tests)', address: '127.0.0.1' }),
    );
    const out = await consoleApp.app.inject({ method: 'DELETE', url: '/api/v1/session', cookies });
    expect(out.statusCode).toBe(200);
    expect((await browse({ ...cookies }, '/api/v1/session')).statusCode).toBe(401);
  });

  test('stays that of its user when its address changes, and another with the old address gets nothing', async () => {
    await newcomer(consoleApp, 'mary@oidc.example', 'rep');
    await newcomer(consoleApp, 'boss@oidc.example', 'manager');
    provider.accounts.set('mary', { email: 'mary@oidc.example', ...isVerified });
    expect((await logIn('mary')).email).toBe('mary@oidc.example');
    provider.accounts.set('mary', { email: 'boss@oidc.example', ...isVerified });
    expect((await logIn('mary')).email).toBe('mary@oidc.example');
    provider.accounts.set('other', { email: 'mary@oidc.example', ...isVerified });
    expect(await logIn('other')).toMatchObject({
      email: null,
      failure: expect.stringMatching(/"mary@oidc.example" logs in with another account.*a manager unlinks/),
    });
  });

  test('is unlinked by rank; the next log-in is matched by its address', async () => {
    await newcomer(consoleApp, 'grace@oidc.example', 'manager');
    const manager = await newcomer(consoleApp, 'manager@oidc.example', 'manager');
    const unlink = (who: Caller, email = 'grace@oidc.example') =>
      who.ask('DELETE', `/users/${email}/provider-account`);
    expect((await unlink(admin)).json()).toMatchObject({
      code: 'not_found',
      detail: expect.stringContaining('nothing to unlink'),
    });
    expect((await unlink(admin, 'absent@oidc.example')).json()).toMatchObject({
      detail: 'there is no user "absent@oidc.example"',
    });
    provider.accounts.set('grace-1', { email: 'grace@oidc.example', ...isVerified });
    provider.accounts.set('grace-2', { email: 'grace@oidc.example', ...isVerified });
    expect((await logIn('grace-1')).email).toBe('grace@oidc.example');
    expect((await unlink(manager)).statusCode).toBe(403);
    expect((await unlink(admin)).statusCode).toBe(204);
    expect((await logIn('grace-2')).email).toBe('grace@oidc.example');
    expect((await logIn('grace-1')).email).toBeNull();
  });

  test('makes a user of the role of the settings, with its name and without a password', async () => {
    provider.accounts.set('new', { email: 'new@oidc.example', name: 'New Here', ...isVerified });
    expect((await logIn('new')).email).toBe('new@oidc.example');
    expect((await admin.ask('GET', '/users/new@oidc.example')).json()).toMatchObject({
      ...{ role: 'rep', name: 'New Here' },
    });
    expect((await logIn('new')).email).toBe('new@oidc.example');
  });

  test.each([
    ['not verified', { email: 'admin@oidc.example' }, /has not verified the address "admin@oidc.example"/],
    ['verified as false', { email: 'admin@oidc.example', email_verified: false }, /Confirm it there/],
    ['missing', {}, /gave no e-mail address; its administrator/],
    ['none', { email: 'a sentence', ...isVerified }, /"a sentence" of the provider is none/],
  ])('whose address is %s gets nothing', async (name, claims, words) => {
    provider.accounts.set(`claims ${name}`, claims);
    expect(await logIn(`claims ${name}`)).toMatchObject({
      email: null,
      failure: expect.stringMatching(words),
    });
  });

  test('of a deactivated user gets nothing, linked or not', async () => {
    for (const name of ['linked', 'unlinked']) {
      await newcomer(consoleApp, `${name}@oidc.example`, 'rep');
      provider.accounts.set(name, { email: `${name}@oidc.example`, ...isVerified });
    }
    expect((await logIn('linked')).email).toBe('linked@oidc.example');
    for (const name of ['linked', 'unlinked']) {
      const left = await admin.ask('POST', `/users/${name}@oidc.example/deactivate`, {
        ...{ assignTo: null, reason: 'left' },
      });
      expect(left.statusCode).toBe(200);
      expect(await logIn(name)).toMatchObject({
        email: null,
        failure: `the user "${name}@oidc.example" is deactivated; a manager lets them back in`,
      });
    }
    const { rows } = await consoleApp.query(`SELECT FROM provider_accounts WHERE subject = 'unlinked'`);
    expect(rows).toEqual([]);
  });
});

describe('a return', () => {
  test('of somebody whom the provider refused says its reason', async () => {
    expect(await logIn(null)).toMatchObject({
      email: null,
      failure:
        'Example ID refused the log-in: access_denied, not in the group of sales. Log in again, or ask the administrator there.',
    });
  });

  test('counts once, in the browser that began, with its own state', async () => {
    provider.accounts.set('once', { email: 'once@oidc.example', ...isVerified });
    const { cookies, returned } = await logIn('once');
    const again = `${returned.pathname}${returned.search}`;
    const stale = /began in another browser.*more than 10 minutes ago.*https:\/\/scoville.example.com/;
    const withAnotherAttempt: Cookies = {};
    await begin(withAnotherAttempt);
    for (const given of [cookies, {}, withAnotherAttempt] satisfies Cookies[]) {
      const before = given['scoville_session'];
      const answer = await browse(given, again);
      expect(answer.headers.location).toBe('/');
      expect(given['scoville_session']).toBe(before);
      expect((await browse(given, '/api/v1/session/options')).json().failure).toMatch(stale);
    }
  });

  test('with a code that the provider did not give gets nothing', async () => {
    const cookies: Cookies = {};
    const state = new URL(await begin(cookies)).searchParams.get('state') ?? '';
    const iss = provider.issuer;
    const answer = await browse(
      cookies,
      `/log-in/oidc/callback?${new URLSearchParams({ code: 'guessed', state, iss })}`,
    );
    expect(answer.headers.location).toBe('/');
    expect((await browse(cookies, '/api/v1/session/options')).json().failure).toMatch(
      /^Example ID no longer knows this log-in \(invalid_grant/,
    );
  });
});

test('the way to the provider has state, nonce and PKCE, and its cookie comes back from another site', async () => {
  const answer = await browse({}, '/log-in/oidc');
  const sent = Object.fromEntries(new URL(String(answer.headers.location)).searchParams);
  expect(sent).toMatchObject({
    ...{ response_type: 'code', client_id: oidcClient.id, redirect_uri: redirectUri },
    ...{ scope: 'openid email profile', code_challenge_method: 'S256' },
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.cookies).toEqual([
    expect.objectContaining({ name: 'scoville_oidc', httpOnly: true, sameSite: 'Lax', maxAge: 600 }),
  ]);
});

test('the log-in page is told of the provider; a log-in by password goes on beside it', async () => {
  expect((await browse({}, '/api/v1/session/options')).json()).toEqual({
    provider: { name: 'Example ID', path: '/log-in/oidc' },
    failure: null,
    demo: { accounts: [offered], historyPart: 0.5 },
  });
  expect((await admin.ask('GET', '/session')).statusCode).toBe(200);
});
