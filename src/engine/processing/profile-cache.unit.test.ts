/** Profiles at hand, by cases: what is kept and dropped, and a person who became known elsewhere. */
import { describe, expect, test } from 'vitest';
import { happened, installation, Profile, startMs, under } from '../../../test/support/decided-profile.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import {
  type CompiledProgramme,
  type Evaluated,
  emptyState,
  evaluate,
  type MatchedEvent,
  nobody,
  type ProfileState,
} from '../scoring/scoring.ts';
import { ProfileCache } from './profile-cache.ts';
import { withEra } from './profile-record.ts';

const paying = installation.programmes(
  'rules:\n  - { id: a, label: A, when: { event: A }, points: 1, pays: every time }\n',
);
/** Nothing but awards that are frozen. */
const sealedOften: ProfileState = {
  ...emptyState(),
  frozenAwards: Array.from({ length: 25 }, (_, hash) => ({
    ...{ signatureId: paying.programmes[0]?.rules[0]?.signatureId ?? 0, rung: 0, key: 0 },
    ...{ atMs: startMs - 1_000 + hash, hash, count: 1, earned: null },
  })),
};
const bytes = Buffer.from('a packed state');
const eventsOf = (count: number): MatchedEvent[] =>
  Array.from({ length: count }, (_, index) => ({ hash: index, atMs: index, matches: [] }));
const cached = (count: number) => ({ matchedEvents: eventsOf(count), frozenAwards: [], evaluated: [] });

test.each([
  [2, false],
  [3, true],
  [4, true],
])('of %i events, where three are enough: %s', (count, isKept) => {
  const cache = new ProfileCache({ fromEvents: 3, eventsMax: 100 });
  cache.keep('one', bytes, cached(count));
  expect(cache.take('one', bytes) !== null).toBe(isKept);
});

test('it is taken once, and by the same bytes alone, whatever era they name', () => {
  const cache = new ProfileCache({ fromEvents: 0, eventsMax: 100 });
  cache.keep('one', bytes, cached(1));
  expect(cache.take('one', withEra(bytes, 7))?.matchedEvents).toEqual(eventsOf(1));
  expect(cache.take('one', bytes)).toBeNull();
  cache.keep('one', bytes, cached(1));
  expect(cache.take('one', Buffer.from('another'))).toBeNull();
  expect(cache.take('one', bytes)).toBeNull();
});

test('what was left longest ago goes where there are too many events, and none at the limit', () => {
  const cache = new ProfileCache({ fromEvents: 0, eventsMax: 30 });
  for (const id of ['a', 'b', 'c']) cache.keep(id, bytes, cached(10));
  expect(cache.take('a', bytes)).not.toBeNull();
  cache.keep('a', bytes, cached(10));
  cache.keep('d', bytes, cached(11));
  expect(['a', 'b', 'c', 'd'].filter((id) => cache.take(id, bytes) !== null)).toEqual(['a', 'd']);
  cache.keep('large', bytes, cached(31));
  expect(cache.take('large', bytes)).toBeNull();
});

test('what is kept again without having been taken counts once', () => {
  const cache = new ProfileCache({ fromEvents: 3, eventsMax: 30 });
  for (let times = 0; times < 4; times++) cache.keep('again', bytes, cached(10));
  cache.keep('again', bytes, cached(2));
  for (const id of ['a', 'b', 'c']) cache.keep(id, bytes, cached(10));
  expect(['again', 'a', 'b', 'c'].filter((id) => cache.take(id, bytes) !== null)).toEqual(['a', 'b', 'c']);
});

test('one that is dropped is gone, with its weight', () => {
  const cache = new ProfileCache({ fromEvents: 0, eventsMax: 30 });
  for (const id of ['a', 'b']) cache.keep(id, bytes, cached(15));
  cache.drop('a');
  cache.drop('never there');
  cache.keep('c', bytes, cached(15));
  expect(['a', 'b', 'c'].filter((id) => cache.take(id, bytes) !== null)).toEqual(['b', 'c']);
});

describe('a fold', () => {
  const begin = () => {
    const cache = new ProfileCache({ fromEvents: 0, eventsMax: 100 });
    const profile = new Profile();
    const options = under(paying, startMs, { cache });
    profile.events([happened('A', startMs), happened('Look', startMs)], options);
    const { packed } = profile;
    return { profile, packed, options, isAtHand: () => cache.take(profileIdOf('u:x'), packed) !== null };
  };

  test('leaves a profile at hand that an event does not change', () => {
    const { profile, packed, options, isAtHand } = begin();
    profile.events([happened('Look', startMs)], options);
    expect([profile.packed.equals(packed), isAtHand()]).toEqual([true, true]);
  });

  test('leaves nothing of one that became part of another, or whose record is gone', () => {
    const linked = begin();
    linked.profile.leave([], linked.options);
    expect(linked.isAtHand()).toBe(false);
    const gone = begin();
    gone.profile.forget();
    // Too late to be scored, and of a device: nothing is written.
    const late = { ...happened('A', startMs - limits.dayMs * 8), acceptedAtMs: startMs, key: 'a:phone' };
    gone.profile.events([late], gone.options);
    expect(gone.isAtHand()).toBe(false);
  });
});

test('awards of what is sealed count too', () => {
  const cache = new ProfileCache({ fromEvents: 3, eventsMax: 30 });
  const evaluation = evaluate(sealedOften, nobody, paying.programmes[0] as CompiledProgramme, startMs);
  expect(evaluation.contributions).toHaveLength(25);
  const evaluated = [{ evaluation } as Evaluated];
  cache.keep('one', bytes, { matchedEvents: eventsOf(5), frozenAwards: [], evaluated });
  expect(cache.take('one', bytes)).not.toBeNull();
  cache.keep('two', bytes, { matchedEvents: eventsOf(6), frozenAwards: [], evaluated });
  expect(cache.take('two', bytes)).toBeNull();
  const frozenAwards = sealedOften.frozenAwards.slice(0, 2);
  cache.keep('three', bytes, { matchedEvents: eventsOf(0), frozenAwards, evaluated: [] });
  expect(cache.take('three', bytes)).toBeNull();
  cache.keep('four', bytes, { matchedEvents: eventsOf(1), frozenAwards, evaluated: [] });
  expect(cache.take('four', bytes)).not.toBeNull();
});

test('a person that another process has come to know meanwhile is scored as such', () => {
  const programmes = installation.programmes(
    'rules:\n  - { id: click, label: Click, when: { event: Click }, points: 1, pays: every time, who: { traits: { role: Buyer } } }\n',
  );
  const click = (second: number) => [happened('Click', startMs + second * 1_000)];
  const lived = (cache?: ProfileCache) => {
    const profile = new Profile();
    const here = (events: ReturnType<typeof click>) =>
      profile.events(events, under(programmes, startMs, cache === undefined ? {} : { cache }));
    here(first);
    // No rule recognises it, nor what came at that moment before: the stored state stays as it is.
    const traits = { role: 'Buyer' };
    profile.events([{ ...identified, type: 'identify', traits }], under(programmes, startMs));
    here(second);
    return { state: profile.state, ledger: profile.ledger, score: profile.score(programmes, startMs) };
  };
  const first = [...click(0), happened('Look', startMs)];
  const second = click(1);
  const identified = happened('', startMs);
  expect(lived(new ProfileCache({ fromEvents: 0, eventsMax: 100 }))).toEqual(lived());
  expect(lived().ledger.map(({ kind }) => kind)).toEqual(['refused', 'paid', 'paid']);
});
