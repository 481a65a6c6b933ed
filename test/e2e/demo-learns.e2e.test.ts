/** The whole path of a demo's history: written, imported, scored, and points learnt from what became of its leads. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventImportView, LogInOptions } from '../../src/contract/api/api.ts';
import { openDemo } from '../../src/roles/demo/demo.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { faultsOf } from '../support/console-pages.ts';
import { startTestDatabase, type TestDatabase } from '../support/databases.ts';
import { logIn } from '../support/log-in.ts';
import { api, type Program, programSecretKey, startProgram } from '../support/program.ts';
import { startTestRedis, type TestServer } from '../support/servers.ts';
import { shippedRules } from '../support/shipped-rules.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

describe.skipIf(whyNoBrowser !== null)('a shorter demo', () => {
  /** Long enough for the outcomes that points are learnt from. */
  const days = 135;
  const wholeMsMax = 120_000;
  let program: Program;
  let browser: Browser;
  let redis: TestServer;
  let database: TestDatabase;
  const ending = new AbortController();

  beforeAll(async () => {
    [redis, database] = await Promise.all([startTestRedis(), startTestDatabase()]);
    program = await startProgram({ REDIS_URL: redis.url, DATABASE_URL: database.url });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    ending.abort();
    await browser?.close();
    await program?.kill();
    await Promise.all([redis?.stop(), database?.stop()]);
  });

  test('has leads that explain themselves: what each rule is worth is learnt from their outcomes', async () => {
    const said: string[] = [];
    const demo = await openDemo({
      environment: {
        ...{ RULES_DIR: shippedRules(), DATA_DIR: newDirectory('demo') },
        ...{ ATTACHMENTS_DIR: undefined, HISTORY_DAYS: 400 },
      },
      databaseUrl: database.url,
      ...{ secretKey: programSecretKey, signal: ending.signal, nowMs: Date.now(), days },
      say: (line) => said.push(line),
    });
    if (demo === null) throw new Error(said.join('\n'));
    const playing = demo.play(program.url);
    await until(
      'its events are imported and scored',
      async () => {
        const [view] = (await api<{ items: EventImportView[] }>(program, '/api/v1/event-imports?limit=1'))
          .items;
        return view?.status === 'done' && view.counts.bad === 0 && view.counts.events > 0;
      },
      wholeMsMax,
    );
    ending.abort();
    await playing;
    const { accounts }: NonNullable<LogInOptions['demo']> = demo.options();
    const marketer = accounts.find(({ about }) => about.startsWith('Marketer'));
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await logIn(page, program.url, marketer ?? expect.fail('no marketer'));
    await page.goto(`${program.url}/programmes/emea-lead-scoring/suggest`);
    await page.getByTestId('suggest-start').click();
    const learnt = page.locator('[data-testid="suggestion"][data-status="done"]');
    await learnt.getByRole('heading', { name: 'What each rule is worth' }).waitFor({ timeout: wholeMsMax });
    await learnt.getByText('Watched a product demo video').first().waitFor();
    expect(await faultsOf(page, '[data-testid="suggestion"]')).toEqual([]);
  });
});
