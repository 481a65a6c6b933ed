/** What sales hears of the points that a person adds to a company: when, and that they end with the profile. */
import { expect, test } from 'vitest';
import {
  happened,
  installation,
  Profile,
  rule,
  startMs,
  tiers,
  under,
} from '../../../test/support/decided-profile.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { emptyState } from '../scoring/scoring.ts';

const { hourMs, minuteMs } = limits;
const head = 'of: account\ncombine: sum\n';
const ladder = tiers(['warm', 100]);
const programmes = installation.programmes(`${head}rules:\n${rule('a', 'A', 10)}${ladder}`);
const at = (minutes: number) => startMs + minutes * minuteMs;
const parts = ({ records }: Profile) =>
  records.map(({ score, part, identity, actions }) => [
    score,
    part?.isOwn,
    identity !== null,
    actions.length,
  ]);

test('each change of a known person, and nothing is opened for them', () => {
  const profile = new Profile();
  profile.events([happened('A', at(0))], under(programmes, at(0)));
  profile.events([happened('A', at(1)), happened('A', at(1))], under(programmes, at(1)));
  expect(parts(profile)).toEqual([
    [10, true, true, 0],
    [30, true, true, 0],
  ]);
});

test('nothing where no rule recognises what happened', () => {
  const profile = new Profile();
  profile.events([happened('A', at(0))], under(programmes, at(0)));
  profile.events([happened('B', at(1))], under(programmes, at(1)));
  expect(parts(profile)).toHaveLength(1);
});

test('nothing of an anonymous visitor', () => {
  const profile = new Profile(['a:device']);
  profile.events([happened('A', at(0), 'a:device')], under(programmes, at(0)));
  expect(parts(profile)).toEqual([]);
});

test('of a profile that becomes part of another: it says of which, and nothing more', () => {
  const profile = new Profile();
  profile.events([happened('A', at(0))], under(programmes, at(0)));
  profile.leave([happened('A', at(1))], under(programmes, at(1)));
  expect(parts(profile)).toEqual([
    [10, true, true, 0],
    [0, true, false, 0],
  ]);
  expect(profile.records.at(-1)?.part).toEqual({ isOwn: true, heir: profileIdOf('u:y') });
});

test('nothing of one that leaves and never added anything', () => {
  const profile = new Profile();
  profile.leave([happened('A', at(0))], under(programmes, at(0)));
  expect(parts(profile)).toEqual([]);
});

test('the union again where another became part of it, although the points are the same', () => {
  const profile = new Profile();
  profile.events([happened('A', at(0))], under(programmes, at(0)));
  profile.merge({ ...emptyState(), asOfMs: at(1), generation: 1 }, under(programmes, at(1)));
  expect(parts(profile)).toEqual([
    [10, true, true, 0],
    [10, true, true, 0],
  ]);
});

test('what a changed programme alone made is not the doing of the person', () => {
  const profile = new Profile();
  profile.events([happened('A', at(0))], under(programmes, at(0)));
  const more = installation.programmes(`${head}rules:\n${rule('a', 'A', 25)}${ladder}`);
  profile.reevaluate(under(more, at(1), { generation: 2, earlier: [{ generation: 1, programmes }] }));
  expect(parts(profile)).toEqual([
    [10, true, true, 0],
    [25, false, true, 0],
  ]);
});

test('the same points again where companies are scored again, although nobody looked meanwhile', () => {
  const ofPeople = installation.programmes(`rules:\n${rule('a', 'A', 10)}${ladder}`);
  const generations = [ofPeople, programmes].map((one, index) => ({
    generation: 2 - index,
    programmes: one,
  }));
  const profile = new Profile();
  profile.events([happened('A', at(0))], under(programmes, at(0)));
  profile.reevaluate(under(programmes, at(1), { generation: 3, earlier: generations }));
  // Each change of programmes is met once.
  profile.reevaluate(under(programmes, at(2), { generation: 3, earlier: generations }));
  expect(parts(profile)).toEqual([
    [10, true, true, 0],
    [10, false, true, 0],
  ]);
  expect(profile.records.map(({ part }) => part?.generation)).toEqual([1, 3]);
});

test.each([
  ['looked at', 1],
  ['not looked at', 0],
])('the same points again where it was retired meanwhile, %s by then', (_name, looks) => {
  const none = installation.programmes(`rules:\n${rule('b', 'B', 10)}${tiers(['hot', 5])}`);
  const earlier = [{ generation: 1, programmes }];
  const profile = new Profile();
  profile.events([happened('A', at(0))], under(programmes, at(0)));
  if (looks > 0) profile.reevaluate(under(none, at(1), { generation: 2, earlier }));
  const between = [{ generation: 2, programmes: none }, ...earlier];
  profile.reevaluate(under(programmes, at(2), { generation: 3, earlier: between }));
  expect(profile.records.filter(({ part }) => part?.generation === 3)).toMatchObject([
    { score: 10, part: { isOwn: false } },
  ]);
});

test('a group that is said again, also by somebody without points', () => {
  const profile = new Profile();
  const group = (minutes: number, id: string) => ({
    ...happened('B', at(minutes)),
    traits: { groupId: id },
  });
  const groups = () =>
    profile.records.map(({ score, identity }) => [score, identity?.group?.id, identity?.group?.atMs]);
  profile.events([group(0, 'acme')], under(programmes, at(0)));
  expect(groups()).toEqual([]);
  profile.events([happened('A', at(1))], under(programmes, at(1)));
  profile.events([group(2, 'acme')], under(programmes, at(2)));
  profile.events([group(1, 'globex')], under(programmes, at(3)));
  const none = installation.programmes(`${head}rules:\n${rule('a', 'A', 0)}${ladder}`);
  profile.reevaluate(under(none, at(4), { generation: 2, earlier: [{ generation: 1, programmes }] }));
  profile.events([group(5, 'globex')], under(none, at(5), { generation: 2 }));
  expect(groups()).toEqual([
    [10, 'acme', at(0)],
    [10, 'acme', at(2)],
    [0, 'acme', at(2)],
    [0, 'globex', at(5)],
  ]);
});

test('a group that somebody without points said while their history was out of reach', () => {
  const profile = new Profile();
  const day = (days: number) => at(days * 24 * 60);
  const said = [happened('A', at(0)), { ...happened('B', day(3)), traits: { groupId: 'acme' } }];
  const expiring = rule('a', 'A', 10, ', decay: { expires: 2 days }');
  const earlier = installation.programmes(`${head}rules:\n${expiring}${ladder}`);
  profile.events(said.slice(0, 1), under(earlier, at(0)));
  profile.reevaluate(under(earlier, day(2)));
  const other = installation.programmes(`${head}rules:\n${expiring}${rule('c', 'C', 10)}${ladder}`);
  const changed = (days: number) =>
    under(other, day(days), {
      ...{ generation: 2, signaturesGeneration: 2 },
      earlier: [{ generation: 1, programmes: earlier }],
    });
  profile.events(said.slice(1), changed(3), null);
  expect(profile.records).toHaveLength(2);
  profile.reevaluate(changed(4), said);
  expect(profile.records.map(({ score, identity }) => [score, identity?.group?.id])).toEqual([
    [10, undefined],
    [0, undefined],
    [0, 'acme'],
  ]);
  profile.reevaluate(changed(5));
  expect(profile.records).toHaveLength(3);
});

test('points that fade are looked at within the hour', () => {
  const fading = installation.programmes(
    `${head}rules:\n${rule('a', 'A', 10, ', decay: { halfLife: 30 days }')}${ladder}`,
  );
  const profile = new Profile();
  profile.events([happened('A', at(0))], under(fading, at(0)));
  expect(profile.dueAtMs).toBe(at(0) + hourMs);
  profile.reevaluate(under(fading, at(60)));
  expect(profile.records.at(-1)?.score).toBeLessThan(10);
});
