/** Reports of sales: salesmen, forecast, products, customers; every figure worked out from report-world.ts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { november, openReports, type ReportWorld } from './report-world.ts';
import { ann, bob, cem } from './report-world-tables.ts';

let world: ReportWorld;

beforeAll(async () => {
  world = await openReports();
});
afterAll(async () => void (await world?.close()));

const send: ReportWorld['send'] = (...asked) => world.send(...asked);
const report = (asked: string) => world.report(asked);

describe('salesmen', () => {
  test('by owner, with the queue', async () => {
    const { rows, totals } = await report(`salesmen?${november}`);
    const queue = rows.find(({ owner }) => owner === null);
    expect(rows).toHaveLength(4);
    expect(queue).toMatchObject({
      team: null,
      leads: 1,
      // Its person wishes no contact: it has ended.
      leadsOpen: 0,
      neverTouched: 1,
      deadlines: 0,
      keptShare: null,
    });
    expect(rows.find(({ owner }) => owner === ann)).toEqual({
      owner: ann,
      team: 'North',
      leads: 2,
      leadsOpen: 1,
      leadsConverted: 1,
      conversion: 0.5,
      neverTouched: 0,
      // 1 and 3 hours.
      firstTouchHoursMedian: 2,
      firstTouchHoursP90: 2.8,
      deadlines: 2,
      deadlinesKept: 1,
      deadlinesMissed: 1,
      keptShare: 0.5,
      noOpportunity: 1,
      noOpportunityShare: 0.5,
      opportunitiesWon: 2,
      opportunitiesLost: 0,
      winRate: 1,
      wonValue: { EUR: '3000.10' },
    });
    expect(rows.find(({ owner }) => owner === bob)).toMatchObject({
      leads: 3,
      leadsOpen: 2,
      conversion: 0.3333,
      neverTouched: 2,
      firstTouchHoursMedian: 5,
      deadlinesKept: 1,
      deadlinesMissed: 1,
      noOpportunityShare: 0,
      winRate: null,
      wonValue: {},
    });
    expect(rows.find(({ owner }) => owner === cem)).toMatchObject({
      leads: 1,
      deadlinesKept: 2,
      keptShare: 1,
      noOpportunityShare: 1,
      opportunitiesLost: 1,
      winRate: 0,
    });
    expect(totals).toMatchObject([
      {
        leads: 7,
        leadsOpen: 4,
        leadsConverted: 2,
        neverTouched: 3,
        // 1, 1, 3 and 5 hours: the contact task of L6 was done before the call was made.
        firstTouchHoursMedian: 2,
        firstTouchHoursP90: 4.4,
        deadlines: 6,
        deadlinesKept: 4,
        deadlinesMissed: 2,
        keptShare: 0.6667,
        noOpportunity: 3,
        noOpportunityShare: 0.6,
        opportunitiesWon: 2,
        opportunitiesLost: 1,
        winRate: 0.6667,
        wonValue: { EUR: '3000.10' },
      },
    ]);
  });

  test('by team', async () => {
    const { rows } = await report(`salesmen?${november}&by=team`);
    expect(rows.map(({ owner, team, leads }: Record<string, unknown>) => [owner, team, leads])).toEqual([
      [null, null, 1],
      [null, 'North', 5],
      [null, 'South', 1],
    ]);
    // 1, 3 and 5 hours.
    expect(rows[1]).toMatchObject({ firstTouchHoursMedian: 3, opportunitiesWon: 2 });
  });
});

describe('the forecast', () => {
  const columns = (rows: Record<string, unknown>[]) =>
    rows.map((row) =>
      ['pipeline', 'stage', 'month', 'owner', 'currency', 'records', 'unweighted', 'weighted'].map(
        (name) => row[name],
      ),
    );

  test('by stage, as it stands, each currency for itself', async () => {
    const { rows, totals } = await report('forecast');
    expect(columns(rows)).toEqual([
      ['emea/opportunity@1', 'Validation pending', null, null, 'EUR', 1, '0.20', '0.01'],
      ['tiny/deal@1', 'Agreed', null, null, 'USD', 1, '100.00', '0.00'],
      ['tiny/opportunity@1', 'Offered', null, null, 'EUR', 1, '300.33', '150.17'],
    ]);
    expect(rows[1]).toMatchObject({ probability: null, withoutProbability: 1 });
    expect(columns(totals)).toEqual([
      [null, null, null, null, 'EUR', 2, '300.53', '150.18'],
      [null, null, null, null, 'USD', 1, '100.00', '0.00'],
    ]);
  });

  test('as it stood before what has happened since', async () => {
    const { asOf, rows, totals } = await report('forecast?asOf=2026-11-15');
    expect(asOf).toBe('2026-11-15T00:00:00.000Z');
    expect(columns(rows)).toEqual([
      // 1000.10 at 5 % is 50.005.
      ['emea/opportunity@1', 'Validation pending', null, null, 'EUR', 2, '1000.30', '50.02'],
      ['tiny/opportunity@1', 'Open', null, null, 'EUR', 1, '300.33', '60.07'],
      ['tiny/opportunity@1', 'Open', null, null, 'USD', 1, '500.00', '100.00'],
    ]);
    expect(columns(totals)).toEqual([
      [null, null, null, null, 'EUR', 3, '1300.63', '110.09'],
      [null, null, null, null, 'USD', 1, '500.00', '100.00'],
    ]);
  });

  test.each([
    ['just before the change', '2026-11-18T09:59:59.999Z', 'Open'],
    ['at it', '2026-11-18T10:00:00Z', 'Offered'],
  ])('a record stood in its stage %s', async (_when, asOf, stage) => {
    const { rows } = await report(`forecast?asOf=${asOf}&owner=${ann}&process=tiny`);
    expect(rows).toMatchObject([{ stage, records: 1 }]);
  });

  test('a record that was begun late, for an earlier moment, was not there before its first entry', async () => {
    await world.database.query('BEGIN');
    await world.database.query(`SELECT set_config('scoville.at', '2026-11-20T12:00:00Z', true)`);
    await world.database.query(
      `INSERT INTO opportunities (id, name, person_id, pipeline, stage, entered_at, created_at, updated_at)
       SELECT 'op_late', 'Late', min(people.id), 'tiny/opportunity@1', 'Open', at, at, at
       FROM people, (SELECT '2026-11-20T11:00:00Z'::timestamptz AS at) AS begun GROUP BY at`,
    );
    await world.database.query('COMMIT');
    const stood = async (asOf: string) => (await report(`forecast?asOf=${asOf}&by=owner`)).totals;
    expect(await stood('2026-11-20T11:30:00Z')).toEqual(await stood('2026-11-20T10:59:59Z'));
    expect(await stood('2026-11-20T12:00:00Z')).not.toEqual(await stood('2026-11-20T11:30:00Z'));
    await world.database.query(`DELETE FROM campaign_influences WHERE opportunity_id = 'op_late'`);
    await world.database.query(`DELETE FROM opportunities WHERE id = 'op_late'`);
  });

  test('by month of the expected close, and by owner; the sums are the same', async () => {
    const months = await report('forecast?by=month');
    expect(columns(months.rows)).toEqual([
      [null, null, '2026-12', null, 'EUR', 1, '0.20', '0.01'],
      [null, null, '2026-12', null, 'USD', 1, '100.00', '0.00'],
      [null, null, null, null, 'EUR', 1, '300.33', '150.17'],
    ]);
    const owners = await report('forecast?by=owner');
    expect(columns(owners.rows)).toEqual([
      [null, null, null, ann, 'EUR', 1, '300.33', '150.17'],
      [null, null, null, bob, 'EUR', 1, '0.20', '0.01'],
      [null, null, null, bob, 'USD', 1, '100.00', '0.00'],
    ]);
    expect(owners.totals).toEqual(months.totals);
  });

  test.each([
    ['from=2026-12-15', ['EUR', 'USD']],
    ['from=2026-12-16', ['USD']],
    ['from=2026-12-14&to=2026-12-15', []],
    ['from=2026-12-14&to=2026-12-16', ['EUR']],
  ])('the period is of the expected close: %s', async (asked, currencies) => {
    const { totals } = await report(`forecast?${asked}`);
    expect(totals.map(({ currency }) => currency)).toEqual(currencies);
  });

  test('of a moment to come is refused', async () => {
    expect((await send('/reports/forecast?asOf=2026-12-03')).json()).toMatchObject({
      status: 400,
      detail: expect.stringMatching(/"asOf" is 2026-12-03: expected a moment that has been/),
    });
  });
});

test('products: an order repeats nothing of its opportunity', async () => {
  const { rows, totals } = await report(`products?${november}`);
  expect(rows).toEqual([
    {
      product: 'Pen',
      currency: 'EUR',
      offers: 2,
      quantity: '102.5',
      offeredValue: '185.00',
      won: 2,
      lost: 0,
      winRate: 1,
      wonQuantity: '102.5',
      wonValue: '185.00',
      averagePrice: '1.80',
      listPrice: '2.00',
    },
    {
      product: 'Mug',
      currency: 'EUR',
      offers: 2,
      quantity: '13',
      offeredValue: '125.00',
      won: 1,
      lost: 0,
      winRate: 1,
      wonQuantity: '10',
      wonValue: '95.00',
      averagePrice: '9.62',
      listPrice: '10.00',
    },
    {
      product: 'Mug',
      currency: 'USD',
      offers: 1,
      quantity: '5',
      offeredValue: '60.00',
      won: 0,
      lost: 1,
      winRate: 0,
      wonQuantity: '0',
      wonValue: '0.00',
      averagePrice: '12.00',
      // The price list is in EUR.
      listPrice: null,
    },
  ]);
  expect(totals).toMatchObject([
    {
      product: null,
      currency: 'EUR',
      offers: 3,
      offeredValue: '310.00',
      won: 2,
      wonValue: '280.00',
      averagePrice: null,
    },
    { product: null, currency: 'USD', offers: 1, offeredValue: '60.00', lost: 1, wonValue: '0.00' },
  ]);
});

describe('customers', () => {
  test('by all their orders that were won', async () => {
    const { from, to, rows, totals } = await report('customers');
    expect([from, to]).toEqual([null, null]);
    const day = (date: string) => `2026-11-${date}T00:00:00.000Z`;
    expect(rows).toEqual([
      {
        customer: 'co_acme',
        kind: 'company',
        name: 'Acme',
        currency: 'EUR',
        orders: 2,
        value: '375.00',
        firstOrderAt: day('11'),
        lastOrderAt: day('21'),
        averageOrder: '187.50',
        averageDaysBetween: 10,
        projectedYear: '6843.75',
      },
      {
        customer: 'co_acme',
        kind: 'company',
        name: 'Acme',
        currency: 'USD',
        orders: 1,
        value: '50.00',
        firstOrderAt: day('30'),
        lastOrderAt: day('30'),
        averageOrder: '50.00',
        averageDaysBetween: null,
        projectedYear: null,
      },
      {
        customer: world.ids.get('Ada'),
        kind: 'person',
        name: 'Ada',
        currency: 'EUR',
        orders: 1,
        value: '5.00',
        firstOrderAt: day('16'),
        lastOrderAt: day('16'),
        averageOrder: '5.00',
        averageDaysBetween: null,
        projectedYear: null,
      },
    ]);
    expect(totals).toMatchObject([
      { customer: null, currency: 'EUR', orders: 3, value: '380.00', averageOrder: '126.67' },
      { customer: null, currency: 'USD', orders: 1, value: '50.00' },
    ]);
  });

  test.each([
    ['from=2026-11-11&to=2026-11-21', '105.00'],
    ['from=2026-11-11T00:00:00.001Z&to=2026-11-21', '5.00'],
    ['from=2026-11-11&to=2026-11-21T00:00:00.001Z', '380.00'],
    // Midnight in Berlin is an hour before that of UTC.
    ['from=2026-11-11&to=2026-11-21&timeZone=Europe/Berlin', '105.00'],
    ['from=2026-11-11T00:00:00%2B01:00&to=2026-11-21T01:00:00%2B01:00', '105.00'],
  ])('half-open: %s', async (asked, value) => {
    const { totals } = await report(`customers?${asked}`);
    expect(totals).toMatchObject([{ currency: 'EUR', value }]);
  });
});
