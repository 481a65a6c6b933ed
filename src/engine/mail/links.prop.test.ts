/** Laws of our own links: what was signed comes back, and nothing else is a link, a pixel or a proof. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawTimeoutMs, runs } from '../../../test/support/law-runs.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import {
  addressProof,
  destinationOf,
  isDestination,
  linkIn,
  linkToken,
  type MailLink,
  pixelIn,
  pixelToken,
  provesAddress,
} from './links.core.ts';

const secrets = ['the-secret-of-now', 'the-secret-of-before'];
const text = fc.string({ minLength: 1, maxLength: 30 });
const link: fc.Arbitrary<MailLink> = fc.record({
  address: fc.emailAddress(),
  emailId: text,
  subject: fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined }),
  campaignId: fc.option(text, { nil: undefined }),
  campaignName: fc.option(text, { nil: undefined }),
  linkId: fc.option(text, { nil: undefined }),
  url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
  proves: fc.boolean(),
});
/** Addresses that are one here too. */
const address = fc.emailAddress().filter((one) => emailAddressIn(one) !== null);
const nowMs = Date.UTC(2026, 10, 28, 12);

describe('links', { timeout: lawTimeoutMs }, () => {
  test('what was signed comes back, also after the secret was replaced', () => {
    fc.assert(
      fc.property(link, (one) => {
        const token = linkToken(secrets, one);
        expect(linkIn(secrets, token)).toEqual(one);
        expect(linkIn(['a newer one', ...secrets], token)).toEqual(one);
        expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
        const { url: _url, linkId: _linkId, proves: _proves, ...message } = one;
        expect(pixelIn(secrets, pixelToken(secrets, message))).toEqual(message);
      }),
      runs(300),
    );
  });

  test('another character, secret or purpose, and it is no link', () => {
    fc.assert(
      fc.property(link, fc.nat(), fc.integer({ min: 33, max: 126 }), (one, index, code) => {
        const token = linkToken(secrets, one);
        const at = index % token.length;
        const other = token.slice(0, at) + String.fromCharCode(code) + token.slice(at + 1);
        if (other !== token) expect(linkIn(secrets, other)).toBe(null);
        expect(linkIn(['another secret'], token)).toBe(null);
        expect(linkIn([], token)).toBe(null);
        expect(pixelIn(secrets, token)).toBe(null);
        expect(linkIn(secrets, pixelToken(secrets, one))).toBe(null);
      }),
      runs(300),
    );
  });

  test('a proof is of its address alone, in any spelling, and for its time', () => {
    fc.assert(
      fc.property(address, address, fc.nat({ max: 60 }), fc.boolean(), (one, other, index, isLater) => {
        const proof = addressProof(secrets, one, nowMs);
        expect(provesAddress(secrets, proof, ` ${one.toUpperCase()} `, nowMs)).toBe(true);
        expect(provesAddress(secrets, proof, one, nowMs + limits.mailProofMs + (isLater ? 1_001 : 0))).toBe(
          !isLater,
        );
        if (one.toLowerCase() !== other.toLowerCase())
          expect(provesAddress(secrets, proof, other, nowMs)).toBe(false);
        expect(provesAddress(['another secret'], proof, one, nowMs)).toBe(false);
        const at = index % proof.length;
        const changed = proof.slice(0, at) + (proof[at] === 'x' ? 'y' : 'x') + proof.slice(at + 1);
        expect(provesAddress(secrets, changed, one, nowMs)).toBe(false);
        expect(proof).not.toContain('@');
      }),
      runs(300),
    );
  });
});

test('a link leads where it says, with a proof of the address where it is to give one', () => {
  const one = { address: 'ada@shop.example', emailId: 'm', url: 'https://shop.example/a?b=c#d' };
  expect(destinationOf(one, secrets, nowMs)).toBe(one.url);
  const wide = { ...one, url: 'https://shop.example/grün →\n?q=ü' };
  expect(destinationOf(wide, secrets, nowMs)).toBe('https://shop.example/gr%C3%BCn%20%E2%86%92?q=%C3%BC');
  const destination = new URL(destinationOf({ ...one, proves: true }, secrets, nowMs));
  const proof = destination.searchParams.get('scoville_proof') ?? '';
  expect(provesAddress(secrets, proof, one.address, nowMs)).toBe(true);
  destination.searchParams.delete('scoville_proof');
  expect(destination.href).toBe(one.url);
});

test.each<[string, boolean]>([
  ['https://shop.example/', true],
  ['http://shop.example', true],
  ['javascript:alert(1)', false],
  ['data:text/html,x', false],
  ['//evil.example', false],
  ['/path', false],
  ['https://user:password@shop.example', false],
  ['', false],
])('%s may be a destination: %s', (url, may) => {
  expect(isDestination(url)).toBe(may);
  const signed = linkToken(secrets, { address: 'a@shop.example', emailId: 'm', url });
  expect(linkIn(secrets, signed) !== null).toBe(may);
});
