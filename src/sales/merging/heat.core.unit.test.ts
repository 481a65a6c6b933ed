/** Whose a lead is after an undo, and when nobody can say. */
import { expect, test } from 'vitest';
import { type HeatSince, type SharedWork, sortWork, type Update } from './heat.core.ts';

const work = (change: Partial<SharedWork> = {}): SharedWork => ({
  ...{ id: 'ld_1', kind: 'leads', campaign: 'EMEA', profile: 'a', hasMoved: false, isNew: false },
  ...change,
});
const since = (...updates: Update[]): HeatSince => ({
  profiles: { kept: new Set(['a']), merged: new Set(['b']) },
  updates,
  campaignsOf: new Map([
    ['emea', new Set(['EMEA'])],
    ['fair', new Set(['Fair'])],
  ]),
});
const isMixed = (one: SharedWork, ...updates: Update[]) => sortWork([one], since(...updates)).mixed !== null;

test('what the merged profile opened since is theirs; the rest stays', () => {
  const theirs = work({ id: 'ld_2', profile: 'b', isNew: true });
  const all = [work(), work({ profile: 'a', isNew: true }), theirs, work({ profile: 'b', hasMoved: true })];
  expect(sortWork(all, since())).toEqual({ ofMerged: [theirs], mixed: null });
});

test('an update of the other one in its campaign mixes it, one of its own does not', () => {
  expect(isMixed(work(), { profile: 'b', programme: 'emea' })).toBe(true);
  expect(isMixed(work(), { profile: 'a', programme: 'emea' })).toBe(false);
  expect(isMixed(work(), { profile: 'b', programme: 'fair' })).toBe(false);
  expect(isMixed(work({ hasMoved: true, profile: 'b' }), { profile: 'a', programme: 'emea' })).toBe(true);
  expect(isMixed(work({ hasMoved: true, profile: 'b' }), { profile: 'b', programme: 'emea' })).toBe(false);
});

test('a programme without work may be of any campaign', () => {
  expect(isMixed(work(), { profile: 'b', programme: 'unknown' })).toBe(true);
});

test('heat of the other profile mixes it, and so does a new lead of a profile that nobody has', () => {
  expect(isMixed(work({ profile: 'b' }))).toBe(true);
  expect(isMixed(work({ profile: 'c', isNew: true }))).toBe(true);
  expect(isMixed(work({ profile: 'c' }))).toBe(false);
});
