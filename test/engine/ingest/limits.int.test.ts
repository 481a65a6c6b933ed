/** What a request may become in the stream, and how deep it may nest: at each bound, just below and just above, on a real Redis. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine, testSecretKey } from '../../support/spine.ts';

let server: TestServer;
let spine: Spine;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis();
  spine = await startSpine({ redisUrl: server.url });
  redis = new Redis(server.url);
});

afterAll(async () => {
  redis?.disconnect();
  await spine?.close();
  await server?.stop();
});

const partitions = [0, 1, 2, 3];
beforeEach(async () => void (await redis.del(...partitions.map((partition) => keysOf(partition).events))));

interface Answer {
  status: number;
  code?: string;
  message?: string;
  accepted?: number;
  rejected?: number;
  errors?: { index: number; code: string; message: string }[];
  furtherErrors?: number;
  warnings?: { index: number; code: string }[];
  furtherWarnings?: number;
}

async function post(path: string, body: string | object): Promise<Answer> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  // The default of a body is text: the door parses by content.
  const response = await fetch(`${spine.url}${path}?writeKey=${testSecretKey}`, {
    method: 'POST',
    body: sent,
  });
  return { ...((await response.json()) as object), status: response.status };
}

async function streamed(): Promise<{ events: Record<string, unknown>[]; bytes: number }> {
  const entries = await Promise.all(
    partitions.map((partition) => redis.xrange(keysOf(partition).events, '-', '+')),
  );
  const fields = entries.flat().map(([, pair]) => pair);
  return {
    events: fields.flatMap(([field, json]) => (field === 'e' ? JSON.parse(json ?? '[]') : [])),
    bytes: fields.reduce((sum, [, json]) => sum + Buffer.byteLength(json ?? ''), 0),
  };
}

const track = { type: 'track', event: 'E', userId: 'u' };
const events = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => ({ ...track, messageId: `m${index}`, ...more }));
const inStreamMax = limits.eventBytesMax + limits.eventStampBytesMax;
/** Many names, so that building it once for every event would keep the process busy for seconds. */
const almostTooLarge = {
  traits: Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`k${1_000 + i}`, 1])),
  a: 'x'.repeat(2_900),
};

describe('what a batch shares', () => {
  test.each([
    ['440 KB for 500 events', { a: 'x'.repeat(440 * 1024) }, events(500)],
    ['440 KB of traits', { traits: { a: 'x'.repeat(440 * 1024) } }, events(500)],
    [
      '440 KB in many values',
      Object.fromEntries(Array.from({ length: 440 }, (_, i) => [`k${i}`, 'x'.repeat(1_000)])),
      events(500),
    ],
    [
      'traits that a group does not replace',
      { traits: { a: 'x'.repeat(440 * 1024) } },
      events(500, { type: 'group', groupId: 'g', traits: { a: 1 } }),
    ],
    ['numbers that grow when written again', { a: Array.from({ length: 80_000 }, () => 'N') }, events(100)],
    ['30 KB for 500 events', { a: 'x'.repeat(30 * 1024) }, events(500)],
    ['10 KB for 2,000 events', { a: 'x'.repeat(10 * 1024) }, events(2_000)],
    ['all but the limit, for events that are then too large', almostTooLarge, events(2_500)],
    ['all but the limit, for events of nobody', almostTooLarge, events(2_500, { userId: '' })],
  ])('%s is refused before it is built, with sizes and remedy', async (_name, context, batch) => {
    const body = JSON.stringify({ context, batch }).replaceAll('"N"', '1e20');
    const before = process.memoryUsage().heapUsed;
    const answer = await post('/v1/batch', body);
    expect(answer).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(answer.message).toMatch(/\d+ bytes.* Send a smaller "context"/);
    expect(await streamed()).toEqual({ events: [], bytes: 0 });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024);
  });

  test('counts with each event: at the limit it is taken, a byte more is rejected by its place', async () => {
    const own = { ...track, messageId: 'own', properties: { a: 'y'.repeat(1_000) } };
    await post('/v1/batch', { context: { a: '' }, batch: [own] });
    const empty = Buffer.byteLength(JSON.stringify((await streamed()).events[0]));
    for (const [over, isTaken] of [
      [-1, true],
      [0, true],
      [1, false],
    ] as const) {
      const context = { a: 'x'.repeat(inStreamMax - empty + over) };
      const { status, accepted, errors } = await post('/v1/batch', { context, batch: [own, ...events(1)] });
      expect([status, accepted]).toEqual([200, isTaken ? 2 : 1]);
      if (isTaken) expect(errors).toEqual([]);
      else {
        expect(errors).toMatchObject([{ index: 0, code: 'body_too_large' }]);
        expect(errors?.[0]?.message).toContain(`${inStreamMax + 1} bytes`);
        expect(errors?.[0]?.message).toContain(`${inStreamMax}`);
      }
    }
  });

  test('an event that replaces what is too large is taken', async () => {
    const context = { page: { a: 'x'.repeat(100_000) } };
    const batch = [{ ...track, context: { page: { path: '/' } } }, track];
    const { accepted, errors } = await post('/v1/batch', { context, batch });
    expect(accepted).toBe(1);
    expect(errors).toMatchObject([{ index: 1, code: 'body_too_large' }]);
  });

  test('a batch may become so many times its body and no more', async () => {
    const size = 10 * 1024;
    const context = { a: 'x'.repeat(size) };
    await post('/v1/batch', { context, batch: events(1, { messageId: 'm000' }) });
    const { bytes } = await streamed();
    const most = Math.floor(limits.streamBytesAlwaysAllowed / (bytes - 2));
    const same = (count: number) => ({
      context,
      batch: events(count).map((event, index) => ({
        ...event,
        messageId: `m${String(index).padStart(3, '0')}`,
      })),
    });
    expect(await post('/v1/batch', same(most))).toMatchObject({ status: 200, accepted: most });
    expect(await post('/v1/batch', same(most + 1))).toMatchObject({ status: 413, code: 'body_too_large' });
    // The same with a body large enough to earn more.
    const own = { properties: { a: 'y'.repeat(1_000) } };
    expect(await post('/v1/batch', { context, batch: events(200, own) })).toMatchObject({ accepted: 200 });
  });
});

describe('an event alone', () => {
  test.each([
    ['numbers', '1e20', 6_000, ','],
    ['a path that is kept twice', 'p', 20_000, ''],
  ])('that grows by %s is refused', async (_name, unit, count, between) => {
    const grown = Array.from({ length: count }, () => unit).join(between);
    const properties = between === ',' ? `{"a":[${grown}]}` : `{"path":"${grown}"}`;
    const body = `{"event":"E","userId":"u","properties":${properties}}`;
    expect(Buffer.byteLength(body)).toBeLessThan(limits.eventBytesMax);
    const answer = await post('/v1/track', body);
    expect(answer).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(answer.message).toMatch(/takes \d+ bytes in the stream/);
    expect(
      (await post('/v1/batch', `{"batch":[${body.replace('{', '{"type":"track",')}]}`)).errors,
    ).toMatchObject([{ index: 0, code: 'body_too_large' }]);
    expect((await streamed()).events).toEqual([]);
  });
});

describe('what real clients send', () => {
  const page = {
    path: '/managed-cloud',
    referrer: 'https://x.example/',
    search: '',
    title: 'Managed Cloud',
    url: 'https://shop.example/managed-cloud',
  };
  const typical = {
    library: { name: 'analytics.js', version: '1.84.3' },
    page,
    userAgent: 'Mozilla/5.0 '.padEnd(200, 'x'),
    locale: 'de-DE',
    timezone: 'Europe/Berlin',
    traits: { plan: 'pro' },
    campaign: { name: 'spring', source: 'mail' },
  };

  test.each([
    [
      'analytics-node: 15 events with their own context',
      undefined,
      events(15, { context: typical, integrations: {} }),
    ],
    ['RudderStack and Jitsu: 100 events that share a context', typical, events(100)],
    ['100 events that share 4 KB', { ...typical, device: { a: 'x'.repeat(4_000) } }, events(100)],
    ['250 events that share 5 KB', { ...typical, device: { a: 'x'.repeat(5_000) } }, events(250)],
    [
      '500 KB of 100 events that share a context',
      typical,
      events(100, { properties: { a: 'y'.repeat(4_900) } }),
    ],
    ['the most events that share a context', { page }, events(limits.batchEventsMax)],
  ])('%s are all taken', async (_name, context, batch) => {
    const body = JSON.stringify({ batch, context, integrations: {}, sentAt: new Date().toISOString() });
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(limits.bodyBytesMax);
    expect(await post('/v1/batch', body)).toMatchObject({ status: 200, accepted: batch.length, rejected: 0 });
  });
});

describe('depth', () => {
  const nest = (levels: number, opening = '[', closing = ']') =>
    opening.repeat(levels) + closing.repeat(levels);
  const event = (properties: string) =>
    `{"type":"track","event":"E","userId":"u","properties":${properties}}`;

  test.each([
    ['15,000 lists', '/v1/track', nest(15_000), 'invalid_event', '15000'],
    ['15,000 lists as a batch', '/v1/batch', nest(15_000), 'invalid_request', '"batch"'],
    ['half a megabyte of openings', '/v1/track', '['.repeat(limits.bodyBytesMax), 'malformed_json', ''],
    ['half a megabyte of openings', '/v1/batch', '['.repeat(limits.bodyBytesMax), 'malformed_json', ''],
    ['half a megabyte of lists', '/v1/track', nest(limits.bodyBytesMax / 2), 'body_too_large', ''],
    ['objects', '/v1/track', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 'invalid_event', '5000'],
    [
      'objects named to reach a prototype',
      '/v1/track',
      `${'{"__proto__":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
      'no_user_anon_id',
      '',
    ],
    ['a type', '/v1/batch', `{"batch":[{"type":${nest(15_000)}}]}`, '', ''],
    [
      'a shared context',
      '/v1/batch',
      `{"batch":[${event('{}')}],"context":{"a":${nest(15_000)}}}`,
      'invalid_request',
      '"context" nests 15001 levels deep; at most 15 ',
    ],
    [
      'a shared context that is a list',
      '/v1/batch',
      `{"batch":[${event('{}')}],"context":${nest(16)}}`,
      'invalid_request',
      '"context"',
    ],
  ])('%s to %s are refused, never 500', async (_name, path, body, code, words) => {
    const answer = await post(path, body);
    if (code === '') expect(answer).toMatchObject({ status: 200, accepted: 0, rejected: 1 });
    else {
      expect([400, 413]).toContain(answer.status);
      expect(answer).toMatchObject({ code, message: expect.stringContaining(words) });
    }
    expect(await post('/v1/track', event('{}'))).toMatchObject({ status: 200 });
  });

  test.each([15_000, 100_000])(
    '%i levels in a batch: the good events are taken, the deep one named',
    async (levels) => {
      const deep = [
        event(nest(levels)),
        nest(levels),
        `{"type":"track","event":"E","userId":${nest(levels)}}`,
        `{"type":"track","timestamp":${nest(levels)}}`,
      ].slice(0, levels > 15_000 ? 2 : 4);
      const answer = await post('/v1/batch', `{"batch":[${[event('{}'), ...deep, event('{}')].join()}]}`);
      expect(answer).toMatchObject({ status: 200, accepted: 2, rejected: deep.length });
      expect(answer.errors?.map(({ index, code }) => [index, code])).toEqual(
        deep.map((_, index) => [index + 1, 'invalid_event']),
      );
      expect(answer.errors?.[0]?.message).toBe(
        `the event nests ${levels + 1} levels deep; at most ${limits.eventDepthMax} are allowed`,
      );
      expect((await streamed()).events).toHaveLength(2);
    },
  );

  test('at the limit it is taken, a level more is not, of the event and of what its batch shares', async () => {
    const max = limits.eventDepthMax;
    expect((await post('/v1/track', event(nest(max - 1)))).status).toBe(200);
    expect((await post('/v1/track', event(nest(max)))).status).toBe(400);
    for (const [levels, status] of [
      [max - 1, 200],
      [max, 400],
    ] as const) {
      const context = `{"a":${nest(levels - 1)}}`;
      expect((await post('/v1/batch', `{"context":${context},"batch":[${event('{}')}]}`)).status).toBe(
        status,
      );
    }
  });

  test('a pixel that nests deep is answered with its image', async () => {
    const data = Buffer.from(`{"event":"E","userId":"u","properties":${nest(4_000)}}`).toString('base64');
    const url = `${spine.url}/v1/pixel/track?writeKey=${testSecretKey}&data=${encodeURIComponent(data)}`;
    expect((await fetch(url)).headers.get('content-type')).toBe('image/gif');
    expect((await streamed()).events).toEqual([]);
  });
});

describe('an address', () => {
  const bad = 'victim@shop.example?bcc=attacker@evil.example';

  test('that cannot be one is no identity: the event counts for its others', async () => {
    for (const body of [
      { anonymousId: 'd', traits: { email: bad } },
      { anonymousId: 'd', context: { traits: { email: bad } } },
    ])
      expect(await post('/v1/identify', body)).toMatchObject({ status: 200 });
    const query = `writeKey=${testSecretKey}&anonymousId=d&traits.email=${encodeURIComponent(bad)}`;
    await fetch(`${spine.url}/v1/pixel/identify?${query}`);
    expect((await streamed()).events.map(({ key }) => key)).toEqual(['a:d', 'a:d', 'a:d']);
    expect(await post('/v1/identify', { traits: { email: bad } })).toMatchObject({
      status: 400,
      code: 'no_user_anon_id',
    });
    expect(await post('/v1/identify', { traits: { email: 'A#b&c@shop.example' } })).toMatchObject({
      status: 200,
    });
    expect((await streamed()).events.map(({ key }) => key)).toContain('e:a#b&c@shop.example');
  });
});

describe('errors of a batch', () => {
  /** So many events whose type is wrong. */
  const wrong = (count: number) => Array.from({ length: count }, () => ({ ...track, type: 'x' }));
  /** How many errors of these have room. */
  const fitting = async () => {
    const [one] = (await post('/v1/batch', { batch: [...wrong(1), track] })).errors ?? [];
    const bytes = (count: number) =>
      Buffer.byteLength(JSON.stringify(Array.from({ length: count }, (_, index) => ({ ...one, index }))));
    let count = 1;
    while (bytes(count + 1) <= limits.batchErrorsBytesMax) count++;
    return count;
  };

  test('as many as have room are listed, the others counted', async () => {
    const most = await fitting();
    expect(most).toBeLessThan(limits.batchEventsMax);
    for (const [count, further] of [
      [most - 1, undefined],
      [most, undefined],
      [most + 1, 1],
      [limits.batchEventsMax - 1, limits.batchEventsMax - 1 - most],
    ] as const) {
      const answer = await post('/v1/batch', { batch: [...wrong(count), track] });
      expect(answer).toMatchObject({ status: 200, accepted: 1, rejected: count });
      expect([answer.errors?.length, answer.furtherErrors]).toEqual([Math.min(count, most), further]);
    }
  });
});

describe('warnings of a batch', () => {
  test.each([
    [limits.batchWarningsMax - 1, undefined],
    [limits.batchWarningsMax, undefined],
    [limits.batchWarningsMax + 1, 1],
  ])('%i: as many as the limit are listed, the others counted', async (count, further) => {
    const batch = [track, ...events(count, { previousId: 'null' })];
    const answer = await post('/v1/batch', { batch });
    expect(answer).toMatchObject({ status: 200, accepted: count + 1 });
    const listed = Math.min(count, limits.batchWarningsMax);
    expect(answer.warnings?.map(({ index }) => index)).toEqual(
      Array.from({ length: listed }, (_, index) => index + 1),
    );
    expect(answer.furtherWarnings).toBe(further);
  });

  test('an event may have several; those past the limit are counted each', async () => {
    const context = { consent: { categoryPreferences: { a: 'so' } }, traits: { 'scoville:x': 1 } };
    const batch = events(limits.batchEventsMax, { type: 'identify' });
    const answer = await post('/v1/batch', { batch, context, sentAt: '1970-01-01' });
    const all = 2 * limits.batchEventsMax;
    expect([answer.warnings?.length, answer.furtherWarnings]).toEqual([
      limits.batchWarningsMax,
      all - limits.batchWarningsMax,
    ]);
    expect(JSON.stringify(answer).length).toBeLessThan(limits.eventBytesMax);
  });
});
