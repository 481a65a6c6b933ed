/**
 * Takes an event into a profile: the one definition of which events count, for live scoring, rebuilds, replays and backtests.
 *
 * An event that no rule recognises only holds its visit open. A profile at its limit first seals what is old, and then, where
 * that is not enough, its older half. What comes for the time before that is refused.
 */
import type { CompiledProgrammes } from './compile.ts';
import { holdMoment } from './outline.ts';
import type { Person } from './person.ts';
import {
  addMatchedEvent,
  isFull,
  type MatchedEvent,
  type ProfileState,
  sealedUntilMs,
} from './profile-state.ts';
import { countingOf, isRefusedWhole, type Recognised } from './recognise.ts';
import { latestRefusedEvents } from './refused-events.ts';
import { sealAtLimit, sealOld } from './seal.ts';

export interface Taking {
  programmes: CompiledProgrammes;
  person: Person;
  /** Nothing older arrives any more, ms. */
  horizonMs: number;
  nowMs: number;
  /** From when the history keeps events, ms; 0 for ever. */
  historyFromMs: number;
}

export interface Taken {
  /** The state with the event; the given one, changed in place, unless it had to be sealed. */
  state: ProfileState;
  /** `held`: it changed when a visit ends; `nothing`: it lies within what is known; `shown`: it is refused whole. */
  as: 'new' | 'duplicate' | 'held' | 'nothing' | 'refused' | 'shown';
}

export function takeEvent(given: ProfileState, recognised: Recognised, taking: Taking): Taken {
  const matched = countingOf(recognised);
  const { refused } = recognised;
  if (refused !== undefined && refused.matches.length > 0)
    given.refusedEvents = latestRefusedEvents([...given.refusedEvents, refused]);
  if (isRefusedWhole(recognised)) return { state: given, as: 'shown' };
  if (isBeforeLimit(given, matched)) return { state: given, as: 'refused' };
  const isKnown = () => given.matchedEvents.some(({ hash }) => hash === matched.hash);
  const state = isFull(given) && !isKnown() ? withRoom(given, taking) : given;
  if (isBeforeLimit(state, matched)) return { state, as: 'refused' };
  if (matched.matches.length === 0) {
    const isHeld = holdMoment(state.outline, matched.atMs, taking.programmes.visitGrainMs);
    return { state, as: isHeld ? 'held' : 'nothing' };
  }
  return { state, as: addMatchedEvent(state, matched) ? 'new' : 'duplicate' };
}

/** The state with room for more events; the same object when it has. */
export function withRoom(state: ProfileState, taking: Taking): ProfileState {
  if (!isFull(state)) return state;
  const { programmes, person, horizonMs, nowMs, historyFromMs } = taking;
  const sealed = sealOld(state, person, programmes.programmes, horizonMs, nowMs, historyFromMs);
  return isFull(sealed) ? sealAtLimit(sealed, person, programmes.programmes, nowMs, historyFromMs) : sealed;
}

function isBeforeLimit(state: ProfileState, { atMs }: MatchedEvent): boolean {
  return state.isCutShort && atMs < sealedUntilMs(state);
}
