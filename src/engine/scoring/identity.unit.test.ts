/** Whose address a profile has: that of its trait or its identity, where it can be one. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../contract/language/language.ts';
import {
  addKey,
  canBeContacted,
  identityOf,
  joinIdentities,
  learnFrom,
  noIdentity,
  personOf,
} from './identity.ts';

const bad = 'victim@shop.example?bcc=attacker@evil.example';

test.each([
  ['a trait', ['u:1'], ' Ada@Shop.Example', 'ada@shop.example'],
  ['an identity', ['e:ada@shop.example', 'u:1'], undefined, 'ada@shop.example'],
  ['the trait before the identity', ['e:old@shop.example'], 'new@shop.example', 'new@shop.example'],
  ['the identity where the trait cannot be one', ['e:ada@shop.example'], bad, 'ada@shop.example'],
  ['a user id that is one', ['a:x@shop.example', 'u:1', 'u:Ada@Shop.example'], undefined, 'ada@shop.example'],
  [
    'a user id, which a server said, before an identity',
    ['e:ada@shop.example', 'u:bob@shop.example'],
    undefined,
    'bob@shop.example',
  ],
  ['the first identity that can be one', [`e:${bad}`, 'e:ada@shop.example'], undefined, 'ada@shop.example'],
  ['none of a trait that cannot be one', ['u:1'], bad, null],
  ['none of an identity that cannot be one', [`e:${bad}`], undefined, null],
  ['none of a trait that is no text', ['u:1'], { a: 1 }, null],
])('%s', (_name, keys, email, expected) => {
  const identity = { keys, traits: email === undefined ? {} : { email: [email, 0] as [never, number] } };
  expect(identityOf(identity)?.email).toBe(expected);
  expect(personOf(identity).email).toBe(expected);
});

test.each([
  ['a user alone', ['u:1'], {}, false],
  ['a user with an address', ['u:1'], { email: 'ada@shop.example' }, true],
  ['a user who is linked to one', ['e:ada@shop.example', 'u:1'], {}, true],
  ['an address alone', ['e:ada@shop.example'], {}, true],
  ['a user with what can be none', ['u:1'], { email: bad }, false],
  ['a user with a phone', ['u:1'], { phone: '+44 20 7946 0018' }, true],
  ['a user with a word for none', ['u:1'], { phone: 'n/a' }, false],
  ['a device with a phone', ['a:1'], { phone: '+44 20 7946 0018' }, false],
  ['nobody', [], {}, false],
])('%s can be contacted: %j %j %s', (_name, keys, traits, expected) => {
  const stored = Object.entries(traits).map(([name, value]) => [name, [value, 0]]);
  expect(canBeContacted({ keys, traits: Object.fromEntries(stored) })).toBe(expected);
});

/** A public key has said that it is Ada at 10 ms. */
test.each([
  ['what it said', 'Ada', 10, 'nothing'],
  ['the same later', 'Ada', 20, 'time'],
  ['the same earlier', 'Ada', 5, 'time'],
  ['something else later, which is a proposal', 'Bob', 20, 'time'],
  ['something else earlier, which counts', 'Bob', 5, 'person'],
])('of a public key that says %s a profile learns: %s at %d ms, %s', (_name, name, acceptedAtMs, learnt) => {
  const saying = (value: string, atMs: number) =>
    ({ key: 'a:1', traits: { name: value }, atMs, acceptedAtMs: atMs, via: 'public' }) as const;
  const identity = noIdentity();
  expect(learnFrom(identity, saying('Ada', 10))).toBe('person');
  const other = noIdentity();
  learnFrom(other, saying(name, acceptedAtMs));
  expect(joinIdentities(structuredClone(identity), other)).toBe(learnt);
  // A value that was not there is news, whatever is known beside it.
  const title = { ...saying('Ada', 30), traits: { title: 'Countess' } };
  expect(learnFrom(structuredClone(identity), title)).toBe('person');
  expect(learnFrom(identity, saying(name, acceptedAtMs))).toBe(learnt);
});

test('what public keys alone say of how to reach somebody names the key that said it first', () => {
  const said = (traits: Record<string, string>, atMs: number, keyId?: string) =>
    ({ key: 'u:1', traits, atMs, acceptedAtMs: atMs, via: 'public', ...(keyId && { keyId }) }) as const;
  const of = (...all: Parameters<typeof learnFrom>[1][]) => {
    const identity = noIdentity();
    for (const one of all) learnFrom(identity, one);
    return identityOf(identity);
  };
  const byPage = said({ email: 'ada@shop.example' }, 10, 'ky_1');
  expect(of(byPage, said({ email: 'ada@shop.example' }, 20, 'ky_2'))).toMatchObject({ unprovenBy: 'ky_1' });
  expect(of(said({ phone: '+44 20 7946 0018', name: 'Ada' }, 10, 'ky_2'))).toMatchObject({
    unprovenBy: 'ky_2',
  });
  expect(of(byPage, said({ phone: '+44 20 7946 0018' }, 5, 'ky_2'))).toMatchObject({ unprovenBy: 'ky_1' });
  expect(of(said({ email: 'ada@shop.example' }, 10))).not.toHaveProperty('unprovenBy');
  const byServer = { ...byPage, via: undefined, keyId: undefined };
  expect(
    of(byPage, { key: byServer.key, traits: byServer.traits, atMs: 1, acceptedAtMs: 1 }),
  ).not.toHaveProperty('unprovenBy');
});

describe('the address that a public key claims', () => {
  const event = (key: string, email: string | null, via?: 'public') => ({
    ...{ key, atMs: 1, acceptedAtMs: 1, ...(via && { via, keyId: 'ky_1' }) },
    ...(email !== null && { traits: { email } }),
  });
  const of = (...all: Parameters<typeof learnFrom>[1][]) => {
    const identity = noIdentity();
    for (const one of all) learnFrom(identity, one);
    return identityOf(identity);
  };
  const claim = event('u:ada@shop.example', 'mallory@evil.example', 'public');

  test.each([
    ['a user id that a server said', event('u:ada@shop.example', null), 'ada@shop.example', false],
    ['what a server said', event('u:1', 'ada@shop.example'), 'ada@shop.example', false],
    ['what a server said and is none', event('u:1', 'n/a'), 'mallory@evil.example', true],
    ['the address that they came with', event('e:ada@shop.example', null), 'ada@shop.example', true],
  ])('beside %s', (_name, known, email, isClaimed) => {
    const found = of(known, { ...claim, key: known.key });
    expect(found?.email).toBe(email);
    expect(found?.unproven ?? []).toEqual(isClaimed ? ['email'] : []);
    expect(found?.unprovenBy).toBe(isClaimed ? 'ky_1' : undefined);
    expect(of({ ...claim, key: known.key }, known)).toEqual(found);
  });
});

describe('who came beyond what an address may name', () => {
  const email = 'ada@shop.example';
  const event = { key: 'u:1', atMs: 1, acceptedAtMs: 5, via: 'public', crowd: true } as const;
  const said = (acceptedAtMs: number, traits: JsonObject) =>
    ({ key: 'u:1', atMs: 1, acceptedAtMs, via: 'public', traits }) as const;
  const isOfCrowd = (...events: Parameters<typeof learnFrom>[1][]) => {
    const both = [events, events.toReversed()].map((all) => {
      const identity = noIdentity();
      for (const one of all) learnFrom(identity, one);
      return identityOf(identity)?.crowd ?? false;
    });
    expect(both[0]).toBe(both[1]);
    return both[0];
  };

  test('stays so, also after a merge', () => {
    const [one, other] = [noIdentity(), noIdentity()];
    expect([learnFrom(one, event), learnFrom(one, event)]).toEqual(['person', 'nothing']);
    expect([joinIdentities(other, one), joinIdentities(other, one)]).toEqual(['person', 'nothing']);
    expect(identityOf(other)).toMatchObject({ crowd: true });
    // A record of before knows no time.
    expect(identityOf({ ...noIdentity(), keys: ['u:1'], crowd: true })).toMatchObject({ crowd: true });
  });

  test.each(['email', 'phone', 'company'])('is none of the crowd whose %s was said before', (name) => {
    const value = { email, phone: '+44 20 7946 0018', company: 'Shop' }[name] as string;
    expect([4, 5, 6].map((ms) => isOfCrowd(event, said(ms, { [name]: value })))).toEqual([false, true, true]);
  });

  test.each<[string, Parameters<typeof learnFrom>[1]]>([
    ['a trait', { key: 'u:1', atMs: 1, acceptedAtMs: 9, traits: { plan: 'gold' } }],
    ['the address', { key: `e:${email}`, atMs: 1, acceptedAtMs: 9, traits: { email } }],
    ['the phone', { key: 'u:1', atMs: 1, acceptedAtMs: 9, traits: { phone: '+44 20 7946 0018' } }],
    ['the signature of the address', { ...said(9, { email }), isEmailSigned: true }],
  ])('is none once a server says %s', (_name, proof) => {
    expect(isOfCrowd(event, proof)).toBe(false);
  });
});

describe('an address with a signature of its own, of a user without one', () => {
  const signed = (email: string, acceptedAtMs: number) =>
    ({
      ...({ key: 'u:1', atMs: 1, acceptedAtMs, via: 'public', keyId: 'ky_1' } as const),
      ...({ traits: { email }, isEmailSigned: true } as const),
    }) as const;
  const claim = (email: string) => {
    const { isEmailSigned: _, ...event } = signed(email, 0);
    return event;
  };
  const of = (...events: Parameters<typeof learnFrom>[1][]) => {
    const identity = noIdentity();
    for (const one of events) {
      learnFrom(identity, one);
      // The door links the address that it has a proof of.
      if (one.isEmailSigned) addKey(identity, `e:${one.traits?.['email']}`);
    }
    return identityOf(identity);
  };

  test('is proven, and goes before one that a page claimed; of two, the first stays', () => {
    const [one, other] = ['zoe@shop.example', 'ada@shop.example'];
    const proven = { email: one };
    for (const events of [
      [signed(one, 1)],
      [claim('eve@evil.example'), signed(one, 1)],
      [signed(other, 2), signed(one, 1)],
    ]) {
      const found = of(...events);
      expect(found).toMatchObject(proven);
      expect(found).not.toHaveProperty('unproven');
      expect(found).not.toHaveProperty('isEmailClaimed');
    }
  });

  test('gives way to what a server says, and what else the page says is unproven', () => {
    const ofServer = { key: 'u:1', atMs: 0, acceptedAtMs: 9, traits: { email: 'new@shop.example' } };
    expect(of(signed('ada@shop.example', 1), ofServer)?.email).toBe('new@shop.example');
    const named = { ...signed('ada@shop.example', 1), traits: { email: 'ada@shop.example', name: 'Ada' } };
    expect(of(named)).toMatchObject({ unproven: ['name'] });
  });
});
