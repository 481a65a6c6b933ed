/** Requests of mail providers for tests: signed as each of them signs, with keys of these tests alone. */
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import type { NamedConnection, ProviderName } from '../../src/engine/mail/mail.ts';

export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:mail';
export const mandrillUrl = 'https://scoville.example.com/v1/mail/mandrill';
export const certificateUrl = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem';

const sendgridKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Of these tests alone, until 2126. */
const snsKey = `-----BEGIN PRIVATE KEY-----
MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCZxbQmw7rzTCAy
YxCOr1CJRDpx42GpCnzJ1yp4aVXG8K+XrbuHS2feiu6k15Rfwew1CMZ4ezPoqb8b
cx51QzmeYfZgEBOJVhSM3PiXsuT6krY6UqSwqWOKM5gpxnaGmIsBmv4HZA6/yTVS
OgLPPceiaQf2bL9pZ9zWn+m9jpgMPoX3XzOcnVuMnC3T8nilrO9u0Eq4RhjbYYMw
J5aFzlyIxM/WcMkMfZp2z1/uMzyf1IpHa6J0t6FxAgygx9TvYT/D1cKAgb2cY6AN
85rEs7WkF1pIKAYQLmUnaCaLVxUv5cdiDPKSWEYsYcWhUDQCigZ1BRzrhiK6sa0f
VAx3M72LAgMBAAECggEAA88mf3uyIJl/zCKljLeqsoSFnWLNfW5SWWcZ0yOY2xiQ
sm4Zrdx9PgdPwPyFaPTBvKI5BAnwiflJChk3wqmxShEc/dmoGYJKBAhgMNS8A1yp
kvUDrkvpuJqExSts3JVr4HeTtTISPaTm4z2nMCn3cDiBe6BXGeJAOmdinOhlAUoP
MeEFsNKCoOSLTUJcJ6DM2iRi/ILLiihMwDUVYAEuoVLvygapoSsANFcKkvK2L6E6
2opIz3Gg0iMADR9QZweXw+KzpGs9w3rTNizyy3MGfR87iQox2+q4AG9MgcbeyQ7d
5Ua9pLN/nGlHzTIk4BkyZ+sdC21PM1sIZylwvl2jsQKBgQDLfoo9WKPMGg5GjSCr
Tp31xMjgyHLFN1mXV8tvGzJ2VX1NVCdZ9RYNCDrGmwFDT2LQsIRNBS/l8c2fTRKx
xny3NRTsbncIUolUDrv57dfLYua4OuMGstE6gAkQKvBieU51TrbSmdhP8DHR9Fi3
ottTBFaX3jh/dW6bmscUhGFiVwKBgQDBctzitT/cflqNZYWSxJKyyP+jXasfXgrn
NOCmQXb8bR5zMLvToykQPspxC1+NqNeD9E4bDDtl7Gkmv89Uyq6JNpp99gGIkDQg
qUQlzuq/XmutRsScsQULxAJN20uwDuTlctpEIFgPer/YRwXH/08em2tdWAySOKrd
kIfv+uAF7QKBgCjJpEvHiI1Qa6wYfYPYrjCk0N69TsPY5ExBfLU4blTprcPiKkEN
ru3NyHomd4pWTyglOV92urMMVHqpqCWZ80WFjjwVqCYy5PPEQElIMwjBOh2TMA4X
qXhgUXC8KpKSXfeFX3+29nSPYG0E3QNx0SRCqlimYgyqLRFjZKPoJNzhAoGAalVx
BU0L5W+u5ro/SgWzfYLuwiXiwkM3Sw/NzJV/ihGRA1Bubk7pa3yYWrsdswh0LpxD
sqpum//vbNVSahFfDx1snoBzJ1Xc0Xc5dm7eqoKEPaMAwACt/WGowpMgb45AU79m
Krx8q0WV3pRroRu9qd1UjuKvRlDP2ypvDoKgUaECgYEAyNQSfIeX/QBFFaGqMJe4
9KSJGrUUfAkR4HgGZrNExZjMHmszZFzrxEWOsvC9vXNT4pRe2DOCYjiqq9Yp6Ty9
A8+eaZ1fyLdGfpRc7aUeOUve6zGPwXgRzTgoHx5CNshChW5L4d9wJXwAjYOtWr+Y
0qSQ3a1nuEGRcpWEu5taAME=
-----END PRIVATE KEY-----`;
export const snsCertificate = `-----BEGIN CERTIFICATE-----
MIICrjCCAZYCAQEwDQYJKoZIhvcNAQELBQAwHDEaMBgGA1UEAwwRc25zLmFtYXpv
bmF3cy5jb20wIBcNMjEwMTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMBwxGjAY
BgNVBAMMEXNucy5hbWF6b25hd3MuY29tMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
MIIBCgKCAQEAmcW0JsO680wgMmMQjq9QiUQ6ceNhqQp8ydcqeGlVxvCvl627h0tn
3orupNeUX8HsNQjGeHsz6Km/G3MedUM5nmH2YBATiVYUjNz4l7Lk+pK2OlKksKlj
ijOYKcZ2hpiLAZr+B2QOv8k1UjoCzz3HomkH9my/aWfc1p/pvY6YDD6F918znJ1b
jJwt0/J4pazvbtBKuEYY22GDMCeWhc5ciMTP1nDJDH2ads9f7jM8n9SKR2uidLeh
cQIMoMfU72E/w9XCgIG9nGOgDfOaxLO1pBdaSCgGEC5lJ2gmi1cVL+XHYgzyklhG
LGHFoVA0AooGdQUc64YiurGtH1QMdzO9iwIDAQABMA0GCSqGSIb3DQEBCwUAA4IB
AQAhbiRKE22p/aUrMDF8GcAXwlzk3PLj2XdKu29i/f91nw1fDb5zdkTqQ3Nm2QDa
axFMNHN6x+Nl7SQRWOq+mea+Rrc8hqFvFqIxuYGULgKeWo8RES/9PH1qH4y10TFl
TfWfKovWPr2TvUPmpVG3wI4f9T8iKpLTk+LJ29bO3cF4nQ89XzyMRK6f9vwXQk4J
ny4WJrlUYvInw7jM3D+XU35aONVv2LCyIMBpqc3idJNvCVqmVqoHJR7z1Ei8tkD/
GWjVCAUgkl2+dPuJe1et6ngY7/L5ZEaIy8oGN+gyMwIdD2LYcBn6nQc4itu8uz74
+JoNFuRGFfiXHs18lA0v3T6o
-----END CERTIFICATE-----`;

/** Accounts that these requests are of. */
export const testConnections: readonly NamedConnection[] = [
  {
    name: 'sendgrid',
    provider: 'sendgrid',
    secrets: [sendgridKeys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
  },
  { name: 'mailgun', provider: 'mailgun', secrets: ['mailgun-signing-key'] },
  { name: 'postmark', provider: 'postmark', secrets: ['hooks:postmark-password'] },
  { name: 'ses', provider: 'ses', secrets: [], topicArn },
  { name: 'mandrill', provider: 'mandrill', secrets: ['mandrill-key'], url: mandrillUrl },
  { name: 'resend', provider: 'resend', secrets: [`whsec_${Buffer.alloc(24, 7).toString('base64')}`] },
];

export interface SignedRequest {
  body: string;
  headers: Record<string, string>;
}

/** A request with any content, signed now. */
export const signers: {
  readonly [Name in ProviderName]: (content: unknown, nowMs: number, id: string) => SignedRequest;
} = {
  sendgrid: (content, nowMs) => {
    const [body, timestamp] = [JSON.stringify(content), String(Math.floor(nowMs / 1_000))];
    const signature = createSign('sha256')
      .update(timestamp + body)
      .sign(sendgridKeys.privateKey, 'base64');
    return {
      body,
      headers: {
        'x-twilio-email-event-webhook-signature': signature,
        'x-twilio-email-event-webhook-timestamp': timestamp,
      },
    };
  },
  mailgun: (content, nowMs, id) => {
    const [timestamp, token] = [String(Math.floor(nowMs / 1_000)), `token-${id}`];
    const signature = createHmac('sha256', 'mailgun-signing-key')
      .update(timestamp + token)
      .digest('hex');
    const body = JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': content });
    return { body, headers: {} };
  },
  postmark: (content) => ({
    body: JSON.stringify(content),
    headers: { authorization: `Basic ${Buffer.from('hooks:postmark-password').toString('base64')}` },
  }),
  ses: (content, nowMs, id) => ({
    body: JSON.stringify(snsEnvelope({ Message: JSON.stringify(content), MessageId: id }, nowMs)),
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
  }),
  mandrill: (content) => {
    const events = JSON.stringify(content);
    const signature = createHmac('sha1', 'mandrill-key')
      .update(`${mandrillUrl}mandrill_events${events}`)
      .digest('base64');
    return {
      body: new URLSearchParams({ mandrill_events: events }).toString(),
      headers: { 'x-mandrill-signature': signature, 'content-type': 'application/x-www-form-urlencoded' },
    };
  },
  resend: (content, nowMs, id) => {
    const [body, timestamp] = [JSON.stringify(content), String(Math.floor(nowMs / 1_000))];
    const signature = createHmac('sha256', Buffer.alloc(24, 7))
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64');
    return {
      body,
      headers: { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${signature}` },
    };
  },
};

/** An envelope of SNS with its signature; `fields` replace the usual ones. */
export function snsEnvelope(fields: Record<string, string>, nowMs: number): Record<string, string> {
  const envelope: Record<string, string> = {
    Type: 'Notification',
    TopicArn: topicArn,
    Timestamp: new Date(nowMs).toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...fields,
  };
  const signed = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
    .filter((name) => envelope[name] !== undefined)
    .map((name) => `${name}\n${envelope[name]}\n`);
  const algorithm = envelope['SignatureVersion'] === '1' ? 'sha1' : 'sha256';
  return { ...envelope, Signature: createSign(algorithm).update(signed.join('')).sign(snsKey, 'base64') };
}

interface Happened {
  address: string;
  /** What makes it this event. */
  id: string;
  atMs: number;
  act: 'clicked' | 'opened';
  userAgent?: string;
}

const agent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
const iso = (ms: number) => new Date(ms).toISOString();
const link = 'https://shop.example/offer';

/** An opened mail or a followed link, as each provider reports it. */
export const reports: { readonly [Name in ProviderName]: (happened: Happened) => unknown } = {
  sendgrid: ({ address, id, atMs, act, userAgent = agent }) => [
    {
      email: address,
      timestamp: Math.floor(atMs / 1_000),
      event: act === 'clicked' ? 'click' : 'open',
      sg_event_id: id,
      sg_message_id: `${id}.filter1.recvd`,
      useragent: userAgent,
      ...(act === 'clicked' && { url: link }),
    },
  ],
  mailgun: ({ address, id, atMs, act, userAgent = agent }) => ({
    event: act,
    id,
    recipient: address,
    timestamp: atMs / 1_000,
    'client-info': { 'user-agent': userAgent },
    message: { headers: { 'message-id': `${id}@shop.example` } },
    ...(act === 'clicked' && { url: link }),
  }),
  postmark: ({ address, id, atMs, act, userAgent = agent }) => ({
    RecordType: act === 'clicked' ? 'Click' : 'Open',
    MessageID: id,
    Recipient: address,
    ReceivedAt: iso(atMs).replace('Z', '1234Z'),
    UserAgent: userAgent,
    ...(act === 'clicked' && { OriginalLink: link }),
  }),
  ses: ({ address, id, atMs, act, userAgent = agent }) => {
    const detail = { timestamp: iso(atMs), userAgent, ...(act === 'clicked' && { link }) };
    const mail = { destination: [address], messageId: id };
    return act === 'clicked'
      ? { eventType: 'Click', click: detail, mail }
      : { eventType: 'Open', open: detail, mail };
  },
  mandrill: ({ address, id, atMs, act, userAgent = agent }) => [
    {
      event: act === 'clicked' ? 'click' : 'open',
      _id: id,
      ts: Math.floor(atMs / 1_000),
      user_agent: userAgent,
      msg: { _id: id, email: address },
      ...(act === 'clicked' && { url: link }),
    },
  ],
  resend: ({ address, id, atMs, act, userAgent = agent }) => ({
    type: act === 'clicked' ? 'email.clicked' : 'email.opened',
    created_at: iso(atMs),
    data: {
      email_id: id,
      to: [address],
      ...(act === 'clicked' ? { click: { link, userAgent, timestamp: iso(atMs) } } : { open: { userAgent } }),
    },
  }),
};
