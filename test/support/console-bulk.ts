/** The story of a change of many records in the console: selected by keys and by the pointer, changed, looked at, undone. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goWithin } from './go-within.ts';
import { api, type Program } from './program.ts';

/** `page` is logged in as somebody who may change companies and shows the console. */
export async function changeManyAndUndo({ page, program }: { page: Page; program: Program }) {
  for (const name of ['Many A', 'Many B', 'Many C', 'Many D'])
    await api(program, '/api/v1/companies', { method: 'POST', body: { name } });
  const countries = async () => {
    const { items } = await api<{ items: { name: string; country: string | null }[] }>(
      program,
      '/api/v1/companies?q=Many',
    );
    return items.map(({ country }) => country);
  };
  const inState = (status: string) =>
    page.locator(`[data-testid="bulk-act"][data-status="${status}"]`).first().waitFor();
  await goWithin(page, '/companies?q=Many');
  await page.getByTestId('table-row').nth(3).waitFor();
  // The first two by keys, the others by a range.
  for (const key of ['j', 'x', 'J']) await page.keyboard.press(key);
  await expect.poll(() => page.getByTestId('bulk-selected').textContent()).toBe('2 companies selected');
  await page.getByTestId('select-row').nth(2).click();
  await page
    .getByTestId('select-row')
    .nth(3)
    .click({ modifiers: ['Shift'] });
  await expect.poll(() => page.getByTestId('bulk-selected').textContent()).toBe('4 companies selected');
  await page.getByTestId('bulk-set').click();
  await page.getByTestId('bulk-field').selectOption({ label: 'Country' });
  const value = page.getByRole('dialog').getByLabel('Country');
  await value.fill('Nowhere');
  await page.getByTestId('bulk-now').click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  await value.fill('FR');
  await page.getByTestId('bulk-now').click();
  await inState('done');
  await expect.poll(() => page.getByTestId('bulk-counts').textContent()).toBe('4 of 4 companies changed');
  expect(await countries()).toEqual(['FR', 'FR', 'FR', 'FR']);
  await goWithin(page, '/bulk-acts');
  await page.getByTestId('bulk-undo').first().click();
  await inState('undone');
  expect(await countries()).toEqual([null, null, null, null]);
}
