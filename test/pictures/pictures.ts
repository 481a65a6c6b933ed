/**
 * Takes the pictures of the documentation: the real program with the demo's visitors, shown by a real Chromium.
 *
 *     npm run pictures
 *
 * Writes docs/pictures/*.png, and between the markers of the pages the answers that the program gave.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { playDemo } from '../../src/roles/roles.ts';
import { launchBrowser, whyNoBrowser } from '../support/browser.ts';
import { replaceMarked } from '../support/marked-text.ts';
import { api, type Program, programSecretKey, programToken, startProgram } from '../support/program.ts';
import { repository } from '../support/source-text.ts';
import { until } from '../support/until.ts';

const admin = { email: 'admin@scoville.local', password: 'a password for pictures' };
/** Owners of accounts, and two who take leads by turns. */
const reps = ['Liam Walsh', 'Sofia Reyes', 'Noor Haddad', 'Emil Brandt'];
const takers = ['Noor Haddad', 'Emil Brandt'];
const size = { width: 1280, height: 800 };
/** High enough for every reason of the opened lead. */
const sizeOpened = { width: 1280, height: 1040 };
/** Whose lead the pictures open, and who is hot when all visitors have left. */
const opened = 'Mireille Fontaine';
const cardsMin = 6;

const say = (line: string) => process.stdout.write(`${line}\n`);
const emailOf = (name: string) => `${name.toLowerCase().replace(' ', '.')}@scoville.local`;

async function main(): Promise<void> {
  if (whyNoBrowser !== null) throw new Error(whyNoBrowser);
  mkdirSync(path.join(repository, 'docs/pictures'), { recursive: true });
  const program = await startProgram({ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password });
  let browser: Browser | null = null;
  try {
    for (const name of reps)
      await api(program, '/api/v1/users', {
        method: 'POST',
        body: { email: emailOf(name), name, role: 'rep', acceptsLeads: takers.includes(name) },
      });
    const secrets = { secretKey: programSecretKey, apiToken: programToken };
    const { signal } = new AbortController();
    await playDemo({ baseUrl: program.url, ...secrets, signal, say });
    await workOn(program, 'Jonas Lindqvist');
    browser = await launchBrowser();
    const page = await logIn(browser, program);
    await take(page, 'console', async () => undefined);
    await take(page, 'lead', async () => {
      await page.setViewportSize(sizeOpened);
      await page.getByTestId('lead-card').filter({ hasText: opened }).click();
      await page.getByTestId('reason-row').first().waitFor();
    });
    await page.getByRole('button', { name: 'Close' }).click();
    await page.setViewportSize(size);
    await take(page, 'console-dark', async () => {
      await page.getByTestId('me').click();
      await page.getByRole('menuitem', { name: 'Dark' }).click();
    });
    await writeAnswers(program);
  } finally {
    await browser?.close();
    await program.stop();
  }
}

/** A rep has begun with one of the leads. */
async function workOn(program: Program, name: string): Promise<void> {
  const { items } = await api<{ items: { id: string; person: { name: string } }[] }>(
    program,
    '/api/v1/leads',
  );
  const lead = items.find(({ person }) => person.name === name);
  await api(program, `/api/v1/leads/${lead?.id}`, { method: 'PATCH', body: { status: 'In progress' } });
}

/** Returns the console with everyone's work in it, live. */
async function logIn(browser: Browser, program: Program): Promise<Page> {
  const page = await browser.newPage({ viewport: size, reducedMotion: 'reduce' });
  await page.goto(program.url);
  await page.getByTestId('login-email').fill(admin.email);
  await page.getByTestId('login-password').fill(admin.password);
  await page.getByTestId('login-submit').click();
  await page.locator('[data-testid="live-state"][data-state="live"]').waitFor();
  await until('the leads are shown', async () => (await page.getByTestId('lead-card').count()) >= cardsMin);
  return page;
}

async function take(page: Page, name: string, prepare: () => Promise<void>): Promise<void> {
  await prepare();
  await page.mouse.move(0, 0);
  await until('nothing moves', () =>
    page.evaluate('document.getAnimations().every(({ playState }) => playState !== "running")'),
  );
  const file = path.join(repository, 'docs/pictures', `${name}.png`);
  await page.screenshot({ path: file });
  say(`${path.relative(repository, file)} is renewed`);
}

/** Puts what the program answers into the pages that show it. */
async function writeAnswers(program: Program): Promise<void> {
  const email = 'm.fontaine@atelier-sud.example';
  const explanation = await api<object>(
    program,
    `/api/v1/profiles/${encodeURIComponent(email)}/explanation?programme=emea-lead-scoring`,
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
