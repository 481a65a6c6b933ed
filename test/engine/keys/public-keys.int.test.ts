/** Attacks with the public key that stands in every page, on a real Redis: each thing that such a key may not do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine, testSecretKey, testWriteKey } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let server: TestServer;
let spine: Spine;

beforeAll(async () => {
  server = await startTestRedis();
  spine = await startSpine({ redisUrl: server.url });
  spine.startWorker();
});
afterAll(async () => {
  await spine?.close();
  await server?.stop();
});

async function send(key: string, path: string, body: object): Promise<number> {
  const { status } = await fetch(`${spine.url}${path}?writeKey=${key}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  return status;
}
const page = (path: string, body: object) => send(testWriteKey, path, body);
const ofServer = (path: string, body: object) => send(testSecretKey, path, body);

const programme = 'emea-lead-scoring';
async function scoreOf(person: string): Promise<number | null> {
  await until('all is scored', () => spine.isQuiet());
  return (await spine.profiles.profile(person))?.scores[programme]?.score ?? null;
}

describe('events of servers', () => {
  const click = (user: string, id: string) => ({
    ...{ userId: user, event: 'Email Link Clicked', messageId: id },
    properties: { email_id: 'spring', link_id: id },
  });

  test('mail clicks that a page claims give nothing; those of the server count', async () => {
    for (let index = 0; index < 20; index++)
      expect(await page('/v1/track', click('clicker', `forged-${index}`))).toBe(200);
    expect(await page('/v1/batch', { batch: [{ type: 'track', ...click('clicker', 'batched') }] })).toBe(200);
    expect(await scoreOf('clicker')).toBeNull();
    expect(await ofServer('/v1/track', click('clicker', 'real'))).toBe(200);
    expect(await scoreOf('clicker')).toBe(4);
  });

  test('a page may not say that it is a server', async () => {
    for (const via of [null, 'secret', 'signed', ''])
      await page('/v1/track', { ...click('liar', `via-${via}`), via, context: { via } });
    expect(await scoreOf('liar')).toBeNull();
  });

  test('the order that a page reports ends its basket', async () => {
    const added = { event: 'Product Added', properties: { cart_id: 'b' }, messageId: 'added' };
    const longAgo = new Date(Date.now() - limits.hourMs).toISOString();
    for (const userId of ['buyer', 'leaver'])
      await page('/v1/track', { ...added, userId, messageId: `added-${userId}`, timestamp: longAgo });
    const order = { event: 'Order Completed', properties: { cart_id: 'b' }, messageId: 'order' };
    await page('/v1/track', { ...order, userId: 'buyer', timestamp: longAgo });
    expect(await scoreOf('leaver')).toBe(30);
    expect((await scoreOf('buyer')) ?? 0).toBe(0);
  });
});

test('receivedAt of a page moves no event', async () => {
  const archived = {
    ...{ userId: 'archive', timestamp: '2026-01-01T00:00:00Z', properties: { path: '/managed-cloud' } },
    ...{ sentAt: '2026-01-01T00:00:00Z', receivedAt: '2026-01-01T00:00:00Z' },
  };
  const atMs = async (key: string, messageId: string) => {
    await send(key, '/v1/page', { ...archived, messageId, anonymousId: messageId });
    await until('all is scored', () => spine.isQuiet());
  };
  // Without it the clock of the page is taken to be behind, so the event is of now; the server's is of January, too late to score.
  await atMs(testSecretKey, 'of-server');
  expect(await scoreOf('archive')).toBeNull();
  await atMs(testWriteKey, 'of-page');
  expect(await scoreOf('archive')).toBe(15);
});
