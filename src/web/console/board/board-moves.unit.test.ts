/** What a dropped card asks for, and where a card stands while it is on its way. */
import { describe, expect, test } from 'vitest';
import { type Card, cardsIn, dropOf } from './board-moves.ts';
import { searchOfBoard } from './board-search.ts';

const card = (id: string, next: Card['next'] = []) => ({ id, stage: 'Offered', next }) as Card;
const way = (to: string, when: string | null = null, missing: string[] = []) => ({ to, when, missing });
const stages = [
  { stage: 'Agreed', reasons: [] },
  { stage: 'Lost', reasons: ['Too dear'] },
];

describe('a drop', () => {
  test.each<[string, Card['next'], string, object]>([
    ['on its own column is none', [way('Agreed')], 'Offered', { kind: 'none' }],
    ['along the only way is a move', [way('Agreed')], 'Agreed', { kind: 'move', move: { stage: 'Agreed' } }],
    [
      'names the outcome of the way',
      [way('Agreed', 'accepted')],
      'Agreed',
      { kind: 'move', move: { stage: 'Agreed', when: 'accepted' } },
    ],
    ['asks for what is missing', [way('Agreed', null, ['Cost'])], 'Agreed', { kind: 'ask' }],
    ['asks which of two outcomes it is', [way('Agreed', 'a'), way('Agreed', 'b')], 'Agreed', { kind: 'ask' }],
    ['asks why it ends', [way('Lost')], 'Lost', { kind: 'ask' }],
    [
      'where no way leads says where one does',
      [way('Agreed'), way('Agreed', 'b'), way('Lost')],
      'Paid',
      { kind: 'refused', why: 'Offered does not lead to Paid; it can go to Agreed, Lost' },
    ],
    [
      'of what has ended says so',
      [],
      'Agreed',
      { kind: 'refused', why: 'Offered does not lead to Agreed; it can go nowhere from here' },
    ],
  ])('%s', (_what, next, to, expected) => expect(dropOf(card('1', next), to, stages)).toEqual(expected));
});

test('a card on its way stands in one column alone, also when the list has it there already', () => {
  const [a, b] = [card('a'), card('b')];
  const onTheWay = new Map([['a', { card: a, to: 'Agreed' }]]);
  expect(cardsIn('Offered', [a, b], onTheWay)).toEqual([b]);
  expect(cardsIn('Agreed', [], onTheWay)).toEqual([a]);
  expect(cardsIn('Agreed', [a], onTheWay)).toEqual([a]);
});

test.each<[Record<string, unknown>, object]>([
  [
    { pipeline: 'emea/opportunity', whose: 'mine', by: 'lane' },
    { pipeline: 'emea/opportunity', whose: 'mine', by: 'lane' },
  ],
  [
    { whose: 'team', team: 'North', by: 'owner' },
    { whose: 'team', team: 'North', by: 'owner' },
  ],
  [{ pipeline: '../me', whose: 'x', by: true }, {}],
  [{ team: 'n'.repeat(499) }, { team: 'n'.repeat(499) }],
  [{ team: 'n'.repeat(500) }, { team: 'n'.repeat(500) }],
  [{ team: 'n'.repeat(501) }, {}],
  [{ pipeline: ['emea/lead'], team: '' }, {}],
])('the address %j is read as %j', (search, expected) => expect(searchOfBoard(search)).toEqual(expected));
