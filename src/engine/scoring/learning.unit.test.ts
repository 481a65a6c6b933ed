/** What is learnt of a person, by tables: who is known and since when, which words are proven, and which of it is news. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../contract/language/language.ts';
import { absorb } from './absorbed.ts';
import {
  claimedTraitsOf,
  identityOf,
  isClaimed,
  isNobody,
  isTelling,
  joinIdentities,
  learnFrom,
  noIdentity,
  personOf,
  traitsOf,
} from './identity.ts';
import { nobody } from './person.ts';

type Said = Parameters<typeof learnFrom>[1];

/** What was learnt of them, as the store has it. */
const learntOf = (...all: Said[]) => {
  const identity = noIdentity();
  for (const one of all) learnFrom(identity, one);
  return JSON.parse(JSON.stringify(identity)) as ReturnType<typeof noIdentity>;
};
const byServer = (key: string, traits: JsonObject, acceptedAtMs = 5): Said => ({
  ...{ key, traits, atMs: acceptedAtMs, acceptedAtMs },
});
const byPage = (traits: JsonObject, acceptedAtMs: number, keyId?: string): Said => ({
  ...byServer('u:1', traits, acceptedAtMs),
  ...{ via: 'public', ...(keyId && { keyId }) },
});

test.each<[string, Parameters<typeof isTelling>[0], boolean]>([
  ['a device alone', { key: 'a:1' }, false],
  ['a device named like another kind', { key: 'a:u:' }, false],
  ['a user', { key: 'u:1' }, true],
  ['a user named like a device', { key: 'u:a:' }, true],
  ['a device with a trait', { key: 'a:1', traits: { name: 'Ada' } }, true],
  ['a device with a word on consent', { key: 'a:1', consent: { denied: ['marketing'] } }, true],
])('%s says something of who it is: %j, %s', (_name, event, expected) => {
  expect(isTelling(event)).toBe(expected);
});

test('a device alone is nothing to learn, and one that speaks of consent alone stays nobody', () => {
  const device = { key: 'a:1', atMs: 1, acceptedAtMs: 1 };
  const identity = noIdentity();
  expect(learnFrom(identity, device)).toBe('nothing');
  expect(identity).toEqual(noIdentity());
  expect(personOf(identity)).toEqual(nobody);
  expect(learnFrom(identity, { ...device, consent: { denied: ['marketing'] } })).toBe('person');
  expect(identity.keys).toEqual([]);
  expect(personOf(identity)).toEqual({ ...nobody, consent: { marketing: 'denied' } });
  const known = learntOf({ ...device, key: 'u:1', consent: { denied: ['marketing'] } });
  expect(personOf(known)).toMatchObject({ isKnown: true, consent: { marketing: 'denied' } });
  expect(personOf(learntOf(byServer('u:1', {})))).not.toHaveProperty('consent');
});

test('a signature without an address proves nothing, and is no news', () => {
  const event = { key: 'u:1', atMs: 1, acceptedAtMs: 1, via: 'public', isEmailSigned: true } as const;
  const identity = noIdentity();
  expect([learnFrom(identity, event), learnFrom(identity, event)]).toEqual(['person', 'nothing']);
  expect(identity).toEqual({ ...noIdentity(), keys: ['u:1'] });
});

test('what is said without the id of a key is stored without one', () => {
  expect(learntOf(byPage({ name: 'Ada' }, 5)).claimed).toEqual({ name: ['Ada', 5] });
  expect(learntOf(byPage({ name: 'Ada' }, 5, 'ky_1')).claimed).toEqual({ name: ['Ada', 5, 'ky_1'] });
});

describe('somebody is known once a server says who they are', () => {
  test.each<[string, string, JsonObject, boolean]>([
    ['a trait', 'u:1', { plan: 'gold' }, true],
    ['the address of a user', 'u:1', { email: 'ada@shop.example' }, true],
    ['a trait of an address', 'e:ada@shop.example', { plan: 'gold' }, true],
    ['the address of itself', 'e:ada@shop.example', { email: 'ada@shop.example' }, false],
    ['an address that is none', 'u:1', { email: 'n/a' }, false],
    ['an address that is no text', 'u:1', { email: 3 }, false],
    ['a trait of nothing', 'u:1', { plan: null }, false],
    ['an empty trait', 'u:1', { plan: '' }, false],
    ['no trait', 'u:1', {}, false],
  ])('%s, of %s', (_name, key, traits, isKnown) => {
    expect(identityOf(learntOf(byServer(key, traits)))?.isKnown ?? true).toBe(isKnown);
  });

  test('what sales has of them is no proof', () => {
    const identity = learntOf(
      { key: 'u:1', atMs: 1, acceptedAtMs: 1 },
      byServer('', { 'scoville:customer': true }),
    );
    expect(traitsOf(identity)).toEqual({ 'scoville:customer': true });
    expect(identityOf(identity)).toMatchObject({ isKnown: false });
  });

  test('since when is a time alone, but where pages have said something', () => {
    const gold = (acceptedAtMs: number) => ({ ...byServer('u:1', { plan: 'gold' }, acceptedAtMs), atMs: 1 });
    const identity = learntOf(gold(5));
    expect([gold(6), gold(5), gold(4)].map((one) => learnFrom(identity, one))).toEqual([
      ...['nothing', 'nothing', 'time'],
    ]);
    const claimed = learntOf(gold(5), byPage({ name: 'Ada' }, 4));
    expect(learnFrom(claimed, gold(4))).toBe('person');
    expect(traitsOf(claimed)).toEqual({ plan: 'gold' });
  });

  test('of what pages said, only what came before counts', () => {
    const named = (acceptedAtMs: number) =>
      claimedTraitsOf(learntOf(byServer('u:1', { plan: 'gold' }), byPage({ name: 'Ada' }, acceptedAtMs)));
    expect([4, 5, 6].map(named)).toEqual([['name'], [], []]);
  });
});

describe('a later or an earlier time alone is news of the person', () => {
  test('where it names another company', () => {
    const of = (traits: JsonObject, atMs: number): Said => byServer('u:1', { plan: 'gold', ...traits }, atMs);
    const identity = learntOf(of({ groupId: 'globex' }, 1), of({ company: { id: 'acme' } }, 2));
    expect(identityOf(identity)?.company).toBe('acme');
    const joined = structuredClone(identity);
    expect(joinIdentities(joined, learntOf(of({ groupId: 'globex' }, 3)))).toBe('person');
    expect(identityOf(joined)?.company).toBe('globex');
    expect(learnFrom(identity, of({ groupId: 'globex' }, 3))).toBe('person');
    expect(identityOf(identity)?.company).toBe('globex');
    expect(learnFrom(identity, of({ groupId: 'globex' }, 4))).toBe('time');
    const company = { company: { id: 'acme' } };
    expect(learnFrom(identity, byServer('u:1', company, 5))).toBe('person');
    expect(identityOf(identity)?.company).toBe('acme');
    expect(learnFrom(identity, byServer('u:1', company, 6))).toBe('time');
    expect(learnFrom(identity, byServer('u:1', { groupId: 'globex' }, 7))).toBe('person');
    const domain = learntOf(
      of({ company: { id: 'acme', domain: 'acme.example' } }, 1),
      of({ groupId: 'acme' }, 1),
    );
    expect(learnFrom(domain, of({ groupId: 'acme' }, 4))).toBe('time');
  });

  test('where a word of a page comes to count, because nobody knew the person yet', () => {
    const identity = learntOf(byServer('u:1', { plan: 'gold' }), byPage({ name: 'Ada' }, 6));
    expect(learnFrom(identity, byPage({ name: 'Ada' }, 7))).toBe('time');
    expect(learnFrom(identity, byPage({ name: 'Ada' }, 4))).toBe('person');
    expect(identityOf(identity)?.name).toBe('Ada');
  });

  test('where a page had said how to reach them before a crowd was named', () => {
    const phone = { phone: '+44 20 7946 0018' };
    const identity = learntOf({ ...byPage({}, 5), crowd: true }, byPage(phone, 6));
    expect(learnFrom(identity, byPage(phone, 4))).toBe('person');
    expect(identityOf(identity)).not.toHaveProperty('crowd');
  });

  test('where a server says an address that a mail alone had named', () => {
    const email = 'ada@shop.example';
    const identity = learntOf(byServer('u:1', {}), byServer(`e:${email}`, { email }, 9));
    expect(identityOf(identity)).toMatchObject({ isKnown: false });
    expect(learnFrom(identity, byServer('u:1', { email }, 5))).toBe('person');
    expect(identityOf(identity)).not.toHaveProperty('isKnown');
  });
});

test('the traits that pages alone have said, by their names', () => {
  const ofServer = { ...byServer('u:1', { plan: 'gold' }, 9) };
  expect(
    claimedTraitsOf(learntOf(byPage({ title: 'Boss', name: 'Ada', plan: 'free' }, 5), ofServer)),
  ).toEqual([...['name', 'title']]);
});

test.each<[string, JsonObject, string]>([
  ['email', { email: 'ada@shop.example' }, 'email'],
  ['name', { name: 'Ada' }, 'name'],
  ['firstName', { firstName: 'Ada' }, 'name'],
  ['first_name', { first_name: 'Ada' }, 'name'],
  ['lastName', { lastName: 'King' }, 'name'],
  ['last_name', { last_name: 'King' }, 'name'],
  ['company', { company: 'Shop' }, 'company'],
  ['groupId', { groupId: 'shop' }, 'company'],
  ['title', { title: 'Boss' }, 'title'],
  ['phone', { phone: '+44 20 7946 0018' }, 'phone'],
  ['country', { country: 'GB' }, 'country'],
  ['address', { address: { country: 'GB' } }, 'country'],
  ['language', { language: 'en' }, 'language'],
  ['locale', { locale: 'en' }, 'language'],
])('%s that a page alone has said leaves a part unproven, until a server says it', (_name, traits, part) => {
  const claim = byPage(traits, 5, 'ky_1');
  expect(identityOf(learntOf(claim))).toMatchObject({ unproven: [part] });
  const isReach = part === 'email' || part === 'phone';
  expect(identityOf(learntOf(claim))?.unprovenBy).toBe(isReach ? 'ky_1' : undefined);
  expect(identityOf(learntOf(claim, byServer('u:1', traits)))).not.toHaveProperty('unproven');
});

test('names and countries are trimmed, and blanks are none', () => {
  const traits = {
    firstName: ' ',
    first_name: ' Ada ',
    lastName: ' King',
    country: '  ',
    address: { country: ' GB ' },
  };
  expect(identityOf(learntOf(byServer('u:1', traits)))).toMatchObject({ name: 'Ada King', country: 'GB' });
});

test('of two addresses of theirs, the one that a page says too is shown; of an address that nobody said nothing is claimed', () => {
  const [first, second] = ['ada@shop.example', 'zoe@shop.example'];
  const link = (email: string): Said => ({ key: `e:${email}`, atMs: 1, acceptedAtMs: 1 });
  const identity = learntOf(link(first), link(second), byPage({ email: second }, 5));
  expect(identityOf(identity)?.email).toBe(second);
  const claimed = learntOf(byPage({ email: first }, 5));
  expect([first, second, null].map((one) => isClaimed(one, claimed))).toEqual([true, false, false]);
  // What can be no address is none that somebody claims.
  expect(identityOf(learntOf(byPage({ email: 'n/a' }, 5)))).toMatchObject({
    email: null,
    isEmailClaimed: false,
  });
});

test('one of a crowd is news, also of somebody whose identities are known', () => {
  const event = { key: 'u:1', atMs: 1, acceptedAtMs: 5, via: 'public' } as const;
  const identity = learntOf(event);
  expect(learnFrom(identity, { ...event, crowd: true })).toBe('person');
  expect(identityOf(identity)).toMatchObject({ crowd: true });
});

/** Of a record from before the time of it was kept. */
test('who has a phone by the word of a server is none of a crowd', () => {
  const identity = { keys: ['u:1'], traits: {}, crowdSinceMs: 5 };
  const phone: [string, number] = ['+44 20 7946 0018', 1];
  expect(identityOf(identity)).toMatchObject({ crowd: true });
  expect(identityOf({ ...identity, traits: { phone } })).not.toHaveProperty('crowd');
});

test('a new identity alone is news of a merge', () => {
  const identity = learntOf(byServer('u:1', {}));
  const other = learntOf(byServer('e:ada@shop.example', {}));
  expect([joinIdentities(identity, other), joinIdentities(identity, other)]).toEqual(['person', 'nothing']);
});

test('a merge keeps which profiles became part of either', () => {
  const [heir, other] = [noIdentity(), noIdentity()];
  absorb(heir, 'p1', ['sales']);
  absorb(other, 'p2', ['sales']);
  joinIdentities(heir, other);
  expect(heir.absorbed).toEqual({ p1: ['sales'], p2: ['sales'] });
});

test.each<[string, Partial<ReturnType<typeof noIdentity>>, boolean]>([
  ['nothing', {}, true],
  ['empty registers', { claimed: {}, consents: {} }, true],
  ['an identity', { keys: ['a:1'] }, false],
  ['a trait', { traits: { name: ['Ada', 1] } }, false],
  ['a trait beside empty registers', { traits: { name: ['Ada', 1] }, claimed: {} }, false],
  ['a word on consent', { consents: { marketing: ['denied', 1] } }, false],
])('who is stored with %s is nobody: %j, %s', (_name, more, expected) => {
  expect(isNobody({ ...noIdentity(), ...more })).toBe(expected);
});
