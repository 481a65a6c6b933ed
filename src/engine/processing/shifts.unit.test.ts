/** The end of a shift: a profile that a changed programme left outside its tier is notified again, by what is its own. */
import { describe, expect, test } from 'vitest';
import {
  begin,
  crossings,
  expiring,
  ladder,
  paying,
  since,
  track,
  wait,
} from '../../../test/support/changed-profile.ts';
import {
  happened,
  installation,
  Profile,
  rule,
  startMs,
  under,
} from '../../../test/support/decided-profile.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgrammes } from '../scoring/scoring.ts';
import type { DecideOptions } from './folded-profile.ts';

const { dayMs, hourMs, minuteMs } = limits;

describe('a profile that a change put below its tier', () => {
  test('no higher than the hysteresis falls when nothing is left of its score', () => {
    const all = [expiring(60), expiring(10)];
    const profile = begin(all[0] as CompiledProgrammes);
    profile.reevaluate(since(all, minuteMs));
    wait(profile, all, 3 * dayMs);
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
    track(profile, 'D', all, 3 * dayMs);
    expect(crossings(profile).slice(2)).toEqual([[0, 1, 2]]);
  });

  test('to nothing falls when what it gained since is lost again', () => {
    const all = [paying(60), expiring(0)];
    const profile = begin(all[0] as CompiledProgrammes);
    profile.reevaluate(since(all, minuteMs));
    track(profile, 'B', all, hourMs);
    expect(crossings(profile)).toHaveLength(1);
    wait(profile, all, 3 * dayMs);
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
    track(profile, 'D', all, 3 * dayMs);
    expect(crossings(profile).slice(2)).toEqual([[0, 1, 2]]);
  });

  test('to nothing falls when time alone would have let it fall without the change', () => {
    const all = [expiring(60), expiring(0)];
    const profile = begin(all[0] as CompiledProgrammes);
    profile.reevaluate(since(all, minuteMs));
    wait(profile, all, 2 * dayMs - 1);
    expect(crossings(profile)).toHaveLength(1);
    wait(profile, all, 2 * dayMs + hourMs);
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
    track(profile, 'D', all, 3 * dayMs);
    expect(crossings(profile).slice(2)).toEqual([[0, 1, 2]]);
  });

  test('and another change further down keeps the time of the first', () => {
    const all = [expiring(60), expiring(20), expiring(0), paying(10)];
    const profile = begin(all[0] as CompiledProgrammes);
    for (const count of [2, 3, 4]) profile.reevaluate(since(all.slice(0, count), count * minuteMs));
    wait(profile, all, 2 * dayMs - 1);
    expect(crossings(profile)).toHaveLength(1);
    wait(profile, all, 2 * dayMs + hourMs);
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
  });
});

describe('a programme that is retired', () => {
  const other = `programme: other\nrules:\n${rule('o', 'O', 1)}${ladder}`;
  const web = `rules:\n${rule('a', 'A', 60, ', decay: { expires: 2 days }')}${ladder}`;
  const [both, alone] = [installation.several(web, other), installation.several(other)];
  const all = [both, alone, both];

  test('and comes back leaves no trace', () => {
    const profile = begin(both);
    profile.reevaluate(since(all.slice(0, 2), minuteMs));
    profile.reevaluate(since(all, 2 * minuteMs));
    expect(crossings(profile)).toHaveLength(1);
    wait(profile, all, 2 * dayMs);
    track(profile, 'A', all, 3 * dayMs);
    expect(crossings(profile).slice(1)).toEqual([
      [1, 0, 1],
      [0, 1, 2],
    ]);
  });

  test('and comes back later lets those fall that time would have let fall', () => {
    const profile = begin(both);
    profile.reevaluate(since(all.slice(0, 2), minuteMs));
    profile.reevaluate(since(all, 3 * dayMs));
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
    track(profile, 'A', all, 3 * dayMs + 1);
    expect(crossings(profile).slice(2)).toEqual([[0, 1, 2]]);
  });

  test('and comes back with less keeps a profile in its tier until that time', () => {
    const less = installation.several(web.replace('60', '10'), other);
    const versions = [both, alone, less];
    const profile = begin(both);
    profile.reevaluate(since(versions.slice(0, 2), minuteMs));
    profile.reevaluate(since(versions, hourMs));
    expect(crossings(profile)).toHaveLength(1);
    wait(profile, versions, 3 * dayMs);
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
  });
});

describe('a rise by the change alone, of a profile that waits for its history', () => {
  const web = (more: string) => `rules:\n${rule('a', 'A', 40)}${more}${ladder}`;
  const other = `programme: other\nrules:\n${rule('o', 'O', 1)}${rule('p', 'P', 1)}${ladder}`;
  const more = rule('n', 'N', 30);
  const all = [installation.several(web(''), other), installation.several(web(more), other)];
  const past = [happened('A', startMs), happened('N', startMs + 1)];
  const identified = (traits: Record<string, string>) => ({
    ...happened('', startMs + minuteMs),
    type: 'identify' as const,
    name: '',
    traits,
  });
  const meanwhile = (...events: ReturnType<typeof happened>[]) => {
    const profile = new Profile();
    profile.events(past, under(all[0] as CompiledProgrammes, startMs + 1));
    const change = { signaturesGeneration: 2 };
    const waits = since(all, minuteMs, change);
    profile.reevaluate(waits, null);
    if (events.length > 0) profile.events(events, waits, null);
    expect(profile.state.wait).not.toBe(null);
    profile.reevaluate(since(all, 2 * minuteMs, change), [...past, ...events]);
    expect(profile.state).toMatchObject({ wait: null, tierStates: [{}, { score: expect.any(Number) }] });
    return profile;
  };

  test.each([
    ['nothing', []],
    ['an event that no rule recognises', [happened('Unknown', startMs + minuteMs)]],
    ['one of another programme', [happened('P', startMs + minuteMs)]],
    ['one sent twice', [past[0] as (typeof past)[0]]],
    ['what was known of the person', [identified({})]],
  ])('notifies nobody for %s', (_what, events) => {
    expect(crossings(meanwhile(...events))).toEqual([]);
  });

  test.each([
    ['an event that a rule recognises', [happened('A', startMs + minuteMs)]],
    ['one of long ago', [happened('A', startMs - minuteMs)]],
    ['what was learnt of the person', [identified({ title: 'Boss' })]],
  ])('is notified with %s', (_what, events) => {
    expect(crossings(meanwhile(...events))).toEqual([[0, 1, 1]]);
  });
});

describe('a merge', () => {
  const [low, high, mid] = [paying(40), paying(60), paying(30)];
  const tierOf = (profile: Profile) => profile.state.tierStates[0];

  test('into an heir that has not met the change keeps the shift of the child', () => {
    const child = begin(high);
    child.reevaluate(since([high, mid], minuteMs));
    expect(tierOf(child)).toMatchObject({ tier: 1, shift: { score: 30_000 } });
    const heir = new Profile();
    heir.events([happened('B', startMs)], under(high, startMs));
    const options = since([high, mid], 2 * minuteMs);
    // The same event of the child and of the heir: nothing is gained.
    const { tierStates } = child.state;
    heir.merge({ ...heir.state, tierStates, generation: 2, laddersGeneration: 2 }, options);
    expect(crossings(heir)).toEqual([]);
    expect(tierOf(heir)).toMatchObject({ tier: 1, shift: { score: 30_000 } });
  });

  test('into an heir that the change alone lifts is a gain only where it brings points', () => {
    for (const gains of [false, true]) {
      const heir = new Profile();
      heir.events([happened('A', startMs)], under(low, startMs));
      const device = new Profile();
      device.events([happened(gains ? 'B' : 'Unknown', startMs)], under(low, startMs));
      const options = since([low, high], minuteMs);
      heir.merge({ ...device.state, tierStates: [] }, options);
      expect(crossings(heir)).toEqual(gains ? [[0, 1, 1]] : []);
    }
  });

  test('of two that the change lifted rises by a gain of both alone', () => {
    const versions = [low, high];
    const [one, two] = [new Profile(), new Profile()];
    for (const profile of [one, two]) {
      profile.events([happened('A', startMs)], under(low, startMs));
      profile.reevaluate(since(versions, minuteMs));
      expect(tierOf(profile)).toMatchObject({ tier: 0, shift: { score: 60_000 } });
    }
    one.merge(
      { ...one.state, tierStates: [{ ...(tierOf(two) as object), shift: null } as never] },
      since(versions, hourMs),
    );
    expect(crossings(one)).toEqual([]);
    one.merge(two.state, since(versions, 2 * hourMs));
    expect(crossings(one)).toEqual([[0, 1, 1]]);
  });

  test('of a child that gains in the same moment as it meets the change takes that along', () => {
    // A link and an event of one batch: the gain is the profile's own.
    const link = (events: ReturnType<typeof happened>[]) => {
      const child = new Profile();
      child.events([happened('A', startMs)], under(low, startMs));
      return child.leave(events, since([low, high], minuteMs)).tierStates[0]?.shift ?? null;
    };
    expect(link([])).toMatchObject({ score: 60_000 });
    expect(link([happened('B', startMs + minuteMs)])).toMatchObject({ score: 60_000 });
  });
});

describe('a profile that a change put above its tier, and whose negative points fade', () => {
  const version = (a: number, decay: string) =>
    installation.programmes(
      `rules:\n${rule('a', 'A', a)}${rule('n', 'N', -10, `, decay: { ${decay} }`)}${ladder}`,
    );
  const lifted = (a: number, decay: string) => {
    const all = [version(40, decay), version(a, decay)];
    const profile = new Profile();
    const begun = under(all[0] as CompiledProgrammes, startMs);
    profile.events([happened('A', startMs), happened('N', startMs)], begun);
    profile.reevaluate(since(all, minuteMs));
    expect(crossings(profile)).toEqual([]);
    return { all, profile };
  };

  test.each([
    ['the bound', 55, 'expires: 1 day'],
    ['the score that the change gave', 70, 'expires: 1 day'],
    ['that score, little by little', 70, 'linear: 1 day'],
  ])('is notified of its own rise above %s', (_what, a, decay) => {
    const { all, profile } = lifted(a, decay);
    wait(profile, all, 2 * dayMs);
    expect(crossings(profile)).toEqual([[0, 1, 1]]);
  });

  test('is notified where it is looked at by an event that no rule recognises, or after another change', () => {
    const { all, profile } = lifted(70, 'expires: 1 day');
    track(profile, 'Unknown', all, dayMs);
    expect(crossings(profile)).toEqual([[0, 1, 1]]);
    const { all: versions, profile: late } = lifted(70, 'expires: 1 day');
    late.reevaluate(since([...versions, version(80, 'expires: 1 day')], dayMs));
    expect(crossings(late)).toEqual([[0, 1, 1]]);
  });
});

describe('a version and its roll-back', () => {
  const version = (ladderParts: string, more = '') =>
    installation.programmes(
      `rules:\n${rule('a', 'A', 60)}${rule('c', 'C', -20)}${rule('b', 'B', 1)}${more}ladder: { contactWithin: 24 hours, ${ladderParts} }`,
    );
  const hot = 'tiers: [{ name: hot, from: 50 }]';

  test('that had not the tier of a profile leads back to it: it is not reached again', () => {
    const first = version('tiers: [{ name: warm, from: 20 }, { name: hot, from: 50 }]');
    for (const second of [
      'tiers: [{ name: warm, from: 20 }]',
      'tiers: [{ name: warm, from: 50 }, { name: best, from: 55 }]',
    ]) {
      const all = [first, version(second), first];
      const profile = new Profile();
      profile.events([happened('A', startMs)], under(first, startMs));
      expect(crossings(profile)).toEqual([[0, 2, 1]]);
      profile.reevaluate(since(all.slice(0, 2), minuteMs));
      profile.reevaluate(since(all, 2 * minuteMs));
      track(profile, 'B', all, hourMs);
      expect(crossings(profile)).toHaveLength(1);
    }
  });

  test.each([
    ['has none', hot.replace('50', '70')],
    ['lifts the profile', hot.replace('50', '30')],
    ['lifts it above its tier', 'tiers: [{ name: hot, from: 20 }, { name: hotter, from: 30 }]'],
  ])('that %s lets a fall that only the least time held up come when that ends', (_what, second) => {
    const first = version(`leastTime: 2 days, ${hot}`);
    const all = [first, version(second), first];
    const profile = begin(first);
    profile.events([happened('C', startMs + 1)], under(first, startMs + 1));
    profile.reevaluate(since(all.slice(0, 2), minuteMs));
    expect(crossings(profile)).toHaveLength(1);
    profile.reevaluate(since(all, 2 * minuteMs));
    wait(profile, all, 2 * dayMs - 1);
    expect(crossings(profile)).toHaveLength(1);
    wait(profile, all, 2 * dayMs);
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
  });

  test('notifies nobody where the clock of the process is behind the events', () => {
    const all = [version(hot), version(hot, rule('n', 'N', 60))];
    const behind = (options: DecideOptions) => ({ ...options, nowMs: options.nowMs - hourMs });
    const event = happened('N', startMs);
    const profile = new Profile();
    profile.events([event], behind(since(all.slice(0, 1), 0)));
    const change = { signaturesGeneration: 2 };
    profile.reevaluate(behind(since(all, minuteMs, change)), [event]);
    expect(crossings(profile)).toEqual([]);
    expect(profile.state.tierStates[0]).toMatchObject({ tier: 0, shift: { score: 60_000 } });
  });
});
