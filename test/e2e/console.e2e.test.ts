/** The console around its pages, in a real browser: keys, search, tables, a stream that comes back, and a log-in that ends. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { watchRequests } from '../support/asked-by-page.ts';
import { unreadOf, unreadOnceHeard } from '../support/bell.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { flood } from '../support/console-flood.ts';
import { winByKeyboard } from '../support/console-keyboard.ts';
import { faultsOf } from '../support/console-pages.ts';
import { typeAheadOfSearch } from '../support/console-pages-late.ts';
import { watchPolicy } from '../support/content-policy.ts';
import { getHot } from '../support/getting-hot.ts';
import { goWithin } from '../support/go-within.ts';
import { type HttpProxy, startHttpProxy } from '../support/http-proxy.ts';
import { isLive, logIn } from '../support/log-in.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';
import { until } from '../support/until.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };
const names = ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson', '\u202eEve \u05d0dversary'];

let program: Program;
let proxy: HttpProxy;
let browser: Browser;
let page: Page;
let violations: string[];

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  program = await startOnTestServers({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  proxy = await startHttpProxy(program.url);
  for (const [index, name] of names.entries())
    await api(program, '/api/v1/people', {
      method: 'POST',
      body: { email: `person-${index}@example.com`, name, kind: index === 1 ? 'customer' : 'contact' },
    });
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  violations = await watchPolicy(page.context());
  await logIn(page, proxy.url, admin);
});

afterAll(async () => {
  await browser?.close();
  await proxy?.stop();
  await program?.kill();
});

describe.skipIf(whyNoBrowser !== null)('the console', () => {
  test('is gone through by keys: pages, rows, what is opened, and the sheet that shows them', async () => {
    await page.keyboard.press('z');
    await page.getByText('Nothing to undo', { exact: true }).waitFor();
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
    await goWithin(page, '/people');
    await page.getByTestId('filter-q').fill('');
    await page.getByTestId('filter-q').pressSequentially('g p');
    expect(new URL(page.url()).pathname).toBe('/people');
  });

  test('finds a person from anywhere, and a page by its name', async () => {
    await goWithin(page, '/');
    await isLive(page);
    const search = page.getByRole('textbox', { name: 'Search' });
    await typeAheadOfSearch(page, 'nobody@example.com');
    await page.waitForURL('**/profiles/nobody*example.com');
    await search.waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+k');
    await search.fill('nobody@example.com');
    await page.locator('[data-selected]', { hasText: 'Profile of' }).waitFor();
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+k');
    await search.fill('grace');
    await page.getByRole('button', { name: /Grace Hopper/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Grace Hopper', level: 1 }).waitFor();
    await search.waitFor({ state: 'hidden' });
    await page.keyboard.press('/');
    await search.fill('Campaigns');
    await page.getByRole('button', { name: /^Campaigns/ }).click();
    await page.getByRole('heading', { name: 'Campaigns', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/campaigns');
  });

  test('keeps the filters of a table in its address, and says where nothing fits', async () => {
    await goWithin(page, '/people');
    await page.getByTestId('filter-q').fill('gra');
    await until('the address has it', () => new URL(page.url()).searchParams.get('q') === 'gra');
    await until('one is left', async () => (await page.getByTestId('table-row').count()) === 1);
    await page.reload();
    await page.getByRole('link', { name: 'Grace Hopper' }).waitFor();
    await expect.poll(() => page.getByTestId('table-row').count()).toBe(1);
    await page.goto(`${proxy.url}/people?kind=customer&q=zzz&__proto__=1`);
    await page.getByText('Nothing fits these filters.').waitFor();
  });

  test('comes back by itself after its server was away, with what happened meanwhile', async () => {
    await page.goto(proxy.url);
    await isLive(page);
    proxy.serverIsAway();
    await page.locator('[data-testid="live-state"][data-state="reconnecting"]').waitFor();
    await getHot(program, 'mary', 'Mary Jackson');
    await until(
      'her lead is there',
      async () => (await api<{ items: object[] }>(program, '/api/v1/leads')).items.length === 1,
    );
    proxy.serverIsBack();
    await isLive(page);
    await page.getByTestId('lead-card').filter({ hasText: 'Mary Jackson' }).waitFor();
  });

  test('a log-in that has ended comes over the page, and what was written is still there', async () => {
    await page.getByTestId('lead-card').filter({ hasText: 'Mary Jackson' }).click();
    const here = page.locator('.rail .rail-page[aria-current="page"]');
    await page.getByTestId('contact-log').getByText('Call', { exact: true }).click();
    await expect.poll(() => here.allTextContents()).toEqual(['Now']);
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
    await isLive(page);
    await expect.poll(() => page.getByTestId('log-notes').inputValue()).toBe('She asks for a quotation.');
  });

  test('a rep works a lead from its alert to a won opportunity by keyboard alone', () =>
    winByKeyboard({ browser, program, url: proxy.url }));

  test('many who get hot at once are counted without a request, one toast says so, and what is new can be reached', async () => {
    const asked = watchRequests(page);
    await page.goto(proxy.url);
    await page.getByTestId('counts').waitFor();
    await asked.isAtRest();
    const [figures] = await Promise.all([
      flood({ program, page, leads: 40, perSecond: 40, name: 'flood' }),
      page.getByText(/^\d+ new hot leads$/).waitFor(),
    ]);
    expect(figures).toMatchObject({ requests: 0, toastsMax: 1 });
    expect(figures.cards).toBeLessThan(30);
    await unreadOnceHeard(page);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    const first = page.getByTestId('lead-card').first();
    const top = await first.getAttribute('data-work-id');
    await page.getByTestId('show-new').click();
    await page.getByTestId('show-new').waitFor({ state: 'hidden' });
    const focused = page.locator('[data-testid="lead-card"]:focus');
    await expect.poll(() => focused.getAttribute('data-work-id')).not.toBe(top);
    // What is read stays where it is, while a hotter one comes above it.
    await page.evaluate('scrollTo(0, document.body.scrollHeight)');
    const inSight = `[...document.querySelectorAll('[data-work-id]')]
      .find((card) => card.getBoundingClientRect().top > 100)?.dataset.workId ?? null`;
    const id = await until('cards are in sight', async () => page.evaluate<string | null>(inSight));
    const read = page.locator(`[data-work-id="${id}"]`);
    const before = await read.boundingBox();
    const above = await getHot(program, 'dorothy', 'Dorothy Vaughan', 5);
    await page.getByTestId('show-new').waitFor();
    // A card under the pointer is lifted by a pixel.
    expect(Math.abs(((await read.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(3);
    await page.getByTestId('show-new').click();
    await page.getByTestId('lead-card').filter({ hasText: above }).waitFor();
    expect(await faultsOf(page, '[data-testid="toast-open"]', { first: 1 })).toEqual([]);
    await page.getByTestId('toast-open').click();
    await until('her lead is open', () => /^\/leads\/ld_/.test(new URL(page.url()).pathname));
  });

  test('acts by keys on the card that is chosen: what it is done with opens', async () => {
    await getHot(program, 'dorothy-2', 'Dorothy Hodgkin');
    await page.goto(`${proxy.url}/?whose=queue`);
    await page.getByTestId('lead-card').first().waitFor();
    const pane = page.getByRole('complementary', { name: 'Opened' });
    await page.keyboard.press('j');
    await page.locator('[data-work-id]:focus').waitFor();
    await page.keyboard.press('c');
    await pane.locator(`[data-testid="assignment"][data-owner="${admin.email}"]`).waitFor();
    await page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
    await page.goto(`${proxy.url}/?whose=mine`);
    await page.getByTestId('lead-card').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('l');
    const spoke = page.locator('[data-testid="contact-log"] input[value="Spoke"]:focus');
    await spoke.waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.goto(`${proxy.url}/?whose=mine`);
    await page.getByTestId('lead-card').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('e');
    await pane.getByTestId('outcome-opportunity').waitFor();
    // Somebody else ends the contact meanwhile: the pane hears of it as a page does.
    const lead = new URL(page.url()).searchParams.get('opened')?.split('/').at(-1);
    const { items } = await api<{ items: { id: string }[] }>(program, `/api/v1/tasks?lead=${lead}&open=true`);
    await api(program, `/api/v1/tasks/${items[0]?.id}`, {
      ...{ method: 'PATCH', body: { status: 'Complete', outcome: 'No opportunity' } },
    });
    await pane.getByTestId('outcome-opportunity').waitFor({ state: 'detached' });
  });

  test('the inbox has every alert, reads them by a click or at once, and takes that back by a key', async () => {
    await goWithin(page, '/leads');
    await isLive(page);
    await getHot(program, 'annie', 'Annie Easley');
    await page.getByText('New hot lead').waitFor();
    const before = await unreadOnceHeard(page);
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    const item = page.getByTestId('inbox-item').filter({ hasText: 'Annie Easley' });
    await item.getByRole('button', { name: /Annie Easley/ }).click();
    await page.getByTestId('reason-row').first().waitFor();
    await until('one fewer is unread', async () => (await unreadOf(page)) === before - 1);
    await page.goBack();
    await page
      .locator('[data-testid="inbox-item"][data-read="true"]')
      .filter({ hasText: 'Annie Easley' })
      .waitFor();
    // What comes while somebody types elsewhere takes neither the focus nor the choice.
    await page.keyboard.press('j');
    const chosen = page.locator('[data-testid="inbox-item"][data-chosen="true"]');
    const said = await chosen.textContent();
    await page.locator('[data-chosen="true"] .what:focus').waitFor();
    await page.getByTestId('search').focus();
    await getHot(program, 'mary-2', 'Melba Roy');
    await page.getByTestId('inbox-item').filter({ hasText: 'Melba Roy' }).waitFor();
    await expect.poll(() => chosen.textContent()).toBe(said);
    await page.locator('[data-testid="search"]:focus').waitFor();
    await page.getByTestId('read-all').click();
    await until('all are read', async () => (await unreadOf(page)) === 0);
    await page.keyboard.press('z');
    await until('they are unread again', async () => (await unreadOf(page)) === before);
  });

  test('in all of that the content policy blocked nothing', () => {
    expect(violations).toEqual([]);
  });
});
