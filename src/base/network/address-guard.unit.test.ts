import { describe, expect, test } from 'vitest';
import { isPublic, readAllowed } from './address-guard.ts';

describe('what belongs to a private or special range', () => {
  test.each([
    ['0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
    ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
    ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
    ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
    ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
    ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
    ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
    ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
    ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
    ['224.0.0.0', '255.255.255.255', '223.255.255.255', null],
    ['::', '::ffff:ffff', null, null],
    ['::ffff:0:0', '::ffff:255.255.255.255', '::fffe:ffff:ffff', '::1:0:0:0'],
    ['::ffff:0:0:0', '::ffff:0:ffff:ffff', '::fffe:ffff:ffff:ffff', '::ffff:1:0:0'],
    ['3fff::', '3fff:fff:ffff::1', '3ffe:ffff::1', '3fff:1000::'],
    ['5f00::', '5f00:ffff::1', '5eff:ffff::1', '5f01::'],
    ['64:ff9b::', '64:ff9b::ffff:ffff', '64:ff9a:ffff::', '64:ff9b:0:0:0:1::'],
    ['fc00::', 'fdff:ffff::1', 'fbff:ffff::1', 'fe00::'],
    ['fe80::', 'febf:ffff::1', 'fe7f:ffff::1', null],
    ['fec0::', 'feff:ffff::1', null, null],
    ['ff00::', 'ffff:ffff::1', null, null],
  ])('%s to %s, not %s, not %s', (first, last, before, after) => {
    expect([first, last].map(isPublic)).toEqual([false, false]);
    for (const outside of [before, after])
      if (outside !== null) expect([outside, isPublic(outside)]).toEqual([outside, true]);
  });

  test.each(['::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::', 'no address'])(
    '%s is not public',
    (address) => expect(isPublic(address)).toBe(false),
  );
  test.each(['8.8.8.8', '2606:4700::1111'])('%s is', (address) => expect(isPublic(address)).toBe(true));
});

describe('what the operator lets be reached', () => {
  test('a host at any port, a host at one, a network', () => {
    const allowed = readAllowed('Inner.Example, other.example:8080, [::1]:9000, 10.1.0.0/16, fd00::/8,');
    expect(allowed.host('inner.example', 1)).toBe(true);
    expect(allowed.host('other.example', 8_080)).toBe(true);
    expect(allowed.host('other.example', 8_081)).toBe(false);
    expect(allowed.host('[::1]', 9_000)).toBe(true);
    expect(allowed.host('[::1]', 9_001)).toBe(false);
    expect(['10.0.255.255', '10.1.0.0', '10.1.255.255', '10.2.0.0'].map(allowed.address)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(allowed.address('fd12::1')).toBe(true);
  });

  test.each(['https://inner.example', '10.0.0.0/33', 'a b', 'inner.example/path', 'host:99999'])(
    '"%s" is refused by name',
    (entry) => expect(() => readAllowed(entry)).toThrow(`"${entry}" is no host`),
  );
});
