/** Assignment by HTTP: routes, bodies, errors, ETags and permissions. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
let cookies: Record<string, string>;

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  const answer = await consoleApp.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { email: 'rep@example.com', password: 'right password' },
  });
  cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));
});

afterAll(async () => void (await consoleApp?.close()));

const post = (path: string, payload: object | undefined, how: object = { cookies }) =>
  consoleApp.app.inject({ method: 'POST', url: `/api/v1${path}`, ...how, ...(payload && { payload }) });
const get = (path: string) =>
  consoleApp.app.inject({ method: 'GET', url: `/api/v1${path}`, headers: bearer });
const oneMore = async () => {
  await consoleApp.oneMoreLead();
  return (await get('/leads?queue=true')).json().items[0] as { id: string; revision: number };
};

test('a lead is claimed without a body, returned with a reason, assigned and routed, each with its ETag', async () => {
  const { id } = await oneMore();
  const claimed = await post(`/leads/${id}/claim`, undefined);
  expect(claimed.json()).toMatchObject({ id, owner: 'rep@example.com' });
  expect(claimed.headers['etag']).toBe(`"${claimed.json().revision}"`);
  const headers = { 'if-match': String(claimed.headers['etag']) };
  const returned = await post(`/leads/${id}/return`, { reason: 'Not mine' }, { cookies, headers });
  expect(returned.json()).toMatchObject({ owner: null, routingReason: expect.stringContaining('Not mine') });
  const late = await post(`/leads/${id}/claim`, {}, { cookies, headers });
  expect(late.json()).toMatchObject({ status: 412, code: 'revision_mismatch' });
  const assigned = await post(`/leads/${id}/assign`, { owner: 'Rep@Example.com' }, { headers: bearer });
  expect(assigned.json()).toMatchObject({ owner: 'rep@example.com', routingReason: 'assigned by API token' });
  const routed = await post(`/leads/${id}/route`, {}, { headers: bearer });
  expect(routed.json()).toMatchObject({ owner: null });
});

test('an empty body is none, though its type is named; where one is needed, the answer says what is missing', async () => {
  const { id } = await oneMore();
  const headers = { ...bearer, 'content-type': 'application/json' };
  const routed = await post(`/leads/${id}/route`, undefined, { headers, payload: '' });
  expect(routed.json()).toMatchObject({ id, owner: null });
  const assigned = await post(`/leads/${id}/assign`, undefined, { headers, payload: '' });
  expect(assigned.json()).toMatchObject({ status: 400, code: 'invalid_request' });
});

test.each([
  ['claim', { owner: 'x' }, 400, /owner/],
  ['return', {}, 400, /"reason" is missing/],
  ['return', { reason: ' ' }, 400, /"reason" is " "/],
  ['assign', {}, 400, /"owner" is missing/],
  ['assign', { owner: 'Ada' }, 400, /"owner" is "Ada": expected an e-mail address/],
  ['assign', { owner: 'who@example.com' }, 400, /no such user, or deactivated/],
  ['route', { to: 'x' }, 400, /to/],
])('POST …/%s %j: %d', async (act, body, status, detail) => {
  const { id } = await oneMore();
  const answer = await post(`/leads/${id}/${act}`, body);
  expect(answer.json()).toMatchObject({ status, detail: expect.stringMatching(detail) });
});

test('what is not there, and nobody logged in', async () => {
  expect((await post('/leads/ld_none/claim', {})).json()).toMatchObject({ status: 404, code: 'not_found' });
  expect((await post('/tasks/tk_none/claim', {})).json()).toMatchObject({ status: 404, code: 'not_found' });
  expect((await post('/leads/ld_none/claim', {}, {})).statusCode).toBe(401);
  const { id } = await oneMore();
  const taken = await post(`/leads/${id}/claim`, {}, { headers: bearer });
  expect(taken.json()).toMatchObject({ status: 403, code: 'forbidden' });
});

test('a task of a lead goes with it; the queue of tasks is empty then', async () => {
  const { id } = await oneMore();
  const { task } = (await get(`/leads/${id}`)).json() as { task: { id: string } };
  const answer = await post(`/tasks/${task.id}/claim`, {});
  expect(answer.json()).toMatchObject({
    status: 409,
    detail: expect.stringContaining(`assign lead "${id}"`),
  });
  expect((await get('/tasks?queue=true')).json()).toEqual({ items: [], nextCursor: null });
});
