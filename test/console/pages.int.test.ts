/** The built pages: what a browser may do with each, and which of them a cache keeps. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerPages } from '../../src/console/pages.ts';
import { createServer } from '../../src/roles/server.ts';
import { docsOfConsole } from '../docs/openapi.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'scoville-pages-'));
const app = createServer(false);
const { document } = await docsOfConsole();

beforeAll(async () => {
  for (const folder of ['assets', 'docs/assets'])
    mkdirSync(path.join(directory, folder), { recursive: true });
  writeFileSync(path.join(directory, 'index.html'), '<!doctype html><title>Scoville</title>');
  writeFileSync(path.join(directory, 'docs', 'index.html'), '<!doctype html><title>Scoville API</title>');
  for (const folder of ['assets', 'docs/assets'])
    writeFileSync(path.join(directory, folder, 'a1b2.js'), 'export {};');
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

test.each(['/', '/leads/ld_1', '/tasks/tk_1', '/assets/a1b2.js', '/docs', '/docs/', '/docs/assets/a1b2.js'])(
  '%s loads from its own host alone, runs no inline script, and stands in no frame',
  async (url) => {
    const { statusCode, headers } = await app.inject({ url });
    expect(statusCode).toBe(200);
    const directives = directivesOf(headers['content-security-policy']);
    expect(directives).toMatchObject({
      'default-src': ["'self'"],
      ...{ 'object-src': ["'none'"], 'base-uri': ["'none'"], 'frame-ancestors': ["'none'"] },
    });
    expect(directives['script-src'] ?? directives['default-src']).not.toContain("'unsafe-inline'");
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
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
