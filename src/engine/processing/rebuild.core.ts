/** Rebuilds a profile's state from its history, after the rules have changed. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import {
  consentSigns,
  isLate,
  type RefusalSign,
  type ScovilleEvent,
} from '../../contract/language/language.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import {
  countingOf,
  emptyState,
  type IdentityRecord,
  inOrder,
  isCleanCut,
  isRefusedWhole,
  joinMatchedEvent,
  joinOutlines,
  knownUntilMs,
  latestRefusedEvents,
  type MatchedEvent,
  outlineFrom,
  outlineUntil,
  type Person,
  type ProfileState,
  type RefusedEvent,
  recognise,
  roomOf,
  type Span,
  sealedUntilMs,
  spansOf,
  takeEvent,
  type Wait,
} from '../scoring/scoring.ts';
import type { FoldedProfile } from './folded-profile.ts';
import type { ProfileRecord } from './profile-record.ts';

/** What the history has of a profile and of all that was linked to it. */
export interface PastEvents {
  /** In the order of acceptance. */
  events: readonly ScovilleEvent[];
  /** From when these are all, by acceptance, ms; 0 where none are missing. */
  beginsAtMs: number;
  /** Who the profile is by its history, where Redis may have lost that. */
  identity?: IdentityRecord;
}

type Options = ActiveProgrammes & {
  latenessMs: number;
  historyFromMs: number;
};

/**
 * Returns the state as if the programmes had always been active. What was sealed before the history begins stays as it was
 * paid; so do events that the history lacks. An event is of the earliest time that either knows.
 */
export function rebuilt(
  state: ProfileState,
  past: PastEvents,
  person: Person,
  options: Options,
): ProfileState {
  const { programmes, latenessMs, signatureSinceMs } = options;
  const found = past.events
    .filter((event) => !isLate(event, latenessMs))
    .map((event) => {
      const recognised = recognise(programmes, event);
      const since = <Of extends MatchedEvent>(matched: Of): Of => ({
        ...matched,
        matches: matched.matches.filter(
          ({ signatureId }) => signatureSinceMs(signatureId) <= event.acceptedAtMs,
        ),
      });
      const refused = recognised.refused && since(recognised.refused);
      const matched = since(countingOf(recognised));
      const isWhole = isRefusedWhole(refused ? { ...matched, refused } : matched);
      return { acceptedAtMs: event.acceptedAtMs, matched, refused, isWhole };
    });
  const all = found.filter(({ isWhole }) => !isWhole);
  const isClean = (cutMs: number) => {
    const whole = joined(emptyState(), all, state, options);
    return isCleanCut(whole, programmes.programmes, cutMs, all.at(-1)?.acceptedAtMs ?? cutMs);
  };
  const sealed = sealedBefore(state, past.beginsAtMs, isClean);
  const read = all.filter(({ matched }) => matched.atMs >= sealedUntilMs(sealed));
  const room = [...read.map(({ matched }) => matched), ...state.matchedEvents].reduce(
    (sum, matched) => sum + roomOf(matched),
    0,
  );
  const isWithin = room < limits.profileEventsMax;
  const counting = isWithin
    ? joined(sealed, read, state, options)
    : takenInTurn(sealed, read, state, person, options);
  return { ...counting, refusedEvents: refusedEventsOf(state, found) };
}

/**
 * Those of the history, and what it lacks of those that were known. What a person did counts now where the programmes refuse it no
 * more.
 */
function refusedEventsOf(
  { refusedEvents: known }: ProfileState,
  found: readonly (Read & { refused: RefusedEvent | undefined })[],
): readonly RefusedEvent[] {
  const again = found.flatMap(({ refused }) => refused ?? []);
  const refused = new Set(again.map(({ hash }) => hash));
  const counting = new Set(found.map(({ matched }) => matched.hash));
  const lacking = known.filter(
    ({ hash, sign }) => !refused.has(hash) && !(isOfProgramme(sign) && counting.has(hash)),
  );
  return latestRefusedEvents([...again.filter(({ matches }) => matches.length > 0), ...lacking]);
}

/** Whether programmes decide on it: another version may let the event count. */
function isOfProgramme(sign: RefusalSign): boolean {
  return sign === 'server-only' || consentSigns.some((one) => one === sign);
}

interface Read {
  acceptedAtMs: number;
  matched: MatchedEvent;
}

/** All at once: no limit is near, so their order does not matter. */
function joined(
  sealed: ProfileState,
  read: readonly Read[],
  { matchedEvents: known, wait }: ProfileState,
  { programmes }: Options,
): ProfileState {
  const byHash = new Map<number, MatchedEvent>();
  const moments: number[] = [];
  for (const { matched } of read)
    if (matched.matches.length > 0) joinMatchedEvent(byHash, matched);
    else moments.push(matched.atMs);
  for (const one of known) {
    const again = byHash.get(one.hash);
    if (again === undefined) byHash.set(one.hash, one);
    else if (one.atMs < again.atMs) byHash.set(one.hash, { ...again, atMs: one.atMs });
  }
  const outline = joinOutlines(sealed.outline, spansOf(moments, programmes.visitGrainMs));
  return {
    ...sealed,
    matchedEvents: inOrder(byHash.values()),
    outline: joinOutlines(outline, sinceItWaits(wait, sealed)),
  };
}

/** What no rule recognised while it waited: the history may not have it yet. Before that, the history reaches. */
function sinceItWaits(wait: Wait | null, sealed: ProfileState): Span[] {
  return outlineFrom(wait?.outline ?? [], sealedUntilMs(sealed));
}

/** One after the other as they were accepted, so that the limit cuts where it does in live scoring. */
function takenInTurn(
  sealed: ProfileState,
  read: readonly Read[],
  { matchedEvents: known, wait }: ProfileState,
  person: Person,
  { programmes, latenessMs, historyFromMs }: Options,
): ProfileState {
  let state: ProfileState = { ...sealed, matchedEvents: [], outline: [...sealed.outline] };
  const take = (matched: MatchedEvent, nowMs: number) => {
    const taking = { programmes, person, horizonMs: nowMs - latenessMs, nowMs, historyFromMs };
    state = takeEvent(state, matched, taking).state;
  };
  for (const { matched, acceptedAtMs } of read) take(matched, acceptedAtMs);
  const hashes = new Set(read.map(({ matched }) => matched.hash));
  for (const one of known) if (!hashes.has(one.hash)) take(one, one.atMs);
  return { ...state, outline: joinOutlines(state.outline, sinceItWaits(wait, state)) };
}

/** The part of a state that the history does not reach: sealed before the first clean cut within the history. */
function sealedBefore(
  state: ProfileState,
  beginsAtMs: number,
  isClean: (cutMs: number) => boolean,
): ProfileState {
  // An event may be ahead of its acceptance by a client's clock.
  const isWholeFromMs = beginsAtMs === 0 ? Number.NEGATIVE_INFINITY : beginsAtMs + limits.clockAheadMsMax;
  const isMissing = state.cuts.length > 0 && state.sealedFromMs < isWholeFromMs;
  const kept = { ...state, matchedEvents: [], isCutShort: false };
  if (!isMissing) {
    const outline = outlineUntil(state.outline, isWholeFromMs);
    return {
      ...kept,
      outline,
      frozenAwards: [],
      tallies: [],
      cuts: [],
      sealedFromMs: 0,
      hasForeignCuts: false,
      sealsFullHour: false,
    };
  }
  const isUsable = (one: number) => one >= isWholeFromMs && (!state.hasForeignCuts || isClean(one));
  const cutMs = state.cuts.find(isUsable) ?? sealedUntilMs(state);
  return {
    ...kept,
    outline: outlineFrom(outlineUntil(state.outline, isWholeFromMs), cutMs),
    isCutShort: state.isCutShort && cutMs === sealedUntilMs(state),
    frozenAwards: state.frozenAwards.filter(({ atMs }) => atMs < cutMs),
    tallies: state.tallies.filter(({ sinceMs }) => sinceMs < cutMs),
    cuts: state.cuts.filter((one) => one <= cutMs),
  };
}

/**
 * A profile as a batch finds it: a copy of what the batch may change in place; it adds events, and changes none. Null for a link.
 * `asMet` is the same by the programmes that it met last, where the stored one has none.
 */
export function beforeBatch(
  stored: ProfileRecord,
  record: ProfileRecord,
  asMet: ProfileState | null,
  who: Pick<NonNullable<FoldedProfile['before']>, 'person' | 'personBeforeImport'>,
): FoldedProfile['before'] {
  if (stored.kind !== 'state' || record.kind !== 'state') return null;
  const { matchedEvents, outline, wait } = stored.state;
  const state = { ...stored.state, matchedEvents: [...matchedEvents], outline: [...outline] };
  const isRebuilt = record.state.matchedEvents !== matchedEvents;
  const untilMs = wait?.knownUntilMs ?? knownUntilMs(stored.state);
  const recognised = isRebuilt ? asItWas(record.state, untilMs) : state;
  return { state, recognised, ...(asMet && { asMet: asItWas(asMet, untilMs) }), ...who };
}

/** A rebuilt state as it would have been at a time: without what came later. */
function asItWas(state: ProfileState, asOfMs: number): ProfileState {
  const matchedEvents = state.matchedEvents.filter(({ atMs }) => atMs <= asOfMs);
  const outline = outlineUntil(state.outline, asOfMs);
  return { ...state, matchedEvents, outline, asOfMs };
}
