/**
 * The console and the demo's shop under their content policy in a real browser: log-in, dialogs and shop work, and nothing is
 * blocked. `console.e2e.test.ts` says the same of every page, `api-for-integrators.e2e.test.ts` of the page of the API.
 */
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { chili, themeColour, watchPolicy } from '../support/content-policy.ts';
import { isLive } from '../support/log-in.ts';
import { type OidcServer, oidcClient, startOidcServer } from '../support/oidc-server.ts';
import { newPort } from '../support/ports.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';
import { until } from '../support/until.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };

let program: Program;
let provider: OidcServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let violations: string[];

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  const port = String(await newPort());
  provider = await startOidcServer(`http://127.0.0.1:${port}/log-in/oidc/callback`, { host: 'localhost' });
  const oidc = { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: oidcClient.id, OIDC_NAME: 'Example ID' };
  program = await startOnTestServers(
    {
      ...{ PORT: port, ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password },
      ...{ ...oidc, OIDC_CLIENT_SECRET: oidcClient.secret },
    },
    ['--shop'],
  );
  await api(program, '/api/v1/people', {
    method: 'POST',
    body: { email: 'ada@example.com', name: 'Ada Lovelace', kind: 'contact' },
  });
  browser = await launchBrowser();
  context = await browser.newContext();
  violations = await watchPolicy(context);
  page = await context.newPage();
});

afterAll(async () => {
  await browser?.close();
  await program?.kill();
  await provider?.stop();
});

describe.skipIf(whyNoBrowser !== null)('under the content policy', () => {
  test('somebody logs in at the provider, another site, and comes back to the page they wanted', async () => {
    provider.accounts.set('admin', { email: admin.email, email_verified: true });
    const wanted = `${program.url}/tasks?sort=dueAt`;
    await page.goto(wanted);
    provider.seat(null);
    await page.getByRole('link', { name: 'Log in with Example ID' }).click();
    await page.getByTestId('provider-failure').getByText('access_denied').waitFor();
    await page.goto(wanted);
    provider.seat('admin');
    await page.getByTestId('provider-log-in').click();
    await isLive(page);
    expect(page.url()).toBe(wanted);
    // The same over the page, when the log-in has ended: it opens beside it.
    await context.clearCookies();
    // Dispatched: the list may have asked before, and its dialog lies over the link.
    await page.getByRole('link', { name: 'Leads', exact: true }).first().dispatchEvent('click');
    const [beside] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('dialog').getByTestId('provider-log-in').click(),
    ]);
    await isLive(beside);
    await beside.close();
    await page.bringToFront();
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await context.clearCookies();
    expect(violations).toEqual([]);
  });

  test('the log-in has its styles', async () => {
    await page.goto(program.url);
    await page.getByTestId('login-email').fill(admin.email);
    expect(await themeColour(page)).toBe(chili);
    await page.getByTestId('login-password').fill(admin.password);
    await page.getByTestId('login-submit').click();
    await isLive(page);
    expect(violations).toEqual([]);
  });

  test('so have the menu, the search and the dialogs, which lock the page behind them', async () => {
    await page.goto(program.url);
    await page.getByTestId('me').click();
    await page.getByTestId('log-out').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('textbox', { name: 'Search' }).fill('ada');
    await page.getByRole('button', { name: /Ada Lovelace/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Search' }).waitFor({ state: 'hidden' });
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    // The style by which the dialog locks the page is made while it is open.
    await until('the page is locked', () =>
      page.evaluate<boolean>("getComputedStyle(document.body).overflow === 'hidden'"),
    );
    expect(violations).toEqual([]);
  });

  test('the demo’s shop runs its snippet and shows its basket', async () => {
    for (const path of ['/shop', '/shop/products', '/shop/tour', '/shop/contact', '/shop/basket']) {
      await page.goto(program.url + path);
      await page.waitForFunction('typeof scoville.track === "function"');
    }
    expect(violations).toEqual([]);
  });

  test('an admin sets up a second factor by its picture, and logs in with its codes', async () => {
    await page.goto(`${program.url}/me`);
    await page.getByTestId('factor-password').fill(admin.password);
    await page.getByTestId('begin-factor').click();
    await page.getByRole('img', { name: 'The secret as a QR code' }).waitFor();
    const secret = (await page.locator('code').first().textContent()) ?? '';
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    await page.getByTestId('factor-code').fill('000000');
    await page.getByTestId('confirm-factor').click();
    await page.getByText('"code" is wrong').waitFor();
    await page.getByTestId('factor-code').fill(code());
    await page.getByTestId('confirm-factor').click();
    const recoveryCode = (await page.getByTestId('recovery-code').first().textContent()) ?? '';
    await page.getByTestId('codes-kept').click();
    await page.getByTestId('factor-state').getByText('10 recovery codes left').waitFor();
    await page.getByTestId('me').click();
    await page.getByTestId('log-out').click();
    await page.getByTestId('login-email').fill(admin.email);
    await page.getByTestId('login-password').fill(admin.password);
    await page.keyboard.press('Enter');
    await page.getByTestId('login-code').fill(recoveryCode);
    await page.keyboard.press('Enter');
    await isLive(page);
    await page.goto(`${program.url}/me`);
    await page.getByTestId('factor-state').getByText('9 recovery codes left').waitFor();
    expect(violations).toEqual([]);
  });

  test('a style or script of somebody else in a page is blocked, and the browser says so', async () => {
    await page.goto(program.url);
    await page.getByRole('heading').first().waitFor();
    await page.evaluate(`
      document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { display: none }' }));
      document.body.insertAdjacentHTML('beforeend', '<p style="color: red" onclick="hacked = 1">x</p><img src=x onerror="hacked = 1">');
      document.head.append(Object.assign(document.createElement('script'), { textContent: 'hacked = 1' }));
      document.head.append(Object.assign(document.createElement('script'), { src: 'https://evil.example/x.js' }));
    `);
    const directives = () => violations.map((said) => said.split(' ')[1]);
    await until('all are reported', () =>
      ['style-src-elem', 'style-src-attr', 'script-src-elem', 'script-src-attr'].every((one) =>
        directives().includes(one),
      ),
    );
    expect(await page.evaluate('[typeof hacked, getComputedStyle(document.body).display]')).toEqual([
      'undefined',
      expect.not.stringMatching('none'),
    ]);
  });
});
