/** What the snippet sees by itself: page views, also of single-page applications, and clicks on marked elements. */

/** Calls back once for each page: at the start, on a new path, and on a return from the browser's back cache. */
export function watchPages(onPage: () => void): void {
  let path: string | null = null;
  const look = () => {
    // The address is read a moment later, when routers have set the title; the query alone is no new page.
    setTimeout(() => {
      if (location.pathname === path) return;
      path = location.pathname;
      onPage();
    });
  };
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name];
    history[name] = function (this: History, ...values: Parameters<History['pushState']>) {
      original.apply(this, values);
      look();
    };
  }
  addEventListener('popstate', look);
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    path = null;
    look();
  });
  // A page that is only prerendered has not been seen.
  if ((document as { prerendering?: boolean }).prerendering)
    document.addEventListener('prerenderingchange', look, { once: true });
  else look();
}

/** `<button data-scoville-event="Product Added" data-scoville-cart_id="7">`: a click says so, with the other values. */
export function watchClicks(track: (event: string, properties: Record<string, unknown>) => void): void {
  const mark = 'data-scoville-';
  document.addEventListener(
    'click',
    (click) => {
      const element = (click.target as Element | null)?.closest?.(`[${mark}event]`);
      if (!element) return;
      const properties: Record<string, unknown> = {};
      for (const { name, value } of Array.from(element.attributes)) {
        if (name.startsWith(mark) && name !== `${mark}event`) properties[name.slice(mark.length)] = value;
      }
      track(element.getAttribute(`${mark}event`) ?? '', properties);
    },
    { capture: true, passive: true },
  );
}
