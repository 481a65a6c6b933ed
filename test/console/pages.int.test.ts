/** The built pages: what a browser may do with each, and which of them a cache keeps. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerHeaders } from '../../src/base/network/network.ts';
import { registerPages } from '../../src/console/pages.ts';
import { pageNonceMark } from '../../src/contract/api/api.ts';
import { createServer } from '../../src/roles/server.ts';
import { docsOfConsole } from '../docs/openapi.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'scoville-pages-'));
const app = createServer(false);
const { document } = await docsOfConsole();

beforeAll(async () => {
  for (const folder of ['assets', 'docs/assets'])
    mkdirSync(path.join(directory, folder), { recursive: true });
  writeFileSync(
    path.join(directory, 'index.html'),
    `<!doctype html><title>Scoville</title><meta property="csp-nonce" nonce="${pageNonceMark}">`,
  );
  writeFileSync(path.join(directory, 'docs', 'index.html'), '<!doctype html><title>Scoville API</title>');
  for (const folder of ['assets', 'docs/assets'])
    writeFileSync(path.join(directory, folder, 'a1b2.js'), 'export {};');
  for (const method of ['GET', 'POST'] as const)
    app.route({ method, url: '/api/v1/people', handler: async () => ({}) });
  app.route({ method: 'GET', url: '/api/v1/leads', handler: async () => ({}) });
  await registerPages(app, directory, () => document);
});
afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

/** The sources of a policy, by directive. */
const directivesOf = (policy: unknown) =>
  Object.fromEntries(
    String(policy)
      .split('; ')
      .map((one) => [one.split(' ')[0], one.split(' ').slice(1)]),
  );

test.each(['/', '/leads/ld_1', '/tasks/tk_1', '/docs', '/docs/'])(
  '%s loads from its own host alone, runs no inline script, has no inline style, and stands in no frame',
  async (url) => {
    const { statusCode, headers } = await app.inject({ url });
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({ ...answerHeaders, 'content-security-policy': expect.any(String) });
    const directives = directivesOf(headers['content-security-policy']);
    expect(directives).toMatchObject({
      ...{ 'default-src': ["'none'"], 'script-src': ["'self'"] },
      'style-src': ["'self'", expect.stringMatching(/^'nonce-[\w-]{22}'$/)],
      ...{ 'object-src': ["'none'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] },
    });
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
  },
);

test('each answer with the page has a nonce of its own, which its policy names, and no ETag to keep it by', async () => {
  const nonces = new Set<string>();
  for (const url of ['/', '/', '/people/x']) {
    const { body, headers } = await app.inject({ url });
    const nonce = /nonce="([^"]*)"/.exec(body)?.[1] ?? '';
    expect(headers['content-security-policy']).toContain(`'nonce-${nonce}'`);
    expect(headers['etag']).toBeUndefined();
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(3);
});

test.each(['/assets/a1b2.js', '/docs/assets/a1b2.js', '/docs/openapi.json', '/nothing'])(
  '%s is no page: opened as one it may do nothing',
  async (url) => {
    expect((await app.inject({ url })).headers).toMatchObject(answerHeaders);
  },
);

test('a cache keeps what is named by its content, and asks again for the page that names it', async () => {
  const asset = await app.inject({ url: '/assets/a1b2.js' });
  expect(asset.headers['cache-control']).toMatch(/immutable/);
  expect((await app.inject({ url: '/' })).headers['cache-control']).toBe('no-cache');
});

test('the page of the API is its own, and the document is read without a log-in', async () => {
  expect((await app.inject({ url: '/docs' })).body).toContain('<title>Scoville API</title>');
  const answer = await app.inject({ url: '/docs/openapi.json' });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([
    200,
    'application/json; charset=utf-8',
  ]);
  expect(answer.json()).toEqual(document);
});

test.each(['programme', 'sales-process'])(
  'the schema of a %s is for everybody, and kept until it changes',
  async (name) => {
    const url = `/schemas/${name}.json`;
    const answer = await app.inject({ url });
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      200,
      'application/schema+json; charset=utf-8',
      'public, max-age=3600',
    ]);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    expect(answer.json()).toMatchObject({ type: 'object', additionalProperties: false });
    const again = await app.inject({ url, headers: { 'if-none-match': String(answer.headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await app.inject({ url, headers: { 'if-none-match': '"other"' } })).statusCode).toBe(200);
  },
);

test.each([
  ['POST', '/people', 'POST /api/v1/people'],
  ['POST', '/leads', 'GET /api/v1/leads'],
  ['POST', '/keys', null],
  ['POST', '/', null],
  ['POST', '/docs', null],
  ['GET', '/poeple', 'GET /people'],
] as const)('%s %s is no page: a page is likely for GET alone', async (method, url, likeliest) => {
  const { statusCode, body } = await app.inject({ method, url });
  const none = `there is no ${method} ${url}`;
  expect([statusCode, JSON.parse(body).detail]).toEqual([
    404,
    likeliest === null ? none : `${none}; the likeliest is ${likeliest}`,
  ]);
});
