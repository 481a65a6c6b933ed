/** What machines ask for at the doors, on a real Redis: nothing scored, everything shown, and what a person does later counts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
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
  until(`${key} is scored`, async () => {
    const found = await spine.profiles.explanation(key);
    return found !== null && (await spine.isQuiet()) ? found : null;
  });

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
