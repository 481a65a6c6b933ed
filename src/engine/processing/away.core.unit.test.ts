/** What time does to an archived profile under a version published while it was away: reported at its return, as of its moment. */
import { describe, expect, test } from 'vitest';
import { languageStartMs, streamEvent } from '../../../test/support/history-arbitrary.ts';
import { OneLife, passTime } from '../../../test/support/one-life.ts';
import { parsedProgramme } from '../../../test/support/programme-arbitrary.ts';
import type { Yaml } from '../../../test/support/rule-arbitrary.ts';
import { limits } from '../../base/kernel/kernel.ts';

const { dayMs } = limits;
const profileMs = 60 * dayMs;
const named = (id: string) => ({ id, label: id });
const earned = { ...named('page'), when: { type: 'page' }, points: 50, pays: 'once' };
const versionOf = (rules: Yaml[], more: Yaml = {}) =>
  parsedProgramme({
    ...{
      programme: 'web',
      name: 'Web',
      campaign: 'Web',
      timeZone: 'UTC',
      visit: { endsAfter: '30 minutes' },
    },
    ...{ rules, ladder: { contactWithin: '24 hours', tiers: [{ name: 'hot', from: 50 }] }, ...more },
  });
const silence = (id: string, within: string, points: number, more: Yaml = {}): Yaml => ({
  ...{ ...named(id), when: 'any event', within, points, pays: 'every time', ...more },
});

const at = (messageId: string, atMs: number) => ({
  ...{ type: 'page' as const, name: '', path: '/', messageId, atMs },
});
const first = [at('first', languageStartMs)];

/** Becomes hot, goes away for 61 days, a version is published, and comes back after so many days more. */
function life(version: ReturnType<typeof versionOf>, days: number, isArchiving: boolean) {
  const settings = { latenessMs: 2 * dayMs, ...(isArchiving && { profileMs }) };
  const one = new OneLife(versionOf([earned]), languageStartMs, settings);
  one.live(first);
  one.leave(profileMs + dayMs);
  expect(one.isArchived).toBe(isArchiving);
  one.meet([version]);
  passTime(one.installation, one.installation.nowMs + days * dayMs);
  one.comeBack([at('again', 0)]);
  return one.notified.map(({ from, to, atMs }) => ({ from, to, day: (atMs - languageStartMs) / dayMs }));
}

const rise = { from: 0, to: 1, day: 0 };

describe.each([
  [
    'a silence that repeats costs a tier with its next time',
    versionOf([earned, silence('quiet', '30 days', -1, { repeatsEvery: '10 days' })]),
    { from: 1, to: 0, day: 70 },
  ],
  [
    'a silence that had not ended costs it at its end',
    versionOf([earned, silence('quiet', '90 days', -1)]),
    { from: 1, to: 0, day: 90 },
  ],
  [
    'points that fade now cost it when they leave the tier',
    versionOf([{ ...earned, decay: { expires: '100 days' } }]),
    { from: 1, to: 0, day: 100 },
  ],
  ['a version that leaves less costs nothing by itself', versionOf([{ ...earned, points: 10 }]), null],
  ['a version without a word of time costs nothing', versionOf([{ ...earned, label: 'Another' }]), null],
])('%s', (_, version, fall) => {
  const expected = [rise, ...(fall === null ? [] : [fall])];
  test('for one that was archived', () => expect(life(version, 120, true)).toEqual(expected));
  test('for one that was not', () => expect(life(version, 120, false)).toEqual(expected));
});

test('who comes back before the moment keeps the tier', () => {
  const version = versionOf([earned, silence('quiet', '90 days', -1)]);
  expect(life(version, 27, true)).toEqual([rise]);
});

/** Each is paid once a day until the fall, 29 or 30 times after the version has come: eight stay within the looks, nine do not. */
const manyRepeats = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    silence(`s${index}`, `${24 + index} hours`, 0.001, { repeatsEvery: '1 day' }),
  );

test.each([
  [1, 90],
  [8, 90],
  [9, null],
])('of %i silences that repeat daily, the fall by another is reported as of day %j', (count, day) => {
  const version = versionOf([earned, ...manyRepeats(count), silence('quiet', '90 days', -60)]);
  const [, fall] = life(version, 120, true);
  expect(fall).toMatchObject({ from: 1, to: 0 });
  // Beyond the looks that are taken it is seen at the return.
  if (day === null) expect(fall?.day).toBeGreaterThan(60 + 120);
  else expect(fall?.day).toBe(day);
});

test('a tier that comes with a merge keeps its lead: what earned it was not known before', () => {
  const rule = { ...named('page'), when: { type: 'page' }, points: 30, pays: 'every time' };
  const one = new OneLife(versionOf([rule]), languageStartMs, { latenessMs: 2 * dayMs, profileMs });
  one.live(first);
  one.leave(profileMs + dayMs);
  expect(one.isArchived).toBe(true);
  one.meet([versionOf([{ ...rule, decay: { expires: '100 days' } }])]);
  const { installation } = one;
  passTime(installation, languageStartMs + 120 * dayMs);
  for (const messageId of ['second', 'third'])
    installation.accept(streamEvent(at(messageId, installation.nowMs)), 'e:ada@example.com');
  installation.runOut();
  passTime(installation, installation.nowMs + dayMs);
  installation.link('e:ada@example.com', 'u:ada');
  passTime(installation, installation.nowMs + dayMs);
  expect(one.notified).toMatchObject([{ from: 0, to: 1, episode: 1, begunAs: null }]);
});
