/** The law of proofs: one changed byte of body, header or secret, and nothing is proven. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import {
  mandrillUrl,
  reports,
  signers,
  snsCertificate,
  testConnections,
} from '../../../test/support/mail-providers.ts';
import { mailgunToken } from './mailgun.core.ts';
import { type Connection, type Delivery, Malformed, type Proof } from './provider.core.ts';
import { providerNames, providers } from './providers.core.ts';
import { envelopeIn, proveSes } from './ses.core.ts';

const nowMs = Date.UTC(2026, 10, 28, 12);
const content = { address: 'ada@shop.example', id: 'e-1', atMs: nowMs - 1_000, act: 'clicked' } as const;

/** A text with one character replaced by another one. */
const changed = (text: string) =>
  fc
    .tuple(fc.nat({ max: text.length - 1 }), fc.integer({ min: 33, max: 126 }))
    .map(([at, code]) => text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1))
    .filter((other) => other !== text);

function proofOf(name: (typeof providerNames)[number], delivery: Delivery, connection: Connection): Proof {
  const { prove } = providers[name];
  if (prove !== null) return prove(delivery, connection);
  const envelope = envelopeIn(delivery.body);
  return envelope === null ? 'unsigned' : proveSes(envelope, connection, snsCertificate, delivery.nowMs);
}

function outcomeOf(name: (typeof providerNames)[number], delivery: Delivery, connection: Connection) {
  try {
    return proofOf(name, delivery, connection);
  } catch (error) {
    expect(error).toBeInstanceOf(Malformed);
    return 'malformed';
  }
}

describe.each(providerNames)('%s', { timeout: lawTimeoutMs }, (name) => {
  const connection = testConnections.find(({ provider }) => provider === name) as Connection;
  const { body, headers } = signers[name](reports[name](content), nowMs, 'e-1');
  const delivery: Delivery = { body: Buffer.from(body), headers, nowMs };

  test('as it was signed', () => {
    expect(proofOf(name, delivery, connection)).toBe('proven');
    expect(providers[name].events(delivery)).toHaveLength(1);
  });

  test('another body is not proven, or is the same events', () => {
    fc.assert(
      fc.property(changed(body), (other) => {
        const given = { ...delivery, body: Buffer.from(other) };
        const proof = outcomeOf(name, given, connection);
        if (proof !== 'proven') return;
        // Postmark signs nothing. Mailgun signs its token alone, and one token is for one event.
        if (name === 'postmark') return;
        if (name === 'mailgun')
          expect(mailgunToken(given.body).token).toBe(mailgunToken(delivery.body).token);
        else expect(providers[name].events(given)).toEqual(providers[name].events(delivery));
      }),
      runs(300),
    );
  });

  const signing = Object.entries(headers).filter(([header]) => header !== 'content-type');
  test.each(signing.length === 0 ? [] : [{ signing }])('another header is not', () => {
    const one = fc
      .constantFrom(...signing)
      .chain(([header, value]) => changed(value).map((other) => [header, other] as const));
    fc.assert(
      fc.property(one, ([header, other]) => {
        const given = { ...delivery, headers: { ...headers, [header]: other } };
        // The name of the scheme may be written in any case.
        fc.pre(other.toLowerCase() !== headers[header]?.toLowerCase() || !/^basic/i.test(other));
        expect(outcomeOf(name, given, connection)).not.toBe('proven');
      }),
      runs(300),
    );
  });

  test.each(connection.secrets)('nor is another secret', (secret) => {
    fc.assert(
      fc.property(changed(secret), (other) => {
        fc.pre(other.replace(/^whsec_/, '') !== secret.replace(/^whsec_/, ''));
        expect(outcomeOf(name, delivery, { ...connection, secrets: [other] })).not.toBe('proven');
      }),
      runs(300),
    );
  });

  test('nothing at all is not', () => {
    for (const junk of ['', '{}', '[]', 'null', '"x"', '{"signature":1}', 'mandrill_events=1'])
      expect(outcomeOf(name, { body: Buffer.from(junk), headers: {}, nowMs }, connection)).not.toBe('proven');
    expect(mandrillUrl).toContain('https://');
  });
});
