/** Attacks with the public key that stands in every page, on a real Redis: each thing that such a key may not do. */
import { createHmac } from 'node:crypto';
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
    expect(await scoreOf('clicker')).toBe(0);
    const { refusals = [] } = (await spine.profiles.explanation('clicker')) ?? {};
    expect(refusals).toHaveLength(21);
    expect(refusals[0]).toMatchObject({
      rule: 'email-click',
      reason: expect.stringContaining('a public key sent it'),
    });
    expect(await ofServer('/v1/track', click('clicker', 'real'))).toBe(200);
    expect(await scoreOf('clicker')).toBe(4);
  });

  test('a page may not say that it is a server', async () => {
    for (const via of [null, 'secret', 'signed', ''])
      await page('/v1/track', { ...click('liar', `via-${via}`), via, context: { via } });
    expect(await scoreOf('liar')).toBe(0);
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

test('a page that guesses the id of a message swallows nothing of a server; each counts its own once', async () => {
  const of = (event: string, properties: object) => ({ userId: 'n1', messageId: 'srv-1', event, properties });
  const video = of('Video Playback Started', { category: 'product-demo' });
  const download = of('File Downloaded', { category: 'customer-case-study', asset_id: 'northwind' });
  for (let again = 0; again < 2; again++) await page('/v1/track', video);
  expect(await scoreOf('n1')).toBe(8);
  for (let again = 0; again < 2; again++) await ofServer('/v1/track', download);
  expect(await scoreOf('n1')).toBe(18);
});

test('receivedAt of a page moves no event', async () => {
  const ago = (days: number) => new Date(Date.now() - days * limits.dayMs).toISOString();
  const archived = {
    ...{ userId: 'archive', timestamp: ago(8), properties: { path: '/managed-cloud' } },
    ...{ sentAt: ago(6), receivedAt: ago(6) },
  };
  const atMs = async (key: string, messageId: string) => {
    await send(key, '/v1/page', { ...archived, messageId, anonymousId: messageId });
    await until('all is scored', () => spine.isQuiet());
  };
  // Without it the clock of the page is taken to be behind, so the event is 2 days old; the server's is too late to score.
  await atMs(testSecretKey, 'of-server');
  expect(await scoreOf('archive')).toBeNull();
  await atMs(testWriteKey, 'of-page');
  expect(await scoreOf('archive')).toBe(15);
});

test('an archive that a server sends in one batch keeps the days of its events', async () => {
  const day = new Date(Date.now() - 5 * limits.dayMs).toISOString();
  const event = { type: 'page', userId: 'archive-2', messageId: 'of-batch', timestamp: day, receivedAt: day };
  const batch = [{ ...event, properties: { path: '/managed-cloud' } }];
  await send(testSecretKey, '/v1/batch', { batch, sentAt: new Date().toISOString() });
  await until('all is scored', () => spine.isQuiet());
  expect(await scoreOf('archive-2')).toBe(15);
});

const viewOf = async (person: string) => {
  await until('all is scored', () => spine.isQuiet());
  return await spine.profiles.profile(person);
};
const signed = (text: string, key = testSecretKey) => createHmac('sha256', key).update(text).digest('hex');
const look = (user: string, id: string) => ({
  ...{ userId: user, messageId: id },
  properties: { path: '/managed-cloud' },
});

describe('traits', () => {
  test('of a known person stay what a server said; what a page says is a proposal', async () => {
    await ofServer('/v1/identify', { userId: 'ada', traits: { name: 'Ada', phone: '+44 20 7946 0018' } });
    const forged = { name: 'Mallory', phone: '+44 20 7946 0999', title: 'CEO' };
    await page('/v1/identify', { userId: 'ada', traits: forged });
    await page('/v1/track', { userId: 'ada', event: 'E', context: { traits: forged } });
    // Nor by a time that is later.
    await page('/v1/identify', { userId: 'ada', traits: forged, timestamp: Date.now() + 30_000 });
    // A gap either: whom a server knows, a page only proposes something for.
    const view = await viewOf('ada');
    expect(view?.traits).toEqual({ name: 'Ada', phone: '+44 20 7946 0018' });
    expect(view).toMatchObject({ claimed: [], proposals: forged });
    // Once a server says it, it counts.
    await ofServer('/v1/identify', { userId: 'ada', traits: { title: 'CEO' } });
    expect(await viewOf('ada')).toMatchObject({
      traits: { title: 'CEO' },
      proposals: { name: 'Mallory', phone: '+44 20 7946 0999' },
    });
  });

  test('of somebody who is known by an address alone, as by a mail, are filled in by a page', async () => {
    const email = 'reader@shop.example';
    const mail = { event: 'Email Delivered', context: { traits: { email } }, properties: { email_id: 'e' } };
    await ofServer('/v1/track', mail);
    await page('/v1/identify', { anonymousId: 'reader phone', traits: { email, name: 'Rea' } });
    expect(await viewOf(email)).toMatchObject({ traits: { email, name: 'Rea' }, claimed: ['name'] });
    await ofServer('/v1/identify', { traits: { email, plan: 'gold' } });
    await page('/v1/identify', { anonymousId: 'reader phone', traits: { email, company: 'Evil Ltd' } });
    // What was there when a server came to know them stays.
    expect(await viewOf(email)).toMatchObject({
      traits: { email, name: 'Rea', plan: 'gold' },
      ...{ claimed: ['name'], proposals: { company: 'Evil Ltd' } },
    });
  });

  test('that a page said first stay against other pages, and give way to a server', async () => {
    await page('/v1/identify', { userId: 'grace', traits: { name: 'Grace', title: 'Admiral' } });
    await page('/v1/identify', { userId: 'grace', traits: { name: 'Mallory' } });
    expect(await viewOf('grace')).toMatchObject({
      traits: { name: 'Grace' },
      proposals: { name: 'Mallory' },
    });
    await ofServer('/v1/identify', { userId: 'grace', traits: { name: 'Grace Hopper' } });
    const { traits } = (await viewOf('grace')) ?? {};
    expect(traits).toEqual({ name: 'Grace Hopper', title: 'Admiral' });
  });

  test('of a person whose id is signed are set', async () => {
    await ofServer('/v1/identify', { userId: 'signer', traits: { name: 'Before' } });
    const context = { signature: signed('signer') };
    expect(await page('/v1/identify', { userId: 'signer', traits: { name: 'After' }, context })).toBe(200);
    expect((await viewOf('signer'))?.traits).toEqual({ name: 'After' });
    for (const forged of [signed('other'), signed('signer', testWriteKey), 'x'.repeat(64), '00'])
      expect(
        await page('/v1/identify', {
          userId: 'signer',
          traits: { name: 'M' },
          context: { signature: forged },
        }),
      ).toBe(400);
    expect((await viewOf('signer'))?.traits).toEqual({ name: 'After' });
  });
});

describe('addresses', () => {
  const claim = (user: string, email: string, more: object = {}) =>
    page('/v1/identify', { userId: user, anonymousId: `device of ${user}`, traits: { email }, ...more });
  const idsOf = async (person: string) =>
    (await viewOf(person))?.identities.map(({ kind, value }) => `${kind} ${value}`).sort();

  test('an address with a profile of its own is not claimed by a page', async () => {
    const victim = 'victim@shop.example';
    await ofServer('/v1/track', {
      ...{ event: 'Email Link Clicked', messageId: 'of-victim', properties: { email_id: 'e', link_id: 'l' } },
      context: { traits: { email: victim } },
    });
    expect(await scoreOf(victim)).toBe(4);
    expect(await claim('mallory', victim)).toBe(200);
    await page('/v1/page', look('mallory', 'mallory looks'));
    expect([await scoreOf('mallory'), await scoreOf(victim)]).toEqual([15, 4]);
    expect(await idsOf(victim)).toEqual([`email ${victim}`]);
    expect(await idsOf('mallory')).not.toContain(`email ${victim}`);
    // The server knows better.
    await ofServer('/v1/identify', { userId: 'victim-17', traits: { email: victim } });
    expect(await scoreOf('victim-17')).toBe(4);
  });

  const clicked = (email: string) =>
    ofServer('/v1/track', {
      ...{
        event: 'Email Link Clicked',
        messageId: `of ${email}`,
        properties: { email_id: 'e', link_id: 'l' },
      },
      context: { traits: { email } },
    });
  const looked = (id: string, who: object) =>
    page('/v1/page', { ...look('', `${id} looks`), userId: null, ...who });

  test('a visitor who fills in a form with an address is one person, who can be written to, with later mail clicks', async () => {
    const email = 'honest@shop.example';
    await looked('honest', { anonymousId: 'device of honest' });
    expect(await claim('', email, { userId: null, anonymousId: 'device of honest' })).toBe(200);
    await clicked(email);
    expect(await scoreOf(email)).toBe(19);
    expect(await idsOf('device of honest')).toEqual(['anonymousId device of honest', `email ${email}`]);
    expect((await viewOf(email))?.traits).toMatchObject({ email });
  });

  test('an address that a page names for a user is said of them, and no more, until a server says the same', async () => {
    const email = 'member@shop.example';
    await looked('member', { anonymousId: 'device of member' });
    expect(await claim('member', email)).toBe(200);
    await clicked(email);
    expect([await scoreOf('member'), await scoreOf(email)]).toEqual([15, 4]);
    expect((await viewOf('member'))?.traits).toEqual({ email });
    expect(await idsOf('member')).toEqual(['anonymousId device of member', 'userId member']);
    await ofServer('/v1/identify', { userId: 'member', traits: { email } });
    expect(await scoreOf(email)).toBe(19);
    expect(await idsOf(email)).toEqual(await idsOf('member'));
  });

  test('a user id that is the address has its mail clicks, and stays free for the user of a server', async () => {
    const email = 'by-address@shop.example';
    await looked('by address', { userId: 'By-Address@Shop.Example', anonymousId: 'its device' });
    await clicked(email);
    expect(await scoreOf(email)).toBe(19);
    await ofServer('/v1/identify', { userId: 'user-9', traits: { email } });
    expect(await scoreOf('user-9')).toBe(19);
    expect(await idsOf(email)).toContain('userId user-9');
  });

  test('an address that nobody knows yet is not kept from its owner', async () => {
    const victim = 'victim1@shop.example';
    expect(await claim('evil1', victim)).toBe(200);
    await clicked(victim);
    expect([await scoreOf('evil1'), await scoreOf(victim)]).toEqual([null, 4]);
    await ofServer('/v1/identify', { userId: 'victim-real', traits: { email: victim } });
    expect(await scoreOf('victim-real')).toBe(4);
    expect(await idsOf(victim)).toContain('userId victim-real');
  });

  test('a known user gets no further address by pages, and keeps the own one', async () => {
    await ofServer('/v1/identify', { userId: 'gap', traits: { email: 'gap@shop.example' } });
    for (let index = 0; index < 100; index++) await claim('gap', `a${index}@evil.example`);
    expect(await idsOf('gap')).toEqual(['anonymousId device of gap', 'email gap@shop.example', 'userId gap']);
    expect((await viewOf('gap'))?.traits).toEqual({ email: 'gap@shop.example' });
    expect(await viewOf('a7@evil.example')).toBeNull();
  });

  test('a claim at once after a mail click was acknowledged wins nothing', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `quick${index}`);
    const email = (name: string) => `${name}@shop.example`;
    for (const name of names) {
      await clicked(email(name));
      await claim(name, email(name));
    }
    for (const name of names)
      expect([name, await scoreOf(email(name)), await scoreOf(name)]).toEqual([name, 4, null]);
  });

  test('an operator may let pages link any address', async ({ onTestFinished }) => {
    const open = await startSpine({ redisUrl: server.url, addressClaims: 'any' });
    onTestFinished(() => open.close());
    const email = 'believed@shop.example';
    await clicked(email);
    const identify = { userId: 'believed', traits: { email } };
    await fetch(`${open.url}/v1/identify?writeKey=${testWriteKey}`, {
      method: 'POST',
      body: JSON.stringify(identify),
    });
    expect(await scoreOf('believed')).toBe(4);
    expect(await idsOf(email)).toEqual([`email ${email}`, 'userId believed']);
  });

  test('an address that is signed joins its profile, and the signature is not kept', async () => {
    const email = 'proven@shop.example';
    await ofServer('/v1/page', {
      ...look('', 'proven looked'),
      userId: null,
      context: { traits: { email } },
    });
    expect(await scoreOf(email)).toBe(15);
    const context = { emailSignature: signed(email), signature: signed('proven') };
    expect(await claim('proven', email, { context })).toBe(200);
    expect(await scoreOf('proven')).toBe(15);
    expect(await claim('proven', email, { context: { emailSignature: signed('other') } })).toBe(400);
  });

  test('two known people are never joined, whatever a page says', async () => {
    await ofServer('/v1/page', look('one', 'one looks'));
    await ofServer('/v1/page', look('two', 'two looks'));
    await page('/v1/alias', { userId: 'one', previousId: 'two' });
    await page('/v1/identify', { userId: 'one', anonymousId: 'two' });
    expect([await scoreOf('one'), await scoreOf('two')]).toEqual([15, 15]);
  });
});
