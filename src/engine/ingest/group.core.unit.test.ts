/** What a `group` call says of its person, at the edges of what a trait may hold. */
import { expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import { isTrait } from '../scoring/registers.ts';
import { personInGroup } from './group.core.ts';

test.each([
  ['an id and traits', 'acme', { name: 'Acme' }, { groupId: 'acme', company: { id: 'acme', name: 'Acme' } }],
  ['an id that is a number', 42, { name: 'Acme' }, { groupId: '42', company: { id: '42', name: 'Acme' } }],
  ['an id alone', 'acme', null, { groupId: 'acme' }],
  ['an id with traits that say nothing', 'acme', { name: null }, { groupId: 'acme' }],
  ['traits alone', undefined, { name: 'Acme' }, { company: { name: 'Acme' } }],
  ['an id that means nobody', 'undefined', { name: 'Acme' }, { company: { name: 'Acme' } }],
  ['neither', null, null, {}],
  [
    'an id in the traits, which names another',
    'a',
    { id: 'b', plan: 'pro' },
    { groupId: 'a', company: { id: 'a', plan: 'pro' } },
  ],
  [
    'no prototype',
    'a',
    JSON.parse('{"__proto__":{"x":1},"plan":"pro"}'),
    { groupId: 'a', company: { id: 'a', plan: 'pro' } },
  ],
])('%s', (_name, id, traits, expected) => {
  expect(personInGroup(id, traits)).toEqual(expected);
});

/** The bytes of a name that fills the trait. */
const room = limits.traitBytesMax - Buffer.byteLength('company{"id":"a","name":""}');

test.each([
  ['just below', -1, true],
  ['at', 0, true],
  ['just above', 1, false],
])('a name %s the limit of a trait', (_name, more, isKept) => {
  const name = 'x'.repeat(room + more);
  const { company } = personInGroup('a', { name, plan: 'pro' }) as { company: Record<string, string> };
  expect(company['name'] === name).toBe(isKept);
  expect(isTrait('company', JSON.stringify(company))).toBe(true);
});

test('what names the company is kept before the rest, whatever the order', () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`a${at}`, 'x'.repeat(20)]));
  const { company } = personInGroup('a', { ...many, website: 'https://acme.example', name: 'Acme' }) as {
    company: object;
  };
  expect(company).toMatchObject({ id: 'a', name: 'Acme', website: 'https://acme.example' });
  expect(isTrait('company', JSON.stringify(company))).toBe(true);
});
