/** The console's pages of a programme in a real browser: a draft written, tried, backtested, published and rolled back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { writeWhileAway } from '../support/console-away.ts';
import { publishAgainstOther } from '../support/console-publications.ts';
import { editNewWords, emptyPoints, tryKnownToSales } from '../support/console-words.ts';
import { watchPolicy } from '../support/content-policy.ts';
import { goWithin } from '../support/go-within.ts';
import { type HttpProxy, startHttpProxy } from '../support/http-proxy.ts';
import { logIn } from '../support/log-in.ts';
import { api, type Program, startOnTestServers } from '../support/program.ts';
import { inWholeForm, isLong } from '../support/test-form.ts';

const admin = { email: 'admin@example.com', password: 'a password for tests' };

let program: Program;
let proxy: HttpProxy;
let browser: Browser;
let page: Page;
let violations: string[];

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  program = await startOnTestServers({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  proxy = await startHttpProxy(program.url);
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

describe.skipIf(whyNoBrowser !== null)('the pages of a programme', () => {
  test('a marketer writes a draft as a table and as a file, publishes it in one sheet, and takes it back', async () => {
    await goWithin(page, '/programmes');
    await page.getByRole('link', { name: /EMEA Lead Scoring Programme/ }).click();
    await page.getByTestId('edit').click();
    await page.getByTestId('rule-points').first().fill('16');
    const saved = () => page.locator('[data-testid="saving"][data-state="saved"]').waitFor();
    await page.getByTestId('unmet').first().getByText('the score is 23; expected 22').waitFor();
    await page.getByTestId('publish').click();
    await page.getByText('4 examples are not met.').waitFor();
    await expect.poll(() => page.getByTestId('publish-now').isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await emptyPoints(page, '16');
    await page.getByTestId('rule-points').first().fill('15');
    // A rule that no example is about, and a fault of it at its line.
    await page.getByTestId('add-rule').click();
    await page.getByRole('menuitem', { name: 'Somebody does something' }).click();
    const pays = page.getByTestId('field pays');
    await pays.fill('often');
    await page
      .getByRole('dialog')
      .getByText(/Line \d+: .*"often" is not allowed/)
      .waitFor();
    await pays.fill('once a day');
    await page.getByTestId('rule-done').click();
    await page.getByText('File', { exact: true }).click();
    await page.getByTestId('code').getByText('pays: once a day').last().waitFor();
    await page
      .getByTestId('examples-met')
      .getByText(/^(\d+) of \1 met/)
      .waitFor();
    await saved();
    // Somebody else changes the draft: nothing is overwritten.
    const path = '/api/v1/drafts/emea-lead-scoring';
    const draft = await api<{ text: string; examples: string }>(program, path);
    const { text, examples } = draft;
    const ofDraft = (url: URL) => url.pathname === path;
    // Until something is written here: a look of the page would take theirs over.
    await page.route(ofDraft, (route) =>
      route.request().method() === 'GET' ? route.abort() : route.continue(),
    );
    try {
      await api(program, path, { method: 'PUT', body: { text: `${text}# theirs\n`, examples } });
      await page.getByRole('textbox', { name: 'The rules as a file' }).press('Control+Home');
      // At once: the dialog that comes would take the focus between two keys.
      await page.keyboard.insertText('# mine\n');
      await page.locator('[data-testid="saving"]:not([data-state="saved"])').waitFor();
    } finally {
      await page.unroute(ofDraft);
    }
    const conflict = page.getByRole('dialog', { name: 'Somebody else has changed this draft' });
    await conflict.getByText('# theirs').waitFor();
    await page.getByTestId('keep-mine').click();
    await saved();
    const kept = await api<{ text: string }>(program, path);
    expect([kept.text.startsWith('# mine\n'), kept.text.includes('# theirs')]).toEqual([true, false]);
    const left = await writeWhileAway(
      page,
      proxy,
      async () => (await api<{ text: string }>(program, path)).text,
    );
    expect(left).toMatch(/^# left\n# away\n# mine\n/);
    await page.getByRole('link', { name: 'Backtest' }).click();
    await page.getByTestId('backtest-start').click();
    await page.getByTestId('backtest-report').waitFor();
    // Its address is that of the run, for others too.
    const shared = page.url();
    expect(new URL(shared).searchParams.get('run')).toMatch(/^[\w-]+$/);
    await page.reload();
    await page.getByTestId('backtest-report').waitFor();
    await page.getByRole('link', { name: 'Try a person' }).click();
    await page.getByTestId('step-name').fill('Demo Requested');
    await page.getByTestId('step-add').click();
    await page.getByTestId('tried-draft').getByText('10', { exact: true }).waitFor();
    await page.getByTestId('tried-live').getByText('below the ladder').waitFor();
    // What a newcomer takes from the label of a rule is the name of no event: the step says which one is.
    await page.getByTestId('step-name').fill('Demo Vidoe Watched');
    await page.getByTestId('step-add').click();
    await page.getByTestId('tried-warning').getByText('"Video Playback Started"').waitFor();
    await page.getByRole('button', { name: 'Remove step 3' }).click();
    await page.getByTestId('tried-warning').waitFor({ state: 'detached' });
    await tryKnownToSales(page);
    await page.getByTestId('publish').click();
    await page
      .getByTestId('publish-backtest')
      .getByText(/Leads 0 → 0 in 30 days; 0 rise, 0 fall/)
      .waitFor();
    await page.getByText(/^(\d+) of \1 are met/).waitFor();
    await page.getByTestId('publish-note').fill('Demos count daily');
    await page.getByTestId('publish-now').click();
    await page.getByTestId('live-version').getByText('version 2').waitFor();
    await page.getByTestId('first-day').getByText('0 leads, 0 expected by its backtest').waitFor();
    // The way back asks first, and says what changes.
    await page.getByTestId('first-day').getByTestId('roll-back').click();
    const question = page.getByRole('dialog', { name: 'Roll back to version 1' });
    await question.getByRole('listitem').first().waitFor();
    await question.getByText(/^(\d+) of \1 are met/).waitFor();
    await question.getByTestId('notify-yes').waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    await page.getByTestId('live-version').getByText('version 2').waitFor();
    await page.getByTestId('undo-publish').click();
    await page.getByTestId('live-version').getByText('version 3').waitFor();
    // What was just left is not offered.
    await page.getByTestId('first-day').getByText('Version 1 is live again, as version 3').waitFor();
    expect(await page.getByTestId('first-day').getByRole('button').count()).toBe(0);
    expect((await api<{ text: string }>(program, '/api/v1/programmes/emea-lead-scoring')).text).not.toContain(
      '# mine',
    );
    expect((await api<{ items: object[] }>(program, '/api/v1/drafts')).items).toEqual([]);
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByTestId('version').nth(1).getByText('Demos count daily').waitFor();
    await page.getByTestId('version').first().getByText('version 1 again').waitFor();
    await page.getByTestId('version').last().getByText('says what is live now').waitFor();
    expect(await page.getByTestId('roll-back').count()).toBe(1);
  });

  inWholeForm(() => {
    test('of two who publish, none replaces or takes back what they have not seen', () =>
      publishAgainstOther(page, program));
  });

  // In the long form: words, and edits that keep the others, have unit tests of their own.
  test.runIf(isLong)('rules of the newer words are read in the table, and an edit keeps each of them', () =>
    editNewWords(page, program),
  );

  test('in all of that the content policy blocked nothing', () => {
    expect(violations).toEqual([]);
  });
});
