import { expect, test } from 'vitest';
import type { ScovilleEvent } from '../contract/language/language.ts';
import { eventsOnce } from './events-once.core.ts';

const event = (hash: number, atMs: number) => ({ hash, atMs }) as ScovilleEvent;

test('what was sent again is one event, at its earliest time, whichever came first', () => {
  const [first, again, other] = [event(1, 1_000), event(1, 4_000), event(2, 1_000)];
  expect(eventsOnce([first, again, other])).toEqual([first, other]);
  expect(eventsOnce([again, other, first])).toEqual([first, other]);
  expect(eventsOnce([])).toEqual([]);
});
