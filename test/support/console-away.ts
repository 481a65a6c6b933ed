/** Somebody who writes a draft while the server is away: the page and what is written stay. */
import type { Page } from 'playwright-core';
import type { HttpProxy } from './http-proxy.ts';

/** Begins and ends on the file of a draft. Resolves to the text that the server had once its page was left. */
export async function writeWhileAway(
  page: Page,
  proxy: HttpProxy,
  readDraft: () => Promise<string>,
): Promise<string> {
  // The server is away: the page and what is written stay, and it is not left without it.
  proxy.serverIsAway();
  await page.getByRole('textbox', { name: 'The rules as a file' }).press('Control+Home');
  await page.keyboard.type('# away\n');
  await page.locator('[data-testid="saving"][data-state="failed"]').waitFor();
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByTestId('stay').click();
  await page.getByTestId('code').getByText('# away').waitFor();
  // Back again, it is saved by itself, and before the page is left.
  proxy.serverIsBack();
  await page.locator('[data-testid="saving"][data-state="saved"]').waitFor();
  await page.getByRole('textbox', { name: 'The rules as a file' }).press('Control+Home');
  await page.keyboard.type('# left\n');
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
  const text = await readDraft();
  // A page whose data never came says so, and comes with another try.
  await page.goto(`${proxy.url}/programmes`);
  const programme = page.getByRole('link', { name: /EMEA Lead Scoring Programme.*Draft/ });
  await programme.waitFor();
  proxy.serverIsAway();
  await programme.click();
  await page.getByTestId('page-error').waitFor();
  proxy.serverIsBack();
  await page.getByTestId('again').click();
  await page.getByTestId('draft-banner').waitFor();
  return text;
}
