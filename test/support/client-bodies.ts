/** Requests as the published clients made them, recorded once with the packages named; people, keys and times are told when one is made. */
import { gzipSync } from 'node:zlib';

/** Who sends what, and when. */
export interface ClientAct {
  writeKey: string;
  userId: string;
  anonymousId: string;
  email: string;
  event: string;
  messageId: string;
  /** ISO 8601. */
  at: string;
}

export interface ClientRequest {
  path: string;
  headers: Record<string, string>;
  body: object;
  /** How the client packs the text of its body. */
  pack?: (text: string) => Buffer;
}

const basic = (writeKey: string) => `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`;
const product = { product_id: 'p1', price: 9.5, currency: 'EUR' };
const page = { path: '/pricing', url: 'https://shop.example/pricing', title: 'Pricing', referrer: '' };

/** `@segment/analytics-node` 3.1.0. */
function segmentNode({ writeKey, userId, email, event, messageId, at }: ClientAct): ClientRequest {
  const shared = {
    userId,
    timestamp: at,
    integrations: {},
    _metadata: { nodeVersion: 'v24', jsRuntime: 'node' },
  };
  const context = { library: { name: '@segment/analytics-node', version: '3.1.0' } };
  const batch = [
    {
      ...shared,
      type: 'identify',
      traits: { email, plan: 'pro' },
      context,
      messageId: `node-next-${messageId}`,
    },
    { ...shared, type: 'track', event, properties: product, context, messageId },
  ];
  return {
    path: '/v1/batch',
    headers: { authorization: basic(writeKey), 'content-type': 'application/json' },
    body: { batch, writeKey, sentAt: at },
  };
}

/** `analytics-node` 6.2.0. */
function legacyNode({ writeKey, anonymousId, messageId, at }: ClientAct): ClientRequest {
  const context = { library: { name: 'analytics-node', version: '6.2.0' } };
  const event = {
    anonymousId,
    name: 'Pricing',
    properties: page,
    type: 'page',
    context,
    timestamp: at,
    messageId,
  };
  return {
    path: '/v1/batch',
    headers: { authorization: basic(writeKey), 'content-type': 'application/json' },
    body: { batch: [event], timestamp: at, sentAt: at },
  };
}

/** `@rudderstack/rudder-sdk-node` 3.0.13: gzip that is labelled as a form. */
function rudderNode({ writeKey, userId, messageId, at }: ClientAct): ClientRequest {
  const context = { library: { name: 'analytics-node', version: '3.0.13' } };
  const event = { userId, groupId: 'acme', traits: { name: 'Acme', employees: 40 }, type: 'group', context };
  return {
    path: '/v1/batch',
    headers: {
      authorization: basic(writeKey),
      'content-type': 'application/x-www-form-urlencoded',
      'content-encoding': 'gzip',
    },
    body: {
      batch: [{ ...event, channel: 'server', originalTimestamp: at, messageId, sentAt: at }],
      timestamp: at,
      sentAt: at,
    },
    pack: (text) => gzipSync(text, { level: 1 }),
  };
}

/** `@segment/analytics-next` 1.84.3: one event a request, as text. */
function segmentBrowser({ writeKey, userId, anonymousId, messageId, at }: ClientAct): ClientRequest {
  const context = {
    page,
    timezone: 'Europe/Berlin',
    locale: 'de',
    library: { name: 'analytics.js', version: '1.84.3' },
  };
  return {
    path: '/v1/p',
    headers: { authorization: basic(writeKey), 'content-type': 'text/plain', origin: 'https://shop.example' },
    body: {
      type: 'page',
      properties: page,
      userId,
      anonymousId,
      context,
      integrations: {},
      messageId,
      timestamp: at,
      writeKey,
      sentAt: at,
    },
  };
}

/** `@rudderstack/analytics-js` 3.34.1: traits in the context, and another name for the time. */
function rudderBrowser({ writeKey, userId, anonymousId, email, messageId, at }: ClientAct): ClientRequest {
  const context = {
    traits: { email },
    sessionId: 1_795_911_985,
    app: { name: 'RudderLabs JavaScript SDK' },
    page,
  };
  return {
    path: '/v1/identify',
    headers: {
      authorization: basic(writeKey),
      'content-type': 'application/json;charset=UTF-8',
      anonymousid: Buffer.from(anonymousId).toString('base64'),
    },
    body: {
      type: 'identify',
      channel: 'web',
      context,
      originalTimestamp: at,
      messageId,
      userId,
      anonymousId,
      event: null,
      sentAt: at,
    },
  };
}

/** The same on leaving a page: a beacon, whose key is in its address. */
function rudderBeacon({ writeKey, anonymousId, event, messageId, at }: ClientAct): ClientRequest {
  const one = {
    type: 'track',
    event,
    channel: 'web',
    anonymousId,
    userId: '',
    properties: product,
    originalTimestamp: at,
    messageId,
  };
  return {
    path: `/beacon/v1/batch?writeKey=${writeKey}`,
    headers: { 'content-type': 'text/plain;charset=UTF-8' },
    body: { batch: [one], sentAt: at },
  };
}

/** `@jitsu/js` 1.11.0: its key in a header, masked in the body. */
function jitsu({ writeKey, anonymousId, event, messageId, at }: ClientAct): ClientRequest {
  const context = {
    library: { name: '@jitsu/js', version: '1.11.0', env: 'node' },
    traits: {},
    page: {},
    clientIds: {},
  };
  return {
    path: '/api/s/track',
    headers: { 'content-type': 'application/json', 'x-write-key': writeKey },
    body: {
      type: 'track',
      event,
      properties: product,
      userId: null,
      anonymousId,
      timestamp: at,
      sentAt: at,
      messageId,
      writeKey: '***',
      context,
    },
  };
}

/** Segment's own examples of mail events: `action`, names with underscores, and an address alone. */
function mailEvent({ writeKey, email, messageId, at }: ClientAct): ClientRequest {
  return {
    path: '/v1/import',
    headers: { 'content-type': 'application/json' },
    body: {
      batch: [
        {
          action: 'track',
          event: 'Email Opened',
          message_id: messageId,
          timestamp: at,
          context: { traits: { email } },
          properties: { email_id: '1', campaign_name: 'Spring' },
        },
      ],
      writeKey,
    },
  };
}

export const clientRequests = [
  segmentNode,
  legacyNode,
  rudderNode,
  segmentBrowser,
  rudderBrowser,
  rudderBeacon,
  jitsu,
  mailEvent,
] as const;
