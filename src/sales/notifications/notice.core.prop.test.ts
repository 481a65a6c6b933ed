/** One alert an episode, and the limits of an hour: whatever happens. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertOf, leadOf, listenerOf } from '../../../test/sales/notifications/alerts.ts';
import { chainsOf, emptySnapshot, leadFlow, startMs, steps } from '../../../test/sales/records.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { alertEntry } from '../../contract/api/api.ts';
import { applyRecord } from '../leads/apply.core.ts';
import { World } from '../leads/world.core.ts';
import { goesOutAt, onceKeyOf, type SentMessage } from './notice.core.ts';

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

/** What arrives: so long after the one before, of this type. */
const arrivals = fc.array(
  fc.record({
    gapMs: fc.integer({ min: 0, max: 20 * limits.minuteMs }),
    type: fc.constantFrom('record.handed-off' as const, 'lead.opened' as const, 'task.overdue' as const),
  }),
  { minLength: 1, maxLength: 80 },
);

test('urgency overtakes: within any hour as many messages as the limit says of that urgency and above', () => {
  fc.assert(
    fc.property(arrivals, fc.integer({ min: 1, max: 5 }), (some, maxPerHour) => {
      const channel = listenerOf({ maxPerHour });
      const sent: SentMessage[] = [];
      let nowMs = startMs;
      for (const { gapMs, type } of some) {
        nowMs += gapMs;
        const { urgency } = alertEntry(type);
        const withinHour = sent.filter(({ atMs }) => atMs > nowMs - limits.hourMs && atMs <= nowMs);
        const before = withinHour.filter((message) => message.urgency >= urgency);
        const atMs = goesOutAt(channel, alertOf({ type }), nowMs, withinHour);
        // Nothing less urgent holds it back, and it waits no longer than it must.
        if (before.length < maxPerHour) expect(atMs).toBe(nowMs);
        else expect(before.map((one) => one.atMs + limits.hourMs)).toContain(atMs);
        if (atMs === nowMs) sent.push({ atMs, urgency });
      }
      for (const { atMs, urgency } of sent) {
        const within = sent.filter((one) => one.atMs > atMs - limits.hourMs && one.atMs <= atMs);
        // What is least urgent is never one of more than the limit.
        const above = within.filter((one) => one.urgency >= urgency && one.atMs <= atMs);
        const byUrgency = above.filter((one) => one.urgency > urgency).length;
        expect(above.length - byUrgency).toBeLessThanOrEqual(maxPerHour);
      }
    }),
  );
});
