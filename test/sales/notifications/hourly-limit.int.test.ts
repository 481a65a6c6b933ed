/** The hourly limit of a channel: what waits, and what urgency overtakes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import type { NewChannel } from '../../../src/contract/api/api.ts';
import { admin, startMs } from '../records.ts';
import { type NotificationStore, rep, startNotificationStore } from './notification-store.ts';

let notificationStore: NotificationStore;
let day = 0;
const { hourMs, minuteMs } = limits;

beforeAll(async () => {
  notificationStore = await startNotificationStore();
});
afterAll(async () => void (await notificationStore?.close()));

/** Noon of a day of its own, and the only mail channel of the rep that is not muted. */
async function freshChannel(change: Partial<NewChannel>): Promise<string> {
  day++;
  notificationStore.clock.turnTo(startMs + day * 7 * limits.dayMs);
  await notificationStore.dispatch();
  await notificationStore.query('UPDATE channels SET is_muted = true');
  const given = { kind: 'mail', name: 'Mail', target: rep, types: ['lead.*', 'task.*'], owner: rep } as const;
  const { id } = await notificationStore.sales.notifications.createChannel(
    { ...given, types: [...given.types], ...change, owner: rep },
    admin,
  );
  return id;
}

const notices = async (channel: string) =>
  (await notificationStore.sales.notifications.listNotices(channel, { limit: 200 }, admin)).items.reverse();

test('beyond its messages of an hour, a channel lets alerts wait until the oldest is an hour old', async () => {
  const channel = await freshChannel({ maxPerHour: 3 });
  const noonMs = notificationStore.clock.nowMs();
  for (let made = 0; made < 5; made++) {
    notificationStore.clock.turnTo(noonMs + made * minuteMs);
    await notificationStore.rise(`busy-${made}`);
    await notificationStore.dispatch();
    expect(await notificationStore.sent(channel)).toHaveLength(Math.min(made + 1, 3));
  }
  const freeMs = noonMs + hourMs;
  expect((await notices(channel)).slice(3)).toMatchObject([
    { state: 'waiting', dueAt: new Date(freeMs).toISOString() },
    { state: 'waiting', dueAt: new Date(freeMs).toISOString() },
  ]);
  notificationStore.clock.turnTo(freeMs - 1);
  await notificationStore.dispatch();
  expect(await notificationStore.sent(channel)).toHaveLength(3);
  notificationStore.clock.turnTo(freeMs);
  await notificationStore.dispatch();
  const sent = await notificationStore.sent(channel);
  expect(sent).toHaveLength(4);
  expect(sent[3]?.body.subject).toMatch(/^2 alerts/);
  // Of several people none: a wish of one must not stop what is said of the other.
  expect(sent[3]).toMatchObject({ person: null, record: null });
});

test('what is urgent overtakes at the hourly limit, and takes along what waited', async () => {
  const channel = await freshChannel({
    maxPerHour: 2,
    types: ['lead.updated', 'lead.opened', 'task.overdue'],
  });
  const { sales, clock } = notificationStore;
  const subjects = async () => (await notificationStore.sent(channel)).map(({ body }) => body.subject);
  const turn = async (ms: number) => {
    clock.turnTo(clock.nowMs() + ms);
    await notificationStore.dispatch();
  };
  await notificationStore.rise('patient');
  await turn(0);
  const [opened] = await notices(channel);
  await turn(22 * hourMs);
  // Two pieces of information use up the hour; the third waits.
  for (const status of ['In progress', 'Qualifying', 'More info needed']) {
    await sales.records.changeLead(opened?.lead ?? '', { status }, admin);
    await turn(minuteMs);
  }
  expect(await subjects()).toHaveLength(3);
  expect((await notices(channel)).at(-1)).toMatchObject({ type: 'lead.updated', state: 'waiting' });
  await notificationStore.rise('hot');
  await turn(minuteMs);
  const sent = await notificationStore.sent(channel);
  expect(sent).toHaveLength(4);
  expect(sent[3]?.body.text).toContain('hot@example.com');
  expect((await notices(channel)).every(({ state }) => state === 'sent')).toBe(true);
  // Nor does a deadline wait behind the hot lead of a moment ago.
  await notificationStore.query(`UPDATE channels SET max_per_hour = 1 WHERE id = $1`, [channel]);
  await notificationStore.query(`UPDATE tasks SET due_at = $2, escalates_at = '-infinity' WHERE id = $1`, [
    opened?.task,
    new Date(clock.nowMs()),
  ]);
  while ((await sales.deadlines.escalateDue()) > 0);
  await turn(0);
  expect((await notices(channel)).at(-1)).toMatchObject({ type: 'task.overdue', state: 'sent' });
});
