/** The bell of the console: how many alerts are unread, and whether the page has heard of every one. */
import type { Page } from 'playwright-core';
import { until } from './until.ts';

/** How many it says are unread: by its name, as its number ends at 99. */
export async function unreadOf(page: Page): Promise<number> {
  const name = (await page.getByTestId('bell').getAttribute('aria-label')) ?? '';
  return Number(/[\d,]+/.exec(name)?.[0].replaceAll(',', '') ?? 0);
}

/** Waits until it says what the server counts: counts of work can be ahead of the alerts that they are of. Returns the number. */
export const unreadOnceHeard = (page: Page): Promise<number> =>
  until('the page has heard of every alert', async () => {
    const answer = await page.request.get(new URL('/api/v1/alerts?limit=1', page.url()).href);
    const { unread } = (await answer.json()) as { unread: { count: number } };
    return (await unreadOf(page)) === unread.count && unread.count;
  });
