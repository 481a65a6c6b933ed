/** The console around its pages, in a real browser: keys, search, tables, a stream that comes back, and a log-in that ends. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { type HttpProxy, startHttpProxy } from '../support/http-proxy.ts';
import { api, type Program, programSecretKey, startProgram } from '../support/program.ts';
import { until } from '../support/until.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };
const names = ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson', '\u202eEve \u05d0dversary'];

let program: Program;
let proxy: HttpProxy;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  program = await startProgram({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  proxy = await startHttpProxy(program.url);
  for (const [place, name] of names.entries())
    await api(program, '/api/v1/people', {
      method: 'POST',
      body: { email: `person-${place}@example.com`, name, kind: place === 1 ? 'customer' : 'contact' },
    });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(proxy.url);
  await logIn();
  await isLive();
});

afterAll(async () => {
  await browser?.close();
  await proxy?.stop();
  await program?.kill();
});

async function logIn(): Promise<void> {
  await page.getByTestId('login-email').fill(admin.email);
  await page.getByTestId('login-password').fill(admin.password);
  await page.getByTestId('login-submit').click();
}

const isLive = () => page.locator('[data-testid="live-state"][data-state="live"]').waitFor();

/** Somebody gets hot: a demo video on two days, by the secret key of a server. */
async function getHot(userId: string, name: string): Promise<void> {
  const events = [
    { type: 'identify', userId, traits: { name, email: `${userId}@example.com` } },
    ...['one', 'two', 'three'].map((asset) => ({
      ...{ type: 'track', userId, event: 'File Downloaded', messageId: `${userId} ${asset}` },
      properties: { category: 'customer-case-study', asset_id: asset },
    })),
  ];
  const answer = await fetch(`${program.url}/v1/batch`, {
    method: 'POST',
    body: JSON.stringify({ batch: events, writeKey: programSecretKey }),
  });
  expect(answer.status).toBe(200);
}

describe.skipIf(whyNoBrowser !== null)('the console', () => {
  test('is gone through by keys: places, rows, what is opened, and the sheet that shows them', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor();
    await page.getByTestId('table-row').nth(3).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    const chosen = page.locator('[data-testid="table-row"][data-chosen="true"]');
    const name = (await chosen.getByRole('link').textContent()) ?? '';
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/people\/[\w-]+$/);
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Go to Companies').waitFor();
    await page.keyboard.press('Escape');
    // A letter in a field is a letter.
    await page.goto(`${proxy.url}/people`);
    await page.getByTestId('filter-q').fill('');
    await page.getByTestId('filter-q').pressSequentially('g p');
    expect(new URL(page.url()).pathname).toBe('/people');
  });

  test('finds a person from anywhere, and a place by its name', async () => {
    await page.goto(proxy.url);
    await isLive();
    await page.keyboard.press('Control+k');
    const search = page.getByRole('textbox', { name: 'Search' });
    await search.fill('grace');
    await page.getByRole('button', { name: /Grace Hopper/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Grace Hopper', level: 1 }).waitFor();
    await search.waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await search.fill('Campaigns');
    await page.getByRole('button', { name: /Campaigns/ }).click();
    await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/campaigns');
  });

  test('keeps the filters of a table in its address, and says where nothing fits', async () => {
    await page.goto(`${proxy.url}/people`);
    await page.getByTestId('filter-q').fill('gra');
    await until('the address has it', () => new URL(page.url()).searchParams.get('q') === 'gra');
    await until('one is left', async () => (await page.getByTestId('table-row').count()) === 1);
    await page.reload();
    await page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
    expect(await page.getByTestId('table-row').count()).toBe(1);
    await page.goto(`${proxy.url}/people?kind=customer&q=zzz&__proto__=1`);
    await page.getByText('Nothing fits these filters.').waitFor();
  });

  test('comes back by itself after its server was away, with what happened meanwhile', async () => {
    await page.goto(proxy.url);
    await isLive();
    proxy.serverIsAway();
    await page.locator('[data-testid="live-state"][data-state="reconnecting"]').waitFor();
    await getHot('mary', 'Mary Jackson');
    await until(
      'her lead is there',
      async () => (await api<{ items: object[] }>(program, '/api/v1/leads')).items.length === 1,
    );
    proxy.serverIsBack();
    await isLive();
    await page.getByTestId('lead-card').filter({ hasText: 'Mary Jackson' }).waitFor();
  });

  test('a log-in that has ended comes over the page, and what was written is still there', async () => {
    await page.getByTestId('lead-card').filter({ hasText: 'Mary Jackson' }).click();
    const here = page.locator('.rail .place[aria-current="page"]');
    await page.getByTestId('contact-log').getByText('Call', { exact: true }).click();
    expect(await here.allTextContents()).toEqual(['Now']);
    await page.getByTestId('log-notes').fill('She asks for a quotation.');
    // Elsewhere: the cookie stays, its session is gone.
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    await fetch(`${program.url}/api/v1/session`, { method: 'DELETE', headers: { cookie } });
    proxy.serverIsAway();
    proxy.serverIsBack();
    const dialog = page.getByRole('dialog', { name: 'Your log-in has ended' });
    await dialog.waitFor();
    await page.getByTestId('login-password').fill(admin.password);
    await page.getByTestId('login-submit').click();
    await dialog.waitFor({ state: 'hidden' });
    await isLive();
    expect(await page.getByTestId('log-notes').inputValue()).toBe('She asks for a quotation.');
  });
});
