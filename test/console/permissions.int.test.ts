/** Who may do what: every route has its row, and each role is let in and kept out as the table says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { permissions, permissionsOf, whoMay } from '../../src/console/permissions.ts';
import { mayChange, type UserRole, userRoles } from '../../src/contract/api/api.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, type Method, newcomer } from './log-ins.ts';

let consoleApp: ConsoleApp;
const callers = new Map<UserRole, Caller>();

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  for (const role of userRoles) callers.set(role, await newcomer(consoleApp, `${role}@roles.example`, role));
});
afterAll(async () => void (await consoleApp?.close()));

const prefix = '/api/v1/';

test('every route of the API is in the table', () => {
  expect(consoleApp.routes.length).toBeGreaterThan(50);
  const missing = consoleApp.routes.filter((route) => {
    const [method = '', path = ''] = route.split(' ');
    return whoMay(method.toUpperCase(), `/api/v1${path}`) === null;
  });
  expect(missing, 'each needs a row in src/console/permissions.ts').toEqual([]);
});

test('every row of the table is of a route there is', () => {
  const paths = consoleApp.routes.map((route) => (route.split(' ')[1] ?? '').replace(/\{(\w+)\}/g, ':$1'));
  const idle = permissions
    .map(([pattern]) => pattern)
    .filter((pattern) => !paths.some((path) => `${path}/`.startsWith(pattern.replace(/\*$/, ''))));
  expect(idle).toEqual([]);
});

test('nobody may use a route without a row, not even below the name of one that has', () => {
  expect(whoMay('GET', `${prefix}nothing`)).toBeNull();
  expect(whoMay('GET', `${prefix}leadsome`)).toBeNull();
  expect(whoMay('GET', `${prefix}session/more`)).toBeNull();
  expect(whoMay('GET', `${prefix}leads`)).toEqual(userRoles);
});

const all = userRoles;
const only = (...roles: UserRole[]) => roles;

describe.each<[Method, string, object | undefined, readonly UserRole[]]>([
  ['GET', '/leads', undefined, all],
  ['GET', '/session', undefined, all],
  ['GET', '/openapi.json', undefined, all],
  ['GET', '/programmes', undefined, all],
  ['GET', '/users/me', undefined, all],
  ['PATCH', '/users/me', { name: 'Me' }, all],
  ['PATCH', '/leads/ld_none', { owner: null }, only('admin', 'manager', 'rep', 'marketer')],
  ['PATCH', '/campaigns/cm_none', { owner: null }, only('admin', 'manager', 'rep', 'marketer')],
  ['POST', '/leads', {}, only('admin', 'manager', 'rep')],
  ['POST', '/leads/ld_none/claim', {}, only('admin', 'manager', 'rep')],
  ['POST', '/profiles/none/contact', {}, only('admin', 'manager', 'rep')],
  ['PATCH', '/tasks/tk_none', { owner: null }, only('admin', 'manager', 'rep', 'marketer')],
  ['POST', '/activities', {}, only('admin', 'manager', 'rep', 'marketer')],
  ['POST', '/activities/ac_none/undo', undefined, only('admin', 'manager', 'rep', 'marketer')],
  ['POST', '/people', {}, only('admin', 'manager', 'rep')],
  ['POST', '/opportunities', {}, only('admin', 'manager', 'rep')],
  ['POST', '/campaigns', {}, only('admin', 'manager', 'marketer')],
  ['POST', '/programmes/emea/check', {}, only('admin', 'marketer')],
  ['POST', '/programmes/emea/versions', {}, only('admin', 'marketer')],
  ['DELETE', '/backtests/none', undefined, only('admin', 'marketer')],
  ['POST', '/programmes/none/suggest', {}, only('admin', 'marketer')],
  ['DELETE', '/suggestions/none', undefined, only('admin', 'marketer')],
  ['DELETE', '/audits/none', undefined, only('admin', 'operator')],
  ['GET', '/dead-letters', undefined, only('admin', 'operator')],
  ['POST', '/dead-letters/0-1-0/replay', {}, only('admin', 'operator')],
  ['GET', '/unread-updates', undefined, only('admin', 'operator')],
  ['POST', '/unread-updates/0-1-0/replay', {}, only('admin', 'operator')],
  ['POST', '/pipelines', {}, only('admin', 'manager')],
  ['GET', '/users', undefined, all],
  ['POST', '/users', {}, only('admin', 'manager')],
  ['PATCH', '/users/nobody@example.com', { team: null }, only('admin', 'manager')],
  ['POST', '/users/nobody@example.com/deactivate', {}, only('admin', 'manager')],
  ['PUT', '/teams/x', {}, only('admin', 'manager')],
  ['DELETE', '/territories/x', undefined, only('admin', 'manager')],
  ['DELETE', '/users/nobody@example.com/provider-account', undefined, only('admin', 'manager')],
])('%s %s %j', (method, path, body, allowed) => {
  test.each(userRoles)('as %s', async (role) => {
    const answer = await callers.get(role)?.ask(method, path, body);
    if (allowed.includes(role)) expect(answer?.statusCode).not.toBe(403);
    else
      expect(answer?.json()).toMatchObject({
        status: 403,
        code: 'forbidden',
        detail: `role ${role} may not ${method} /api/v1${path}; it needs ${allowed.join(' or ')}`,
      });
  });
});

describe('every route', () => {
  /** Streams have no end, and a log-out is of the caller itself. */
  const asked = () =>
    consoleApp.routes.filter(
      (route) => !['get /alerts/stream', 'post /session', 'delete /session'].includes(route),
    );
  const partsOf = (route: string): [Method, string] => {
    const [method = '', path = ''] = route.split(' ');
    return [method.toUpperCase() as Method, path];
  };
  /** Nothing is found by these parts, and the body is none that a route takes. */
  const filled = (path: string) =>
    path.replaceAll('{email}', 'absent@roles.example').replaceAll(/\{\w+\}/g, 'none');

  test.each(userRoles)('lets a log-in as %s in or keeps it out as the table says', async (role) => {
    const wrong: string[] = [];
    let keptOut = 0;
    for (const route of asked()) {
      const [method, path] = partsOf(route);
      const may = whoMay(method, `/api/v1${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)?.includes(role) ?? false;
      const body = method === 'GET' ? undefined : { strange: true };
      const answer = await callers.get(role)?.ask(method, filled(path), body);
      const isKeptOut =
        answer?.statusCode === 403 && (answer.json().detail as string).startsWith(`role ${role} may not `);
      if (isKeptOut) keptOut++;
      if (isKeptOut === may) wrong.push(`${route}: ${answer?.statusCode}`);
    }
    expect(wrong).toEqual([]);
    expect(keptOut === 0).toBe(role === 'admin');
  });

  test('needs a log-in', async () => {
    const open: string[] = [];
    const closed = asked().filter((route) => route !== 'get /session/options');
    for (const route of [...closed, 'get /alerts/stream', 'delete /session']) {
      const [method, path] = partsOf(route);
      const { statusCode } = await consoleApp.app.inject({ method, url: `/api/v1${filled(path)}` });
      if (statusCode !== 401) open.push(`${route}: ${statusCode}`);
    }
    expect(open).toEqual([]);
  });
});
/** A path of a route, with an id that nothing has. */
const pathOf = (route: string) => (route.split(' ')[1] ?? '').replace(/\{\w+\}/g, 'none');

test.each(userRoles)(
  'the session says what %s may do, route by route as the server decides',
  async (role) => {
    const { permissions: rows } = (await callers.get(role)?.ask('GET', '/session'))?.json() ?? {};
    expect(rows).toEqual(permissionsOf(role));
    for (const route of consoleApp.routes) {
      const [method = '', pattern = ''] = route.split(' ');
      if (method.toUpperCase() === 'GET' || method.toUpperCase() === 'HEAD') continue;
      const who = whoMay(method.toUpperCase(), `/api/v1${pattern}`);
      expect([route, mayChange(rows, pathOf(route))]).toEqual([route, who?.includes(role)]);
    }
    expect(mayChange(rows, '/nothing')).toBe(false);
  },
);

test('a route that is none is not found for any role', async () => {
  for (const caller of callers.values()) expect((await caller.ask('GET', '/nothing')).statusCode).toBe(404);
});

test('the OpenAPI document says whose log-in may use each operation', async () => {
  const { paths } = (await consoleApp.app.inject({ url: '/api/v1/openapi.json', headers: bearer })).json();
  expect(paths['/api/v1/leads/{id}'].patch['x-roles']).toEqual(['admin', 'manager', 'rep', 'marketer']);
  expect(paths['/api/v1/leads'].post['x-roles']).toEqual(['admin', 'manager', 'rep']);
  expect(paths['/api/v1/leads/{id}'].get['x-roles']).toEqual([...userRoles]);
  expect(paths['/api/v1/session'].post['x-roles']).toBeUndefined();
  const operations = Object.entries(
    paths as Record<string, Record<string, { 'x-roles'?: string[] }>>,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ path, method, roles: one['x-roles'] })),
  );
  expect(operations.filter(({ roles }) => roles?.length === 0)).toEqual([]);
  // Doors for events, mails and forms know no roles; of the API the log-in alone has none, and what it offers.
  const isOfApi = ({ path }: { path: string }) => path.startsWith('/api/');
  expect(operations.filter((one) => isOfApi(one) && one.roles === undefined)).toEqual([
    { path: '/api/v1/session', method: 'post', roles: undefined },
    { path: '/api/v1/session/options', method: 'get', roles: undefined },
  ]);
  expect(operations.filter((one) => !isOfApi(one) && one.roles !== undefined)).toEqual([]);
});

test('what is private of a user is shown to managers and to himself or herself alone', async () => {
  const see = async (as: UserRole, path: string) => (await callers.get(as)?.ask('GET', path))?.json();
  const colleague = { email: 'rep@roles.example', name: 'Me', role: 'rep', team: null };
  expect(await see('marketer', '/users/rep@roles.example')).toEqual(colleague);
  expect((await see('marketer', '/users')).items).toContainEqual(colleague);
  for (const role of ['manager', 'rep', 'admin'] as const)
    expect(await see(role, '/users/rep@roles.example')).toMatchObject({
      ...colleague,
      capacity: 1,
      canLogIn: true,
    });
  for (const role of ['manager', 'rep', 'admin'] as const)
    expect((await see(role, '/timeline/rep@roles.example')).items.length).toBeGreaterThan(0);
  expect(await see('marketer', '/timeline/rep@roles.example')).toMatchObject({ status: 403 });
});
