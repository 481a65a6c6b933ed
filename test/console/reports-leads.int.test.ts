/** Reports of leads: campaigns, deadlines, the same-day rule, rules; every figure worked out from report-world.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { november, openReports, type ReportWorld } from './report-world.ts';
import { ann, bob, cem } from './report-world-tables.ts';

let world: ReportWorld;

beforeAll(async () => {
  world = await openReports();
});
afterAll(async () => void (await world?.close()));

const report = (asked: string) => world.report(asked);

describe('campaigns', () => {
  test('from events to what was won, by campaign', async () => {
    const { from, to, rows, totals } = await report(`campaigns?${november}`);
    expect([from, to]).toEqual(['2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z']);
    const none = { programme: null, rule: null };
    expect(rows).toEqual([
      // L4, L5, L9; O2 of L4, O5 by influence.
      {
        ...none,
        campaign: 'Autumn',
        events: 3,
        profiles: 3,
        leads: 3,
        opportunities: 2,
        won: 0,
        wonValue: {},
        leadsOfProfiles: 1,
        opportunitiesOfLeads: 0.6667,
        wonOfOpportunities: 0,
      },
      // L1, L2, L3, L6; O1 of L1, O3 and O5 by influence; O4 was begun before.
      {
        ...none,
        campaign: 'Spring',
        events: 6,
        profiles: 5,
        leads: 4,
        opportunities: 3,
        won: 1,
        wonValue: { EUR: '1000.10' },
        leadsOfProfiles: 0.8,
        opportunitiesOfLeads: 0.75,
        wonOfOpportunities: 0.3333,
      },
    ]);
    // O5 counts for both, and once here.
    expect(totals).toEqual([
      {
        ...none,
        campaign: null,
        events: 9,
        profiles: 8,
        leads: 7,
        opportunities: 4,
        won: 1,
        wonValue: { EUR: '1000.10' },
        leadsOfProfiles: 0.875,
        opportunitiesOfLeads: 0.5714,
        wonOfOpportunities: 0.25,
      },
    ]);
  });

  test('by rule, a lead counts for each of its rules, and once in the total', async () => {
    const { rows, totals } = await report(`campaigns?${november}&by=rule`);
    const figures = rows.map((row: Record<string, unknown>) =>
      ['campaign', 'programme', 'rule', 'events', 'profiles', 'leads', 'opportunities', 'won'].map(
        (name) => row[name],
      ),
    );
    expect(figures).toEqual([
      ['Autumn', 'trial', 'trial-started', 3, 3, 3, 1, 0],
      ['Autumn', 'trial', 'page-depth', 1, 1, 1, 0, 0],
      ['Spring', 'emea', 'page-depth', 5, 4, 3, 1, 1],
      ['Spring', 'emea', 'managed-cloud', 2, 2, 2, 1, 1],
      ['Spring', 'emea', 'company-fit', 0, 1, 0, 0, 0],
    ]);
    expect(totals).toMatchObject([
      { events: 9, profiles: 8, leads: 7, opportunities: 2, won: 1, wonValue: { EUR: '1000.10' } },
    ]);
  });

  test('narrowed to a campaign, the total is its own; to an owner, events are not known', async () => {
    const spring = await report(`campaigns?${november}&campaign=Spring`);
    expect(spring.rows).toHaveLength(1);
    expect(spring.totals).toMatchObject([{ events: 6, profiles: 5, leads: 4, opportunities: 3 }]);
    const ofAnn = await report(`campaigns?${november}&owner=${ann}`);
    expect(ofAnn.totals).toMatchObject([{ events: null, profiles: null, leads: 2, leadsOfProfiles: null }]);
    const north = await report(`campaigns?${november}&team=North&process=emea`);
    expect(north.totals).toMatchObject([{ leads: 5, opportunities: 2 }]);
  });
});

describe('deadlines', () => {
  test('by owner', async () => {
    const { rows, totals } = await report(`deadlines?${november}`);
    const some = (row: Record<string, unknown> = {}) => [row['escalated'], row['escalations']];
    const figures = (some: Record<string, unknown>[]) =>
      some.map((row) =>
        ['owner', 'team', 'due', 'kept', 'late', 'overdue', 'pending', 'cancelled', 'keptShare'].map(
          (name) => row[name],
        ),
      );
    expect(figures(rows)).toEqual([
      [ann, 'North', 2, 1, 1, 0, 0, 0, 0.5],
      [bob, 'North', 2, 1, 0, 1, 0, 0, 0.5],
      [cem, 'South', 2, 2, 0, 0, 0, 0, 1],
      [null, null, 1, 0, 0, 0, 0, 1, null],
    ]);
    expect(figures(totals)).toEqual([[null, null, 7, 4, 1, 1, 0, 1, 0.6667]]);
    expect(some(rows[1])).toEqual([1, 2]);
    expect(some(totals[0])).toEqual([1, 2]);
    // Done after 30 hours, due after 24.
    expect(rows[0]).toMatchObject({ lateHoursMedian: 6, lateHoursP90: 6, lateHoursMax: 6 });
    expect(rows[3]?.cancelReasons).toEqual({ 'the person does not wish to be contacted': 1 });
  });

  test('by campaign, tier and team', async () => {
    const keyed = async (by: string) => {
      const { rows } = await report(`deadlines?${november}&by=${by}`);
      return rows.map((row: Record<string, unknown>) => [row[by], row['due'], row['kept']]);
    };
    expect(await keyed('campaign')).toEqual([
      ['Spring', 5, 3],
      ['Autumn', 2, 1],
    ]);
    expect(await keyed('tier')).toEqual([[1, 7, 4]]);
    expect(await keyed('team')).toEqual([
      ['North', 4, 2],
      ['South', 2, 2],
      [null, 1, 0],
    ]);
  });

  test('escalated are those whose steps were taken after the deadline, not reminders and skipped steps', async () => {
    const lead = world.ids.get('L1');
    const { rows } = await world.database.query('SELECT id, due_at FROM tasks WHERE lead_id = $1', [lead]);
    const [task] = rows;
    const take = (step: string, minutes: number, outcome: string) =>
      world.database.query(
        `INSERT INTO escalations (task_id, due_at, step, taken_at, outcome)
         VALUES ($1, $2, $3, $2::timestamptz + make_interval(mins => $4), $5)`,
        [task.id, task.due_at, step, minutes, outcome],
      );
    await take('due soon', -120, 'notified');
    await take('overdue', 0, 'notified');
    await take('manager notified', 120, 'touched');
    await take('reassigned', 480, 'queued');
    const { totals } = await report(`deadlines?${november}`);
    // And the two steps of L3's task.
    expect(totals).toMatchObject([{ due: 7, escalated: 2, escalations: 4 }]);
    await world.database.query('DELETE FROM escalations WHERE task_id = $1', [task.id]);
  });

  test.each([
    // L9 is due at 23:59:59.999 of that day, L8 at its end.
    ['from=2026-12-01&to=2026-12-02', { due: 1, overdue: 1, pending: 0 }],
    ['from=2026-12-01&to=2026-12-02T00:00:00.001Z', { due: 2, overdue: 1, pending: 1 }],
    ['from=2026-12-02&to=2026-12-03', { due: 1, overdue: 0, pending: 1 }],
    ['from=2026-12-02T00:00:00.001Z&to=2026-12-03', { due: 0 }],
  ])('half-open: %s', async (asked, total) => {
    expect((await report(`deadlines?${asked}`)).totals).toMatchObject([total]);
  });
});

describe('the same-day rule', () => {
  test('goes by the calendar of each user', async () => {
    const { rows, totals } = await report(`same-day?${november}`);
    expect(rows).toEqual([
      { user: ann, timeZone: 'Europe/London', logged: 2, sameDay: 1, late: 1, sameDayShare: 0.5 },
      { user: cem, timeZone: 'Asia/Kolkata', logged: 1, sameDay: 0, late: 1, sameDayShare: 0 },
      { user: bob, timeZone: 'America/New_York', logged: 1, sameDay: 1, late: 0, sameDayShare: 1 },
    ]);
    expect(totals).toEqual([
      { user: null, timeZone: null, logged: 4, sameDay: 2, late: 2, sameDayShare: 0.5 },
    ]);
  });

  test('names what was logged late, and how late', async () => {
    const { rows } = await report(`late-logging?${november}`);
    expect(rows).toMatchObject([
      {
        user: ann,
        daysLate: 2,
        kind: 'call',
        record: world.ids.get('L2'),
        happenedAt: '2026-11-03T15:00:00.000Z',
      },
      { user: cem, daysLate: 1, kind: 'call', record: world.ids.get('L6') },
    ]);
    expect((await report(`late-logging?${november}&campaign=Autumn`)).rows).toEqual([]);
  });
});

test('rules: what reps said of their leads, with how sure it is', async () => {
  const { rows, totals } = await report(`rules?${november}`);
  const sure = {
    1: { precisionLow: 0.2065, precisionHigh: 1 },
    2: { precisionLow: 0.0945, precisionHigh: 0.9055 },
    0: { precisionLow: 0, precisionHigh: 0.7935 },
  };
  expect(rows).toHaveLength(4);
  expect(rows).toEqual(
    expect.arrayContaining([
      {
        programme: 'emea',
        version: 'v1',
        rule: 'page-depth',
        leads: 1,
        good: 1,
        junk: 0,
        precision: 1,
        ...sure[1],
        junkReasons: {},
      },
      {
        programme: 'emea',
        version: 'v1',
        rule: 'managed-cloud',
        leads: 2,
        good: 1,
        junk: 1,
        precision: 0.5,
        ...sure[2],
        junkReasons: { 'a student': 1 },
      },
      {
        programme: 'emea',
        version: 'v2',
        rule: 'page-depth',
        leads: 1,
        good: 0,
        junk: 1,
        precision: 0,
        ...sure[0],
        junkReasons: { 'a student': 1 },
      },
      {
        programme: 'trial',
        version: 'v1',
        rule: 'trial-started',
        leads: 1,
        good: 1,
        junk: 0,
        precision: 1,
        ...sure[1],
        junkReasons: {},
      },
    ]),
  );
  expect(totals).toMatchObject([
    {
      leads: 4,
      good: 2,
      junk: 2,
      precision: 0.5,
      precisionLow: 0.15,
      precisionHigh: 0.85,
      junkReasons: { 'a student': 2 },
    },
  ]);
});
