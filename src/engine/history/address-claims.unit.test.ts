/** Claims of addresses in entries of the events stream: of users, by public keys alone, the first of each. */
import { expect, test } from 'vitest';
import { profileIdOf } from '../../base/kernel/kernel.ts';
import { claimsIn } from './address-claims.ts';

const entry = (...records: unknown[]) => ({
  ...{ partition: 0, id: '1-0', field: 'e', json: JSON.stringify(records) },
});
const claim = (more: object = {}) => ({
  ...{ via: 'public', key: 'u:mallory', profile: 'p1', acceptedAtMs: 5 },
  traits: { email: ' Ada@Shop.example' },
  ...more,
});
const address = profileIdOf('e:ada@shop.example');

test('the first claim of each user and address is noted, by the address as it is compared', () => {
  const other = { profile: 'p2', key: 'u:trudy', acceptedAtMs: 7 };
  expect(claimsIn([entry(claim(), claim({ acceptedAtMs: 6 })), entry(claim(other))])).toEqual([
    { address, profile: 'p1', userId: 'mallory', claimedAtMs: 5 },
    { address, profile: 'p2', userId: 'trudy', claimedAtMs: 7 },
  ]);
});

test.each([
  ['of a server', claim({ via: undefined })],
  ['with a signature', claim({ via: 'signed' })],
  ['of an address itself', claim({ key: 'e:ada@shop.example' })],
  ['of a device', claim({ key: 'a:phone' })],
  ['that was forwarded: it was noted where it was accepted', claim({ isForwarded: true })],
  ['without an address', claim({ traits: { email: 'undefined' } })],
  ['with an address in properties alone', claim({ traits: {}, properties: { email: 'ada@shop.example' } })],
  ['of an id that no table can hold', claim({ key: 'u:\u0000' })],
  ['without a time', claim({ acceptedAtMs: undefined })],
  ['that is no event', null],
])('an event %s claims nothing', (_name, record) => {
  expect(claimsIn([entry(record, claim({ profile: 'p9' }))])).toHaveLength(1);
});

test('links, marks and texts that cannot be read claim nothing', () => {
  const readable = entry(claim());
  expect(
    claimsIn([
      { ...readable, field: 'l' },
      { ...readable, json: `${readable.json},` },
    ]),
  ).toEqual([]);
});
