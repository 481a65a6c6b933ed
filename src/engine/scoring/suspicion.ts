/**
 * Clicks that look like a machine's: many links of one message within seconds, or a click within seconds of delivery.
 *
 * Such a click is provisional: it earns until a human sign confirms it for good, or the time for one runs out. Then it
 * counts as never made, so that a person who later clicks the same link is paid.
 */
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import { inWords } from './fade.ts';
import type { EventMatch, MatchedEvent } from './profile-state.ts';
import { firstAfter } from './sorted-times.ts';

export interface Suspicion {
  /** What makes the click suspicious. */
  why: string;
  state: 'confirmed' | 'provisional' | 'lapsed';
  /** When a provisional one lapses, ms. */
  untilMs: number;
}

interface Click {
  atMs: number;
  hash: number;
  /** Which link, as a hash. */
  link: number;
}

/** The suspicious clicks among the events, by event hash. */
export function suspicionsOf(
  matchedEvents: readonly MatchedEvent[],
  programme: CompiledProgramme,
  nowMs: number,
): ReadonlyMap<number, Suspicion> {
  const found = new Map<number, Suspicion>();
  const wanted = programme.programme.suspiciousClicks;
  if (wanted === undefined) return found;
  const marks = marksOf(matchedEvents, programme);
  for (const [message, clicks] of marks.clicks) {
    const deliveredAtMs = marks.delivered.get(message) ?? [];
    const linksOf = linksAround(clicks, wanted.within);
    for (const [place, click] of clicks.entries()) {
      const links = linksOf[place] ?? 0;
      const why =
        links >= wanted.links
          ? `${links} links of one message within ${inWords(wanted.within)}`
          : wanted.afterDelivery !== undefined && isSoonAfter(click.atMs, deliveredAtMs, wanted.afterDelivery)
            ? `within ${inWords(wanted.afterDelivery)} of its delivery`
            : null;
      if (why === null) continue;
      const untilMs = click.atMs + wanted.confirmWithin;
      const isConfirmed = wanted.confirmedBy.some(({ times }, index) => {
        const signs = marks.signs.get(index) ?? [];
        return firstAfter(signs, untilMs) - firstAfter(signs, click.atMs) >= times;
      });
      const state = isConfirmed ? 'confirmed' : nowMs < untilMs ? 'provisional' : 'lapsed';
      found.set(click.hash, { why, state, untilMs });
    }
  }
  return found;
}

/** Whether clicks are judged alike, but for those of some events: they may be suspicious now. */
export function areJudgedAlike(
  before: ReadonlyMap<number, Suspicion>,
  after: ReadonlyMap<number, Suspicion>,
  came: readonly MatchedEvent[],
): boolean {
  const ofThose = came.filter(({ hash }) => after.has(hash)).length;
  if (after.size - ofThose !== before.size) return false;
  for (const [hash, { why, state }] of before) {
    const now = after.get(hash);
    if (now?.state !== state || now.why !== why) return false;
  }
  return true;
}

/**
 * The time of the first click or delivery before a cut that decides on a click at or after it, or may yet. What comes at the
 * horizon or later counts too; infinite when none does. A state is final once no sign can come in time any more.
 */
export function earliestClickNeededMs(
  matchedEvents: readonly MatchedEvent[],
  programme: CompiledProgramme,
  cutMs: number,
  horizonMs: number,
): number {
  const wanted = programme.programme.suspiciousClicks;
  if (wanted === undefined) return Number.POSITIVE_INFINITY;
  const { clicks, delivered } = marksOf(matchedEvents, programme);
  const reaches = (atMs: number, nextMs: number, spanMs: number) =>
    atMs < cutMs && Math.min(nextMs, horizonMs) - atMs <= spanMs;
  const times: number[] = [];
  const nextAfterCut = (message: number) =>
    clicks.get(message)?.find(({ atMs }) => atMs >= cutMs)?.atMs ?? Number.POSITIVE_INFINITY;
  for (const [message, own] of clicks) {
    const nextMs = nextAfterCut(message);
    for (const { atMs } of own) {
      const isOpen = reaches(atMs, horizonMs, wanted.confirmWithin);
      if (isOpen || reaches(atMs, nextMs, wanted.within)) times.push(atMs);
    }
  }
  for (const [message, own] of delivered)
    for (const atMs of own)
      if (reaches(atMs, nextAfterCut(message), wanted.afterDelivery ?? 0)) times.push(atMs);
  return Math.min(Number.POSITIVE_INFINITY, ...times);
}

function marksOf(matchedEvents: readonly MatchedEvent[], programme: CompiledProgramme) {
  const clicks = new Map<number, Click[]>();
  const delivered = new Map<number, number[]>();
  const signs = new Map<number, number[]>();
  for (const { atMs, hash, matches } of matchedEvents) {
    for (const { signatureId, key } of matches) {
      const signature = programme.bySignatureId[signatureId];
      if (signature?.role === 'sign') put(signs, signature.of, atMs);
      else if (signature?.role === 'delivered' && key !== 0) put(delivered, key, atMs);
      else if (signature?.role === 'click' && key !== 0) {
        const link = linkOf(matches, programme);
        put(clicks, key, { atMs, hash, link: link === 0 ? -hash : link });
      }
    }
  }
  return { clicks, delivered, signs };
}

/** The key that the first rule in the file which pays the click has for it; 0 where there is none. */
function linkOf(matches: readonly EventMatch[], { bySignatureId, rules }: CompiledProgramme): number {
  let first: CompiledRule | null = null;
  let link = 0;
  for (const { signatureId, key } of matches) {
    const signature = bySignatureId[signatureId];
    const rule = signature?.role === 'when' ? (rules[signature.of] as CompiledRule) : null;
    if (!rule?.isClick || (first !== null && first.index < rule.index)) continue;
    first = rule;
    link = key;
  }
  return link;
}

/** For each click the most different links in any stretch of `withinMs` that holds it; both ends belong to it. */
function linksAround(clicks: readonly Click[], withinMs: number): number[] {
  const most = clicks.map(() => 0);
  const counts = new Map<number, number>();
  let end = 0;
  clicks.forEach((from, start) => {
    for (let next = clicks[end]; next && next.atMs - from.atMs <= withinMs; next = clicks[++end])
      counts.set(next.link, (counts.get(next.link) ?? 0) + 1);
    for (let index = start; index < end; index++) most[index] = Math.max(most[index] ?? 0, counts.size);
    const left = (counts.get(from.link) ?? 0) - 1;
    if (left === 0) counts.delete(from.link);
    else counts.set(from.link, left);
  });
  return most;
}

/** Whether the last delivery until then was so short before; deliveries ascend. */
function isSoonAfter(atMs: number, deliveredAtMs: readonly number[], withinMs: number): boolean {
  const last = deliveredAtMs[firstAfter(deliveredAtMs, atMs) - 1];
  return last !== undefined && atMs - last <= withinMs;
}

function put<Item>(index: Map<number, Item[]>, key: number, item: Item): void {
  const list = index.get(key);
  if (list) list.push(item);
  else index.set(key, [item]);
}
