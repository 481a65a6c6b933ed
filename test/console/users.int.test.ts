/** Users, teams and territories over the API: made, changed within their bounds, and what each may change of itself. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { fillPastTriggers } from '../support/clusters.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, logIn, newcomer, password, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let admin: Caller;
let manager: Caller;
let api: Caller;

beforeAll(async () => {
  consoleApp = await startConsoleApp({ proxies: 1 });
  api = program(consoleApp);
  admin = await newcomer(consoleApp, 'boss@example.com', 'admin');
  manager = await newcomer(consoleApp, 'manager@example.com', 'manager');
});
afterAll(async () => void (await consoleApp?.close()));

const refused = (status: number, detail: RegExp) => ({ status, detail: expect.stringMatching(detail) });

describe('a user', () => {
  test('is made with everything that matters to routing, and logs in', async () => {
    await manager.ask('PUT', '/teams/North', { manager: 'manager@example.com' });
    await manager.ask('PUT', '/territories/DACH', { countries: ['DE', 'AT', 'CH'] });
    const given = {
      email: 'Grace@Example.com',
      role: 'rep',
      name: 'Grace',
      team: 'North',
      lanes: ['Sales'],
      languages: ['de', 'en'],
      territories: ['DACH'],
      products: ['Managed Cloud'],
      acceptsLeads: true,
      capacity: 3,
      maxOpenLeads: 5,
      deputy: 'manager@example.com',
      timeZone: 'Europe/Berlin',
      workingTime: { days: ['Monday', 'Tuesday'], hours: '09:00-17:30', holidays: ['2026-12-25'] },
      away: { from: '2026-12-24T00:00:00.000Z', until: '2027-01-02T00:00:00.000Z' },
    };
    const made = await manager.ask('POST', '/users', { ...given, password });
    expect(made.statusCode).toBe(201);
    const email = 'grace@example.com';
    const kept = {
      weeklyReview: true,
      canLogIn: true,
      secondFactorAt: null,
      deactivatedAt: null,
      deactivatedReason: null,
      revision: 1,
    };
    expect(made.json()).toEqual({ ...given, email, ...kept });
    expect(made.headers['etag']).toBe('"1"');
    const own = await (await logIn(consoleApp, email)).ask('GET', '/users/me');
    expect(own.json()).toEqual(made.json());
    expect((await manager.ask('GET', '/users/GRACE%40example.com')).json()).toEqual(made.json());
  });

  test('asked for twice with one Idempotency-Key is one, and the password is no part of the key', async () => {
    const once = { 'idempotency-key': 'u-1' };
    const given = { email: 'once@example.com', role: 'rep', password };
    const first = await manager.ask('POST', '/users', given, once);
    const again = await manager.ask('POST', '/users', { ...given, password: `${password}!` }, once);
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual(first.json());
    await logIn(consoleApp, 'once@example.com');
    const other = await manager.ask('POST', '/users', given);
    expect(other.json()).toMatchObject(refused(409, /"email" is "once@example.com": the user exists/));
  });

  test('is changed only on what was read last; the change stands in the timeline, the password does not', async () => {
    await newcomer(consoleApp, 'changed@example.com', 'rep');
    const path = '/users/changed@example.com';
    const { etag = '' } = (await manager.ask('GET', path)).headers as { etag?: string };
    const changed = await manager.ask(
      'PATCH',
      path,
      { capacity: 2, password: 'another password' },
      { 'if-match': etag },
    );
    expect(changed.json()).toMatchObject({ capacity: 2, revision: 2 });
    const late = await manager.ask('PATCH', path, { capacity: 3 }, { 'if-match': etag });
    expect(late.json()).toMatchObject(refused(412, /at revision 2/));
    const { items } = (await manager.ask('GET', '/timeline/changed@example.com')).json();
    expect(items).toMatchObject([
      { actor: 'manager@example.com', changes: { capacity: [1, 2] } },
      { actor: 'API token' },
    ]);
    expect(JSON.stringify(items)).not.toMatch(/hash|:[0-9a-f]{64}/);
  });

  test('is listed by address, role and team, page by page', async () => {
    const first = (await manager.ask('GET', '/users?limit=2')).json();
    expect(first.items.map(({ email }: { email: string }) => email)).toEqual([
      'boss@example.com',
      'changed@example.com',
    ]);
    const next = (await manager.ask('GET', `/users?limit=2&cursor=${first.nextCursor}`)).json();
    expect(next.items[0].email > 'changed@example.com').toBe(true);
    const inTeam = (await manager.ask('GET', '/users?role=rep&team=North')).json();
    expect(inTeam).toMatchObject({ items: [{ email: 'grace@example.com' }], nextCursor: null });
  });

  test.each<[string, object, number, RegExp | null]>([
    ['capacity 0', { capacity: 0 }, 400, /"capacity" is 0/],
    ['capacity 1', { capacity: 1 }, 200, null],
    ['capacity 100', { capacity: limits.capacityMax }, 200, null],
    ['capacity 101', { capacity: limits.capacityMax + 1 }, 400, /"capacity" is 101/],
    ['capacity 1.5', { capacity: 1.5 }, 400, /"capacity" is 1.5/],
    ['maxOpenLeads -1', { maxOpenLeads: -1 }, 400, /"maxOpenLeads" is -1/],
    ['maxOpenLeads 0', { maxOpenLeads: 0 }, 200, null],
    ['maxOpenLeads 10,000', { maxOpenLeads: limits.openLeadsOfUserMax }, 200, null],
    ['maxOpenLeads 10,001', { maxOpenLeads: limits.openLeadsOfUserMax + 1 }, 400, /"maxOpenLeads" is 10001/],
    ['a password of 9', { password: 'x'.repeat(9) }, 400, /at least 10/],
    ['a common password', { password: 'Password123!' }, 400, /"password" is among the most common ones/],
    ['a password of 10', { password: 'x'.repeat(10) }, 200, null],
    ['a password of 200', { password: 'x'.repeat(200) }, 200, null],
    ['a password of 201', { password: 'x'.repeat(201) }, 400, /at most 200/],
    ['nothing', {}, 400, /expected something to change/],
    ['a team that is none', { team: 'South' }, 400, /there is no team "South"/],
    [
      'a territory that is none',
      { territories: ['Moon'] },
      400,
      /"territories" has "Moon": no such territory/,
    ],
    ['a deputy who is none', { deputy: 'no@example.com' }, 400, /"deputy" is "no@example.com": no such user/],
    ['itself as deputy', { deputy: 'once@example.com' }, 400, /cannot be their own deputy/],
    [
      'leave that ends first',
      { away: { from: '2027-01-02T00:00:00Z', until: '2027-01-01T00:00:00Z' } },
      400,
      /"until" after "from"/,
    ],
    ['a zone that is none', { timeZone: 'Mars/Base' }, 400, /"timeZone" is "Mars\/Base"/],
    [
      'working time in a zone that is none',
      { workingTime: { days: ['Monday'], hours: '9-5', timeZone: 'Mars/Base' } },
      400,
      /workingTime.timeZone/,
    ],
    [
      'hours the wrong way round',
      { workingTime: { days: ['Monday'], hours: '17:00-09:00' } },
      400,
      /workingTime.hours/,
    ],
    ['always at work', { workingTime: null, away: null, deputy: null, team: null }, 200, null],
  ])('changed to %s: %3$d', async (_what, change, status, detail) => {
    const answer = await manager.ask('PATCH', '/users/once@example.com', change);
    expect(answer.json()).toMatchObject(
      detail === null ? { email: 'once@example.com' } : refused(status, detail),
    );
    expect(answer.statusCode).toBe(status);
  });

  test('no more than there may be', async () => {
    const sql = new pg.Client({ connectionString: consoleApp.databaseUrl });
    await sql.connect();
    const many = (from: number, to: number) =>
      fillPastTriggers(
        consoleApp.databaseUrl,
        `INSERT INTO users (email, role) SELECT 'many' || n || '@example.com', 'rep' FROM generate_series($1::int, $2::int) AS n`,
        [from, to],
      );
    const { rows } = await sql.query<{ there: number }>('SELECT count(*)::int AS there FROM users');
    await many(1, limits.usersMax - 1 - (rows[0]?.there ?? 0));
    const last = await manager.ask('POST', '/users', { email: 'last@example.com', role: 'rep' });
    expect(last.statusCode).toBe(201);
    expect(last.json()).toMatchObject({ canLogIn: false });
    const more = await manager.ask('POST', '/users', { email: 'more@example.com', role: 'rep' });
    expect(more.json()).toMatchObject(refused(409, /there are 10000 users/));
    await fillPastTriggers(consoleApp.databaseUrl, `DELETE FROM users WHERE email LIKE 'many%'`);
    await sql.end();
  });
});

describe('admins and managers', () => {
  test('are made and changed by admins alone', async () => {
    for (const role of ['admin', 'manager']) {
      const made = await manager.ask('POST', '/users', { email: `new-${role}@example.com`, role });
      expect(made.json()).toMatchObject(refused(403, /only admins create and change/));
      const raised = await manager.ask('PATCH', '/users/once@example.com', { role });
      expect(raised.json()).toMatchObject(refused(403, /only admins create and change/));
    }
    for (const path of ['/users/boss@example.com', '/users/manager@example.com'])
      expect((await manager.ask('PATCH', path, { capacity: 2 })).json()).toMatchObject(
        refused(403, /only admins create and change/),
      );
    const raised = await admin.ask('PATCH', '/users/once@example.com', { role: 'manager' });
    expect(raised.json()).toMatchObject({ role: 'manager' });
    expect((await admin.ask('PATCH', '/users/once@example.com', { role: 'rep' })).json()).toMatchObject({
      role: 'rep',
    });
  });

  test('the last admin who can log in stays one, also when two go at once', async () => {
    const demote = (email: string) => api.ask('PATCH', `/users/${email}`, { role: 'rep' });
    // An admin who cannot log in does not help.
    await admin.ask('POST', '/users', { email: 'no-password@example.com', role: 'admin' });
    const both = await Promise.all(
      ['boss@example.com', 'rep@example.com'].map((email) =>
        api.ask('PATCH', `/users/${email}`, { role: 'rep' }),
      ),
    );
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    const last = both[0]?.statusCode === 409 ? 'boss@example.com' : 'rep@example.com';
    for (const refusal of [
      await api.ask('PATCH', `/users/${last}`, { role: 'manager' }),
      await api.ask('POST', `/users/${last}/deactivate`, { assignTo: null, reason: 'x' }),
    ])
      expect(refusal.json()).toMatchObject(refused(409, /is the last admin who can log in/));
    for (const email of ['boss@example.com', 'rep@example.com'])
      await api.ask('PATCH', `/users/${email}`, { role: 'admin' });
    expect((await demote('no-password@example.com')).statusCode).toBe(200);
  });
});

describe('oneself', () => {
  test('may change name, zone, working time, absence with its deputy and the weekly review, and nothing else', async () => {
    const rep = await newcomer(consoleApp, 'self@example.com', 'rep');
    const change = {
      name: 'Self',
      timeZone: 'Asia/Tokyo',
      workingTime: { days: ['Friday'], hours: '10:00-24:00' },
      away: { from: '2026-12-01T00:00:00.000Z', until: '2026-12-08T00:00:00.000Z' },
      deputy: 'manager@example.com',
      weeklyReview: false,
    };
    const changed = await rep.ask('PATCH', '/users/me', change);
    expect(changed.json()).toMatchObject({
      ...change,
      workingTime: { ...change.workingTime, holidays: [] },
      revision: 2,
    });
    for (const [deputy, why] of [
      ['self@example.com', /cannot be their own deputy/],
      ['nobody@example.com', /"deputy" is "nobody@example.com"/],
    ] as const)
      expect((await rep.ask('PATCH', '/users/me', { deputy })).json()).toMatchObject(refused(400, why));
    const back = await rep.ask('PATCH', '/users/me', { away: null, deputy: null });
    expect(back.json()).toMatchObject({ away: null, deputy: null });
    const late = await rep.ask('PATCH', '/users/me', { name: 'x' }, { 'if-match': '"1"' });
    expect(late.json()).toMatchObject(refused(412, /revision/));
    for (const more of [
      { role: 'admin' },
      { capacity: 5 },
      { team: 'North' },
      { acceptsLeads: true },
      { lanes: ['Sales'] },
    ])
      expect((await rep.ask('PATCH', '/users/me', more)).json()).toMatchObject(
        refused(400, /not known here/),
      );
    const byProgram = await api.ask('GET', '/users/me');
    expect(byProgram.json()).toMatchObject(refused(404, /the API token is no user/));
  });

  test('does not see a refused password again', async () => {
    const weak = { email: 'x@example.com', role: 'rep', password: 'Tr0ub4d' };
    const answer = await manager.ask('POST', '/users', weak);
    expect(answer.json()).toMatchObject(refused(400, /"password" is not shown here: expected at least 10/));
    expect(answer.body).not.toContain('Tr0ub4d');
  });

  test('changes the password with the present one; the other sessions end', async () => {
    const here = await newcomer(consoleApp, 'secret@example.com', 'rep');
    const there = await logIn(consoleApp, 'secret@example.com');
    const next = 'the next password';
    const alone = await here.ask('PATCH', '/users/me', { password: next });
    expect(alone.json()).toMatchObject(refused(400, /needs the current one in "presentPassword"/));
    const wrong = await here.ask('PATCH', '/users/me', { password: next, presentPassword: 'wrong' });
    expect(wrong.json()).toMatchObject(refused(403, /"presentPassword" is wrong/));
    expect((await there.ask('GET', '/session')).statusCode).toBe(200);
    const right = await here.ask('PATCH', '/users/me', { password: next, presentPassword: password });
    expect(right.statusCode).toBe(200);
    expect((await here.ask('GET', '/session')).statusCode).toBe(200);
    expect((await there.ask('GET', '/session')).statusCode).toBe(401);
    expect(await consoleApp.sales.team.logIn({ email: 'secret@example.com', password })).toBeNull();
    await logIn(consoleApp, 'secret@example.com', next);
    // A manager who gives a new one ends them all.
    await manager.ask('PATCH', '/users/secret@example.com', { password });
    expect((await here.ask('GET', '/session')).statusCode).toBe(401);
  });

  test('guesses at the present password are few', async () => {
    const thief = await newcomer(consoleApp, 'stolen@example.com', 'rep');
    const guess = () =>
      thief.ask('PATCH', '/users/me', { password: 'mine from now on', presentPassword: 'guess' });
    for (let tries = 0; tries < limits.logInFailuresMax; tries++)
      expect((await guess()).statusCode).toBe(403);
    expect((await guess()).json()).toMatchObject(refused(429, /5 wrong passwords within a minute/));
  });

  test('a password that the administrator has chosen outlives the next start; a new one of set-up replaces it', async () => {
    await consoleApp.sales.team.ensureAdmin('Setup@example.com', 'given by set-up');
    const setup = await logIn(consoleApp, 'setup@example.com', 'given by set-up');
    const own = { password: 'chosen since then', presentPassword: 'given by set-up' };
    expect((await setup.ask('PATCH', '/users/me', own)).statusCode).toBe(200);
    await consoleApp.sales.team.ensureAdmin('setup@example.com', 'given by set-up');
    expect(
      await consoleApp.sales.team.logIn({ email: 'setup@example.com', password: 'given by set-up' }),
    ).toBeNull();
    await logIn(consoleApp, 'setup@example.com', own.password);
    await consoleApp.sales.team.ensureAdmin('setup@example.com', 'given again by set-up');
    await logIn(consoleApp, 'setup@example.com', 'given again by set-up');
    await api.ask('PATCH', '/users/setup@example.com', { role: 'rep' });
  });
});

describe.each([
  [
    'team',
    '/teams',
    { manager: 'manager@example.com' },
    { manager: null },
    { manager: 'no@example.com' },
    /"manager" is "no@example.com": no such user/,
  ],
  [
    'territory',
    '/territories',
    { countries: ['FR', 'BE'] },
    { countries: ['FR'] },
    { countries: ['France'] },
    /ISO country code/,
  ],
] as const)('a %s', (kind, path, first, second, bad, why) => {
  test('is made, replaced, read, and deleted, each in its timeline', async () => {
    const address = `${path}/Far%20west`;
    const made = await manager.ask('PUT', address, first);
    expect(made.statusCode).toBe(201);
    expect(made.json()).toEqual({ name: 'Far west', ...first, revision: 1 });
    const replaced = await manager.ask('PUT', address, second, { 'if-match': '"1"' });
    expect(replaced.statusCode).toBe(200);
    expect(replaced.json()).toEqual({ name: 'Far west', ...second, revision: 2 });
    expect((await manager.ask('PUT', address, first, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await manager.ask('DELETE', address, undefined, { 'if-match': '"1"' })).statusCode).toBe(412);
    expect((await manager.ask('GET', address)).json()).toEqual(replaced.json());
    expect((await manager.ask('GET', path)).json().items).toContainEqual(replaced.json());
    expect((await manager.ask('PUT', address, bad)).json()).toMatchObject(refused(400, why));
    expect((await manager.ask('PUT', `${path}/${'x'.repeat(201)}`, first)).json()).toMatchObject(
      refused(400, /"name"/),
    );
    expect((await manager.ask('PUT', `${path}/${'x'.repeat(200)}`, first)).statusCode).toBe(201);
    expect((await manager.ask('DELETE', address)).statusCode).toBe(200);
    expect((await manager.ask('GET', address)).json()).toMatchObject(
      refused(404, new RegExp(`no ${kind} "Far west"`)),
    );
    expect((await manager.ask('DELETE', address)).statusCode).toBe(404);
    const { items } = (await manager.ask('GET', '/timeline/Far%20west')).json();
    expect(items.slice(0, 3)).toMatchObject([
      { actor: 'manager@example.com', changes: { name: ['Far west', null] } },
      { actor: 'manager@example.com' },
      { actor: 'manager@example.com', changes: { name: [null, 'Far west'] } },
    ]);
  });

  test('is not deleted while somebody is in it', async () => {
    const address = `${path}/Full`;
    await manager.ask('PUT', address, first);
    const into = kind === 'team' ? { team: 'Full' } : { territories: ['Full'] };
    await manager.ask('PATCH', '/users/grace@example.com', into);
    expect((await manager.ask('DELETE', address)).json()).toMatchObject(
      refused(409, /has members, such as grace@example.com/),
    );
    await manager.ask('PATCH', '/users/grace@example.com', { team: null, territories: [] });
    expect((await manager.ask('DELETE', address)).statusCode).toBe(200);
  });
});

test.each([
  ['https', '__Host-scoville_session', true],
  ['http', 'scoville_session', undefined],
])('the cookie behind a proxy that says %s', async (protocol, name, secure) => {
  const headers = { 'x-forwarded-proto': protocol, 'x-forwarded-host': 'crm.example' };
  const ask = (more: object) => consoleApp.app.inject({ url: '/api/v1/session', headers, ...more });
  const answer = await ask({ method: 'POST', payload: { email: 'grace@example.com', password } });
  expect(answer.cookies[0]).toMatchObject({ name, path: '/', httpOnly: true, sameSite: 'Strict' });
  expect([answer.statusCode, answer.cookies[0]?.secure, answer.cookies[0]?.domain]).toEqual([
    200,
    secure,
    undefined,
  ]);
  const asked = async (cookie: string) =>
    (await ask({ cookies: { [cookie]: answer.cookies[0]?.value } })).statusCode;
  // The other name may be that of another host, or of somebody who reads along.
  const other = secure ? 'scoville_session' : `__Host-${name}`;
  expect([await asked(name), await asked(other)]).toEqual([200, 401]);
});
