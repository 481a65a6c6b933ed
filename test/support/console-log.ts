/** The story of a note that is typed before its form is there: none of it is lost, and what will be saved is seen before it is. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goWithin } from './go-within.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

const note = 'He was out: call again at 9';

/** The lead is of the user of the page. */
export async function logAhead(page: Page, program: Program, lead: string): Promise<void> {
  let isHeld = true;
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') asked.push(new URL(request.url()).pathname);
  });
  // The record is late: what is pressed meanwhile is no key of the page.
  const held: (() => Promise<void>)[] = [];
  await page.route(`**/api/v1/leads/${lead}`, async (route) => {
    if (isHeld) held.push(() => route.continue());
    else await route.continue();
  });
  await goWithin(page, `/leads/${lead}`);
  await until('the record is asked for', () => held.length > 0);
  await page.keyboard.press('l');
  await page.keyboard.press('Tab');
  await page.keyboard.type(note);
  isHeld = false;
  for (const release of held) await release();
  const notes = page.getByTestId('log-notes');
  await notes.waitFor();
  await expect.poll(() => notes.inputValue()).toBe(note);
  const summary = page.getByTestId('log-summary');
  await summary.getByText('This saves: Call, no outcome said, with your note.').waitFor();
  await page.unroute(`**/api/v1/leads/${lead}`);

  // A draft outlasts its page, and a letter on a choice is part of the note.
  await goWithin(page, '/tasks');
  await goWithin(page, `/leads/${lead}`);
  await page.getByTestId('contact-log').waitFor();
  await page.keyboard.press('l');
  await page.locator('[data-testid="contact-log"] input[value="Spoke"]:focus').waitFor({ state: 'attached' });
  await page.keyboard.type('.Yes');
  await expect.poll(() => notes.inputValue()).toBe(`${note}.Yes`);
  expect(asked).toEqual([]);
  await page.keyboard.press('Control+Enter');
  const said = page.getByTestId('story').locator('li').filter({ hasText: 'called, no outcome said' });
  await said.getByText(`${note}.Yes`).waitFor();
  const { items } = await api<{ items: { body: string; outcome: string | null }[] }>(
    program,
    `/api/v1/activities?lead=${lead}`,
  );
  expect(items.map(({ body, outcome }) => [body, outcome])).toEqual([[`${note}.Yes`, null]]);
}

/** Two leads of the user of the page, each with its address. */
type Pair = readonly [{ id: string; email: string }, { id: string; email: string }];

/** The story of drafts on two leads that are shown in turn: each keeps its own, with its kind, until it is saved. */
export async function logOnTwo(page: Page, [one, other]: Pair): Promise<void> {
  const log = page.getByTestId('contact-log');
  const notes = page.getByTestId('log-notes');
  // From one to the other as a list goes: both are known, so nothing is loaded between them.
  const show = async ({ id, email }: Pair[number]) => {
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/leads/${id}`)})`);
    await page.getByText(email, { exact: true }).waitFor();
    await log.waitFor();
  };
  const close = async () => {
    await page.keyboard.press('Escape');
    await notes.waitFor({ state: 'detached' });
  };
  await goWithin(page, `/leads/${other.id}`);
  await show(other);
  await show(one);
  await log.getByText('Meeting', { exact: true }).click();
  await log.getByText('They did not come', { exact: true }).click();
  await notes.fill('About the first');
  await close();
  await show(other);
  await page.keyboard.press('l');
  await expect.poll(() => notes.inputValue()).toBe('');
  await notes.fill('About the second');
  await close();
  await show(one);
  await page.keyboard.press('l');
  await expect.poll(() => notes.inputValue()).toBe('About the first');
  await page.getByTestId('log-summary').getByText('This saves: Meeting, ').waitFor();
  await log.locator('input[value="They did not come"]:checked').waitFor({ state: 'attached' });

  // Its answer comes when another lead is shown: what was saved is no draft any more.
  const held: (() => Promise<void>)[] = [];
  await page.route('**/api/v1/activities', async (route) => {
    if (route.request().method() === 'POST') held.push(() => route.continue());
    else await route.continue();
  });
  await page.keyboard.press('Control+Enter');
  await until('it is being saved', () => held.length > 0);
  await show(other);
  for (const release of held) await release();
  await page.getByText('Meeting logged').waitFor();
  await page.unroute('**/api/v1/activities');
  await show(one);
  await page.keyboard.press('l');
  await expect.poll(() => notes.inputValue()).toBe('');
}
