/** Bodies and texts of the API that nest beyond any stack: every door answers 4xx, at once, and lives on. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { docsOfConsole } from '../docs/openapi.ts';
import { bearer, type ConsoleApp, startConsoleApp } from './console-app.ts';

const { document } = await docsOfConsole();

let it: ConsoleApp;

beforeAll(async () => {
  it = await startConsoleApp();
});

afterAll(async () => void (await it?.close()));

async function send(route: string, payload: string) {
  const [method = '', path = ''] = route.split(' ');
  const response = await it.app.inject({
    method: method.toUpperCase() as 'POST',
    url: `/api/v1${path.replace(/\{\w+\}/g, 'x')}`,
    headers: { ...bearer, 'content-type': 'application/json' },
    payload,
  });
  return { status: response.statusCode, body: response.json() as { code: string; message: string } };
}

const nest = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const objects = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

test('a deep body is refused by every route that takes one, with the limit', async () => {
  // Files are taken as bytes, whatever is in them.
  const routes = it.routes.filter((route) => {
    const [method = '', path = ''] = route.split(' ');
    const body = document.paths[`/api/v1${path}`]?.[method]?.requestBody;
    const takesJson = body === undefined || body.content?.['application/json'] !== undefined;
    return /^(?:post|put|patch)$/.test(method) && takesJson;
  });
  expect(routes.length).toBeGreaterThan(40);
  for (const route of routes)
    for (const body of [nest(15_000), objects(15_000), `{"name":${nest(15_000)},"text":${nest(15_000)}}`]) {
      const answer = await send(route, body);
      expect([route, answer.status, answer.body.code]).toEqual([route, 400, 'invalid_request']);
      expect(answer.body.message).toContain(`${limits.jsonDepthMax} levels`);
    }
});

test('at the limit the body is judged by its schema, a level more by its depth', async () => {
  const answer = async (levels: number) => (await send('post /people', nest(levels))).body.message;
  expect(await answer(limits.jsonDepthMax)).not.toContain('levels');
  expect(await answer(limits.jsonDepthMax + 1)).toContain('levels');
});

test.each([
  ['openings', '['.repeat(limits.programmeBytesMax - 100), 400],
  ['lists', nest(limits.programmeBytesMax / 2 - 100), 400],
  ['more than its limit', '['.repeat(limits.programmeBytesMax + 1), 413],
])('a body of megabytes of %s is refused', async (_name, body, status) => {
  expect((await send('post /programmes/{id}/check', body)).status).toBe(status);
});

const bomb = [
  'a0: &a0 [x]',
  ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`)}]`),
];
const ladder = Array.from({ length: 1_300 }, (_, level) => `${' '.repeat(level)}a:`);

test.each([
  ['lists', nest(15_000)],
  ['lists without end', '['.repeat(900_000)],
  ['objects without end', '{a: '.repeat(200_000)],
  ['dashes', '- '.repeat(400_000)],
  ['question marks', '? '.repeat(400_000)],
  ['indents', ladder.join('\n')],
  ['a value in its place', `programme: ${nest(15_000)}`],
  ['an alias of itself', 'programme: &a\n  x: *a\nrules: &r [*r]'],
  ['aliases that multiply', bomb.join('\n')],
])('a text of %s is a error of the text', async (_name, text) => {
  for (const route of [
    'post /programmes/{id}/check',
    'post /programmes/{id}/versions',
    'post /pipelines/check',
    'post /pipelines',
  ]) {
    const isTooLong = route.includes('pipelines') && text.length > limits.bodyBytesMax;
    const answer = await send(route, JSON.stringify({ text }));
    const { status, body } = answer;
    if (status === 200) expect((body as unknown as { errors: unknown[] }).errors?.length).toBeGreaterThan(0);
    else expect([route, status]).toEqual([route, isTooLong ? 413 : 400]);
  }
});

test('a bad address is refused by every schema that takes one', async () => {
  const bad = 'victim@shop.example?bcc=attacker@evil.example';
  for (const [route, body] of [
    ['post /people', { email: bad }],
    ['post /users', { email: bad, role: 'rep' }],
    ['post /session', { email: bad, password: 'x' }],
    ['post /channels', { kind: 'mail', name: 'n', target: bad, types: ['lead.opened'] }],
    ['post /leads/{id}/assign', { owner: bad }],
  ] as const) {
    const answer = await send(route, JSON.stringify(body));
    expect([route, answer.status, answer.body.code]).toEqual([route, 400, 'invalid_request']);
  }
  expect((await send('post /people', JSON.stringify({ email: 'A#b&c@shop.example' }))).body).toMatchObject({
    email: 'a#b&c@shop.example',
  });
});

test.each([
  '{"email":"a@shop.example","__proto__":{"doNotContact":true}}',
  '{"email":"a@shop.example","more":{"__proto__":1}}',
  '{"email":"a@shop.example","constructor":{"prototype":{"a":1}}}',
])('a body with a key that could change objects is refused by its name: %s', async (body) => {
  const answer = await send('post /people', body);
  expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
  expect(answer.body.message).toContain('"__proto__"');
  const broken = await send('post /people', body.slice(1));
  expect([broken.status, broken.body.code]).toEqual([400, 'malformed_json']);
});
