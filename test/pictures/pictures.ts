/**
 * Takes the pictures of the documentation: the real program with the history and the day of the demo, shown by a real Chromium.
 *
 *     npm run pictures
 *
 * Writes docs/pictures/*.png, and between the markers of the pages the answers that the program gave.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { isLive } from '../support/log-in.ts';
import { replaceMarked } from '../support/marked-text.ts';
import { api, type Program, startProgram } from '../support/program.ts';
import { repository } from '../support/source-text.ts';
import { until } from '../support/until.ts';

const size = { width: 1280, height: 800 };
/** The opened lead is shown as far as its last reason, and no further than this, px. */
const openedHeightMax = 1_500;
/** The rail of the console, which other pictures show, px. */
const railWidth = 208;
/** The history takes a while on a busy machine, and so does the day until enough leads are hot. */
const historyMsMax = 400_000;
const dayMsMax = 180_000;
const cardsMin = 8;
const programme = 'emea-lead-scoring';

type Clip = { x: number; y: number; width: number; height: number };

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  if (whyNoBrowser !== null) throw new Error(whyNoBrowser);
  mkdirSync(path.join(repository, 'docs/pictures'), { recursive: true });
  const program = await startProgram({}, ['--demo']);
  let browser: Browser | null = null;
  try {
    browser = await launchBrowser();
    const page = await logIn(browser, program, 'Manager');
    // Without the line that says how far it is, and with both years in the reports.
    await until('the history is whole', () => isWhole(program), historyMsMax);
    await page.goto(`${program.url}/?whose=all&order=deadline`);
    await until(
      'leads are shown',
      async () => (await page.getByTestId('lead-card').count()) >= cardsMin,
      dayMsMax,
    );
    await take(page, 'console');
    await page.getByTestId('lead-card').first().click();
    await page.setViewportSize({ ...size, height: openedHeightMax });
    const end = await until('the reasons add up to the score', () => endOfReasons(page));
    await page.setViewportSize({ ...size, height: Math.ceil(end) + 40 });
    await take(page, 'lead', {
      x: railWidth,
      y: 0,
      width: size.width - railWidth,
      height: Math.ceil(end) + 40,
    });
    await page.setViewportSize(size);
    await show(page, program, '/board', (at) => at.getByText('€').first());
    await take(page, 'board');
    await show(page, program, '/reports', (at) => at.getByRole('table').first());
    await take(page, 'reports');
    await show(page, program, `/programmes/${programme}`, (at) => at.getByText('Abandoned a basket').first());
    await take(page, 'rules');
    await page.goto(`${program.url}/?whose=all&order=deadline`);
    await page.getByTestId('me').click();
    await page.getByRole('menuitem', { name: 'Dark' }).click();
    await page.getByTestId('lead-card').first().waitFor();
    await take(page, 'console-dark');
    await writeAnswers(program);
  } finally {
    await browser?.close();
    await program.stop();
  }
}

async function isWhole(program: Program): Promise<boolean> {
  const { demo } = await api<{ demo: { historyPart: number } }>(program, '/api/v1/session/options');
  return demo.historyPart === 1;
}

/** Logs in by the button of a role, as anybody at the demo does. */
async function logIn(browser: Browser, program: Program, role: string): Promise<Page> {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  await page.goto(program.url);
  await page.getByTestId('demo-log-in').filter({ hasText: role }).click();
  await isLive(page);
  return page;
}

async function show(
  page: Page,
  program: Program,
  at: string,
  sign: (page: Page) => ReturnType<Page['locator']>,
): Promise<void> {
  await page.goto(program.url + at);
  await sign(page).waitFor();
}

/** How far down the opened reasons reach, px; null while some are still missing. */
async function endOfReasons(page: Page): Promise<number | null> {
  const reasons = page.getByTestId('lead-reasons');
  const values = (await reasons.locator('.number').allInnerTexts()).map(Number);
  const score = values.pop();
  if (score === undefined || values.reduce((sum, value) => sum + value, 0) !== score) return null;
  const box = await reasons.boundingBox();
  return box && box.y + box.height;
}

async function take(page: Page, name: string, clip?: Clip): Promise<void> {
  await page.mouse.move(0, 0);
  await until('nothing moves', () =>
    page.evaluate('document.getAnimations().every(({ playState }) => playState !== "running")'),
  );
  const file = path.join(repository, 'docs/pictures', `${name}.png`);
  await page.screenshot({ path: file, ...(clip && { clip }) });
  say(`${path.relative(repository, file)} is renewed`);
}

/** Puts what the program answers into the pages that show it: the explanation of the hottest of the newest leads. */
async function writeAnswers(program: Program): Promise<void> {
  const { items } = await api<{ items: { profile: string | null; score: number }[] }>(
    program,
    '/api/v1/leads?limit=20',
  );
  const [hottest] = items.filter((lead) => lead.profile !== null).sort((a, b) => b.score - a.score);
  const profile = hottest?.profile ?? '';
  const explanation = await api<object>(
    program,
    `/api/v1/profiles/${profile}/explanation?programme=${programme}`,
  );
  const file = path.join(repository, 'docs/start.md');
  const shown = JSON.stringify(explanation, null, 2);
  writeFileSync(
    file,
    replaceMarked(readFileSync(file, 'utf8'), 'explanation', `\`\`\`json\n${shown}\n\`\`\``),
  );
  say('docs/start.md is renewed');
}

await main();
