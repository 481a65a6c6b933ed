/** Random matches, conditions on people and keys, of the small stock of events and properties that random histories have. */
import fc from 'fast-check';
import { names, optional } from './history-arbitrary.ts';

type Yaml = Record<string, unknown>;

const eventName = fc.constantFrom(...names, 'alpha_done', 'BETA-DONE');
const number = fc.constantFrom(1, 2, 3, 5, 10, 0.25);

const valueTest = fc.oneof(
  fc.constantFrom<unknown>('a', 'B ', ['a', 'b'], 2, '2'),
  optional({
    atLeast: number,
    above: number,
    atMost: number,
    below: number,
    between: fc.tuple(number, number),
  }).map((test) => (Object.keys(test).length === 0 ? { present: true } : test)),
  fc.constantFrom<unknown>(
    { is: ['a', 'c'] },
    { not: 'a' },
    { not: ['b', 2] },
    { present: true },
    { present: false },
    { contains: 'A' },
    { startsWith: ['b', 'a'] },
    { endsWith: 'c', not: 'c' },
  ),
);

const path = fc.constantFrom('/', '/blog', '/blog/**', '/blog/*', '/blog/*/more', '/**/more', '/b*g/one');

export const plainMatch: fc.Arbitrary<Yaml> = fc.oneof(
  { weight: 6, arbitrary: eventName.map((event) => ({ event })) },
  { weight: 2, arbitrary: fc.constant({ event: names }) },
  { weight: 2, arbitrary: fc.constant({ type: 'page' }) },
  { weight: 2, arbitrary: path.map((one) => ({ path: one })) },
  { weight: 1, arbitrary: fc.constant({ type: ['page', 'screen'], path: ['/', '/blog/*'] }) },
  { weight: 1, arbitrary: fc.constantFrom({ page: 'Home Page' }, { page: ['home_page', 'Other'] }) },
  { weight: 1, arbitrary: fc.constant({ type: 'identify', traits: { title: { contains: 'boss' } } }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { url: ['www.example.com/**', 'other.example/*'] },
      { url: 'other.example/app#/*' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ utm: { source: ['ads', 'mail'] } }, { campaign: { startsWith: 'spring' } }),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(eventName, valueTest).map(([event, n]) => ({ event, properties: { n } })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(eventName, valueTest).map(([event, k]) => ({ event, properties: { k } })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('k', 'deep.k'), valueTest).map(([name, test]) => ({
      properties: { [name]: test },
    })),
  },
);

export const match: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 12, arbitrary: plainMatch },
  { weight: 1, arbitrary: fc.constant('any event') },
  { weight: 1, arbitrary: fc.tuple(plainMatch, plainMatch).map((any) => ({ any })) },
  { weight: 1, arbitrary: fc.tuple(plainMatch, plainMatch).map((all) => ({ all })) },
  { weight: 1, arbitrary: fc.tuple(plainMatch, plainMatch).map(([one, not]) => ({ ...one, not })) },
);

export const who: fc.Arbitrary<unknown> = fc.constantFrom(
  { traits: { title: { contains: 'boss' } } },
  { traits: { 'company.employees': { atLeast: 200 } } },
  { traits: { title: { present: false } } },
  { emailDomain: ['rival.example', '*.rival.example'] },
  { freeMail: true },
  { freeMail: false },
  { identity: 'known' },
  { identity: 'anonymous' },
  { not: { traits: { title: 'Boss' } } },
  { leadStatus: ['working', 'Nurture'] },
  { leadStatus: { not: 'Working' } },
  { leadStatus: { present: false } },
  { customer: true },
  { customer: false },
  { any: [{ freeMail: true }, { traits: { title: 'clerk' } }] },
  { all: [{ identity: 'known' }, { not: { emailDomain: 'rival.example' } }] },
);

export const key = fc.constantFrom<unknown>('k', 'k or deep.k', ['k', 'n'], 'nothing or k', ['m', 'k']);
