/** The console in a real browser over a store as after years: how soon each list stands in a new browser, and how smoothly rows scroll. */
import type { Browser, BrowserContext } from 'playwright-core';
import { launchBrowser, whyNoBrowser } from '../test/support/browser.ts';
import { logIn } from '../test/support/log-in.ts';
import { until } from '../test/support/until.ts';
import { startFullConsole } from './full-console.ts';
import { progress } from './progress.ts';
import { type Figure, figureOf, type Measured } from './results.core.ts';
import { percentilesOf } from './statistics.core.ts';
import { shown } from './table.core.ts';

const admin = { email: 'admin@example.com', password: 'a long enough password 1' };
/** Where people begin, with what stands there once the first rows are seen. */
const views = [
  { id: 'now', title: 'Now', path: '/', ready: '[data-testid="lead-card"]' },
  { id: 'leads', title: 'Leads', path: '/leads', ready: '[data-testid="table-row"]' },
  { id: 'tasks', title: 'Tasks', path: '/tasks', ready: '[data-testid="task-row"]' },
  { id: 'board', title: 'Board', path: '/board?pipeline=emea/lead', ready: '[data-testid="board-card"]' },
  { id: 'people', title: 'People', path: '/people', ready: '[data-testid="table-row"]' },
] as const;
const viewSecondsAim = 1;
/** A frame of a screen with 60 of them a second, and half of one: what took longer has missed its turn. */
const frameMs = 1_000 / 60;
const lateMs = frameMs * 1.5;
const pixelsPerFrame = 500;
const scrollMsMax = 10 * 60_000;

export interface PageCounts {
  leads: number;
  /** Of the table, until the scrolling ends. */
  rows: number;
  /** Of each first view. */
  repetitions: number;
}

export async function measurePages({ leads, rows, repetitions }: PageCounts): Promise<Measured> {
  if (whyNoBrowser !== null) throw new Error(whyNoBrowser);
  progress(`  ${shown(leads)} leads into a store`);
  const { program, stop } = await startFullConsole(leads, {
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
  });
  const browser = await launchBrowser();
  try {
    const cookies = await logInCookies(browser, program.url);
    const figures: Figure[] = [];
    for (const view of views) {
      progress(`  first view of ${view.title}`);
      const took: number[] = [];
      for (let turn = 0; turn < repetitions; turn++)
        took.push(await firstViewSeconds(browser, cookies, program.url, view));
      figures.push(
        figureOf({
          id: `view.${view.id}`,
          title: `${view.title}: first rows in a new browser`,
          unit: 's',
          better: 'lower',
          repetitions: took,
          aim: { is: '≤', value: viewSecondsAim },
        }),
      );
    }
    progress(`  scrolling ${shown(rows)} rows`);
    figures.push(...(await scrollFigures(browser, cookies, program.url, rows)));
    return { configuration: { leads, 'rows scrolled': rows, 'pixels a frame': pixelsPerFrame }, figures };
  } finally {
    await browser.close();
    await stop();
  }
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

async function logInCookies(browser: Browser, url: string): Promise<Cookies> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await logIn(page, url, admin);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

/** A browser that has never been here but for its log-in: nothing is cached. Seconds from the address to the first rows. */
async function firstViewSeconds(
  browser: Browser,
  cookies: Cookies,
  url: string,
  { path, ready }: (typeof views)[number],
): Promise<number> {
  const context = await browser.newContext();
  await context.addCookies(cookies);
  const page = await context.newPage();
  await page.addInitScript(`(() => {
    const look = () => {
      if (document.querySelector(${JSON.stringify(ready)})) globalThis.firstRowsMs = performance.now();
      else requestAnimationFrame(look);
    };
    look();
  })()`);
  await page.goto(url + path, { waitUntil: 'commit' });
  const ms = await until('the first rows are seen', () =>
    page.evaluate<number | false>('globalThis.firstRowsMs ?? false'),
  );
  await context.close();
  return Math.round(ms) / 1_000;
}

/** Scrolls a table to its end, as far with each frame as a hand does that looks for something; rows load as they are scrolled to. */
async function scrollFigures(
  browser: Browser,
  cookies: Cookies,
  url: string,
  rows: number,
): Promise<Figure[]> {
  const context = await browser.newContext();
  await context.addCookies(cookies);
  const page = await context.newPage();
  page.setDefaultTimeout(scrollMsMax);
  await page.goto(`${url}/leads`);
  await page.locator('[data-testid="table-row"]').first().waitFor();
  const { frames, longest } = await page.evaluate<{
    frames: number[];
    longest: number;
  }>(`new Promise((done) => {
    const box = document.querySelector('section.table');
    const frames = [];
    let longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ entryTypes: ['longtask'] });
    let before = performance.now();
    const step = () => {
      const now = performance.now();
      frames.push(now - before);
      before = now;
      box.scrollTop += ${pixelsPerFrame};
      const last = box.querySelector('[data-testid="table-row"]:last-child')?.ariaRowIndex ?? 0;
      if (Number(last) > ${rows}) done({ frames, longest });
      else requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`);
  await context.close();
  const rank = percentilesOf(frames);
  const samples = frames.length;
  const one = (id: string, title: string, unit: string, value: number) =>
    figureOf({
      ...{ id: `scroll.${id}`, title, unit, better: 'lower' },
      ...{ repetitions: [Math.round(value * 100) / 100], samples },
    });
  return [
    one('frame-p50', 'Time between two frames: p50', 'ms', rank(0.5)),
    one('frame-p99', 'Time between two frames: p99', 'ms', rank(0.99)),
    one(
      'late',
      'Frames that missed their turn',
      '%',
      (100 * frames.filter((ms) => ms > lateMs).length) / samples,
    ),
    one('longest-task', 'Longest task of the page', 'ms', longest),
  ];
}
