/** Traits that Scoville alone says: no client can, by any part of an event. */
import { describe, expect, test } from 'vitest';
import { normalise } from './normalise.core.ts';

const envelope = { receivedAtMs: 1_000, type: null, sentAt: undefined, context: undefined };
const of = (raw: object) => normalise({ type: 'track', event: 'E', ...raw }, envelope, () => 'fresh');

describe('traits that Scoville alone says', () => {
  const lie = { 'scoville:customer': true, 'scoville:anything': 1 };
  test.each([
    ['of identify', { type: 'identify', traits: { ...lie, plan: 'a' } }],
    ['of the context', { context: { traits: { ...lie, plan: 'a' } } }],
  ])('%s are left out', (_what, raw) => {
    const normalised = of({ userId: 'u', ...raw });
    expect(normalised).toMatchObject({
      ...{ ok: true, warnings: [{ code: 'traits_reserved' }], event: { traits: { plan: 'a' } } },
    });
    expect(normalised.ok && Object.keys(normalised.event.traits ?? {})).toEqual(['plan']);
  });

  test('other names are traits of anybody', () => {
    const traits = { scoville: 1, 'Scoville:customer': true, 'my scoville:customer': true };
    expect(of({ type: 'identify', userId: 'u', traits })).toMatchObject({
      ...{ warnings: [], event: { traits } },
    });
  });
});
