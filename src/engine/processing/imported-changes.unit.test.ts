/** Events imported between a change of programmes and its profile: time moves the tier as if the import had come later. */
import { expect, test } from 'vitest';
import { streamEvent } from '../../../test/support/history-arbitrary.ts';
import type { LanguageEvent } from '../../../test/support/language-oracle-match.ts';
import { OneLife } from '../../../test/support/one-life.ts';
import { oneRuleProgramme } from '../../../test/support/one-rule-programme.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';

const { dayMs, minuteMs } = limits;
const startMs = Date.UTC(2026, 2, 2, 12);
const key = 'u:ada';

const programme = (points: number, more: object = {}) =>
  oneRuleProgramme(points, { tiers: [{ name: 'warm', from: 8 }] }, more);

/** Below 8 after 9.6 hours. */
const fading = programme(10, { decay: { linear: '2 days' } });
const excluding = { exclude: [{ id: 'boss', label: 'Boss', who: { traits: { title: 'Boss' } } }] };
const worthLess = programme(5);

const event = (messageId: string, more: Partial<LanguageEvent> = {}): LanguageEvent => ({
  ...{ type: 'track', name: 'A', path: '', messageId, atMs: startMs },
  ...more,
});

interface Course {
  /** What it does before it leaves, for how long it leaves, and what then befalls it. */
  lived?: readonly LanguageEvent[];
  leftMs?: number;
  befalls?: (life: OneLife, imported: readonly ScovilleEvent[]) => void;
  /** The version that comes. */
  after?: ReturnType<typeof programme>;
}

function moves(
  before: ReturnType<typeof programme>,
  imported: LanguageEvent,
  meetsFirst: boolean,
  { lived = [event('a')], leftMs = minuteMs, befalls, after = worthLess }: Course = {},
) {
  const life = new OneLife(before, startMs, { latenessMs: 2 * dayMs });
  life.live(lived);
  life.leave(leftMs);
  if (meetsFirst) life.meet([after]);
  else life.publish(after);
  const events = [{ ...streamEvent(imported), profile: profileIdOf(key), key }];
  life.installation.importEvents(events);
  befalls?.(life, events);
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

const old = event('old', { name: 'Old', atMs: before });

test('so does one all of whose events are sealed', () => {
  // Below 8 after 8 days.
  const slow = programme(10, { decay: { linear: '40 days' } });
  const lived = [event('a'), event('other', { name: 'Other', atMs: startMs + 5 * dayMs })];
  const leftMs = 2.5 * dayMs;
  const life = new OneLife(slow, startMs, { latenessMs: 2 * dayMs });
  life.live(lived);
  life.leave(leftMs);
  expect(life.installation.stateOf(key)?.matchedEvents).toEqual([]);
  const together = moves(slow, old, false, { lived, leftMs });
  expect(together.slice(0, 2).map(([from, to]) => [from, to])).toEqual([
    [0, 1],
    [1, 0],
  ]);
  expect(together).toEqual(moves(slow, old, true, { lived, leftMs }));
});

test('one that forgot its events for an import taken back does not fall by the one event it knows', () => {
  const high = { ladder: { contactWithin: '24 hours', tiers: [{ name: 'warm', from: 18 }] } };
  const course: Course = {
    after: programme(5, high),
    lived: [event('a'), event('a too')],
    befalls: ({ installation }, imported) => {
      installation.takeBack(imported);
      installation.accept(streamEvent(event('late', { atMs: startMs })), key);
    },
  };
  expect(moves(programme(10, high), old, false, course)).toEqual(
    moves(programme(10, high), old, true, course),
  );
});

test('one that Redis has lost, and that is imported before it is restored, falls by time too', () => {
  const course: Course = {
    befalls: ({ installation }, imported) => {
      installation.apply();
      installation.lose(null);
      installation.importEvents(imported);
      for (const partition of [0, 1, 2]) installation.step(partition, 500);
      expect(installation.stateOf(key)?.wait).toMatchObject({ gone: 'lost', isImported: true });
    },
  };
  expect(moves(fading, old, false, course)).toEqual(moves(fading, old, true, course));
});
