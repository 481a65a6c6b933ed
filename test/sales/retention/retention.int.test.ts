/** Retention of sales: rows go when they are older than their days, never sooner, and never while they are pending or referred to. */
import fc from 'fast-check';
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { limits } from '../../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../../src/base/telemetry/telemetry.ts';
import { composeFor } from '../../../src/sales/notifications/notifications.ts';
import { startRetention } from '../../../src/sales/retention/retention.ts';
import { fillPastTriggers } from '../../support/clusters.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { runs } from '../../support/law-runs.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { until } from '../../support/until.ts';
import { admin, identityOf, standing, startMs } from '../records.ts';

const forGood = {
  attempts: 0,
  deliveries: 0,
  notices: 0,
  alerts: 0,
  dead_letters: 0,
  timeline: 0,
  acts: 0,
  people: 0,
  statuses_said: 0,
  statuses_heard: 0,
  account_groups: 0,
};
const messages = { ...forGood, attempts: 30, deliveries: 30, notices: 30, alerts: 30 };
const rep = 'rep@example.com';
const signal = new AbortController().signal;

let postgres: TestDatabase;
let sales: TestSales;
let pool: pg.Pool;
let nowMs = startMs;
let entries = 0;

beforeAll(async () => {
  postgres = await startTestDatabase();
  sales = await openTestSales({ databaseUrl: postgres.url, clock: { nowMs: () => nowMs } });
  pool = sales.database.pool;
  await sales.team.ensureAdmin(rep, 'a right password');
});
afterAll(async () => {
  await sales?.close();
  await postgres?.stop();
});
beforeEach(() => {
  nowMs = startMs + entries * 1_000 * limits.dayMs;
});

async function swept(days: Partial<typeof forGood>): Promise<Record<string, number>> {
  const deleted: Record<string, number> = {};
  const onDeleted = (what: string, rows: number) => {
    deleted[what] = (deleted[what] ?? 0) + rows;
  };
  await sales.retention.sweep({ days: { ...forGood, ...days }, signal, onDeleted });
  return deleted;
}
const count = async (sql: string, values: unknown[] = []) =>
  Number((await pool.query<{ count: string }>(`SELECT count(*) FROM ${sql}`, values)).rows[0]?.count);
/** Somebody rises; the rep's lead. */
async function rise(who: string, change: object = {}): Promise<string> {
  const email = `${who}@example.com`;
  await sales.records.putPerson({ email, owner: rep }, admin);
  return riseAgain(who, change);
}
async function riseAgain(who: string, change: object = {}): Promise<string> {
  const record = standing({
    ...{ profile: who, identity: identityOf(`${who}@example.com`), atMs: nowMs },
    ...change,
  });
  entries++;
  await sales.leads.applyTierUpdates([{ partition: 0, id: `${entries}-0`, record }]);
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM leads WHERE profile = $1', [who]);
  return rows[0]?.id ?? '';
}
async function dispatch(): Promise<void> {
  const compose = composeFor('https://scoville.example.com');
  while (
    (await sales.notifications.chooseNotices()) > 0 ||
    (await sales.notifications.composeNext(compose)) !== null
  );
}
/** All deliveries were sent now, each at its second attempt. */
async function send(): Promise<void> {
  await pool.query(
    `INSERT INTO delivery_attempts (delivery_id, at, outcome, error, duration_ms)
     SELECT id, $1, unnest(ARRAY['retried', 'delivered']), unnest(ARRAY['away', NULL]), 1 FROM deliveries WHERE state = 'waiting'`,
    [new Date(nowMs)],
  );
  await pool.query(
    `UPDATE deliveries SET state = 'delivered', next_at = NULL, delivered_at = $1 WHERE state = 'waiting'`,
    [new Date(nowMs)],
  );
}
const close = (lead: string) =>
  sales.records.changeLead(lead, { status: 'Closed lost', reason: 'no budget' }, admin);
const ofDays = (days: number) => days * limits.dayMs;

test('what an undo of a merge needs goes when its time is over, although no days are set', async () => {
  const goneMs = limits.undoMs + limits.undoGraceMs;
  const merge = async (id: string, ageMs: number) => {
    await fillPastTriggers(
      postgres.url,
      `INSERT INTO merges (id, kind, merged, into_record, person_id, former, moved, at, actor)
       VALUES ($1, 'people', 'pn_' || $1, 'pn_kept', 'pn_kept', '{}', '{}', $2, 'rep')`,
      [id, new Date(nowMs - ageMs)],
    );
    await fillPastTriggers(
      postgres.url,
      `INSERT INTO merge_rows (merge, kind, record, changes) VALUES ($1, 'leads', 'ld_1', '{"email": "ada@example.com"}')`,
      [id],
    );
  };
  await merge('mg_over', goneMs + 1);
  await merge('mg_at', goneMs);
  await merge('mg_young', goneMs - 1);
  await swept({});
  expect((await pool.query('SELECT merge FROM merge_rows ORDER BY merge')).rows).toEqual([
    { merge: 'mg_at' },
    { merge: 'mg_young' },
  ]);
  await fillPastTriggers(postgres.url, 'DELETE FROM merges; DELETE FROM merge_rows');
});

test('messages stay at their days and just below, and go just above; those of open leads stay', async () => {
  const beganMs = nowMs;
  const lead = await rise('bound');
  await dispatch();
  await send();
  await close(lead);
  await dispatch();
  await send();
  const before = await count('alerts');
  expect([before > 0, await count('notices'), await count('delivery_attempts')]).toEqual([
    true,
    expect.any(Number),
    2 * (await count('deliveries')),
  ]);
  for (const ageMs of [ofDays(30) - 1, ofDays(30)]) {
    nowMs = beganMs + ageMs;
    expect(await swept(messages)).toEqual({});
  }
  nowMs = beganMs + ofDays(30) + 1;
  const deliveries = await count('deliveries');
  const notices = await count('notices');
  expect(await swept(messages)).toEqual({
    ...{ attempts: 2 * deliveries, deliveries, notices, alerts: before },
  });
  expect(
    await Promise.all(['alerts', 'notices', 'deliveries', 'delivery_attempts'].map((t) => count(t))),
  ).toEqual([0, 0, 0, 0]);
  expect(await swept(messages)).toEqual({});
  expect(await sales.records.lead(lead)).toMatchObject({ status: 'Closed lost' });
});

test('what is pending stays at any age: unread alerts, waiting notices and deliveries, leases, replayed ones', async () => {
  const beganMs = nowMs;
  await rise('pending');
  nowMs = beganMs + ofDays(100);
  // No dispatcher has read them.
  const unread = await count('alerts');
  expect(await swept(messages)).toEqual({});
  expect([unread > 0, await count('alerts')]).toEqual([true, unread]);
  nowMs = beganMs;
  await dispatch();
  await pool.query(
    `UPDATE notices SET closed_at = NULL, delivery = NULL, dropped = NULL WHERE alert = (SELECT min(alert) FROM notices)`,
  );
  nowMs = beganMs + ofDays(100);
  const waiting = [await count('deliveries'), await count('notices')];
  expect(await swept(messages)).not.toHaveProperty('deliveries');
  expect([await count('deliveries'), await count('notices')]).toEqual(waiting);
  // Cancelled, and its attempt is still under way.
  await pool.query(
    `UPDATE deliveries SET state = 'cancelled', cancelled_reason = 'x', next_at = NULL, lease = 'l', leased_until = now()`,
  );
  expect(await swept({ deliveries: 30 })).toEqual({});
  await pool.query('UPDATE deliveries SET lease = NULL, leased_until = NULL');
  const [first] = (await pool.query<{ id: string }>('SELECT id FROM deliveries LIMIT 1')).rows;
  const replay = await sales.delivery.replayDelivery(first?.id ?? '', admin);
  await swept({ deliveries: 30 });
  expect(await count('deliveries WHERE id = $1', [first?.id])).toBe(1);
  expect(replay.repeats).toBe(first?.id);
  nowMs += ofDays(1);
  await send();
  nowMs += ofDays(31);
  // The replay goes first, then what it repeats.
  await swept({ deliveries: 30 });
  await swept({ deliveries: 30 });
  expect(await count('deliveries')).toBe(0);
});

test('the notice of an open lead stays, so that its channel sends nothing a second time', async () => {
  const beganMs = nowMs;
  const lead = await rise('open');
  await dispatch();
  await send();
  nowMs = beganMs + ofDays(100);
  await swept(messages);
  const noticesOf = () =>
    count(`notices JOIN alerts ON alerts.id = notices.alert WHERE data #>> '{lead,id}' = $1`, [lead]);
  expect(await noticesOf()).toBeGreaterThan(0);
  await close(lead);
  await dispatch();
  await send();
  nowMs += ofDays(31);
  await swept(messages);
  expect(await noticesOf()).toBe(0);
});

test('tier updates that could not be stored go after their days', async () => {
  await sales.leads.applyTierUpdates([{ partition: 7, id: '1-0', record: { nothing: true } }]);
  expect(await count('dead_letters')).toBe(1);
  await pool.query('UPDATE dead_letters SET buried_at = $1', [new Date(nowMs)]);
  nowMs += ofDays(30);
  expect(await swept({ dead_letters: 30 })).toEqual({});
  nowMs += 1;
  expect(await swept({ dead_letters: 30 })).toEqual({ dead_letters: 1 });
  expect(await count('dead_letters')).toBe(0);
});

test('timelines go with TIMELINE_DAYS alone, and those of open records stay', async () => {
  const beganMs = nowMs;
  await swept({ timeline: 60 });
  const { person } = await sales.records.putPerson({ email: 'timeline@example.com' }, admin);
  const lead = (campaign: string) =>
    sales.workflow.beginRecord('lead', 'emea/lead', { person_id: person.id, campaign }, {}, admin);
  const closed = await lead('Closed');
  await close(closed);
  const open = await lead('Open');
  nowMs = beganMs + ofDays(60);
  expect(await swept(messages)).not.toHaveProperty('timeline');
  const entriesOf = (id: string) => count('timeline WHERE record = $1', [id]);
  expect(await entriesOf(closed)).toBeGreaterThan(1);
  expect(await swept({ timeline: 60 })).toEqual({});
  expect(await entriesOf(closed)).toBeGreaterThan(1);
  nowMs = beganMs + ofDays(60) + 1;
  const { timeline = 0 } = await swept({ timeline: 60 });
  expect(timeline).toBeGreaterThan(1);
  expect(await entriesOf(closed)).toBe(0);
  expect(await entriesOf(open)).toBeGreaterThan(0);
  await expect(pool.query('DELETE FROM timeline')).rejects.toThrow('the timeline is append-only');
});

test('acts go with ACT_DAYS alone, with their outcomes', async () => {
  const beganMs = nowMs;
  await swept({ acts: 60 });
  const act = { actor: 'ann@example.com', kind: 'keys', method: 'POST', route: '/keys', target: null };
  await sales.acts.end(await sales.acts.begin({ ...act, fields: [] }), { status: 201, target: 'ky_1' });
  nowMs = beganMs + ofDays(60);
  expect(await swept(messages)).not.toHaveProperty('acts');
  expect(await swept({ acts: 60 })).toEqual({});
  nowMs += 1;
  expect(await swept({ acts: 60 })).toEqual({ acts: 1 });
  expect([await count('acts'), await count('act_outcomes')]).toEqual([0, 0]);
});

test('people go when nothing was noted for so long; those with work, business or a mark stay', async () => {
  const beganMs = nowMs;
  await swept({ people: 365 });
  const leads = new Map<string, string>();
  const everybody = ['idle', 'busy', 'buyer', 'marked', 'called', 'filed', 'filed-lead'];
  for (const who of everybody) leads.set(who, await rise(who));
  for (const who of everybody.filter((one) => one !== 'busy')) await close(leads.get(who) ?? '');
  const personOf = async (who: string) =>
    (await sales.records.listPeople({ limit: 1, q: `${who}@example.com` })).items[0]?.id ?? '';
  const ids = new Map<string, string>();
  for (const who of leads.keys()) ids.set(who, await personOf(who));
  const columns = { person_id: ids.get('buyer'), name: 'An order' };
  await sales.workflow.beginRecord('order', 'company-xyz/order', columns, {}, admin);
  await sales.records.changePerson(ids.get('marked') ?? '', { doNotContact: true }, admin);
  await dispatch();
  await send();
  nowMs = beganMs + ofDays(200);
  const { called = '' } = Object.fromEntries(ids);
  await sales.records.logActivity({ kind: 'call', direction: 'out', person: called, body: 'rang' }, admin);
  // A file is work too: of the person, or of a lead.
  for (const [column, id] of [
    ['person_id', ids.get('filed')],
    ['lead_id', leads.get('filed-lead')],
  ])
    await pool.query(
      `INSERT INTO attachments (id, ${column}, name, content_type, document, content, content_hash, created_at, created_by)
       VALUES ('at_' || $1, $1, 'a.pdf', 'application/pdf', 'd', '{}', 'h', $2, 'x')`,
      [id, new Date(nowMs)],
    );
  nowMs = beganMs + ofDays(365);
  expect(await swept({ people: 365 })).not.toHaveProperty('people');
  nowMs = beganMs + ofDays(365) + 1;
  expect(await swept({})).toEqual({});
  const { people = 0 } = await swept({ people: 365 });
  expect(people).toBeGreaterThan(0);
  const left = await Promise.all([...ids.values()].map((id) => count('people WHERE id = $1', [id])));
  expect(Object.fromEntries([...ids.keys()].map((who, index) => [who, left[index]]))).toEqual({
    ...{ idle: 0, busy: 1, buyer: 1, marked: 1, called: 1, filed: 1, 'filed-lead': 1 },
  });
  expect(await count('leads WHERE id = $1', [leads.get('idle')])).toBe(0);
  expect(await count('timeline WHERE record = $1', [ids.get('idle')])).toBe(0);
  expect(await count('deliveries WHERE person_id = $1', [ids.get('idle')])).toBe(0);
  // Who returns is new.
  await riseAgain('idle', { episode: 2 });
  expect(await personOf('idle')).not.toBe('');
});

test('a delivery goes exactly when it is older than its days, ended, unleased, and repeated by none that stays', async () => {
  const aDelivery = fc.record({
    ageMs: fc.constantFrom(ofDays(30) - 1, ofDays(30), ofDays(30) + 1, 0, ofDays(90)),
    deliveredAgeMs: fc.constantFrom(ofDays(30), ofDays(30) + 1),
    state: fc.constantFrom('waiting', 'delivered', 'failed', 'cancelled'),
    isLeased: fc.boolean(),
    /** The one before it in the list. */
    isReplay: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(aDelivery, { minLength: 1, maxLength: 6 }), async (drawn) => {
      await pool.query('TRUNCATE deliveries, delivery_attempts, notices');
      const ago = (ms: number) => new Date(nowMs - ms);
      for (const [index, { ageMs, deliveredAgeMs, state, isLeased, isReplay }] of drawn.entries())
        await pool.query(
          `INSERT INTO deliveries (id, channel, target, body, created_at, state, next_at, delivered_at, last_error, cancelled_reason,
             lease, leased_until, repeats)
           VALUES ($1, 'mail', 'a@b.example', '{}', $2, $3, $4, $5, $6, $7, $8, $10, $9)`,
          [
            `dv_${index}`,
            ago(ageMs),
            state,
            state === 'waiting' ? ago(0) : null,
            state === 'delivered' ? ago(deliveredAgeMs) : null,
            state === 'failed' ? 'x' : null,
            state === 'cancelled' ? 'x' : null,
            isLeased ? 'l' : null,
            isReplay && index > 0 ? `dv_${index - 1}` : null,
            isLeased ? ago(0) : null,
          ],
        );
      // From the last on: what repeats another goes before it. A step of a sweep sees the rows of before it.
      const stays = drawn.map(() => true);
      for (let round = 0; round < drawn.length; round++) {
        await swept({ deliveries: 30 });
        const before = [...stays];
        for (const [index, { ageMs, deliveredAgeMs, state, isLeased }] of drawn.entries()) {
          const isOld = ageMs > ofDays(30) && (state !== 'delivered' || deliveredAgeMs > ofDays(30));
          const isRepeated = drawn[index + 1]?.isReplay === true && before[index + 1] === true;
          if (isOld && state !== 'waiting' && !isLeased && !isRepeated) stays[index] = false;
        }
      }
      const { rows } = await pool.query<{ id: string }>('SELECT id FROM deliveries ORDER BY id');
      expect(rows.map(({ id }) => id)).toEqual(stays.flatMap((is, index) => (is ? [`dv_${index}`] : [])));
    }),
    runs(30),
  );
});

test('many rows go in batches, the loop counts them, and one process sweeps at a time', async () => {
  const beganMs = nowMs;
  await pool.query(
    `INSERT INTO alerts (type, at, data) SELECT 'lead.updated', $1, '{}' FROM generate_series(1, 2500)`,
    [new Date(beganMs)],
  );
  await sales.notifications.chooseNotices();
  while ((await sales.notifications.chooseNotices()) > 0);
  nowMs = beganMs + ofDays(31);
  const metrics = createMetrics();
  const days = { ...forGood, alerts: 30 };
  const logger = createLogger('silent');
  const loops = [0, 1].map(() => startRetention({ retention: sales.retention, days, metrics, logger }));
  await until('all are gone', async () => (await count(`alerts WHERE data = '{}'`)) === 0);
  await Promise.all(loops.map((loop) => loop.close()));
  const { values } = await metrics.retentionDeleted.get();
  expect(values.find(({ labels }) => labels.class === 'alerts')?.value).toBeGreaterThanOrEqual(2500);
});
