/** Results of the bench for its tests: one to begin from, and arbitrary ones. */
import fc from 'fast-check';
import {
  type Figure,
  figureOf,
  type Measured,
  type Result,
  ratioOf,
  resultFormat,
  versionedNames,
} from '../../bench/results.core.ts';

/** A part with one ratio of two sides, and a figure of which less is better. */
export function measuredPart(
  ours: readonly number[],
  theirs: readonly number[],
  waitsMs: readonly number[],
): Measured {
  const first = figureOf({
    id: 'ours',
    title: 'our side',
    unit: 'events/s',
    better: 'higher',
    repetitions: ours,
  });
  const second = figureOf({
    id: 'theirs',
    title: 'their side',
    unit: 'events/s',
    better: 'higher',
    repetitions: theirs,
    isReference: true,
  });
  const ratio = ratioOf(
    { id: 'ratio', title: 'our side ÷ their side', better: 'higher', aim: { is: '≥', value: 0.5 } },
    first,
    second,
  );
  const wait = figureOf({
    id: 'wait',
    title: 'waiting',
    unit: 'ms',
    better: 'lower',
    repetitions: waitsMs,
  });
  return { configuration: { connections: 64 }, figures: [ratio, first, second, wait] };
}

/** A result of one part, `first`; what is given replaces what it has. */
export function resultLike(given: Partial<Result> = {}): Result {
  return {
    format: resultFormat,
    startedAt: '2026-11-28T10:00:00.000Z',
    seconds: 90,
    commit: 'a9b0ea4'.padEnd(40, '0'),
    isDirty: false,
    isQuick: false,
    machine: { cores: 2, model: 'A processor', memoryBytes: 24 * 1024 ** 3, os: 'Linux 6' },
    loadAverageBefore: 0.25,
    versions: Object.fromEntries(versionedNames.map((name) => [name, '1.2.3'])) as Result['versions'],
    configuration: { partitions: 16, 'postgres fsync': 'on' },
    parts: [{ id: 'first', seconds: 12, ...measuredPart([90, 100, 110], [200, 200, 200], [5, 6, 7]) }],
    ...given,
  };
}

const measure = fc.double({ min: 0.001, max: 1e9, noNaN: true });

/** Figures of any kind, with as many repetitions each. */
export const arbitraryFigure: fc.Arbitrary<Figure> = fc
  .record({
    better: fc.constantFrom('higher' as const, 'lower' as const),
    repetitions: fc.array(measure, { minLength: 1, maxLength: 7 }),
    title: fc.string({ minLength: 1 }),
    isReference: fc.boolean(),
  })
  .map((given) => figureOf({ id: 'figure', unit: 'ms', ...given }));

/** Results of one part with one figure. */
export const arbitraryResult: fc.Arbitrary<Result> = fc
  .record({
    startedAt: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
    commit: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 }),
    isDirty: fc.boolean(),
    isQuick: fc.boolean(),
    figure: arbitraryFigure,
  })
  .map(({ figure, ...given }) =>
    resultLike({ ...given, parts: [{ id: 'first', seconds: 1, configuration: {}, figures: [figure] }] }),
  );
