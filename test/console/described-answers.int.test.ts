/** Calls that no other test makes; as in every test of the console, the answers are held against their descriptions. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, logIn, type Method, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let caller: Caller;
let rep: Caller;
let person = '';

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  caller = program(consoleApp);
  rep = await logIn(consoleApp, 'rep@example.com', 'right password');
  person = (await ask('POST', '/people', { email: 'ada@example.com', name: 'Ada' }, 201)).id;
});
afterAll(async () => void (await consoleApp?.close()));

/** Asks as a program; the answer has the status. */
async function ask(method: Method, path: string, body?: object, status = 200) {
  const answer = await caller.ask(method, path, body);
  expect([answer.statusCode, answer.body]).toEqual([status, expect.anything()]);
  return answer.json();
}

test.each([
  ['campaigns', 'touchstone/campaign'],
  ['opportunities', 'value-stream/opportunity'],
  ['deals', 'value-stream/deal'],
  ['orders', 'value-stream/order'],
  ['jobs', 'process-guide/job'],
])('%s are begun, read, listed and changed', async (path, pipeline) => {
  const whose = path === 'campaigns' ? {} : { person };
  const { id } = await ask('POST', `/${path}`, { pipeline, name: 'Mugs', ...whose }, 201);
  const changed = await ask('PATCH', `/${path}/${id}`, { name: 'Cups' });
  expect(await ask('GET', `/${path}/${id}`)).toEqual(changed);
  expect((await ask('GET', `/${path}`)).items).toContainEqual(changed);
  expect((await ask('GET', `/timeline/${id}`)).items).toHaveLength(2);
  if (path === 'orders')
    expect(await ask('GET', `/orders/${id}/items`)).toEqual({ items: [], nextCursor: null });
});

test('a task by hand is claimed, returned, assigned, routed, and says its campaigns', async () => {
  const wanted = { subject: 'Call', dueOn: '2026-12-24', person, owner: null };
  const { id } = await ask('POST', '/tasks', wanted, 201);
  expect((await rep.ask('POST', `/tasks/${id}/claim`)).json()).toMatchObject({ id, owner: rep.email });
  await ask('POST', `/tasks/${id}/return`, { reason: 'Not mine' });
  await ask('POST', `/tasks/${id}/assign`, { owner: rep.email });
  await ask('POST', `/tasks/${id}/route`, {});
  await ask('POST', '/campaigns', { pipeline: 'touchstone/campaign', name: 'Spring' }, 201);
  const influences = { items: [{ campaign: 'Spring' }] };
  expect(await ask('PUT', `/tasks/${id}/campaign-influences`, influences)).toMatchObject(influences);
});

test('a sales process that is published again is no new version', async () => {
  const text = await readFile(join(consoleApp.rulesDirectory, 'pipelines', 'touchstone.yaml'), 'utf8');
  const published = await ask('POST', '/pipelines', { text });
  expect(published).toEqual({ process: 'touchstone', version: 1, isNew: false, migrated: 0 });
});

test('a version of a programme is read with its text', async () => {
  const path = '/programmes/emea-lead-scoring/versions';
  const text = await readFile(join(consoleApp.rulesDirectory, 'emea-lead-scoring.yaml'), 'utf8');
  const { examplesRun, warnings, ...version } = await ask('POST', path, { text }, 201);
  expect([examplesRun > 0, warnings]).toEqual([true, []]);
  const examples = await readFile(join(consoleApp.rulesDirectory, 'emea-lead-scoring.examples.yaml'), 'utf8');
  expect(await ask('GET', `${path}/${version.number}`)).toEqual({ ...version, text, examples });
  const { id, ...active } = await ask('GET', '/programmes/emea-lead-scoring');
  expect([id, active]).toEqual([version.programme, { version: version.version, text, examples }]);
});

test('backtests, suggestions and audits are watched while they run, and cancelled', async () => {
  const draft = await readFile(join(consoleApp.rulesDirectory, 'emea-lead-scoring.yaml'), 'utf8');
  for (const [path, started] of [
    ['/backtests', await caller.ask('POST', '/programmes/emea-lead-scoring/backtest', { draft })],
    ['/suggestions', await caller.ask('POST', '/programmes/emea-lead-scoring/suggest', {})],
    ['/audits', await caller.ask('POST', '/audits', {})],
  ] as const) {
    expect([200, 202]).toContain(started.statusCode);
    const { id } = started.json();
    expect(await ask('GET', `${path}/${id}`)).toMatchObject({ id, error: null });
    expect((await ask('GET', path)).items[0]).toMatchObject({ id });
    expect((await ask('DELETE', `${path}/${id}`)).status).toMatch(/^(?:cancelled|done)$/);
  }
});
