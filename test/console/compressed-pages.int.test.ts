/** Assets as the build compresses them and the server sends them: each browser gets the smallest that it takes, and caches keep them apart. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerPages } from '../../src/console/pages.ts';
import { createServer } from '../../src/roles/server.ts';
import { compressFolder } from '../../src/web/compressed.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'scoville-compressed-'));
const folder = path.join(directory, 'assets');
const app = createServer(false);
/** As repetitive as code is. */
const script = Array.from({ length: 500 }, (_, index) => `export const value${index} = ${index};\n`).join('');
/** Bytes that nothing makes smaller. */
const noise = Buffer.from(
  Array.from({ length: 5_000 }, (_, index) => (index * index * 31 + (index >> 3) * 17) % 251),
);

beforeAll(async () => {
  for (const name of [folder, path.join(directory, 'docs')]) mkdirSync(name);
  for (const page of ['index.html', 'docs/index.html'])
    writeFileSync(path.join(directory, page), '<!doctype html><title>Scoville</title>');
  writeFileSync(path.join(folder, 'large.js'), script);
  writeFileSync(path.join(folder, 'large.css'), script);
  writeFileSync(path.join(folder, 'small.js'), 'export {};');
  writeFileSync(path.join(folder, 'picture.png'), noise);
  await compressFolder(folder);
  await registerPages(app, directory, () => ({}) as never);
});
afterAll(async () => {
  await app.close();
  rmSync(directory, { recursive: true });
});

const get = (name: string, accepted?: string, headers = {}) =>
  app.inject({
    url: `/assets/${name}`,
    headers: { ...(accepted !== undefined && { 'accept-encoding': accepted }), ...headers },
  });

test('the build writes both beside what gains by it', () => {
  expect(readdirSync(folder).sort()).toEqual([
    ...['large.css', 'large.css.br', 'large.css.gz', 'large.js', 'large.js.br', 'large.js.gz'],
    ...['picture.png', 'small.js'],
  ]);
});

describe('a browser', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br', (bytes: Buffer) => brotliDecompressSync(bytes)],
    ['gzip', 'gzip', (bytes: Buffer) => gunzipSync(bytes)],
    ['br;q=0, gzip', 'gzip', (bytes: Buffer) => gunzipSync(bytes)],
    ['identity', undefined, (bytes: Buffer) => bytes],
    [undefined, undefined, (bytes: Buffer) => bytes],
  ])('that takes %s gets %s', async (accepted, encoding, plain) => {
    for (const [name, type] of [
      ['large.js', 'application/javascript; charset=utf-8'],
      ['large.css', 'text/css; charset=utf-8'],
    ] as const) {
      const { statusCode, headers, rawPayload } = await get(name, accepted);
      expect(statusCode).toBe(200);
      expect(headers).toMatchObject({ 'content-type': type, 'content-length': String(rawPayload.length) });
      expect(headers['content-encoding']).toBe(encoding);
      expect(headers['vary']).toMatch(/accept-encoding/i);
      expect(headers['cache-control']).toMatch(/immutable/);
      expect(plain(rawPayload).toString()).toBe(script);
      if (encoding !== undefined) expect(rawPayload.length).toBeLessThan(script.length / 3);
    }
  });

  test('that has it already is told so, each encoding by its own tag', async () => {
    const tags = new Map<unknown, string>();
    for (const accepted of ['br', 'gzip', 'identity']) {
      const { etag = '' } = (await get('large.js', accepted)).headers;
      tags.set(etag, accepted);
      const again = await get('large.js', accepted, { 'if-none-match': etag });
      expect([again.statusCode, again.body]).toEqual([304, '']);
      expect(again.headers['vary']).toMatch(/accept-encoding/i);
    }
    expect(tags.size).toBe(3);
  });

  test('gets what has no smaller copy as it is', async () => {
    const { statusCode, headers, body } = await get('small.js', 'br, gzip');
    expect([statusCode, headers['content-encoding'], body]).toEqual([200, undefined, 'export {};']);
    const picture = await get('picture.png', 'br, gzip');
    expect(picture.headers['content-encoding']).toBeUndefined();
    expect(picture.rawPayload).toEqual(noise);
  });
});
