/** Many people who get hot while somebody looks: what it costs their page, and how soon it says how many there are. */
import type { Page } from 'playwright-core';
import { api, type Program, programSecretKey } from './program.ts';
import { until } from './until.ts';

export interface FloodFigures {
  leads: number;
  seconds: number;
  /** The longest task of the page that kept it from answering, ms. */
  longestTaskMs: number;
  /** Requests to the API in the busiest second, and in all. */
  requestsInSecondMax: number;
  requests: number;
  /** How long after the server the page had the count, ms: the longest of one look a second. */
  countsBehindMsMax: number;
  /** The most toasts at a time. */
  toastsMax: number;
  /** Elements of cards in the page at the end. */
  cards: number;
}

interface Watched {
  tasksMs: number[];
  toasts: number;
}

interface Flood {
  program: Program;
  page: Page;
  leads: number;
  perSecond: number;
  /** Before the ids of the people. */
  name: string;
}

/** Gets people hot at a steady rate before a page that shows all work. */
export async function flood({ program, page, leads, perSecond, name }: Flood): Promise<FloodFigures> {
  await page.evaluate(watch);
  const requestedAt: number[] = [];
  const onRequest = (request: { url(): string }) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/') && !pathname.endsWith('/stream')) requestedAt.push(performance.now());
  };
  page.on('request', onRequest);
  const counted = await countedBy(program);
  const beganAt = performance.now();
  let behindMs = 0;
  let isLooking = true;
  const looking = (async () => {
    for (let second = 1; isLooking; second++) {
      await until('a second is over', () => performance.now() - beganAt >= second * 1_000, 120_000);
      behindMs = Math.max(behindMs, await countsBehind(program, page));
    }
  })();
  for (let sent = 0; sent < leads; ) {
    await until('it is time', () => performance.now() - beganAt >= (sent / perSecond) * 1_000, 120_000);
    const group = Array.from({ length: Math.min(perSecond / 5, leads - sent) }, () => `${name}-${sent++}`);
    await getHot(program, group);
  }
  const sentAt = performance.now();
  await until('all are counted', async () => (await countedBy(program)) >= Math.min(counted + leads, 1_000));
  isLooking = false;
  await looking;
  behindMs = Math.max(behindMs, await countsBehind(program, page));
  page.off('request', onRequest);
  const { tasksMs, toasts } = (await page.evaluate('watchedByTest')) as Watched;
  return {
    leads,
    seconds: (sentAt - beganAt) / 1_000,
    longestTaskMs: Math.max(0, ...tasksMs),
    requestsInSecondMax: busiestSecond(requestedAt),
    requests: requestedAt.length,
    countsBehindMsMax: behindMs,
    toastsMax: toasts,
    cards: await page.getByTestId('lead-card').count(),
  };
}

/** Three downloads of case studies each: the first tier. */
async function getHot(program: Program, ids: readonly string[]): Promise<void> {
  const batch = ids.flatMap((userId) => [
    { type: 'identify', userId, traits: { name: `Visitor ${userId}`, email: `${userId}@example.com` } },
    ...['one', 'two', 'three'].map((asset) => ({
      ...{ type: 'track', userId, event: 'File Downloaded', messageId: `${userId} ${asset}` },
      properties: { category: 'customer-case-study', asset_id: asset },
    })),
  ]);
  const body = JSON.stringify({ batch, writeKey: programSecretKey });
  const answer = await fetch(`${program.url}/v1/batch`, { method: 'POST', body });
  if (answer.status !== 200) throw new Error(`the batch was answered ${answer.status}`);
}

/** How long until the page says at least what the server says now, ms. */
async function countsBehind(program: Program, page: Page): Promise<number> {
  const counted = await countedBy(program);
  const askedAt = performance.now();
  await until('the page has the count', async () => {
    const text = (await page.getByTestId('counts').textContent()) ?? '';
    return Number.parseInt(text.replaceAll(/[^\d ]/g, ''), 10) >= counted;
  });
  return performance.now() - askedAt;
}

/** Up to 1,000. */
async function countedBy(program: Program): Promise<number> {
  const { counts } = await api<{ counts: { toContact: { count: number } } }>(program, '/api/v1/work?limit=1');
  return counts.toContact.count;
}

function busiestSecond(atMs: readonly number[]): number {
  return Math.max(0, ...atMs.map((from) => atMs.filter((at) => at >= from && at < from + 1_000).length));
}

/** Runs in the page, where the types of Node know nothing. */
const watch = `
  globalThis.watchedByTest = { tasksMs: [], toasts: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watchedByTest.tasksMs.push(duration);
  }).observe({ type: 'longtask' });
  new MutationObserver(() => {
    const shown = document.querySelectorAll('.mantine-Notification-root').length;
    watchedByTest.toasts = Math.max(watchedByTest.toasts, shown);
  }).observe(document.body, { childList: true, subtree: true });
`;
