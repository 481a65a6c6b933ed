/** Longer acts of the console in a real browser: processes, imports, many records at once, merges, and one's own settings. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { changeManyAndUndo } from '../support/console-bulk.ts';
import { importAndUndo } from '../support/console-import.ts';
import { mergeAndTakeApart } from '../support/console-merge.ts';
import { playProcesses } from '../support/console-processes.ts';
import { watchPolicy } from '../support/content-policy.ts';
import { goWithin } from '../support/go-within.ts';
import { logIn } from '../support/log-in.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';
import { until } from '../support/until.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };

let program: Program;
let browser: Browser;
let page: Page;
let violations: string[];

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  program = await startOnTestServers({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  for (const [index, name] of ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson'].entries())
    await api(program, '/api/v1/people', {
      method: 'POST',
      body: { email: `person-${index}@example.com`, name, kind: index === 1 ? 'customer' : 'contact' },
    });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  violations = await watchPolicy(page.context());
  await logIn(page, program.url, admin);
});

afterAll(async () => {
  await browser?.close();
  await program?.kill();
});

describe.skipIf(whyNoBrowser !== null)('the console', () => {
  test('a sales process is drawn, its stages lead to their records, it is changed with them and taken back', () =>
    playProcesses({ page, program, url: program.url }));

  test('a file is looked at, its columns corrected, its good rows imported, and all of that undone', () =>
    importAndUndo({ page, program, url: program.url }));

  test('many records are selected, changed together, and all of that undone', () =>
    changeManyAndUndo({ page, program }));

  test('two people who are one are found, merged, and taken apart again', () =>
    mergeAndTakeApart({ page, program, url: program.url }));

  test('one’s settings: name and zone, an absence with an undo, quiet hours, a calendar, and other log-ins ended', async () => {
    await goWithin(page, '/me');
    await page.getByLabel('Name').fill('Margaret');
    await page.getByTestId('away-until').fill('2031-05-06');
    await page.getByTestId('time-zone').selectOption('Europe/Berlin');
    const read = page.waitForResponse(
      (answer) => answer.url().endsWith('/users/me') && answer.request().method() === 'GET',
    );
    await page.getByTestId('save-me').click();
    await page.getByText('Your settings are saved').waitFor();
    await (await read).finished();
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    // What is typed in another part is still there.
    await expect.poll(() => page.getByTestId('away-until').inputValue()).toBe('2031-05-06');
    await api(program, `/api/v1/users/${admin.email}`, {
      method: 'PATCH',
      body: { away: { from: '2020-01-01T00:00:00Z', until: '2020-01-08T00:00:00Z' } },
    });
    await page.reload();
    // Nobody is away in an absence that is over.
    const year = String(new Date().getFullYear());
    await page.getByTestId('away-from').waitFor();
    expect((await page.getByTestId('away-from').inputValue()).slice(0, 4) >= year).toBe(true);
    await until('it is kept', async () => (await page.getByLabel('Name').inputValue()) === 'Margaret');
    await page.getByTestId('save-absence').click();
    await page.locator('[data-testid="own-absence"][data-state="now"]').waitFor();
    await page.getByTestId('undo-own-absence').click();
    await page.locator('[data-testid="own-absence"][data-state="over"]').waitFor();
    await page.getByLabel('Quiet from').fill('19:00');
    await page.getByLabel('until', { exact: true }).fill('08:00');
    await page.getByTestId('channel').getByRole('button', { name: 'Save' }).click();
    await page.getByText('"Mail" is changed').waitFor();
    await page.getByTestId('new-calendar').click();
    const calendar = await page.getByTestId('calendar-url').inputValue();
    expect((await fetch(calendar)).headers.get('content-type')).toMatch(/^text\/calendar/);
    await fetch(`${program.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(admin),
    });
    await page.reload();
    await page.getByTestId('end-others').click();
    await until('one is left', async () => (await page.getByTestId('session').count()) === 1);
    await expect.poll(() => page.getByTestId('session').textContent()).toContain('this one');
  });

  test('in all of that the content policy blocked nothing', () => {
    expect(violations).toEqual([]);
  });
});
