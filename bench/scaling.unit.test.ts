/** The page of scaling: that it follows from the results, and the arithmetic behind it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { resultLike } from '../test/support/bench-results.ts';
import { figureOf, type MeasuredPart } from './results.core.ts';
import { assumed, needsOf, type StepCosts, scalingPage, stepCosts, wallsOf } from './scaling.core.ts';
import { scalingFile, storedResults } from './store.ts';

const figure = (id: string, value: number) =>
  figureOf({ id, title: id, unit: 'µs', better: 'lower', repetitions: [value] });
const part = (id: string, figures: Record<string, number>): MeasuredPart => ({
  ...{ id, seconds: 1, configuration: {} },
  figures: Object.entries(figures).map(([name, value]) => figure(name, value)),
});
const parts = [
  part('ingest-single', { 'always.ingest-cpu': 100 }),
  part('memory', { 'anonymous.used-memory': 400, 'identified.used-memory': 1_000 }),
  part('k', {
    ...{
      'cost.score': 40,
      'cost.copy': 10,
      'cost.relay': 1_000,
      'cost.door.redis': 5,
      'cost.score.redis': 3,
    },
    ...{ 'cost.copy.redis': 2, 'cost.relay.redis': 100, 'cost.copy.postgres': 9, 'cost.relay.postgres': 100 },
    ...{ 'bytes.stream': 500, 'bytes.history': 1_000 },
  }),
];
const results = [resultLike({ parts })];
const costs = stepCosts(results) as StepCosts;
/** So many events a day that their busiest second has a million. */
const dayOf = (peak: number) => (peak * 86_400) / assumed.peak;

test('docs/scaling.md is made from the result files: nobody types a figure', () => {
  expect(readFileSync(scalingFile, 'utf8'), 'run: npm run bench -- --docs').toBe(
    scalingPage(storedResults()),
  );
});

describe('the costs', () => {
  test('are those of the newest result that has the part, and of no quick one', () => {
    const later = {
      startedAt: '2026-12-01T10:00:00.000Z',
      parts: [part('ingest-single', { 'always.ingest-cpu': 50 })],
    };
    expect(costs).toMatchObject({ door: 100, score: 40, copy: 10, relay: 1_000, redis: 10, postgres: 9 });
    expect(stepCosts([...results, resultLike(later)])).toEqual({ ...costs, door: 50 });
    expect(stepCosts([...results, resultLike({ ...later, isQuick: true })])).toEqual(costs);
  });

  test('are unknown while one is, and the page says how to measure', () => {
    const some = [resultLike({ parts: parts.slice(1) })];
    expect(stepCosts(some)).toBeNull();
    expect(scalingPage(some)).toContain('npm run bench -- --part ingest-single --part memory --only k');
  });
});

test('machines: a core takes a second of work a second, as far as it may be busy', () => {
  const needs = needsOf(costs, dayOf(10_000));
  // 10,000 events of 100 µs are a core; half of a core may be busy.
  expect(needs.doors).toBe(2);
  // Scored and copied: half a core; 100 updates of 1 ms: a tenth.
  expect(needs.workers).toBe(2);
  expect(needs.machines).toBe(1);
  expect(needs.postgresCores).toBe(1);
  expect(needsOf(costs, dayOf(10_001)).doors, 'a part of a process is a process').toBe(3);
  // 20 cores of doors and 12 of workers are two machines of 16.
  expect(needsOf(costs, dayOf(100_000)).machines).toBe(2);
  expect(needsOf(costs, dayOf(100_001)).machines, 'and a part of a machine a machine').toBe(3);
  expect(needs.writtenMiB).toBeCloseTo((10_000 * 1_000) / 1024 ** 2, 9);
});

describe('walls', () => {
  const wall = (perDay: number, name: RegExp) => wallsOf(costs, perDay).find((one) => name.test(one.name));

  test('stand where the demand is the limit', () => {
    // 10 µs and a hundredth of 100 µs, twice: 22 µs of one core.
    const atLimit = dayOf(1e6 / 22);
    expect(wall(atLimit, /one core/)?.part).toBeCloseTo(1, 9);
    expect(wall(atLimit / 2, /one core/)?.part).toBeCloseTo(0.5, 9);
  });

  test('are sorted by how near they are, and grow with the load', () => {
    for (const perDay of [1e6, 1e8, 1e9]) {
      const found = wallsOf(costs, perDay).map(({ part: one }) => one);
      expect(found).toEqual([...found].sort((a, b) => b - a));
      const [first] = wallsOf(costs, perDay);
      expect(wallsOf(costs, 2 * perDay)[0]?.part).toBeCloseTo(2 * (first?.part ?? 0), 6);
    }
  });

  test('the page marks those that a load has passed, and names the next one of each', () => {
    const page = scalingPage(results);
    expect(page.match(/the next wall is: \*\*/g)).toHaveLength(3);
    expect(page).toMatch(/one Redis: its one core .*\| \*\*/);
  });
});
