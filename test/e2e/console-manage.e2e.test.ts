/** The console of those who manage, in a real browser: reports with the records behind them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';
import { until } from '../support/until.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };
const rep = 'rita@example.com';

let program: Program;
let browser: Browser;
let page: Page;

const made = <Answer>(path: string, body: object) =>
  api<Answer>(program, `/api/v1${path}`, { method: 'POST', body });

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  program = await startOnTestServers({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  await made('/users', { email: rep, name: 'Rita Rep', role: 'rep', acceptsLeads: true });
  for (const [name, owner] of [
    ['Ada Lovelace', rep],
    ['Grace Hopper', admin.email],
  ] as const) {
    const email = `${name.split(' ')[0]?.toLowerCase()}@shop.example`;
    const { id } = await made<{ id: string }>('/people', { email, name, kind: 'contact' });
    await made('/leads', { person: id, owner });
  }
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(program.url);
  await page.getByTestId('login-email').fill(admin.email);
  await page.getByTestId('login-password').fill(admin.password);
  await page.getByTestId('login-submit').click();
  await page.locator('[data-testid="live-state"][data-state="live"]').waitFor();
});

afterAll(async () => {
  await browser?.close();
  await program?.kill();
});

const search = (name: string) => new URL(page.url()).searchParams.get(name);

describe.skipIf(whyNoBrowser !== null)('the console of those who manage', () => {
  test('a figure of a report leads to its records; period and comparison are in the address', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    const row = page.getByTestId('figure-row').filter({ hasText: rep });
    await row.waitFor();
    await page.getByTestId('versus').selectOption('before');
    await page.getByText(/compared with/).waitFor();
    await page.getByTestId('period').selectOption('Last 7 days');
    await until('the address has both', () => search('vs') === 'before' && search('from') !== null);
    await page.reload();
    const csv = await page.request.get(program.url + (await page.getByTestId('csv').getAttribute('href')));
    expect(await csv.text()).toContain(rep);
    await row.getByRole('link', { name: '1' }).first().click();
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    expect(await page.getByTestId('table-row').count()).toBe(1);
    await page
      .getByTestId('brought')
      .getByRole('button', { name: /^Owner/ })
      .click();
    await until('both are there', async () => (await page.getByTestId('table-row').count()) === 2);
  });
});
