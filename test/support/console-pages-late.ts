/** Pages of the console whose scripts are late, kept back, or gone with an update: what is shown stays whole meanwhile. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goWithin } from './go-within.ts';
import { isLive } from './log-in.ts';
import { until } from './until.ts';

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
/** What React had to draw is drawn. */
const drawn = (page: Page) =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

/** Whether it fails or not: a page that stays kept back would fail the tests after it too. */
async function andUnroute(page: Page, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } finally {
    await page.unrouteAll({ behavior: 'wait' });
  }
}

/** A page of which the script takes its time: the page before stays until then, though the address is the next one's. */
export async function waitOnPageBefore(page: Page): Promise<void> {
  await goWithin(page, '/people');
  await heading(page, 'People').waitFor();
  let isAsked = false;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/assets/keys-page-*.js', async (route) => {
    isAsked = true;
    await released;
    await route.continue();
  });
  await andUnroute(page, async () => {
    try {
      await link(page, 'Keys').click();
      await until('the script is asked for, and the address is its page’s', () =>
        Promise.resolve(isAsked && new URL(page.url()).pathname === '/keys'),
      );
      await drawn(page);
      expect(await page.getByTestId('page-error').count()).toBe(0);
      expect(await heading(page, 'People').count()).toBe(1);
    } finally {
      release();
    }
    await heading(page, 'Keys').waitFor();
  });
}

/** A page that the network keeps back says so within the console, and comes with another try. */
export async function tryAgainWithoutLeaving(page: Page): Promise<void> {
  await page.evaluate('globalThis.isSameDocument = true');
  await page.route('**/assets/webhooks-page-*.js', (route) => route.abort());
  await andUnroute(page, async () => {
    await link(page, 'Webhooks').click();
    await page.getByTestId('page-error').getByText('could not be loaded').waitFor();
  });
  await page.getByTestId('again').click();
  await heading(page, 'Webhooks').waitFor();
  expect(await page.evaluate('globalThis.isSameDocument')).toBe(true);
}

/** A part that the network keeps back says so over its page, which stays, and comes with another try. */
export async function tryPartAgain(page: Page): Promise<void> {
  await page.evaluate('globalThis.isSameDocument = true');
  await page.route('**/assets/palette-*.js', (route) => route.abort());
  await andUnroute(page, async () => {
    await page.keyboard.press('/');
    await page.getByRole('dialog').getByText('could not be loaded').waitFor();
    expect(await page.getByTestId('page-error').count()).toBe(0);
  });
  await page.getByRole('dialog').getByTestId('again').click();
  await page.getByRole('textbox', { name: 'Search' }).waitFor();
  await page.keyboard.press('Escape');
  expect(await page.evaluate('globalThis.isSameDocument')).toBe(true);
}

/** Opens the search, and types into it with Enter while its script is late: the page has none of it, the search all. */
export async function typeAheadOfSearch(page: Page, text: string): Promise<void> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route('**/assets/palette-*.js', async (route) => {
    await released;
    await route.continue();
  });
  const { href } = new URL(page.url());
  await page.keyboard.press('Control+k');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  expect(page.url()).toBe(href);
  release();
  await page.unrouteAll({ behavior: 'wait' });
}

/** A console that a store out of reach has kept back is there once the store is, without a click. */
export async function comeBackByItself(page: Page, name: string): Promise<void> {
  await page.route('**/api/v1/session', (route) =>
    route.fulfill({ status: 503, json: { code: 'store_unavailable', detail: 'no store' } }),
  );
  await andUnroute(page, async () => {
    await page.reload();
    await page.getByTestId('unavailable').getByText('no store').waitFor();
  });
  await heading(page, name).waitFor();
  await isLive(page);
}

/** A page that misses files, as the server has another version now: the console is loaded again, and shows it. */
export async function comeWithUpdate(page: Page, { name, missing }: { name: string; missing: string }) {
  await loadAgain(page, `/${name.toLowerCase()}`, missing, () => link(page, name).click());
  await heading(page, name).waitFor();
}

/** A part that misses files so: its page is loaded again, and then has it. */
export async function comeBackWithPart(page: Page): Promise<void> {
  const { pathname } = new URL(page.url());
  await loadAgain(page, pathname, '**/assets/palette-*.js', () => page.keyboard.press('/'));
  await isLive(page);
  await page.keyboard.press('/');
  await page.getByRole('textbox', { name: 'Search' }).waitFor();
  await page.keyboard.press('Escape');
}

/** Does what asks for missing files, of a server that has another version, and waits until the console of that address is loaded again. */
async function loadAgain(page: Page, path: string, missing: string, ask: () => Promise<void>): Promise<void> {
  let isMissed = false;
  let isLoadedAgain = false;
  await page.evaluate('globalThis.isSameDocument = true');
  await page.route(missing, (route) => {
    isMissed = true;
    return isLoadedAgain ? route.continue() : route.abort();
  });
  await page.route(`**${path}`, (route) => {
    isLoadedAgain ||= route.request().isNavigationRequest();
    return route.continue();
  });
  await page.route(
    (url) => url.pathname === '/',
    async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace(/index-[\w-]+\.js/, 'index-next.js');
      await route.fulfill({ response: answer, body });
    },
  );
  await andUnroute(page, async () => {
    await Promise.all([page.waitForEvent('load'), ask()]);
    expect([isMissed, isLoadedAgain]).toEqual([true, true]);
    expect(await page.evaluate('globalThis.isSameDocument')).toBeUndefined();
  });
}
