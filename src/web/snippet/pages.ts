/** Page views: the first one, routes of single-page applications, and returns from the browser's back cache. */
import { attempt, on } from './storage.ts';

/** The path of the page. A route in the fragment (`#/docs`, `#!/docs`) belongs to it; an anchor (`#docs`) does not. */
export function pathNow(): string {
  const { pathname, hash } = location;
  const route = /^#!?(\/[^?]*)/.exec(hash)?.[1];
  return route ? pathname.replace(/\/$/, '') + route : pathname;
}

/** How long a page was visible and how far it was read. */
export type Reading = {
  path: string;
  visible_seconds: number;
  scroll_percent: number;
};

/**
 * Calls `onPage` once for each page, and `onLeft` when it is left or hidden. A page that is seen again and hidden again says its sums again.
 * Returns the act of hiding (true) or showing (false).
 */
export function watchPages(onPage: () => void, onLeft: (reading: Reading) => void) {
  let path = '';
  let visibleMs = 0;
  let sinceMs = 0;
  let saidSeconds = 0;
  let scrolled = 0;
  const measure = () => {
    const part = (scrollY + innerHeight) / document.documentElement.scrollHeight;
    scrolled = Math.max(scrolled, Math.min(100, Math.round(100 * part)));
  };
  const seen = (isHidden: boolean) => {
    const nowMs = performance.now();
    if (sinceMs) visibleMs += nowMs - sinceMs;
    sinceMs = isHidden ? 0 : nowMs;
    const seconds = Math.round(visibleMs / 1_000);
    if (!isHidden || seconds <= saidSeconds) return;
    saidSeconds = seconds;
    onLeft({ path, visible_seconds: seconds, scroll_percent: scrolled });
  };
  const look = () => {
    // The address is read a moment later, when routers have set the title; the query alone is no new page.
    setTimeout(() =>
      attempt(() => {
        if (pathNow() === path) return;
        if (path) seen(true);
        path = pathNow();
        visibleMs = saidSeconds = scrolled = 0;
        measure();
        onPage();
        seen(document.hidden);
      }),
    );
  };
  for (const name of ['pushState', 'replaceState'] as const)
    attempt(() => {
      const original = history[name];
      history[name] = function (this: History, ...values: Parameters<History['pushState']>) {
        original.apply(this, values);
        look();
      };
    });
  on('popstate hashchange prerenderingchange', look);
  on('scroll', measure);
  on<PageTransitionEvent>('pageshow', ({ persisted }) => {
    if (!persisted) return;
    path = '';
    look();
  });
  // A page that is only prerendered has not been seen.
  if (!(document as { prerendering?: boolean }).prerendering) look();
  return seen;
}
