/**
 * Signatures that others made: the vectors that SendGrid, Svix and Mailgun publish with their libraries, and that of a library for
 * Mandrill. Mandrill publishes none itself, and Amazon only ones that are blacked out (`EXAMPLE…`) without their certificate: these
 * are by Python and OpenSSL, of the documented texts. Postmark signs nothing: a password in the address proves it.
 */
import { describe, expect, test } from 'vitest';
import { snsCertificate } from '../../../test/support/mail-providers.ts';
import { proveMailgun } from './mailgun.core.ts';
import { proveMandrill } from './mandrill.core.ts';
import type { Connection, Delivery } from './provider.core.ts';
import { proveResend } from './resend.core.ts';
import { proveSendgrid } from './sendgrid.core.ts';
import { certificateUrlOf, confirmationUrlOf, type Envelope, envelopeIn, proveSes } from './ses.core.ts';

const with_ = (...secrets: string[]): Connection => ({ name: 'a', secrets });
const hourMs = 3_600_000;

describe('SendGrid', () => {
  // The vector of sendgrid-go, -nodejs and -python; the line end is signed too.
  const key =
    'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==';
  const body = Buffer.from(
    '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address","sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA","sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0","smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
  );
  const headers = {
    'x-twilio-email-event-webhook-signature':
      'MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=',
    'x-twilio-email-event-webhook-timestamp': '1600112502',
  };
  const nowMs = 1_600_112_502_000;
  const delivery: Delivery = { body, headers, nowMs };
  test.each<[string, Delivery, Connection, string]>([
    ['its vector', delivery, with_(key), 'proven'],
    ['of a second key', delivery, with_('nonsense', key), 'proven'],
    ['a day later, as it tries again', { ...delivery, nowMs: nowMs + 25 * hourMs }, with_(key), 'proven'],
    ['later', { ...delivery, nowMs: nowMs + 25 * hourMs + 1 }, with_(key), 'too_old'],
    ['from the future', { ...delivery, nowMs: nowMs - 301_000 }, with_(key), 'too_old'],
    ['without its line end', { ...delivery, body: body.subarray(0, -2) }, with_(key), 'wrong_signature'],
    ['of no key', delivery, with_('bm9uc2Vuc2U='), 'wrong_signature'],
    ['unsigned', { ...delivery, headers: {} }, with_(key), 'unsigned'],
  ])('%s', (_name, given, connection, proof) => {
    expect(proveSendgrid(given, connection)).toBe(proof);
  });
});

describe('Resend', () => {
  // The vector of Svix and of Standard Webhooks.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  const nowMs = 1_614_265_330_000;
  const of = (prefix: string, signatures = signature): Delivery => ({
    body: Buffer.from('{"test": 2432232314}'),
    headers: {
      [`${prefix}-id`]: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      [`${prefix}-timestamp`]: '1614265330',
      [`${prefix}-signature`]: signatures,
    },
    nowMs,
  });
  test.each<[string, Delivery, string]>([
    ['its vector', of('svix'), 'proven'],
    ['by the names of Standard Webhooks', of('webhook'), 'proven'],
    ['among several', of('svix', `v1a,xyz v1,${'A'.repeat(43)}= ${signature}`), 'proven'],
    ['five minutes later', { ...of('svix'), nowMs: nowMs + 300_000 }, 'proven'],
    ['later', { ...of('svix'), nowMs: nowMs + 301_000 }, 'too_old'],
    ['of another version', of('svix', signature.replace('v1', 'v2')), 'wrong_signature'],
    ['without signatures', of('svix', ''), 'unsigned'],
  ])('%s', (_name, delivery, proof) => {
    expect(proveResend(delivery, with_(secret))).toBe(proof);
  });
});

test('Mailgun: the vector of mailgun-php', () => {
  const signature = {
    timestamp: '1403645220',
    token: '5egbgr1vjgqxtrnp65xfznchgdccwh5d6i09vijqi3whgowmn6',
    signature: '9cfc5c41582e51246e73c88d34db3af0a3a2692a76fbab81492842f000256d33',
  };
  const of = (given: object): Delivery => ({
    body: Buffer.from(JSON.stringify({ signature: given, 'event-data': { event: 'opened' } })),
    headers: {},
    nowMs: 1_403_645_220_000,
  });
  const connection = with_('key-3ax6xnjp29jd6fds4gc373sgvjxteol0');
  expect(proveMailgun(of(signature), connection)).toBe('proven');
  // Its token of another request, which the library refuses too.
  const other = 'owyldpe6nxhmrn78epljl6bj0orrki1u3d2v5e6cnlmmuox8jr';
  expect(proveMailgun(of({ ...signature, token: other }), connection)).toBe('wrong_signature');
});

test('Mailgun: the HMAC of time and token, by Python', () => {
  const signature = {
    timestamp: '1529006854',
    token: 'a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0',
    signature: 'b63c0701c4f4b614f272106a1b367c5c3369bcdca664ae73ebd52787e45eef07',
  };
  const of = (given: object): Delivery => ({
    body: Buffer.from(JSON.stringify({ signature: given, 'event-data': { event: 'opened' } })),
    headers: {},
    nowMs: 1_529_006_854_000,
  });
  const connection = with_('key-3ax6xnjp29jd6fds4gc373sgvjxteol0');
  expect(proveMailgun(of(signature), connection)).toBe('proven');
  expect(proveMailgun(of({ ...signature, token: `${signature.token}1` }), connection)).toBe(
    'wrong_signature',
  );
  expect(proveMailgun(of({ ...signature, token: undefined }), connection)).toBe('unsigned');
  expect(proveMailgun({ ...of(signature), nowMs: 1_529_096_855_000 }, connection)).toBe('too_old');
});

test('Mandrill: the vector of webhookr-mandrill; fields are signed in the order of their names', () => {
  const delivery: Delivery = {
    body: Buffer.from('c=d&a=b'),
    headers: { 'x-mandrill-signature': 'GZj1Db6JpZztD/8DcthPnT8iI7w=' },
    nowMs: 0,
  };
  const connection = { ...with_('abcdef'), url: 'http://example.com' };
  expect(proveMandrill(delivery, connection)).toBe('proven');
  expect(proveMandrill({ ...delivery, body: Buffer.from('c=d&a=c') }, connection)).toBe('wrong_signature');
});

test('Mandrill: the HMAC of address and fields, by Python', () => {
  const events =
    '[{"event":"click","_id":"m1","ts":1365109999,"url":"https:\\/\\/shop.example\\/a","user_agent":"Mozilla\\/5.0 (X11)","msg":{"_id":"m1","email":"ada@shop.example","subject":"Hello","tags":["spring"],"metadata":{"campaign_id":"c1"}}}]';
  const delivery: Delivery = {
    body: Buffer.from(new URLSearchParams({ mandrill_events: events }).toString()),
    headers: { 'x-mandrill-signature': 'R4qSnTc58AW5Vovng+b+EEfuaRI=' },
    nowMs: 0,
  };
  const url = 'https://scoville.example.com/v1/mail/mandrill';
  expect(proveMandrill(delivery, { ...with_('mandrill-key'), url })).toBe('proven');
  expect(proveMandrill(delivery, { ...with_('mandrill-key'), url: `${url}/` })).toBe('wrong_signature');
  expect(proveMandrill({ ...delivery, headers: {} }, with_('mandrill-key'))).toBe('unsigned');
});

describe('Amazon SNS: signatures by OpenSSL', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:mail';
  const nowMs = Date.parse('2026-11-28T12:00:01.000Z');
  const signatures = {
    1: 'ja9u3Y4g5JBWdPYFco+kuHEDS295xhnyL04+5/hbUcRZGBw0NwPsYEfxPtzc+6CZVZhTbO8HqKMrrY9C608llK8kHxoMmGTnJCXz4LqRXcN0m+b95uCn0pVj83E439SUPOEgHpPVZkuribXU0Lt4mbdByLstxEvaaEkoO9bo6Bhezc7753O4asswvDQlRvL9Fa6inYPINGrVgO+rQvSMnXsc9YaIvJoDFYZj2XZs1ODH+bXWjbU12yekEgRwOlNyQQ3HVXHVTXiPrWIWGpC0ECk6AmV2rtlMmg7S66pcAP6xX6kWvOkvTWpkgumbNOqJdaHbJ5r/EsSJhYVlYpT7JQ==',
    2: 'K7L/fNVTGXgxf5futxKOo57GhcaazX3bh/8/nSnFHBOWyf4pIpPKkcjxnzXmIT990vOVWXZHKbaYvwOXgWTE4guTKLnGAKGd8ikaZhJb7GJ5ELFNrOGsWl2SMDFR3zCUKFaxovFFTjzOEhc3pHTo0I1U2Wtm3qCK2F6qL7/7+6pEBtf8Hm35TELlFc2+V2uoGxJR+7OJulCVg/aTMiSSr/UVnyxJDNHfQHzIw/OH1+4lXA4Vf8wTN3tuAIbkkESd5ELVPRJ+bWsvTH4dYwo8Tlc+ghcjtk+8xHHtT2rBU+Gfj95E+wgKoEsqnO2jkFUeoq3wsO95tBeq8AQDC8VQgQ==',
  };
  const fields = {
    Type: 'Notification',
    MessageId: '950a823d-501f-5137-a9a3-d0246f6094b6',
    TopicArn: topicArn,
    Message:
      '{"eventType":"Click","click":{"ipAddress":"192.0.2.1","link":"https://shop.example/a","linkTags":{"link_id":["l1"]},"timestamp":"2026-11-28T12:00:00.000Z","userAgent":"Mozilla/5.0 (X11)"},"mail":{"destination":["ada@shop.example"],"messageId":"ses-1","commonHeaders":{"subject":"Hello"},"tags":{"campaign_id":["c1"],"campaign_name":["Spring"]}}}',
    Timestamp: '2026-11-28T12:00:01.000Z',
    SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
  };
  const envelopeOf = (more: object) =>
    envelopeIn(Buffer.from(JSON.stringify({ ...fields, ...more }))) as Envelope;
  const connection = { ...with_(), topicArn };

  test.each(['1', '2'] as const)('version %s', (version) => {
    const envelope = envelopeOf({ SignatureVersion: version, Signature: signatures[version] });
    expect(proveSes(envelope, connection, snsCertificate, nowMs)).toBe('proven');
    expect(proveSes(envelope, { ...connection, topicArn: `${topicArn}2` }, snsCertificate, nowMs)).toBe(
      'other_topic',
    );
    expect(proveSes(envelope, connection, snsCertificate, nowMs + 26 * hourMs)).toBe('too_old');
    expect(proveSes(envelope, connection, 'no certificate', nowMs)).toBe('wrong_signature');
    // Before the certificate is valid, and after.
    expect(proveSes(envelope, connection, snsCertificate, Date.UTC(2020, 0))).toBe('wrong_signature');
    expect(proveSes(envelope, connection, snsCertificate, Date.UTC(2200, 0))).toBe('wrong_signature');
  });

  test.each<[object, string]>([
    [{ SignatureVersion: '2', Signature: signatures[1] }, 'wrong_signature'],
    [{ SignatureVersion: '2', Signature: signatures[2], Subject: 'More' }, 'wrong_signature'],
    [{ SignatureVersion: '2', Signature: signatures[2], MessageId: '9' }, 'wrong_signature'],
    [{ SignatureVersion: '3', Signature: signatures[2] }, 'unsigned'],
    [{ SignatureVersion: '2' }, 'unsigned'],
  ])('%j is %s', (more, proof) => {
    expect(proveSes(envelopeOf(more), connection, snsCertificate, nowMs)).toBe(proof);
  });

  test.each<[string, boolean]>([
    ['https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem', true],
    ['https://sns.eu-west-1.amazonaws.com.cn/SimpleNotificationService-1.pem', true],
    ['http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem', false],
    ['https://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem', false],
    ['https://sns.eu-west-1.amazonaws.com.evil.example/a.pem', false],
    ['https://sns.eu-west-1.amazonaws.com@evil.example/a.pem', false],
    ['https://evil.example/sns.eu-west-1.amazonaws.com/a.pem', false],
    ['https://sns.eu-west-1.amazonaws.com:8443/a.pem', false],
    ['https://s3.eu-west-1.amazonaws.com/a.pem', false],
    ['https://sns.eu-west-1.amazonaws.com/a.txt', false],
    ['https://sns.eu-west-1.amazonaws.com/a/b.pem', false],
    ['https://sns.eu-west-1.amazonaws.com/?Action=GetObject&a=.pem', false],
    ['', false],
  ])('a certificate at %s: %s', (url, isTaken) => {
    expect(certificateUrlOf(envelopeOf({ SigningCertURL: url }))).toBe(isTaken ? url : null);
  });

  test('an envelope of a strange topic, or none, names no address', () => {
    for (const arn of ['', 'arn:aws:sqs:eu-west-1:123456789012:mail', 'arn:aws:sns:x.evil.example#:1:mail'])
      expect(certificateUrlOf(envelopeOf({ TopicArn: arn }))).toBe(null);
    expect(envelopeIn(Buffer.from('{"eventType":"Open"}'))).toBe(null);
    expect(envelopeIn(Buffer.from('{"Type":"toString","TopicArn":"a"}'))).toBe(null);
  });

  test('a subscription is confirmed at Amazon alone', () => {
    const own = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=1';
    const confirms = (type: string, url: string) =>
      confirmationUrlOf(envelopeOf({ Type: type, SubscribeURL: url }));
    expect(confirms('SubscriptionConfirmation', own)).toBe(own);
    expect(confirms('SubscriptionConfirmation', 'https://evil.example/')).toBe(null);
    expect(confirms('UnsubscribeConfirmation', own)).toBe(null);
  });
});
