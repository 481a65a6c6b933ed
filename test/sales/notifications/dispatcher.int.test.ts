/** Telling on a real PostgreSQL: each alert once, whoever tells and whatever dies; nights and busy hours as digests; what no longer holds is dropped. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import type { NewChannel } from '../../../src/contract/api/api.ts';
import { startTeller } from '../../../src/sales/notifications/notifications.ts';
import { until } from '../../support/until.ts';
import { admin, startMs } from '../records.ts';
import { compose, rep, startToldStore, type ToldStore } from './notification-store.ts';

let toldStore: ToldStore;
let mail: string;
let day = 0;

beforeAll(async () => {
  toldStore = await startToldStore();
  mail = await toldStore.mail();
});
afterAll(async () => void (await toldStore?.close()));

const { hourMs, minuteMs } = limits;

/** Noon of a day of its own, and a fresh channel of the rep that is the only one to be told. */
async function freshChannel(change: Partial<NewChannel> = {}): Promise<string> {
  day++;
  toldStore.clock.turnTo(startMs + day * 7 * limits.dayMs);
  await toldStore.tell();
  await toldStore.query('UPDATE channels SET is_muted = true');
  const types = ['lead.*', 'task.*'];
  const given: NewChannel = { kind: 'mail', name: 'Mail', target: rep, types, ...change };
  const { id } = await toldStore.sales.notifications.createChannel(
    { ...given, owner: change.owner ?? rep },
    admin,
  );
  return id;
}

const notices = async (channel: string) =>
  (await toldStore.sales.notifications.listNotices(channel, { limit: 200 }, admin)).items.reverse();
const droppedOf = async (channel: string) =>
  (await notices(channel)).flatMap(({ droppedBecause }) => droppedBecause ?? []);

test('everybody has a mail channel of their own; the administrator at a .local address has it muted', async () => {
  await toldStore.sales.team.ensureAdmin('admin@scoville.local', 'a right password');
  await toldStore.tell();
  await toldStore.tell();
  const { items } = await toldStore.sales.notifications.listChannels({ limit: 50 }, admin);
  expect(items).toHaveLength(2);
  expect(items.find(({ owner }) => owner === rep)).toMatchObject({
    kind: 'mail',
    target: rep,
    about: 'mine',
    isDefault: true,
    isMuted: false,
    atMostAnHour: 10,
  });
  expect(items.find(({ owner }) => owner !== rep)).toMatchObject({ isDefault: true, isMuted: true });
});

test('a hot lead is told to its owner, once, in a message of its own', async () => {
  await toldStore.rise('single');
  await toldStore.tell();
  await toldStore.tell();
  const sent = await toldStore.sent(mail);
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

test('deleted, the mail channel is muted and not made anew', async () => {
  await toldStore.sales.notifications.deleteChannel(mail, admin);
  await toldStore.tell();
  expect(await toldStore.sales.notifications.channel(mail, admin)).toMatchObject({ isMuted: true });
});

test('however often a score rises and falls, a tier of an episode is told once', async () => {
  const channel = await freshChannel({ types: ['lead.opened', 'lead.heated'] });
  const steps = [1, 2, 1, 2, 3, 0, 1, 2, 3];
  for (const [place, to] of steps.entries()) {
    toldStore.clock.turnTo(toldStore.clock.nowMs() + minuteMs);
    const from = steps[place - 1] ?? 0;
    await toldStore.rise('restless', { from, to, score: 20 * to + place, tierName: `${to} chilies` });
    await toldStore.tell();
  }
  // Opened at 1, heated to 2 and to 3; from the floor again within the same episode, to 1.
  const tiers = (await toldStore.sent(channel)).map(({ body }) => body.subject);
  expect(tiers).toEqual([
    '🌶 New hot lead: restless@example.com',
    '🌶🌶 Getting hotter: restless@example.com',
    '🌶🌶🌶 Getting hotter: restless@example.com',
    '🌶 Getting hotter: restless@example.com',
  ]);
});

test('a night’s alerts come as one digest, at the end of the quiet hours and not before', async () => {
  const channel = await freshChannel({ quietHours: { from: '19:00', until: '08:00' } });
  const noonMs = toldStore.clock.nowMs();
  for (let made = 0; made < 30; made++) {
    toldStore.clock.turnTo(noonMs + 8 * hourMs + made * 10 * minuteMs);
    await toldStore.rise(`night-${made}`);
    await toldStore.tell();
  }
  const morningMs = noonMs + 20 * hourMs;
  toldStore.clock.turnTo(morningMs - 1);
  await toldStore.tell();
  expect(await toldStore.sent(channel)).toEqual([]);
  expect(new Set((await notices(channel)).map(({ dueAt }) => Date.parse(dueAt)))).toEqual(
    new Set([morningMs]),
  );
  toldStore.clock.turnTo(morningMs);
  await toldStore.tell();
  const sent = await toldStore.sent(channel);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body.subject).toMatch(/^30 alerts, first: 🌶 New hot lead: night-0@/);
  for (let made = 0; made < 30; made++) expect(sent[0]?.body.text).toContain(`night-${made}@example.com`);
});

test('what gathers is one line a lead, the hottest', async () => {
  const channel = await freshChannel({ quietHours: { from: '11:00', until: '13:00' } });
  await toldStore.rise('gathered');
  await toldStore.rise('gathered', { from: 1, to: 3, score: 70, tierName: '3 chilies' });
  toldStore.clock.turnTo(toldStore.clock.nowMs() + hourMs);
  await toldStore.tell();
  const sent = await toldStore.sent(channel);
  expect(sent.map(({ body }) => body.subject)).toEqual(['🌶🌶🌶 Getting hotter: gathered@example.com']);
  expect((await notices(channel)).map(({ delivery }) => delivery)).toEqual([sent[0]?.id, sent[0]?.id]);
});

test('beyond its messages of an hour, a channel lets alerts wait until the oldest is an hour old', async () => {
  const channel = await freshChannel({ atMostAnHour: 3 });
  const noonMs = toldStore.clock.nowMs();
  for (let made = 0; made < 5; made++) {
    toldStore.clock.turnTo(noonMs + made * minuteMs);
    await toldStore.rise(`busy-${made}`);
    await toldStore.tell();
    expect(await toldStore.sent(channel)).toHaveLength(Math.min(made + 1, 3));
  }
  const freeMs = noonMs + hourMs;
  expect((await notices(channel)).slice(3)).toMatchObject([
    { state: 'waiting', dueAt: new Date(freeMs).toISOString() },
    { state: 'waiting', dueAt: new Date(freeMs).toISOString() },
  ]);
  toldStore.clock.turnTo(freeMs - 1);
  await toldStore.tell();
  expect(await toldStore.sent(channel)).toHaveLength(3);
  toldStore.clock.turnTo(freeMs);
  await toldStore.tell();
  const sent = await toldStore.sent(channel);
  expect(sent).toHaveLength(4);
  expect(sent[3]?.body.subject).toMatch(/^2 alerts/);
  // Of several people none: a wish of one must not stop what is said of the other.
  expect(sent[3]).toMatchObject({ person: null, record: null });
});

test('what no longer holds when it is due is dropped, with the reason', async () => {
  const channel = await freshChannel({ quietHours: { from: '11:00', until: '13:00' } });
  for (const who of ['done', 'lost', 'silent', 'given', 'open']) await toldStore.rise(who);
  await toldStore.tell();
  const [done, lost, , given] = await notices(channel);
  const { sales } = toldStore;
  await sales.records.changeTask(done?.task ?? '', { outcome: 'No opportunity' }, admin);
  await sales.records.changeLead(lost?.lead ?? '', { status: 'Closed lost', reason: 'No budget' }, admin);
  await sales.records.putPerson({ email: 'silent@example.com', doNotContact: true }, admin);
  await sales.records.changeLead(given?.lead ?? '', { owner: 'admin@scoville.local' }, admin);
  await toldStore.query(`UPDATE channels SET types = '["lead.opened"]' WHERE id = $1`, [channel]);
  toldStore.clock.turnTo(toldStore.clock.nowMs() + hourMs);
  await toldStore.tell();
  expect(await droppedOf(channel)).toEqual([
    'the task was completed',
    expect.stringMatching(/^the lead was closed: Closed lost|^the task was/),
    'the person does not wish to be contacted',
    'it went to admin@scoville.local',
  ]);
  const sent = await toldStore.sent(channel);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.body.text).toContain('open@example.com');
  expect(sent[0]?.body.text).not.toMatch(/done@|lost@|silent@|given@/);
});

test('muted while it waits: dropped; hours changed while it waits: held against the new ones', async () => {
  const channel = await freshChannel({ quietHours: { from: '11:00', until: '13:00' } });
  await toldStore.rise('early');
  await toldStore.tell();
  await toldStore.sales.notifications.changeChannel(channel, { quietHours: null }, admin);
  await toldStore.tell();
  expect(await toldStore.sent(channel)).toHaveLength(1);
  await toldStore.sales.notifications.changeChannel(
    channel,
    { quietHours: { from: '11:00', until: '13:00' } },
    admin,
  );
  await toldStore.rise('late');
  await toldStore.tell();
  await toldStore.sales.notifications.changeChannel(channel, { isMuted: true }, admin);
  await toldStore.tell();
  expect(await toldStore.sent(channel)).toHaveLength(1);
  expect(await droppedOf(channel)).toEqual(['the channel was muted']);
});

test('who has left is told nothing more', async () => {
  await toldStore.sales.team.newUser({ email: 'gone@example.com', role: 'rep' }, admin);
  const channel = await freshChannel({ owner: 'gone@example.com', about: 'all' });
  await toldStore.rise('before');
  await toldStore.sales.notifications.chooseNotices();
  await toldStore.sales.team.deactivateUser('gone@example.com', { handTo: null, reason: 'a new job' }, admin);
  await toldStore.rise('after');
  await toldStore.tell();
  expect(await toldStore.sent(channel)).toEqual([]);
  expect(await droppedOf(channel)).toEqual(['the channel’s owner has left']);
});

test('what waits for who has left since is cancelled; so is what waits by a channel that was deleted', async () => {
  await toldStore.sales.team.newUser({ email: 'leaver@example.com', role: 'rep' }, admin);
  const target = 'Leaver@example.com';
  const leaving = await freshChannel({ owner: 'leaver@example.com', target, about: 'all' });
  const { id: ended } = await toldStore.sales.notifications.createChannel(
    { kind: 'mail', name: 'Ended', owner: rep, target: rep, about: 'all', types: ['lead.opened'] },
    admin,
  );
  await toldStore.rise('leaving');
  await toldStore.tell();
  await toldStore.query(
    `UPDATE deliveries SET state = 'cancelled', cancelled_because = 'x', next_at = NULL
                  WHERE next_at IS NOT NULL AND channel_id <> ALL ($1)`,
    [[leaving, ended]],
  );
  await toldStore.query(
    `INSERT INTO deliveries (id, channel, target, body, created_at, next_at) VALUES ('dv_review', 'mail', $1, '{}', now(), $2)`,
    ['leaver@example.com', new Date(toldStore.clock.nowMs())],
  );
  await toldStore.sales.team.deactivateUser('leaver@example.com', { handTo: null, reason: 'x' }, admin);
  await toldStore.sales.notifications.deleteChannel(ended, admin);
  expect(await toldStore.sales.delivery.claimDeliveries('mail', 32, new Map())).toEqual({
    deliveries: [],
    cancelled: 3,
  });
  const { rows } = await toldStore.query(
    `SELECT cancelled_because AS because FROM deliveries WHERE id = 'dv_review' OR channel_id = ANY($1) ORDER BY because`,
    [[leaving, ended]],
  );
  const left = 'leaver@example.com has left';
  expect(rows.map(({ because }) => because)).toEqual([left, left, 'the channel was deleted']);
});

test('of a digest that waits, whoever wishes no contact since is taken out; the others are told', async () => {
  const channel = await freshChannel({ quietHours: { from: '11:00', until: '13:00' } });
  for (const who of ['shy', 'bold', 'brave']) await toldStore.rise(who);
  toldStore.clock.turnTo(toldStore.clock.nowMs() + hourMs);
  await toldStore.tell();
  const [digest] = await toldStore.sent(channel);
  expect(digest).toMatchObject({ person: null });
  await toldStore.query(
    `UPDATE deliveries SET state = 'cancelled', cancelled_because = 'x', next_at = NULL
                  WHERE next_at IS NOT NULL AND channel_id <> $1`,
    [channel],
  );
  await toldStore.sales.records.putPerson({ email: 'shy@example.com', doNotContact: true }, admin);
  const claim = () => toldStore.sales.delivery.claimDeliveries('mail', 32, new Map());
  expect(await claim()).toEqual({ deliveries: [], cancelled: 1 });
  toldStore.clock.turnTo(toldStore.clock.nowMs() + minuteMs);
  await toldStore.tell();
  const { deliveries } = await claim();
  expect(deliveries.map(({ id }) => id)).toEqual([(await toldStore.sent(channel))[1]?.id]);
  const text = String(deliveries[0]?.body['text']);
  expect([/bold@/, /brave@/, /shy@/].map((who) => who.test(text))).toEqual([true, true, false]);
  expect(await droppedOf(channel)).toEqual(['the person does not wish to be contacted']);
  // Nor by a replay, of a replay.
  const again = await toldStore.sales.delivery.replayDelivery(deliveries[0]?.id ?? '', admin);
  await toldStore.query(
    `UPDATE deliveries SET state = 'delivered', delivered_at = now(), next_at = NULL WHERE id = $1`,
    [again.id],
  );
  const { id } = await toldStore.sales.delivery.replayDelivery(again.id, admin);
  const { id: last } = await toldStore.sales.delivery.replayDelivery(id, admin);
  expect(last).toBe(id);
  await toldStore.sales.records.putPerson({ email: 'bold@example.com', doNotContact: true }, admin);
  expect(await claim()).toEqual({ deliveries: [], cancelled: 1 });
});

test('a message that cannot be made holds up nobody, and says why', async () => {
  const channel = await freshChannel();
  await toldStore.rise('unspeakable');
  await toldStore.sales.notifications.chooseNotices();
  const failing = () => {
    throw new Error('no words');
  };
  expect(await toldStore.sales.notifications.tellNext(failing)).toMatchObject({
    told: 0,
    dropped: 1,
    error: expect.stringContaining('no words'),
  });
  expect(await droppedOf(channel)).toEqual(['the message could not be made: no words']);
});

test('several tellers, closed between their steps, and the store killed: each alert told once, webhooks in order', async () => {
  const hook = await freshChannel({
    kind: 'webhook',
    target: 'https://example.com/hook',
    about: 'all',
    types: ['lead.opened'],
  });
  const { id: box } = await toldStore.sales.notifications.createChannel(
    {
      kind: 'mail',
      owner: rep,
      name: 'All',
      target: rep,
      about: 'all',
      types: ['lead.opened'],
      atMostAnHour: null,
    },
    admin,
  );
  const options = { compose, metrics: createMetrics(), logger: createLogger('silent') };
  const tellers = await Promise.all(
    Array.from({ length: 3 }, async () => startTeller({ ...(await toldStore.open()), ...options })),
  );
  const told = async () => (await toldStore.sent(hook)).length;
  const total = 60;
  for (let made = 0; made < total; made++) {
    await toldStore.rise(`crowd-${made}`);
    if (made % 20 === 5) {
      // Chosen, and then gone before anything is told.
      const dying = await toldStore.open();
      await dying.notifications.chooseNotices();
      await dying.close();
    }
    if (made === 30) {
      await toldStore.server.kill();
      await toldStore.server.restart();
      await until('the store answers again', () => toldStore.sales.database.ping().then(() => true));
    }
  }
  await until('all are told', async () => (await told()) >= total);
  await Promise.all(tellers.map((teller) => teller.close()));
  await toldStore.tell();
  const posted = (await toldStore.sent(hook)).map(({ body }) => body.data?.alert ?? 0);
  expect(posted).toHaveLength(total);
  expect(posted).toEqual([...posted].sort((one, other) => one - other));
  expect(new Set(posted).size).toBe(total);
  // By mail too: every alert went into one message.
  const mailed = (await notices(box)).map(({ alert, state }) => [alert, state]);
  expect(mailed).toEqual(posted.map((alert) => [alert, 'sent']));
  const texts = (await toldStore.sent(box)).map(({ body }) => body.text).join('\n');
  for (let made = 0; made < total; made++)
    expect(texts.match(new RegExp(`lead: crowd-${made}@example.com`, 'g'))?.length).toBeGreaterThan(0);
});

test('a channel sends nothing that was written before it was made', async () => {
  toldStore.clock.turnTo(toldStore.clock.nowMs() + hourMs);
  await toldStore.rise('ancient');
  const channel = await freshChannel();
  await toldStore.rise('modern');
  await toldStore.tell();
  const sent = await toldStore.sent(channel);
  expect(sent.map(({ body }) => body.subject)).toEqual(['🌶 New hot lead: modern@example.com']);
});
