/** A record stands as it was opened, unless somebody has moved it since. */
import { describe, expect, test } from 'vitest';
import { isMovedSince } from './moved-since.core.ts';
import type { Act, Entry } from './undo.core.ts';

let count = 0;
const act = (changes: Entry['changes'], more: Partial<Act> = {}): Act => {
  count++;
  return {
    ...{ kind: 'opportunities', at: '2026-11-23T12:00:00.000Z', actor: 'mia@example.com' },
    ...{ act: String(count), undoes: null, entries: [String(count)], changes, ...more },
  };
};
const opened = act({ id: [null, 'op_1'], stage: [null, 'New'] });
const moved = (from: string, to: string, more: Partial<Act> = {}) => act({ stage: [from, to] }, more);
const position = { stage: 'New', cameFrom: null };
const wished = act({ stage: ['New', 'Lost'], suppressed: [null, position], ended: [null, 'lost'] });
const givenBack = act({ stage: ['Lost', 'New'], suppressed: [position, null], ended: ['lost', null] });
const elsewhere = act({ stage: ['Lost', 'Offered'], suppressed: [position, null] });
const first = moved('New', 'Offered');
const second = moved('Offered', 'New');

describe('a record', () => {
  // The acts as they came.
  test.each<[string, Act[], boolean]>([
    ['nobody touched', [opened], false],
    ['was renamed', [opened, act({ name: ['A', 'B'] })], false],
    ['was moved', [opened, first], true],
    ['was moved and moved back by hand', [opened, first, second], true],
    [
      'was moved, and that was undone',
      [opened, first, moved('Offered', 'New', { undoes: first.act })],
      false,
    ],
    [
      'was moved twice, and the latter move was undone',
      [opened, first, second, moved('New', 'Offered', { undoes: second.act })],
      true,
    ],
    [
      'was moved again after an undo of the same move',
      [opened, first, moved('Offered', 'New', { undoes: first.act }), moved('New', 'Offered')],
      true,
    ],
    ['ended by a wish for no contact', [opened, wished], false],
    ['was given back with the wish', [opened, wished, givenBack], false],
    ['was moved elsewhere since the wish', [opened, wished, elsewhere], true],
    ['was moved and given back', [opened, first, wished, givenBack], true],
    ['was migrated', [opened, act({ stage: ['New', 'Begun'], pipeline: ['a/b@1', 'a/b@2'] })], false],
    ['was moved by the clock', [opened, moved('New', 'Stale', { actor: 'clock' })], true],
  ])('%s', (_what, acts, isMoved) => {
    expect(isMovedSince(acts.toReversed())).toBe(isMoved);
  });
});
