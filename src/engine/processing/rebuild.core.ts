/** Rebuilds a profile's state from its history, after the rules have changed. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import {
  inOrder,
  joinMatchedEvent,
  type MatchedEvent,
  type ProfileState,
  recognise,
  sealedUntilMs,
} from '../scoring/scoring.ts';

/** What the history has of a profile and of all that was linked to it. */
export interface PastEvents {
  /** In the order of acceptance. */
  events: readonly ScovilleEvent[];
  /** From when these are all, by acceptance, ms; 0 where none are missing. */
  beginsAtMs: number;
}

/**
 * Returns the state as if the programmes had always been active. What was sealed before the history begins stays as it was
 * paid; so do events that the history lacks. An event is of the earliest time that either knows.
 */
export function rebuilt(
  state: ProfileState,
  { events, beginsAtMs }: PastEvents,
  { programmes, latenessMs, signatureSinceMs }: ActiveProgrammes & { latenessMs: number },
): ProfileState {
  const sealed = sealedBefore(state, beginsAtMs);
  const matchedEvents = new Map<number, MatchedEvent>();
  for (const event of events) {
    if (event.atMs < event.acceptedAtMs - latenessMs || event.atMs < sealedUntilMs(sealed)) continue;
    const matched = recognise(programmes, event);
    const matches = matched.matches.filter(
      ({ signatureId }) => signatureSinceMs(signatureId) <= event.acceptedAtMs,
    );
    joinMatchedEvent(matchedEvents, { ...matched, matches });
  }
  for (const known of state.matchedEvents) {
    const read = matchedEvents.get(known.hash);
    if (read === undefined) matchedEvents.set(known.hash, known);
    else if (known.atMs < read.atMs) matchedEvents.set(known.hash, { ...read, atMs: known.atMs });
  }
  return { ...sealed, matchedEvents: inOrder(matchedEvents.values()) };
}

/** The part of a state that the history does not reach: sealed before the first known cut within the history. */
function sealedBefore(state: ProfileState, beginsAtMs: number): ProfileState {
  // An event may be ahead of its acceptance by a client's clock.
  const isWholeFromMs = beginsAtMs === 0 ? Number.NEGATIVE_INFINITY : beginsAtMs + limits.clockAheadMsMax;
  const isMissing = state.cuts.length > 0 && state.sealedFromMs < isWholeFromMs;
  if (!isMissing) return { ...state, frozenAwards: [], tallies: [], cuts: [], sealedFromMs: 0 };
  const cutMs = state.cuts.find((one) => one >= isWholeFromMs) ?? sealedUntilMs(state);
  return {
    ...state,
    frozenAwards: state.frozenAwards.filter(({ atMs }) => atMs < cutMs),
    tallies: state.tallies.filter(({ sinceMs }) => sinceMs < cutMs),
    cuts: state.cuts.filter((one) => one <= cutMs),
  };
}
