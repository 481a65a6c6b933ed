/** The forms of a stored identity: both give back the record, and earlier records stay readable. */
import { expect, test } from 'vitest';
import { type IdentityRecord, noIdentity } from './identity.ts';
import { packIdentity, unpackIdentity } from './identity-codec.ts';

const at = 1_795_955_309_705;
const ada: IdentityRecord = {
  keys: ['a:00000003-5c0f-4111-8a11-000000000236', 'e:ada@example.com', 'u:prospect-2-566'],
  traits: {
    email: ['ada@example.com', at],
    firstName: ['Ada', at],
    lastName: ['Lovelace', at],
    company: ['Example Ltd', at + 1],
  },
  knownSinceMs: 1_796_041_710_742,
};
const all: IdentityRecord = {
  ...ada,
  claimed: { phone: ['1', at, 'key-1'], at: [{ k: 1, t: [2] }, at + 2] },
  proposed: JSON.parse(`{"__proto__":["x",${at}],"k":[null,${at}]}`),
  signed: { email: ['ada@example.com', 0] },
  consents: { marketing: ['denied', at] },
  claimedConsents: { t: ['allowed', at + 2] },
  crowdSinceMs: 5,
  crowd: true,
  absorbed: { 'p-1': ['one', 'two'] },
};

test.each<[string, IdentityRecord]>([
  ['nobody', noIdentity()],
  ['a person of a server', ada],
  ['all that may be known', all],
])('both forms give back %s', (_who, identity) => {
  const before = structuredClone(identity);
  for (const form of ['plain', 'compact'] as const) {
    const again = unpackIdentity(packIdentity(identity, form));
    expect(again).toStrictEqual(before);
    // Names keep their order, and stay names.
    expect(JSON.stringify(again.proposed)).toBe(JSON.stringify(before.proposed));
  }
  expect(identity).toStrictEqual(before);
});

test('the plain form is the record as earlier programs read it', () => {
  expect(packIdentity(ada, 'plain')).toBe(JSON.stringify(ada));
});

test('a time is stored once', () => {
  expect(packIdentity(ada, 'compact')).toBe(
    '{"k":["a:00000003-5c0f-4111-8a11-000000000236","e:ada@example.com","u:prospect-2-566"],"s":1796041710742,' +
      '"t":{"email":["ada@example.com",0],"firstName":["Ada",0],"lastName":["Lovelace",0],"company":["Example Ltd",1]},' +
      '"at":[1795955309705,1795955309706]}',
  );
});

test.each(['', '{', '{"k":[],"t":{"email":["x",1]},"at":[5]}'])('%s is refused', (json) => {
  expect(() => unpackIdentity(json)).toThrow();
});

test('a time that is not in the list is said to be missing', () => {
  const json = '{"k":[],"t":{"email":["x",1]},"at":[5]}';
  expect(() => unpackIdentity(json)).toThrow('its identity record names no time');
});
