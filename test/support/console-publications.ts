/** The story of two who publish one programme: a sheet says what its change comes to, and nobody takes back what the other published. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goWithin } from './go-within.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

const path = '/api/v1/programmes/emea-lead-scoring';

/** Version 2 was backtested against version 1, and version 3 says what that one says. */
export async function publishAgainstOther(page: Page, program: Program): Promise<void> {
  const { text } = await api<{ text: string }>(program, `${path}/versions/1`);
  const publish = (comment: string) =>
    api(program, `${path}/versions`, { method: 'POST', body: { text: `${text}# ${comment}\n` } });
  const isLive = async (comment: string) =>
    (await api<{ text: string }>(program, path)).text.endsWith(`# ${comment}\n`);
  const shown = (number: number) =>
    until(`version ${number} is shown`, async () => {
      // As a page that is looked at again.
      await page.evaluate("dispatchEvent(new Event('visibilitychange'))");
      return (await page.getByTestId('live-version').textContent())?.includes(`version ${number},`) ?? false;
    });
  const rollBack = async () => {
    await page
      .getByTestId('version')
      .filter({ hasText: 'Demos count daily' })
      .getByTestId('roll-back')
      .click();
    await page.getByTestId('publish-examples').getByText('are met').waitFor();
  };
  await goWithin(page, '/programmes/emea-lead-scoring/versions');
  await publish('fourth');
  await shown(4);
  await rollBack();
  const backtest = page.getByTestId('publish-backtest');
  await backtest.getByText('was not backtested').waitFor();
  // Another version is live now than the one that the sheet compares with.
  await publish('fifth');
  await shown(5);
  await page.getByTestId('publish-now').click();
  await page.getByRole('dialog').getByText('"replaces" is').waitFor();
  expect(await isLive('fifth')).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByTestId('publish-now').waitFor({ state: 'detached' });
  await rollBack();
  await page.getByTestId('publish-now').click();
  await page.getByTestId('undo-roll-back').waitFor();
  await publish('seventh');
  await page.getByTestId('undo-roll-back').click();
  await page.getByText('The undo failed').waitFor();
  expect(await isLive('seventh')).toBe(true);
}
