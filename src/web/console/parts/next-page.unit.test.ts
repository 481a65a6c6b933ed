/** Pages that come as somebody scrolls: one at a time, and after a failure only where somebody asks. */
import { expect, test } from 'vitest';
import { failedPageOf, nextPageOf, type Pages } from './next-page.ts';

const ready: Pages = {
  ...{ hasNextPage: true, isFetching: false, isFetchNextPageError: false },
  fetchNextPage: () => undefined,
};

test.each<[string, Partial<Pages>, [scrolled: boolean, asked: boolean]]>([
  ['there is one', {}, [true, false]],
  ['all is here', { hasNextPage: false }, [false, false]],
  ['something is loaded', { isFetching: true }, [false, false]],
  ['the last one failed', { isFetchNextPageError: true }, [false, true]],
  ['it is tried again', { isFetchNextPageError: true, isFetching: true }, [false, false]],
])('where %s', (_, change, [scrolled, asked]) => {
  const pages = { ...ready, ...change };
  expect([nextPageOf(pages) !== null, failedPageOf(pages) !== null]).toEqual([scrolled, asked]);
});
