/** What a changed programme does to tiers: nothing by itself, unless it was published to be notified. */
import { describe, expect, test } from 'vitest';
import {
  happened,
  installation,
  Profile,
  rule,
  startMs,
  tiers,
  under,
} from '../../../test/support/decided-profile.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgrammes } from '../scoring/scoring.ts';
import type { DecideOptions } from './folded-profile.ts';

const { minuteMs } = limits;
const hot = tiers(['hot', 50]);

describe('a changed programme', () => {
  const [low, mid, high] = [40, 50, 60].map((points) =>
    installation.programmes(
      `rules:\n${rule('a', 'A', points)}${rule('b', 'B', 1)}${rule('c', 'C', -20)}${hot}`,
    ),
  ) as [CompiledProgrammes, CompiledProgrammes, CompiledProgrammes];
  const versions = (...all: CompiledProgrammes[]) =>
    all.map((programmes, index) => ({ generation: index + 1, programmes }));
  const undergone = (all: CompiledProgrammes[], change: Partial<DecideOptions> = {}) =>
    under(all.at(-1) as CompiledProgrammes, startMs + all.length * minuteMs, {
      generation: all.length,
      earlier: versions(...all)
        .slice(0, -1)
        .reverse(),
      ...change,
    });
  const begin = (programmes: CompiledProgrammes) => {
    const profile = new Profile();
    profile.events([happened('A', startMs)], under(programmes, startMs));
    return profile;
  };
  const event = (name: string, options: DecideOptions) => happened(name, options.nowMs);
  const crossings = ({ records }: Profile) =>
    records
      .filter(({ from, to, actions }) => from !== to || actions.length > 0)
      .map(({ from, to, episode, actions }) => [from, to, episode, actions.length]);

  test('moves no tier: taken back, nobody is notified again, and the lead goes on', () => {
    const profile = begin(mid);
    expect(crossings(profile)).toEqual([[0, 1, 1, 3]]);
    profile.reevaluate(undergone([mid, low]));
    expect(profile.score(low, startMs)).toBe(40);
    profile.reevaluate(undergone([mid, low, mid]));
    const last = undergone([mid, low, mid]);
    profile.events([event('B', last)], last);
    expect(crossings(profile)).toHaveLength(1);
    expect(profile.state.tierStates[0]).toMatchObject({ tier: 1, episode: 1, shift: null });
  });

  test('that lowers a profile lets it rise again within its episode, and fall by its own loss', () => {
    const profile = begin(mid);
    const lowered = undergone([mid, low]);
    profile.reevaluate(lowered);
    expect(profile.state.tierStates[0]).toMatchObject({ tier: 1, shift: { score: 40_000 } });
    profile.events([event('A', lowered)], lowered);
    expect(crossings(profile)).toHaveLength(1);
    expect(profile.state.tierStates[0]).toMatchObject({ tier: 1, shift: null });
    const other = begin(mid);
    other.reevaluate(lowered);
    other.events([event('C', lowered)], lowered);
    expect(crossings(other).slice(1)).toEqual([[1, 0, 1, 0]]);
    other.events([event('A', lowered), event('A', lowered)], lowered);
    expect(crossings(other).slice(2)).toEqual([[0, 1, 2, 3]]);
  });

  test('that lifts a profile for the first time notifies nobody, and its next gain does, once', () => {
    const profile = begin(low);
    const lifted = undergone([low, high]);
    profile.reevaluate(lifted);
    profile.reevaluate(lifted);
    expect(crossings(profile)).toEqual([]);
    profile.events([event('B', lifted)], lifted);
    profile.events([event('B', lifted)], lifted);
    expect(crossings(profile)).toEqual([[0, 1, 1, 3]]);
  });

  test('that leaves a profile outside its tier is kept by sales, and so is its end: Redis may be lost', () => {
    const profile = begin(low);
    const kept = () =>
      profile.records.splice(0).map(({ from, to, episode, actions, tierState }) => {
        const { shift, generation } = tierState as { shift: { score: number } | null; generation: number };
        return [from, to, episode, actions.length, shift?.score ?? null, generation];
      });
    expect(kept()).toEqual([]);
    profile.reevaluate(undergone([low, high]));
    expect(kept()).toEqual([[0, 0, 0, 0, 60_000, 2]]);
    profile.reevaluate(undergone([low, high]));
    expect(kept()).toEqual([]);
    profile.reevaluate(undergone([low, high, high]));
    expect(kept()).toEqual([[0, 0, 0, 0, 60_000, 3]]);
    profile.reevaluate(undergone([low, high, high, low]));
    expect(kept()).toEqual([[0, 0, 0, 0, null, 4]]);
    profile.reevaluate(undergone([low, high, high, low, low]));
    expect(kept()).toEqual([]);
  });

  test('that is met together with an event of the profile notifies of that', () => {
    const profile = begin(low);
    const lifted = undergone([low, high]);
    profile.events([event('B', lifted)], lifted);
    expect(crossings(profile)).toEqual([[0, 1, 1, 3]]);
    const lower = begin(low);
    lower.events([event('C', lifted)], lifted);
    expect(crossings(lower)).toEqual([]);
  });

  test('and taken back while it was lifted, leaves its own rise to be notified', () => {
    const profile = begin(low);
    profile.reevaluate(undergone([low, high]));
    const back = undergone([low, high, low]);
    profile.reevaluate(back);
    expect(profile.state.tierStates[0]).toMatchObject({ tier: 0, episode: 0, shift: null });
    profile.events([event('A', back)], back);
    expect(crossings(profile)).toEqual([[0, 1, 1, 3]]);
  });

  test('that is taken back lifts who was first met under it: its next gain notifies, once', () => {
    const met = undergone([mid, low]);
    const profile = new Profile();
    profile.events([event('A', met)], met);
    const back = undergone([mid, low, mid]);
    profile.reevaluate(back);
    profile.reevaluate(back);
    expect(profile.score(mid, startMs)).toBe(50);
    expect(crossings(profile)).toEqual([]);
    profile.events([event('B', back)], back);
    profile.events([event('B', back)], back);
    expect(crossings(profile)).toEqual([[0, 1, 1, 3]]);
  });

  test('that is taken back to be notified notifies who was first met under it, and nobody again', () => {
    const back = undergone([mid, low, mid], { notifyGeneration: () => 3 });
    const met = undergone([mid, low]);
    const first = new Profile();
    first.events([event('A', met)], met);
    const before = begin(mid);
    before.reevaluate(met);
    for (const profile of [first, before]) {
      profile.reevaluate(back);
      profile.events([event('B', back)], back);
      expect(crossings(profile)).toEqual([[0, 1, 1, 3]]);
    }
  });

  test('of which only another one was published stays shifted from where it was', () => {
    const slow = 'ladder: { contactWithin: 24 hours, hysteresis: 15, tiers: [{ name: hot, from: 50 }] }';
    const fading = [60, 25].map((points) =>
      installation.programmes(
        `decay: { halfLife: 1 hour }\nrules:\n${rule('a', 'A', points)}${rule('b', 'B', 1)}${slow}`,
      ),
    ) as [CompiledProgrammes, CompiledProgrammes];
    const profile = begin(fading[0]);
    profile.reevaluate(undergone([...fading]));
    const { shift } = profile.state.tierStates[0] ?? {};
    expect(shift?.score).toBeLessThan(25_000);
    const again = undergone([...fading, fading[1]]);
    profile.reevaluate({ ...again, nowMs: again.nowMs + 30 * minuteMs });
    expect(profile.state.tierStates[0]).toMatchObject({ shift: shift as object });
  });

  test('lifts nobody loudly whose previous version would only have let them fall', () => {
    const held = (points: number) =>
      installation.programmes(
        `decay: { expires: 1 hour }\nrules:\n${rule('a', 'A', 60)}${rule('b', 'B', points, ', decay: none')}ladder: { contactWithin: 24 hours, leastTime: 7 days, tiers: [{ name: warm, from: 50 }, { name: hot, from: 90 }] }`,
      );
    const [low2, high2] = [held(10), held(95)] as [CompiledProgrammes, CompiledProgrammes];
    const profile = begin(low2);
    const day = (options: DecideOptions) => ({ ...options, nowMs: startMs + 1_440 * minuteMs });
    const before = day(under(low2, startMs));
    profile.events([happened('B', before.nowMs)], before);
    profile.reevaluate(day(undergone([low2, high2])));
    expect(crossings(profile).map(([from, to]) => [from, to])).toEqual([[0, 1]]);
    expect(profile.state.tierStates[0]).toMatchObject({ tier: 1, shift: { score: 95_000 } });
  });

  test('published to be notified is: falls end episodes, rises begin them', () => {
    const profile = begin(mid);
    const notified = { notifyGeneration: () => 2 };
    profile.reevaluate(undergone([mid, low], notified));
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1, 0]]);
    profile.reevaluate(undergone([mid, low, mid], { notifyGeneration: () => 3 }));
    expect(crossings(profile).slice(2)).toEqual([[0, 1, 2, 3]]);
    // Also for one that met only the change after it.
    const late = begin(low);
    late.reevaluate(undergone([low, high, high], notified));
    expect(crossings(late)).toEqual([[0, 1, 1, 3]]);
  });

  test('takes no action that waits for a grade; what the person does next takes it', () => {
    const graded = (a: number) =>
      installation.programmes(`rules:\n${rule('a', 'A', 60)}${rule('b', 'B', 1)}
fit:
  rules: [{ id: t, label: Title, who: { traits: { title: Director } }, points: 20 }]
  grades: { A: ${a}, B: 10, C: 0 }
  counts: false
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 50, up: [{ do: alert, if: { grade: A } }] }] }`);
    const [strict, mild] = [graded(30), graded(20)];
    const profile = new Profile();
    const director = { ...happened('A', startMs), type: 'identify' as const, traits: { title: 'Director' } };
    profile.events([director, happened('A', startMs)], under(strict, startMs));
    expect(crossings(profile)).toEqual([[0, 1, 1, 0]]);
    const options = undergone([strict, mild]);
    profile.reevaluate(options);
    expect(crossings(profile)).toHaveLength(1);
    profile.events([event('B', options)], options);
    expect(crossings(profile).slice(1)).toEqual([[1, 1, 1, 1]]);
    const asked = new Profile();
    asked.events([director, happened('A', startMs)], under(strict, startMs));
    asked.reevaluate(undergone([strict, mild], { notifyGeneration: () => 2 }));
    expect(crossings(asked).slice(1)).toEqual([[1, 1, 1, 1]]);
  });

  test('leaves a fall that was due already, when the least time in the tier ends', () => {
    const held = (points: number) =>
      installation.programmes(
        `rules:\n${rule('a', 'A', points)}${rule('c', 'C', -20)}ladder: { contactWithin: 24 hours, leastTime: 1 hour, tiers: [{ name: hot, from: 50 }] }`,
      );
    const [one, two] = [held(60), held(55)];
    const profile = new Profile();
    profile.events([happened('A', startMs)], under(one, startMs));
    profile.events([happened('C', startMs + 1)], under(one, startMs + 1));
    expect(crossings(profile)).toHaveLength(1);
    profile.reevaluate(undergone([one, two]));
    expect(crossings(profile)).toHaveLength(1);
    const later = undergone([one, two], { nowMs: startMs + 60 * minuteMs });
    profile.reevaluate(later);
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1, 0]]);
  });

  test('that excludes a profile leaves its tier, until its own doing', () => {
    const open = installation.programmes(`rules:\n${rule('a', 'A', 60)}${hot}`);
    const shut = installation.programmes(
      `rules:\n${rule('a', 'A', 60)}${hot}\nexclude: [{ id: all, label: Known, who: { identity: known } }]`,
    );
    const profile = begin(open);
    const options = undergone([open, shut]);
    profile.reevaluate(options);
    profile.events([event('A', options)], options);
    profile.reevaluate(undergone([open, shut, open]));
    expect(crossings(profile)).toHaveLength(1);
  });
});

describe('an action that waits for what is known of a person', () => {
  const graded = installation.programmes(`rules:\n${rule('a', 'A', 60)}
fit:
  rules: [{ id: t, label: Title, who: { traits: { title: Director } }, points: 40 }]
  grades: { A: 30, B: 10, C: 0 }
  counts: false
ladder: { contactWithin: 24 hours, tiers: [{ name: hot, from: 50, up: [{ do: open lead, if: { grade: A } }] }] }`);
  const at = (atMs: number) => under(graded, atMs);
  const director = (atMs: number) => ({
    ...happened('A', atMs),
    type: 'identify' as const,
    name: '',
    traits: { title: 'Director' },
  });
  const taken = ({ records }: Profile) => records.flatMap(({ actions }) => actions.map((one) => one.do));

  test.each<[string, (profile: Profile) => void]>([
    [
      'that comes first',
      (profile) => {
        profile.events([director(startMs)], at(startMs));
        profile.events([happened('A', startMs + 1)], at(startMs + 1));
      },
    ],
    [
      'that comes last',
      (profile) => {
        profile.events([happened('A', startMs)], at(startMs));
        profile.events([director(startMs + 1_500)], at(startMs + 1_500));
      },
    ],
    [
      'that happened first and arrives last',
      (profile) => {
        profile.events([happened('A', startMs)], at(startMs));
        profile.events([director(startMs - minuteMs)], at(startMs + minuteMs));
      },
    ],
    [
      'that comes while time alone is looked at again and again',
      (profile) => {
        profile.events([happened('A', startMs)], at(startMs));
        profile.reevaluate(at(startMs + 1));
        profile.events([director(startMs + 2)], at(startMs + 2));
        profile.reevaluate(at(startMs + 3));
        profile.events([director(startMs + 4)], at(startMs + 4));
      },
    ],
  ])('%s is taken once', (_how, live) => {
    const profile = new Profile();
    live(profile);
    expect(taken(profile)).toEqual(['open lead']);
  });
});
