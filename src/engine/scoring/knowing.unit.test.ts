/** What is known of a person, by tables: identities and traits joined, the conditions programmes put on them. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import type { Json } from '../../contract/language/language.ts';
import {
  addKey,
  type IdentityRecord,
  identityOf,
  joinIdentities,
  learnFrom as learn,
  noIdentity,
  personOf,
  traitsOf,
} from './identity.ts';
import { nobody, personTest } from './person.ts';
import type { Learnt } from './registers.ts';

type Said = Omit<Parameters<typeof learn>[1], 'acceptedAtMs'>;
const learnFrom = (identity: IdentityRecord, said: Said) =>
  learn(identity, { acceptedAtMs: said.atMs, ...said });

const record = (keys: string[], traits: Record<string, [Json, number]> = {}): IdentityRecord => ({
  keys,
  traits,
  ...(Object.keys(traits).length > 0 && { knownSinceMs: 0 }),
});

describe('identities', () => {
  test('are a sorted set with a bound', () => {
    const identity = noIdentity();
    expect([addKey(identity, 'u:2'), addKey(identity, 'a:1'), addKey(identity, 'u:2')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(identity.keys).toEqual(['a:1', 'u:2']);
    for (let index = 0; identity.keys.length < limits.profileIdentitiesMax; index++)
      addKey(identity, `a:device ${String(index).padStart(3, '0')}`);
    expect(addKey(identity, 'a:zebra')).toBe(false);
    expect(identity.keys).not.toContain('a:zebra');
    expect(addKey(identity, 'u:9')).toBe(true);
    expect(identity.keys).toHaveLength(limits.profileIdentitiesMax);
    expect(identity.keys).toEqual([...identity.keys].sort());
    expect(identity.keys).not.toContain('a:device 061');
  });

  test.each([
    ['addresses and devices go before users', ['u:', 'a:', 'e:'], 'a:'],
    ['devices before addresses', ['e:', 'a:'], 'a:'],
    ['addresses before users', ['u:', 'e:'], 'e:'],
    ['of one kind the last by name', ['a:'], 'a:'],
  ])('of too many, %s', (_name, kinds, leaves) => {
    const keys = Array.from(
      { length: limits.profileIdentitiesMax + 1 },
      (_, index) => `${kinds[index % kinds.length]}${String(index).padStart(3, '0')}`,
    );
    const last = keys.filter((key) => key.startsWith(leaves)).at(-1);
    const expected = keys.filter((key) => key !== last).sort();
    for (const order of [keys, [...keys].reverse()]) {
      const identity = noIdentity();
      for (const key of order) addKey(identity, key);
      expect(identity.keys).toEqual(expected);
    }
  });

  test('where there are as many users as may be, no device is taken', () => {
    const identity = noIdentity();
    for (let index = 0; index < limits.profileIdentitiesMax; index++) addKey(identity, `u:${index}`);
    expect(addKey(identity, 'a:1')).toBe(false);
  });

  test.each<[string, string, Record<string, Json> | undefined, Learnt, number]>([
    ['a device alone says nothing', 'a:1', undefined, 'nothing', 0],
    ['a device with traits does', 'a:1', { x: 1 }, 'person', 1],
    ['a device with empty traits is an identity', 'a:1', {}, 'person', 1],
    ['a user', 'u:1', undefined, 'person', 1],
  ])('%s', (_name, key, traits, learnt, keys) => {
    const identity = noIdentity();
    expect(learnFrom(identity, { key, atMs: 5, ...(traits && { traits }) })).toBe(learnt);
    expect(identity.keys).toHaveLength(keys);
    expect(learnFrom(identity, { key, atMs: 5, ...(traits && { traits }) })).toBe('nothing');
  });

  test('joined from either side, it is the same', () => {
    const one = () => record(['a:1'], { x: ['old', 1], y: ['b', 5], z: [1, 1] });
    const two = () => record(['u:1'], { x: ['new', 2], y: ['a', 5] });
    const [left, right] = [one(), two()];
    expect([joinIdentities(left, two()), joinIdentities(right, one())]).toEqual(['person', 'person']);
    expect(left.keys).toEqual(right.keys);
    expect(left.traits).toEqual({ x: ['new', 2], y: ['b', 5], z: [1, 1] });
    expect(right.traits).toEqual(left.traits);
    expect(joinIdentities(left, two())).toBe('nothing');
    expect(joinIdentities(record(['a:1']), record(['u:1']))).toBe('person');
    expect(joinIdentities(record(['a:1']), record(['a:1'], { x: [1, 1] }))).toBe('person');
    expect(joinIdentities(record([], { x: [1, 1] }), record([], { x: [1, 2] }))).toBe('time');
  });

  test.each<[string, Json, number, Learnt, [Json, number]]>([
    ['an earlier one', 'x', 4, 'nothing', ['m', 5]],
    ['the same at the same time', 'm', 5, 'nothing', ['m', 5]],
    ['the same, later', 'm', 6, 'time', ['m', 6]],
    ['another, later', 'a', 6, 'person', ['a', 6]],
    ['a lesser one at the same time', 'a', 5, 'nothing', ['m', 5]],
    ['a greater one at the same time', 'z', 5, 'person', ['z', 5]],
  ])('a trait known already: %s', (_name, value, atMs, learnt, after) => {
    const identity = record(['u:1'], { x: ['m', 5] });
    expect(learnFrom(identity, { key: 'u:1', atMs, traits: { x: value } })).toBe(learnt);
    expect(identity.traits['x']).toEqual(after);
  });

  test('of several traits, the greatest news is what was learnt, whichever comes first', () => {
    const learn = (traits: Record<string, Json>) =>
      learnFrom(record(['u:1'], { x: ['m', 5], y: ['m', 9] }), { key: 'u:1', atMs: 7, traits });
    expect([learn({ x: 'm', y: 'm' }), learn({ y: 'm', x: 'm' })]).toEqual(['time', 'time']);
    expect([learn({ x: 'm', z: 1 }), learn({ z: 1, x: 'm' })]).toEqual(['person', 'person']);
    expect(learn({ y: 'm' })).toBe('nothing');
  });

  test('a name every object has is a trait as others are', () => {
    const identity = record(['u:1']);
    expect(learnFrom(identity, { key: 'u:1', atMs: 1, traits: { constructor: 'x', a: 1 } })).toBe('person');
    expect(traitsOf(identity)).toEqual({ constructor: 'x', a: 1 });
  });

  test('the name of the prototype is no trait, alone or among others', () => {
    const identity = record(['u:1']);
    const learn = (json: string) => learnFrom(identity, { key: 'u:1', atMs: 1, traits: JSON.parse(json) });
    expect(learn('{"__proto__":{"title":"Director"}}')).toBe('nothing');
    expect(Object.getPrototypeOf(identity.traits)).toBe(Object.prototype);
    expect(learn('{"a":1,"__proto__":2}')).toBe('person');
    expect(traitsOf(identity)).toEqual({ a: 1 });
  });

  describe('thousands of traits in one event', () => {
    const names = Array.from({ length: 2_990 }, (_, at) => `k${String(at).padStart(4, '0')}`).reverse();
    const parts: Record<string, Json>[] = [
      ...names.map((name) => ({ [name]: 1 })),
      { a: 'x'.repeat(limits.traitBytesMax) },
      JSON.parse('{"__proto__":1}'),
      { title: 'Director', z: 1 },
    ];
    const traits = Object.fromEntries(parts.flatMap(Object.entries)) as Record<string, Json>;
    const said = { key: 'u:1', atMs: 1 };

    test.each(['public', undefined] as const)('are kept as one by one, with a key %s', (via) => {
      const [together, apart] = [record([]), record([])];
      learnFrom(together, { ...said, traits, ...(via && { via }) });
      for (const one of parts) learnFrom(apart, { ...said, traits: one, ...(via && { via }) });
      expect(together).toEqual(apart);
      expect(Object.keys(traitsOf(together))).toHaveLength(limits.profileTraitsMax);
      expect(traitsOf(together)).toMatchObject({ title: 'Director', k0000: 1 });
    });
  });

  test('a trait beyond the bound counts as never said, one at the bound is taken', () => {
    const identity = record(['u:1'], { a: ['short', 1] });
    const fits = 'x'.repeat(limits.traitBytesMax - 'a""'.length);
    const learn = (value: Json, atMs: number) =>
      learnFrom(identity, { key: 'u:1', atMs, traits: { a: value } });
    expect(learn(`${fits}x`, 3)).toBe('nothing');
    expect(learn(fits, 2)).toBe('person');
    expect(identity.traits).toEqual({ a: [fits, 2] });
  });

  test('of too many traits those of Scoville stay, then the first by name', () => {
    const identity = record(['u:1']);
    const learn = (name: string) => learnFrom(identity, { key: 'u:1', atMs: 1, traits: { [name]: 1 } });
    for (let index = 0; index < limits.profileTraitsMax; index++)
      expect(learn(`m${String(index).padStart(3, '0')}`)).toBe('person');
    expect(learn('m999')).toBe('nothing');
    expect([learn('title'), learn('a')]).toEqual(['person', 'person']);
    expect(Object.keys(identity.traits)).toHaveLength(limits.profileTraitsMax);
    expect(Object.keys(identity.traits)).not.toContain('m126');
    expect(learn('m126')).toBe('nothing');
  });

  test.each([
    ...['email', 'name', 'firstName', 'first_name', 'lastName', 'last_name', 'company', 'title', 'phone'],
    ...['country', 'address', 'language', 'locale'],
  ])('of too many traits %s stays', (name) => {
    const identity = record(['u:1']);
    for (let index = 0; index < limits.profileTraitsMax; index++) identity.traits[`_${index}`] = [1, 1];
    expect(learnFrom(identity, { key: 'u:1', atMs: 1, traits: { [name]: 1 } })).toBe('person');
    expect(learnFrom(identity, { key: 'u:1', atMs: 1, traits: { _: 1 } })).toBe('person');
    expect(Object.keys(identity.traits)).toContain(name);
  });
});

describe('who somebody is', () => {
  const of = (traits: Record<string, Json>, keys = ['u:7']) =>
    identityOf(
      record(keys, Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, [value, 0]]))),
    );

  test('nobody while anonymous', () => {
    expect(of({ name: 'Ann' }, ['a:1'])).toBe(null);
    expect(of({}, ['a:1', 'u:7'])).toEqual({
      userId: '7',
      email: null,
      name: null,
      company: null,
      title: null,
      phone: null,
      country: null,
      language: null,
      isKnown: false,
    });
    expect(of({}, ['e:a@b.example'])?.userId).toBe(null);
  });

  test.each<[string, Record<string, Json>, object]>([
    ['a name', { name: ' Ann ', firstName: 'B' }, { name: 'Ann' }],
    ['two names', { firstName: 'Ann', lastName: 'Lee' }, { name: 'Ann Lee' }],
    ['two names, otherwise', { first_name: 'Ann', last_name: 'Lee' }, { name: 'Ann Lee' }],
    ['one name', { lastName: 'Lee' }, { name: 'Lee' }],
    ['an empty name', { name: ' ', firstName: '' }, { name: null }],
    ['a company', { company: 'Acme' }, { company: 'Acme' }],
    ['a company with a name', { company: { name: 'Acme' } }, { company: 'Acme' }],
    ['a list is no company', { company: ['Acme'] }, { company: null }],
    ['nor is null', { company: null }, { company: null }],
    [
      'title and phone',
      { title: 'Boss', phone: '+44 20 7946 0018' },
      { title: 'Boss', phone: '+44 20 7946 0018' },
    ],
    ['a number is a phone', { phone: 442079460018 }, { phone: '442079460018' }],
    ['and no title', { title: 1, phone: 1 }, { title: null, phone: null }],
    ['what is printed for nothing', { name: 'null null', company: '(none)', title: 'N/A' }, { name: null }],
    ['of two names', { firstName: 'undefined', lastName: 'undefined' }, { name: null }],
    ['of a company', { company: { name: 'undefined' } }, { company: null }],
    [
      'a name that is such a word too',
      { firstName: 'Jennifer', lastName: 'Null' },
      { name: 'Jennifer Null' },
    ],
    ['a country', { country: 'DE' }, { country: 'DE' }],
    ['a country of an address', { address: { country: 'FR' } }, { country: 'FR' }],
    ['a language', { language: 'de', locale: 'fr' }, { language: 'de' }],
    ['a locale', { locale: 'fr' }, { language: 'fr' }],
  ])('%s', (_name, traits, expected) => {
    expect(of(traits)).toMatchObject(expected);
  });

  test('a person: nobody of nothing, else what is known', () => {
    expect(personOf(noIdentity())).toBe(nobody);
    expect(nobody).toEqual({ traits: {}, email: null, isKnown: false, canBeContacted: false });
    expect(personOf(record(['a:1']))).toEqual(nobody);
    expect(personOf(record([], { x: [1, 0] }))).toEqual({ ...nobody, traits: { x: 1 } });
    expect(personOf(record(['a:1', 'e:a@b.example']))).toEqual({
      traits: {},
      email: 'a@b.example',
      isKnown: true,
      canBeContacted: true,
    });
  });
});

describe('conditions on people', () => {
  const person = (email: string | null, traits: Record<string, Json> = {}, isKnown = email !== null) => ({
    email,
    traits,
    isKnown,
    canBeContacted: isKnown,
  });
  const cases: [object, ReturnType<typeof person>, boolean][] = [
    [{}, nobody, true],
    [{ emailDomain: 'B.example' }, person('a@b.example'), true],
    [{ emailDomain: 'b.example' }, person('a@eu.b.example'), false],
    [{ emailDomain: '*.b.example' }, person('a@eu.b.example'), true],
    [{ emailDomain: '*.b.example' }, person('a@b.example'), false],
    [{ emailDomain: '*.b.example' }, person('a@xb.example'), false],
    [{ emailDomain: ['c.example', 'b.example'] }, person('x@a@B.example'), true],
    [{ emailDomain: 'b.example' }, nobody, false],
    [{ emailDomain: 'b.example' }, person('b.example'), false],
    [{ freeMail: true }, person('a@gmail.com'), true],
    [{ freeMail: false }, person('a@gmail.com'), false],
    [{ freeMail: false }, person('a@b.example'), true],
    [{ freeMail: true }, nobody, false],
    [{ freeMail: false }, nobody, false],
    [{ identity: 'known' }, person('a@b.example'), true],
    [{ identity: 'known' }, nobody, false],
    [{ identity: 'anonymous' }, nobody, true],
    [{ traits: { a: 'x', 'b.c': 1 } }, person(null, { a: 'X', b: { c: 1 } }), true],
    [{ traits: { a: 'x', 'b.c': 1 } }, person(null, { a: 'X' }), false],
    [{ all: [{ identity: 'known' }, { traits: { a: 'x' } }] }, person('a@b.example'), false],
    [{ any: [{ identity: 'known' }, { traits: { a: 'x' } }] }, person('a@b.example'), true],
    [{ any: [{ identity: 'anonymous' }, { traits: { a: 'x' } }] }, person('a@b.example'), false],
    [{ not: { identity: 'known' } }, person('a@b.example'), false],
    [{ not: { identity: 'known' } }, nobody, true],
  ];

  test.each(cases)('%j of %j: %s', (who, given, expected) => {
    expect(personTest(who)(given)).toBe(expected);
  });
});
