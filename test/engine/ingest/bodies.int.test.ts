/** Bodies at the door of ingest: decoded by what they are, refused with problem+json, and their limits, on a real Redis. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { basic, type IngestDoor, keyed, openIngestDoor } from '../../support/ingest-door.ts';
import { testSecretKey, testWriteKey } from '../../support/spine.ts';

let door: IngestDoor;
beforeAll(async () => {
  door = await openIngestDoor();
});
afterAll(async () => void (await door?.close()));
beforeEach(async () => void (await door.clear()));

const track = { type: 'track', event: 'Something Happened', userId: 'u', messageId: 'm' };

describe('bodies', () => {
  const body = Buffer.from(JSON.stringify({ batch: [track] }));
  const utf16 = Buffer.from(JSON.stringify({ batch: [track] }), 'utf16le');
  test.each([
    ['gzip', gzipSync(body), { 'content-encoding': 'gzip' }],
    ['deflate', deflateSync(body), { 'content-encoding': 'deflate' }],
    ['brotli', brotliCompressSync(body), { 'content-encoding': 'br' }],
    [
      'gzip labelled as a form',
      gzipSync(body),
      { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['gzip that does not say so', gzipSync(body), { 'content-type': 'text/plain' }],
    ['JSON as text/plain', body, { 'content-type': 'text/plain' }],
    ['raw deflate', deflateRawSync(body), { 'content-encoding': 'deflate' }],
    ['plain JSON labelled gzip', body, { 'content-encoding': 'gzip' }],
    ['plain JSON labelled brotli', body, { 'content-encoding': 'br' }],
    ['plain JSON labelled deflate', body, { 'content-encoding': 'Deflate' }],
    ['plain JSON under a label nobody knows', body, { 'content-encoding': 'aws-chunked' }],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]), {}],
    ['UTF-16 as it says', utf16, { 'content-type': 'application/json; charset="utf-16le"' }],
    ['UTF-16 by its mark alone', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), {}],
    ['UTF-16 within gzip', gzipSync(utf16), { 'content-type': 'application/json;charset=UTF-16LE' }],
  ])('%s', async (_name, sent, headers) => {
    expect(await door.post('/v1/batch', sent, { ...keyed, ...headers })).toMatchObject({
      status: 200,
      json: { accepted: 1 },
    });
  });

  test.each([
    ['not JSON', '{"batch": [', {}, 400, 'malformed_json'],
    ['nothing', '', {}, 400, 'malformed_json'],
    ['an empty batch', '{"batch":[]}', {}, 400, 'invalid_request'],
    ['not really gzip', 'plain', { 'content-encoding': 'gzip' }, 400, 'malformed_json'],
    ['an encoding nobody speaks', 'plain', { 'content-encoding': 'zip' }, 415, 'unsupported_encoding'],
    [
      'a charset nobody knows',
      '{}',
      { 'content-type': 'application/json; charset=klingon' },
      415,
      'unsupported_encoding',
    ],
    [
      'a bomb',
      gzipSync(Buffer.alloc(limits.bodyBytesMax + 1, 32)),
      { 'content-encoding': 'gzip' },
      413,
      'body_too_large',
    ],
  ])('%s is answered with problem+json', async (_name, sent, headers, status, code) => {
    const answer = await door.post('/v1/batch', sent, { ...keyed, ...headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.json).toMatchObject({
      code,
      status,
      message: expect.any(String),
      request_id: expect.any(String),
    });
  });

  test('of another charset, the text is what was written', async () => {
    const named = JSON.stringify({ ...track, userId: 'Jürgen ß' });
    const latin = { ...keyed, 'content-type': 'application/json; charset=iso-8859-1' };
    expect((await door.post('/v1/track', Buffer.from(named, 'latin1'), latin)).status).toBe(200);
    expect(await door.streamed()).toMatchObject([{ key: 'u:Jürgen ß' }]);
  });

  test('none is needed where nothing is taken from it', async () => {
    const json = { ...keyed, 'content-type': 'application/json' };
    expect((await door.post('/v1/m', '', json)).status).toBe(200);
  });

  const padded = (bytes: number) => {
    const empty = JSON.stringify({ ...track, properties: { pad: '' } });
    return JSON.stringify({ ...track, properties: { pad: 'x'.repeat(bytes - empty.length) } });
  };

  test('an event at its limit is taken, one byte more is not; the same in a batch', async () => {
    expect((await door.post('/v1/track', padded(limits.eventBytesMax))).status).toBe(200);
    expect((await door.post('/v1/track', padded(limits.eventBytesMax + 1))).status).toBe(413);
    const batch = `{"batch":[${padded(limits.eventBytesMax)},${padded(limits.eventBytesMax + 1)}]}`;
    expect((await door.post('/v1/batch', batch)).json).toMatchObject({
      accepted: 1,
      rejected: 1,
      errors: [{ index: 1, code: 'body_too_large' }],
    });
  });

  test('a batch and a body at their limits are taken, one more is not', async () => {
    const events = (count: number) => ({
      batch: Array.from({ length: count }, (_, index) => ({ ...track, messageId: `n${index}` })),
    });
    // So many events from one address are a server's.
    const ofServer = { authorization: basic(testSecretKey) };
    const send = (body: string | object) => door.post('/v1/batch', body, ofServer);
    expect((await send(events(limits.batchEventsMax))).json).toMatchObject({
      accepted: limits.batchEventsMax,
    });
    expect((await send(events(limits.batchEventsMax + 1))).status).toBe(413);
    const body = JSON.stringify({ batch: [track] });
    expect((await send(body.padEnd(limits.bodyBytesMax))).status).toBe(200);
    expect((await send(body.padEnd(limits.bodyBytesMax + 1))).status).toBe(413);
  });

  test('names that would reach a prototype are dropped, counted, and named in the answer', async () => {
    const event = (inside: string) =>
      `{"type":"track","event":"E","userId":"u","properties":{${inside},"c":1}}`;
    const dropped = expect.stringContaining('"__proto__"');
    const both = event('"constructor":{"prototype":{"b":1}},"__proto__":{"a":1}');
    expect((await door.post('/v1/track', both)).json).toEqual({ success: true, dropped });
    expect((await door.post('/v1/batch', `{"batch":[${both}]}`)).json).toMatchObject({
      accepted: 1,
      dropped,
    });
    // `constructor` alone is a name as any other.
    const alone = await door.post('/v1/track', event('"constructor":"Ada Ltd"'));
    expect(alone.json).toEqual({ success: true });
    for (const query of ['properties.__proto__.a=1&properties.c=1', `data=${btoa(both)}`])
      await fetch(`${door.spine.url}/v1/pixel/track?userId=u&event=E&writeKey=${testWriteKey}&${query}`);
    const { values } = await door.spine.metrics.prototypeNamesDropped.get();
    expect(values.map(({ value }) => value)).toEqual([4]);
    const found = (await door.streamed()).map(({ properties }) => JSON.stringify(properties));
    expect(found).toEqual([
      ...['{"c":1}', '{"c":1}', '{"constructor":"Ada Ltd","c":1}'],
      ...['{"c":"1"}', '{"c":1}'],
    ]);
  });
});
