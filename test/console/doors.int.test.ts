/** The doors beside the API take what the OpenAPI document shows, and answer as it describes: those of events, mails, forms. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doorPaths } from '../../src/console/openapi-doors.core.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { askingOf } from '../support/asking.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

const { document } = await docsOfConsole();
/** Of the whole program, beside all roles: `test/e2e/start.e2e.test.ts`. */
const ofTheProgram = ['/livez', '/readyz', '/metrics'];
const doors = Object.entries(doorPaths)
  .filter(([path]) => !ofTheProgram.includes(path))
  .flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, door]) => [method, path, door] as const),
  );

let consoleApp: ConsoleApp;
const ask = askingOf(() => consoleApp.app, bearer);
/** What stands for the example in a path. */
const filled: Record<string, string> = {};

beforeAll(async () => {
  consoleApp = await startConsoleApp();
  const form = { pipeline: 'company-xyz/order', fields: ['order-slip'] };
  const { body: key } = await ask('POST', '/keys', { name: 'Orders', kind: 'form', form });
  const link = { url: 'https://shop.example/offer' };
  const wanted = { address: 'ada@example.com', emailId: 'm-1', links: [link] };
  const { body: links } = await ask('POST', '/mail-links', wanted);
  filled['/forms/{key}'] = `/forms/${key.key}`;
  filled['/c/{token}'] = new URL(links.links[0].href).pathname;
  filled['/o/{token}'] = new URL(links.pixel).pathname;
});
// Closing holds every answer against the document.
afterAll(async () => void (await consoleApp?.close()));

test('stand in the document, each with its problems', () => {
  for (const path of Object.keys(doorPaths)) expect(document.paths).toHaveProperty([path]);
  expect(Object.keys(document.paths['/v1/batch']?.['post']?.responses ?? {})).toEqual(
    expect.arrayContaining(['200', '400', '401', '403', '408', '413', '415', '429', '503']),
  );
});

test.each(doors)('%s %s', async (method, path, door) => {
  const writeKey = `c${'w'.repeat(24)}`;
  const own =
    filled[path] ??
    path.replace('{type}', 'track').replace('{provider}', 'sendgrid').replace('{key}', writeKey);
  // Events of before come from a server.
  const key = path === '/v1/history' ? `c${'x'.repeat(24)}` : writeKey;
  const query = door.security.length > 0 ? `?writeKey=${key}` : '';
  const { example } = door.requestBody?.content?.['application/json'] ?? {};
  const send = (url: string, payload: unknown = example) =>
    consoleApp.app.inject({
      ...{ method: method.toUpperCase() as 'POST', url },
      ...(payload !== undefined && {
        payload: payload as object,
        headers: { 'content-type': 'application/json' },
      }),
    });
  const answer = await send(`${own}${query}`);
  // A provider without an account here proves nothing, a file has lines, and the snippet is not built for this test.
  const refused = (
    { '/v1/mail/{provider}': 401, '/v1/history': 400, '/s.js': 404 } as Record<string, number>
  )[path];
  const [status] = Object.keys(door.responses);
  expect([answer.statusCode, answer.body]).toEqual([refused ?? Number(status), expect.anything()]);
  if (example === undefined) return;
  expect((await send(`${own}${query}`, '{')).statusCode).toBeGreaterThanOrEqual(400);
  if (query !== '') expect((await send(own)).statusCode).toBe(401);
});

test.each([
  ['text/html,application/xhtml+xml', 'text/html; charset=utf-8'],
  ['application/json', 'application/problem+json'],
])('a link that is not ours, asked for as %s', async (accept, type) => {
  const answer = await consoleApp.app.inject({ url: '/c/none', headers: { accept } });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([400, expect.stringContaining(type)]);
});
