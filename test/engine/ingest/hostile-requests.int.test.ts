/**
 * Hostile requests over real sockets on a real Redis: each has its answer, none is 5xx, and the next honest request is served.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { answerHeaders } from '../../../src/base/network/network.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { startIngest } from '../../../src/roles/ingest.ts';
import { createServer } from '../../../src/roles/server.ts';
import { clearStream, keyed, streamedIn } from '../../support/ingest-door.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine, testSecretKey, testWriteKey } from '../../support/spine.ts';

let server: TestServer;
let spine: Spine;
let redis: Redis;
let port: number;

beforeAll(async () => {
  server = await startTestRedis();
  spine = await startSpine({ redisUrl: server.url });
  redis = new Redis(server.url);
  port = Number(new URL(spine.url).port);
});

afterAll(async () => {
  redis?.disconnect();
  await spine?.close();
  await server?.stop();
});

beforeEach(() => clearStream(redis));

const track = { event: 'E', userId: 'u', messageId: 'm' };

afterEach(async () => {
  expect(await spine.post('/v1/track', track), 'an honest event afterwards').toBe(200);
});

async function post(path: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(spine.url + path, {
    method: 'POST',
    headers: { ...keyed, ...headers },
    body: body as string,
  });
  const json = (await response.json()) as { code?: string; message?: string; errors?: object[] };
  return { status: response.status, ...json, contentType: response.headers.get('content-type') };
}

/** Writes bytes to a connection of its own; returns what the server says until it closes. */
async function say(bytes: string | Buffer, to = port): Promise<string> {
  const socket = open(to);
  socket.write(bytes);
  return heard(socket);
}

function open(to = port): Socket {
  const socket = connect(to, '127.0.0.1');
  // A server that refuses may reset what is still being sent.
  socket.on('error', () => undefined);
  return socket;
}

async function heard(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  if (!socket.closed) await once(socket, 'close');
  return text;
}

const head = (rest: string, path = '/v1/track') =>
  `POST ${path}?writeKey=${testWriteKey} HTTP/1.1\r\nhost: x\r\n${rest}\r\n`;

const isShed = (answer = '') => answer.startsWith('429') && answer.includes('"overloaded"');

/** Status and problem code of the first answer in it. */
function answerIn(text: string): [status: number, code: string | undefined] {
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]);
  const body = /\r\n\r\n(\{.*?\})/s.exec(text)?.[1];
  return [status, body === undefined ? undefined : (JSON.parse(body) as { code?: string }).code];
}

describe('bodies that unpack to more than their limit', () => {
  const bomb = Buffer.alloc(64 * 1024 * 1024, ' ');

  test.each([
    ['gzip', gzipSync(bomb)],
    ['x-gzip', gzipSync(bomb)],
    ['deflate', deflateSync(bomb)],
    ['br', brotliCompressSync(bomb)],
    ['gzip', Buffer.concat(Array.from({ length: 40 }, () => gzipSync(bomb.subarray(0, 20_000))))],
  ])('%s is refused at the limit, however small it is', async (encoding, body) => {
    const before = process.memoryUsage().arrayBuffers;
    const answer = await post('/v1/track', body, { 'content-encoding': encoding });
    expect(answer).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(answer.message).toContain(`${limits.bodyBytesMax} bytes when decoded`);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  test('a bomb in a bomb is what its first layer is: no JSON', async () => {
    const body = gzipSync(gzipSync(bomb.subarray(0, 1_000)));
    expect(await post('/v1/track', body)).toMatchObject({ status: 400, code: 'malformed_json' });
  });

  test.each([
    ['cut off', gzipSync(JSON.stringify(track)).subarray(0, 30), 'gzip'],
    ['another encoding than it says', brotliCompressSync(JSON.stringify(track)), 'gzip'],
    ['nothing', Buffer.alloc(0), 'gzip'],
  ])('%s is malformed', async (_name, body, encoding) => {
    expect(await post('/v1/track', body, { 'content-encoding': encoding })).toMatchObject({
      status: 400,
      code: 'malformed_json',
    });
  });

  test('a body over the limit is refused before it is read', async () => {
    const text = await say(head(`content-length: ${limits.bodyBytesMax + 1}\r\n`));
    expect(answerIn(text)).toEqual([413, 'body_too_large']);
  });
});

describe('names and texts', () => {
  const event = (properties: string) =>
    `{"event":"E","userId":"u","messageId":"m","anonymousId":"a","properties":${properties}}`;

  test.each([
    ['__proto__', '{"__proto__":{"isAdmin":true},"kept":1}', { kept: 1 }],
    ['an escaped __proto__', '{"\\u005f_proto__":{"isAdmin":true},"kept":1}', { kept: 1 }],
    ['constructor.prototype', '{"constructor":{"prototype":{"isAdmin":true}},"kept":1}', { kept: 1 }],
    [
      'names of Object.prototype',
      '{"toString":1,"hasOwnProperty":2,"valueOf":{"a":1},"constructor":"x"}',
      { toString: 1, hasOwnProperty: 2, valueOf: { a: 1 }, constructor: 'x' },
    ],
  ])('%s changes no prototype', async (_name, properties, expected) => {
    expect(await post('/v1/track', event(properties))).toMatchObject({ status: 200 });
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    const [stored] = await streamedIn(redis);
    expect(JSON.stringify(stored?.['properties'])).toBe(JSON.stringify(expected));
  });

  test.each(['toString', 'constructor', '__proto__', 'hasOwnProperty'])(
    'a type "%s" is no type',
    async (type) => {
      const { status, errors } = await post('/v1/batch', JSON.stringify({ batch: [{ ...track, type }] }));
      expect([status, errors?.length]).toEqual([200, 1]);
    },
  );

  test.each([
    ['a name of a property', event(`{"${'n'.repeat(30_000)}":1}`), 200],
    ['a name over the limit of an event', event(`{"${'n'.repeat(33_000)}":1}`), 413],
    ['20,000 names', event(`{${Array.from({ length: 20_000 }, (_, i) => `"${i}":1`).join()}}`), 413],
    ['a name of an event', `{"event":"${'n'.repeat(31_000)}","userId":"u"}`, 200],
    ['a user id', `{"event":"E","userId":"${'n'.repeat(300)}"}`, 400],
    ['a message id', `{"event":"E","userId":"u","messageId":"${'n'.repeat(300)}"}`, 400],
    ['a trait', `{"event":"E","userId":"u","context":{"traits":{"${'n'.repeat(20_000)}":1}}}`, 200],
  ])('%s of giant length has its answer', async (_name, body, status) => {
    const answer = await post('/v1/track', body);
    expect(answer.status).toBe(status);
    if (status !== 200) expect(answer.contentType).toContain('application/problem+json');
  });

  test.each([
    ['U+0000', '\\u0000'],
    ['half of a surrogate pair', '\\ud83d'],
    ['the other half', '\\ude00'],
  ])('%s is replaced in values and refused in ids', async (_name, unit) => {
    const body = `{"event":"E${unit}","userId":"u","properties":{"a${unit}":"b${unit}","c":"\\\\u0000"},"context":{"traits":{"name":"N${unit}"}}}`;
    expect(await post('/v1/track', body)).toMatchObject({ status: 200 });
    expect(await streamedIn(redis)).toMatchObject([
      { name: 'E\ufffd', properties: { 'a\ufffd': 'b\ufffd', c: '\\u0000' }, traits: { name: 'N\ufffd' } },
    ]);
    for (const name of ['userId', 'anonymousId', 'messageId', 'previousId']) {
      const refused = await post('/v1/track', `{"event":"E","userId":"u","${name}":"x${unit}y"}`);
      expect(refused).toMatchObject({ status: 400, code: 'invalid_event' });
      expect(refused.message).toContain(`"${name}"`);
    }
  });

  test.each([
    ['a NUL as it is', Buffer.from(event('{"a":"\0"}')), 400],
    [
      'bytes that are no UTF-8',
      Buffer.concat([
        Buffer.from('{"event":"E","userId":"u","properties":{"a":"'),
        Buffer.from([0xff, 0xfe, 0xc0]),
        Buffer.from('"}}'),
      ]),
      200,
    ],
    ['nothing but NULs', Buffer.alloc(1_000), 400],
    ['a number without end', Buffer.from(event(`{"a":${'9'.repeat(20_000)}}`)), 200],
  ])('%s', async (_name, body, status) => {
    expect((await post('/v1/track', body)).status).toBe(status);
  });
});

describe('HTTP', () => {
  const body = JSON.stringify(track);
  const whole = `${head(`content-length: ${body.length}\r\n`)}${body}`;

  test.each([
    [
      'a header over the limit',
      head(`x-long: ${'h'.repeat(limits.headerBytesMax)}\r\n`),
      431,
      'headers_too_large',
    ],
    [
      'a flood of headers',
      head(Array.from({ length: 5_000 }, (_, i) => `x-${i}: y\r\n`).join('')),
      431,
      'headers_too_large',
    ],
    [
      'a path over the limit',
      `GET /${'p'.repeat(limits.headerBytesMax)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      431,
      'headers_too_large',
    ],
    [
      'a path that cannot be decoded',
      'GET /v1/%ff%fe HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
      400,
      'invalid_request',
    ],
    [
      'a bad chunk',
      `${head('transfer-encoding: chunked\r\n')}zz\r\n${body}\r\n0\r\n\r\n`,
      400,
      'invalid_request',
    ],
    [
      'a chunk shorter than it says',
      `${head('transfer-encoding: chunked\r\n')}2\r\n${body}\r\n0\r\n\r\n`,
      400,
      'invalid_request',
    ],
    [
      'a length and chunks',
      `${head('transfer-encoding: chunked\r\ncontent-length: 5\r\n')}${body}`,
      400,
      'invalid_request',
    ],
    ['two lengths', `${head('content-length: 5\r\ncontent-length: 6\r\n')}${body}`, 400, 'invalid_request'],
    ['no host', 'GET /v1/pixel/track HTTP/1.1\r\nconnection: close\r\n\r\n', 400, 'invalid_request'],
    [
      'a method that must say what its body is, and does not',
      'QUERY /v1/nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}',
      404,
      'not_found',
    ],
    [
      'a body of no type on a path that is none',
      'POST /v1/nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: \xff\r\ncontent-length: 2\r\n\r\n{}',
      404,
      'not_found',
    ],
    ['no method', `${'x'.repeat(200)}\r\n\r\n`, 400, 'invalid_request'],
    ['TLS', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc]), 400, 'invalid_request'],
    [
      'no door',
      'POST /v1/nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n',
      404,
      'not_found',
    ],
  ])('%s is answered', async (_name, bytes, status, code) => {
    const text = await say(bytes);
    expect(answerIn(text)).toEqual([status, code]);
    expect(text).toMatch(/content-type: application\/problem\+json/i);
    for (const [name, value] of Object.entries(answerHeaders))
      expect(text).toContain(`${name}: ${value}\r\n`);
  });

  test('chunks of one byte are read', async () => {
    const chunks = [...body].map((byte) => `1\r\n${byte}\r\n`).join('');
    const text = await say(
      `${head('transfer-encoding: chunked\r\nconnection: close\r\n')}${chunks}0\r\n\r\n`,
    );
    expect(answerIn(text)[0]).toBe(200);
  });

  test('an expectation that nobody knows is ignored, and HTTP/1.0 needs no host', async () => {
    const expecting = `expect: nothing\r\nconnection: close\r\ncontent-length: ${body.length}\r\n`;
    expect(answerIn(await say(head(expecting) + body))[0]).toBe(200);
    const old = `POST /v1/track?writeKey=${testWriteKey} HTTP/1.0\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    expect(answerIn(await say(old))[0]).toBe(200);
  });

  test('a request that would upgrade is answered, and nothing behind it can hold the connection open', async () => {
    const upgrade = `connection: upgrade\r\nupgrade: websocket\r\ncontent-length: ${body.length}\r\n`;
    const socket = open();
    const answers = heard(socket);
    socket.write(head(upgrade) + body);
    await once(socket, 'data');
    socket.write(head(`x-long: ${'h'.repeat(limits.headerBytesMax)}\r\n`));
    const text = await answers;
    expect([...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status)).toEqual(['200']);
    expect(text).toMatch(/connection: close/i);
  });

  test('1,000 requests in one write are answered in order', async () => {
    const marked = (index: number, more = '') => {
      const refused = `{"event":"E","userId":"u","messageId":["mark${index}"]}`;
      return `${head(`${more}content-length: ${refused.length}\r\n`)}${refused}`;
    };
    const requests = Array.from({ length: 999 }, (_, index) => (index % 2 === 0 ? whole : marked(index)));
    const text = await say(`${requests.join('')}${marked(999, 'connection: close\r\n')}`);
    const answers = text.split('HTTP/1.1 ').slice(1);
    const asked = Array.from({ length: 1_000 }, (_, index) => (index % 2 === 0 ? '200' : `400 mark${index}`));
    // However busy the machine is: so many at once are more than a busy door takes, and those it sheds are answered in their turn too.
    const expected = asked.map((answer, index) => (isShed(answers[index]) ? 'shed' : answer));
    const given = answers.map((answer) => {
      const mark = /mark\d+/.exec(answer)?.[0];
      return isShed(answer) ? 'shed' : `${answer.slice(0, 3)}${mark === undefined ? '' : ` ${mark}`}`;
    });
    expect(given).toEqual(expected);
    expect(given.slice(0, limits.doorCrowdMin)).not.toContain('shed');
  });

  test('a request behind a body that is no JSON is not served', async () => {
    const bad = `${head('content-length: 2\r\n')}{]`;
    // What comes after it cannot be told from it.
    const text = await say(`${whole}${bad}${whole}`);
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
    expect(statuses).toEqual([200, 400]);
  });

  test('a request behind one that cannot be parsed is not served', async () => {
    const text = await say(`${head('transfer-encoding: chunked\r\n')}zz\r\n\r\n${whole}`);
    expect([...text.matchAll(/HTTP\/1\.1 \d{3} /g)]).toHaveLength(1);
    expect(await streamedIn(redis)).toEqual([]);
  });
});

describe('requests that do not end', () => {
  const slow = async (part: string) => {
    const metrics = createMetrics();
    const app = createServer(false, 200);
    const secrets = { writeKey: testWriteKey, secretKey: testSecretKey, mailLinkSecrets: [] };
    await startIngest({
      ...{ app, stream: spine.stream, clock: { nowMs: () => Date.now() }, metrics },
      ...{ logger: createLogger('silent'), pagesDirectory: '/nowhere', secrets },
      environment: { LATENESS_DAYS: 7 },
      mailConnectionsFile: '/nowhere/mail-connections.json',
      scrapeStream: { source: 'stream', read: async () => undefined },
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const text = await say(part, (app.server.address() as { port: number }).port);
    await app.close();
    return answerIn(text);
  };

  test.each([
    ['headers', 'POST /v1/track HTTP/1.1\r\nhost: x\r\nx-a: '],
    ['a body', `${head('content-length: 1000\r\n')}{"event":`],
    ['chunks', `${head('transfer-encoding: chunked\r\n')}5\r\n{"eve`],
    ['no body at all', head('content-length: 1000\r\n')],
  ])('%s: 408, and the connection is closed', async (_name, part) => {
    expect(await slow(part)).toEqual([408, 'request_timeout']);
  });

  test('the limit of the program is below 30 seconds', async () => {
    const app = createServer(false);
    const { requestTimeout, headersTimeout } = app.server;
    await app.close();
    expect([requestTimeout, headersTimeout]).toEqual([limits.requestMsMax, limits.requestMsMax]);
    expect(limits.requestMsMax + 2 * limits.requestCheckEveryMs).toBeLessThan(30 * limits.secondMs);
  });
});
