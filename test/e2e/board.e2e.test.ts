/** The pages on which reps work through much at once, in a real browser: tasks by keys alone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';
import { until } from '../support/until.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };
const hourMs = 3_600_000;

let program: Program;
let browser: Browser;
let page: Page;
let person: string;

const post = (path: string, body: object) =>
  api<{ id: string }>(program, `/api/v1${path}`, { method: 'POST', body });
const newTask = (subject: string, dueInMs: number) =>
  post('/tasks', {
    ...{ subject, person, owner: admin.email },
    dueAt: new Date(Date.now() + dueInMs).toISOString(),
  });

async function openPage(who: { email: string; password: string }): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const opened = await context.newPage();
  await opened.goto(program.url);
  await opened.getByTestId('login-email').fill(who.email);
  await opened.getByTestId('login-password').fill(who.password);
  await opened.getByTestId('login-submit').click();
  await opened.locator('[data-testid="live-state"][data-state="live"]').waitFor();
  return opened;
}

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  program = await startOnTestServers({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  person = (await post('/people', { email: 'ada@example.com', name: 'Ada Lovelace', kind: 'contact' })).id;
  browser = await launchBrowser();
  page = await openPage(admin);
});
afterAll(async () => {
  await browser?.close();
  await program?.kill();
});

describe.skipIf(whyNoBrowser !== null)('the tasks of a rep', () => {
  test('are completed, undone and snoozed by keys, and come live', async () => {
    await newTask('Was due', -hourMs);
    await newTask('Is due later', 400 * hourMs);
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    const rows = page.getByTestId('task-row');
    await rows.filter({ hasText: 'Was due' }).waitFor();
    await page.getByRole('heading', { name: /^Overdue/ }).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await rows.filter({ hasText: 'Was due' }).waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await rows.filter({ hasText: 'Was due' }).waitFor();
    await page.keyboard.press('s');
    const nextWeek = page.getByRole('menuitem', { name: /Next week/ });
    await nextWeek.waitFor();
    await nextWeek.focus();
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'Was due' }).waitFor({ state: 'detached' });
    await page.getByTestId('view-snoozed').getByText('1').waitFor();
    await page.keyboard.press('z');
    await rows.filter({ hasText: 'Was due' }).waitFor();
    expect(await rows.count()).toBe(2);
    // Somebody else gives them a task: it is there without a request of theirs.
    await newTask('Came just now', hourMs / 2);
    await rows.filter({ hasText: 'Came just now' }).waitFor();
  });

  test('are found by their address, with what is done', async () => {
    await page.goto(`${program.url}/tasks?view=overdue&whose=mine`);
    await page.getByTestId('task-row').filter({ hasText: 'Was due' }).getByTestId('task-complete').click();
    await page.getByTestId('empty').getByText('Nothing is overdue.').waitFor();
    await page.getByTestId('view-done').click();
    await page.getByTestId('task-row').filter({ hasText: 'Was due' }).getByTestId('task-reopen').click();
    await until('it is open again', async () => {
      const open = await api<{ items: { subject: string }[] }>(
        program,
        '/api/v1/tasks?open=true&overdue=true',
      );
      return open.items.some(({ subject }) => subject === 'Was due');
    });
  });
});
