/** One rule and the events, payments and tallies of a profile, scored long after, for the tests of what a rule claims. */
import type { CompiledProgramme } from '../../src/engine/scoring/compile.ts';
import { evaluate } from '../../src/engine/scoring/evaluate.ts';
import { nobody } from '../../src/engine/scoring/person.ts';
import { emptyState, type FrozenAward, inOrder, type Tally } from '../../src/engine/scoring/profile-state.ts';
import { recognise } from '../../src/engine/scoring/recognise.ts';
import { scovilleEvent } from './emea.ts';
import { mondayNoonMs, programmesOf } from './programme.ts';

/** Event, minute after Monday noon, its key. */
export type TestEvent = readonly [event: string, minute: number, key?: string];

export const dayMinutes = 24 * 60;

/** What the rule `a` comes to, a hundred days after Monday noon. */
export function scored(
  more: string,
  events: readonly TestEvent[],
  frozen: Partial<FrozenAward>[] = [],
  tallies: Partial<Tally>[] = [],
) {
  const programmes = programmesOf(`rules: [{ id: a, label: A, when: { event: A }, ${more} }]`);
  const programme = programmes.programmes[0] as CompiledProgramme;
  const signatureId = programme.rules[0]?.signatureId as number;
  const state = emptyState();
  state.frozenAwards = frozen.map((one, index) => ({
    signatureId,
    rung: 0,
    key: 0,
    atMs: mondayNoonMs - 1_000 + index,
    hash: index + 1,
    count: 1,
    earned: null,
    ...one,
  }));
  state.tallies = tallies.map((one) => ({ signatureId, key: 0, count: 1, sinceMs: 0, ...one }));
  state.matchedEvents = inOrder(
    events.map(([event, minute, k], index) => {
      const atMs = mondayNoonMs + minute * 60_000;
      const tracked = {
        messageId: `${index}`,
        atMs,
        type: 'track',
        event,
        properties: k === undefined ? {} : { k },
      };
      return recognise(programmes, scovilleEvent(tracked));
    }),
  );
  return evaluate(state, nobody, programme, mondayNoonMs + 100 * dayMinutes * 60_000);
}
/** The same, in points. */
export const pointsOf = (...given: Parameters<typeof scored>) => scored(...given).score / 1_000;
/** The hash of a key. */
export const keyOf = (k: string) => {
  const programmes = programmesOf(
    'rules: [{ id: a, label: A, when: { event: A }, points: 1, pays: once, per: k }]',
  );
  const tracked = { messageId: 'x', atMs: 0, type: 'track', event: 'A', properties: { k } };
  return recognise(programmes, scovilleEvent(tracked)).matches[0]?.key as number;
};
