/**
 * The audit: profiles replayed from the history and compared with their live scores at the same moment.
 *
 * Both are moving: an event may be scored and not yet in the history, or the reverse. A profile with events on their way is
 * skipped for a while, and a profile counts as mismatched only when every try differs. What cannot be compared (last
 * evaluated under other programmes, or older than the history) is counted as skipped. A profile that only the history knows
 * is mismatched where its events have a score: Redis has lost it.
 */

import { limits } from '../../base/kernel/kernel.ts';
import type { Mismatch } from '../../contract/api/api.ts';
import type { ScovilleEvent } from '../../contract/language/language.ts';
import {
  identityFrom,
  identityIn,
  type Past,
  type PastEvents,
  rebuilt,
  unpackRecord,
} from '../processing/processing.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import {
  emptyState,
  evaluate,
  type IdentityRecord,
  type MatchedEvent,
  type ProfileState,
  personOf,
  recognise,
  sealedUntilMs,
  toPoints,
} from '../scoring/scoring.ts';
import type { Stream } from '../stream/stream.ts';
import { outcomesOf } from './tries.ts';

export type Outcome =
  | { kind: 'same' }
  | { kind: 'skipped'; why: string }
  | { kind: 'mismatch'; found: Mismatch[] };

/** Why the live score of a profile cannot be compared. */
export const whyNot = {
  archived: 'it is archived',
  unreadable: 'its stored bytes cannot be read',
  stale: 'it was last evaluated under other programmes',
  waiting: 'it waits to be rebuilt from its history',
} as const;

export interface AuditOptions {
  stream: Pick<Stream, 'profiles'>;
  past: Past;
  active: () => ActiveProgrammes;
  latenessMs: number;
  nowMs: () => number;
  /** Whether an import or its undo is about to change the history of a profile. */
  isBeingImported?: (id: string) => Promise<boolean>;
  /** Pause before those that differ are compared again; `limits.auditPauseMs` unless given. */
  pauseMs?: number;
}

/** Checks some profiles by their ids, in their order. A profile is mismatched only when every try differs. */
export function auditProfiles(ids: readonly string[], options: AuditOptions): Promise<Outcome[]> {
  return outcomesOf(ids, (some) => comparedTogether(some, options), options.pauseMs);
}

/** Their histories are read together, since each reading asks every day's table; one that is too large for that by itself. */
async function comparedTogether(ids: readonly string[], options: AuditOptions): Promise<Outcome[]> {
  const live: (Live | Outcome)[] = [];
  for (const id of ids) live.push(await liveOf(id, options));
  const comparable = live.flatMap((one) => ('kind' in one ? [] : [one.id]));
  const pasts: ReadonlyMap<string, PastEvents> =
    comparable.length === 0 ? new Map() : await options.past.historiesOf(comparable);
  const outcomes: Outcome[] = [];
  for (const one of live) {
    if ('kind' in one) {
      outcomes.push(one);
      continue;
    }
    const past = pasts.get(one.id);
    outcomes.push(
      past === undefined ? await compareAlone(one.id, options) : await compared(one, past, options),
    );
  }
  return outcomes;
}

async function compareAlone(id: string, options: AuditOptions): Promise<Outcome> {
  const live = await liveOf(id, options);
  if ('kind' in live) return live;
  const past = (await options.past.historiesOf([id])).get(id);
  return past === undefined ? skipped('it has no history') : compared(live, past, options);
}

/** A profile as it is scored, under the programmes that were active as it was read. */
interface Live {
  id: string;
  state: ProfileState;
  /** Whether anything is stored of it. */
  isStored: boolean;
  identity: IdentityRecord | null;
  active: ActiveProgrammes;
}

/** Returns what is stored of a profile, or why it cannot be compared. */
async function liveOf(id: string, options: AuditOptions): Promise<Live | Outcome> {
  const active = options.active();
  const { profile, identity, isArchived } = await options.stream.profiles.peek(id, 'reader');
  if (isArchived) return skipped(whyNot.archived);
  const stored = readStored(profile, identity);
  if (stored === null) return skipped(whyNot.unreadable);
  const { record } = stored;
  if (record?.kind === 'link') return skipped('it is part of another');
  const state = record?.state ?? emptyState();
  if (record !== null && state.generation !== active.generation) return skipped(whyNot.stale);
  if (state.wait !== null) return skipped(whyNot.waiting);
  return { id, state, isStored: record !== null, identity: stored.identity, active };
}

async function compared(live: Live, past: PastEvents, options: AuditOptions): Promise<Outcome> {
  const { id, state, isStored, identity, active } = live;
  if (past.events.length === 0) return skipped('it has no history');
  if (!isStored && isYoung(past.events, options)) return skipped('its first events are still on their way');
  if (isStored && isUnderWay(state, past.events, active, options))
    return skipped('some of its events are still on their way');
  const why = isIncomparable(state, past);
  if (why !== null) return skipped(why);
  // What was sealed before the history begins can only be taken as it is.
  const sealed = { ...state, matchedEvents: [] };
  const person = personOf(identity ?? identityIn(past.events));
  const rebuilding = { ...active, latenessMs: options.latenessMs, historyFromMs: 0 };
  const replayed = rebuilt(sealed, past, person, rebuilding);
  const nowMs = options.nowMs();
  const found = active.programmes.programmes.flatMap((programme): Mismatch[] => {
    const scoreOf = (of: ProfileState) => {
      const { isComputed, score } = evaluate(of, person, programme, nowMs);
      return isComputed ? toPoints(score) : null;
    };
    const [live, again] = [isStored ? scoreOf(state) : null, scoreOf(replayed)];
    if (live === again) return [];
    return [{ profile: id, programme: programme.programme.programme, live, replayed: again }];
  });
  if (found.length === 0) return { kind: 'same' };
  if (await options.isBeingImported?.(id)) return skipped('an import of its events is being scored');
  return { kind: 'mismatch', found };
}

/** Null for one that cannot be read: it must not end an audit of all. */
function readStored(profile: Buffer | null, identity: string | null) {
  try {
    return {
      record: profile === null ? null : unpackRecord(profile),
      identity: identity === null ? null : identityFrom(identity),
    };
  } catch {
    return null;
  }
}

/** Whether an event is in the history and not yet scored, or the reverse, as while a worker or a store is away. */
function isUnderWay(
  state: ProfileState,
  events: readonly ScovilleEvent[],
  { programmes, signatureSinceMs }: ActiveProgrammes,
  { nowMs, latenessMs }: AuditOptions,
): boolean {
  const sinceMs = nowMs() - limits.auditGraceMs;
  const scored = new Set(state.matchedEvents.map(({ hash }) => hash));
  const copied = new Set(events.map(({ hash }) => hash));
  const isUnscored = events.some((event) => {
    const { hash, atMs, acceptedAtMs } = event;
    if (acceptedAtMs < sinceMs || scored.has(hash)) return false;
    if (atMs < acceptedAtMs - latenessMs || atMs < sealedUntilMs(state)) return false;
    // What no rule recognises leaves no trace of its own.
    return recognise(programmes, event).matches.some(
      ({ signatureId }) => signatureSinceMs(signatureId) <= acceptedAtMs,
    );
  });
  return isUnscored || (state.asOfMs >= sinceMs && state.matchedEvents.some(({ hash }) => !copied.has(hash)));
}

/** Whether all of a profile is younger than events take to be scored. */
function isYoung(events: readonly ScovilleEvent[], { nowMs }: AuditOptions): boolean {
  return events.every(({ acceptedAtMs }) => acceptedAtMs >= nowMs() - limits.auditGraceMs);
}

function isIncomparable(state: ProfileState, { events, beginsAtMs }: PastEvents): string | null {
  const known = new Set(events.map(({ hash }) => hash));
  const isOlder = ({ atMs, hash }: MatchedEvent) => atMs < beginsAtMs && !known.has(hash);
  return state.matchedEvents.some(isOlder) ? 'it is older than the history' : null;
}

function skipped(why: string): Outcome {
  return { kind: 'skipped', why };
}
