/** The reports as the API gives them: their period, CSV, the list of all, and where a pipeline leads to one. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '../../src/base/kernel/kernel.ts';
import { fillPastTriggers } from '../support/clusters.ts';
import { newcomer } from './log-ins.ts';
import { november, openReports, type ReportWorld } from './report-world.ts';
import { ann, cem } from './report-world-tables.ts';

let world: ReportWorld;

beforeAll(async () => {
  world = await openReports();
});
afterAll(async () => void (await world?.close()));

const send: ReportWorld['send'] = (...asked) => world.send(...asked);
const report = (asked: string) => world.report(asked);

describe('a period', () => {
  test.each([
    ['from=2026-11-02T12:00:00Z&to=2026-11-02T12:00:00.001Z', 1],
    ['from=2026-11-02T12:00:00.001Z&to=2026-11-03', 0],
    ['from=2026-11-02&to=2026-11-02T12:00:00Z', 0],
    [november, 7],
    // L6 opened at midnight in UTC, L7 an instant before: both in Berlin's November, neither in New York's.
    [`${november}&owner=${cem}`, 1],
    [`${november}&owner=${cem}&timeZone=Europe/Berlin`, 2],
    [`${november}&owner=${cem}&timeZone=America/New_York`, 0],
  ])('holds its first moment and not its end: %s', async (asked, leads) => {
    expect((await report(`salesmen?${asked}`)).totals).toMatchObject([{ leads }]);
  });

  test('is the last thirty days when it is not said', async () => {
    const { from, to, totals } = await report('salesmen');
    expect([from, to]).toEqual(['2026-11-02T00:00:00.000Z', '2026-12-02T00:00:00.000Z']);
    // All but L6, and L8 besides.
    expect(totals).toMatchObject([{ leads: 7 }]);
  });

  test.each([
    ['from=2026-12-01&to=2026-11-01', /"to" is 2026-11-01, which is not after "from"/],
    ['from=2026-12-01&to=2026-12-01', /does not belong to it/],
    ['from=yesterday', /"from" is "yesterday": expected a day such as "2026-12-01"/],
    ['timeZone=Mars', /"timeZone" is "Mars": expected a time zone of the IANA list/],
    ['by=colour', /"by" is "colour": expected "owner", "team"/],
    ['colour=red', /not known here/],
  ])('is refused: %s', async (asked, detail) => {
    expect((await send(`/reports/salesmen?${asked}`)).json()).toMatchObject({
      status: 400,
      code: 'invalid_request',
      detail: expect.stringMatching(detail),
    });
  });
});

describe('as CSV', () => {
  test('has a line of names, the rows, CRLF and the name of a file', async () => {
    const answer = await send(`/reports/customers?to=2026-12-01&format=csv`);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': 'attachment; filename="customers_2026-12-01.csv"',
      'x-report-is-whole': 'true',
    });
    const lines = answer.body.split('\r\n');
    expect(lines[0]).toBe(
      'customer,kind,name,currency,orders,value,firstOrderAt,lastOrderAt,averageOrder,averageDaysBetween,projectedYear',
    );
    expect(lines[1]).toBe(
      'co_acme,company,Acme,EUR,2,375.00,2026-11-11T00:00:00.000Z,2026-11-21T00:00:00.000Z,187.50,10,6843.75',
    );
    expect(lines).toHaveLength(5);
  });

  test('is also asked for by Accept, and money of several currencies is one cell', async () => {
    const answer = await send(`/reports/campaigns?${november}`, { accept: 'text/csv' });
    expect(answer.body).toContain('Spring,,,6,5,4,3,1,EUR 1000.10,0.8,0.75,0.3333\r\n');
    const json = await send(`/reports/campaigns?${november}&format=json`, { accept: 'text/csv' });
    expect(json.json().rows).toHaveLength(2);
  });

  test('runs nothing that a stranger wrote', async () => {
    await world.database.query(`UPDATE companies SET name = '=HYPERLINK("http://x")' WHERE id = 'co_acme'`);
    const answer = await send('/reports/customers?format=csv');
    expect(answer.body).toContain(`co_acme,company,"'=HYPERLINK(""http://x"")",EUR`);
    await world.database.query(`UPDATE companies SET name = 'Acme' WHERE id = 'co_acme'`);
  });
});

test('all of them are listed, with how each figure is counted', async () => {
  const { items } = (await send('/reports')).json();
  expect(items.map(({ report: name }: { report: string }) => name)).toEqual([
    'campaigns',
    'salesmen',
    'forecast',
    'products',
    'customers',
    'deadlines',
    'same-day',
    'late-logging',
    'rules',
  ]);
  for (const { path, counts, columns } of items) {
    expect(counts.join(' ').length).toBeGreaterThan(80);
    const answer = await send(path.replace('/api/v1', ''));
    expect(answer.statusCode).toBe(200);
    for (const row of [...answer.json().rows, ...answer.json().totals])
      expect(Object.keys(row).sort()).toEqual([...columns].sort());
  }
  const paths = (await send('/openapi.json')).json().paths;
  for (const { path } of items) expect(paths[path].get.responses['200']).toBeDefined();
});

test('each phase of the value stream leads to the report its Director reads', async () => {
  const { items } = (await send('/pipelines')).json();
  const phases = items.filter(({ id }: { id: string }) => id.startsWith('value-stream/'));
  const read = Object.fromEntries(
    phases.map(({ report: title, reportPath }: Record<string, string>) => [title, reportPath]),
  );
  expect(read).toEqual({
    'Campaign Performance': '/api/v1/reports/campaigns',
    'Salesmen Performance': '/api/v1/reports/salesmen',
    'Sales Forecast': '/api/v1/reports/forecast',
    'Product Performance': '/api/v1/reports/products',
    'Customer Lifetime Value': '/api/v1/reports/customers',
  });
  for (const path of Object.values(read)) {
    const answer = await send((path as string).replace('/api/v1', ''));
    expect([path, answer.statusCode, answer.json().rows.length > 0]).toEqual([path, 200, true]);
  }
  const others = items.filter(({ id }: { id: string }) => id.startsWith('emea/'));
  expect(others.map(({ reportPath }: { reportPath: string | null }) => reportPath)).toEqual([null, null]);
});

describe('the weekly review', () => {
  test('is that of the one who asks; managers may look at others', async () => {
    const rep = await newcomer(world.console, 'kim@example.com', 'rep', { timeZone: 'Asia/Kolkata' });
    const own = (await rep.ask('GET', '/reports/weekly-review')).json();
    expect(own).toMatchObject({ owner: 'kim@example.com', timeZone: 'Asia/Kolkata', week: '2026-11-30' });
    const other = await rep.ask('GET', `/reports/weekly-review?owner=${ann}`);
    expect(other.json()).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: `the review of ${ann} is for ${ann} and for managers`,
    });
    const manager = await newcomer(world.console, 'boss@example.com', 'manager');
    const seen = (await manager.ask('GET', `/reports/weekly-review?owner=${ann}`)).json();
    // L8 opened yesterday, its contact is due; O5 has no task.
    expect(seen.sections).toMatchObject({
      overdueTasks: { count: 0, items: [] },
      dueTasks: { count: 1, items: [{ kind: 'task', at: '2026-12-02T00:00:00.000Z' }] },
      untouchedLeads: { count: 1, items: [{ kind: 'lead', id: world.ids.get('L8'), name: 'Spring' }] },
      idleOpportunities: {
        count: 1,
        items: [{ id: world.ids.get('O5'), amount: '300.33', currency: 'EUR' }],
      },
    });
    expect((await rep.ask('GET', '/reports/weekly-review?week=1')).statusCode).toBe(400);
  });
});

// The last: it fills the world.
test('rows end at their limit, which is said; totals are of all', async () => {
  const orders = (from: number, to: number) =>
    fillPastTriggers(
      world.databaseUrl,
      `WITH made AS (
         INSERT INTO people (id, email, created_at, updated_at)
         SELECT 'pn_' || n, n || '@many.example', '2026-01-01Z', '2026-01-01Z' FROM generate_series($1::int, $2::int) AS n RETURNING id
       )
       INSERT INTO orders (id, name, person_id, amount, pipeline, stage, entered_at, created_at, updated_at, closed_at, ended)
       SELECT 'or_' || id, 'One', id, 1, 'tiny/order@1', 'Delivered', '2026-01-02Z', '2026-01-02Z', '2026-01-02Z', '2026-01-02Z', 'won'
       FROM made`,
      [from, to],
    );
  const asked = '/reports/customers?from=2026-01-02&to=2026-01-03';
  await orders(1, limits.reportRowsMax);
  const full = (await send(asked)).json();
  expect([full.rows.length, full.isWhole]).toEqual([limits.reportRowsMax, true]);
  await orders(limits.reportRowsMax + 1, limits.reportRowsMax + 1);
  const over = (await send(asked)).json();
  expect([over.rows.length, over.isWhole]).toEqual([limits.reportRowsMax, false]);
  expect(over.totals).toMatchObject([{ orders: limits.reportRowsMax + 1, value: '10001.00' }]);
  const csv = await send(`${asked}&format=csv`);
  expect(csv.headers['x-report-is-whole']).toBe('false');
  expect(csv.body.split('\r\n')).toHaveLength(limits.reportRowsMax + 2);
});
