/** What an address of a report asks the API for. */
import { expect, test } from 'vitest';
import { csvAddress, shownReport } from './report-search.ts';

const viewer = { today: '2026-11-29', timeZone: 'Europe/Berlin' };
const salesmen = { report: 'salesmen', by: ['owner', 'team'] };

test('grouping, filters and both periods come from the address', () => {
  const shown = shownReport(
    salesmen,
    { by: 'team', team: 'North & Söhne', from: '2026-11-01', to: '2026-12-01', vs: 'before', odd: 'x' },
    viewer,
  );
  const common = { by: 'team', team: 'North & Söhne', timeZone: 'Europe/Berlin' };
  expect(shown.now.query).toEqual({ ...common, from: '2026-11-01', to: '2026-12-01' });
  expect(shown.before?.query).toEqual({ ...common, from: '2026-10-02', to: '2026-11-01' });
  expect(csvAddress(shown.now)).toBe(
    '/api/v1/reports/salesmen?team=North+%26+S%C3%B6hne&from=2026-11-01&to=2026-12-01&timeZone=Europe%2FBerlin&by=team&format=csv',
  );
});

test('an unknown grouping is the first; one that has none asks for none', () => {
  expect(shownReport(salesmen, { by: 'constructor' }, viewer)).toMatchObject({ by: 'owner', before: null });
  expect(shownReport({ report: 'products', by: [] }, {}, viewer).now.query).not.toHaveProperty('by');
});
