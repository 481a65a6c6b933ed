/** Bodies that nobody's programs make: each is refused as malformed, or nothing follows from what is strange in it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { snsCertificate, testConnections, topicArn } from '../../../test/support/mail-providers.ts';
import { type Connection, type Delivery, eventNames, Malformed } from './provider.core.ts';
import { type ProviderName, providerNames, providers } from './providers.core.ts';
import { certificateUrlOf, confirmationUrlOf, envelopeIn, proveSes } from './ses.core.ts';

const words = [
  ...[
    'event',
    'Type',
    'type',
    'RecordType',
    'eventType',
    'notificationType',
    'severity',
    'event-data',
    'signature',
  ],
  ...[
    'timestamp',
    'token',
    'Message',
    'MessageId',
    'TopicArn',
    'SignatureVersion',
    'Signature',
    'SigningCertURL',
  ],
  ...[
    'data',
    'to',
    'tags',
    'name',
    'value',
    'click',
    'open',
    'bounce',
    'mail',
    'destination',
    'delivery',
    'recipients',
  ],
  ...[
    'client-info',
    'bot',
    'user-agent',
    'msg',
    'metadata',
    'email',
    'url',
    'category',
    'sg_message_id',
    'ts',
  ],
];
const values = [
  ...[
    'open',
    'opened',
    'email.opened',
    'Open',
    'click',
    'clicked',
    'email.clicked',
    'Click',
    'Bounce',
    'Notification',
  ],
  ...[
    'toString',
    'constructor',
    '__proto__',
    'hasOwnProperty',
    topicArn,
    '1',
    '2',
    'permanent',
    'ada@shop.example',
  ],
];
const strange = fc.constantFrom<unknown>(
  { toString: 1 },
  { valueOf: null, toString: null },
  [],
  [[]],
  null,
  1e308,
  -0,
  '',
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>(...values),
    strange,
    fc.jsonValue(),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...words), tie('json'), { maxKeys: 8 }),
  ),
}));
const body = fc.oneof(
  json.map((value) => JSON.stringify(value) ?? 'null'),
  json.map((value) => new URLSearchParams({ mandrill_events: JSON.stringify(value) ?? '' }).toString()),
  fc.string(),
);

function read(name: ProviderName, delivery: Delivery): void {
  const connection = testConnections.find(({ provider }) => provider === name) as Connection;
  const { prove, events, tokenOf, isTrial } = providers[name];
  isTrial?.(delivery);
  const envelope = prove === null ? envelopeIn(delivery.body) : null;
  if (envelope !== null) {
    certificateUrlOf(envelope);
    confirmationUrlOf(envelope);
    expect(proveSes(envelope, connection, snsCertificate, delivery.nowMs)).not.toBe('proven');
  }
  if (prove !== null) expect(prove(delivery, connection)).not.toBe('proven');
  // What is remembered of a token is text, whatever the body lacks.
  if (tokenOf !== undefined)
    expect(tokenOf(delivery.body)).toEqual({ token: expect.any(String), of: expect.any(String) });
  for (const { raw } of events(delivery)) expect(Object.values(eventNames)).toContain(raw['event']);
}

describe.each(providerNames)('%s', { timeout: lawTimeoutMs }, (name) => {
  const isRead = (given: string) => {
    try {
      read(name, { body: Buffer.from(given), headers: { 'svix-id': 'i' }, nowMs: 0 });
    } catch (error) {
      expect(error).toBeInstanceOf(Malformed);
    }
  };

  test('any body', () => {
    fc.assert(fc.property(body, isRead), runs(1_000));
  });

  test('a body that nests a hundred thousand levels deep', () => {
    const deep = `${'{"event-data":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
    for (const given of [deep, `[${deep}]`, '['.repeat(100_000), `mandrill_events=[${deep}]`]) isRead(given);
  });
});
