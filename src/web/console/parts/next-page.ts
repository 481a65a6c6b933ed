/** The next page of a list that comes page by page. Pure. */

/** What a query of pages says of its next one. */
export interface Pages {
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage(): unknown;
}

/**
 * Loads the next page as somebody scrolls; null when all is here, while something is loaded, and after a page failed. Asked
 * again at once, a server in trouble would get requests without a pause.
 */
export function nextPageOf(pages: Pages): (() => void) | null {
  const { hasNextPage, isFetching, isFetchNextPageError } = pages;
  return hasNextPage && !isFetching && !isFetchNextPageError ? () => void pages.fetchNextPage() : null;
}

/** Loads the next page that failed, where somebody asks for it; null where none has failed. */
export function failedPageOf(pages: Pages): (() => void) | null {
  return pages.isFetchNextPageError && !pages.isFetching ? () => void pages.fetchNextPage() : null;
}
