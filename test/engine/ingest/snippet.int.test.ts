/** The snippet as browsers load it: encoded as they take it, and as the last build left it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveSnippet } from '../../../src/engine/ingest/snippet.ts';

const app = Fastify();
let folder = '';
const file = () => path.join(folder, 's.js');
const script = (version: number) => `console.log(${version});`.repeat(400);

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'snippet-'));
  serveSnippet(app, file());
  await writeFile(file(), script(1));
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

const load = async (accepts?: string) => {
  const answer = await app.inject({
    url: '/s.js',
    headers: accepts === undefined ? {} : { 'accept-encoding': accepts },
  });
  const encoding = answer.headers['content-encoding'];
  const bytes = answer.rawPayload;
  const decoded =
    encoding === 'br' ? brotliDecompressSync(bytes) : encoding === 'gzip' ? gunzipSync(bytes) : bytes;
  return { encoding, bytes: bytes.length, text: decoded.toString(), vary: answer.headers['vary'] };
};

test.each([
  [undefined, undefined],
  ['identity', undefined],
  ['gzip', 'gzip'],
  ['gzip, deflate, br, zstd', 'br'],
  ['GZIP;q=1.0, br;q=0', 'gzip'],
  ['gzip; q=0', undefined],
  ['brotli', undefined],
])('a browser that takes %s has it as %s', async (accepts, encoding) => {
  const { text, vary, bytes, ...answer } = await load(accepts);
  expect(answer.encoding).toBe(encoding);
  expect([text, vary]).toEqual([script(1), 'accept-encoding']);
  expect(bytes < script(1).length / 4).toBe(encoding !== undefined);
});

test('another build is another script at once, in each encoding', async () => {
  await writeFile(file(), script(2));
  for (const accepts of ['gzip', 'br', 'identity']) expect((await load(accepts)).text).toBe(script(2));
});

test('where none is built, that is said', async () => {
  await rm(file());
  expect((await app.inject('/s.js')).statusCode).toBe(404);
});
