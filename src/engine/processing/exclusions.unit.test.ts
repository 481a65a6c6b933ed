/** What a changed programme does to the tiers of people that it excludes, or asks nothing of any more. */
import { describe, expect, test } from 'vitest';
import {
  begin,
  crossings,
  expiring,
  identify,
  paying,
  rival,
  since,
  track,
  wait,
} from '../../../test/support/changed-profile.ts';
import { happened, installation, Profile, rule, startMs } from '../../../test/support/decided-profile.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgrammes } from '../scoring/scoring.ts';

const { dayMs, minuteMs } = limits;

describe('a profile that a change excluded, or knows less of', () => {
  test.each([40, 10, 0])('at %d points falls when it is excluded by its own doing', (points) => {
    const all = [paying(60, '', rival), paying(points, '', rival)];
    const profile = begin(all[0] as CompiledProgrammes);
    profile.reevaluate(since(all, minuteMs));
    expect(crossings(profile)).toHaveLength(1);
    identify(profile, 'x@rival.example', since(all, 2 * minuteMs));
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
  });

  test.each([
    ['met by the clock', false],
    ['met by an event', true],
  ])('by asking nothing of its person any more stays, %s', (_, hasEvent) => {
    const fit = 'fit: { rules: [{ id: boss, label: Boss, who: { traits: { title: Boss } }, points: 30 }] }\n';
    const all = [paying(30, '', fit), paying(20)];
    const profile = new Profile();
    const options = since(all.slice(0, 1), 0);
    profile.events(
      [{ ...happened('A', startMs), type: 'identify', name: '', traits: { title: 'Boss' } }],
      options,
    );
    track(profile, 'A', all.slice(0, 1), 0);
    expect(crossings(profile)).toEqual([[0, 1, 1]]);
    if (hasEvent) track(profile, 'Unasked', all, minuteMs);
    else profile.reevaluate(since(all, minuteMs));
    expect(crossings(profile)).toHaveLength(1);
  });

  test.each([
    [
      'a tier that begins at 0',
      'hysteresis: 0, tiers: [{ name: hot, from: 0 }, { name: hotter, from: 100 }]',
    ],
    ['a tier no higher than the hysteresis', 'hysteresis: 15, tiers: [{ name: hot, from: 10 }]'],
  ])('by an exclusion alone stays in %s', (_, of) => {
    const frame = (parts: string) =>
      installation.programmes(
        `rules:\n${rule('a', 'A', 60)}${parts}ladder: { contactWithin: 24 hours, ${of} }`,
      );
    const all = [frame(''), frame(rival)];
    const profile = new Profile();
    identify(profile, 'x@rival.example', since(all.slice(0, 1), 0));
    track(profile, 'A', all.slice(0, 1), 0);
    expect(crossings(profile)).toEqual([[0, 1, 1]]);
    profile.reevaluate(since(all, minuteMs));
    expect(crossings(profile)).toHaveLength(1);
    // It is excluded no more, and then again, by its own doing.
    identify(profile, 'x@friend.example', since(all, 2 * minuteMs));
    expect(crossings(profile)).toHaveLength(1);
    identify(profile, 'x@rival.example', since(all, 3 * minuteMs));
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
  });

  test('together with its own exclusion falls', () => {
    const all = [paying(60, '', rival), paying(0, '', rival)];
    const profile = begin(all[0] as CompiledProgrammes);
    identify(profile, 'x@rival.example', since(all, minuteMs));
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
  });

  test('by an exclusion stays until it is excluded no more, and then falls by its own loss', () => {
    const known = 'exclude: [{ id: cold, label: Cold, who: { not: { traits: { title: Boss } } } }]\n';
    const all = [paying(60), expiring(40, known)];
    const profile = begin(all[0] as CompiledProgrammes);
    profile.reevaluate(since(all, minuteMs));
    track(profile, 'B', all, 2 * minuteMs);
    const options = since(all, 3 * minuteMs);
    profile.events(
      [{ ...happened('', options.nowMs), type: 'identify', name: '', traits: { title: 'Boss' } }],
      options,
    );
    expect(crossings(profile)).toHaveLength(1);
    expect(profile.state.tierStates[0]).toMatchObject({ tier: 1, score: 60_000, shift: null });
    wait(profile, all, 3 * dayMs);
    expect(crossings(profile).slice(1)).toEqual([[1, 0, 1]]);
  });
});
