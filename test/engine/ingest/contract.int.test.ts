/** The ingest contract over real HTTP on a real Redis: doors, keys, CORS, errors, and what is in the stream. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { answerHeaders, forOtherPages } from '../../../src/base/network/network.ts';
import { keysOf } from '../../../src/engine/stream/keys.ts';
import { basic, type IngestDoor, keyed, openIngestDoor } from '../../support/ingest-door.ts';
import { testWriteKey } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let door: IngestDoor;
beforeAll(async () => {
  door = await openIngestDoor({ sheds: false });
});
afterAll(async () => void (await door?.close()));
beforeEach(async () => void (await door.clear()));

const track = { type: 'track', event: 'Something Happened', userId: 'u', messageId: 'm' };

describe('doors', () => {
  test.each([
    ['/v1/track', 'track', { event: 'E' }],
    ['/v1/t', 'track', { event: 'E' }],
    ['/v1/page', 'page', {}],
    ['/v1/p', 'page', {}],
    ['/v1/screen', 'screen', {}],
    ['/v1/s', 'screen', {}],
    ['/v1/identify', 'identify', {}],
    ['/v1/i', 'identify', {}],
    ['/v1/group', 'group', { groupId: 'g' }],
    ['/v1/g', 'group', { groupId: 'g' }],
    ['/v1/alias', 'alias', { previousId: 'before' }],
    ['/v1/a', 'alias', { previousId: 'before' }],
    ['/api/s/track', 'track', { event: 'E' }],
    ['/api/s/s2s/page', 'page', {}],
  ])('%s takes a %s', async (path, type, body) => {
    expect(await door.post(path, { userId: 'u', ...body })).toMatchObject({
      status: 200,
      json: { success: true },
    });
    expect(await door.streamed()).toMatchObject([{ type, key: 'u:u' }]);
  });

  test.each([
    ['/v1/trak', 'POST /v1/track'],
    ['/v1/identfy', 'POST /v1/identify'],
    ['/track', 'POST /v1/track'],
  ])('%s is no door, and its answer names the likeliest', async (path, likeliest) => {
    expect(await door.post(path, track)).toMatchObject({
      status: 404,
      json: { code: 'not_found', detail: `there is no POST ${path}; the likeliest is ${likeliest}` },
    });
  });

  test.each(['//v1/batch', '/v1//batch', '/v1/batch/', '//v1///batch//'])(
    '%s is /v1/batch: hosts end in a slash and paths begin with one',
    async (path) => {
      expect((await door.post(path, { batch: [track] })).json).toMatchObject({ accepted: 1 });
    },
  );

  test.each([
    [{ type: 'Track' }, 'track'],
    [{ type: ' IDENTIFY ' }, 'identify'],
    [{ action: 'track' }, 'track'],
    [{ action: 'Page', type: null }, 'page'],
    [{ action: 'page', type: 'track' }, 'track'],
  ])('an event of a batch that says %j is a %s', async (named, type) => {
    const { type: _none, ...event } = track;
    expect((await door.post('/v1/batch', { batch: [{ ...event, ...named }] })).json).toMatchObject({
      accepted: 1,
    });
    expect(await door.streamed()).toMatchObject([{ type }]);
  });

  test.each(['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch'])(
    '%s takes a batch; a bad event does not fail it',
    async (path) => {
      const batch = [
        track,
        { type: 'track', userId: 'u' },
        { type: 'page' },
        null,
        { ...track, messageId: 'n' },
      ];
      const { status, json } = await door.post(path, { batch });
      expect(status).toBe(200);
      expect(json).toMatchObject({ success: true, accepted: 2, rejected: 3 });
      expect(
        (json['errors'] as { index: number; code: string }[]).map(({ index, code }) => [index, code]),
      ).toEqual([
        [1, 'invalid_event'],
        [2, 'no_user_anon_id'],
        [3, 'invalid_event'],
      ]);
      expect((await door.streamed()).map(({ id }) => id).sort()).toEqual(['m', 'n']);
    },
  );

  test('what is accepted too late to give points says so, by number and by index', async () => {
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    const late = { ...track, messageId: 'late', timestamp: ago(8) };
    const { timestamp } = late;
    const message = `the event is of ${timestamp}, more than 7 days before it came (LATENESS_DAYS); it is kept and gives no points; import events of before with POST /v1/history`;
    expect((await door.post('/v1/track', late)).json).toEqual({
      ...{ success: true, late: 1, warnings: [{ code: 'late', message }] },
    });
    expect((await door.post('/v1/track', { ...track, timestamp: ago(6) })).json).toEqual({ success: true });
    const batch = [track, late, { type: 'track', userId: 'u' }, { ...late, messageId: 'n' }];
    expect((await door.post('/v1/batch', { batch })).json).toMatchObject({
      ...{ success: true, accepted: 3, rejected: 1 },
      ...{ late: 2, lateIndexes: [1, 3] },
    });
    expect((await door.post('/v1/batch', { batch: [track] })).json).toMatchObject({
      late: 0,
      lateIndexes: [],
    });
    await door.streamed();
  });

  test('what is taken otherwise than it was said has its warning, alone and in a batch', async () => {
    const person = { userId: 'u', traits: { email: 'ada' } };
    const noAddress = {
      code: 'not_an_address',
      message: '"email" is "ada", which is no e-mail address; the event counts by its other ids',
    };
    expect((await door.post('/v1/identify', person)).json).toEqual({ success: true, warnings: [noAddress] });
    const ahead = { ...track, timestamp: new Date(Date.now() + 90 * 86_400_000).toISOString() };
    expect((await door.post('/v1/track', ahead)).json).toEqual({
      success: true,
      warnings: [{ code: 'time_ahead', message: expect.stringMatching(/^"timestamp" is ".*counts as of/) }],
    });
    const batch = [track, { ...person, type: 'identify' }, ahead];
    expect((await door.post('/v1/batch', { batch })).json).toMatchObject({
      ...{ accepted: 3, rejected: 0 },
      warnings: [
        { index: 1, ...noAddress },
        { index: 2, code: 'time_ahead' },
      ],
    });
    expect((await door.post('/v1/batch', { batch: [track] })).json).not.toHaveProperty('warnings');
    await door.streamed();
  });

  test('the pixel answers its image whatever comes, and takes what is right', async () => {
    const data = Buffer.from(JSON.stringify({ ...track, writeKey: testWriteKey })).toString('base64');
    for (const query of [
      `data=${encodeURIComponent(data)}`,
      `writeKey=${testWriteKey}&userId=u&event=E&properties.subject=S`,
      'nothing=right',
    ]) {
      const response = await fetch(`${door.spine.url}/v1/pixel/track.gif?${query}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('image/gif');
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect((await response.arrayBuffer()).byteLength).toBe(43);
    }
    expect((await door.streamed()).map(({ name }) => name).sort()).toEqual(['E', 'Something Happened']);
  });

  test('never a redirect: what is no door is 404 with a body', async () => {
    for (const path of ['/v1/nothing', '/v2/batch', '/api/s/nothing', '//v1//nothing', '/v1/track/more']) {
      const { status, headers, json } = await door.post(path, track);
      expect(status).toBe(404);
      expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(json).toMatchObject({ code: 'not_found' });
    }
    const response = await fetch(`${door.spine.url}/v1/projects/${testWriteKey}/settings`);
    expect(await response.json()).toMatchObject({
      integrations: { 'Segment.io': { apiKey: testWriteKey } },
      metrics: { sampleRate: 0 },
    });
  });
});

describe('the write key', () => {
  const wrong = `c${'0'.repeat(24)}`;
  test.each([
    ['Basic with a colon', '', basic(`${testWriteKey}:`), {}, 200],
    ['Basic without', '', basic(testWriteKey), {}, 200],
    ['X-Write-Key', '', undefined, { 'x-write-key': testWriteKey }, 200],
    ['the query', `?writeKey=${testWriteKey}`, undefined, {}, 200],
    ['none', '', undefined, {}, 401],
    ['a wrong one', '', basic(`${wrong}:`), {}, 401],
    ['a wrong header before a right query', `?writeKey=${testWriteKey}`, basic(`${wrong}:`), {}, 401],
  ])('by %s', async (_name, query, authorization, headers, status) => {
    const answer = await door.post(`/v1/track${query}`, track, {
      ...headers,
      ...(authorization && { authorization }),
    });
    expect(answer.status).toBe(status);
  });

  const token = 'hJq0b6c5mWk3TnXw1Rz8Yp4Lv7Sd2Fg9';
  test.each([
    [
      'an API token as key',
      { authorization: basic(`${token}:`) },
      /not the form of a write key.*API token bel/,
    ],
    [
      'an API token as bearer',
      { authorization: `Bearer ${token}` },
      /a bearer token is no write key.*\/api\/v1/,
    ],
    ['a key that nobody has', { authorization: basic(`${wrong}:`) }, /^the write key is unknown or revoked/],
  ])('%s is refused with where it belongs', async (_name, headers, words) => {
    const { status, json } = await door.post('/v1/track', track, headers);
    expect([status, json['code']]).toEqual([401, 'invalid_write_key']);
    expect(json['detail']).toMatch(words);
    expect(JSON.stringify(json)).not.toContain(token);
  });

  test('in the body; a masked one there is none', async () => {
    expect((await door.post('/v1/track', { ...track, writeKey: testWriteKey }, {})).status).toBe(200);
    expect((await door.post('/v1/track', { ...track, writeKey: 'c:***' }, {})).status).toBe(401);
    expect(
      (await door.post('/v1/track', { ...track, writeKey: '***' }, { 'x-write-key': testWriteKey })).status,
    ).toBe(200);
  });
});

describe('browsers', () => {
  const origin = 'https://shop.example';

  test('a preflight is answered without a key, echoing what is asked for', async () => {
    const asked = {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,x-retry-count',
    };
    const response = await fetch(`${door.spine.url}/v1/t`, { method: 'OPTIONS', headers: asked });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,x-retry-count');
    expect(response.headers.get('access-control-allow-methods')).toMatch(/POST/);
  });

  test('a preflight of anything but the doors is not answered for: the API is for no other page', async () => {
    const asked = { origin, 'access-control-request-method': 'POST' };
    for (const path of ['/api/v1/leads', '/api/v1/keys', '/', '/metrics']) {
      const response = await fetch(door.spine.url + path, { method: 'OPTIONS', headers: asked });
      expect([path, response.status]).toEqual([path, 404]);
      expect(response.headers.has('access-control-allow-origin')).toBe(false);
    }
  });

  test('no answer may be taken for a page, and pages of others may load those that are for them', async () => {
    for (const path of [
      '/v1/track',
      '/v1/nothing',
      '/s.js',
      '/v1/pixel/track',
      '/v1/projects/key/settings',
      '/livez',
    ]) {
      const { headers } = await fetch(door.spine.url + path);
      const isForOthers = !['/v1/track', '/v1/nothing', '/livez'].includes(path);
      expect([path, Object.fromEntries(headers)]).toEqual([
        path,
        expect.objectContaining({ ...answerHeaders, ...(isForOthers && forOtherPages) }),
      ]);
    }
  });

  test('answers and errors may be read by the page, Retry-After too', async () => {
    for (const headers of [{ ...keyed, origin }, { origin }]) {
      const { headers: answered } = await door.post('/v1/track', track, headers);
      expect(answered.get('access-control-allow-origin')).toBe(origin);
      expect(answered.get('vary')).toMatch(/origin/i);
      expect(answered.get('access-control-expose-headers')).toMatch(/Retry-After/);
    }
  });
});

describe('what lies in the stream', () => {
  test('both spellings, traits of both places, numbers as ids, the path of an address', async () => {
    await door.post('/v1/batch', {
      context: { campaign: { name: 'spring' } },
      batch: [
        {
          type: 'page',
          user_id: 7,
          message_id: 'a',
          context: { page: { url: 'https://x.example/managed-cloud?q=1' } },
        },
        {
          type: 'identify',
          userId: '',
          anonymousId: 'phone',
          messageId: 'b',
          traits: { a: 1 },
          context: { traits: { b: 2 } },
        },
      ],
    });
    const events = (await door.streamed()).sort((a, b) => a.id.localeCompare(b.id));
    expect(events).toMatchObject([
      { id: 'a', key: 'u:7', path: '/managed-cloud' },
      { id: 'b', key: 'a:phone', traits: { a: 1, b: 2 } },
    ]);
  });

  test('many requests at once share entries, and each is there when it is acknowledged', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `c${index}`);
    await Promise.all(
      ids.map(async (messageId) => {
        expect((await door.post('/v1/track', { ...track, messageId })).status).toBe(200);
        expect((await door.streamed()).some(({ id }) => id === messageId)).toBe(true);
      }),
    );
    const lengths = await Promise.all(
      [0, 1, 2, 3].map((partition) => door.redis.xlen(keysOf(partition).events)),
    );
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(ids.length);
  });
});

describe('when Redis is away', () => {
  test('frozen or dead: 503 with Retry-After, nothing acknowledged; and on again by itself', async () => {
    door.server.freeze();
    const frozen = await door.post('/v1/track', { ...track, messageId: 'frozen' });
    expect(frozen).toMatchObject({ status: 503, json: { code: 'stream_unavailable' } });
    expect(Number(frozen.headers.get('retry-after'))).toBeGreaterThan(0);
    door.server.thaw();
    await until(
      'taken again',
      async () => (await door.post('/v1/track', { ...track, messageId: 'again' })).status === 200,
    );
    await door.server.kill();
    expect((await door.post('/v1/track', { ...track, messageId: 'dead' })).status).toBe(503);
    await door.server.restart();
    await until(
      'taken again',
      async () => (await door.post('/v1/track', { ...track, messageId: 'back' })).status === 200,
    );
    const ids = (await door.streamed()).map(({ id }) => id);
    expect(ids).toContain('again');
    expect(ids).toContain('back');
    expect(ids).not.toContain('dead');
  });
});
