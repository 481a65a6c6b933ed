/** Where a state can be cut, by tables: between the visits of all programmes, where nothing reaches across; and the outline after it. */
import { describe, expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { every, fold, horizonMs, rule, type TestEvent } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
import { isCleanCut, outlineAfter, possibleCuts } from './cut.ts';
import { emptyState, type ProfileState } from './profile-state.ts';

const { dayMs, hourMs, minuteMs } = limits;
/** All times here are minutes since some moment within an hour. */
const beginsMs = Date.UTC(2026, 0, 5, 3, 17, 41, 123);
const day = limits.visitMsMax / minuteMs;
const timeOf = (minute: number) => beginsMs + minute * minuteMs;
const minuteOf = (atMs: number) => (atMs - beginsMs) / minuteMs;

type Spans = readonly (readonly [from: number, to: number])[];

function stateOf(events: readonly number[], spans: Spans): ProfileState {
  return {
    ...emptyState(),
    matchedEvents: events.map((minute, index) => ({ hash: index + 1, atMs: timeOf(minute), matches: [] })),
    outline: spans.map(([from, to]) => ({ fromMs: timeOf(from), toMs: timeOf(to) })),
  };
}

/** Programmes whose visits end after so many minutes. */
const ofGaps = (gaps: readonly number[]): CompiledProgramme[] =>
  gaps.flatMap((gap) => programmesOf(`visit: { endsAfter: ${gap} minutes }\n${every}`).programmes);

describe('times between visits until the horizon', () => {
  const cutsOf = (gaps: readonly number[], events: readonly number[], spans: Spans, horizon: number) =>
    possibleCuts(stateOf(events, spans), ofGaps(gaps), timeOf(horizon)).map(minuteOf);

  test.each<[string, number[], Spans, number, number[]]>([
    ['none where nothing is', [], [], 1_000, []],
    ['none where all is younger', [1_001], [], 1_000, []],
    ['none where all begins at the horizon', [1_000], [], 1_000, []],
    ['the horizon itself, a gap after the last', [0], [], 30, [30]],
    ['not the horizon, less than a gap after the last', [0], [], 29, []],
    ['the next event, a gap after the one before', [0, 30], [], 31, [30]],
    ['not the next event, less than a gap after the one before', [0, 29], [], 31, []],
    ['the horizon, where the next event is younger', [0, 500], [], 100, [100]],
    ['the next span', [0], [[40, 50]], 79, [40]],
    ['a gap after the end of a span', [], [[0, 100]], 130, [130]],
    ['not less than a gap after the end of a span', [], [[0, 100]], 129, []],
    ['each of several, in order', [0, 50, 100], [], 1_000, [50, 100, 1_000]],
    ['where a visit is as long as one may be', [], [[0, 2 * day + 1]], 9_000, [day, 2 * day, 9_000]],
    ['at the very end of such a visit', [], [[0, 2 * day]], 9_000, [day, 2 * day, 9_000]],
    ['not where it ends before', [], [[0, 2 * day - 1]], 9_000, [day, 9_000]],
    ['such a one at the horizon', [], [[0, 9_000]], day, [day]],
    ['not one after the horizon', [], [[0, 9_000]], 2 * day - 1, [day]],
  ])('%s', (_name, events, spans, horizon, expected) => {
    expect(cutsOf([30], events, spans, horizon)).toEqual(expected);
  });

  test.each<[string, number[], number[], Spans, number[]]>([
    ['none without a programme', [], [0], [], []],
    ['not where the visit of one ends and that of another goes on', [30, 120], [0, 60], [], [5_000]],
    ['where a visit of each is as long as one may be', [30, 120], [], [[0, day + 9]], [day, 5_000]],
    ['not where that of one began later', [30, 120], [0], [[60, day + 9]], [5_000]],
    ['not where that of one of three began later', [30, 120, 60], [0], [[45, day + 9]], [5_000]],
    ['where that of one ends just then', [30, 120], [day + 60], [[0, day]], [day, 5_000]],
    ['where that of one ended a gap before', [30, 120], [day + 20], [[0, day - 30]], [day, 5_000]],
    ['not where that of one may still go on', [30, 120], [day + 20], [[0, day - 29]], [5_000]],
  ])('of several programmes: %s', (_name, gaps, events, spans, expected) => {
    expect(cutsOf(gaps, events, spans, 5_000)).toEqual(expected);
    expect(cutsOf([...gaps].reverse(), events, spans, 5_000)).toEqual(expected);
  });
});

describe('a cut of a state with all that happened around it', () => {
  const pair = `rules: [${rule('A', 'then: { event: B }, within: 2 days, points: 5')}]`;
  const isClean = (parts: string, events: readonly TestEvent[], agoMs: number) => {
    const { programmes, ...compiled }: CompiledProgrammes = programmesOf(parts);
    const state = fold({ programmes, ...compiled }, events);
    return isCleanCut(state, programmes, horizonMs - agoMs, horizonMs);
  };

  test.each<[string, string, TestEvent[], number, boolean]>([
    ['before all is clean', every, [['A', dayMs]], 2 * dayMs, true],
    ['at the first event is clean', every, [['A', dayMs]], dayMs, true],
    [
      'between two visits is clean',
      every,
      [
        ['A', 2 * hourMs],
        ['A', hourMs],
      ],
      90 * minuteMs,
      true,
    ],
    ['a gap after the last is clean', every, [['A', 40 * minuteMs]], 10 * minuteMs, true],
    ['less than a gap after it is not', every, [['A', 40 * minuteMs]], 10 * minuteMs + 1, false],
    [
      'within a visit is not',
      every,
      [
        ['A', 60 * minuteMs],
        ['A', 40 * minuteMs],
      ],
      40 * minuteMs,
      false,
    ],
    [
      'within a visit that unknown events hold open is not',
      every,
      [
        ['A', 60 * minuteMs],
        ['Z', 40 * minuteMs],
      ],
      40 * minuteMs,
      false,
    ],
    [
      'between the halves of a pair is not',
      pair,
      [
        ['A', 9 * dayMs],
        ['B', 8 * dayMs],
      ],
      8.5 * dayMs,
      false,
    ],
    [
      'after a pair is clean',
      pair,
      [
        ['A', 9 * dayMs],
        ['B', 8 * dayMs],
      ],
      7 * dayMs,
      true,
    ],
    ['after half a pair that waits is not', pair, [['A', 2 * dayMs]], dayMs, false],
    ['after half a pair that waits no more is clean', pair, [['A', 2 * dayMs + 1]], dayMs, true],
  ])('%s', (_name, parts, events, agoMs, expected) => {
    expect(isClean(parts, events, agoMs)).toBe(expected);
  });

  test('is clean for several programmes where it is for each', () => {
    const state = stateOf([0, 60], []);
    const isCleanFor = (...gaps: number[]) => isCleanCut(state, ofGaps(gaps), timeOf(60), timeOf(5_000));
    expect([isCleanFor(30), isCleanFor(120)]).toEqual([true, false]);
    expect([isCleanFor(30, 45), isCleanFor(30, 120), isCleanFor(120, 30)]).toEqual([true, false, false]);
  });
});

describe('the outline after a cut', () => {
  test.each<[string, number[], number[], Spans, number, Spans]>([
    [
      'is what is left of it',
      [30],
      [],
      [
        [0, 10],
        [50, 60],
        [100, 110],
      ],
      90,
      [[100, 110]],
    ],
    ['begins at the cut where a span lies across it', [30], [], [[0, 3 * day]], day, [[day, 3 * day]]],
    [
      'begins at the cut where events go on across it',
      [30],
      [day - 20, day + 5],
      [[0, day - 20]],
      day,
      [[day, day]],
    ],
    [
      'begins there before the later spans',
      [30],
      [day - 20],
      [
        [0, day - 20],
        [day + 5, day + 9],
      ],
      day,
      [
        [day, day],
        [day + 5, day + 9],
      ],
    ],
    ['is the same where a stretch ends with an event at the cut', [30], [day], [[0, day - 9]], day, []],
    ['is the same where a stretch begins with an event at the cut', [30], [0, 60, 80], [], 60, []],
    ['is the same where no stretch goes on across it', [30], [0, 20, 60, 80], [], 50, []],
    [
      'begins at the cut where one stretch of several goes on',
      [30],
      [0, 100, 120, 200],
      [],
      110,
      [[110, 110]],
    ],
    ['goes by the longest gap', [30, 120], [0, 60, 120], [], 90, [[90, 90]]],
    ['goes by the longest gap, whichever programme has it', [120, 30], [0, 60, 120], [], 90, [[90, 90]]],
  ])('%s', (_name, gaps, events, spans, cut, expected) => {
    const after = outlineAfter(stateOf(events, spans), ofGaps(gaps), timeOf(cut));
    expect(after.map(({ fromMs, toMs }) => [minuteOf(fromMs), minuteOf(toMs)])).toEqual(expected);
  });
});
