/** A Redis that is lost between a change of programmes and its profiles: time moves their tiers as if nothing had been lost. */
import { expect, test } from 'vitest';
import { OneLife } from '../../../test/support/one-life.ts';
import { oneRuleProgramme } from '../../../test/support/one-rule-programme.ts';
import { limits } from '../../base/kernel/kernel.ts';

const { dayMs, hourMs, minuteMs } = limits;

const programme = (points: number, decay: unknown, ladder: object = {}) =>
  oneRuleProgramme(
    points,
    { tiers: [{ name: 'warm', from: 8 }], ...ladder },
    decay === null ? {} : { decay },
  );

/** Below 8 after 9.6 hours. */
const decay = { linear: '2 days' };
const fading = programme(10, decay);
const held = programme(10, decay, { leastTime: '20 hours' });
const worthLess = programme(5, null);

/** The first event makes it warm; one a day after it left does so again where time let it fall before. */
function lives(before: ReturnType<typeof programme>, awayMs: number) {
  const startMs = Date.UTC(2026, 2, 2, 12);
  const event = { type: 'track', name: 'A', path: '', properties: {}, via: 'public', atMs: startMs };
  const live = (isLosing: boolean) => {
    const life = new OneLife(before, startMs, { latenessMs: 2 * dayMs });
    life.live([{ ...event, messageId: 'a' } as never]);
    life.leave(awayMs);
    if (isLosing) life.publish(worthLess);
    else life.meet([worthLess]);
    if (isLosing) life.lose();
    return life;
  };
  const [losing, without] = [live(true), live(false)];
  const again = ['b', 'c', 'd', 'e'].map((messageId) => ({ ...event, messageId }) as never);
  without.comeBack(again, losing.comeBack(again));
  return { losing: losing.notified, without: without.notified };
}

/** Found by seed 284783 of `lost-changes.prop.test.ts`: one that a change left below its tier never fell, and never rose again. */
test.each([
  ['as it fades by the programme before', fading, minuteMs],
  ['once the least time in its tier is over', held, 10 * hourMs],
])('one that a change left below its tier falls by time: %s', (_, before, awayMs) => {
  const { losing, without } = lives(before, awayMs);
  expect(losing.map(({ from, to, episode }) => [from, to, episode])).toEqual([
    [0, 1, 1],
    [1, 0, 1],
    [0, 1, 2],
  ]);
  expect(losing).toEqual(without);
});
