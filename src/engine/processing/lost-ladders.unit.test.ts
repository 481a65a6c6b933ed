/** A Redis that is lost after changes of a ladder: everybody stands where the last ladder they had met left them. */
import { expect, test } from 'vitest';
import { OneLife } from '../../../test/support/one-life.ts';
import { oneRuleProgramme } from '../../../test/support/one-rule-programme.ts';
import { limits } from '../../base/kernel/kernel.ts';

const programme = (ladder: object) => oneRuleProgramme(5, ladder);

const lower = programme({ tiers: [{ name: 'warm', from: 5 }] });
/** Five points hold the tier from below; its threshold is that of the upper tier of the next ladder. */
const higher = programme({ hysteresis: 30, tiers: [{ name: 'warm', from: 20 }] });
const ofTwo = programme({
  tiers: [
    { name: 'one', from: 5 },
    { name: 'two', from: 20 },
  ],
});

/** Found by seed 871609353 of `lost-changes.prop.test.ts`, where sales had not heard of the ladder in between. */
test.each([
  ['met', [higher, ofTwo], null],
  ['did not meet', [higher], ofTwo],
])('one who %s the last ladder', (_, met, last) => {
  const tierOf = (isLosing: boolean) => {
    const life = new OneLife(lower, Date.UTC(2026, 2, 2, 12), { latenessMs: 2 * limits.dayMs });
    const event = { type: 'track', name: 'A', path: '', properties: {}, messageId: 'a', via: 'public' };
    life.live([{ ...event, atMs: life.installation.nowMs } as never]);
    life.leave(limits.minuteMs);
    life.meet(met);
    if (last !== null && isLosing) life.publish(last);
    else if (last !== null) life.meet([last]);
    if (isLosing) life.lose();
    return life.installation.stateOf('u:ada')?.tierStates.map(({ tier, episode }) => [tier, episode]);
  };
  expect(tierOf(true)).toEqual(tierOf(false));
  expect(tierOf(true)).toEqual([[2, 1]]);
});
