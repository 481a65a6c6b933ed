/** When an evaluation seals: once enough of what a profile remembers is old, at each bound; and awards whose bytes are kept. */
import { expect, test } from 'vitest';
import { programmesOf } from '../../../test/support/programme.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { passesOver } from './cut.ts';
import { nobody } from './person.ts';
import { emptyState, type FrozenAward, type ProfileState } from './profile-state.ts';
import { sealGathered } from './seal.ts';
import { packState, unpackState } from './state-codec.ts';

const { dayMs } = limits;
const programmes = programmesOf(
  'rules: [{ id: a, label: A, when: { event: A }, points: 1, pays: every time, cap: { month: 10000 } }]',
);
const [programme] = programmes.programmes as [CompiledProgramme];
const { signatureId } = programme.rules[0] as CompiledProgramme['rules'][0];
const nowMs = 1_000 * dayMs;
const horizonMs = nowMs - 7 * dayMs;

/** One event a day before the horizon and after it, and so many awards that are sealed already. */
function remembering(old: number, recent: number, frozen: number): ProfileState {
  const event = (days: number, index: number) => ({
    ...{ atMs: horizonMs + days * dayMs, hash: 10_000 + index },
    matches: [{ signatureId, key: 0, number: null }],
  });
  const award = (index: number): FrozenAward => ({
    ...{ signatureId, rung: 0, key: 0, hash: index, count: 1, earned: null },
    atMs: horizonMs - 500 * dayMs + index,
  });
  return {
    ...emptyState(),
    matchedEvents: [
      ...Array.from({ length: old }, (_, index) => event(index - old - 1, index)),
      ...Array.from({ length: recent }, (_, index) => event(0.1 * (index + 1), old + index)),
    ],
    frozenAwards: Array.from({ length: frozen }, (_, index) => award(index)),
    cuts: frozen > 0 ? [horizonMs - 400 * dayMs] : [],
    sealedFromMs: frozen > 0 ? horizonMs - 500 * dayMs : 0,
  };
}

const sealed = (state: ProfileState) =>
  sealGathered(state, nobody, passesOver(state, [programme], nowMs), { horizonMs, nowMs, historyFromMs: 0 });

const share = limits.sealedShare;
test.each([
  [1, 5, share - 6, true],
  [1, 5, share - 5, false],
  [2, 5, share - 6, true],
  [3, 5, 3 * share - 8, true],
  [3, 5, 3 * share - 7, false],
])('%i old events beside %i others and %i awards are sealed: %s', (old, recent, frozen, isSealed) => {
  const state = remembering(old, recent, frozen);
  expect(sealed(state).matchedEvents).toHaveLength(isSealed ? recent : old + recent);
});

test('visits without a recognised event are among what is old', () => {
  const state = {
    ...remembering(0, 1, share),
    outline: [{ fromMs: horizonMs - dayMs, toMs: horizonMs - dayMs }],
  };
  expect(sealed(state).outline).toHaveLength(1);
  const more = {
    ...state,
    outline: [{ fromMs: horizonMs - 2 * dayMs, toMs: horizonMs - 2 * dayMs }, ...state.outline],
  };
  expect(sealed(more).outline).toHaveLength(0);
});

test.each([1, 63, 64, 65])(
  '%i awards have the same bytes when they are packed again, and known or not',
  (count) => {
    const state = remembering(1, 3, count);
    const marked = {
      ...state,
      frozenAwards: state.frozenAwards.map((one, index) =>
        index % 3 > 0 ? one : { ...one, isPublic: true as const },
      ),
    };
    for (const given of [state, marked]) {
      const bytes = packState(given);
      expect(packState(given)).toEqual(bytes);
      expect(unpackState(bytes)).toEqual(given);
      const known = unpackState(bytes, given);
      expect(known).toEqual(given);
      expect(packState({ ...known, asOfMs: 7 })).toEqual(packState({ ...unpackState(bytes), asOfMs: 7 }));
    }
  },
);
