/** A profile that meets one version of a programme after the other. */
import { expect } from 'vitest';
import type { DecideOptions } from '../../src/engine/processing/folded-profile.ts';
import type { CompiledProgrammes } from '../../src/engine/scoring/scoring.ts';
import { happened, installation, Profile, rule, startMs, under } from './decided-profile.ts';

export const ladder = 'ladder: { contactWithin: 24 hours, hysteresis: 15, tiers: [{ name: hot, from: 50 }] }';
export const rival = 'exclude: [{ id: rival, label: A rival, who: { emailDomain: rival.example } }]\n';
/** What A pays; `more` is for all rules. B pays 20, and D 60, in each version. */
export const paying = (a: number, more = '', parts = '') =>
  installation.programmes(
    `rules:\n${a === 0 ? '' : rule('a', 'A', a, more)}${rule('b', 'B', 20, more)}${rule('d', 'D', 60, more)}${parts}${ladder}`,
  );
export const expiring = (a: number, parts = '') => paying(a, ', decay: { expires: 2 days }', parts);

/** Under the last of some versions, a time after the first was met. */
export const since = (
  all: CompiledProgrammes[],
  ms: number,
  change: Partial<DecideOptions> = {},
): DecideOptions =>
  under(all.at(-1) as CompiledProgrammes, startMs + ms, {
    generation: all.length,
    earlier: all
      .map((programmes, index) => ({ generation: index + 1, programmes }))
      .slice(0, -1)
      .reverse(),
    ...change,
  });
export const begin = (programmes: CompiledProgrammes) => {
  const profile = new Profile();
  profile.events([happened('A', startMs)], under(programmes, startMs));
  expect(crossings(profile)).toEqual([[0, 1, 1]]);
  return profile;
};
export const crossings = ({ records }: Profile) =>
  records
    .filter(({ from, to, programme }) => from !== to && programme !== 'other')
    .map(({ from, to, episode }) => [from, to, episode]);
/** Re-evaluates it whenever it is due, up to a time. */
export const wait = (profile: Profile, all: CompiledProgrammes[], untilMs: number) => {
  while (profile.dueAtMs !== null && profile.dueAtMs <= startMs + untilMs)
    profile.reevaluate(since(all, profile.dueAtMs - startMs));
};
export const track = (profile: Profile, name: string, all: CompiledProgrammes[], ms: number) => {
  const options = since(all, ms);
  profile.events([happened(name, options.nowMs)], options);
};
export const identify = (profile: Profile, email: string, options: DecideOptions) =>
  profile.events(
    [{ ...happened('', options.nowMs), type: 'identify', name: '', traits: { email } }],
    options,
  );
