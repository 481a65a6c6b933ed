/** The audit trail: every act is recorded before it is done, with names and no values; changes of people stand beside it. */
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { actOf, recordedActs } from '../../src/console/trail.ts';
import { isAbout, type TrailEntry } from '../../src/contract/api/api.ts';
import { startMs } from '../sales/records.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, newcomer, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let manager: Caller;
let operator: Caller;
let api: Caller;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  api = program(consoleApp);
  manager = await newcomer(consoleApp, 'manager@example.com', 'manager');
  operator = await newcomer(consoleApp, 'operator@example.com', 'operator');
});
afterAll(async () => void (await consoleApp?.close()));

const trail = async (query = '') =>
  (await manager.ask('GET', `/trail?limit=100${query}`)).json().items as TrailEntry[];
const acts = (query = '') => trail(`&source=act${query}`);

describe('the table of acts', () => {
  const changing = () =>
    consoleApp.routes
      .map((route) => route.split(' ') as [string, string])
      .filter(([method]) => !['get', 'head'].includes(method))
      .map(([method, path]): [string, string] => [
        method.toUpperCase(),
        `/api/v1${path.replace(/\{(\w+)\}/g, ':$1')}`,
      ]);

  test('says of every route that may change something whether it is recorded', () => {
    expect(changing().length).toBeGreaterThan(50);
    expect(changing().filter(([method, route]) => actOf(method, route) === undefined)).toEqual([]);
  });

  test('has no row without a route', () => {
    const paths = changing().map(([, route]) => route.slice('/api/v1'.length));
    const idle = recordedActs.filter(
      ([pattern], index) =>
        !paths.some((path) => recordedActs.findIndex(([one]) => isAbout(one, path)) === index) &&
        !paths.some((path) => isAbout(pattern, path)),
    );
    expect(idle).toEqual([]);
  });
});

test('who made, named, rotated and revoked a key stands there, and nothing of its text or its name', async () => {
  const made = (await operator.ask('POST', '/keys', { name: 'The very secret shop', kind: 'secret' })).json();
  await operator.ask('PATCH', `/keys/${made.id}`, { name: 'Another name' });
  const { key } = (await operator.ask('POST', `/keys/${made.id}/rotate`, { graceSeconds: 0 })).json();
  await operator.ask('DELETE', `/keys/${made.id}`);
  await operator.ask('PATCH', '/keys/ky_none', { name: 'x', 'ada@example.com': 1 });
  const at = new Date(startMs).toISOString();
  const entry = { source: 'act', at, actor: operator.email, kind: 'keys', name: null, changes: null };
  expect((await acts('&kind=keys')).map(({ id: _id, ...rest }) => rest)).toEqual([
    { ...entry, method: 'PATCH', route: '/keys/:id', target: 'ky_none', status: 400, fields: ['name'] },
    { ...entry, method: 'DELETE', route: '/keys/:id', target: made.id, status: 200, fields: [] },
    {
      ...{ ...entry, method: 'POST', route: '/keys/:id/rotate', target: made.id, status: 200 },
      fields: ['graceSeconds'],
    },
    { ...entry, method: 'PATCH', route: '/keys/:id', target: made.id, status: 200, fields: ['name'] },
    { ...entry, method: 'POST', route: '/keys', target: made.id, status: 201, fields: ['name', 'kind'] },
  ]);
  const { rows } = await consoleApp.query(
    'SELECT acts::text || act_outcomes::text AS row FROM acts, act_outcomes',
  );
  const all = rows.map(({ row }) => row).join();
  for (const value of [made.key, key, 'secret shop', 'Another name', 'ada@example.com'])
    expect(all).not.toContain(value);
});

test('an erasure names the erasure and not the person; an export of many is recorded too', async () => {
  const eraser = consoleApp.erasures.start();
  onTestFinished(eraser.close);
  // Of somebody whom no store knows: it ends at once.
  const { id, status } = (await api.ask('POST', '/erasures', { key: 'ada@example.com' })).json();
  expect(status).toBe('done');
  await manager.ask('GET', '/exports?kind=companies');
  const latest = (await acts())
    .slice(0, 2)
    .map(({ actor, kind, method, target }) => [actor, kind, method, target]);
  expect(latest).toEqual([
    [manager.email, 'exports', 'GET', null],
    ['API token', 'erasures', 'POST', id],
  ]);
  const { rows } = await consoleApp.query(`SELECT 1 FROM acts WHERE acts::text LIKE '%ada@%'`);
  expect(rows).toEqual([]);
});

test('an act without an outcome says so, and a refused log-in is none', async () => {
  const before = (await acts()).length;
  await consoleApp.sales.acts.begin({
    ...{ actor: 'ann@example.com', kind: 'keys', method: 'POST', route: '/keys', target: null, fields: [] },
  });
  expect((await operator.ask('GET', '/trail')).statusCode).toBe(403);
  expect((await operator.ask('POST', '/users', { email: 'x@example.com', role: 'rep' })).statusCode).toBe(
    403,
  );
  const after = await acts();
  expect([after.length, after[0]?.status, after[0]?.actor]).toEqual([before + 1, null, 'ann@example.com']);
});

describe('changes beside acts', () => {
  test('are those of people; the product itself is left out', async () => {
    const { id } = (await api.ask('POST', '/people', { email: 'bob@example.com' })).json();
    await consoleApp.query(`UPDATE people SET name = 'By the clock' WHERE id = $1`, [id]);
    await manager.ask('PATCH', `/people/${id}`, { name: 'Bob' });
    const found = await trail(`&target=${id}`);
    expect(found.map(({ actor, source, changes }) => [actor, source, changes?.['name']])).toEqual([
      [manager.email, 'change', ['By the clock', 'Bob']],
      ['API token', 'change', undefined],
    ]);
  });

  test('say what their record is called now', async () => {
    const post = async (path: string, body: object): Promise<string> => {
      const answer = await api.ask('POST', path, body);
      expect([path, answer.statusCode]).toEqual([path, 201]);
      return answer.json().id;
    };
    const person = await post('/people', { email: 'eve@example.com', name: 'Eve' });
    const nameless = await post('/people', { email: 'nobody@example.com' });
    const company = await post('/companies', { name: 'Eve & Sons' });
    const lead = await post('/leads', { person, campaign: 'Fair' });
    const task = await post('/tasks', { subject: 'Call Eve', person, dueAt: '2027-01-01T00:00:00Z' });
    const opportunity = await post('/opportunities', { name: 'Mugs', person, pipeline: 'emea/opportunity' });
    await api.ask('PATCH', `/people/${person}`, { name: 'Eve Meyer' });
    const namesOf = async (id: string) => [
      ...new Set((await trail(`&target=${id}`)).map(({ name }) => name)),
    ];
    expect(
      await Promise.all([person, nameless, company, lead, task, opportunity, 'pn_none'].map(namesOf)),
    ).toEqual([
      ['Eve Meyer'],
      ['nobody@example.com'],
      ['Eve & Sons'],
      ['Eve Meyer'],
      ['Call Eve'],
      ['Mugs'],
      [],
    ]);
    await api.ask('PUT', '/teams/T', { manager: null });
    expect(await namesOf('T')).toEqual([null]);
  });

  test('filters by person and period, at its bounds; pages leave nothing out', async () => {
    const at = startMs + 1_000_000;
    const iso = (ms: number) => new Date(ms).toISOString();
    for (const [index, ms] of [at - 1, at, at, at + 1].entries()) {
      consoleApp.clock.turnTo(ms);
      await manager.ask('PUT', `/teams/T${index}`, { manager: null });
    }
    const targets = (entries: TrailEntry[]) => entries.map(({ source, target }) => `${source} ${target}`);
    const within = await trail(`&actor=${manager.email}&from=${iso(at)}&to=${iso(at + 1)}`);
    expect(targets(within).sort()).toEqual(['act T1', 'act T2', 'change T1', 'change T2']);
    expect(await trail(`&actor=${operator.email}&from=${iso(at)}`)).toEqual([]);
    const paged: TrailEntry[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query: string = `/trail?limit=3&from=${iso(at - 1)}${cursor && `&cursor=${cursor}`}`;
      const page = (await manager.ask('GET', query)).json();
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(paged.map(({ id }) => id)).toEqual((await trail(`&from=${iso(at - 1)}`)).map(({ id }) => id));
    expect(new Set(paged.map(({ id }) => id)).size).toBe(8);
  });
});

test.each([
  'UPDATE acts SET actor = $$me$$',
  'DELETE FROM acts',
  'DELETE FROM act_outcomes',
  'TRUNCATE acts CASCADE',
])('is append-only: %s', async (statement) => {
  await expect(consoleApp.query(statement)).rejects.toThrow('append-only');
});

test('what users change of themselves stands there, with their address, and no value', async () => {
  const own = await newcomer(consoleApp, 'own@example.com', 'rep');
  await own.ask('PATCH', '/users/me', { name: 'The very secret name' });
  await own.ask('POST', '/users/me/calendar');
  await own.ask('DELETE', '/users/me/calendar');
  await own.ask('DELETE', '/users/me/sessions');
  await own.ask('POST', '/users/me/second-factor', { password: 'not the password' });
  const entries = await acts(`&actor=${own.email}`);
  expect(
    entries.map(({ method, route, target, status, fields }) => [method, route, target, status, fields]),
  ).toEqual([
    ['POST', '/users/me/second-factor', own.email, expect.any(Number), ['password']],
    ['DELETE', '/users/me/sessions', own.email, 200, []],
    ['DELETE', '/users/me/calendar', own.email, 200, []],
    ['POST', '/users/me/calendar', own.email, 201, []],
    ['PATCH', '/users/me', own.email, 200, ['name']],
  ]);
  expect(JSON.stringify(entries)).not.toContain('secret name');
});
