/** A profile at its limit, by tables: when it is full, what is sealed then, what is refused; and what holds a visit open below it. */
import { describe, expect, test } from 'vitest';
import { mondayNoonMs as nowMs, programmesOf } from '../../../test/support/programme.ts';
import { every } from '../../../test/support/sealing.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { type CompiledProgramme, compileProgrammes, signatureNames } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { nobody } from './person.ts';
import { emptyState, isFull, type MatchedEvent, type ProfileState } from './profile-state.ts';
import { takeEvent, withRoom } from './take-event.ts';

const { dayMs, latenessMs, minuteMs, profileEventsMax } = limits;
const horizonMs = nowMs - latenessMs;
const half = profileEventsMax / 2;

const programmes = programmesOf(`visit: { endsAfter: 30 minutes }\n${every}`);
const [programme] = programmes.programmes as [CompiledProgramme];
const signatureId = programme.rules[0]?.signatureId as number;
const taking = { programmes, person: nobody, horizonMs, nowMs, historyFromMs: 0 };

/** An event that the rule recognises, and one that none does. */
const paid = (hash: number, atMs: number): MatchedEvent => ({
  hash,
  atMs,
  matches: [{ signatureId, key: 0, number: null }],
});
const unknown = (hash: number, atMs: number): MatchedEvent => ({ hash, atMs, matches: [] });

/** A state of so many events and, between them or wherever they are, so many moments that no rule recognised. */
function stateOf(
  events: number,
  timeOf: (index: number) => number,
  moments = 0,
  momentOf: (index: number) => number = timeOf,
): ProfileState {
  return {
    ...emptyState(),
    matchedEvents: Array.from({ length: events }, (_, index) => paid(index + 1, timeOf(index))),
    outline: Array.from({ length: moments }, (_, index) => ({
      fromMs: momentOf(index),
      toMs: momentOf(index),
    })),
  };
}

/** A second apart, all younger than the horizon. */
const young = (index: number) => horizonMs + dayMs + index * 1_000;
/** The same, all older. */
const old = (index: number) => horizonMs - 2 * dayMs + index * 1_000;
const scoreOf = (state: ProfileState) => evaluate(state, nobody, programme, nowMs).score / 1_000;

describe('what no rule recognises', () => {
  const state = () => ({ ...stateOf(1, () => young(0)), outline: [{ fromMs: young(0), toMs: young(60) }] });

  test.each<[string, number, 'held' | 'nothing', [fromMs: number, toMs: number][]]>([
    ['holds the visit open', young(70), 'held', [[young(0), young(70)]]],
    ['changes nothing within it', young(60), 'nothing', [[young(0), young(60)]]],
    [
      'less than a gap later is of the same span',
      young(60) + 30 * minuteMs - 1,
      'held',
      [[young(0), young(60) + 30 * minuteMs - 1]],
    ],
    [
      'a gap later begins another',
      young(60) + 30 * minuteMs,
      'held',
      [
        [young(0), young(60)],
        [young(60) + 30 * minuteMs, young(60) + 30 * minuteMs],
      ],
    ],
  ])('%s', (_name, atMs, as, outline) => {
    const given = state();
    const taken = takeEvent(given, unknown(9, atMs), taking);
    expect(taken.as).toBe(as);
    expect(taken.state).toBe(given);
    expect(given.outline.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(outline);
    expect(given.matchedEvents).toHaveLength(1);
  });

  test.each([[[10, 30]], [[30, 10]]])(
    'is apart where a visit of one of several programmes ends: %j',
    (gaps) => {
      const sources = gaps.map((gap) => {
        const [one] = programmesOf(
          `programme: p${gap}\nvisit: { endsAfter: ${gap} minutes }\n${every}`,
        ).programmes;
        return { programme: (one as CompiledProgramme).programme, version: 'v' };
      });
      const names = sources.flatMap((source) => signatureNames(source.programme));
      const together = compileProgrammes(sources, (name) => names.indexOf(name) + 1);
      const spansWith = (gapMs: number) => {
        const given = state();
        takeEvent(given, unknown(9, young(60) + gapMs), { ...taking, programmes: together });
        return given.outline.length;
      };
      expect([spansWith(10 * minuteMs - 1), spansWith(10 * minuteMs)]).toEqual([1, 2]);
    },
  );
});

describe('a profile is full', () => {
  test.each<[string, number, number, boolean]>([
    ['of events', profileEventsMax, 0, true],
    ['of moments', 0, profileEventsMax, true],
    ['of both together', half, half, true],
    ['of one moment and events', profileEventsMax - 1, 1, true],
    ['not one below', profileEventsMax - 1, 0, false],
    ['not one below of both', half, half - 1, false],
    ['not without anything', 0, 0, false],
  ])('%s', (_name, events, moments, expected) => {
    const state = stateOf(events, young, moments);
    expect(isFull(state)).toBe(expected);
    // Where it is not, all stays.
    expect(withRoom(state, taking) === state).toBe(!expected);
  });
});

test.each([
  ['one below', Math.ceil(profileEventsMax / 3) - 1, false],
  ['at it', Math.ceil(profileEventsMax / 3), true],
])('an event that three rules recognise takes the room of three: %s', (_name, events, expected) => {
  const thrice = (matched: MatchedEvent) => ({
    ...matched,
    matches: [0, 1_000, 2_000].map((more) => ({ signatureId: signatureId + more, key: 0, number: null })),
  });
  const { matchedEvents, ...rest } = stateOf(events, young);
  const state = { ...rest, matchedEvents: matchedEvents.map(thrice) };
  expect(isFull(state)).toBe(expected);
  const left = withRoom(state, taking);
  expect(left.matchedEvents.length).toBe(expected ? Math.ceil(half / 3) : events);
  expect(scoreOf(left)).toBe(10 * events);
});

test('a profile that is far over its limit, since rules were added, is within half of it at once', () => {
  const { matchedEvents, ...rest } = stateOf(profileEventsMax - 1, young);
  const more = Array.from({ length: 9 }, (_, rule) => ({ signatureId: 1_000 + rule, key: 0, number: null }));
  const state = {
    ...rest,
    matchedEvents: matchedEvents.map((one) => ({ ...one, matches: [...one.matches, ...more] })),
  };
  const left = withRoom(state, taking);
  expect(left.matchedEvents.length).toBe(Math.ceil(half / 10));
  expect(scoreOf(left)).toBe(10 * (profileEventsMax - 1));
});

describe('a profile below its limit', () => {
  test('keeps what is old until it is sealed at its time', () => {
    const state = stateOf(5, old);
    expect(withRoom(state, taking)).toBe(state);
  });
});

describe('a full profile', () => {
  test('seals what is old, where that gives room: nothing is refused then', () => {
    const state = withRoom(
      stateOf(profileEventsMax, (index) => (index < 10 ? old(index) : young(index))),
      taking,
    );
    expect(state.matchedEvents).toHaveLength(profileEventsMax - 10);
    expect(state).toMatchObject({ isCutShort: false, cuts: [horizonMs] });
    expect(scoreOf(state)).toBe(10 * profileEventsMax);
  });

  /** The cut, the events and the moments that stay; one moment says that a visit goes on from before the cut. */
  test.each<[string, ProfileState, number, number, number]>([
    ['of events alone keeps the later half', stateOf(profileEventsMax, young), young(half), half, 1],
    [
      'of moments alone keeps the later half',
      stateOf(0, young, profileEventsMax, (index) => young(0) + index * 31 * minuteMs),
      young(0) + half * 31 * minuteMs,
      0,
      half,
    ],
    [
      'of early moments and late events keeps the events',
      stateOf(half, (index) => young(index) + dayMs, half, young),
      young(0) + dayMs,
      half,
      0,
    ],
    [
      'of early events and late moments keeps the moments',
      stateOf(half, young, half, (index) => young(index) + dayMs),
      young(0) + dayMs,
      0,
      half,
    ],
    [
      'of moments between its events keeps half of both',
      stateOf(
        half,
        (index) => young(2 * index),
        half,
        (index) => young(2 * index + 1),
      ),
      young(half),
      half / 2,
      half / 2 + 1,
    ],
    ['of one moment keeps none of it', stateOf(profileEventsMax, () => young(0)), young(0) + 1, 0, 0],
    [
      'half of which and one is of one moment keeps what is later',
      stateOf(profileEventsMax, (index) => young(Math.max(0, index - half))),
      young(0) + 1,
      half - 1,
      1,
    ],
    [
      'half of which is of one moment keeps what is later',
      stateOf(profileEventsMax, (index) => young(Math.max(0, index - half + 1))),
      young(1),
      half,
      1,
    ],
  ])('%s', (_name, full, cutMs, events, moments) => {
    const state = withRoom(full, taking);
    expect(state).toMatchObject({ isCutShort: true, cuts: [cutMs] });
    expect([state.matchedEvents.length, state.outline.length]).toEqual([events, moments]);
    expect(scoreOf(state)).toBe(scoreOf(full));
  });

  test('takes what comes at its cut or later, and refuses what is before', () => {
    const full = stateOf(profileEventsMax, young);
    const cutMs = young(half);
    const takenAt = (atMs: number) => {
      const { state, as } = takeEvent(full, paid(9_999, atMs), taking);
      return [as, state.isCutShort, state.matchedEvents.length];
    };
    expect(takenAt(cutMs - 1)).toEqual(['refused', true, half]);
    expect(takenAt(cutMs)).toEqual(['new', true, half + 1]);
    expect(takenAt(young(profileEventsMax))).toEqual(['new', true, half + 1]);
    expect(full.matchedEvents).toHaveLength(profileEventsMax);
  });

  test('stays as it is for what it knows, and for what it refuses anyway', () => {
    const full = { ...stateOf(profileEventsMax, young), cuts: [young(0)], isCutShort: true };
    const again = takeEvent(full, paid(7, young(6)), taking);
    const before = takeEvent(full, paid(9_999, young(0) - 1), taking);
    expect([again.as, before.as]).toEqual(['duplicate', 'refused']);
    expect([again.state, before.state].every((state) => state === full)).toBe(true);
  });
});
