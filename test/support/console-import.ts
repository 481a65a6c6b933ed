/** The story of an import in the console: looked at, corrected, carried out, undone. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goWithin } from './go-within.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

/** `page` is logged in as somebody who may import; `url` is that of the console. Grace Hopper is a customer there. */
export async function importAndUndo({ page, program, url }: { page: Page; program: Program; url: string }) {
  await goWithin(page, '/import');
  const csv = 'Wer,E-Mail\nBetty Holberton,betty@example.com\nRuth Teitelbaum,no address\n';
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByTestId('import-check').click();
  const inState = (status: string) =>
    page.locator(`[data-testid="import-state"][data-status="${status}"]`).waitFor();
  await inState('checked');
  await page.getByTestId('import-bad').getByText('Line 3').waitFor();
  await page.getByLabel('Wer').selectOption('name');
  await page.getByTestId('import-again').click();
  await until('it is read again', async () => {
    const { items } = await api<{ items: { status: string; mapping: object }[] }>(program, '/api/v1/imports');
    return items[0]?.status === 'checked' && 'name' === Object.values(items[0].mapping)[0];
  });
  await inState('checked');
  const rejected = await page.getByTestId('import-rejected').getAttribute('href');
  expect(await (await page.request.get(url + rejected)).text()).toContain('no address');
  await page.getByTestId('import-now').click();
  await inState('done');
  const named = async () => (await api<{ items: object[] }>(program, '/api/v1/people?q=Betty')).items.length;
  expect(await named()).toBe(1);
  await page.getByTestId('import-undo').click();
  await inState('undone');
  expect(await named()).toBe(0);
  await goWithin(page, '/people?kind=customer');
  const exported = await page.request.get(url + (await page.getByTestId('export').getAttribute('href')));
  const rows = await exported.text();
  expect([rows.includes('Grace Hopper'), rows.includes('Katherine Johnson')]).toEqual([true, false]);
  await goWithin(page, '/import');
  await page.getByTestId('import').getByText('people.csv').waitFor();
}
