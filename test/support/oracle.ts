/**
 * The oracle: the EMEA programme scored in the slowest, most obvious way, straight from `domain.md`'s table.
 *
 * It shares no code with the product: each rule is a few loops over all events of a person. Tests hold the product's
 * scores against it, and the fault tests' checker folds the accepted events with it.
 */

export interface OracleEvent {
  messageId: string;
  /** Event time, ms since the epoch. */
  atMs: number;
  type: string;
  event?: string;
  path?: string;
  properties?: Record<string, unknown>;
}

export const minuteMs = 60_000;
const visitGapMs = 30 * minuteMs;
const dayMs = 24 * 60 * minuteMs;
const basketMs = 30 * minuteMs;
const basketRememberedMs = 30 * dayMs;

/** Points of a person's events as of a time. Repeated message ids count once, at their earliest time. */
export function oracleScore(all: readonly OracleEvent[], nowMs: number): number {
  const events = withoutDuplicates(all);
  const visits = visitsOf(events);
  const pagesApart = countedPages(events);
  let score = 0;
  for (const visit of visits) {
    const pages = visit.filter((event) => pagesApart.includes(event)).length;
    if (pages >= 10) score += 5;
    else if (pages >= 2) score += 3;
    if (visit.some((event) => event.type === 'page' && isManagedCloud(event.path ?? ''))) score += 15;
  }
  score += 30 * abandonedBaskets(events, visits, nowMs);
  score +=
    10 *
    distinct(
      events.filter(isCaseStudy).map((event) => event.properties?.['asset_id'] ?? event.properties?.['url']),
    );
  score +=
    8 *
    distinct(
      events
        .filter(isDemoVideo)
        .map((event) => `${String(event.properties?.['content_asset_id'])} ${londonDay(event.atMs)}`),
    );
  score +=
    4 *
    distinct(
      events
        .filter((event) => isTrack(event, 'Email Link Clicked'))
        .map((event) => {
          const { email_id, link_id, link_url } = event.properties ?? {};
          return JSON.stringify([email_id ?? '', link_id ?? link_url ?? '']);
        }),
    );
  return score;
}

/** The page views, without those of a path that has just counted. */
function countedPages(events: readonly OracleEvent[]): OracleEvent[] {
  const counted: OracleEvent[] = [];
  for (const event of events.filter(({ type }) => type === 'page')) {
    const before = counted.findLast(({ path }) => path === event.path);
    if (before === undefined || event.atMs - before.atMs >= 1_000) counted.push(event);
  }
  return counted;
}

/** The tier of a score on the chili ladder. */
export function oracleTier(score: number): number {
  if (score >= 60) return 3;
  if (score >= 46) return 2;
  return score >= 20 ? 1 : 0;
}

function withoutDuplicates(all: readonly OracleEvent[]): OracleEvent[] {
  const byId = new Map<string, OracleEvent>();
  for (const event of all) {
    const known = byId.get(event.messageId);
    if (!known || event.atMs < known.atMs) byId.set(event.messageId, event);
  }
  return [...byId.values()].sort((a, b) => a.atMs - b.atMs);
}

function visitsOf(events: readonly OracleEvent[]): OracleEvent[][] {
  const visits: OracleEvent[][] = [];
  let beganMs = 0;
  for (const [index, event] of events.entries()) {
    const beforeMs = events[index - 1]?.atMs ?? Number.NEGATIVE_INFINITY;
    const isApart = event.atMs - beforeMs >= visitGapMs;
    if (isApart) beganMs = event.atMs;
    const dayOf = (atMs: number) => Math.floor((atMs - beganMs) / dayMs);
    if (isApart || dayOf(event.atMs) > dayOf(beforeMs)) visits.push([event]);
    else visits.at(-1)?.push(event);
  }
  return visits;
}

function abandonedBaskets(
  events: readonly OracleEvent[],
  visits: readonly OracleEvent[][],
  nowMs: number,
): number {
  const basketOf = (event: OracleEvent) =>
    event.properties?.['cart_id'] ?? `visit ${visits.findIndex((visit) => visit.includes(event))}`;
  const changes = events.filter(
    (event) => isTrack(event, 'Product Added') || isTrack(event, 'Product Removed'),
  );
  const ends = events.filter((event) => isTrack(event, 'Order Completed') || isTrack(event, 'Cart Emptied'));
  let abandoned = 0;
  for (const basket of new Set(changes.map(basketOf))) {
    const own = changes.filter((change) => basketOf(change) === basket);
    const endsAtMs = ends
      .filter((end) => [undefined, basket].some((cart) => cart === end.properties?.['cart_id']))
      .map(({ atMs }) => atMs);
    const instants = [...new Set(own.map(({ atMs }) => atMs))].filter((atMs) => !endsAtMs.includes(atMs));
    const isAbandonedAt = (atMs: number) => {
      const isTouched = [...instants, ...endsAtMs].some((one) => one > atMs && one <= atMs + basketMs);
      return nowMs >= atMs + basketMs && !isTouched && isLeft(own, endsAtMs, instants, atMs);
    };
    if (instants.some(isAbandonedAt)) abandoned++;
  }
  return abandoned;
}

/** Whether anything is left in a basket after all that happened to it until then. */
function isLeft(
  changes: readonly OracleEvent[],
  endsAtMs: readonly number[],
  instants: readonly number[],
  untilMs: number,
): boolean {
  let held = new Map<unknown, number>();
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const atMs of instants.filter((one) => one <= untilMs)) {
    const isEnded = endsAtMs.some((endMs) => endMs > lastMs && endMs < atMs);
    if (isEnded || atMs - lastMs > basketRememberedMs) held = new Map();
    for (const change of changes.filter((one) => one.atMs === atMs)) {
      const product = change.properties?.['product_id'];
      const pieces = isTrack(change, 'Product Added') ? 1 : -1;
      held.set(product, (held.get(product) ?? 0) + pieces);
    }
    for (const [product, pieces] of held) held.set(product, Math.max(0, pieces));
    lastMs = atMs;
  }
  return [...held.values()].some((pieces) => pieces > 0);
}

function isManagedCloud(path: string): boolean {
  return path.toLowerCase().split('/').includes('managed-cloud');
}

function isCaseStudy(event: OracleEvent): boolean {
  return isTrack(event, 'File Downloaded') && event.properties?.['category'] === 'customer-case-study';
}

function isDemoVideo(event: OracleEvent): boolean {
  return isTrack(event, 'Video Playback Started') && event.properties?.['category'] === 'product-demo';
}

function isTrack(event: OracleEvent, name: string): boolean {
  return event.type === 'track' && event.event === name;
}

function londonDay(atMs: number): string {
  return new Date(atMs).toLocaleDateString('en-GB', { timeZone: 'Europe/London' });
}

function distinct(values: readonly unknown[]): number {
  return new Set(values).size;
}
