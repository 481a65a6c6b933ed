/** The API over the real store: who is let in, what is refused and in which words, and the document that describes it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { answerHeaders } from '../../src/base/network/network.ts';
import { startMs } from '../sales/records.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

let consoleApp: ConsoleApp;
/** Of the form of a write key, and none. */
const aKey = `c${'0'.repeat(24)}`;

beforeAll(async () => {
  consoleApp = await startConsoleApp({ isDurable: true });
  await consoleApp.oneMoreLead();
  await consoleApp.view('ada', '/managed-cloud');
});

afterAll(async () => void (await consoleApp?.close()));

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const call = (method: Method, path: string, options: object = { headers: bearer }) =>
  consoleApp.app.inject({ method, url: `/api/v1${path}`, ...options });
const send = (method: Method, path: string, payload: object) =>
  call(method, path, { headers: bearer, payload });

describe('a refusal', () => {
  test.each([
    ['GET', '/leads', {}, 401, 'unauthenticated', /log in, or send "Authorization: Bearer/],
    [
      'GET',
      '/leads',
      { headers: { authorization: 'Bearer wrong' } },
      401,
      'unauthenticated',
      /token is wrong/,
    ],
    ['GET', '/leads', { headers: { authorization: 'Basic eDp5' } }, 401, 'unauthenticated', /log in/],
    [
      'GET',
      '/leads',
      { headers: { authorization: 'Basic eDp5' } },
      401,
      'unauthenticated',
      /a write key bel/,
    ],
    ['GET', '/leads', { headers: { 'x-write-key': aKey } }, 401, 'unauthenticated', /a write key belongs/],
    [
      'GET',
      '/leads',
      { headers: { authorization: `Bearer ${aKey}` } },
      401,
      'unauthenticated',
      /has the form of a write key.*POST \/v1\/track.*takes the API token/,
    ],
    ['GET', '/leads', { cookies: { scoville_session: 'forged' } }, 401, 'unauthenticated', /log in/],
    ['GET', '/nothing', {}, 401, 'unauthenticated', /log in/],
    ['GET', '/openapi.json', {}, 401, 'unauthenticated', /log in/],
    [
      'GET',
      '/leads?status=hot',
      null,
      400,
      'invalid_request',
      /"status" is "hot": expected "Sent to sales", "In p/,
    ],
    ['GET', '/leads?limit=201', null, 400, 'invalid_request', /"limit" is "201": .*200/],
    ['GET', '/leads?colour=red', null, 400, 'invalid_request', /colour/],
    ['GET', '/leads?cursor=nonsense', null, 400, 'invalid_request', /"cursor" is invalid/],
    [
      'GET',
      '/tasks?overdue=perhaps',
      null,
      400,
      'invalid_request',
      /"overdue" is "perhaps": expected "true", "false"/,
    ],
    ['GET', '/leads/ld_none', null, 404, 'not_found', /there is no lead "ld_none"/],
    ['GET', '/leads/%00', null, 400, 'invalid_request', /cannot be stored|not one that can be stored/],
    ['GET', '/tasks/tk_none', null, 404, 'not_found', /there is no task "tk_none"/],
    ['PATCH', '/leads/ld_none', { owner: 'x' }, 404, 'not_found', /there is no lead "ld_none"/],
    ['PATCH', '/tasks/tk_none', { status: 'Open' }, 404, 'not_found', /there is no task "tk_none"/],
    [
      'PATCH',
      '/leads/ld_none',
      {},
      400,
      'invalid_request',
      /expected "stage", "status", "fields", "owner" or "quality"/,
    ],
    [
      'PATCH',
      '/tasks/tk_none',
      { outcome: 'won' },
      400,
      'invalid_request',
      /"outcome" is "won": .*"Opportunity created"/,
    ],
    [
      'POST',
      '/people',
      { email: 'no address' },
      400,
      'invalid_request',
      /"email" is "no address": expected an e-mail/,
    ],
    ['POST', '/people', { name: 'Ada' }, 400, 'invalid_request', /"email" is missing/],
    ['GET', '/profiles/none', null, 404, 'not_found', /there is no profile "none"/],
    ['GET', '/profiles/ada/explanation?programme=x', null, 404, 'not_found', /no programme "x"/],
    ['GET', '/nothing', null, 404, 'not_found', /there is no GET \/api\/v1\/nothing$/],
    [
      'GET',
      '/lead',
      null,
      404,
      'not_found',
      /no GET \/api\/v1\/lead; the likeliest is GET \/api\/v1\/leads$/,
    ],
    ['POST', '/poeple', null, 404, 'not_found', /the likeliest is POST \/api\/v1\/people$/],
    ['DELETE', '/leads', null, 404, 'not_found', /there is no DELETE/],
  ] as const)('%s %s %j: %d %s', async (method, path, what, status, code, detail) => {
    const isOptions =
      what !== null && (Object.keys(what).some((key) => /headers|cookies/.test(key)) || status === 401);
    const answer = await call(
      method,
      path,
      isOptions ? what : { headers: bearer, ...(what && { payload: what }) },
    );
    expect(answer.json()).toMatchObject({ status, code, detail: expect.stringMatching(detail) });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ title: expect.any(String), request_id: expect.any(String) });
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('of a body: not JSON, and too large', async () => {
    const headers = { ...bearer, 'content-type': 'application/json' };
    const broken = await call('POST', '/people', { headers, payload: '{"email":' });
    expect(broken.json()).toMatchObject({ status: 400, code: 'malformed_json' });
    const large = await call('POST', '/people', { headers, payload: `"${'x'.repeat(limits.bodyBytesMax)}"` });
    expect(large.json()).toMatchObject({ status: 413, code: 'body_too_large' });
  });

  test.each(['application/x-www-form-urlencoded', 'text/plain'])('of a body of type %s', async (type) => {
    const headers = { ...bearer, 'content-type': type };
    const answer = await call('POST', '/people', { headers, payload: '{"email":"a@example.com"}' });
    expect(answer.json()).toMatchObject({
      status: 415,
      code: 'unsupported_media_type',
      detail: expect.stringContaining('Content-Type: application/json'),
    });
  });
});

describe('leads, tasks, people and profiles', () => {
  test('a lead is listed, read, changed; a word is understood in any form', async () => {
    const { items, nextCursor } = (await call('GET', '/leads?status=sent-to-sales&open=true&tier=1')).json();
    expect(nextCursor).toBeNull();
    expect(items).toHaveLength(1);
    const { id } = items[0];
    expect((await call('GET', `/leads/${id}`)).json()).toEqual(items[0]);
    const changed = await send('PATCH', `/leads/${id}`, { status: 'in_progress', owner: 'rep@example.com' });
    expect(changed.json()).toMatchObject({ status: 'In progress', owner: 'rep@example.com' });
    expect((await call('GET', '/leads?owner=rep@example.com')).json().items).toHaveLength(1);
  });

  test('a task is completed only with an outcome', async () => {
    const [task] = (await call('GET', '/tasks?open=true')).json().items;
    const refused = await send('PATCH', `/tasks/${task.id}`, { status: 'complete' });
    expect(refused.json()).toMatchObject({ status: 400, detail: expect.stringMatching(/"No opportunity"/) });
    const done = await send('PATCH', `/tasks/${task.id}`, { outcome: 'opportunity-created' });
    expect(done.json()).toMatchObject({ status: 'Complete', outcome: 'Opportunity created' });
    expect((await call('GET', `/leads/${task.lead}`)).json()).toMatchObject({ status: 'Converted' });
  });

  test('people are entered, changed by address and looked up', async () => {
    const person = { email: 'Grace@Example.com', name: 'Grace', kind: 'customer', owner: 'rep@example.com' };
    expect((await send('POST', '/people', person)).statusCode).toBe(201);
    expect(
      (await send('POST', '/people', { email: 'grace@example.com', doNotContact: true })).statusCode,
    ).toBe(200);
    expect((await call('GET', '/people?email=GRACE@example.com')).json().items).toMatchObject([
      { ...person, email: 'grace@example.com', doNotContact: true },
    ]);
  });

  test('profiles and set-up are handed through', async () => {
    expect((await call('GET', '/profiles/ada')).json()).toMatchObject({
      identities: [{ kind: 'userId', value: 'ada' }],
      scores: { 'emea-lead-scoring': { score: 15 } },
    });
    const explanation = await call('GET', '/profiles/ada/explanation?programme=emea-lead-scoring');
    expect(explanation.json()).toMatchObject({ score: 15, contributions: [{ value: 15 }] });
    expect((await call('GET', '/setup')).json()).toMatchObject({
      writeKey: expect.stringMatching(/^c\w{24}$/),
      snippet: expect.stringContaining('https://scoville.example.com/s.js'),
      programmeErrors: [],
    });
  });
});

describe('a log-in', () => {
  const logIn = (password: string, email = 'rep@example.com', headers = {}) =>
    call('POST', '/session', { headers, payload: { email, password } });
  const cookiesOf = async () => {
    const [cookie] = (await logIn('right password')).cookies;
    expect(cookie).toMatchObject({ name: 'scoville_session', httpOnly: true, sameSite: 'Strict', path: '/' });
    return { scoville_session: cookie?.value ?? '' };
  };

  test('lives in a cookie, for its time, until the log-out', async () => {
    const cookies = await cookiesOf();
    const who = { email: 'rep@example.com', role: 'admin', lanes: [] };
    expect((await call('GET', '/session', { cookies })).json()).toMatchObject(who);
    expect((await call('GET', '/leads', { cookies })).statusCode).toBe(200);
    consoleApp.clock.turnTo(startMs + limits.sessionMs);
    expect((await call('GET', '/session', { cookies })).statusCode).toBe(401);
    consoleApp.clock.turnTo(startMs);
    await call('DELETE', '/session', { cookies });
    expect((await call('GET', '/session', { cookies })).statusCode).toBe(401);
  });

  test.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ host: 'crm.example:8080', origin: 'http://crm.example:8080' }, 200],
    [{ host: 'crm.example:8080', origin: 'http://crm.example:8081' }, 403],
    [{ host: 'crm.example', origin: 'http://crm.example.evil.example' }, 403],
    [{ host: 'crm.example', origin: 'file://' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 200],
  ])('changes something from %j: %d', async (headers, status) => {
    const cookies = await cookiesOf();
    await send('POST', '/people', { email: 'x@example.com' });
    const answer = await call('POST', '/people', { cookies, headers, payload: { email: 'x@example.com' } });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json()).toMatchObject({ code: 'forbidden' });
    expect((await logIn('right password', 'rep@example.com', headers)).statusCode).toBe(status);
  });

  test('too many wrong ones, even all at once: 429 with the seconds to wait, for that address alone', async () => {
    const email = 'guessed@example.com';
    const answers = await Promise.all(Array.from({ length: 12 }, () => logIn('wrong', email)));
    const count = (status: number) => answers.filter((answer) => answer.statusCode === status).length;
    expect([count(401), count(429)]).toEqual([limits.logInFailuresMax, 12 - limits.logInFailuresMax]);
    const last = await logIn('wrong', email);
    expect(last.json()).toMatchObject({ code: 'too_many_requests' });
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(limits.retryAfterSeconds);
    expect(Number(last.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await logIn('right password')).statusCode).toBe(200);
  });
});

test('no answer of the API is kept by a cache, or may load anything as a page', async () => {
  const answered = new Set<number>();
  for (const route of consoleApp.routes.filter((one) => one !== 'get /alerts/stream')) {
    const [method = '', path = ''] = route.split(' ');
    for (const headers of [{}, method === 'get' ? bearer : { authorization: 'Bearer wrong' }]) {
      const answer = await call(method.toUpperCase() as Method, path.replaceAll(/\{\w+\}/g, 'none'), {
        headers,
      });
      answered.add(answer.statusCode);
      expect([route, answer.headers['cache-control']]).toEqual([route, 'no-store']);
      expect(answer.headers).toMatchObject(answerHeaders);
    }
  }
  expect([...answered]).toEqual(expect.arrayContaining([200, 400, 401, 404]));
});

test('the OpenAPI 3.1 document names every route, its parameters, and nothing that is not there', async () => {
  const document = (await call('GET', '/openapi.json')).json();
  expect(document).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Scoville', version: expect.any(String) },
    components: { securitySchemes: { token: { scheme: 'bearer' } } },
  });
  const operations = Object.entries(
    document.paths as Record<
      string,
      Record<string, { summary?: string; parameters?: { name: string; in: string }[]; responses: object }>
    >,
  ).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );
  const ofApi = operations.filter(({ path }) => path.startsWith('/api/v1/'));
  const documented = ofApi.map(({ method, path }) => `${method} ${path.replace('/api/v1', '')}`);
  expect(documented.sort()).toEqual(
    consoleApp.routes.filter((route) => route !== 'get /openapi.json').sort(),
  );
  // What other programs rely on.
  expect(documented).toEqual(
    expect.arrayContaining([
      'get /profiles/{key}',
      'get /profiles/{key}/explanation',
      'get /leads',
      'get /leads/{id}',
      'patch /leads/{id}',
      'get /people',
      'post /people',
      'get /tasks',
      'patch /tasks/{id}',
      'get /alerts/stream',
    ]),
  );
  for (const { path, parameters = [], responses, summary } of operations) {
    expect(summary).toBeTruthy();
    expect(Object.keys(responses).length).toBeGreaterThan(0);
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named);
  }
  expect(document.paths['/api/v1/leads'].get.parameters.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(['status', 'tier', 'owner', 'campaign', 'open', 'limit', 'cursor']),
  );
  expect(JSON.stringify(document)).not.toContain('"$schema"');
});

// Last: it takes the store away.
test('the store away: 503 with Retry-After, and an answer again when it is back', async () => {
  await consoleApp.server?.kill();
  const away = await call('GET', '/leads');
  expect(away.json()).toMatchObject({ status: 503, code: 'store_unavailable' });
  expect(away.headers['retry-after']).toBe(String(limits.retryAfterSeconds));
  consoleApp.clock.turnTo(consoleApp.clock.nowMs() + limits.healthKeptMs);
  const { deliveries, heldLeads, partitions } = (await call('GET', '/health')).json();
  expect([deliveries, heldLeads, partitions.length]).toEqual([null, null, 2]);
  await consoleApp.server?.restart();
  expect((await call('GET', '/leads')).statusCode).toBe(200);
});
