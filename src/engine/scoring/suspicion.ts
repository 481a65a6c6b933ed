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

/** The suspicious clicks among the events, by event hash; of some messages alone, where these are given. */
export function suspicionsOf(
  matchedEvents: readonly MatchedEvent[],
  programme: CompiledProgramme,
  nowMs: number,
  messages: ReadonlySet<number> | null = null,
): Map<number, Suspicion> {
  const found = new Map<number, Suspicion>();
  const wanted = programme.programme.suspiciousClicks;
  if (wanted === undefined) return found;
  const marks = marksOf(matchedEvents, programme, messages);
  const { within, afterDelivery, confirmWithin } = wanted;
  const manyLinks = memoised((links) => `${links} links of one message within ${inWords(within)}`);
  const isConfirmed = confirmedBy(marks.signs, programme);
  for (const [message, clicks] of marks.clicks) {
    const deliveredAtMs = marks.delivered.get(message) ?? noTimes;
    const linksOf = isBurst(clicks, wanted.links, within) ? linksAround(clicks, within) : null;
    clicks.forEach(({ atMs, hash }, index) => {
      const links = linksOf?.[index] ?? 0;
      const isSoon = afterDelivery !== undefined && isSoonAfter(atMs, deliveredAtMs, afterDelivery);
      if (links < wanted.links && !isSoon) return;
      const why =
        links >= wanted.links ? manyLinks(links) : `within ${inWords(afterDelivery ?? 0)} of its delivery`;
      const untilMs = atMs + confirmWithin;
      const open = nowMs < untilMs ? 'provisional' : 'lapsed';
      found.set(hash, { why, state: isConfirmed(atMs, untilMs) ? 'confirmed' : open, untilMs });
    });
  }
  return found;
}

const noTimes: readonly number[] = [];

/** Returns whether enough signs of one kind come after a time, and until another. Their times ascend. */
function confirmedBy(
  signs: ReadonlyMap<number, readonly number[]>,
  { programme }: CompiledProgramme,
): (fromMs: number, untilMs: number) => boolean {
  const kinds = (programme.suspiciousClicks?.confirmedBy ?? []).map(({ times }, index) => ({
    ...{ times, timesMs: signs.get(index) ?? noTimes },
  }));
  return (fromMs, untilMs) =>
    kinds.some(({ times, timesMs }) => {
      const last = timesMs[firstAfter(timesMs, fromMs) + times - 1];
      return last !== undefined && last <= untilMs;
    });
}

/** The same words for the same number, made once. */
function memoised(words: (number: number) => string): (number: number) => string {
  const known: string[] = [];
  return (number) => {
    known[number] ??= words(number);
    return known[number];
  };
}

/** What is judged of clicks after more events. */
export interface JudgedAgain {
  /** The suspicious clicks that were not among those known, or are judged otherwise now, by event hash. */
  others: ReadonlyMap<number, Suspicion>;
  /** Whether any of them is an earlier click. */
  hasChanged: boolean;
}

/**
 * What is other than known after the last events `came`. Only those clicks are judged again that what came may decide on; of all
 * others, time alone decides.
 */
export function suspicionsAfter(
  known: ReadonlyMap<number, Suspicion>,
  matchedEvents: readonly MatchedEvent[],
  came: readonly MatchedEvent[],
  programme: CompiledProgramme,
  nowMs: number,
): JudgedAgain {
  const wanted = programme.programme.suspiciousClicks;
  const others = new Map<number, Suspicion>();
  if (wanted === undefined) return { others, hasChanged: false };
  for (const [hash, { why, state, untilMs }] of known)
    if (state !== 'confirmed' && (state === 'provisional') !== nowMs < untilMs)
      others.set(hash, { why, state: nowMs < untilMs ? 'provisional' : 'lapsed', untilMs });
  let hasChanged = others.size > 0;
  const [first] = came;
  if (first === undefined) return { others, hasChanged };
  const { within, confirmWithin, afterDelivery = 0 } = wanted;
  const againMs = first.atMs - Math.max(within, confirmWithin);
  const { messages, hasSigns } = decidedBy(came, programme);
  if (messages.size === 0) {
    const confirmed = hasSigns ? confirmedNow(known, matchedEvents, againMs, programme) : [];
    for (const [hash, suspicion] of confirmed) others.set(hash, suspicion);
    return { others, hasChanged: hasChanged || confirmed.length > 0 };
  }
  const decidingMs = againMs - Math.max(within, afterDelivery);
  const deciding = matchedEvents.slice(firstFrom(matchedEvents, decidingMs));
  const isNew = new Set(came.map(({ hash }) => hash));
  // A sign is one for clicks of any message.
  for (const [hash, suspicion] of suspicionsOf(deciding, programme, nowMs, hasSigns ? null : messages)) {
    // Of an earlier one, what decides on it may be earlier still.
    if (suspicion.untilMs - confirmWithin < againMs || areAlike(known.get(hash), suspicion)) continue;
    others.set(hash, suspicion);
    hasChanged ||= !isNew.has(hash);
  }
  return { others, hasChanged };
}

/** The messages that events are of, as clicks or deliveries, and whether any is a human sign. */
function decidedBy(
  came: readonly MatchedEvent[],
  { bySignatureId }: CompiledProgramme,
): { messages: ReadonlySet<number>; hasSigns: boolean } {
  const messages = new Set<number>();
  let hasSigns = false;
  for (const { matches } of came)
    for (const { signatureId, key } of matches) {
      const role = bySignatureId[signatureId]?.role;
      if (role === 'sign') hasSigns = true;
      else if (role === 'click' || role === 'delivered') messages.add(key);
    }
  return { messages, hasSigns };
}

/**
 * The clicks from a time on that only more signs decide on, and that these confirm. Mostly the last few wait for one: then only the
 * signs since the first of them are looked for.
 */
function confirmedNow(
  known: ReadonlyMap<number, Suspicion>,
  matchedEvents: readonly MatchedEvent[],
  againMs: number,
  programme: CompiledProgramme,
): [hash: number, suspicion: Suspicion][] {
  const confirmWithin = programme.programme.suspiciousClicks?.confirmWithin ?? 0;
  const open: [hash: number, suspicion: Suspicion][] = [];
  let firstMs = Number.POSITIVE_INFINITY;
  for (const [hash, suspicion] of known) {
    const atMs = suspicion.untilMs - confirmWithin;
    if (suspicion.state === 'confirmed' || atMs < againMs) continue;
    open.push([hash, suspicion]);
    firstMs = Math.min(firstMs, atMs);
  }
  const { signs } = marksOf(matchedEvents.slice(firstFrom(matchedEvents, firstMs)), programme, noMessages);
  const isConfirmed = confirmedBy(signs, programme);
  return open
    .filter(([, { untilMs }]) => isConfirmed(untilMs - confirmWithin, untilMs))
    .map(([hash, { why, untilMs }]) => [hash, { why, state: 'confirmed', untilMs }]);
}

const noMessages: ReadonlySet<number> = new Set();

/** The index of the first event at or after a time. */
function firstFrom(matchedEvents: readonly MatchedEvent[], fromMs: number): number {
  let index = matchedEvents.length;
  while (index > 0 && (matchedEvents[index - 1] as MatchedEvent).atMs >= fromMs) index--;
  return index;
}

function areAlike(one: Suspicion | undefined, other: Suspicion): boolean {
  return one?.state === other.state && one.why === other.why;
}

/**
 * Calls back with each click and delivery, and until when it decides on later clicks. That is the time of the latest such click, ms, or
 * infinity where one at the horizon or later may yet come. A state is final once no sign can come in time any more.
 */
export function clicksThatReach(
  matchedEvents: readonly MatchedEvent[],
  programme: CompiledProgramme,
  horizonMs: number,
  onReach: (atMs: number, untilMs: number) => void,
): void {
  const wanted = programme.programme.suspiciousClicks;
  if (wanted === undefined) return;
  const { clicks, delivered } = marksOf(matchedEvents, programme);
  const { within, confirmWithin, afterDelivery = 0 } = wanted;
  const reach = (atMs: number, timesMs: readonly number[], spanMs: number) => {
    if (horizonMs - atMs <= spanMs) onReach(atMs, Number.POSITIVE_INFINITY);
    else onReach(atMs, timesMs[firstAfter(timesMs, atMs + spanMs) - 1] ?? atMs);
  };
  for (const [message, own] of clicks) {
    const timesMs = own.map(({ atMs }) => atMs);
    for (const atMs of timesMs)
      if (horizonMs - atMs <= confirmWithin) onReach(atMs, Number.POSITIVE_INFINITY);
      else reach(atMs, timesMs, within);
    for (const atMs of delivered.get(message) ?? noTimes) reach(atMs, timesMs, afterDelivery);
  }
  for (const [message, own] of delivered)
    if (!clicks.has(message)) for (const atMs of own) reach(atMs, noTimes, afterDelivery);
}

function marksOf(
  matchedEvents: readonly MatchedEvent[],
  programme: CompiledProgramme,
  messages: ReadonlySet<number> | null = null,
) {
  const clicks = new Map<number, Click[]>();
  const delivered = new Map<number, number[]>();
  const signs = new Map<number, number[]>();
  for (const { atMs, hash, matches } of matchedEvents) {
    for (const { signatureId, key } of matches) {
      const signature = programme.bySignatureId[signatureId];
      if (signature?.role === 'sign') put(signs, signature.of, atMs);
      if (key === 0 || messages?.has(key) === false) continue;
      if (signature?.role === 'delivered') put(delivered, key, atMs);
      else if (signature?.role === 'click') {
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

/** Whether so many clicks, of whatever links, are within a time of each other anywhere: mostly none are. */
function isBurst(clicks: readonly Click[], most: number, withinMs: number): boolean {
  return clicks.some(({ atMs }, index) => {
    const other = clicks[index + most - 1];
    return other !== undefined && other.atMs - atMs <= withinMs;
  });
}

/** For each click the most different links in any stretch of `withinMs` that holds it; both ends belong to it. */
function linksAround(clicks: readonly Click[], withinMs: number): number[] {
  const { before, after } = sameLinks(clicks);
  const most: number[] = [];
  /** Places of stretches, by where they begin, with falling numbers of links: of those that hold a click, the first has the most. */
  const stretches: number[] = [];
  const links: number[] = [];
  let first = 0;
  let different = 0;
  let end = 0;
  clicks.forEach(({ atMs }, start) => {
    for (let next = clicks[end]; next && next.atMs - atMs <= withinMs; next = clicks[++end])
      if ((before[end] as number) < start) different++;
    links.push(different);
    while (stretches.length > first && (links[stretches.at(-1) as number] as number) <= different)
      stretches.pop();
    stretches.push(start);
    while (atMs - (clicks[stretches[first] as number] as Click).atMs > withinMs) first++;
    most.push(links[stretches[first] as number] as number);
    if ((after[start] as number) >= end) different--;
  });
  return most;
}

/** For each click the indexes of the clicks of the same link before and after it; minus one, and infinity, where there is none. */
function sameLinks(clicks: readonly Click[]): { before: number[]; after: number[] } {
  const last = new Map<number, number>();
  const before: number[] = [];
  const after = new Array<number>(clicks.length).fill(Number.POSITIVE_INFINITY);
  clicks.forEach(({ link }, index) => {
    const known = last.get(link) ?? -1;
    before.push(known);
    if (known >= 0) after[known] = index;
    last.set(link, index);
  });
  return { before, after };
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
