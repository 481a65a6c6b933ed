/** Visits, by tables: the gap that ends one, the longest time one may last, and the stretches of events and spans. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import type { Span } from './outline.ts';
import type { MatchedEvent } from './profile-state.ts';
import { inTime, stretchesOf, Visits } from './visits.ts';

const gapMs = 30;
const { visitMsMax } = limits;

const eventsAt = (...times: number[]): MatchedEvent[] =>
  times.map((atMs, index) => ({ hash: index, atMs, matches: [] }));
const spans = (...times: readonly [fromMs: number, toMs: number][]): Span[] =>
  times.map(([fromMs, toMs]) => ({ fromMs, toMs }));

describe('the number of a visit', () => {
  /** Spans as they are seen, and the number of the visit at the end of each. */
  test.each<[string, [fromMs: number, toMs: number][], number[]]>([
    ['is 0 at first, whenever that is', [[5_000, 5_000]], [0]],
    [
      'is the same until the gap',
      [
        [0, 0],
        [29, 29],
        [58, 58],
      ],
      [0, 0, 0],
    ],
    [
      'is the next one after the gap',
      [
        [0, 0],
        [30, 30],
        [60, 60],
      ],
      [0, 1, 2],
    ],
    [
      'counts the gap from the end of a span',
      [
        [0, 100],
        [129, 129],
      ],
      [0, 0],
    ],
    [
      'is the next one a gap after the end of a span',
      [
        [0, 100],
        [130, 130],
      ],
      [0, 1],
    ],
    [
      'counts it from the later end, where a shorter span came within',
      [
        [0, 100],
        [10, 20],
        [129, 129],
      ],
      [0, 0, 0],
    ],
    [
      'is the next one where the visit lasts too long',
      [
        [0, visitMsMax - 1],
        [visitMsMax, visitMsMax],
      ],
      [0, 1],
    ],
    [
      'counts that from the beginning of the stretch',
      [
        [1_000, visitMsMax + 999],
        [visitMsMax + 1_000, visitMsMax + 1_000],
      ],
      [0, 1],
    ],
    [
      'counts on from a stretch of several visits',
      [
        [0, 2 * visitMsMax],
        [3 * visitMsMax, 3 * visitMsMax],
      ],
      [2, 3],
    ],
    [
      'goes on within a later stretch of several',
      [
        [0, 0],
        [1_000, visitMsMax + 999],
        [visitMsMax + 1_000, 2 * visitMsMax + 1_000],
      ],
      [0, 1, 3],
    ],
  ])('%s', (_name, seen, numbers) => {
    const visits = new Visits(gapMs);
    const found = seen.map(([fromMs, toMs]) => {
      visits.see(fromMs, toMs);
      return visits.numberAt(toMs);
    });
    expect(found).toEqual(numbers);
  });
});

describe('events and spans', () => {
  const orderOf = (events: number[], outline: Span[]) => {
    const order: string[] = [];
    inTime(
      eventsAt(...events),
      outline,
      ({ atMs }) => order.push(`event ${atMs}`),
      ({ fromMs }) => order.push(`span ${fromMs}`),
    );
    return order;
  };

  test.each<[string, number[], Span[], string[]]>([
    [
      'come in the order of their beginnings',
      [5, 25],
      spans([1, 2], [10, 40], [20, 20], [50, 50]),
      ['span 1', 'event 5', 'span 10', 'span 20', 'event 25', 'span 50'],
    ],
    ['come a span first, where both begin together', [5, 5], spans([5, 9]), ['span 5', 'event 5', 'event 5']],
    ['come though there are no events', [], spans([1, 2], [5, 6]), ['span 1', 'span 5']],
    ['come though there are no spans', [1, 2], [], ['event 1', 'event 2']],
  ])('%s', (_name, events, outline, expected) => {
    expect(orderOf(events, outline)).toEqual(expected);
  });
});

describe('stretches', () => {
  test.each<[string, number[], Span[], Span[]]>([
    ['are none of nothing', [], [], []],
    ['go on until the gap', [0, 29, 58], [], spans([0, 58])],
    ['end with the gap', [0, 30, 59, 89], [], spans([0, 0], [30, 59], [89, 89])],
    ['last as long as a span of theirs', [0, 129], spans([10, 100]), spans([0, 129])],
    ['end a gap after a span of theirs', [0, 130], spans([10, 100]), spans([0, 100], [130, 130])],
    [
      'last until the later end, where an event came within a span',
      [20, 129],
      spans([0, 100]),
      spans([0, 129]),
    ],
    ['are not cut where a visit would be', [0], spans([0, 3 * visitMsMax]), spans([0, 3 * visitMsMax])],
  ])('%s', (_name, events, outline, expected) => {
    expect(stretchesOf(eventsAt(...events), outline, gapMs)).toEqual(expected);
  });
});
