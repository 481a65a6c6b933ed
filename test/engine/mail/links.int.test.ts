/** Our own links and pixels over real HTTP on a real Redis: who follows one is led to its destination alone, and scores once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkToken, pixelToken, provesAddress } from '../../../src/engine/mail/mail.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine, testLinkSecret, testWriteKey } from '../../support/spine.ts';
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

const secrets = [testLinkSecret];
const url = 'https://shop.example/offer?a=b';
const linkFor = (address: string, more = {}) =>
  `${spine.url}/c/${linkToken(secrets, { address, emailId: 'spring-1', linkId: 'offer', url, ...more })}`;
const follow = (address: string, init: RequestInit = {}) => fetch(address, { redirect: 'manual', ...init });
const explained = (
  key: string,
  isReady: (found: Awaited<ReturnType<Spine['profiles']['explanation']>>) => boolean,
) =>
  until(`${key} is as expected`, async () => {
    const found = await spine.profiles.explanation(key);
    return isReady(found) && (await spine.isQuiet()) ? found : null;
  });

test('a person is led to the destination and scores 4 once a link', async () => {
  const address = 'person@shop.example';
  for (const _time of [1, 2]) {
    const response = await follow(linkFor(address));
    expect([response.status, response.headers.get('location')]).toEqual([302, url]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  }
  const found = await explained(address, (one) => one?.score === 4);
  expect(found?.contributions.map(({ rule }) => rule)).toEqual(['email-click']);
});

test.each<[string, RequestInit, string]>([
  ['head', { method: 'HEAD' }, 'HEAD request'],
  ['prefetch', { headers: { 'sec-purpose': 'prefetch' } }, 'fetched in advance'],
  ['scanner', { headers: { 'user-agent': 'Barracuda Sentinel (EE)' } }, 'scans links'],
])('a %s is led there too and scores nothing; the person after it does', async (name, init, why) => {
  const address = `${name}@shop.example`;
  const response = await follow(linkFor(address), init);
  expect([response.status, response.headers.get('location')]).toEqual([302, url]);
  const refused = await explained(address, (one) => (one?.refusals.length ?? 0) > 0);
  expect(refused).toMatchObject({ score: 0, refusals: [{ reason: expect.stringContaining(why) }] });
  await follow(linkFor(address));
  await explained(address, (one) => one?.score === 4);
});

describe('nobody is led to what was not signed', () => {
  const evil = 'https://evil.example/';
  const forged = () => {
    const [, mac] = linkToken(secrets, { address: 'a@shop.example', emailId: 'm', url }).split('.');
    const content = Buffer.from(JSON.stringify({ a: 'a@shop.example', m: 'm', u: evil })).toString(
      'base64url',
    );
    return `${content}.${mac}`;
  };
  test.each<[string, () => string]>([
    ['an address', () => evil],
    ['an address, encoded', () => encodeURIComponent(evil)],
    ['another destination under a signature', forged],
    [
      'a signature by nobody',
      () => linkToken(['nobody'], { address: 'a@shop.example', emailId: 'm', url: evil }),
    ],
    ['a pixel', () => pixelToken(secrets, { address: 'a@shop.example', emailId: 'm' })],
    [
      'a script',
      () => linkToken(secrets, { address: 'a@shop.example', emailId: 'm', url: 'javascript:alert(1)' }),
    ],
    ['nothing', () => ''],
    ['a path', () => '../../evil'],
    ['a query', () => `?url=${evil}`],
  ])('%s', async (_name, token) => {
    const response = await follow(`${spine.url}/c/${token()}`);
    expect([400, 404]).toContain(response.status);
    expect(response.headers.get('location')).toBe(null);
    expect(await response.text()).not.toContain('evil.example');
  });

  test('a link that was cut off is a page that says so', async () => {
    const response = await follow(linkFor('cut@shop.example').slice(0, -1));
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toContain('not valid');
    expect(await spine.profiles.profile('cut@shop.example')).toBe(null);
  });
});

test('a link that proves gives the page a proof of the address, and no other', async () => {
  const address = 'proof@shop.example';
  const response = await follow(linkFor(address, { proves: true }));
  const location = new URL(response.headers.get('location') ?? '');
  const proof = location.searchParams.get('scoville_proof') ?? '';
  expect(provesAddress(secrets, proof, address, Date.now())).toBe(true);
  expect(location.href).not.toContain('proof@');
});

test('a page with the proof joins the click to its visitor; one without it does not', async () => {
  const proofOf = async (address: string) => {
    const location = (await follow(linkFor(address, { proves: true }))).headers.get('location') ?? '';
    await explained(address, (one) => one?.score === 4);
    return new URL(location).searchParams.get('scoville_proof') ?? '';
  };
  const identify = async (userId: string, email: string, emailSignature?: string) => {
    const body = {
      userId,
      traits: { email },
      context: emailSignature === undefined ? {} : { emailSignature },
    };
    const headers = { authorization: `Basic ${Buffer.from(`${testWriteKey}:`).toString('base64')}` };
    return (await fetch(`${spine.url}/v1/identify`, { method: 'POST', headers, body: JSON.stringify(body) }))
      .status;
  };
  const [own, others] = [await proofOf('own@shop.example'), await proofOf('others@shop.example')];
  expect(await identify('with-proof', 'own@shop.example', own)).toBe(200);
  await explained('with-proof', (one) => one?.score === 4);
  expect(await identify('without', 'others@shop.example')).toBe(200);
  expect(await identify('with-another', 'others@shop.example', own)).toBe(400);
  expect(others).not.toBe(own);
  const without = await explained('without', (one) => one !== null);
  expect(without?.score).toBe(null);
});

test('a pixel is an open; a wrong one is an image all the same', async () => {
  const address = 'opens@shop.example';
  const token = pixelToken(secrets, { address, emailId: 'spring-1', campaignName: 'Spring' });
  for (const path of [`${token}.gif`, token, 'wrong.gif', `${token}x.gif`]) {
    const response = await fetch(`${spine.url}/o/${path}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/gif']);
    expect((await response.arrayBuffer()).byteLength).toBe(43);
  }
  const profile = await until('the profile is there', () => spine.profiles.profile(address));
  expect(profile.identities).toEqual([{ kind: 'email', value: address }]);
  await until('both opens are counted', async () => {
    const { values } = await spine.metrics.mailEvents.get();
    const opened = values.find(
      ({ labels }) => labels['provider'] === 'own' && labels['outcome'] === 'accepted',
    );
    return (opened?.value ?? 0) >= 2;
  });
});

test('while Redis is away a person is led to the destination all the same', async () => {
  const own = await startTestRedis();
  const door = await startSpine({ redisUrl: own.url });
  try {
    await own.stop();
    const token = linkToken(secrets, { address: 'away@shop.example', emailId: 'm', url });
    const response = await follow(`${door.url}/c/${token}`);
    expect([response.status, response.headers.get('location')]).toEqual([302, url]);
    expect((await fetch(`${door.url}/o/${token}`)).status).toBe(200);
  } finally {
    // What waits for the Redis that is gone fails first.
    await door.stream.close();
    await door.close();
  }
});
