/** The page of alerts has every type of the catalogue once. */
import { expect, test } from 'vitest';
import { alertTypes } from '../src/contract/api/api.ts';
import { alertsPage } from './support/docs-alerts.ts';

test('every type has one row', () => {
  const shown = [...alertsPage().matchAll(/^\| `([\w.-]+)`/gm)].map(([, type]) => type);
  expect(shown.sort()).toEqual([...alertTypes].sort());
});
