/** Digests on a real PostgreSQL that name an erased person among others: what was sent, and what waits. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { admin, startMs } from '../records.ts';
import { type NotificationStore, rep, startNotificationStore } from './notification-store.ts';

let notificationStore: NotificationStore;
beforeAll(async () => {
  notificationStore = await startNotificationStore();
  await notificationStore.mail();
  await notificationStore.query('UPDATE channels SET is_muted = true');
});
afterAll(async () => void (await notificationStore?.close()));

const { hourMs, minuteMs } = limits;
const quiet = { quietHours: { from: '11:00', until: '13:00' } };

/** Sales hears that a profile is erased. */
async function erase(profile: string) {
  const notice = { profile, untilMs: notificationStore.clock.nowMs(), address: null, person: null };
  const record = { erasure: `er_${profile}`, ...notice } as never;
  const id = `${++erasures}-0`;
  await notificationStore.sales.leads.applyTierUpdates([{ partition: 1, id, record }]);
}
let erasures = 0;
let days = 0;

test('a digest loses the text that names an erased person; what waits is written again without them', async () => {
  const digestOf = async (...names: string[]) => {
    notificationStore.clock.turnTo(startMs + ++days * limits.dayMs);
    const { id: channel } = await notificationStore.sales.notifications.createChannel(
      { kind: 'mail', name: 'Mail', target: rep, types: ['lead.*', 'task.*'], ...quiet, owner: rep },
      admin,
    );
    for (const who of names) await notificationStore.rise(who);
    notificationStore.clock.turnTo(notificationStore.clock.nowMs() + hourMs);
    await notificationStore.dispatch();
    return channel;
  };
  const statesOf = async (channel: string) => {
    const { rows } = await notificationStore.query(
      `SELECT state, body ->> 'text' AS text, body -> 'erased' AS erased, cancelled_reason AS why
       FROM deliveries WHERE channel_id = $1 ORDER BY created_at, state`,
      [channel],
    );
    return rows as { state: string; text: string | null; erased: boolean | null; why: string | null }[];
  };
  const delivered = await digestOf('told', 'witness');
  await notificationStore.query(
    `UPDATE deliveries SET state = 'delivered', delivered_at = now(), next_at = NULL WHERE channel_id = $1`,
    [delivered],
  );
  await erase('told');
  expect(await statesOf(delivered)).toEqual([{ state: 'delivered', text: null, erased: true, why: null }]);

  const waiting = await digestOf('gone', 'stays');
  await erase('gone');
  const why = 'it named a person who was erased';
  expect(await statesOf(waiting)).toEqual([{ state: 'cancelled', text: null, erased: true, why }]);
  notificationStore.clock.turnTo(notificationStore.clock.nowMs() + minuteMs);
  await notificationStore.dispatch();
  const [, again] = await statesOf(waiting);
  expect(again).toMatchObject({ state: 'waiting', text: expect.stringContaining('stays@example.com') });
  expect(again?.text).not.toContain('gone');
  // A message that names nobody else goes as a whole.
  await erase('stays');
  expect(await statesOf(waiting)).toEqual([{ state: 'cancelled', text: null, erased: true, why }]);
});
