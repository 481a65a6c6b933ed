/** The story of a lead that was converted and taken back, and of one that ended: their pages offer what still can be done, and no more. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goWithin } from './go-within.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

/** The lead is open, and of the user of the page. */
export async function endAndTakeBack(page: Page, program: Program, lead: string): Promise<void> {
  const story = page.getByTestId('story').locator('li');
  const move = async (stage: string) => {
    await page.getByTestId('move').click();
    const form = page.getByTestId('move-form');
    await form.getByRole('radio', { name: stage, exact: true }).check();
    await page.getByTestId('move-now').click();
    await form.waitFor({ state: 'detached' });
  };
  await goWithin(page, `/leads/${lead}`);
  await move('Converted');
  const opened = await until('the opportunity', async () => {
    const { items } = await api<{ items: { id: string }[] }>(program, `/api/v1/opportunities?lead=${lead}`);
    return items[0]?.id;
  });
  const ended = page.getByTestId('ended');
  await ended.getByText('Ended as Converted').waitFor();
  await ended.getByText('a new lead opens by itself').waitFor();
  expect(await page.getByTestId('return').count()).toBe(0);
  expect(await page.getByTestId('next-tier').count()).toBe(0);

  await story.filter({ hasText: '→ Converted' }).getByTestId('undo-entry').click();
  await page.getByText('Undone', { exact: true }).first().waitFor();
  const undo = story.filter({ hasText: 'undid: status' });
  await undo.waitFor();
  await ended.waitFor({ state: 'detached' });
  expect(await undo.getByTestId('undo-entry').count()).toBe(0);
  const act = story.filter({ hasText: '→ Converted' }).filter({ hasNotText: 'undid' });
  await act.getByTestId('undone').waitFor();
  expect(await act.getByTestId('undo-entry').count()).toBe(0);
  expect(await act.getByTestId('undo-refused').count()).toBe(0);

  await goWithin(page, `/opportunities/${opened}`);
  await page.getByTestId('taken-back').getByText('What opened it was undone.').waitFor();
  await page.getByTestId('story').getByText('it is taken back').waitFor();
  for (const offered of ['move', 'contact-log', 'stage-guide', 'undo-entry'])
    expect(await page.getByTestId(offered).count(), offered).toBe(0);
  expect(await page.getByText('Attach a file').count()).toBe(0);
}
