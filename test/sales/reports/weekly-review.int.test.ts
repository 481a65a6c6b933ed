/** Weekly reviews from the store to their mails: what is in one, each once, late after a stop, and none where none is wanted. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from '../../../src/base/telemetry/telemetry.ts';
import type { ReviewSection } from '../../../src/contract/api/api.ts';
import { startReviewer } from '../../../src/sales/reports/reports.ts';
import type { Actor } from '../../../src/sales/store/store.ts';
import { tinyProcess } from '../../console/report-world-tables.ts';
import { startTestDatabase, type TestDatabase } from '../../support/databases.ts';
import { openTestSales, type TestSales } from '../../support/rooms.ts';
import { admin, identityOf, standing, usualActions } from '../records.ts';

const ann = 'ann@example.com';
const by = (name: string): Actor => ({ ...admin, name });
/** Monday, when London's reviews are due. */
const dueMs = Date.parse('2026-11-30T08:00:00.000Z');
const hourMs = 3_600_000;

let server: TestDatabase;
let database: pg.Client;
let sales: TestSales;
let nowMs = 0;
const clock = { nowMs: () => nowMs };

beforeAll(async () => {
  server = await startTestDatabase();
  sales = await openTestSales({ databaseUrl: server.url, clock });
  database = new pg.Client({ connectionString: server.url });
  await database.connect();
  await database.query(
    `INSERT INTO users (email, role, time_zone, created_at)
     SELECT email, 'rep', time_zone, '2026-11-01Z' FROM (VALUES ('${ann}', NULL), ('idle@example.com', NULL),
       ('nyc@example.com', 'America/New_York'), ('off@example.com', NULL)) AS given (email, time_zone)`,
  );
  await database.query(`UPDATE users SET weekly_review = false WHERE email = 'off@example.com'`);
  await makeWork();
});
afterAll(async () => {
  await database?.end();
  await sales?.close();
  await server?.stop();
});

beforeEach(async () => {
  await database.query('DELETE FROM deliveries');
  await database.query('DELETE FROM weekly_reviews');
});

/** One whole sweep, as at a start. */
async function sweepAt(ms: number): Promise<void> {
  nowMs = ms;
  await startReviewer({ reports: sales.reports, logger: createLogger('silent') }).close();
}

async function mails(): Promise<{ target: string; body: { subject: string; text: string; html: string } }[]> {
  const { rows } = await database.query(
    `SELECT target, body FROM deliveries WHERE channel = 'mail' ORDER BY target`,
  );
  return rows;
}

test('a fresh installation mails no review of a week before it was there', async () => {
  const setUp = async (time: string) => {
    nowMs = Date.parse(time);
    await database.query(`DELETE FROM users WHERE email = 'fresh@example.com'`);
    await sales.team.users.create({ email: 'fresh@example.com', role: 'rep' }, admin);
    await database.query(
      `INSERT INTO tasks (id, subject, due_at, owner, created_at, updated_at, person_id)
       SELECT 'tk_fresh', 'Call', '2026-12-01Z', 'fresh@example.com', $1, $1, id FROM people WHERE email = 'mia@example.com'
       ON CONFLICT DO NOTHING`,
      [time],
    );
  };
  const isMailed = async () => (await mails()).some(({ target }) => target === 'fresh@example.com');
  await setUp('2026-12-02T10:00:00Z');
  await sweepAt(nowMs);
  expect(await isMailed()).toBe(false);
  // Before the hour of the review, on its day: there is no week to look back on either.
  await setUp('2026-11-30T07:00:00Z');
  await sweepAt(dueMs);
  expect(await isMailed()).toBe(false);
  await sweepAt(dueMs + 7 * 24 * hourMs);
  expect(await isMailed()).toBe(true);
  await database.query(`DELETE FROM tasks WHERE id = 'tk_fresh'`);
});

/** Ann's work around the week before 30 November, with neighbours on both sides of every bound; one lead for two others. */
async function makeWork(): Promise<void> {
  const at = async (time: string, act: () => Promise<unknown>) => {
    nowMs = Date.parse(time);
    await act();
  };
  let entry = 0;
  const lead = async (name: string, owner: string) => {
    const identity = { ...identityOf(`${name}@example.com`), userId: name, name };
    const record = standing({ profile: `p-${name}`, atMs: nowMs, actions: usualActions(nowMs), identity });
    await sales.leads.applyTierUpdates([{ partition: 0, id: `${++entry}-0`, record }]);
    const { items } = await sales.records.listLeads({ limit: 1 });
    await sales.records.changeLead(items[0]?.id ?? '', { owner }, admin);
  };
  const opportunity = (name: string, columns: object = {}) =>
    sales.workflow.beginRecord(
      'opportunity',
      'tiny/opportunity',
      { name, person_id: person, owner: ann, amount: 12.5, ...columns },
      {},
      by(ann),
    );
  let person = '';
  const ids = new Map<string, string>();

  await at('2026-11-01T09:00:00Z', async () => {
    await sales.workflow.publishProcess({ file: 'tiny.yaml', text: tinyProcess, author: 'test' });
    person = (await sales.records.putPerson({ email: 'mia@example.com', name: 'Mia' }, admin)).person.id;
    for (const name of ['won before', 'won', 'lost', 'lost after', 'Mugs', 'Pens'])
      ids.set(
        name,
        await opportunity(
          name,
          name === 'Mugs'
            ? { expected_close: '2026-11-29' }
            : name === 'Pens'
              ? { expected_close: '2026-11-30' }
              : {},
        ),
      );
    const [mugs, pens] = [ids.get('Mugs'), ids.get('Pens')];
    await database.query(
      `INSERT INTO quotations (id, number, opportunity_id, amount, currency, status, sent_at, follow_up_on, created_at, updated_at)
       SELECT 'qu_' || number, number, opportunity, 5, 'EUR', 'sent', '2026-11-02Z', chase::date, '2026-11-02Z', '2026-11-02Z'
       FROM (VALUES ('Q-in', $1, '2026-12-06'), ('Q-after', $2, '2026-12-07')) AS given (number, opportunity, chase)`,
      [mugs, pens],
    );
  });
  await at('2026-11-01T10:00:00Z', async () => {
    const { id } = await sales.records.makeCompany({ name: 'Quiet' }, admin);
    await opportunity('of a company that wishes no contact', { person_id: null, company_id: id });
    await sales.records.changeCompany(id, { doNotContact: true }, admin);
  });
  const end = (time: string, name: string, to: string) =>
    at(time, () => sales.workflow.changeRecord('opportunity', ids.get(name) ?? '', { to }, by(ann)));
  const note = (happened: string, logged: string, body: string) =>
    at(logged, () => sales.records.logActivity({ kind: 'note', person, at: happened, body }, by(ann)));
  await end('2026-11-22T23:59:59.999Z', 'won before', 'Won');
  await end('2026-11-23T00:00:00.000Z', 'won', 'Won');
  await note('2026-11-22T23:59:59.999Z', '2026-11-23T09:00:00Z', 'before last week');
  await note('2026-11-23T09:00:00Z', '2026-11-23T23:59:59.999Z', 'the same day');
  await note('2026-11-25T10:00:00Z', '2026-11-26T09:00:00Z', 'a day late');
  await at('2026-11-26T12:00:00Z', () => lead('overdue', ann));
  await at('2026-11-26T12:00:00Z', () => lead('silent', ann));
  await at('2026-11-26T12:30:00Z', () => lead('other', 'nyc@example.com'));
  await at('2026-11-26T12:30:00Z', () => lead('unread', 'off@example.com'));
  await at('2026-11-26T13:00:00Z', async () => {
    await sales.records.logActivity(
      {
        kind: 'note',
        opportunity: ids.get('Pens'),
        body: '',
        nextStep: 'Ask again',
        followUpOn: '2026-12-06',
      },
      by(ann),
    );
    await sales.records.logActivity(
      {
        kind: 'note',
        opportunity: ids.get('Pens'),
        body: '',
        nextStep: 'And again',
        followUpOn: '2026-12-07',
      },
      by(ann),
    );
    await sales.records.putPerson({ email: 'silent@example.com', doNotContact: true }, admin);
  });
  await end('2026-11-29T23:59:59.999Z', 'lost', 'Lost');
  await end('2026-11-30T00:00:00.000Z', 'lost after', 'Lost');
  await at('2026-11-30T07:00:00Z', () => lead('fresh', ann));
}

describe('a review', () => {
  test('holds what there is to do and what was done, and nobody who wishes no contact', async () => {
    nowMs = dueMs;
    const { week, timeZone, sections } = await sales.reports.weeklyReview(ann);
    expect([week, timeZone]).toEqual(['2026-11-30', 'Europe/London']);
    const named = Object.fromEntries(
      Object.entries(sections).map(([name, { count, items }]) => {
        expect(items).toHaveLength(count);
        return [name, items.map((item) => [item.name, item.about])];
      }),
    ) as Record<ReviewSection, [string, string | null][]>;
    expect(named).toEqual({
      overdueTasks: [['Contact overdue within 24 hours', 'overdue']],
      // Its deadline is at 7:00 tomorrow; the other is due at the end of Sunday.
      dueTasks: [
        ['Contact fresh within 24 hours', 'fresh'],
        ['Ask again', 'Mia'],
      ],
      untouchedLeads: [
        ['EMEA', 'overdue'],
        ['EMEA', 'fresh'],
      ],
      idleOpportunities: [['Mugs', 'Mia']],
      lateOpportunities: [['Mugs', 'Mia']],
      quotationsToFollowUp: [['Q-in', 'Mia']],
      loggedLate: [['note', 'Mia']],
      won: [['won', 'Mia']],
      lost: [['lost', 'Mia']],
    });
    expect(sections.lateOpportunities.items[0]).toMatchObject({
      at: null,
      day: '2026-11-29',
      amount: '12.50',
      currency: 'EUR',
    });
    expect(sections.loggedLate.items[0]?.at).toBe('2026-11-25T10:00:00.000Z');
  });
});

describe('the reviewer', () => {
  test('writes one mail a reader and week, at the hour of each, and none that is empty or not wanted', async () => {
    await sweepAt(dueMs - 1);
    expect(await mails()).toEqual([]);
    await sweepAt(dueMs);
    const written = await mails();
    expect(written.map(({ target }) => target)).toEqual([ann]);
    expect(written[0]?.body).toMatchObject({
      subject: 'Your week: 1 overdue, 2 due, 2 to contact',
      text: expect.stringContaining(
        'Opportunities past their expected close: 1\n- Mugs, Mia, EUR 12.50, Sunday 29 November',
      ),
      html: expect.stringContaining(
        '<h2>Won last week: 1</h2><ul><li>won, Mia, EUR 12.50, Monday 23 November</li></ul>',
      ),
    });
    expect(JSON.stringify(written)).not.toContain('silent');
    // Eight in New York.
    await sweepAt(dueMs + 5 * hourMs - 1);
    expect(await mails()).toHaveLength(1);
    await sweepAt(dueMs + 5 * hourMs);
    expect((await mails()).map(({ target }) => target)).toEqual([ann, 'nyc@example.com']);
    const { rows } = await database.query(
      'SELECT email, week::text, is_sent FROM weekly_reviews ORDER BY email',
    );
    expect(rows).toEqual([
      { email: ann, week: '2026-11-30', is_sent: true },
      { email: 'idle@example.com', week: '2026-11-30', is_sent: false },
      { email: 'nyc@example.com', week: '2026-11-30', is_sent: true },
    ]);
  });

  test('after a stop over the hour it comes once, late, however many sweep', async () => {
    nowMs = dueMs + 30 * hourMs;
    const logger = createLogger('silent');
    await Promise.all(
      Array.from({ length: 4 }, () => startReviewer({ reports: sales.reports, logger }).close()),
    );
    await sweepAt(dueMs + 31 * hourMs);
    expect((await mails()).map(({ target }) => target)).toEqual([ann, 'nyc@example.com']);
  });

  test('a week that was stopped through has none; the next comes at its hour', async () => {
    await sweepAt(dueMs + 7 * 24 * hourMs - 1);
    expect(await mails()).toEqual([]);
    await sweepAt(dueMs + 7 * 24 * hourMs);
    expect((await mails()).map(({ target }) => target)).toEqual([ann]);
  });

  test('waits for the day on which the reader works', async () => {
    const workingTime = { days: ['Wednesday'], hours: { fromMinute: 540, untilMinute: 1_020 }, holidays: [] };
    await database.query('UPDATE users SET working_time = $2 WHERE email = $1', [
      ann,
      JSON.stringify(workingTime),
    ]);
    await sweepAt(dueMs + 48 * hourMs - 1);
    expect((await mails()).map(({ target }) => target)).toEqual(['nyc@example.com']);
    await sweepAt(dueMs + 48 * hourMs);
    expect((await mails()).map(({ target }) => target)).toEqual([ann, 'nyc@example.com']);
    await database.query('UPDATE users SET working_time = NULL WHERE email = $1', [ann]);
  });

  test('one reader whose review cannot be written holds up no other', async () => {
    await database.query(`UPDATE users SET time_zone = 'Mars/Olympus' WHERE email = 'idle@example.com'`);
    nowMs = dueMs;
    const errors: string[] = [];
    expect(await sales.reports.writeReviews(({ message }) => errors.push(message))).toBe(1);
    expect(errors).toEqual([expect.stringContaining('Mars/Olympus')]);
    expect(await mails()).toHaveLength(1);
    await database.query(`UPDATE users SET time_zone = NULL WHERE email = 'idle@example.com'`);
  });
});
