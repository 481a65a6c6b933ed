/** The laws of what is remembered of Redis: ids of match signatures stay, and no two names have one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../../test/support/law-runs.ts';
import { programmesHash, signaturesHash } from '../stream/stream.ts';
import { joinedMemory } from './memory.core.ts';

/** Names get ids in some order, as Redis gives them; a set-back forgets the last ones, which then go to other names. */
const story = fc.record({
  names: fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 8 }),
  remembered: fc.nat(8),
  more: fc.uniqueArray(fc.constantFrom(...'abcdefghijklmn'), { maxLength: 8 }),
});

function given(names: readonly string[], before: Record<string, string> = {}): Record<string, string> {
  const ids = { ...before };
  for (const name of names) {
    if (ids[name] !== undefined) continue;
    ids['#last'] = String(Number(ids['#last'] ?? 0) + 1);
    ids[name] = ids['#last'];
  }
  return ids;
}

describe('the memory of Redis', () => {
  test('keeps the ids of the copy, and gives no id twice, whatever Redis gave out since it was set back', () => {
    fc.assert(
      fc.property(story, ({ names, remembered, more }) => {
        const copy = given(names);
        const inRedis = given(more, given(names.slice(0, remembered)));
        const joined =
          joinedMemory({ [signaturesHash]: inRedis }, { [signaturesHash]: copy })[signaturesHash] ?? {};
        for (const name of names) expect(joined[name]).toBe(copy[name]);
        const { '#last': last = '0', ...ids } = joined;
        expect(new Set(Object.values(ids)).size).toBe(Object.keys(ids).length);
        for (const id of Object.values(ids)) expect(Number(id)).toBeLessThanOrEqual(Number(last));
      }),
      runs(200),
    );
  });

  test('of an emptied Redis is the copy; of programmes the later generation stays', () => {
    const copy = { [programmesHash]: { generation: '7', sources: 'seven', 'signature:a': '3' } };
    expect(joinedMemory({ [programmesHash]: {} }, copy)).toEqual(copy);
    const later = { [programmesHash]: { generation: '8', sources: 'eight' } };
    expect(joinedMemory(later, copy)[programmesHash]).toEqual({
      generation: '8',
      sources: 'eight',
      'signature:a': '3',
    });
    const earlier = { [programmesHash]: { generation: '6', sources: 'six' } };
    expect(joinedMemory(earlier, copy)).toEqual(copy);
  });
});
