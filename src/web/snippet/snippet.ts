/**
 * The snippet: one script tag on any page sends page views, `track`, `identify` and basket events.
 *
 *     <script async src="https://HOST/s.js" data-write-key="c…"></script>
 *
 * Events leave by beacon as `text/plain`: a simple request, no preflight. What cannot be sent waits in the browser's storage. It
 * never throws into the page. It sends nothing where the visitor's browser signals Global Privacy Control (unless
 * `data-gpc="ignore"`). Nor does it where consent is asked for (`data-consent="required"`) and not yet given.
 */
import { createBasket } from './basket.ts';
import { watchClicks, watchPages } from './capture.ts';
import { createIdentity } from './identity.ts';
import { createSender } from './sender.ts';
import { forget, randomId, recall, remember } from './storage.ts';

type Values = Record<string, unknown>;

const version = '0.2.0';

function start(script: HTMLScriptElement): void {
  const source = new URL(script.src);
  const { dataset } = script;
  const host = (dataset.host ?? source.origin).replace(/\/$/, '');
  const writeKey =
    dataset.writeKey ?? source.searchParams.get('writeKey') ?? source.searchParams.get('k') ?? '';
  const globalName = dataset.global ?? 'scoville';
  const isOptedOut =
    dataset.gpc !== 'ignore' &&
    (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
  const needsConsent = dataset.consent === 'required';
  let isAllowed = !isOptedOut && (!needsConsent || recall('consent') === 'yes');

  const identity = createIdentity();
  const sender = createSender(host, writeKey);

  const send = (type: string, fields: Values): void => {
    if (!isAllowed) return;
    const { anonymousId, userId } = identity.ids();
    sender.send({
      type,
      ...fields,
      anonymousId,
      ...(userId && { userId }),
      messageId: `sj-${randomId()}`,
      timestamp: new Date().toISOString(),
      context: context(),
    });
  };
  const track = (event: string, properties: Values = {}) => send('track', { event, properties });
  const api = {
    track,
    page(name?: string | Values, properties: Values = {}) {
      const own = typeof name === 'string' ? properties : (name ?? properties);
      send('page', {
        name: typeof name === 'string' ? name : document.title,
        properties: { ...place(), ...own },
      });
    },
    identify(userId?: string | Values | null, traits: Values = {}) {
      const own = typeof userId === 'object' && userId ? userId : traits;
      identity.know(typeof userId === 'string' ? userId : null);
      send('identify', { traits: own });
    },
    group(groupId: string, traits: Values = {}) {
      send('group', { groupId, traits });
    },
    alias(userId: string, previousId?: string) {
      const before = previousId ?? identity.ids().anonymousId;
      identity.know(userId);
      send('alias', { previousId: before });
    },
    reset() {
      identity.reset();
      forget('cart');
    },
    consent(isGiven: boolean) {
      remember('consent', isGiven ? 'yes' : 'no');
      const wasAllowed = isAllowed;
      isAllowed = isGiven && !isOptedOut;
      if (isAllowed && !wasAllowed) api.page();
    },
    basket: createBasket(track),
    /** The stub's form: `scoville.push(['track', 'Name', {…}])`. */
    push(call: [string, ...unknown[]]) {
      const [name, ...values] = call;
      const method = (api as unknown as Record<string, unknown>)[name];
      if (typeof method === 'function') method(...values);
    },
  };
  const page = window as unknown as Record<string, unknown>;
  const waiting = page[globalName];
  page[globalName] = guarded(api);
  if (needsConsent && recall('consent') === null) isAllowed = false;
  watchPages(() => api.page());
  watchClicks(track);
  if (Array.isArray(waiting)) for (const call of waiting) (page[globalName] as typeof api).push(call);
}

/** Whatever goes wrong in here stays in here. */
function guarded<Api extends object>(api: Api): Api {
  const safe: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(api)) {
    safe[name] =
      typeof value === 'function'
        ? (...values: unknown[]) => {
            try {
              return value(...values);
            } catch {
              return undefined;
            }
          }
        : guarded(value);
  }
  return safe as Api;
}

function place(): Values {
  const { pathname: path, search, href: url } = location;
  return { path, search, url, title: document.title, referrer: document.referrer };
}

function context(): Values {
  const campaign: Values = {};
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name.startsWith('utm_')) campaign[name === 'utm_campaign' ? 'name' : name.slice(4)] = value;
  }
  return {
    page: place(),
    locale: navigator.language,
    library: { name: 'scoville.js', version },
    ...(Object.keys(campaign).length > 0 && { campaign }),
  };
}

try {
  const script = (document.currentScript ??
    document.querySelector('script[src*="/s.js"]')) as HTMLScriptElement | null;
  if (script) start(script);
} catch {
  // A page must never notice us.
}
