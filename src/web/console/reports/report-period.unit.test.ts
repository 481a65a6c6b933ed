/** Periods of reports: what an address says, what people choose, and what is compared. */
import { describe, expect, test } from 'vitest';
import { comparedWith, dayAfter, periodOf, usualPeriods } from './report-period.ts';

const today = '2026-11-29';

describe('the period', () => {
  test.each<[string, object, object]>([
    ['salesmen', {}, { from: '2026-10-31', to: '2026-11-30' }],
    ['forecast', {}, {}],
    ['customers', {}, {}],
    ['salesmen', { from: '2026-01-01', to: '2026-02-01' }, { from: '2026-01-01', to: '2026-02-01' }],
    ['salesmen', { from: '2026-01-01' }, { from: '2026-01-01', to: undefined }],
    ['salesmen', { from: 'soon', to: '2026-13-01' }, { from: '2026-10-31', to: '2026-11-30' }],
    // One day where the bounds are the wrong way round.
    ['salesmen', { from: '2026-02-01', to: '2026-02-01' }, { from: '2026-02-01', to: '2026-02-02' }],
    ['salesmen', { from: '2026-02-01', to: '2026-02-02' }, { from: '2026-02-01', to: '2026-02-02' }],
  ])('of %s, %j', (report, search, period) => expect(periodOf(report, search, today)).toEqual(period));

  test('those that people choose', () => {
    expect(usualPeriods(today).map(({ label, from, to }) => `${label} ${from} ${to}`)).toEqual([
      'Last 7 days 2026-11-23 2026-11-30',
      'Last 30 days 2026-10-31 2026-11-30',
      'Last 90 days 2026-09-01 2026-11-30',
      'This month 2026-11-01 2026-11-30',
      'Last month 2026-10-01 2026-11-01',
      'This quarter 2026-10-01 2026-11-30',
      'This year 2026-01-01 2026-11-30',
    ]);
    expect(usualPeriods('2027-01-01').map(({ from }) => from)).toContain('2026-12-01');
  });

  test('days go over months and summer time', () => {
    expect([dayAfter('2026-02-28', 1), dayAfter('2026-03-29', 1), dayAfter('2026-01-01', -1)]).toEqual([
      '2026-03-01',
      '2026-03-30',
      '2025-12-31',
    ]);
  });
});

describe('what it is compared with', () => {
  const november = { from: '2026-11-01', to: '2026-12-01' };
  test.each<[string, string | undefined, object, object | null]>([
    ['salesmen', 'before', november, { from: '2026-10-02', to: '2026-11-01' }],
    ['salesmen', 'year', november, { from: '2025-11-01', to: '2025-12-01' }],
    ['salesmen', 'year', { from: '2028-02-29', to: '2028-03-01' }, { from: '2027-02-28', to: '2027-03-01' }],
    // February has 28 or 29 days: a month stays a month, and other days stay the same days.
    ['salesmen', 'year', { from: '2028-02-01', to: '2028-02-29' }, { from: '2027-02-01', to: '2027-03-01' }],
    ['salesmen', 'year', { from: '2028-02-01', to: '2028-03-01' }, { from: '2027-02-01', to: '2027-03-01' }],
    ['salesmen', 'year', { from: '2028-02-28', to: '2028-02-29' }, { from: '2027-02-28', to: '2027-03-01' }],
    ['salesmen', 'year', { from: '2029-02-01', to: '2029-03-01' }, { from: '2028-02-01', to: '2028-03-01' }],
    ['salesmen', 'year', { from: '2029-02-28', to: '2029-03-01' }, { from: '2028-02-28', to: '2028-02-29' }],
    ['salesmen', '2026-01-05', november, { from: '2026-01-05', to: '2026-02-04' }],
    ['salesmen', undefined, november, null],
    ['salesmen', 'whenever', november, null],
    ['customers', 'before', {}, null],
    ['forecast', 'before', {}, { from: undefined, to: undefined, asOf: '2026-10-30' }],
    ['forecast', 'year', november, { ...november, asOf: '2025-11-29' }],
    ['forecast', '2026-11-29', {}, { from: undefined, to: undefined, asOf: '2026-11-29' }],
    ['forecast', '2026-11-30', {}, null],
  ])('%s, %s', (report, vs, period, compared) =>
    expect(comparedWith(report, vs, period, today)).toEqual(compared),
  );
});
