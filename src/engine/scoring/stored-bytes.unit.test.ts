/** Bytes that earlier versions of this program stored, and what they say. */
import { expect, test } from 'vitest';
import { emptyState, type ProfileState } from './profile-state.ts';
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
