/** The story of two people who are one in the console: suggested, compared, merged by keys, found by either id, taken apart in the timeline. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goWithin } from './go-within.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

interface Person {
  id: string;
  name: string;
  phone: string | null;
}

/** `page` is logged in as somebody who may change people; `url` is that of the console. */
export async function mergeAndTakeApart({
  page,
  program,
  url,
}: {
  page: Page;
  program: Program;
  url: string;
}) {
  const post = (path: string, body: object) => api<Person>(program, path, { method: 'POST', body });
  const kept = await post('/api/v1/people', {
    email: 'mary@merge.example',
    name: 'Mary Meyer',
    phone: '+49 30 1',
  });
  const merged = await post('/api/v1/people', {
    email: 'm.maier@merge.example',
    name: 'Maier, Mary',
    title: 'Dr',
  });
  await post('/api/v1/leads', { person: merged.id, campaign: 'Fair' });
  const nameOf = async (id: string) => (await api<Person>(program, `/api/v1/people/${id}`)).name;
  await goWithin(page, '/people');
  await page.getByTestId('duplicates').click();
  const pair = page.getByTestId('pair').filter({ hasText: 'Mary Meyer' });
  await pair.waitFor();
  await expect.poll(() => pair.getByTestId('reason').allTextContents()).toEqual(['Like names']);
  // They are two, says somebody, and takes it back.
  await pair.getByTestId('two').click();
  await pair.waitFor({ state: 'detached' });
  await page.getByTestId('undo-two').click();
  await pair.getByTestId('compare').focus();
  await page.keyboard.press('Enter');
  const name = page.getByTestId('take-name-kept');
  await name.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => page.getByTestId('take-name-merged').isChecked()).toBe(true);
  await expect.poll(() => page.getByTestId('consequences').textContent()).toContain('1 lead of Maier, Mary');
  await page.getByTestId('merge-now').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Maier, Mary' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/people/${kept.id}`);
  expect(await nameOf(merged.id)).toBe('Maier, Mary');
  // A link to the merged one leads here.
  await page.goto(`${url}/people/${merged.id}`);
  await page.waitForURL(`${url}/people/${kept.id}`);
  const entry = page.getByTestId('story').locator('li').filter({ hasText: 'merged' });
  await expect.poll(() => entry.textContent()).toContain('into this one');
  await entry.getByTestId('undo-entry').click();
  await until('they are two again', async () => (await nameOf(kept.id)) === 'Mary Meyer');
  expect(await nameOf(merged.id)).toBe('Maier, Mary');
  // Any two that are selected.
  await page.goto(`${url}/people?q=ma`);
  for (const { name } of [kept, merged])
    await page.getByTestId('table-row').filter({ hasText: name }).getByTestId('select-row').click();
  await page.getByTestId('bulk-merge').click();
  await page.getByTestId('merge-now').click();
  await page.getByTestId('undo-merge').waitFor();
  await page.goto(`${url}/duplicates?list=people&show=merged`);
  await page.getByTestId('apart').first().click();
  await page.getByTestId('merge').first().waitFor({ state: 'detached' });
}
