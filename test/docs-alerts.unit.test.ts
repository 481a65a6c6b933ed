/** The page of alerts has every type that is posted once. */
import { expect, test } from 'vitest';
import { webhookEvents } from '../src/contract/api/api.ts';
import { alertsPage } from './support/docs-alerts.ts';

test('every type has one row', () => {
  const shown = [...alertsPage().matchAll(/^\| `([\w.-]+)`/gm)].map(([, type]) => type);
  expect(shown.sort()).toEqual(Object.keys(webhookEvents).sort());
});
