/** The demo as newcomers meet it: doors that open before the history, log-ins of one click and leads behind them. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { faultsOf } from '../support/console-pages.ts';
import { watchPolicy } from '../support/content-policy.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';

interface Options {
  demo: { accounts: { name: string }[]; historyPart: number } | null;
}

let program: Program;
let browser: Browser;
let page: Page;
let violations: string[];

const optionsOf = () => api<Options>(program, '/api/v1/session/options');
const partOf = async () => (await optionsOf()).demo?.historyPart ?? Number.NaN;

describe.skipIf(whyNoBrowser !== null)('the demo', () => {
  beforeAll(async () => {
    // The browser first: the history is written from the start of the program on.
    browser = await launchBrowser();
    program = await startOnTestServers({}, ['--demo']);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    violations = await watchPolicy(page.context());
  });
  afterAll(async () => {
    await browser?.close();
    await program?.kill();
  });

  test('a click logs somebody in while the history is being written, and a line says how far it is', async () => {
    // A log-in page that came after the history would find it whole.
    expect(await partOf()).toBeLessThan(1);
    await page.goto(program.url);
    const offered = page.getByTestId('demo-log-in');
    await offered.first().waitFor();
    await expect
      .poll(() => offered.allInnerTexts())
      .toEqual([
        expect.stringMatching(/^Sofia Reyes\s+Rep/),
        expect.stringMatching(/^Jules Moreau\s+Marketer/),
        expect.stringMatching(/^Ruth Okoye\s+Operator/),
        expect.stringMatching(/^Amara Osei\s+Manager/),
      ]);
    expect(await faultsOf(page, '[data-testid="demo-log-in"]')).toEqual([]);
    // On a phone no words of theirs are cut.
    await page.setViewportSize({ width: 375, height: 812 });
    const isCut = '.some((label) => label.scrollWidth > label.clientWidth)';
    expect(
      await page.evaluate(`[...document.querySelectorAll('[data-testid="demo-log-in"] *')]${isCut}`),
    ).toBe(false);
    await page.setViewportSize({ width: 1440, height: 900 });
    await offered.filter({ hasText: 'Manager' }).click();
    await page.getByTestId('demo-banner').waitFor();
    await page.goto(`${program.url}/?whose=all`);
    expect(await faultsOf(page, '[data-testid="lead-card"]', { first: 1 })).toEqual([]);
    expect(violations).toEqual([]);
  });
});
