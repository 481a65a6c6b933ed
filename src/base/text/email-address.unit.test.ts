/** Addresses by tables: what the grammar takes, what it refuses, each length at and above its bound; and the link of one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emailAddressIn, isEmailAddress, mailtoLink } from './email-address.ts';

/** RFC 5321 and RFC 1035, in bytes. */
const limits = { addressBytesMax: 254, addressLocalBytesMax: 64, domainLabelBytesMax: 63 };
const label = 'd'.repeat(limits.domainLabelBytesMax);
const local = 'l'.repeat(limits.addressLocalBytesMax);
/** An address of so many bytes, with a local part of 64. */
const ofBytes = (bytes: number) =>
  `${local}@${`${label}.${label}.${label}`.slice(0, bytes - local.length - 1 - 4)}.com`;

describe('an address', () => {
  test.each([
    'ada@shop.example',
    'a@b.co',
    "o'hara+tag/x=y_{z}|~-#$%^*!`&@shop.example",
    'first.last@mail.shop.example',
    'ada@xn--mnchen-3ya.example',
    'ada@münchen.example',
    'jörg@shop.example',
    'ada@shop.xn--p1ai',
    'ada@1.example',
    `${local}@shop.example`,
    `ada@${label}.example`,
    ofBytes(limits.addressBytesMax - 1),
    ofBytes(limits.addressBytesMax),
  ])('%s is one', (text) => expect(isEmailAddress(text)).toBe(true));

  test.each([
    'victim@shop.example?bcc=attacker@evil.example',
    'victim@shop.example?subject=hello',
    'victim?bcc=attacker@evil.example',
    'müller?bcc=attacker@evil.example',
    'victim@shop.example&cc=x',
    'victim@shop.example%3Fbcc=x',
    'victim@shop.example#x',
    'a@b@shop.example',
    'a,b@shop.example',
    'a;b@shop.example',
    'a:b@shop.example',
    '<ada@shop.example>',
    'Ada <ada@shop.example>',
    'ada @shop.example',
    'ada@ shop.example',
    'ada@shop.example\r\nBcc: x@evil.example',
    'ada\u0000@shop.example',
    'ada\u202e@shop.example',
    'ada@shop\u2066.example',
    'ada\u200b@shop.example',
    'mailto:ada@shop.example',
    '"ada"@shop.example',
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@localhost',
    '.ada@shop.example',
    'ada.@shop.example',
    'a..b@shop.example',
    'ada@.example',
    'ada@shop..example',
    'ada@shop.example.',
    'ada@-shop.example',
    'ada@shop-.example',
    'ada@sh_op.example',
    'ada@',
    '@shop.example',
    '',
    `${local}l@shop.example`,
    `ada@${label}d.example`,
    ofBytes(limits.addressBytesMax + 1),
    'é'.repeat(limits.addressLocalBytesMax / 2 + 1).concat('@shop.example'),
  ])('%j is none', (text) => {
    expect(isEmailAddress(text)).toBe(false);
    expect(mailtoLink(text)).toBeNull();
  });

  test.each([
    [' Ada@Shop.Example\n', 'ada@shop.example'],
    ['ada@mu\u0308nchen.example', 'ada@xn--mnchen-3ya.example'],
    ['ada@MÜNCHEN.example', 'ada@xn--mnchen-3ya.example'],
    ['ada@xn--mnchen-3ya.example', 'ada@xn--mnchen-3ya.example'],
    ['ada@straße.example', 'ada@xn--strae-oqa.example'],
    ['jo\u0308rg@shop.example', 'j\u00f6rg@shop.example'],
    ['\ufeffada@shop.example\u200b', 'ada@shop.example'],
    ['a\u200bda@sh\u00adop.example', 'ada@shop.example'],
    ['\u202eada@shop.example\u202c', 'ada@shop.example'],
    ['r&d@shop.example', 'r&d@shop.example'],
    ['a/b@shop.example', 'a/b@shop.example'],
    ['ada@shop\u3002example', 'ada@shop.example'],
    ['ada@shop\uff0eco\uff61example', 'ada@shop.co.example'],
    ['a\ufe0fd\u034fa\u3164@sh\u2800op.example', 'ada@shop.example'],
    ['test@shop.example', 'test@shop.example'],
    ['info@info.example.com', 'info@info.example.com'],
    ['guest@hotel.example', 'guest@hotel.example'],
    ['na@shop.example', 'na@shop.example'],
    ['nonette@none.example', 'nonette@none.example'],
    ['noemaille@shop.example', 'noemaille@shop.example'],
    ['nan@nancy.example', 'nan@nancy.example'],
  ])('is found in the form that is compared: %j', (text, address) => {
    expect(emailAddressIn(text)).toBe(address);
    expect(emailAddressIn(address)).toBe(address);
  });

  test.each([
    'Ada at shop',
    'undefined@shop.example',
    'null@null.null',
    'null@shop.example',
    'None@none-name.example',
    'nu\ufe0fll@shop.example',
    'ｎｕｌｌ@shop.example',
    'guest@guest.com',
    'unknown@unknown.com',
    'noemail@noemail.com',
    'no-email@shop.example',
    'test@test.com',
    'ada\u3002b@shop.example',
    '\u3164@shop.example',
    'None@none.com',
    'nan@nan.münchen.example',
    'victim@shop.example?bcc=x',
    `ada@${'ü'.repeat(60)}.example`,
    `${' '.repeat(2_000)}ada@shop.example`,
  ])('is not found in %j', (text) => expect(emailAddressIn(text)).toBeNull());

  test('is refused in no time, however long the text', () => {
    for (const long of ['a.'.repeat(250_000), `a@${'a-'.repeat(250_000)}`, `${'a'.repeat(250)}@`])
      expect(isEmailAddress(long)).toBe(false);
  });
});

describe('a link', () => {
  test('holds the local part encoded, so that nothing in it begins a header', () => {
    expect(mailtoLink('a#bcc=x&y=%20@shop.example')).toBe('mailto:a%23bcc%3Dx%26y%3D%2520@shop.example');
  });

  test('writes to that address alone, whatever is legal', () => {
    const atom = fc.string({
      unit: fc.constantFrom(..."abcXYZ019!#$%&'*+/=^_`{|}~-"),
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(atom, (name) => {
        const link = new URL(mailtoLink(`${name}@shop.example`) ?? '');
        expect(link.search + link.hash).toBe('');
        expect(decodeURIComponent(link.pathname)).toBe(`${name}@shop.example`);
      }),
    );
  });
});
