/** What machines ask for at the doors, on a real Redis: nothing scored, everything shown, and what a person does later counts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine, testWriteKey } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let redis: TestServer;
let spine: Spine;

beforeAll(async () => {
  redis = await startTestRedis();
  spine = await startSpine({ redisUrl: redis.url });
  spine.startWorker();
});

afterAll(async () => {
  await spine?.close();
  await redis?.stop();
});

const pixel = (anonymousId: string, messageId: string) =>
  `${spine.url}/v1/pixel/page.gif?writeKey=${testWriteKey}&anonymousId=${anonymousId}&messageId=${messageId}&properties.path=/managed-cloud`;

const explained = (key: string) =>
  // Quiet first: an explanation from before would be taken for the one after.
  until(`${key} is scored`, async () => ((await spine.isQuiet()) ? spine.profiles.explanation(key) : null));

test.each<[string, RequestInit, string]>([
  ['HEAD', { method: 'HEAD' }, 'HEAD request'],
  ['Sec-Purpose', { headers: { 'sec-purpose': 'prefetch;prerender' } }, 'fetched in advance'],
  ['Purpose', { headers: { purpose: 'prefetch' } }, 'fetched in advance'],
  ['X-Moz', { headers: { 'x-moz': 'prefetch' } }, 'fetched in advance'],
  ['Mozilla', { headers: { 'user-agent': 'Mozilla/5.0' } }, 'mail privacy'],
  ['Mimecast', { headers: { 'user-agent': 'Mimecast URL Scanner' } }, 'scans links'],
])(
  '%s of a pixel scores nothing and is shown; the person after it scores 15 once',
  async (name, init, why) => {
    const response = await fetch(pixel(name, `of-${name}`), init);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/gif');
    const refused = await explained(name);
    expect(refused).toMatchObject({
      score: 0,
      contributions: [],
      refusals: expect.arrayContaining([
        expect.objectContaining({
          rule: 'managed-cloud-page',
          points: 0,
          reason: expect.stringContaining(why),
        }),
      ]),
    });
    // The same message, opened by a person: a machine that was there first takes nothing away.
    await fetch(pixel(name, `of-${name}`));
    await fetch(pixel(name, `of-${name}`));
    const scored = await until('the person scores', async () => {
      const found = await spine.profiles.explanation(name);
      return found?.score === 15 && (await spine.isQuiet()) ? found : null;
    });
    expect(scored.contributions.map(({ rule, value }) => [rule, value])).toEqual([
      ['managed-cloud-page', 15],
    ]);
    expect(scored.refusals.some(({ reason }) => reason.includes(why))).toBe(true);
  },
);

const chrome =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const page = { type: 'page', properties: { path: '/managed-cloud' } };
async function browse(userId: string, headers: Record<string, string>, more: object = {}, count = 1) {
  const batch = Array.from({ length: count }, (_, index) => ({
    ...{ ...page, ...more, userId, messageId: `${userId}-${index}` },
  }));
  const response = await fetch(`${spine.url}/v1/batch?writeKey=${testWriteKey}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ batch }),
  });
  expect(response.status).toBe(200);
  return explained(userId);
}
const origin = 'https://shop.example';

test.each<[string, Record<string, string>, object, string | null]>([
  ['a browser', { origin, 'user-agent': chrome }, {}, null],
  ['a robot', { origin, 'user-agent': googlebot }, {}, 'by a robot'],
  ['a server that says the visitor was one', {}, { context: { userAgent: googlebot } }, 'by a robot'],
  [
    'a driven browser',
    { origin, 'user-agent': chrome },
    { context: { webdriver: true } },
    'navigator.webdriver',
  ],
  ['a library of a server', { 'user-agent': 'analytics-node/3.1.0' }, {}, null],
])('%s scores as what it is', async (who, headers, more, why) => {
  const found = await browse(who, headers, more);
  expect(found?.score ?? 0).toBe(why === null ? 15 : 0);
  const reasons = found?.refusals.map(({ reason }) => reason);
  expect(reasons?.every((reason) => why !== null && reason.includes(why))).toBe(true);
  expect(reasons?.length === 0).toBe(why === null);
});

test('pages at an impossible speed are kept and score nothing, whichever ones they are', async () => {
  const { pageViewsPerSecondMax: most } = limits;
  const at = { timestamp: new Date().toISOString() };
  const found = await browse('runner', { origin, 'user-agent': chrome }, at, most + 2);
  const fast = found?.refusals.filter(({ reason }) => reason.includes(`more than ${most} page views`));
  expect(fast?.filter(({ rule }) => rule === 'managed-cloud-page')).toHaveLength(2);
  expect(found?.score).toBeGreaterThan(0);
});

test("so many downloads in one second score as a person's, and the others leave room for what comes later", async () => {
  const { profileEventsPerSecondMax: most } = limits;
  const download = (index: number, atMs: number) => ({
    ...{ type: 'track', event: 'File Downloaded', userId: 'collector', messageId: `asset-${index}` },
    properties: { category: 'customer-case-study', asset_id: `a-${index}` },
    timestamp: new Date(atMs).toISOString(),
  });
  const nowMs = Date.now() - limits.minuteMs;
  const batch = Array.from({ length: 300 }, (_, index) => download(index, nowMs));
  const send = async (events: object[]) => {
    const init = { method: 'POST', body: JSON.stringify({ batch: events }) };
    expect((await fetch(`${spine.url}/v1/batch?writeKey=${testWriteKey}`, init)).status).toBe(200);
    return explained('collector');
  };
  const found = await send(batch);
  const [first] = found.contributions;
  expect([found.contributions.length, found.score]).toEqual([most, most * (first?.value ?? 0)]);
  expect(found.refusals.some(({ reason }) => reason.includes(`${most} events in one second`))).toBe(true);
  expect((await send([download(999, nowMs + limits.secondMs)])).contributions).toHaveLength(most + 1);
});
