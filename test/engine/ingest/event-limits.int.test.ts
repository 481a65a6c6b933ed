/** The limit on events at the door, by a clock that the test turns: two processes on one real Redis share each budget. */
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { linkToken, pixelToken } from '../../../src/engine/mail/mail.ts';
import { type IngestDoor, openIngestDoor } from '../../support/ingest-door.ts';
import { type Spine, startSpine, testLinkSecret, testSecretKey, testWriteKey } from '../../support/spine.ts';

let nowMs = Date.now();
const clock = { nowMs: () => nowMs };
const { addressEventsBurst: burst, addressEventsPerSecond: perSecond } = limits;
/** Few, so that a test needs few; each process lets some pass by itself. */
const identitiesPerHour = 200;
const byItself = limits.identitiesAhead;

let door: IngestDoor;
let other: Spine;
/** Of the proxy that the doors trust: each test has an address of its own. */
let address: string;
let addresses = 0;

beforeAll(async () => {
  const options = { clock, proxies: 1, identitiesPerHour, sheds: false };
  door = await openIngestDoor(options);
  other = await startSpine({ redisUrl: door.server.url, ...options });
});
afterAll(async () => {
  await other?.close();
  await door?.close();
});
beforeEach(async () => {
  address = `203.0.113.${++addresses}`;
  await door.clear();
});
afterEach(() => {
  nowMs += limits.minuteMs;
});

interface Sent {
  spine?: Spine;
  key?: string;
  from?: string;
  path?: string;
}

let made = 0;
async function send(count: number, { spine = door.spine, key = testWriteKey, from, path }: Sent = {}) {
  const batch = Array.from({ length: count }, () => ({
    ...{ type: 'track', event: 'E', userId: 'u', messageId: `m${++made}` },
  }));
  const response = await fetch(`${spine.url}${path ?? '/v1/batch'}?writeKey=${key}`, {
    method: 'POST',
    headers: { 'x-forwarded-for': from ?? address },
    body: gzipSync(JSON.stringify(path === undefined ? { batch } : batch[0])),
  });
  const { code, message } = (await response.json()) as { code?: string; message?: string };
  return { status: response.status, code, message, retryAfter: response.headers.get('retry-after') };
}
const ok = expect.objectContaining({ status: 200 });
const refused = expect.objectContaining({ status: 429, code: 'too_many_requests' });

describe('of an address, with public keys', () => {
  test('one event below the limit and at it are taken, one above is refused with the time to wait', async () => {
    expect(await send(burst - 1)).toEqual(ok);
    expect(await send(1)).toEqual(ok);
    const answer = await send(1);
    expect(answer).toEqual(refused);
    expect(answer).toMatchObject({ retryAfter: '1', message: expect.stringContaining(address) });
    expect(await send(1, { path: '/v1/track' })).toEqual(refused);
    expect(await door.streamed()).toHaveLength(burst);
    nowMs += limits.secondMs;
    expect(await send(1)).toEqual(ok);
  });

  test('a batch over the rest is refused whole; after the time it was told it is taken', async () => {
    expect(await send(burst - 10)).toEqual(ok);
    const answer = await send(1_000);
    expect(answer).toEqual(refused);
    expect(await door.streamed()).toHaveLength(burst - 10);
    const seconds = Number(answer.retryAfter);
    expect(seconds).toBe(Math.ceil((1_000 - 10) / perSecond));
    // The rest is still there for less.
    expect(await send(10)).toEqual(ok);
    expect(await send(1_000)).toMatchObject({ retryAfter: String(1_000 / perSecond) });
    nowMs += (1_000 / perSecond) * limits.secondMs - 1;
    expect(await send(1_000)).toEqual(refused);
    nowMs += 1;
    expect(await send(1_000)).toEqual(ok);
    expect(await send(1)).toEqual(refused);
  });

  test('two processes share it', async () => {
    expect(await send(1_250)).toEqual(ok);
    // What the first process took ahead is its own; the rest is for both.
    const ahead = Math.ceil(perSecond * limits.eventsAheadSeconds);
    expect(await send(burst - 1_250 - ahead, { spine: other })).toEqual(ok);
    expect(await send(1, { spine: other })).toEqual(refused);
    expect(await send(ahead)).toEqual(ok);
    expect(await send(1)).toEqual(refused);
    expect(await door.streamed()).toHaveLength(burst);
  });

  test('requests at once take no more than there is, in both processes together', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => send(100, { spine: index % 2 ? other : door.spine })),
    );
    const taken = answers.filter(({ status }) => status === 200).length;
    // Each process may hold a little that no batch of 100 uses.
    expect([burst / 100 - 1, burst / 100]).toContain(taken);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - taken);
    expect(await door.streamed()).toHaveLength(100 * taken);
  });

  test('a steady sender at the rate is never refused', async () => {
    for (let second = 0; second < 20; second++) {
      expect(await send(perSecond)).toEqual(ok);
      nowMs += limits.secondMs;
    }
  });

  test('a clock that is set back makes nobody wait until it is as late again', async () => {
    expect(await send(burst)).toEqual(ok);
    expect(await send(1)).toEqual(refused);
    const { spine } = door;
    const beforeMs = nowMs;
    nowMs -= limits.hourMs;
    try {
      // The process that refused, and one that only asks: both by the hour that lies behind.
      for (const one of [spine, other]) {
        const { status, retryAfter } = await send(burst, { spine: one });
        expect(status).toBe(429);
        expect(Number(retryAfter)).toBeLessThanOrEqual(Math.ceil(burst / perSecond));
      }
      nowMs += (burst / perSecond) * limits.secondMs;
      // As Redis does by then by its own clock.
      for (const key of await door.redis.keys('*:limit:*')) await door.redis.del(key);
      for (const one of [spine, other]) expect(await send(1, { spine: one })).toEqual(ok);
    } finally {
      nowMs = beforeMs;
    }
  });

  test('IPv6 counts by its /64, and the next network has its own', async () => {
    const network = `2001:db8:0:${addresses.toString(16)}`;
    expect(await send(burst, { from: `${network}:1:2:3:4` })).toEqual(ok);
    expect(await send(1, { from: `${network}:ffff::1` })).toEqual(refused);
    expect(await send(1, { from: `2001:db8:1:${addresses.toString(16)}::1` })).toEqual(ok);
  });

  test('a proxy that is not trusted names no address', async () => {
    const direct = await startSpine({ redisUrl: door.server.url, clock });
    try {
      expect(await send(burst, { spine: direct, from: '198.51.100.1' })).toEqual(ok);
      expect(await send(1, { spine: direct, from: '198.51.100.2' })).toEqual(refused);
    } finally {
      await direct.close();
    }
  });

  test('an image beyond it is returned, and its event is not kept', async () => {
    expect(await send(burst)).toEqual(ok);
    await door.clear();
    const response = await fetch(
      `${door.spine.url}/v1/pixel/page.gif?writeKey=${testWriteKey}&anonymousId=a`,
      {
        headers: { 'x-forwarded-for': address },
      },
    );
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/gif']);
    expect(await door.streamed()).toEqual([]);
  });

  test('preflights and what clients load cost nothing, and are answered beyond it', async () => {
    const headers = { 'x-forwarded-for': address };
    for (let index = 0; index < 20; index++) {
      await fetch(`${door.spine.url}/v1/batch`, { method: 'OPTIONS', headers });
      await fetch(`${door.spine.url}/sourceConfig/?writeKey=${testWriteKey}`, { headers });
    }
    expect(await send(burst)).toEqual(ok);
    expect(await send(1)).toEqual(refused);
    const preflight = await fetch(`${door.spine.url}/v1/batch`, { method: 'OPTIONS', headers });
    const config = await fetch(`${door.spine.url}/sourceConfig/?writeKey=${testWriteKey}`, { headers });
    expect([preflight.status, config.status]).toEqual([204, 200]);
  });
});

describe('links and pixels of mails', () => {
  const link = linkToken([testLinkSecret], {
    address: 'a@shop.example',
    emailId: 'm',
    url: 'https://shop.example/',
  });
  const pixel = pixelToken([testLinkSecret], { address: 'a@shop.example', emailId: 'm' });
  const get = (path: string, spine = door.spine) =>
    fetch(`${spine.url}${path}`, { headers: { 'x-forwarded-for': address }, redirect: 'manual' });

  test('a flood of clicks from one address is refused, over both processes; others go on', async () => {
    expect((await get(`/c/${link}`)).status).toBe(302);
    // A click counts as one event of the address.
    expect(await send(burst)).toEqual(refused);
    expect(await send(burst - 1)).toEqual(ok);
    await door.clear();
    for (const spine of [door.spine, other]) {
      const answer = await get(`/c/${link}`, spine);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '1']);
      expect(answer.headers.get('location')).toBe(null);
      expect(await answer.json()).toMatchObject({ code: 'too_many_requests' });
    }
    const image = await get(`/o/${pixel}.gif`);
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/gif']);
    expect(await door.streamed()).toEqual([]);
    address = `203.0.113.${++addresses}`;
    expect((await get(`/c/${link}`)).status).toBe(302);
    expect(await door.streamed()).toHaveLength(1);
  });
});

describe('of a key', () => {
  test('servers send far more from one address, up to the limit of their key, over both processes', async () => {
    const { eventBudgets: budgets } = door.spine.stream;
    expect(await send(burst, { key: testSecretKey })).toEqual(ok);
    expect(await send(burst, { key: testSecretKey, spine: other })).toEqual(ok);
    const ofKey = limits.keyEventsPerSecond;
    const most = ofKey * limits.keyBurstSeconds;
    // What is left of it, but for 100 events.
    const ahead = 2 * ofKey * limits.eventsAheadSeconds;
    await budgets.take(
      { name: 'key:settings-secret', perSecond: ofKey, burst: most },
      { need: most - 2 * burst - ahead - 100, ahead: 0, nowMs },
    );
    // What was taken ahead is void after a second; in this one it is used first.
    expect(await send(ahead / 2 + 100, { key: testSecretKey })).toEqual(ok);
    expect(await send(1, { key: testSecretKey })).toEqual(refused);
    expect(await send(ahead / 2, { key: testSecretKey, spine: other })).toEqual(ok);
    const answer = await send(1, { key: testSecretKey, spine: other });
    expect(answer).toMatchObject({ status: 429, retryAfter: '1' });
    expect(answer.message).toContain('KEY_EVENTS_PER_SECOND');
    expect(await send(1)).toEqual(ok);
  });
});

describe('identities of an address', () => {
  let people = 0;
  const made = (count: number) => Array.from({ length: count }, () => `made${++people}`);
  async function name(userIds: string[], { spine = door.spine, key = testWriteKey }: Sent = {}, more = {}) {
    const batch = userIds.map((userId) => ({ type: 'identify', userId, traits: { title: 'T' }, ...more }));
    const response = await fetch(`${spine.url}/v1/batch?writeKey=${key}`, {
      method: 'POST',
      headers: { 'x-forwarded-for': address },
      body: JSON.stringify({ batch }),
    });
    expect(response.status).toBe(200);
  }
  const crowded = async () =>
    (await door.streamed())
      .filter(({ crowd }) => crowd)
      .map(({ key }) => key.slice(2))
      .sort();

  test('beyond so many in an hour are kept and marked; those of before are not', async () => {
    const [few, last] = [made(identitiesPerHour + byItself), made(5)];
    for (let from = 0; from < few.length; from += 30) await name(few.slice(from, from + 30));
    expect(await crowded()).toEqual([]);
    await name([...last, ...few.slice(0, 40)]);
    expect(await crowded()).toEqual(last.sort());
    expect(await door.streamed()).toHaveLength(few.length + 45);
    nowMs += limits.hourMs;
    await door.clear();
    await name(last);
    expect(await crowded()).toEqual([]);
  });

  test('processes share them, but for the few that each lets pass; requests at once take no more', async () => {
    const all = Array.from({ length: 20 }, () => made(20));
    await Promise.all(all.map((some, index) => name(some, { spine: index % 2 ? other : door.spine })));
    const passed = all.flat().length - (await crowded()).length;
    expect(passed).toBeLessThanOrEqual(identitiesPerHour + 2 * byItself);
    // What one process set aside, and then did not need, is lost to the other.
    expect(passed).toBeGreaterThanOrEqual(identitiesPerHour);
  });

  test('servers, and whom a server has signed, are never too many', async () => {
    await name(made(identitiesPerHour + byItself));
    await name(made(30), { key: testSecretKey });
    const [signed] = made(1) as [string];
    const signature = createHmac('sha256', testSecretKey).update(signed).digest('hex');
    await name([signed], {}, { context: { signature } });
    expect(await crowded()).toEqual([]);
    const [beyond] = made(1) as [string];
    await name([beyond]);
    expect(await crowded()).toEqual([beyond]);
  });

  test('one person, however many events and devices by one id, is one', async () => {
    await name(made(byItself + identitiesPerHour - 1));
    const [ada] = made(1) as [string];
    for (let index = 0; index < 20; index++) await name(Array.from({ length: 10 }, () => ada));
    expect(await crowded()).toEqual([]);
  });

  test.each<[string, (id: string) => object]>([
    ['the other spelling', (id) => ({ user_id: id })],
    ['addresses in the context', (id) => ({ context: { traits: { email: `${id}@shop.example` } } })],
    ['addresses of their own', (id) => ({ traits: { email: `${id}@shop.example` } })],
    ['devices beside a word for nobody', (id) => ({ userId: 'undefined', anonymousId: id })],
  ])('fewer than the limit, by %s, are not too many', async (_how, eventOf) => {
    const batch = made(identitiesPerHour).map((id) => ({ type: 'identify', ...eventOf(id) }));
    const response = await fetch(`${door.spine.url}/v1/batch?writeKey=${testWriteKey}`, {
      method: 'POST',
      headers: { 'x-forwarded-for': address },
      body: JSON.stringify({ batch }),
    });
    expect(await response.json()).toMatchObject({ accepted: batch.length });
    expect(await crowded()).toEqual([]);
  });

  test('the event says which key named the person', async () => {
    await name(made(1));
    await name(made(1), { key: testSecretKey });
    const keys = (await door.streamed()).map(({ keyId }) => keyId ?? null);
    expect(keys).toHaveLength(2);
    expect(keys).toEqual(expect.arrayContaining(['settings-public', null]));
  });
});

test('while Redis is silent nothing is taken, and the answer is 503', async () => {
  door.server.freeze();
  try {
    const answer = await send(1);
    expect(answer).toMatchObject({ status: 503, code: 'stream_unavailable' });
    expect(answer.retryAfter).toBe(String(limits.retryAfterSeconds));
  } finally {
    door.server.thaw();
  }
});
