/** The console of operators, in a real browser: a wall that says what is wrong, and dead letters read, replayed and dropped. */
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keysOf } from '../../src/engine/stream/keys.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { faultsOf } from '../support/console-pages.ts';
import {
  comeBackByItself,
  comeBackWithPart,
  comeWithUpdate,
  tryAgainWithoutLeaving,
  tryPartAgain,
  waitOnPageBefore,
} from '../support/console-pages-late.ts';
import { goWithin } from '../support/go-within.ts';
import { type HttpProxy, startHttpProxy } from '../support/http-proxy.ts';
import { logIn } from '../support/log-in.ts';
import { api, type Program, programSecretKey, startProgram } from '../support/program.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { inWholeForm } from '../support/test-form.ts';
import { until } from '../support/until.ts';

const operator = { email: 'olga@example.com', password: 'a password for tests' };
const manager = { email: 'mia@example.com', password: 'a password for tests' };
/** More than one request of the page acts on. */
const refused = 61;
const hostile = '\u202e<img src=x onerror="hacked = 1">';

let servers: TestServer[];
let program: Program;
let proxy: HttpProxy;
let redis: Redis;
let store: pg.Client;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (whyNoBrowser !== null) return;
  servers = await Promise.all([startTestRedis(), startTestPostgres()]);
  const [redisUrl = '', databaseUrl = ''] = servers.map(({ url }) => url);
  program = await startProgram({ REDIS_URL: redisUrl, DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent' });
  redis = new Redis(redisUrl);
  store = new pg.Client({ connectionString: databaseUrl });
  await store.connect();
  for (const user of [
    { ...operator, role: 'operator' },
    { ...manager, role: 'manager' },
  ])
    await api(program, '/api/v1/users', { method: 'POST', body: user });
  proxy = await startHttpProxy(program.url);
  browser = await launchBrowser();
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await logIn(page, proxy.url, operator);
});

afterAll(async () => {
  await browser?.close();
  await proxy?.stop();
  redis?.disconnect();
  await store?.end();
  await program?.kill();
  await Promise.all((servers ?? []).map((server) => server.stop()));
});

const state = (value: string) =>
  page.locator(`[data-testid="health-state"][data-state="${value}"]`).waitFor();
const figure = (name: string) => page.getByTestId(`figure-${name}`).getByTestId('value');

/** Sends events as a server of ours does. */
async function send(batch: object[]): Promise<void> {
  const body = JSON.stringify({ batch, writeKey: programSecretKey });
  expect((await fetch(`${program.url}/v1/batch`, { method: 'POST', body })).status).toBe(200);
}

/** PostgreSQL refuses these events, until it is repaired: the history lacks them. */
async function refuse(): Promise<() => Promise<unknown>> {
  await store.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.body LIKE '%poison%' THEN RAISE 'refused' USING ERRCODE = '22023'; END IF; RETURN NEW; END $$`);
  await store.query('CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse()');
  const batch = Array.from({ length: refused }, (_, index) => ({
    ...{
      type: 'page',
      userId: 'ada',
      messageId: `poison ${index}`,
      properties: { path: '/', note: hostile },
    },
  }));
  await send(batch);
  return () => store.query('DROP FUNCTION refuse CASCADE');
}

describe.skipIf(whyNoBrowser !== null)('the console of operators', () => {
  test('says from across the room that all is well, by itself, and that nothing answers', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await page.getByRole('heading', { name: 'Health', level: 1 }).waitFor();
    await page.getByText('All is well').waitFor();
    await until('it is the role’s own rail', async () => {
      const rail = await page.locator('.rail .rail-page').allTextContents();
      return rail.includes('Health') && !rail.includes('People');
    });
    await page.locator('[data-testid="process"][data-state="ready"]').waitFor();
    await expect.poll(() => page.getByTestId('partition').count()).toBe(16);
    // On a phone too, every part of the page is in sight.
    await page.setViewportSize({ width: 375, height: 812 });
    const beyond = `[...document.querySelectorAll('.parts a')]
      .filter((link) => link.getBoundingClientRect().right > innerWidth).map((link) => link.textContent)`;
    expect(await page.evaluate<string[]>(beyond)).toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
    proxy.serverIsAway();
    await page.getByTestId('health-unanswered').getByText('No answer').waitFor();
    // What was read last stays below.
    await expect.poll(() => page.getByTestId('partition').count()).toBe(16);
    proxy.serverIsBack();
    await state('well');
  });

  inWholeForm(() => {
    test('a page that is late, kept back or gone with an update breaks nothing that is shown', async () => {
      await waitOnPageBefore(page);
      await tryAgainWithoutLeaving(page);
      await tryPartAgain(page);
      await comeWithUpdate(page, { name: 'Profiles', missing: '**/assets/profiles-page-*.js' });
      await comeWithUpdate(page, { name: 'Reports', missing: '**/assets/reports-page-*.css' });
      await comeBackWithPart(page);
      await page.getByRole('link', { name: 'Health', exact: true }).click();
      await state('well');
      await comeBackByItself(page, 'Health');
    });
  });

  test('leads to dead letters of real records, which are read, replayed after the repair, and are gone', async () => {
    const repair = await refuse();
    await redis.xadd(keysOf(3).events, '*', 'e', `no JSON ${hostile}`);
    await page
      .getByTestId('alarm-dead-letters')
      .getByText(`${refused + 1} records wait`)
      .waitFor();
    await expect.poll(() => figure('dead-letters').textContent()).toBe(String(refused + 1));
    await page.getByRole('link', { name: 'To the dead letters' }).click();
    await page.getByTestId('filter-reason').selectOption('unstorable');
    await until('the address has it', () => new URL(page.url()).searchParams.get('reason') === 'unstorable');
    await until('they are there', async () => (await page.getByTestId('choice').count()) === refused);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const record = page.getByTestId('letter-record');
    await record.getByText('poison').first().waitFor();
    await expect.poll(() => record.textContent()).toContain('␣<img src=x');
    expect(await page.evaluate('typeof hacked')).toBe('undefined');
    await page.getByText('PostgreSQL cannot store it: refused').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('letter-record').waitFor({ state: 'hidden' });
    await repair();
    await page.getByTestId('select-shown').click();
    await page.getByTestId('many-replay').click();
    await page.locator('[data-testid="many"][data-status="done"]').waitFor();
    await expect
      .poll(() => page.getByTestId('many-counts').textContent())
      .toBe(`${refused} of ${refused} replayed`);
    await page.getByTestId('many-close').click();
    await page.getByTestId('empty').waitFor();
    const inHistory = async () => {
      const { rows } = await store.query(
        `SELECT count(*)::int AS count FROM events WHERE body LIKE '%poison%'`,
      );
      return (rows[0] as { count: number }).count === refused;
    };
    await until('the history has each once', inHistory);
    // The other one is dropped, and that is asked first.
    await page.getByTestId('filter-reason').selectOption('');
    await page.getByTestId('choice').getByText('the entry is not a JSON array').waitFor();
    await expect.poll(() => page.getByTestId('choice').count()).toBe(1);
    await page.getByTestId('select').check();
    await page.getByTestId('many-drop').click();
    await page.getByRole('dialog', { name: 'Drop for good?' }).getByTestId('confirm').click();
    await page.getByText('1 of 1 dropped').waitFor();
    // While it fades, the dialog keeps the keys.
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('h');
    await state('well');
    await expect.poll(() => figure('dead-letters').textContent()).toBe('0');
  });

  inWholeForm(() => {
    test('a tier update that sales could not read is looked at, stays where a replay is refused, and is dropped', async () => {
      await store.query(
        `INSERT INTO dead_letters (partition, entry, reason, record) VALUES (3, '1790000000000-0', 'profile: is missing', $1)`,
        [JSON.stringify({ nonsense: hostile })],
      );
      await page.getByRole('link', { name: 'To the unread updates' }).click();
      await page.getByTestId('choice').getByText('profile: is missing').waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByTestId('unread-record').getByText('␣<img src=x').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('unread-record').waitFor({ state: 'hidden' });
      for (const [act, counts] of [
        ['replay', '0 of 1 replayed'],
        ['drop', '1 of 1 dropped'],
      ]) {
        await page.getByTestId('select').check();
        await page.getByTestId(`many-${act}`).click();
        await page.getByTestId('confirm').click();
        await page.getByText(counts ?? '').waitFor();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.getByTestId('many-close').click();
      }
      await page.getByTestId('empty').waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('h');
      await state('well');
    });
  });

  test('a delivery that waits is read with its attempts, called off, and that is taken back', async () => {
    await api(program, '/api/v1/channels', {
      method: 'POST',
      body: { kind: 'webhook', owner: null, name: 'CRM', target: 'https://crm.invalid/hook' },
    });
    const downloads = [1, 2, 3].map((asset) => ({
      ...{ type: 'track', userId: 'ben', event: 'File Downloaded', messageId: `download ${asset}` },
      properties: { category: 'customer-case-study', asset_id: asset },
    }));
    const traits = { name: hostile, email: 'ben@example.com' };
    await send([{ type: 'identify', userId: 'ben', traits }, ...downloads]);
    const waiting = 'state=waiting&channel=webhook';
    await until('it was tried', async () => {
      const { items } = await api<{ items: { tries: number }[] }>(program, `/api/v1/deliveries?${waiting}`);
      return items.length > 0 && items.every(({ tries }) => tries > 0);
    });
    await goWithin(page, `/run/deliveries?${waiting}`);
    const choice = page.getByTestId('choice').first();
    await choice.getByText('the host has no address').waitFor();
    await choice.getByTestId('open').click();
    await page.getByTestId('attempt').first().getByText('the host has no address').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('attempt').first().waitFor({ state: 'hidden' });
    await page.getByTestId('select-shown').click();
    await page.getByTestId('many-cancel').click();
    await page.getByTestId('empty').waitFor();
    await page.keyboard.press('z');
    await page.getByTestId('choice').first().waitFor();
  });

  test('an audit is started and read; a role sees no part that it may not read', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('Shift+V');
    await page.getByTestId('active-programme').getByText('version 1').waitFor();
    await page.getByTestId('reevaluated').waitFor();
    await page.getByTestId('audit').click();
    await page.locator('[data-testid="audit-run"][data-status="done"]').getByText('0 differ').waitFor();
    const other = await browser.newPage();
    await logIn(other, proxy.url, manager);
    await other.goto(`${proxy.url}/run/dead-letters`);
    await other.getByTestId('not-allowed').waitFor();
    const parts = await other.locator('.parts a').allTextContents();
    expect(parts).toEqual(['Health', 'Quarantine', 'Deliveries', 'Versions and audits']);
    await other.close();
  });

  inWholeForm(() => {
    test.each([
      ['/run', '[data-testid="process"]', 0],
      ['/run/dead-letters', '[data-testid="none-failing"]', 1],
      ['/run/quarantine', '[data-testid="empty"]', 0],
      ['/run/deliveries', '[data-testid="choice"]', 1],
      ['/run/versions', '[data-testid="active-programme"]', 0],
    ])('axe finds no fault in %s', async (path, ready, first) => {
      await goWithin(page, path);
      expect(await faultsOf(page, ready, { first })).toEqual([]);
    });
  });
});
