/** Which company the traits of a person say, and that the order in which they came does not show. */
import { expect, test } from 'vitest';
import type { Json } from '../../contract/language/language.ts';
import { companyOf, companySaidMs, groupOf } from './company.ts';
import { identityOf, learnFrom, noIdentity } from './identity.ts';
import type { Registers } from './registers.ts';

const acme = { id: 'acme', name: 'Acme', domain: 'Acme.example' };

test.each<[string, Registers, object | null]>([
  ['nothing', {}, null],
  ['a text', { company: ['Acme', 1] }, { id: null, name: 'Acme', domain: null, atMs: 1 }],
  ['a word for nothing', { company: ['n/a', 1] }, null],
  [
    'a group with traits',
    { company: [acme, 1], groupId: ['acme', 1] },
    { id: 'acme', name: 'Acme', domain: 'acme.example', atMs: 1 },
  ],
  ['a group alone', { groupId: ['acme', 1] }, { id: 'acme', name: 'acme', domain: null, atMs: 1 }],
  [
    'a group alone, of the company that identify said',
    { company: ['Acme', 1], groupId: ['42', 2] },
    { id: '42', name: 'Acme', domain: null, atMs: 2 },
  ],
  [
    'a later group alone, of another',
    { company: [acme, 1], groupId: ['globex', 2] },
    { id: 'globex', name: 'globex', domain: null, atMs: 2 },
  ],
  [
    'a company of an id, later than a group',
    { company: [acme, 2], groupId: ['globex', 1] },
    { id: 'acme', name: 'Acme', domain: 'acme.example', atMs: 2 },
  ],
  [
    'a website',
    { company: [{ website: 'https://www.Acme.example/about' }, 1] },
    { id: null, name: 'acme.example', domain: 'acme.example', atMs: 1 },
  ],
  [
    'a domain where anybody has an address',
    { company: [{ name: 'Ada', domain: 'gmail.com' }, 1] },
    { id: null, name: 'Ada', domain: null, atMs: 1 },
  ],
  [
    'a domain that is none',
    { company: [{ name: 'Acme', domain: 'not a domain' }, 1] },
    { id: null, name: 'Acme', domain: null, atMs: 1 },
  ],
  [
    'an address of a machine',
    { company: [{ name: 'Acme', domain: '10.0.0.1' }, 1] },
    { id: null, name: 'Acme', domain: null, atMs: 1 },
  ],
  [
    'a later group that is none',
    { company: [acme, 1], groupId: [null, 2] },
    { id: 'acme', name: 'Acme', domain: 'acme.example', atMs: 2 },
  ],
  [
    'a group, of the company that was named later without an id',
    { company: ['Acme', 5], groupId: ['42', 2] },
    { id: '42', name: 'Acme', domain: null, atMs: 5 },
  ],
  [
    'a company of an id and another group at one time',
    { company: [acme, 1], groupId: ['globex', 1] },
    { id: 'acme', name: 'Acme', domain: 'acme.example', atMs: 1 },
  ],
  ['a name that is no text', { company: [{ name: { a: 1 } }, 1] }, null],
])('%s', (_name, registers, expected) => {
  expect(companyOf(registers, registers)).toEqual(expected);
});

const label = 'a'.repeat(63);
/** 253 characters, as many as a domain may have. */
const longest = `${label}.${label}.${label}.${'a'.repeat(57)}.com`;

test.each<[string, string | null]>([
  ['a.bc', 'a.bc'],
  ['a.b.acme.example', 'a.b.acme.example'],
  [' acme.example ', 'acme.example'],
  ['www.acme.example', 'acme.example'],
  ['a.www.acme.example', 'a.www.acme.example'],
  ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  [`${label}.example`, `${label}.example`],
  [`${label}a.example`, null],
  [longest, longest],
  [`a.${longest}`, null],
  [`${longest}a`, null],
  ['acme', null],
  ['acme.c', null],
  ['acme.c1', 'acme.c1'],
  ['acme.example-', null],
  ['acme.example.', null],
  ['-acme.example', null],
  ['acme-.example', null],
  ['a_b.example', null],
  [`https://acme.example/${'a'.repeat(2_027)}`, 'acme.example'],
  [`https://acme.example/${'a'.repeat(2_028)}`, null],
])('the domain of %j is %j', (domain, expected) => {
  const registers: Registers = { company: [{ name: 'Acme', domain }, 1] };
  expect(companyOf(registers, registers)?.domain).toBe(expected);
});

test.each<[string, Registers, object]>([
  ['nothing', {}, {}],
  ['a text', { company: ['Acme', 1] }, {}],
  ['an id', { groupId: ['42', 2] }, { group: { id: '42', domain: null, atMs: 2 } }],
  [
    'a domain',
    { company: [{ domain: 'acme.example' }, 3] },
    { group: { id: null, domain: 'acme.example', atMs: 3 } },
  ],
])('what names a company of %s beside its name', (_what, registers, expected) => {
  expect(groupOf(companyOf(registers, registers))).toEqual(expected);
});

test.each<[Registers, number]>([
  [{}, 0],
  [{ company: ['Acme', 5] }, 5],
  [{ groupId: ['42', 5] }, 5],
  [{ company: ['Acme', 5], groupId: ['42', 9] }, 9],
  [{ company: ['Acme', 9], groupId: ['42', 5] }, 9],
])('of %j a company was said last at %i', (registers, atMs) => {
  expect(companySaidMs(registers)).toBe(atMs);
});

const group = (atMs: number, groupId: string, company?: Json, via?: 'public') => ({
  ...{ key: 'u:1', atMs, acceptedAtMs: atMs, traits: { groupId, ...(company !== undefined && { company }) } },
  ...(via && { via }),
});
const companyAfter = (...events: ReturnType<typeof group>[]) => {
  const identity = noIdentity();
  for (const event of events) learnFrom(identity, event);
  return identityOf(identity)?.company;
};

test('the last group by the time of the event counts, in any order', () => {
  const first = group(1, 'acme', acme);
  const last = group(2, 'globex', { id: 'globex', name: 'Globex' });
  expect(companyAfter(first, last)).toBe('Globex');
  expect(companyAfter(last, first)).toBe('Globex');
  expect(companyAfter(last, first, last)).toBe('Globex');
});

test('a public key puts a known person in no other company, and fills the gap of somebody who is not known', () => {
  const ofServer = group(1, 'acme', acme);
  const ofPage = group(2, 'globex', { id: 'globex', name: 'Globex' }, 'public');
  expect(companyAfter(ofServer, ofPage)).toBe('Acme');
  expect(companyAfter(ofPage, ofServer)).toBe('Acme');
  expect(companyAfter(ofPage)).toBe('Globex');
});

test('a page adds no group to the company that a server named', () => {
  const identity = noIdentity();
  learnFrom(identity, { key: 'u:1', atMs: 3, acceptedAtMs: 3, traits: { company: 'Acme' } });
  learnFrom(identity, group(1, 'globex', undefined, 'public'));
  expect(identityOf(identity)).toMatchObject({ company: 'Acme' });
  expect(identityOf(identity)?.group).toBeUndefined();
});
