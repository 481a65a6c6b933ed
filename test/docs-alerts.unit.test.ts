/** docs/alerts.md is what the catalogue of alerts renders to. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { alertTypes } from '../src/contract/api/api.ts';
import { alertsPage } from './support/docs-alerts.ts';

test('the page equals the catalogue; to renew it, run `npm run docs`', () => {
  expect(readFileSync(new URL('../docs/alerts.md', import.meta.url), 'utf8')).toBe(alertsPage());
});

test('the page has a row for every type', () => {
  for (const type of alertTypes) expect(alertsPage()).toContain(`| \`${type}\``);
});
