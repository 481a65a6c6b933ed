/** What a profile is called, and its traits as lines. */
import { expect, test } from 'vitest';
import { nameOfProfile, traitLines } from './profile-name.ts';

const email = { kind: 'email', value: 'ada@example.com' } as const;
const anonymous = { kind: 'anonymousId', value: 'a-1' } as const;

test.each([
  ['the name', { name: 'Ada' }, [email], 'Ada'],
  ['the address where the name is empty', { name: '  ' }, [anonymous, email], 'ada@example.com'],
  ['the address where the name is no text', { name: { first: 'Ada' } }, [email], 'ada@example.com'],
  ['words for nobody known', {}, [anonymous], 'Somebody not known yet'],
])('a profile goes by %s', (_what, traits, identities, name) => {
  expect(nameOfProfile({ traits, identities })).toBe(name);
});

test('traits are lines in the order of their names; what is empty has none', () => {
  const traits = { plan: 'pro', age: 41, address: { city: 'Ulm' }, title: '', none: null, isNew: false };
  expect(traitLines(traits)).toEqual([
    { name: 'address', value: '{"city":"Ulm"}' },
    { name: 'age', value: '41' },
    { name: 'isNew', value: 'false' },
    { name: 'plan', value: 'pro' },
  ]);
});
