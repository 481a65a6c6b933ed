/**
 * The decision on one batch: loaded profiles and items in, everything one commit writes out. Pure.
 *
 * Items are folded in the order of the stream. An event adds a matched event to a state. A link turns its child into a pointer
 * and sends the child's state to the parent's partition. What arrives for a linked profile is sent after it. An erasure forgets one.
 * Then each touched profile is evaluated once a programme, its ladder stepped, and a tier update written where it moved.
 */
import { limits } from '../../base/kernel/kernel.ts';
import {
  type ErasureMark,
  type IdentityLink,
  type ImportMark,
  isLate,
  knownSinceMs,
  type ScovilleEvent,
  saysReserved,
  wasThere,
} from '../../contract/language/language.ts';
import {
  addKey,
  canBeContacted,
  holdMoment,
  isRefusedWhole,
  isTelling,
  joinIdentities,
  type Learnt,
  learnFrom,
  noIdentity,
  recognise,
  sealedUntilMs,
  type Taking,
  takeEvent,
  withNamedEpisodes,
} from '../scoring/scoring.ts';
import { type Commit, type DeadLetter, emptyCommit, type FailureCause } from '../stream/stream.ts';
import { forgetSaid, leavingParts } from './account-parts.core.ts';
import { archiveIdle } from './archived.core.ts';
import {
  type Batch,
  type BatchItem,
  deadItem,
  oldestAcceptedMs,
  type Position,
  type ProfileMerge,
  timeOf,
} from './batch.ts';
import { type Counts, type Decision, noCounts } from './decision.ts';
import { evaluateProfile, failedEvaluation, type ProfileEvaluation } from './evaluate-profile.core.ts';
import { failureNow, staysAsStored } from './failing-profile.core.ts';
import { FoldTaking } from './fold-taking.ts';
import { type DecideOptions, type FoldedProfile, type Loaded, stateOf } from './folded-profile.ts';
import { forgetProfile, isNothing, ledgerMarkOf, noticeOf } from './forgotten.core.ts';
import { type Imported, importedState } from './imported-state.core.ts';
import { JsonList } from './json-list.ts';
import { Leaving } from './leaving.ts';
import { mergeOf, unionOf } from './merged-state.core.ts';
import { causeOf, emptyProfile, openProfile } from './open-profile.core.ts';
import { packIdentity, packRecord, unpackRecord } from './profile-record.ts';
import { tierStatesToMerge } from './shifts.core.ts';

/** Decides a batch read from the stream. Throws where one of its items cannot be folded. */
export function decideBatch(batch: Batch, loaded: Loaded, options: DecideOptions): Decision {
  const fold = new Fold(loaded, options, batch, oldestAcceptedMs(batch, options.nowMs), batch.readTo);
  for (const item of batch.items) {
    if (item.kind === 'event') fold.event(item.event);
    else if (item.kind === 'link') fold.link(item.link);
    else if (item.kind === 'merge') fold.merge(item.merge);
    else if (item.kind === 'erasure') fold.erase(item.mark);
    else if (item.kind === 'import') fold.importMark(item.mark);
    else fold.dead(item.letter);
  }
  return fold.close();
}

/** Re-evaluates profiles whose timer is due: no event arrived, only time passed. */
export function decideTimers(
  ids: readonly string[],
  position: Position,
  loaded: Loaded,
  options: DecideOptions,
): Decision {
  // Unread events may be older than the clock says: they were appended after the offset, and accepted shortly before.
  const readUntilMs = timeOf(position.offset) - limits.acceptedToAppendedMsMax;
  const sealNowMs = Math.min(options.nowMs, Math.max(0, readUntilMs));
  const fold = new Fold(loaded, options, position, sealNowMs, position.offset);
  for (const id of ids) fold.reevaluate(id);
  return fold.close();
}

class Fold {
  readonly counts: Counts = noCounts();
  readonly #loaded: Loaded;
  readonly #options: DecideOptions;
  readonly #folded = new Map<string, FoldedProfile | null>();
  readonly #due = new Set<string>();
  readonly #leaving: Leaving;
  readonly #ledger = new JsonList();
  readonly #commit: Commit;
  /** The time sealing may count from: no unread event was accepted before it. */
  readonly #sealNowMs: number;
  /** The last entry that this decision knows. */
  readonly #readTo: string;

  constructor(loaded: Loaded, options: DecideOptions, position: Position, sealNowMs: number, readTo: string) {
    this.#sealNowMs = sealNowMs;
    this.#readTo = readTo;
    this.#loaded = loaded;
    this.#leaving = new Leaving(options.partitions);
    this.#options = options;
    this.#commit = emptyCommit(position);
  }

  event(event: ScovilleEvent): void {
    if (knownSinceMs(event) <= this.#erasedUntilMs(event.profile)) return void this.counts.refused.erased++;
    const folded = this.#open(event.profile);
    if (folded === null) return void this.#isLost({ kind: 'event', event });
    if (folded.record.kind === 'link') {
      const forwarded = { ...event, profile: folded.record.parent, isForwarded: true };
      this.#leaving.add(folded.record.parent, 'e', JSON.stringify(forwarded));
      return;
    }
    if (event.trace !== undefined) folded.trace = event.trace;
    this.#learn(folded, event);
    if (saysReserved(event)) this.counts.traitsReserved++;
    this.counts.acceptedAtMs.push(event.acceptedAtMs);
    if (isLate(event, this.#options.latenessMs)) return void this.counts.refused.late++;
    const matched = recognise(this.#options.programmes, event);
    if (isRefusedWhole(matched)) {
      takeEvent(stateOf(folded), matched, this.#taking(folded));
      folded.hasNewEvents = true;
      this.counts.refused[event.machine === undefined ? 'consent' : 'machine']++;
      return;
    }
    const { isCutShort } = stateOf(folded);
    // Its partition lags behind what was sealed here. The history shows whether it counts, and with what.
    if (this.#options.hasPast && !isCutShort && event.atMs < sealedUntilMs(stateOf(folded)))
      this.#waitForRebuilding(folded);
    const { state, as } = takeEvent(stateOf(folded), matched, this.#taking(folded));
    if (state !== stateOf(folded)) {
      folded.record = { kind: 'state', state };
      folded.hasNewEvents = true;
    }
    // Also within what is known: that is taken from the history, which may lack this one as it is rebuilt.
    const isHeldSince =
      folded.waitsSince !== null &&
      as !== 'refused' &&
      matched.matches.length === 0 &&
      holdMoment(folded.heldSince, matched.atMs, this.#options.programmes.visitGrainMs);
    if (isHeldSince) folded.hasNewEvents = true;
    if (as === 'refused') this.counts.refused['profile-limit']++;
    else if (as === 'duplicate') this.counts.refused.duplicate++;
    else this.counts.scored++;
    if (as === 'new' && !wasThere(event)) folded.taken.push(matched);
    if (as === 'refused' || (as === 'nothing' && !matched.refused?.matches.length)) return;
    folded.hasNewEvents = true;
    if (event.acceptedAtMs > folded.acceptedAtMs) folded.acceptedAtMs = event.acceptedAtMs;
  }

  #taking(folded: FoldedProfile): Taking {
    return new FoldTaking(folded, this.#options, this.#sealNowMs);
  }

  /** First come, first linked: a second parent would join two known profiles, and is refused. */
  link(link: IdentityLink): void {
    if (link.acceptedAtMs <= this.#erasedUntilMs(link.child)) return;
    const folded = this.#open(link.child);
    if (folded === null) return void this.#isLost({ kind: 'link', link });
    if (folded.record.kind === 'link') {
      if (folded.record.parent !== link.parent) this.counts.identityRefusals++;
      return;
    }
    addKey(folded.identity, link.childKey);
    // Nothing was notified while nobody could be contacted: then its crossings are still to come, as the heir's.
    const tierStates = canBeContacted(folded.identity)
      ? withNamedEpisodes(tierStatesToMerge(folded, this.#options), folded.id)
      : [];
    for (const part of leavingParts(folded, link.parent, this.#options))
      this.#commit.tierUpdates.push(JSON.stringify(part));
    const merge = mergeOf(link, { ...folded.record.state, tierStates }, folded, this.#options);
    this.#leaving.add(link.parent, 's', JSON.stringify(merge));
    folded.record = { kind: 'link', parent: link.parent };
    // The parent now has the identity. No personal data stays behind; nothing is written where nothing was stored.
    folded.identity = noIdentity();
    folded.hasNewIdentity = (this.#loaded.identities.get(link.child) ?? null) !== null;
    folded.hasNewEvents = true;
  }

  merge(merge: ProfileMerge): void {
    if (merge.acceptedAtMs <= this.#erasedUntilMs(merge.to)) return;
    const folded = this.#open(merge.to);
    if (folded === null) return void this.#isLost({ kind: 'merge', merge });
    if (folded.record.kind === 'link') {
      const { parent } = folded.record;
      this.#leaving.add(parent, 's', JSON.stringify({ ...merge, to: parent }));
      return;
    }
    if (merge.trace !== undefined) folded.trace = merge.trace;
    const taken = unpackRecord(Buffer.from(merge.state, 'base64'));
    if (taken.kind === 'state') {
      const { state, isUncertain } = unionOf(
        folded,
        { merge, taken: taken.state, readTo: this.#readTo, taking: this.#taking(folded) },
        this.#options,
      );
      folded.record = { kind: 'state', state };
      if (isUncertain) this.#waitForRebuilding(folded);
    }
    const isNewKey = addKey(folded.identity, merge.toKey);
    const learnt = joinIdentities(folded.identity, merge.identity);
    if (merge.isImported) this.#waitForImport(folded, { acceptedAtMs: merge.acceptedAtMs });
    else {
      folded.hasJoined = true;
      if (isNewKey) this.#hasLearnt(folded, 'person');
      this.#hasLearnt(folded, learnt);
    }
    folded.hasNewEvents = true;
    if (merge.acceptedAtMs > folded.acceptedAtMs) folded.acceptedAtMs = merge.acceptedAtMs;
  }

  /** Forgets a profile, with a notice to the readers of tier updates and of the ledger. A repeated mark forgets nothing. */
  erase(mark: ErasureMark): void {
    const { profile, untilMs, name, salt } = mark;
    if (untilMs > this.#erasedUntilMs(profile)) {
      this.#folded.set(profile, emptyProfile(profile, this.#options, this.#readTo));
      this.#commit.failing.delete(profile);
      this.#commit.forgotten.set(profile, { name, salt, untilMs });
    }
    this.#commit.tierUpdates.push(JSON.stringify(noticeOf(mark)));
    this.#ledger.add(JSON.stringify(ledgerMarkOf(mark, this.#options.nowMs)));
  }

  /** Until when what was accepted of a profile is erased; also by a mark of this batch. */
  #erasedUntilMs(profile: string): number {
    return this.#commit.forgotten.get(profile)?.untilMs ?? this.#options.erased?.untilMs(profile) ?? 0;
  }

  dead(letter: DeadLetter): void {
    this.counts.refused.unreadable++;
    this.#commit.deadLetters.push(letter);
  }

  importMark(mark: ImportMark): void {
    if (mark.acceptedAtMs <= this.#erasedUntilMs(mark.profile) || !this.#options.hasPast) return;
    const folded = this.#open(mark.profile);
    if (folded === null) return void this.#isLost({ kind: 'import', mark });
    if (folded.record.kind === 'link') {
      const { parent } = folded.record;
      this.#leaving.add(parent, 'h', JSON.stringify({ ...mark, profile: parent }));
      return;
    }
    this.#waitForImport(folded, mark);
  }

  #waitForImport(folded: FoldedProfile, mark: Imported): void {
    folded.record = { kind: 'state', state: importedState(folded, mark, this.#readTo) };
    folded.hasNewIdentity = true;
    folded.hasNewEvents = true;
    if (this.#options.hasPast) this.#waitForRebuilding(folded);
  }

  #isLost(item: BatchItem): void {
    const dead = deadItem(item, 'the stored bytes of its profile cannot be read');
    if (dead.kind === 'dead') this.dead(dead.letter);
  }

  /** Only its history shows its state, once the history has the latest events. */
  #waitForRebuilding(folded: FoldedProfile): void {
    folded.waitsSince = this.#readTo;
    folded.isBehind = true;
  }

  reevaluate(id: string): void {
    this.#due.add(id);
    const folded = this.#open(id);
    if (folded === null) return;
    // A link is written too: Redis may have lost it.
    folded.hasNewEvents = true;
    if (folded.record.kind === 'link') return;
    folded.isDue = true;
    folded.trace = this.#options.traces?.get(id);
    folded.acceptedAtMs = this.#options.nowMs;
  }

  close(): Decision {
    const timed = new Set<string>();
    for (const folded of this.#folded.values()) {
      if (folded === null) continue;
      if (folded.hasNewEvents || folded.hasNewIdentity) this.#close(folded, timed);
      else if (folded.atHand !== null)
        // Nothing has changed: it is at hand for the next event too.
        this.#options.cache?.keep(folded.id, folded.atHand.packed, folded.atHand.cached);
    }
    for (const id of this.#due) {
      if (this.#folded.get(id) === null) this.counts.failed++;
      else if (!timed.has(id)) this.#commit.spent.push(id);
    }
    // What is stored of them stays as it is, and is tried again.
    for (const id of this.#commit.failing.keys())
      this.#commit.timers.set(id, this.#options.nowMs + limits.failingLookMs);
    this.#commit.ledger = this.#ledger.texts();
    this.#commit.outbox.push(...this.#leaving.outbox());
    return { commit: this.#commit, counts: this.counts };
  }

  #close(folded: FoldedProfile, timed: Set<string>): void {
    const evaluated = folded.record.kind === 'state' ? this.#evaluated(folded) : null;
    if (staysAsStored(folded, this.#commit, this.#loaded)) return void timed.add(folded.id);
    forgetSaid(folded, evaluated?.tierUpdates ?? []);
    const { stateForm: form } = this.#options;
    const packed = packRecord(evaluated === null ? folded.record : { kind: 'state', ...evaluated }, form);
    this.#commit.profiles.set(folded.id, packed);
    if (evaluated !== null)
      this.#options.cache?.keep(folded.id, packed, {
        matchedEvents: evaluated.state.matchedEvents,
        frozenAwards: evaluated.state.frozenAwards,
        evaluated: evaluated.evaluated,
      });
    if (folded.hasNewIdentity) this.#commit.identities.set(folded.id, packIdentity(folded.identity, form));
    if (evaluated === null) return;
    if (isNothing(evaluated.state, folded.identity) && this.#erasedUntilMs(folded.id) > 0)
      return void forgetProfile(this.#commit, folded.id);
    archiveIdle(folded, evaluated, this.#commit, this.#options);
    for (const update of evaluated.tierUpdates)
      this.#commit.tierUpdates.push(JSON.stringify({ ...update, trace: folded.trace }));
    for (const entry of evaluated.ledger) this.#ledger.add(JSON.stringify(entry));
    if (evaluated.state.wait !== null) {
      this.counts.waiting++;
      this.#commit.waiting.push(folded.id);
    }
    this.counts.crossingsUp += evaluated.crossingsUp;
    this.counts.crossingsDown += evaluated.crossingsDown;
    // A profile that Redis had lost has lost its timer too.
    const hasNoTimer = evaluated.state.wait !== null && this.#loaded.lost?.has(folded.id) === true;
    const soonMs = hasNoTimer ? this.#options.nowMs + limits.rebuildSoonMs : null;
    const reevaluateAtMs = evaluated.reevaluateAtMs ?? soonMs;
    if (reevaluateAtMs === null) return;
    this.#commit.timers.set(folded.id, reevaluateAtMs);
    timed.add(folded.id);
  }

  /** A profile whose evaluation fails keeps its events and is re-evaluated later: it must not block its partition. */
  #evaluated(folded: FoldedProfile): ProfileEvaluation {
    try {
      return evaluateProfile(folded, this.#options, this.#sealNowMs);
    } catch (error) {
      this.counts.failed++;
      this.#fails(folded.id, causeOf('failed', 'scoring it fails', error));
      return failedEvaluation(folded, this.#readTo, this.#options);
    }
  }

  #fails(id: string, cause: FailureCause): void {
    this.#commit.failing.set(id, failureNow(id, cause, this.#loaded, this.#options));
  }

  #learn(folded: FoldedProfile, event: ScovilleEvent): void {
    if (!isTelling(event)) return;
    const learnt = learnFrom(folded.identity, event);
    // It moves no tier, as a changed programme does not: the history shows what it makes of the score. Nothing where it was known.
    if (wasThere(event) && learnt === 'person') this.#waitForImport(folded, event);
    else this.#hasLearnt(folded, learnt);
    if (event.acceptedAtMs > folded.acceptedAtMs) folded.acceptedAtMs = event.acceptedAtMs;
  }

  /** The people a rule is for decide what caps leave to other rules: awards frozen before may differ for the known person. */
  #hasLearnt(folded: FoldedProfile, learnt: Learnt): void {
    if (learnt === 'nothing') return;
    folded.hasNewIdentity = true;
    if (learnt === 'time') return;
    folded.knowsMore = true;
    if (
      this.#options.hasPast &&
      folded.waitsSince === null &&
      (this.#options.programmes.programmes.some((one) => one.freezesByPerson) ||
        stateOf(folded).sealsFullHour) &&
      stateOf(folded).cuts.length > 0
    )
      this.#waitForRebuilding(folded);
  }

  /** Returns the profile to fold into; null when its stored bytes cannot be read (they stay unchanged). */
  #open(id: string): FoldedProfile | null {
    const known = this.#folded.get(id);
    if (known !== undefined) return known;
    const opened = openProfile(id, this.#loaded, this.#options, this.#readTo);
    const folded = 'reason' in opened ? null : opened;
    if ('reason' in opened) this.#fails(id, opened);
    this.#folded.set(id, folded);
    // Who it was goes with what it was.
    if (folded !== null && this.#loaded.erased?.has(id)) folded.hasNewIdentity = true;
    const merge = this.#loaded.lost?.get(id) ?? null;
    if (folded !== null && merge !== null) {
      // The link is written in this commit, so that it is sent once.
      folded.hasNewEvents = true;
      this.#leaving.add(merge.to, 's', JSON.stringify(merge));
    }
    return folded;
  }
}
