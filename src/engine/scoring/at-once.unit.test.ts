/** Work that does not grow with what it is done for: counted, by cases. */
import { expect, test } from 'vitest';
import { Life, programmesOf } from '../../../test/support/programme.ts';
import type { RuleAccumulator } from './award.ts';
import type { CompiledProgramme } from './compile.ts';
import { latestCut } from './cut.ts';
import { gather } from './gather.ts';
import { emptyState } from './profile-state.ts';

const pays = 'rules: [{ id: a, label: a, when: { event: a }, points: 1, pays: every time }]';

test('each event says once how far it reaches, however many cuts are possible', () => {
  const [programme] = programmesOf(pays).programmes as [CompiledProgramme];
  const id = programme.rules[0]?.signatureId as number;
  const count = 100;
  const matchedEvents = Array.from({ length: count }, (_, index) => ({
    atMs: index * 10,
    hash: index + 1,
    matches: [{ signatureId: id, key: 0, number: null }],
  }));
  const state = { ...emptyState(), matchedEvents };
  const gathering = gather(state, programme, 10 * count);
  let asked = 0;
  const accumulator = {
    reachesUntilMs: ({ atMs }: { atMs: number }) => {
      asked++;
      return atMs + 10;
    },
  } as unknown as RuleAccumulator;
  const passes = [{ programme, gathering: { ...gathering, accumulators: { [id]: accumulator } as never } }];
  const cuts = matchedEvents.map(({ atMs }) => atMs + 5);
  // Each reaches across the cut after it: none is free.
  expect(latestCut(state, passes, cuts, 10 * count)).toBe(null);
  expect(asked).toBe(count);
  expect(latestCut(state, passes, [...cuts, 10 * count + 1], 10 * count)).toBe(10 * count + 1);
});

test('an evaluation has no getters of its own: an engine keeps such functions, and with them all payments, for long', () => {
  const { evaluation } = new Life(programmesOf(pays)).track('a');
  const own = Object.values(Object.getOwnPropertyDescriptors(evaluation));
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter(({ get }) => get !== undefined)).toEqual([]);
});
