/** The story of a rep who uses no mouse: an alert, its lead, a call, the outcome, and the opportunity until it is won. */
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { getHot } from './getting-hot.ts';
import { isLive } from './log-in.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

const rep = { email: 'mia@example.com', password: 'a password of a rep' };
/** The stages of the pipeline, each with how many fields its exit asks to tick. */
const onTheWay = [
  ['1 Planning & Identification', 0],
  ['2 Opportunity Development', 0],
  ['3 Proposal & Quote', 0],
  ['4 Negotiation & Quote Modification', 1],
  ['5 Closing the Business', 0],
  ['Closed Won', 0],
] as const;

interface World {
  browser: Browser;
  program: Program;
  url: string;
}

/** All that the page is given are keys; what is looked at is what is shown, and what has the focus. */
export async function winByKeyboard({ browser, program, url }: World): Promise<void> {
  // Only what is claimed becomes theirs.
  const body = { ...rep, name: 'Mia Novak', role: 'rep', acceptsLeads: false };
  await api(program, '/api/v1/users', { method: 'POST', body });
  // With movement, as most have it: a dialog that fades still has a word in where the focus goes.
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'no-preference',
  });
  await page.goto(url);
  await focused(page, '[data-testid="login-email"]');
  await page.keyboard.type(rep.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(rep.password);
  await page.keyboard.press('Enter');
  await isLive(page);
  await openFromAlert(page, program);
  await claimWithUndo(page);
  await logCall(page);
  await completeContact(page);
  await win(page, program);
  await page.close();
}

/** Waits until what is sought has the focus: never a click, never a focus by the test. Chips hide their field. */
const focused = (page: Page, sought: string) =>
  page.locator(`${sought}:focus`).waitFor({ state: 'attached' });

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  // Whatever was pressed has made nothing vanish under the focus.
  await until('something has the focus', () => page.evaluate('document.activeElement !== document.body'));
}

/** Waits until a dialog that has gone has given the focus back: before, it would take it from the next one. */
const focusIsBack = (page: Page) =>
  until('the focus is on the page again', () =>
    page.evaluate(
      "document.activeElement !== document.body && document.activeElement.closest('[role=dialog]') === null",
    ),
  );

async function openFromAlert(page: Page, program: Program): Promise<void> {
  await getHot(program, 'joan', 'Joan Clarke', 5);
  await page.getByText('New hot lead').waitFor();
  await press(page, 'g', 'i');
  await page.getByTestId('inbox-item').filter({ hasText: 'Joan Clarke' }).waitFor();
  await press(page, 'j');
  await page.locator('.what:focus').getByText('Joan Clarke').waitFor();
  await press(page, 'Enter');
  await page.getByRole('heading', { name: /Joan Clarke/, level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toMatch(/^\/leads\/ld_/);
  await focused(page, '#page');
}

async function claimWithUndo(page: Page): Promise<void> {
  const owner = (email: string) =>
    page.locator(`[data-testid="assignment"][data-owner="${email}"]`).waitFor();
  await page.getByTestId('claim').waitFor();
  await press(page, 'c');
  await owner(rep.email);
  await press(page, 'z');
  await owner('');
  await press(page, 'c');
  await owner(rep.email);
}

async function logCall(page: Page): Promise<void> {
  await press(page, 'l');
  await focused(page, '[data-testid="contact-log"] input[value="Spoke"]');
  // A letter in a form is no key of the page, and what was written outlasts its form.
  await press(page, 'Space', 'Tab');
  await focused(page, '[data-testid="log-notes"]');
  await page.keyboard.type('She calls back.');
  await press(page, 'Escape');
  await page.getByTestId('log-notes').waitFor({ state: 'detached' });
  await press(page, 'l');
  await focused(page, '[data-testid="contact-log"] input[value="Spoke"]');
  await press(page, 'Tab');
  await focused(page, '[data-testid="log-notes"]');
  await expect.poll(() => page.getByTestId('log-notes').inputValue()).toBe('She calls back.');
  await press(page, 'Control+Enter');
  const called = page
    .locator('[data-testid="story"] [data-kind="work"]')
    .filter({ hasText: 'called: Spoke' });
  // Colleagues are called by their names.
  await called.getByText('Mia Novak').waitFor();
}

async function completeContact(page: Page): Promise<void> {
  await page.getByTestId('log-notes').waitFor({ state: 'detached' });
  const completed: string[] = [];
  page.on('request', (request) => {
    if (/\/tasks\/[^/]+$/.test(request.url()) && request.method() === 'PATCH') completed.push(request.url());
  });
  // The outcome comes under a key that is still held: that is no choice of it.
  await page.getByTestId('complete-task').focus();
  for (const _time of [1, 2, 3]) await page.keyboard.down('Enter');
  await focused(page, '[data-testid="outcome-opportunity"]');
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await page.getByTestId('after-contact').getByText('Converted').waitFor();
  expect(completed).toEqual([]);
  await page.getByTestId('carries-over').waitFor();
  await press(page, 'Enter');
  await page.waitForURL(/\/opportunities\/op_/);
  await page.getByRole('heading', { name: 'Joan Clarke', level: 1 }).waitFor();
  await page.getByTestId('origins').getByText('Lead').first().waitFor();
  // The sheet has the keys of this page, and no longer those of the lead.
  await press(page, '?');
  const here = page.getByRole('region', { name: 'On this page' });
  await here.getByText('Move the record to another stage').waitFor();
  await expect.poll(() => here.getByText('Complete the task').count()).toBe(0);
  // Within a dialog the keys of its page rest.
  await press(page, 'm', 'Escape');
  await here.waitFor({ state: 'detached' });
  await focusIsBack(page);
  await expect.poll(() => page.getByTestId('move-form').count()).toBe(0);
}

/** A dialog that is closed and opened again before the browser does anything else shows its form again. */
async function reopenAtOnce(page: Page): Promise<void> {
  const form = page.getByTestId('move-form');
  await press(page, 'm');
  await form.waitFor();
  // Before any timer of the page: keys of the keyboard come as close, but only on a busy machine.
  await page.evaluate(`(async () => {
    const press = (key) =>
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const isOpen = () => document.querySelector('[data-testid="move-form"]') !== null;
    press('Escape');
    while (isOpen())
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
    press('m');
  })()`);
  await form.waitFor();
  await press(page, 'Escape');
  await form.waitFor({ state: 'detached' });
  await focusIsBack(page);
}

/** On along the pipeline, with what each checklist asks. */
async function win(page: Page, program: Program): Promise<void> {
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const form = page.getByTestId('move-form');
  await reopenAtOnce(page);
  for (const [to, ticks] of onTheWay) {
    await press(page, 'm');
    await focused(page, '[data-testid="move-form"] input[type="radio"]');
    for (let left = await form.getByRole('radio').count(); left > 0; left--) {
      if ((await form.getByRole('radio', { name: to, checked: true }).count()) === 1) break;
      await press(page, 'ArrowDown');
    }
    for (let left = ticks; left > 0; left--) {
      await press(page, 'Tab');
      await focused(page, '[data-testid="move-form"] input[type="checkbox"]');
      await press(page, 'Space');
    }
    await press(page, 'Enter');
    await page.getByText(`Moved to ${to}`).waitFor();
    await form.waitFor({ state: 'detached' });
    await focusIsBack(page);
  }
  const { stage, end } = await api<{ stage: string; end: string }>(program, `/api/v1/opportunities/${id}`);
  expect([stage, end]).toEqual(['Closed Won', 'won']);
}
