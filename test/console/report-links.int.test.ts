/** The records behind every figure of every report: the lists that it leads to have as many as it counts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportName } from '../../src/contract/api/api.ts';
import {
  type AskedReport,
  type RecordLink,
  recordsBehind,
} from '../../src/web/console/reports/record-links.ts';
import { november, openReports, type ReportWorld } from './report-world.ts';

let world: ReportWorld;

beforeAll(async () => {
  world = await openReports();
});
afterAll(async () => void (await world?.close()));

/** How many records a list has; of a report, how many rows. */
async function countOf({ path, search }: RecordLink): Promise<number> {
  const answer = await world.send(`${path}?${new URLSearchParams(search)}`);
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
  const { items, rows, nextCursor = null } = answer.json();
  expect(nextCursor).toBeNull();
  return (items ?? rows).length;
}

/** The counts, one of each report, of the records that an amount, an average or a share is of. */
const countsOf: Record<string, string[]> = {
  wonValue: ['won', 'opportunitiesWon'],
  offeredValue: ['offers'],
  value: ['orders'],
  unweighted: ['records'],
  weighted: ['records'],
  ...{ quantity: ['offers'], averagePrice: ['offers'], wonQuantity: ['won'] },
  ...{ averageOrder: ['orders'], averageDaysBetween: ['orders'], projectedYear: ['orders'] },
  precision: ['leads'],
};

describe('behind each figure is what it counts', () => {
  test.each<[ReportName, string, object, string[]]>([
    ['campaigns', 'campaign', {}, ['leads', 'opportunities', 'won', 'wonValue']],
    ['campaigns', 'campaign', { owner: 'ann@example.com' }, ['leads']],
    ['campaigns', 'rule', {}, ['leads']],
    ['salesmen', 'owner', {}, salesmen()],
    ['salesmen', 'team', {}, salesmen()],
    ['salesmen', 'owner', { team: 'North', campaign: 'Spring' }, salesmen()],
    ['salesmen', 'owner', { process: 'emea' }, salesmen()],
    ['forecast', 'stage', {}, ['records', 'unweighted', 'weighted']],
    ['forecast', 'month', {}, ['records', 'unweighted', 'weighted']],
    ['forecast', 'owner', {}, ['records', 'unweighted', 'weighted']],
    ['products', '', {}, products()],
    ['customers', '', {}, customers()],
    ['deadlines', 'owner', {}, deadlines()],
    ['deadlines', 'team', {}, deadlines()],
    ['deadlines', 'campaign', {}, deadlines()],
    ['deadlines', 'tier', {}, deadlines()],
    ['same-day', '', {}, ['late']],
    ['rules', '', {}, ['leads', 'good', 'junk', 'precision']],
  ])('%s by %s, %j', async (report, by, filters, expected) => {
    // Of the forecast the period is of the expected close, in later months.
    const days = report === 'forecast' ? {} : { from: '2026-11-01', to: '2026-12-01' };
    const query = new URLSearchParams({ ...(by && { by }), ...(filters as Record<string, string>) });
    const answer = await world.report(`${report}?${report === 'forecast' ? '' : november}&${query}`);
    const asked: AskedReport = { report, by, from: answer.from, to: answer.to, days, filters };
    const linked = new Set<string>();
    const counted = [
      ...answer.rows.map((row) => ({ row, isTotal: false })),
      ...answer.totals.map((row) => ({ row, isTotal: true })),
    ];
    const figures = counted.flatMap(({ row, isTotal }) =>
      Object.entries(row).flatMap(([column, figure]) => {
        const links = recordsBehind(column, row, asked, isTotal);
        return links.length === 0 ? [] : [{ column, figure, row, links }];
      }),
    );
    await Promise.all(
      figures.map(async ({ column, figure, row, links }) => {
        linked.add(column);
        const behind = (await Promise.all(links.map(countOf))).reduce((sum, one) => sum + one, 0);
        const count = countsOf[column]?.find((one) => one in row);
        const counts = count === undefined ? figure : row[count];
        expect({ column, row, links, behind }).toEqual({ column, row, links, behind: counts });
      }),
    );
    expect([...linked].sort()).toEqual([...expected].sort());
  });

  test.each<[ReportName, string, object, string[]]>([
    ['campaigns', 'campaign', {}, ['leads', 'opportunities', 'won', 'wonValue']],
    ['campaigns', 'campaign', { campaign: 'Spring' }, ['leads', 'opportunities', 'won', 'wonValue']],
    ['products', '', {}, products().filter((column) => column !== 'averagePrice')],
    ['rules', '', {}, ['leads', 'good', 'junk']],
  ])('the total of %s by %s, %j, leads to what it counts once', async (report, by, filters, expected) => {
    const query = new URLSearchParams({ ...(by && { by }), ...(filters as Record<string, string>) });
    const { totals, from, to } = await world.report(`${report}?${november}&${query}`);
    const asked: AskedReport = { report, by, from, to, days: {}, filters };
    expect(totals.length).toBeGreaterThan(0);
    for (const row of totals)
      for (const column of expected)
        expect([column, recordsBehind(column, row, asked, true)]).not.toEqual([column, []]);
  });

  test('the forecast of a month stays within the days that were asked for', async () => {
    const days = { from: '2026-12-15', to: '2026-12-21' };
    const { rows, from, to } = await world.report(`forecast?by=month&from=${days.from}&to=${days.to}`);
    const asked: AskedReport = {
      report: 'forecast',
      by: 'month',
      from,
      to,
      days,
      filters: {},
    };
    const behind = rows.flatMap((row) => recordsBehind('records', row, asked));
    expect(rows.map(({ records }) => records)).toEqual([1, 1]);
    expect(await Promise.all(behind.map(countOf))).toEqual([1, 0, 0, 1]);
  });
});

function salesmen(): string[] {
  return [
    ...['leads', 'leadsOpen', 'leadsConverted', 'neverTouched'],
    ...['deadlines', 'deadlinesKept', 'deadlinesMissed', 'noOpportunity'],
    ...['opportunitiesWon', 'opportunitiesLost', 'wonValue'],
  ];
}

function products(): string[] {
  return [
    ...['offers', 'quantity', 'offeredValue', 'averagePrice'],
    ...['won', 'lost', 'wonQuantity', 'wonValue'],
  ];
}

function customers(): string[] {
  return ['orders', 'value', 'averageOrder', 'averageDaysBetween', 'projectedYear'];
}

function deadlines(): string[] {
  return ['due', 'kept', 'late', 'overdue', 'pending', 'cancelled', 'escalated'];
}
