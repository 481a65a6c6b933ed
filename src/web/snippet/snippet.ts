/**
 * The snippet: one script tag on any page sends page views, `track`, `identify` and basket events.
 *
 *     <script async src="https://HOST/s.js" data-write-key="c…"></script>
 *
 * Events wait in the browser's storage until the server has them (`delivery.ts`), and leave as `text/plain`: a simple request, no preflight.
 * It never throws into the page. It sends and keeps nothing where the visitor's browser signals Global Privacy Control (unless
 * `data-gpc="ignore"`). Nor does it where consent is asked for (`data-consent="required"`) and not given, or was withdrawn; but the
 * withdrawal itself waits until it is heard.
 *
 * Consent is kept as JSON: `true` or `false` where the page asks one question, or an object that says which purposes. One purpose is enough
 * to send, and each event says which.
 */
import { createBasket } from './basket.ts';
import { watchClicks } from './clicks.ts';
import { openDelivery } from './delivery.ts';
import { anonymousId, keep, know, removeTraces, withdrawalMark } from './identity.ts';
import { pathNow, watchPages } from './pages.ts';
import { attempt, forget, on, randomId, recall, remember } from './storage.ts';
import { watchVideos } from './videos.ts';

type Values = Record<string, unknown>;

const version = '0.2.0';

function start(script: HTMLScriptElement): void {
  const { dataset } = script;
  const globalName = dataset.global ?? 'scoville';
  const page = window as unknown as Record<string, unknown>;
  const waiting = page[globalName] as { basket?: unknown } & [string][];
  // Loaded twice it works once.
  if (waiting?.basket) return;
  const { globalPrivacyControl: gpc } = navigator as { globalPrivacyControl?: boolean };
  const isAllowed = (consent = recall('consent')) =>
    (!gpc || dataset.gpc === 'ignore') &&
    (consent ? /^t|":true/.test(consent) : dataset.consent !== 'required');

  if (isAllowed()) keep(anonymousId());
  else removeTraces();
  const host = dataset.host ?? new URL(script.src).origin;
  const delivery = openDelivery(host.replace(/\/$/, ''), dataset.writeKey ?? '');

  const send = (type: string, fields?: Values, idPrefix = 'sj-'): void => {
    delivery.add({
      type,
      ...fields,
      anonymousId: anonymousId(),
      userId: recall('user_id'),
      messageId: idPrefix + randomId(),
      timestamp: new Date().toISOString(),
      context: contextNow(gpc),
    });
  };
  let lastView: unknown;
  let lastViewAtMs = 0;
  const track = (event: string, properties?: Values) => send('track', { event, properties });
  const api = guarded(
    {
      track,
      page(name?: string | Values, properties?: Values) {
        const hasName = typeof name === 'string';
        const own: Values = { ...pageContext(), ...(hasName ? properties : (name ?? properties)) };
        const nowMs = performance.now();
        // A router, a framework's effect and a call by hand may say the same page at once.
        if (own['path'] === lastView && nowMs - lastViewAtMs < 500) return;
        lastView = own['path'];
        lastViewAtMs = nowMs;
        send('page', { name: hasName ? name : document.title, properties: own });
      },
      identify(userId?: unknown, traits?: Values) {
        know(userId);
        send('identify', { traits: Object(userId) === userId ? userId : traits });
      },
      group: (groupId: unknown, traits?: Values) => send('group', { groupId, traits }),
      alias(userId: unknown, previousId?: unknown) {
        know(userId);
        send('alias', { previousId: previousId ?? anonymousId() });
      },
      reset() {
        forget('user_id');
        forget('cart');
        keep(randomId());
      },
      basket: createBasket(track),
      consent(given?: boolean | Record<string, boolean>) {
        const wasAllowed = isAllowed();
        const before = recall('consent') ?? '0';
        remember('consent', JSON.stringify(given ?? false));
        if (wasAllowed === isAllowed()) return;
        if (!wasAllowed) return api.page();
        // Who scores the person has to hear of it, of each purpose. What waits stays unsaid.
        if (/{/.test(before + recall('consent'))) {
          const denied = JSON.parse(before.replace(/":true/g, '":false'));
          remember('consent', JSON.stringify({ ...denied, ...(given as object) }));
          send('identify', undefined, withdrawalMark);
        }
        removeTraces();
      },
      /** The stub's form: `scoville.push(['track', 'Name', {…}])`. */
      push([name, ...values]: [string, ...unknown[]]) {
        (api as unknown as Record<string, (...values: unknown[]) => void>)[name]?.(...values);
      },
    },
    isAllowed,
  );
  attempt(() => {
    page[globalName] = api;
  });
  const seen = watchPages(api.page, (reading) => api.track('Page Left', reading));
  watchClicks(api.track);
  watchVideos(api.track);
  on('pagehide visibilitychange', ({ type }) => {
    const isLeaving = type === 'pagehide' || document.hidden;
    seen(isLeaving);
    delivery.leave(isLeaving);
  });
  attempt(() => {
    waiting.forEach(api.push);
    // Who has kept the list goes on using it.
    waiting.push = api.push as never;
  });
}

/** Whatever goes wrong in here stays in here, and without consent nothing happens. */
function guarded<Api extends object>(api: Api, isAllowed: () => boolean): Api {
  const safe: Values = {};
  for (const [name, value] of Object.entries(api))
    safe[name] =
      typeof value === 'function'
        ? (...values: unknown[]) =>
            attempt(() => (isAllowed() || /consent|push/.test(name)) && value(...values))
        : guarded(value, isAllowed);
  return safe as Api;
}

/** What each event says of the page, the browser and the visitor's consent. */
function contextNow(gpc: boolean | undefined): Values {
  return {
    page: pageContext(),
    locale: navigator.language,
    library: { name: 'scoville.js', version },
    webdriver: navigator.webdriver || undefined,
    gpc,
    consent: { categoryPreferences: attempt(() => JSON.parse(recall('consent') as string)) },
  };
}

function pageContext(): Values {
  return {
    path: pathNow(),
    search: location.search,
    url: location.href,
    title: document.title,
    referrer: document.referrer,
  };
}

attempt(() => {
  // Without a tag it throws, and nothing happens.
  start((document.currentScript ?? document.querySelector('[data-write-key]')) as HTMLScriptElement);
});
