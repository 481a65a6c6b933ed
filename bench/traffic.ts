/**
 * The visitors of the bench: what browsers send about prospects of the EMEA programme, the same for the same seed.
 *
 * Most are anonymous and look at pages; one in twelve says who it is half-way. Visits overlap completely: the next
 * event is anybody's, which is the worst case for loading and storing profiles in batches.
 */
import { randomFrom } from '../test/support/random.ts';

/** An event as a Segment client posts it, some 300 to 400 bytes as JSON. */
export interface WireEvent {
  type: 'page' | 'track' | 'identify';
  messageId: string;
  anonymousId: string;
  userId?: string;
  [field: string]: unknown;
}

const pages = [
  '/',
  '/products',
  '/pricing',
  '/about/customers',
  '/blog/moving-to-the-cloud',
  '/docs/start',
  '/contact',
];
const identifiedShare = 1 / 12;

/** Events of `profiles` visitors, mixed, `count` in all; times run from `startMs` on, `stepMs` apart. */
export function* visitorEvents(options: {
  count: number;
  profiles: number;
  seed: number;
  startMs: number;
  stepMs: number;
}): Generator<WireEvent> {
  const { count, profiles, seed, startMs, stepMs } = options;
  const random = randomFrom(seed);
  const seen = new Uint16Array(profiles);
  for (let index = 0; index < count; index++) {
    const visitor = Math.floor(random() * profiles);
    const nth = (seen[visitor] ?? 0) + 1;
    seen[visitor] = nth;
    const isKnown = visitor < profiles * identifiedShare && nth >= 5;
    const event = nth === 5 && isKnown ? identifyOf(visitor) : somethingDone(random);
    yield {
      ...event,
      messageId: `${uuidLike(seed, index)}`,
      anonymousId: uuidLike(seed + 1, visitor),
      ...(isKnown && { userId: `prospect-${seed}-${visitor}` }),
      timestamp: new Date(startMs + Math.floor(index * stepMs)).toISOString(),
    };
  }
}

/** Each of so many visitors does 20 things of which a rule of the programme recognises each, within three visits. */
export function* visitorsOf20Matches(options: {
  kind: 'anonymous' | 'identified';
  profiles: number;
  seed: number;
}): Generator<WireEvent> {
  const { kind, profiles, seed } = options;
  const random = randomFrom(seed);
  const dayMs = 86_400_000;
  const nowMs = Date.now();
  for (let visitor = 0; visitor < profiles; visitor++) {
    const who = {
      anonymousId: uuidLike(seed + 1, visitor),
      ...(kind === 'identified' && { userId: `prospect-${seed}-${visitor}` }),
    };
    for (let nth = 0; nth < 20; nth++) {
      const visit = Math.floor(nth / 7);
      const atMs = nowMs - (3 - visit) * dayMs + nth * 60_000 + Math.floor(random() * 50_000);
      yield {
        ...recognisedOf(nth),
        ...who,
        messageId: uuidLike(seed, visitor * 20 + nth),
        timestamp: new Date(atMs).toISOString(),
      };
    }
    if (kind === 'identified') {
      yield {
        ...identifyOf(visitor),
        ...who,
        messageId: uuidLike(seed + 2, visitor),
        timestamp: new Date(nowMs - dayMs).toISOString(),
      };
    }
  }
}

/** Of 20 things: 14 page views, 2 downloads, 2 videos, 2 clicks in mails. */
function recognisedOf(nth: number) {
  if (nth % 10 === 3)
    return tracked('File Downloaded', { category: 'customer-case-study', asset_id: `study-${nth}` });
  if (nth % 10 === 6)
    return tracked('Video Playback Started', { category: 'product-demo', content_asset_id: `demo-${nth}` });
  if (nth % 10 === 9) return tracked('Email Link Clicked', { email_id: 'mail-1', link_id: `link-${nth}` });
  return pageView(pages[nth % pages.length] ?? '/');
}

/** A page view on one path, as a browser sends it. */
export function pageView(path: string) {
  return {
    type: 'page' as const,
    name: 'Page',
    properties: {
      path,
      url: `https://www.example.com${path}`,
      title: 'Managed hosting for Europe',
      referrer: '',
    },
    context: { locale: 'en-GB', library: { name: 'scoville.js', version: '1.0.0' } },
  };
}

/** A tracked event with its properties. */
export function tracked(event: string, properties: Record<string, unknown>) {
  return {
    type: 'track' as const,
    event,
    properties,
    context: {
      page: { path: '/products' },
      locale: 'en-GB',
      library: { name: 'scoville.js', version: '1.0.0' },
    },
  };
}

function somethingDone(random: () => number) {
  const what = random();
  const which = Math.floor(random() * 20);
  if (what < 0.72) return pageView(pages[which % pages.length] ?? '/');
  if (what < 0.76) return pageView('/products/managed-cloud/pricing');
  if (what < 0.8)
    return tracked('Product Added', { cart_id: `cart-${which}`, product_id: `sku-${which}`, price: 49 });
  if (what < 0.82) return tracked('Order Completed', { cart_id: `cart-${which}`, total: 49 });
  if (what < 0.86)
    return tracked('File Downloaded', { category: 'customer-case-study', asset_id: `study-${which}` });
  if (what < 0.88)
    return tracked('Video Playback Started', { category: 'product-demo', content_asset_id: `demo-${which}` });
  if (what < 0.92)
    return tracked('Email Link Clicked', { email_id: `mail-${which}`, link_id: `link-${which % 3}` });
  return tracked('Link Hovered', { link: `nav-${which}`, seconds: which });
}

function identifyOf(visitor: number) {
  const traits = {
    email: `p${visitor}@example.com`,
    firstName: 'Pat',
    lastName: `Prospect ${visitor}`,
    company: 'Example Ltd',
  };
  return { type: 'identify' as const, traits };
}

/** A text in the form of a UUID; different for each pair of numbers. */
export function uuidLike(first: number, second: number): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);
  return `${hex(first, 8)}-5c0f-4111-8a11-${hex(second, 12)}`;
}
