/** One alert an episode, and the limits of an hour: whatever happens. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertOf, leadOf, listenerOf } from '../../../test/sales/notifications/alerts.ts';
import { chainsOf, emptySnapshot, leadFlow, startMs, steps } from '../../../test/sales/records.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { applyRecord } from '../leads/apply.core.ts';
import { World } from '../leads/world.core.ts';
import { goesOutAt, onceKeyOf } from './notice.core.ts';

test('however a score rises and falls, a lead is sent once a tier and episode', () => {
  fc.assert(
    fc.property(steps, (some) => {
      const world = new World(leadFlow, emptySnapshot);
      const keys = new Map<string, number>();
      const wanted = new Set<string>();
      for (const record of chainsOf(some)) {
        for (const planned of applyRecord(world, record)) {
          if (!/opened|heated/.test(planned.type)) continue;
          const { lead: id, type, heat } = planned;
          const { episode } = world.leads.get(id ?? '') ?? { episode: 0 };
          const key = onceKeyOf(
            alertOf({
              type,
              episode: `${record.profile} emea ${episode}`,
              data: { lead: leadOf({ id: id ?? '', tier: heat.tier }) },
            }),
          );
          keys.set(key ?? '', (keys.get(key ?? '') ?? 0) + 1);
          wanted.add(JSON.stringify([id, type, record.profile, episode, heat.tier]));
        }
      }
      // One key for each tier reached in an episode; the others repeat.
      expect(keys.size).toBe(wanted.size);
      expect(keys.has('')).toBe(false);
    }),
  );
});

test('sent when it may go, never more than the limit within any hour, and none waits longer than it must', () => {
  const arrivals = fc.array(fc.integer({ min: 0, max: 90 * limits.minuteMs }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 5 }), (gaps, maxPerHour) => {
      const channel = listenerOf({ maxPerHour });
      const sent: number[] = [];
      let nowMs = startMs;
      for (const gap of gaps) {
        nowMs = Math.max(nowMs, sent.at(-1) ?? 0) + gap;
        const withinHour = sent.filter((atMs) => atMs > nowMs - limits.hourMs);
        const atMs = goesOutAt(channel, alertOf(), nowMs, withinHour);
        if (withinHour.length < maxPerHour) expect(atMs).toBe(nowMs);
        else expect(withinHour.map((one) => one + limits.hourMs)).toContain(atMs);
        sent.push(atMs);
      }
      for (const atMs of sent) {
        const within = sent.filter((one) => one > atMs - limits.hourMs && one <= atMs);
        expect(within.length).toBeLessThanOrEqual(maxPerHour);
      }
    }),
  );
});
