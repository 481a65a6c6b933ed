/** Events imported between a change of programmes and its profile: time moves the tier as if the import had come later. */
import { expect, test } from 'vitest';
import { streamEvent } from '../../../test/support/history-arbitrary.ts';
import type { LanguageEvent } from '../../../test/support/language-oracle-match.ts';
import { OneLife } from '../../../test/support/one-life.ts';
import { parsedProgramme } from '../../../test/support/programme-arbitrary.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';

const { dayMs, minuteMs } = limits;
const startMs = Date.UTC(2026, 2, 2, 12);
const key = 'u:ada';

const programme = (points: number, more: object = {}) =>
  parsedProgramme({
    programme: 'random',
    name: 'Random',
    campaign: 'Random campaign',
    timeZone: 'UTC',
    visit: { endsAfter: '30 minutes' },
    ladder: { contactWithin: '24 hours', tiers: [{ name: 'warm', from: 8 }] },
    rules: [{ id: 'a', label: 'A', when: { event: 'A' }, points, pays: 'every time' }],
    ...more,
  } as never);

/** Below 8 after 9.6 hours. */
const fading = programme(10, { decay: { linear: '2 days' } });
const excluding = { exclude: [{ id: 'boss', label: 'Boss', who: { traits: { title: 'Boss' } } }] };
const worthLess = programme(5);

const event = (messageId: string, more: Partial<LanguageEvent> = {}): LanguageEvent => ({
  ...{ type: 'track', name: 'A', path: '', messageId, atMs: startMs },
  ...more,
});

function moves(before: ReturnType<typeof programme>, imported: LanguageEvent, meetsFirst: boolean) {
  const life = new OneLife(before, startMs, { latenessMs: 2 * dayMs });
  life.live([event('a')]);
  life.leave(minuteMs);
  if (meetsFirst) life.meet([worthLess]);
  else life.publish(worthLess);
  life.installation.importEvents([{ ...streamEvent(imported), profile: profileIdOf(key), key }]);
  life.installation.runOut();
  life.comeBack(['b', 'c'].map((messageId) => event(messageId)));
  // It meets the change a second later, once its history was read.
  return life.notified.map(({ from, to, episode, atMs }) => [
    from,
    to,
    episode,
    Math.round((atMs - startMs) / minuteMs),
  ]);
}

const before = startMs - 40 * dayMs;
test.each([
  ['of an event that no rule knows', fading, event('old', { name: 'Old', atMs: before })],
  [
    'that says who it is: that does not count in how it stood',
    programme(10, { decay: { linear: '2 days' }, ...excluding }),
    event('old', { type: 'identify', name: '', traits: { title: 'Boss' }, atMs: before }),
  ],
])('one that a change left below its tier falls by time after an import %s', (_, first, imported) => {
  const together = moves(first, imported, false);
  expect(together.map(([from, to, episode]) => [from, to, episode])).toEqual([
    [0, 1, 1],
    [1, 0, 1],
    [0, 1, 2],
  ]);
  expect(together).toEqual(moves(first, imported, true));
});
