/** Every page of the console in a real browser: nothing is blocked, nothing of a visitor runs or turns our words, axe finds no fault. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { consolePagesShown, faultsOf, railPagesNotShown, writeHostile } from '../support/console-pages.ts';
import { chili, themeColour, watchPolicy } from '../support/content-policy.ts';
import { goWithin } from '../support/go-within.ts';
import { logIn } from '../support/log-in.ts';
import { type Program, startOnTestServers } from '../support/program.ts';
import { isLong, isShort } from '../support/test-form.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };

let program: Program;
let browser: Browser;
let page: Page;
let violations: string[];
let ids: Record<string, string> = {};

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  [program, browser] = await Promise.all([
    startOnTestServers({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password }),
    launchBrowser(),
  ]);
  ids = await writeHostile(program);
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  violations = await watchPolicy(page.context());
  await logIn(page, program.url, admin);
});

afterAll(async () => {
  await browser?.close();
  await program?.kill();
});

/** The short form looks at every third: they share their parts, and axe takes half a second for each. */
const shown = consolePagesShown
  .map((row, index) => [...row, index] as const)
  .filter(([, , index]) => !isShort || index % 3 === 0);

describe.skipIf(whyNoBrowser !== null)('the pages of the console', () => {
  test('every page of the rail is among them', () => {
    expect(railPagesNotShown()).toEqual([]);
  });

  test.each(shown)('%s', async (template, ready, index) => {
    const address = template.replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? '');
    // All are of one document, which is loaded in the light; the long form loads each, every other one in the dark.
    if (isLong) {
      await page.emulateMedia({ colorScheme: index % 2 === 0 ? 'light' : 'dark' });
      await page.goto(program.url + address);
    } else await goWithin(page, address);
    const lookAt = async () => expect(await themeColour(page)).toBe(chili);
    expect(await faultsOf(page, ready, { first: index, lookAt })).toEqual([]);
    expect(violations).toEqual([]);
  });
});
