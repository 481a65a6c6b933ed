/** Webhooks of mail providers over real HTTP on a real Redis: what each reports scores once, and nobody else's word counts. */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApiError, limits, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import { type ProviderName, providerNames, writeConnections } from '../../../src/engine/mail/mail.ts';
import {
  certificateUrl,
  mandrillUrl,
  reports,
  type SignedRequest,
  signers,
  snsCertificate,
  snsEnvelope,
  testConnections,
  topicArn,
} from '../../support/mail-providers.ts';
import { startTestRedis, type TestServer } from '../../support/servers.ts';
import { type Spine, startSpine, testSecretKey, testWriteKey } from '../../support/spine.ts';
import { until } from '../../support/until.ts';

let redis: TestServer;
let spine: Spine;
/** A door without any account. */
let bare: Spine;
const file = path.join(tmpdir(), `mail-connections-${process.pid}.json`);
/** What Amazon was asked, and what it answers. */
let asked: string[] = [];
let amazon: (url: string) => Promise<string>;

beforeAll(async () => {
  writeConnections(file, testConnections);
  redis = await startTestRedis();
  const askAmazon = (url: string) => {
    asked.push(url);
    return amazon(url);
  };
  spine = await startSpine({ redisUrl: redis.url, mailConnectionsFile: file, askAmazon });
  bare = await startSpine({ redisUrl: redis.url });
  spine.startWorker();
});

afterAll(async () => {
  await spine?.close();
  await bare?.close();
  await redis?.stop();
  rmSync(file, { force: true });
});

beforeEach(() => {
  asked = [];
  amazon = async () => snsCertificate;
});

async function send(name: string, { body, headers }: SignedRequest, to = spine, query = '') {
  const response = await fetch(`${to.url}/v1/mail/${name}${query}`, { method: 'POST', headers, body });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    json: (await response.json()) as Record<string, unknown>,
  };
}

const report = (name: ProviderName, address: string, id: string, more = {}) =>
  reports[name]({ address, id, atMs: Date.now() - 5_000, act: 'clicked', ...more });

const explained = (
  key: string,
  isReady: (found: Awaited<ReturnType<Spine['profiles']['explanation']>>) => boolean,
) =>
  until(`${key} is as expected`, async () => {
    const found = await spine.profiles.explanation(key);
    return isReady(found) && (await spine.isQuiet()) ? found : null;
  });

test('links that differ only by what is not kept of them count each', async () => {
  const address = 'reader@links.example';
  const clicks = ['a', 'b', 'a'].map((token, index) => ({
    ...{ event: 'click', email: address, sg_message_id: 'spring', sg_event_id: `token-${index}` },
    ...{
      timestamp: Math.floor(Date.now() / limits.secondMs) - 60 * (index + 1),
      url: `https://shop.example/?t=${token}`,
    },
  }));
  await send('sendgrid', signers.sendgrid(clicks, Date.now(), 'links'));
  const found = await explained(address, (one) => one?.score === 8);
  expect(found?.contributions.map(({ rule, value }) => [rule, value])).toEqual([
    ['email-click', 4],
    ['email-click', 4],
  ]);
});

describe.each(providerNames)('%s', (name) => {
  test('a followed link scores 4 once, however often it is reported', async () => {
    const address = `click@${name}.example`;
    const content = report(name, address, `click-${name}`);
    for (const _attempt of [1, 2]) {
      const answer = await send(name, signers[name](content, Date.now(), `click-${name}`));
      expect([answer.status, answer.json]).toEqual([200, { success: true, accepted: 1, rejected: 0 }]);
    }
    const found = await explained(address, (one) => one?.score === 4);
    expect(found?.contributions.map(({ rule, value }) => [rule, value])).toEqual([['email-click', 4]]);
  });

  test('a link that a scanner follows scores nothing, and is shown', async () => {
    const address = `scanned@${name}.example`;
    const content = report(name, address, `scanned-${name}`, { userAgent: 'Mimecast URL Protection' });
    const answer = await send(name, signers[name](content, Date.now(), `scanned-${name}`));
    expect(answer).toMatchObject({ status: 200, json: { accepted: 1 } });
    const found = await explained(address, (one) => (one?.refusals.length ?? 0) > 0);
    expect(found).toMatchObject({
      score: 0,
      refusals: [{ rule: 'email-click', reason: expect.stringContaining('scans links') }],
    });
  });

  test('one that is not proven is 401, and nothing is taken', async () => {
    const address = `forged@${name}.example`;
    const signed = signers[name](report(name, address, 'forged'), Date.now(), `forged-${name}`);
    const forged =
      name === 'mailgun'
        ? { ...signed, body: signed.body.replace('"signature":"', '"signature":"0') }
        : name === 'ses'
          ? { ...signed, body: signed.body.replace('forged@', 'f0rged@') }
          : { ...signed, headers: {} };
    const { status, type, json } = await send(name, forged);
    expect([status, type, json['code']]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
      'mail_not_proven',
    ]);
    expect(JSON.stringify(json)).not.toContain(address);
    expect(await spine.profiles.profile(address)).toBe(null);
    const found = await send(name, signed);
    expect(found.status).toBe(200);
  });

  test('what cannot be read is 400', async () => {
    const { body, headers } = signers[name]('neither events', Date.now(), `bad-${name}`);
    const { status, json } = await send(name, { body, headers });
    // An envelope of SNS around no event is its first message.
    if (name === 'ses') expect([status, json['accepted']]).toEqual([200, 0]);
    else expect([status, json['code']]).toEqual([400, 'invalid_request']);
    const junk = await send(name, { body: '\u0000{"a":', headers });
    expect(junk.status === 400 || junk.status === 401).toBe(true);
  });

  test('it can be tried with HEAD', async () => {
    const response = await fetch(`${spine.url}/v1/mail/${name}`, { method: 'HEAD' });
    expect(response.status).toBe(200);
  });

  test('without an account a secret key in the address proves it, and nothing else does', async () => {
    const address = `keyed@${name}.example`;
    const { body } = signers[name](report(name, address, `keyed-${name}`), Date.now(), `keyed-${name}`);
    const post = (query: string) => send(name, { body, headers: {} }, bare, query);
    expect((await post('')).json).toMatchObject({ status: 401, code: 'mail_not_proven' });
    expect((await post(`?key=${testWriteKey}`)).json).toMatchObject({
      status: 401,
      code: 'invalid_write_key',
    });
    expect((await post(`?key=c${'0'.repeat(24)}`)).json).toMatchObject({
      status: 401,
      code: 'invalid_write_key',
    });
    expect(await spine.profiles.profile(address)).toBe(null);
    expect((await post(`?key=${testSecretKey}`)).json).toMatchObject({ success: true, accepted: 1 });
    await explained(address, (one) => one?.score === 4);
    // Where there is an account, only its signature counts.
    const { status } = await send(name, { body: '{}', headers: {} }, spine, `?key=${testSecretKey}`);
    expect(status === 401 || status === 400).toBe(true);
  });
});

test('a provider that nobody knows is 404', async () => {
  const { status, json } = await send('pigeon', { body: '{}', headers: {} });
  expect([status, json['code']]).toEqual([404, 'not_found']);
});

describe('SendGrid', () => {
  test('1,000 events at once; one without an address does not fail the others', async () => {
    const events = Array.from({ length: 1_000 }, (_, index) => ({
      ...(report('sendgrid', `many-${index % 10}@shop.example`, `many-${index}`) as object[])[0],
      padding: 'p'.repeat(600),
    }));
    const signed = signers.sendgrid([...events, { ...events[0], email: 'nobody' }], Date.now(), '');
    expect(signed.body.length).toBeGreaterThan(limits.bodyBytesMax);
    expect((await send('sendgrid', signed)).json).toEqual({ success: true, accepted: 1_000, rejected: 1 });
    await explained('many-0@shop.example', (one) => one?.score === 400);
  });

  test('all that are refused are counted, also those that an answer has no room to list', async () => {
    const rejected = async () =>
      (await spine.metrics.mailEvents.get()).values
        .filter(({ labels }) => labels.outcome === 'rejected')
        .reduce((sum, { value }) => sum + value, 0);
    const before = await rejected();
    const [one] = report('sendgrid', 'nobody', 'refused') as object[];
    const events = Array.from({ length: 1_000 }, () => one ?? {});
    const answer = await send('sendgrid', signers.sendgrid(events, Date.now(), ''));
    expect(answer.json).toEqual({ success: true, accepted: 0, rejected: 1_000 });
    expect(await rejected()).toBe(before + 1_000);
  });

  test('a body over its limit is 413 and names it', async () => {
    const { status, json } = await send('sendgrid', {
      body: 'x'.repeat(limits.mailBodyBytesMax + 1),
      headers: {},
    });
    expect([status, json['code']]).toEqual([413, 'body_too_large']);
    expect(json['detail']).toContain(String(limits.mailBodyBytesMax));
  });

  test('an open by a machine scores nothing; an old signature is refused', async () => {
    const [event] = report('sendgrid', 'machine@shop.example', 'machine', { act: 'opened' }) as object[];
    const signed = signers.sendgrid([{ ...event, sg_machine_open: true }], Date.now(), '');
    expect((await send('sendgrid', signed)).json).toMatchObject({ accepted: 1 });
    const old = signers.sendgrid([event], Date.now() - limits.mailReplayMsMax - 1_000, '');
    expect((await send('sendgrid', old)).json).toMatchObject({
      status: 401,
      detail: expect.stringContaining('too long ago'),
    });
  });
});

test('Mailgun: a token counts for one event, which may be sent again', async () => {
  const [one, other] = ['token@shop.example', 'thief@shop.example'].map((address) =>
    report('mailgun', address, 'token-event'),
  );
  const signed = signers.mailgun(one, Date.now(), 'once');
  const stolen = signers.mailgun(other, Date.now(), 'once');
  expect((await send('mailgun', signed)).status).toBe(200);
  expect((await send('mailgun', signed)).status).toBe(200);
  expect((await send('mailgun', stolen)).json).toMatchObject({
    status: 401,
    code: 'mail_not_proven',
    detail: expect.stringContaining('token came with another event'),
  });
});

describe('Amazon SES', () => {
  const envelope = (fields: Record<string, string>) => ({
    body: JSON.stringify(snsEnvelope(fields, Date.now())),
    headers: {},
  });
  const subscription = {
    Type: 'SubscriptionConfirmation',
    MessageId: 's-1',
    Message: 'You have chosen to subscribe.',
    Token: 't',
    SubscribeURL: 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=t',
  };

  test('a subscription to the connected topic is confirmed; the certificate is asked for once', async () => {
    expect((await send('ses', envelope(subscription))).json).toEqual({
      success: true,
      accepted: 0,
      rejected: 0,
    });
    expect((await send('ses', envelope({ ...subscription, MessageId: 's-2' }))).status).toBe(200);
    expect(asked.filter((url) => url === subscription.SubscribeURL)).toHaveLength(2);
    expect(asked.filter((url) => url === certificateUrl).length).toBeLessThanOrEqual(1);
  });

  test.each<[string, Record<string, string>]>([
    ['of another topic', { ...subscription, TopicArn: `${topicArn}-2` }],
    ['with a certificate elsewhere', { ...subscription, SigningCertURL: 'https://evil.example/a.pem' }],
    [
      "of a region that is not the topic's",
      { ...subscription, SigningCertURL: certificateUrl.replace('eu-west-1', 'us-east-1') },
    ],
  ])('a subscription %s asks for nothing', async (_name, fields) => {
    expect((await send('ses', envelope(fields))).status).toBe(401);
    expect(asked).toEqual([]);
  });

  test('a subscription that is confirmed elsewhere is not', async () => {
    const given = envelope({ ...subscription, SubscribeURL: 'https://evil.example/' });
    await send('ses', given);
    expect(asked.filter((url) => url !== certificateUrl)).toEqual([]);
  });

  test('Amazon out of reach is 503, and asked again', async () => {
    amazon = async (url) => {
      throw new ApiError('provider_unavailable', `${url} cannot be asked now`);
    };
    const strange = {
      Message: '{}',
      MessageId: 'n',
      SigningCertURL: certificateUrl.replace('-1.pem', '-2.pem'),
    };
    const failed = await send('ses', envelope(strange));
    expect([failed.status, failed.json['code'], failed.retryAfter]).toEqual([
      503,
      'provider_unavailable',
      '5',
    ]);
    amazon = async () => snsCertificate;
    expect((await send('ses', envelope(strange))).status).toBe(200);
  });

  test('the first message of a topic is a sentence', async () => {
    const answer = await send(
      'ses',
      envelope({
        Message: 'Successfully validated SNS topic for Amazon SES event publishing.',
        MessageId: 'v',
      }),
    );
    expect(answer.json).toEqual({ success: true, accepted: 0, rejected: 0 });
  });
});

test('Mandrill tries an address with an empty list, signed with any key', async () => {
  const body = new URLSearchParams({ mandrill_events: '[]' }).toString();
  expect((await send('mandrill', { body, headers: { 'x-mandrill-signature': 'x' } })).json).toEqual({
    success: true,
    accepted: 0,
    rejected: 0,
  });
  expect(mandrillUrl).toContain('mandrill');
});

test('a secret is replaced while both count, without a restart; a bad file changes nothing', async () => {
  const of = (secrets: string[]) =>
    writeConnections(file, [
      { name: 'm', provider: 'mailgun', secrets },
      ...testConnections.filter(({ provider }) => provider !== 'mailgun'),
    ]);
  const sent = async (id: string) =>
    (await send('mailgun', signers.mailgun(report('mailgun', 'rotated@shop.example', id), Date.now(), id)))
      .status;
  const becomes = (id: string, status: number) =>
    until(`${id} is ${status}`, async () => ((await sent(id)) === status ? true : null), 20_000);
  of(['the-next-key', 'mailgun-signing-key']);
  expect(await sent('r1')).toBe(200);
  of(['the-next-key']);
  await becomes('r2', 401);
  writeFileSync(file, '{"connections": 7}');
  of(['mailgun-signing-key']);
  await becomes('r3', 200);
});

test('Redis away is 503, and providers send again', async () => {
  const own = await startTestRedis();
  const door = await startSpine({
    redisUrl: own.url,
    mailConnectionsFile: file,
    askAmazon: async () => snsCertificate,
  });
  try {
    await own.stop();
    for (const name of providerNames) {
      const signed = signers[name](report(name, 'away@shop.example', 'away'), Date.now(), `away-${name}`);
      const { status, json, retryAfter } = await send(name, signed, door);
      expect([name, status, json['code'], retryAfter]).toEqual([name, 503, 'stream_unavailable', '5']);
    }
  } finally {
    // What waits for the Redis that is gone fails first.
    await door.stream.close();
    await door.close();
  }
});

test('what a provider reports is charged to its connection, and to nobody else', async () => {
  const most = limits.keyEventsPerSecond * limits.keyBurstSeconds;
  // By a clock that is ahead: nothing comes back while the test runs.
  const aheadMs = Date.now() + limits.minuteMs;
  const budget = {
    name: `mail:${profileIdOf('postmark')}`,
    perSecond: limits.keyEventsPerSecond,
    burst: most,
  };
  const rest = await spine.stream.eventBudgets.take(budget, { need: 1, ahead: most, nowMs: aheadMs });
  expect(rest.taken).toBeGreaterThan(0);
  const signed = (name: ProviderName) =>
    signers[name](report(name, `flood@${name}.example`, `flood-${name}`), Date.now(), `flood-${name}`);
  // What the door took ahead is void after a second at most; asked at once it may serve a few.
  const answer = await until('the connection has none left', async () => {
    const one = await send('postmark', signed('postmark'));
    return one.status === 429 ? one : null;
  });
  expect(answer.json).toMatchObject({
    code: 'too_many_requests',
    message: expect.stringContaining('"postmark"'),
  });
  expect(Number(answer.retryAfter)).toBeGreaterThan(0);
  expect(await send('sendgrid', signed('sendgrid'))).toMatchObject({ status: 200 });
  // A secret key in the address pays as it does for events.
  expect(await send('postmark', signed('postmark'), bare, `?key=${testSecretKey}`)).toMatchObject({
    status: 200,
  });
});
