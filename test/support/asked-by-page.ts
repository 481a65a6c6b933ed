/** What a page asks of the API, and when it asks nothing more: a page that has just come asks for its lists, and again once it is live. */
import type { Page, Request } from 'playwright-core';
import { isLive } from './log-in.ts';
import { until } from './until.ts';

export interface AskedByPage {
  /** Addresses of the requests so far, in order; not that of the live stream. */
  readonly urls: readonly URL[];
  /** Waits until the page is live, has drawn what it got, and waits for no answer. */
  isAtRest(): Promise<void>;
}

/** Two frames later React has drawn what came before, and asked for what that needs. */
const drawn = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** Watches a page from now on. */
export function watchRequests(page: Page): AskedByPage {
  const urls: URL[] = [];
  const underWay = new Set<Request>();
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (!url.pathname.startsWith('/api/') || url.pathname.endsWith('/stream')) return;
    urls.push(url);
    underWay.add(request);
  });
  page.on('requestfinished', (request) => void underWay.delete(request));
  page.on('requestfailed', (request) => void underWay.delete(request));
  return {
    urls,
    isAtRest: async () => {
      await isLive(page);
      await until('the page waits for no answer', async () => {
        const before = urls.length;
        await page.evaluate(drawn);
        return underWay.size === 0 && urls.length === before;
      });
    },
  };
}
