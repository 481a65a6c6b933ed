/** Proposals as lines: short, few, in one order; and which of them a person may take over. */
import { expect, test } from 'vitest';
import type { PersonView } from '../../../contract/api/api.ts';
import { proposalsOf } from './proposals-in-words.ts';

const of = (proposals: Record<string, unknown>, more: object = {}, person: PersonView | null = null) =>
  proposalsOf({ traits: {}, claimed: [], proposals, ...more }, person);
const linesOf = (...given: Parameters<typeof of>) => of(...given).shown.map(({ line }) => line);

test.each<[string, Record<string, unknown>, string[], number]>([
  ['none', {}, [], 0],
  [
    'texts and others, by name',
    { title: 'CEO', name: 'Mallory', age: 5 },
    ['age: 5', 'name: Mallory', 'title: CEO'],
    0,
  ],
  ['an object', { plan: { id: 'X' } }, ['plan: {"id":"X"}'], 0],
  ['a company as events have it', { company: { name: 'X' } }, ['company: X'], 0],
  ['a long one', { name: 'x'.repeat(200) }, [`name: ${'x'.repeat(73)}…`], 0],
  ['many', { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }, ['a: 1', 'b: 2', 'c: 3', 'd: 4'], 2],
  ['just as many as fit', { a: 1, b: 2, c: 3, d: 4, e: 5 }, ['a: 1', 'b: 2', 'c: 3', 'd: 4', 'e: 5'], 0],
])('%s', (_name, proposals, lines, hidden) => {
  expect([linesOf(proposals), of(proposals).hidden]).toEqual([lines, hidden]);
});

const carl = { name: 'Carl', company: null, title: 'CTO', phone: null } as PersonView;

test('what sales has not taken over of a page is proposed; each text that a field takes can be', () => {
  const said = {
    traits: { name: 'Carl', phone: '+49 30 1', plan: 'gold', title: 'CTO', company: { name: 'X' } },
    claimed: ['company', 'name', 'phone', 'plan'],
  };
  expect(of({ title: 'CEO', plan: 'free' }, said, carl).shown).toEqual([
    { trait: 'company', line: 'company: X', take: { field: 'company', value: 'X' } },
    { trait: 'phone', line: 'phone: +49 30 1', take: { field: 'phone', value: '+49 30 1' } },
    { trait: 'plan', line: 'plan: free', take: null },
    { trait: 'title', line: 'title: CEO', take: { field: 'title', value: 'CEO' } },
  ]);
});

test('what is taken over already, and what is no text, cannot be; without a person nothing can', () => {
  expect(of({ title: ' CTO ', name: '', phone: 5 }, {}, carl).shown).toMatchObject([
    ...[
      { trait: 'name', take: null },
      { trait: 'phone', take: null },
      { trait: 'title', take: null },
    ],
  ]);
  expect(of({ name: 'Mallory' }).shown).toMatchObject([{ take: null }]);
});
