/** Bytes that earlier versions of this program stored, and what they say. */
import { expect, test } from 'vitest';
import { emptyState, type ProfileState, type Wait } from './profile-state.ts';
import { packState, unpackState } from './state-codec.ts';

const noon = Date.UTC(2026, 2, 30, 12);
const match = (signatureId: number, key = 0, number: number | null = null) => ({ signatureId, key, number });

test.each<[string, string, Partial<ProfileState>]>([
  ['nothing', '800000000000000000000000', {}],
  [
    'events of both kinds of keys, with keys and numbers of matches',
    'c0019d3e9d99280300000000000301020104019d3e9d76000123456789ab0800ffffffffffff0912fedcba987601000000' +
      '00000516000000000700000000000029408fbf050000000000061700000000070000000000002940e012',
    {
      asOfMs: noon + 9_000,
      generation: 3,
      laddersGeneration: 3,
      matchedEvents: [
        { atMs: noon, hash: 0x0123456789ab, matches: [match(1)] },
        { atMs: noon, hash: 0xffffffffffff, matches: [match(1), match(2, 0xfedcba9876)], isPublic: true },
        { atMs: noon + 1, hash: 5, matches: [match(2, 7, 12.5)], isPublic: true },
        { atMs: noon + 90_000, hash: 6, matches: [match(2, 7, 12.5), match(300)] },
      ],
    },
  ],
])('%s', (_name, stored, said) => {
  const state = { ...emptyState(), ...said };
  expect(unpackState(Buffer.from(stored, 'hex'))).toStrictEqual(state);
  expect(packState(state).toString('hex')).toBe(stored);
});

const seconds = (count: number) => noon + count * 1_000;
const page = (count: number, key: number) => ({
  atMs: seconds(count),
  hash: count + 1,
  matches: [match(2, key)],
});

test('the compact form names matches by the position where they stood first', () => {
  const state: ProfileState = {
    ...emptyState(),
    asOfMs: seconds(60),
    generation: 3,
    laddersGeneration: 3,
    tierStates: [
      {
        ...{
          programme: 1,
          tier: 2,
          episode: 1,
          score: 53_000,
          sinceMs: seconds(60),
          episodeAtMs: seconds(59),
        },
        ...{ fellFrom: 0, fellSinceMs: 0, begunAs: null, openActions: 0, shift: null, goneTier: null },
      },
    ],
    matchedEvents: [
      page(0, 5),
      page(1, 6),
      page(2, 5),
      page(3, 6),
      { ...page(4, 5), matches: [] },
      page(5, 5),
    ],
  };
  const stored =
    '4380 019d3e9e6060 03 01 010210 90bc0600d00f00 0000 06' +
    '80e0aea79f9d03 000000000001 120000000005 c03e 000000000002 120000000006' +
    'c13e 000000000003 c23e 000000000004 c03e 000000000005 00 c13e 000000000006';
  expect(packState(state, 'compact').toString('hex')).toBe(stored.replaceAll(' ', ''));
  expect(unpackState(Buffer.from(stored.replaceAll(' ', ''), 'hex'))).toStrictEqual(state);
});

test('matches that are known by no position, and baskets, are written each time', () => {
  const basket = {
    how: 'added',
    lines: [{ product: 1, name: 'Cloud S', quantity: 1_000, price: null }],
  } as const;
  const many = Array.from({ length: 80 }, (_, count) => page(count, 1 + (count % 40)));
  const changes = [80, 81].map((count) => ({ ...page(count, 1), matches: [{ ...match(2, 9), basket }] }));
  const state = { ...emptyState(), matchedEvents: [...many, ...changes] };
  const packed = packState(state, 'compact');
  expect(unpackState(packed)).toStrictEqual(state);
  // 24 keys have a position. Those of the other 16 are written twice.
  const copies = packed.toString('hex').split('120000000028').length - 1;
  expect(copies).toBe(2);
});

test.each([255, 256])(
  '%i events come back from the compact form; from 256 on it is the plain one',
  (count) => {
    const matchedEvents = Array.from({ length: count }, (_, index) => page(index, 1 + (index % 3)));
    const state = { ...emptyState(), matchedEvents };
    const packed = packState(state, 'compact');
    expect(unpackState(packed)).toStrictEqual(state);
    expect(packed.subarray(1).equals(packState(state))).toBe(count >= 256);
  },
);

test('a position that no matches have is refused', () => {
  const state = { ...emptyState(), matchedEvents: [page(0, 5), page(1, 5)] };
  const packed = packState(state, 'compact');
  const at = packed.lastIndexOf(Buffer.from('c13e', 'hex'));
  packed[at] = 0xc2;
  expect(() => unpackState(packed)).toThrow('profile state with match 2 of 1');
});

const withBasket = (signatureId: number, key: number, product = 1) => ({
  ...match(signatureId, key),
  basket: {
    how: 'removed' as const,
    lines: [{ product, name: 'Cloud S', quantity: 1_000, price: null }],
  },
});

test('a basket stands before its match, and says whether another follows', () => {
  const matchedEvents = [{ ...page(0, 0), matches: [withBasket(2, 0), match(3)] }];
  const state = { ...emptyState(), matchedEvents };
  const packed = packState(state);
  const name = Buffer.from('Cloud S').toString('hex');
  expect(packed.toString('hex')).toContain(
    `07 01 01 0000000001 07 ${name} e807 00 11 18`.replaceAll(' ', ''),
  );
  expect(unpackState(packed)).toStrictEqual(state);
});

test('a change of a basket that no list has is refused', () => {
  const packed = packState({
    ...emptyState(),
    matchedEvents: [{ ...page(0, 0), matches: [withBasket(2, 0)] }],
  });
  packed[packed.indexOf(Buffer.from('06010100', 'hex')) + 1] = 9;
  expect(() => unpackState(packed)).toThrow('profile state with change 9 of a basket');
});

test('matches come back in the order they have, baskets with keys also among many', () => {
  const unordered = { ...page(0, 0), matches: [match(2, 5), match(1), match(3, 0, 2.5)] };
  const many = Array.from({ length: 300 }, (_, index) => ({
    ...page(index + 1, 0),
    matches: [withBasket(2, 9, 1 + (index % 7)), match(3, 9)],
  }));
  const state = { ...emptyState(), matchedEvents: [unordered, ...many] };
  expect(unpackState(packState(state))).toStrictEqual(state);
});

test('keys of many events come back, also those that are remembered at one index', () => {
  const matchedEvents = Array.from({ length: 600 }, (_, index) => ({
    ...page(index, 0),
    matches: index < 300 ? [match(2, index)] : [match(index % 2 === 0 ? 1 : 17, 7)],
  }));
  const state = { ...emptyState(), matchedEvents };
  expect(unpackState(packState(state))).toStrictEqual(state);
});

test('events after one whose bytes are known are written as they are', () => {
  const of = (key: number) => Array.from({ length: 256 }, (_, index) => page(index, key));
  const known = of(5);
  packState({ ...emptyState(), matchedEvents: known });
  const state = { ...emptyState(), matchedEvents: [...known.slice(0, 1), ...of(6).slice(1)] };
  expect(packState(state).equals(packState(structuredClone(state)))).toBe(true);
});

test.each<Partial<Wait>>([
  {},
  { actedIn: [] },
  { actedIn: [1, 300] },
  { gone: 'lost' },
  { gone: 'archived' },
  { isImported: true },
  { hasForgotten: true },
  { gone: 'archived', isImported: true, hasForgotten: true, outline: [{ fromMs: 4, toMs: 6 }] },
])('what a state waits for comes back: %j', (more) => {
  const wait: Wait = { since: '5-7', knownUntilMs: 9, actedIn: 'all', outline: [], ...more };
  const state: ProfileState = { ...emptyState(), generation: 3, laddersGeneration: 2, wait };
  for (const form of ['plain', 'compact'] as const)
    expect(unpackState(packState(state, form))).toStrictEqual(state);
});

test('a sign of a refusal that no list has is refused', () => {
  const refusedEvents = [{ atMs: noon, hash: 7, sign: 'robot', matches: [match(1)] }] as const;
  const packed = packState({ ...emptyState(), refusedEvents });
  expect(unpackState(packed).refusedEvents).toEqual(refusedEvents);
  packed[packed.lastIndexOf(Buffer.from('000000000007', 'hex')) + 6] = 99;
  expect(() => unpackState(packed)).toThrow('profile state with sign 99 of a refusal');
});

test.each([
  [0x7f, 127],
  [0, 0],
])('a version before is refused: %i', (first, found) => {
  const packed = packState(emptyState());
  packed[0] = first;
  expect(() => unpackState(packed)).toThrow(
    `profile state of version ${found}; this program reads version 128`,
  );
});

test('twenty matches of a visitor who comes back take 257 bytes, and 315 in the plain form', () => {
  const keyOf = (count: number) => 0x9876543210 + (count % 3 === 0 ? count : count % 5);
  const matchedEvents = Array.from({ length: 20 }, (_, count) => page(count * 60, keyOf(count)));
  const state = { ...emptyState(), asOfMs: seconds(2_000), matchedEvents };
  expect(packState(state)).toHaveLength(315);
  expect(packState(state, 'compact')).toHaveLength(257);
});
