/** The pass over events, by tables: when it may go on, when the clock changes it, resets at one instant, marks of clicks. */
import { describe, expect, test } from 'vitest';
import { mondayNoonMs as nowMs, programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { beginPass, gather } from './gather.ts';
import { nobody } from './person.ts';
import { emptyState, type MatchedEvent, type ProfileState } from './profile-state.ts';

const { hourMs, minuteMs } = limits;

const programmeOf = (parts: string) => programmesOf(parts).programmes[0] as CompiledProgramme;
const reset =
  'resets: [{ id: fit, label: f, when: { event: F }, to: fit }, { id: zero, label: z, when: { event: Z }, to: zero }]';
const clicks =
  'suspiciousClicks: { rules: [a], message: m, links: 2, within: 10 seconds, confirmedBy: [{ when: { event: S } }], confirmWithin: 1 hour }';
const rules = (...more: string[]) =>
  `rules: [${more.map((one, index) => `{ id: ${'abc'[index]}, label: x, when: { event: A }, ${one} }`).join(', ')}]`;
const each = rules('points: 10, pays: every time');

/** The signature id of a rule or a reset. */
const idOf = ({ rules: of, resets }: CompiledProgramme, id: string) =>
  [...of, ...resets].find((one) => one.id === id)?.signatureId as number;

/** A state of events: how long ago each was, ms, and what recognised it, with its key. Their hashes are 1, 2, 3 … */
const stateOf = (
  events: readonly [agoMs: number, matches: [signatureId: number, key?: number][]][],
): ProfileState => ({
  ...emptyState(),
  matchedEvents: events.map(([agoMs, matches], index) => ({
    hash: index + 1,
    atMs: nowMs - agoMs,
    matches: matches.map(([signatureId, key = 0]) => ({ signatureId, key, number: null })),
  })),
});

describe('a pass goes on with later events', () => {
  const canGoOn = (parts: string, ...ids: string[]) => {
    const programme = programmeOf(parts);
    const state = stateOf(ids.map((id, index) => [hourMs - index, [[idOf(programme, id)]]]));
    const pass = beginPass(state, programme, nowMs);
    const goesOn = () => pass.goOn([], pass.judged([], state, nowMs)) !== null;
    const before = goesOn();
    pass.at(nowMs);
    return [before, goesOn()];
  };

  test.each<[string, string, string[], boolean[]]>([
    ['from the beginning', each, [], [true, true]],
    ['after an award', each, ['a'], [true, true]],
    ['after a reset that others followed', `${each}\n${reset}`, ['zero', 'a'], [true, true]],
    [
      'not after a reset that is the last: more may come at its instant',
      `${each}\n${reset}`,
      ['a', 'zero'],
      [true, false],
    ],
    ['where clicks are judged together, as they were', `${each}\n${clicks}`, ['a'], [true, true]],
  ])('%s', (_name, parts, ids, expected) => {
    expect(canGoOn(parts, ...ids)).toEqual(expected);
  });
});

describe('what no rule recognised holds a visit open', () => {
  const programme = programmeOf(
    `visit: { endsAfter: 30 minutes }\n${rules('count: in a visit, rungs: [{ from: 2, points: 10 }]')}`,
  );
  const a = idOf(programme, 'a');
  /** Two events an hour apart, and spans: each its first and last minute since the former. */
  const earned = (...spans: readonly [from: number, to: number][]) => {
    const timeOf = (minute: number) => nowMs - 2 * hourMs + minute * minuteMs;
    const outline = spans.map(([from, to]) => ({ fromMs: timeOf(from), toMs: timeOf(to) }));
    const state = {
      ...stateOf([
        [2 * hourMs, [[a]]],
        [hourMs, [[a]]],
      ]),
      outline,
    };
    const [first, second] = state.matchedEvents as [MatchedEvent, MatchedEvent];
    const pass = beginPass({ ...state, matchedEvents: [first], outline: [] }, programme, nowMs);
    for (const span of outline) pass.hold(span);
    pass.see(second);
    expect(pass.at(nowMs).awards).toEqual(gather(state, programme, nowMs).awards);
    return pass.at(nowMs).awards.length;
  };

  test.each<[string, [from: number, to: number][], number]>([
    ['not without any', [], 0],
    ['not one moment, as far from the first as a gap', [[30, 30]], 0],
    ['a span less than a gap from both', [[29, 31]], 1],
    [
      'two moments',
      [
        [20, 20],
        [40, 40],
      ],
      1,
    ],
    ['not a gap after the first', [[30, 59]], 0],
    ['not a gap before the second', [[29, 30]], 0],
  ])('%s', (_name, spans, awards) => {
    expect(earned(...spans)).toBe(awards);
  });
});

test.each([
  ['1 hour', '2 hours'],
  ['2 hours', '1 hour'],
])('the clock changes it when the first of several absences runs out: %s, %s', (one, other) => {
  const programme = programmeOf(rules(`within: ${one}, points: 1`, `within: ${other}, points: 1`));
  const state = stateOf([[0, [[idOf(programme, 'a')], [idOf(programme, 'b')]]]]);
  expect(gather(state, programme, nowMs).nextChangeAtMs).toBe(nowMs + hourMs);
});

test.each([
  ['fit', 'zero'],
  ['zero', 'fit'],
])('of %s and %s at one instant the last in the file counts', (first, second) => {
  const programme = programmeOf(`${each}\n${reset}`);
  const { reset: last, refusals } = gather(
    stateOf([
      [hourMs, [[idOf(programme, 'a')]]],
      [hourMs, [[idOf(programme, first)]]],
      [hourMs, [[idOf(programme, second)]]],
    ]),
    programme,
    nowMs,
  );
  expect(last?.reset.id).toBe('zero');
  expect(refusals.map(({ reason }) => reason)).toEqual(['taken back by "z"']);
});

test('refusals of a rule are kept few', () => {
  const programme = programmeOf(rules('points: 10, pays: once'));
  const count = limits.refusalsMax + 5;
  const state = stateOf(
    Array.from({ length: count }, (_, index) => [count - index, [[idOf(programme, 'a')]]]),
  );
  expect(gather(state, programme, nowMs).refusals).toHaveLength(limits.refusalsMax);
});

describe('a suspicious click', () => {
  const programme = programmeOf(
    `${rules('points: 10, pays: every time, per: m', 'points: 1, pays: every time')}\n${clicks}`,
  );
  const click = programme.bySignatureId.find((signature) => signature?.role === 'click')
    ?.signatureId as number;
  const [a, b] = [idOf(programme, 'a'), idOf(programme, 'b')];
  const state = stateOf([
    [2, [[a, 1], [b], [click, 7]]],
    [1, [[a, 2], [b], [click, 7]]],
  ]);
  const provisionalOf = (given: ProfileState, rule: number) =>
    evaluate(given, nobody, programme, nowMs)
      .contributions.filter(({ signatureId }) => signatureId === rule)
      .map(({ provisionalUntilMs }) => provisionalUntilMs !== null)
      .sort();

  test('makes the award of its rule provisional, not that of another rule', () => {
    expect([provisionalOf(state, a), provisionalOf(state, b)]).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test('makes no frozen award provisional', () => {
    const frozen = { signatureId: a, rung: 0, key: 1, atMs: nowMs - 2, hash: 1, count: 1, earned: null };
    expect(provisionalOf({ ...state, frozenAwards: [frozen] }, a)).toEqual([false, true, true]);
  });
});
