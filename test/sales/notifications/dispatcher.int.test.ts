/** The dispatcher on a real PostgreSQL: each alert once, under any dispatchers and deaths; digests of nights and busy hours; outdated notices are dropped. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import type { NewChannel } from '../../../src/contract/api/api.ts';
import { startDispatcher } from '../../../src/sales/notifications/notifications.ts';
import { until } from '../../support/until.ts';
import { admin, identityOf, startMs } from '../records.ts';
import { compose, type NotificationStore, rep, startNotificationStore } from './notification-store.ts';

let notificationStore: NotificationStore;
let mail: string;
let day = 0;

beforeAll(async () => {
  notificationStore = await startNotificationStore();
  mail = await notificationStore.mail();
});
afterAll(async () => void (await notificationStore?.close()));

const { hourMs, minuteMs } = limits;

/** Noon of a day of its own, and a fresh channel of the rep that is the only one to be notified. */
async function freshChannel(change: Partial<NewChannel> = {}): Promise<string> {
  day++;
  notificationStore.clock.turnTo(startMs + day * 7 * limits.dayMs);
  await notificationStore.dispatch();
  await notificationStore.query('UPDATE channels SET is_muted = true');
  const types = ['lead.*', 'task.*'];
  const given: NewChannel = { kind: 'mail', name: 'Mail', target: rep, types, ...change };
  const { id } = await notificationStore.sales.notifications.createChannel(
    { ...given, owner: change.owner ?? rep },
    admin,
  );
  return id;
}

const notices = async (channel: string) =>
  (await notificationStore.sales.notifications.listNotices(channel, { limit: 200 }, admin)).items.reverse();
const droppedOf = async (channel: string) =>
  (await notices(channel)).flatMap(({ droppedReason }) => droppedReason ?? []);

test('everybody has a mail channel of their own; the administrator at a .local address has it muted', async () => {
  await notificationStore.sales.team.ensureAdmin('admin@scoville.local', 'a right password');
  await notificationStore.dispatch();
  await notificationStore.dispatch();
  const { items } = await notificationStore.sales.notifications.listChannels({ limit: 50 }, admin);
  expect(items).toHaveLength(2);
  expect(items.find(({ owner }) => owner === rep)).toMatchObject({
    kind: 'mail',
    target: rep,
    scope: 'mine',
    isDefault: true,
    isMuted: false,
    maxPerHour: 10,
  });
  expect(items.find(({ owner }) => owner !== rep)).toMatchObject({ isDefault: true, isMuted: true });
});

test('a hot lead notifies its owner, once, in a message of its own', async () => {
  await notificationStore.rise('single');
  await notificationStore.dispatch();
  await notificationStore.dispatch();
  const sent = await notificationStore.sent(mail);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    target: rep,
    record: expect.stringMatching(/^ld_/),
    person: expect.stringMatching(/^pn_/),
  });
  expect(sent[0]?.body.subject).toBe('🌶 New hot lead: single@example.com');
  expect(sent[0]?.body.text).toContain('https://scoville.example.com/leads/ld_');
  expect(await notices(mail)).toMatchObject([{ state: 'sent', delivery: sent[0]?.id, type: 'lead.opened' }]);
});

test('deleted, the mail channel is muted and not made again', async () => {
  await notificationStore.sales.notifications.deleteChannel(mail, admin);
  await notificationStore.dispatch();
  expect(await notificationStore.sales.notifications.channel(mail, admin)).toMatchObject({ isMuted: true });
});

test('however often a score rises and falls, a tier of an episode is sent once', async () => {
  const channel = await freshChannel({ types: ['lead.opened', 'lead.heated'] });
  const steps = [1, 2, 1, 2, 3, 0, 1, 2, 3];
  for (const [index, to] of steps.entries()) {
    notificationStore.clock.turnTo(notificationStore.clock.nowMs() + minuteMs);
    const from = steps[index - 1] ?? 0;
    await notificationStore.rise('restless', { from, to, score: 20 * to + index, tierName: `${to} chilies` });
    await notificationStore.dispatch();
  }
  // Opened at 1, heated to 2 and to 3; from the floor again within the same episode, to 1.
  const tiers = (await notificationStore.sent(channel)).map(({ body }) => body.subject);
  expect(tiers).toEqual([
    '🌶 New hot lead: restless@example.com',
    '🌶🌶 Getting hotter: restless@example.com',
    '🌶🌶🌶 Getting hotter: restless@example.com',
    '🌶 Getting hotter: restless@example.com',
  ]);
});

test('a night’s alerts come as one digest, at the end of the quiet hours and not before', async () => {
  const channel = await freshChannel({ quietHours: { from: '19:00', until: '08:00' } });
  const noonMs = notificationStore.clock.nowMs();
  for (let made = 0; made < 30; made++) {
    notificationStore.clock.turnTo(noonMs + 8 * hourMs + made * 10 * minuteMs);
    await notificationStore.rise(`night-${made}`);
    await notificationStore.dispatch();
  }
  const morningMs = noonMs + 20 * hourMs;
  notificationStore.clock.turnTo(morningMs - 1);
  await notificationStore.dispatch();
  expect(await notificationStore.sent(channel)).toEqual([]);
  expect(new Set((await notices(channel)).map(({ dueAt }) => Date.parse(dueAt)))).toEqual(
    new Set([morningMs]),
  );
  notificationStore.clock.turnTo(morningMs);
  await notificationStore.dispatch();
  const sent = await notificationStore.sent(channel);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body.subject).toMatch(/^30 alerts, first: 🌶 New hot lead: night-0@/);
  for (let made = 0; made < 30; made++) expect(sent[0]?.body.text).toContain(`night-${made}@example.com`);
});

test('a message says what is known of the person when it goes, not when it was due', async () => {
  const channel = await freshChannel({ quietHours: { from: '19:00', until: '08:00' } });
  const noonMs = notificationStore.clock.nowMs();
  notificationStore.clock.turnTo(noonMs + 8 * hourMs);
  await notificationStore.rise('before');
  await notificationStore.dispatch();
  const identity = { ...identityOf('after@new.example'), name: 'Grace' };
  await notificationStore.rise('before', { from: 1, to: 1, actions: [], identity });
  notificationStore.clock.turnTo(noonMs + 20 * hourMs);
  await notificationStore.dispatch();
  const [sent] = await notificationStore.sent(channel);
  expect(sent?.body.subject).toContain('Grace');
  expect(JSON.stringify(sent?.body)).not.toContain('before@example.com');
});

test('what gathers is one line a lead, the hottest', async () => {
  const channel = await freshChannel({ quietHours: { from: '11:00', until: '13:00' } });
  await notificationStore.rise('gathered');
  await notificationStore.rise('gathered', { from: 1, to: 3, score: 70, tierName: '3 chilies' });
  notificationStore.clock.turnTo(notificationStore.clock.nowMs() + hourMs);
  await notificationStore.dispatch();
  const sent = await notificationStore.sent(channel);
  expect(sent.map(({ body }) => body.subject)).toEqual(['🌶🌶🌶 Getting hotter: gathered@example.com']);
  expect((await notices(channel)).map(({ delivery }) => delivery)).toEqual([sent[0]?.id, sent[0]?.id]);
});

test('what no longer holds when it is due is dropped, with the reason', async () => {
  const channel = await freshChannel({ quietHours: { from: '11:00', until: '13:00' } });
  for (const who of ['done', 'lost', 'silent', 'given', 'open']) await notificationStore.rise(who);
  await notificationStore.dispatch();
  const [done, lost, , given] = await notices(channel);
  const { sales } = notificationStore;
  await sales.records.changeTask(done?.task ?? '', { outcome: 'No opportunity' }, admin);
  await sales.records.changeLead(lost?.lead ?? '', { status: 'Closed lost', reason: 'No budget' }, admin);
  await sales.records.putPerson({ email: 'silent@example.com', doNotContact: true }, admin);
  await sales.records.changeLead(given?.lead ?? '', { owner: 'admin@scoville.local' }, admin);
  await notificationStore.query(`UPDATE channels SET types = '["lead.opened"]' WHERE id = $1`, [channel]);
  notificationStore.clock.turnTo(notificationStore.clock.nowMs() + hourMs);
  await notificationStore.dispatch();
  expect(await droppedOf(channel)).toEqual([
    'the task was completed',
    expect.stringMatching(/^the lead was closed: Closed lost|^the task was/),
    'the person does not wish to be contacted',
    'it went to admin@scoville.local',
  ]);
  const sent = await notificationStore.sent(channel);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body.text).toContain('open@example.com');
  expect(sent[0]?.body.text).not.toMatch(/done@|lost@|silent@|given@/);
});

test('muted while it waits: dropped; hours changed while it waits: held against the new ones', async () => {
  const channel = await freshChannel({ quietHours: { from: '11:00', until: '13:00' } });
  await notificationStore.rise('early');
  await notificationStore.dispatch();
  await notificationStore.sales.notifications.changeChannel(channel, { quietHours: null }, admin);
  await notificationStore.dispatch();
  expect(await notificationStore.sent(channel)).toHaveLength(1);
  await notificationStore.sales.notifications.changeChannel(
    channel,
    { quietHours: { from: '11:00', until: '13:00' } },
    admin,
  );
  await notificationStore.rise('late');
  await notificationStore.dispatch();
  await notificationStore.sales.notifications.changeChannel(channel, { isMuted: true }, admin);
  await notificationStore.dispatch();
  expect(await notificationStore.sent(channel)).toHaveLength(1);
  expect(await droppedOf(channel)).toEqual(['the channel was muted']);
});

test('a departed user is notified no more', async () => {
  await notificationStore.sales.team.users.create({ email: 'gone@example.com', role: 'rep' }, admin);
  const channel = await freshChannel({ owner: 'gone@example.com', scope: 'all' });
  await notificationStore.rise('before');
  await notificationStore.sales.notifications.chooseNotices();
  await notificationStore.sales.team.users.deactivate(
    'gone@example.com',
    { assignTo: null, reason: 'a new job' },
    admin,
  );
  await notificationStore.rise('after');
  await notificationStore.dispatch();
  expect(await notificationStore.sent(channel)).toEqual([]);
  expect(await droppedOf(channel)).toEqual(['the channel’s owner has left']);
});

test('what waits for who has left since is cancelled; so is what waits by a channel that was deleted', async () => {
  await notificationStore.sales.team.users.create({ email: 'leaver@example.com', role: 'rep' }, admin);
  const target = 'Leaver@example.com';
  const leaving = await freshChannel({ owner: 'leaver@example.com', target, scope: 'all' });
  const { id: ended } = await notificationStore.sales.notifications.createChannel(
    { kind: 'mail', name: 'Ended', owner: rep, target: rep, scope: 'all', types: ['lead.opened'] },
    admin,
  );
  await notificationStore.rise('leaving');
  await notificationStore.dispatch();
  await notificationStore.query(
    `UPDATE deliveries SET state = 'cancelled', cancelled_reason = 'x', next_at = NULL
                  WHERE next_at IS NOT NULL AND channel_id <> ALL ($1)`,
    [[leaving, ended]],
  );
  await notificationStore.query(
    `INSERT INTO deliveries (id, channel, target, body, created_at, next_at) VALUES ('dv_review', 'mail', $1, '{}', now(), $2)`,
    ['leaver@example.com', new Date(notificationStore.clock.nowMs())],
  );
  await notificationStore.sales.team.users.deactivate(
    'leaver@example.com',
    { assignTo: null, reason: 'x' },
    admin,
  );
  await notificationStore.sales.notifications.deleteChannel(ended, admin);
  expect(await notificationStore.sales.delivery.leaseDeliveries('mail', 32, new Map())).toEqual({
    deliveries: [],
    cancelled: 3,
  });
  const { rows } = await notificationStore.query(
    `SELECT cancelled_reason AS reason FROM deliveries WHERE id = 'dv_review' OR channel_id = ANY($1) ORDER BY reason`,
    [[leaving, ended]],
  );
  const left = 'leaver@example.com has left';
  expect(rows.map(({ reason }) => reason)).toEqual([left, left, 'the channel was deleted']);
});

test('of a digest that waits, a person marked since is left out; the others are sent', async () => {
  const channel = await freshChannel({ quietHours: { from: '11:00', until: '13:00' } });
  for (const who of ['shy', 'bold', 'brave']) await notificationStore.rise(who);
  notificationStore.clock.turnTo(notificationStore.clock.nowMs() + hourMs);
  await notificationStore.dispatch();
  const [digest] = await notificationStore.sent(channel);
  expect(digest).toMatchObject({ person: null });
  await notificationStore.query(
    `UPDATE deliveries SET state = 'cancelled', cancelled_reason = 'x', next_at = NULL
                  WHERE next_at IS NOT NULL AND channel_id <> $1`,
    [channel],
  );
  await notificationStore.sales.records.putPerson({ email: 'shy@example.com', doNotContact: true }, admin);
  const lease = () => notificationStore.sales.delivery.leaseDeliveries('mail', 32, new Map());
  expect(await lease()).toEqual({ deliveries: [], cancelled: 1 });
  notificationStore.clock.turnTo(notificationStore.clock.nowMs() + minuteMs);
  await notificationStore.dispatch();
  const { deliveries } = await lease();
  expect(deliveries.map(({ id }) => id)).toEqual([(await notificationStore.sent(channel))[1]?.id]);
  const text = String(deliveries[0]?.body['text']);
  expect([/bold@/, /brave@/, /shy@/].map((who) => who.test(text))).toEqual([true, true, false]);
  expect(await droppedOf(channel)).toEqual(['the person does not wish to be contacted']);
  // Nor by a replay, of a replay.
  const again = await notificationStore.sales.delivery.replayDelivery(deliveries[0]?.id ?? '', admin);
  await notificationStore.query(
    `UPDATE deliveries SET state = 'delivered', delivered_at = now(), next_at = NULL WHERE id = $1`,
    [again.id],
  );
  const { id } = await notificationStore.sales.delivery.replayDelivery(again.id, admin);
  const { id: last } = await notificationStore.sales.delivery.replayDelivery(id, admin);
  expect(last).toBe(id);
  await notificationStore.sales.records.putPerson({ email: 'bold@example.com', doNotContact: true }, admin);
  expect(await lease()).toEqual({ deliveries: [], cancelled: 1 });
});

test('a message that cannot be made holds up nobody, and says why', async () => {
  const channel = await freshChannel();
  await notificationStore.rise('unspeakable');
  await notificationStore.sales.notifications.chooseNotices();
  const failing = () => {
    throw new Error('no words');
  };
  expect(await notificationStore.sales.notifications.composeNext(failing)).toMatchObject({
    sent: 0,
    dropped: 1,
    error: expect.stringContaining('no words'),
  });
  expect(await droppedOf(channel)).toEqual(['the message could not be made: no words']);
});

test('several dispatchers, closed between their steps, and the store killed: each alert sent once, webhooks in order', async () => {
  const hook = await freshChannel({
    kind: 'webhook',
    target: 'https://example.com/hook',
    scope: 'all',
    types: ['lead.opened'],
  });
  const { id: box } = await notificationStore.sales.notifications.createChannel(
    {
      kind: 'mail',
      owner: rep,
      name: 'All',
      target: rep,
      scope: 'all',
      types: ['lead.opened'],
      maxPerHour: null,
    },
    admin,
  );
  const options = { compose, metrics: createMetrics(), logger: createLogger('silent') };
  const dispatchers = await Promise.all(
    Array.from({ length: 3 }, async () =>
      startDispatcher({ ...(await notificationStore.open()), ...options }),
    ),
  );
  const sentCount = async () => (await notificationStore.sent(hook)).length;
  const total = 60;
  for (let made = 0; made < total; made++) {
    await notificationStore.rise(`crowd-${made}`);
    if (made % 20 === 5) {
      // Chosen, and then gone before anything is sent.
      const dying = await notificationStore.open();
      await dying.notifications.chooseNotices();
      await dying.close();
    }
    if (made === 30) {
      await notificationStore.server.kill();
      await notificationStore.server.restart();
      await until('the store answers again', () => notificationStore.sales.database.ping().then(() => true));
    }
  }
  await until('all are sent', async () => (await sentCount()) >= total);
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.close()));
  await notificationStore.dispatch();
  const posted = (await notificationStore.sent(hook)).map(({ body }) => body.data?.alert ?? 0);
  expect(posted).toHaveLength(total);
  expect(posted).toEqual([...posted].sort((one, other) => one - other));
  expect(new Set(posted).size).toBe(total);
  // By mail too: every alert went into one message.
  const mailed = (await notices(box)).map(({ alert, state }) => [alert, state]);
  expect(mailed).toEqual(posted.map((alert) => [alert, 'sent']));
  const texts = (await notificationStore.sent(box)).map(({ body }) => body.text).join('\n');
  for (let made = 0; made < total; made++)
    expect(texts.match(new RegExp(`lead: crowd-${made}@example.com`, 'g'))?.length).toBeGreaterThan(0);
});

test('a channel sends nothing that from before it was made', async () => {
  notificationStore.clock.turnTo(notificationStore.clock.nowMs() + hourMs);
  await notificationStore.rise('ancient');
  const channel = await freshChannel();
  await notificationStore.rise('modern');
  await notificationStore.dispatch();
  const sent = await notificationStore.sent(channel);
  expect(sent.map(({ body }) => body.subject)).toEqual(['🌶 New hot lead: modern@example.com']);
});
