/**
 * Sealing: events beyond the lateness horizon become frozen awards, so that a state stays small.
 *
 * Nothing older than the horizon arrives any more. The events are cut in two where nothing before the cut counts together with
 * anything at or after it, nor with what may still arrive. That is between two visits, where no window, wait, period or burst of
 * clicks reaches across. Events before the cut are dropped, and their awards are frozen. Hence sealing changes no score, now or
 * later, while programmes stay unchanged. One exception: a count without an end that reaches a higher rung later keeps the cap
 * allocation from the time of sealing.
 *
 * Some cuts stay known, because a history keeps events for some time only. A rebuild takes what lies before its first cut from
 * the state, and the rest from the history.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { Apart } from './apart.ts';
import type { CandidateAward } from './award.ts';
import { applyCaps } from './cap-allocation.ts';
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import { PaidAward } from './contribution.ts';
import { latestCut, outlineAfter, type PassedProgramme, passesOver, possibleCuts } from './cut.ts';
import { countedFitOf } from './evaluate.ts';
import { type Fit, fitOf } from './fit.ts';
import { mergeFrozenAwards } from './frozen-awards.ts';
import { gather } from './gather.ts';
import type { Span } from './outline.ts';
import type { Person } from './person.ts';
import { phaseMarks, sealedRefusals } from './phases.ts';
import {
  beginsMs,
  type FrozenAward,
  type MatchedEvent,
  type ProfileState,
  roomOf,
  type Tally,
} from './profile-state.ts';
import { inTime, Visits } from './visits.ts';

/**
 * The state with what is older than the horizon sealed; the same object when nothing is. No rebuild needs the cuts before
 * `historyFromMs`, ms: from then on the history has every event.
 */
export function sealOld(
  state: ProfileState,
  person: Person,
  programmes: readonly CompiledProgramme[],
  horizonMs: number,
  nowMs: number,
  historyFromMs = 0,
): ProfileState {
  const passesOf = () => passesOver(state, programmes, nowMs);
  return sealedWhereCut(state, programmes, passesOf, { person, horizonMs, nowMs, historyFromMs });
}

/**
 * The same after an evaluation, with what was just gathered for each programme: once enough is to be sealed. Sealing costs as much as
 * all that a profile remembers, and the next evaluation begins again. So one that remembers much seals a part of that at once, and an
 * event costs the same whatever the profile remembers.
 */
export function sealGathered(
  state: ProfileState,
  person: Person,
  passes: readonly PassedProgramme[],
  { share = limits.sealedShare, ...sealing }: SealingInParts,
): ProfileState {
  const programmes = passes.map(({ programme }) => programme);
  const { matchedEvents, outline, frozenAwards } = state;
  const remembered = matchedEvents.length + outline.length + frozenAwards.length;
  const fewest = Math.ceil(remembered / share);
  return sealedWhereCut(state, programmes, () => passes, { person, ...sealing }, fewest);
}

export interface SealingInParts {
  horizonMs: number;
  nowMs: number;
  historyFromMs: number;
  /** What is sealed at once is at least one of so many that are remembered. */
  share?: number;
}

function sealedWhereCut(
  state: ProfileState,
  programmes: readonly CompiledProgramme[],
  passesOf: () => readonly PassedProgramme[],
  { horizonMs, ...sealing }: Omit<Sealing, 'cutMs' | 'isShort'> & { horizonMs: number },
  fewest = 0,
): ProfileState {
  if (!hasBefore(state, horizonMs, fewest)) return state;
  const cuts = possibleCuts(state, programmes, horizonMs);
  if (cuts.length === 0 || !hasBefore(state, cuts.at(-1) as number, fewest)) return state;
  const passes = passesOf();
  const cutMs = latestCut(state, passes, cuts, horizonMs);
  if (cutMs === null || !hasBefore(state, cutMs, fewest)) return state;
  return sealedAt(state, passes, { ...sealing, cutMs, isShort: false });
}

/** Whether so many events and spans lie before a time. */
function hasBefore({ matchedEvents, outline }: ProfileState, untilMs: number, count: number): boolean {
  let left = count;
  for (let index = 0; left > 0 && (matchedEvents[index]?.atMs ?? untilMs) < untilMs; index++) left--;
  for (let index = 0; left > 0 && (outline[index]?.toMs ?? untilMs) < untilMs; index++) left--;
  return left <= 0;
}

/**
 * The state of a profile at its limit with the older half sealed, whatever reaches across: it goes on to score. Events from
 * before that cut are refused from then on.
 */
export function sealAtLimit(
  state: ProfileState,
  person: Person,
  programmes: readonly CompiledProgramme[],
  nowMs: number,
  historyFromMs = 0,
): ProfileState {
  const { matchedEvents, outline } = state;
  const held = [
    ...matchedEvents.map((matched) => ({ atMs: matched.atMs, room: roomOf(matched) })),
    ...outline.map(({ toMs }) => ({ atMs: toMs, room: 1 })),
  ].sort((a, b) => a.atMs - b.atMs);
  const times = held.flatMap(({ atMs, room }) => Array.from({ length: room }, () => atMs));
  const half = Math.floor(Math.min(times.length, limits.profileEventsMax) / 2);
  const middle = times[times.length - half] ?? nowMs;
  // Where half of them are of one moment, all of that moment go.
  const cutMs = middle > (times[0] ?? middle) ? middle : middle + 1;
  const passes = passesOver(state, programmes, nowMs);
  return sealedAt(state, passes, { cutMs, person, nowMs, historyFromMs, isShort: true });
}

interface Sealing {
  cutMs: number;
  person: Person;
  nowMs: number;
  historyFromMs: number;
  /** At a limit: what reaches across is lost. */
  isShort: boolean;
}

function sealedAt(state: ProfileState, passes: readonly PassedProgramme[], sealing: Sealing): ProfileState {
  const { cutMs, person, nowMs, historyFromMs, isShort } = sealing;
  const programmes = passes.map(({ programme }) => programme);
  const dropped = state.matchedEvents.filter(({ atMs }) => atMs < cutMs);
  const sealedFromMs = state.cuts.length > 0 ? state.sealedFromMs : beginsMs(state);
  const cuts = cutsWith(state, cutMs, historyFromMs);
  const isOurs = ({ signatureId }: { signatureId: number }) =>
    programmes.some(({ bySignatureId }) => bySignatureId[signatureId] !== undefined);
  const foreign = state.frozenAwards.filter((frozenAward) => !isOurs(frozenAward));
  const sealsFullHour = state.sealsFullHour || passes.some((pass) => fillsAnHour(pass, cutMs, isShort));
  const freezing = { person, sealsFullHour, nowMs, cuts };
  const frozenAwards = passes.flatMap((pass) => freezeAwards(pass, state, dropped, freezing));
  const seen = passes.flatMap((pass) => markOf(pass, [...foreign, ...frozenAwards], sealedFromMs));
  return {
    ...state,
    matchedEvents: state.matchedEvents.slice(dropped.length),
    outline: outlineAfter(state, programmes, cutMs),
    frozenAwards: mergeFrozenAwards([...foreign, ...frozenAwards, ...seen], programmes, {
      sealedUntilMs: cutMs,
      cuts,
      isAtLimit: isShort,
    }),
    tallies: joinTallies(
      [
        ...state.tallies.filter((tally) => !isOurs(tally)),
        ...passes.flatMap((pass) => talliesOf(pass, state, dropped, cuts)),
      ],
      cuts,
    ),
    cuts,
    sealedFromMs,
    isCutShort: isShort,
    sealsFullHour,
  };
}

/** Whether public keys made many payments before a cut in one clock hour. At a limit merged ones no longer show their hours. */
function fillsAnHour({ gathering }: PassedProgramme, cutMs: number, isShort: boolean): boolean {
  const counts = new Map<number, number>();
  for (const { isPublic, atMs, earnedAtMs } of gathering.awards) {
    if (!isPublic || atMs >= cutMs) continue;
    const hour = Math.floor(earnedAtMs / limits.hourMs);
    const count = (counts.get(hour) ?? 0) + 1;
    if (isShort || count > limits.publicPaymentsPerHourFew) return true;
    counts.set(hour, count);
  }
  return false;
}

interface Freezing {
  person: Person;
  /** Those that stay known, and the new one. */
  cuts: readonly number[];
  sealsFullHour: boolean;
  nowMs: number;
}

/** The same for one programme, with the fit that counts in its score. */
type FreezingWithFit = Freezing & { fit: Fit | null };

/** The cuts that stay known, and the new one. The latest moves on until it is far enough from the one before. */
function cutsWith({ cuts, sealedFromMs }: ProfileState, cutMs: number, historyFromMs: number): number[] {
  const last = cuts.at(-1);
  const isFar = last !== undefined && last - (cuts.at(-2) ?? sealedFromMs) >= limits.cutEveryMs;
  const before = (isFar ? cuts : cuts.slice(0, -1)).filter((one) => one < cutMs);
  return [...before.filter((one) => one >= historyFromMs), cutMs];
}

/**
 * A mark that events of a programme are sealed, where nothing else shows it: an award of the programme's own id. A score
 * that was computed once stays computed.
 */
function markOf(
  { programme, gathering }: PassedProgramme,
  frozenAwards: readonly FrozenAward[],
  sealedFromMs: number,
): FrozenAward[] {
  const { signatureId, bySignatureId } = programme;
  const isOurs = (id: number) => id === signatureId || bySignatureId[id]?.isAside === false;
  if (!gathering.hasAny || frozenAwards.some((frozenAward) => isOurs(frozenAward.signatureId))) return [];
  return [{ signatureId, rung: 0, key: 0, atMs: sealedFromMs, hash: 0, count: 1, earned: null }];
}

/** Returns the frozen awards of one programme: those frozen before, and those whose event is dropped now. */
function freezeAwards(
  { programme, gathering }: PassedProgramme,
  state: ProfileState,
  dropped: readonly MatchedEvent[],
  given: Freezing,
): FrozenAward[] {
  const { awards, reset, suspicions } = gathering;
  const fit = programme.fit === null ? null : countedFitOf(gathering, fitOf(programme.fit, given.person));
  const freezing = { ...given, fit };
  const gone = new Set(dropped.map(({ hash }) => hash));
  const isGone = (award: CandidateAward) => award.frozen !== null || gone.has(award.hash);
  const frozenAwards = frozenFrom(
    awards,
    programme,
    freezing,
    (award) => !isEver(award.rule) && isGone(award),
  );
  if (programme.rules.some(isEver)) {
    // An open match may hold the rung of a count that goes on for ever; what those that go have reached alone must stay.
    // Their clicks stay judged by all events: the sign that confirmed one may not be old enough to go with it.
    const alone = gather({ ...state, matchedEvents: [...dropped] }, programme, freezing.nowMs, suspicions);
    frozenAwards.push(...frozenFrom(alone.awards, programme, freezing, ({ rule }) => isEver(rule)));
  }
  frozenAwards.push(...phaseMarks(programme.bySignatureId, state.frozenAwards, dropped, given.cuts));
  // What is dropped at the instant of a reset goes with its event.
  if (reset !== null && (reset.isFrozen || dropped.some(({ atMs }) => atMs === reset.atMs))) {
    const { signatureId } = reset.reset;
    frozenAwards.push({ signatureId, rung: 0, key: 0, atMs: reset.atMs, hash: 0, count: 1, earned: null });
  }
  return frozenAwards;
}

function isEver({ rule }: CompiledRule): boolean {
  return 'count' in rule && rule.count.per === 'ever';
}

/** Freezes awards, each with its allocation among all of these awards. */
function frozenFrom(
  awards: readonly CandidateAward[],
  programme: CompiledProgramme,
  { person, sealsFullHour, fit }: FreezingWithFit,
  isFreezing: (award: CandidateAward) => boolean,
): FrozenAward[] {
  // Where rules share a cap or bound, rules that are not for the person take no share; when the person changes, the
  // profile is rebuilt. Otherwise every rule counts as if for anybody, since the person may change.
  const isByPerson = programme.freezesByPerson || sealsFullHour;
  const { contributions } = applyCaps(awards, programme, isByPerson ? person : null, fit);
  const earned = new Map<CandidateAward, number>();
  for (const one of contributions) if (one instanceof PaidAward) earned.set(one.award, one.earned);
  return awards.filter(isFreezing).map((award): FrozenAward => {
    const { rule, rung, key, atMs, hash, count, worth, isPublic } = award;
    const { signatureId } = rule;
    const of = { signatureId, rung, key, atMs, hash, ...(isPublic && { isPublic }) };
    const got = award.frozen ?? earned.get(award);
    if (got === undefined) return { ...of, count: 0, earned: null };
    const isFixed = !('points' in rule.rule) || typeof rule.rule.points === 'number';
    return { ...of, count, earned: isFixed && got === worth ? null : got };
  });
}

const anyTime = { during: null, whoThen: null };

/** The counts that go on for ever, `before` and of what is dropped now; a reset restarts them. */
function talliesOf(
  { programme, gathering }: PassedProgramme,
  state: ProfileState,
  dropped: readonly MatchedEvent[],
  cuts: readonly number[],
): Tally[] {
  const { reset, suspicions } = gathering;
  const counted: Tally[] = [];
  const isNewVisit = visitCounter(programme, state);
  const aparts = new Map<number, Apart>();
  const refusalOf = sealedRefusals(programme.phases, programme.bySignatureId, state.frozenAwards);
  const sinceMs = cuts.at(-2) ?? 0;
  if (reset === null || reset.isFrozen)
    for (const tally of state.tallies)
      if (programme.bySignatureId[tally.signatureId] !== undefined) counted.push(tally);
  for (const matched of dropped) {
    const { atMs, hash, matches } = matched;
    const isTakenBack = reset !== null && atMs <= reset.atMs;
    // Phases go on over a reset.
    const isFrozen = refusalOf(matched, anyTime) !== null;
    if (isTakenBack || isFrozen) continue;
    for (const { signatureId, key } of matches) {
      const signature = programme.bySignatureId[signatureId];
      const rule = signature?.role === 'when' ? programme.rules[signature.of] : undefined;
      if (!rule?.countsForEver || refusalOf(matched, rule.counting) !== null) continue;
      // A click taken back counts as never made.
      if (rule.isClick && suspicions.get(hash)?.state === 'lapsed') continue;
      if (rule.countsVisits && !isNewVisit(rule, hash)) continue;
      if (rule.apartMs > 0 && !apartOf(aparts, rule).counts({ atMs, key })) continue;
      counted.push({ signatureId, key: rule.apartMs > 0 ? 0 : key, count: 1, sinceMs });
    }
  }
  return counted;
}

/** No two of one page lie on both sides of a cut and count together, so each cut begins again. */
function apartOf(aparts: Map<number, Apart>, { index, apartMs }: CompiledRule): Apart {
  const apart = aparts.get(index) ?? new Apart(apartMs);
  aparts.set(index, apart);
  return apart;
}

/** Returns whether a match is the first of its rule in its visit. Visits are sealed whole, so each is counted once. */
function visitCounter(
  { rules, visitGapMs }: CompiledProgramme,
  { matchedEvents, outline }: ProfileState,
): (rule: CompiledRule, hash: number) => boolean {
  if (!rules.some(({ countsVisits, countsForEver }) => countsVisits && countsForEver)) return () => true;
  const visits = new Visits(visitGapMs);
  const visitOf = new Map<number, number>();
  const see = ({ fromMs, toMs }: Span) => visits.see(fromMs, toMs);
  inTime(
    matchedEvents,
    outline,
    ({ atMs, hash }) => {
      visits.see(atMs, atMs);
      visitOf.set(hash, visits.numberAt(atMs));
    },
    see,
  );
  const counted = new Set<string>();
  return ({ index }, hash) => {
    const before = counted.size;
    return counted.add(`${index}:${visitOf.get(hash)}`).size > before;
  };
}

/** Adds up tallies of one rule and key, those of one stretch between two known cuts. */
function joinTallies(tallies: readonly Tally[], cuts: readonly number[]): Tally[] {
  const joined = new Map<string, Tally>();
  for (const { signatureId, key, count, sinceMs: givenMs } of tallies) {
    const sinceMs = cuts.findLast((cutMs) => cutMs <= givenMs) ?? 0;
    const id = `${signatureId}:${key}:${sinceMs}`;
    joined.set(id, { signatureId, key, count: (joined.get(id)?.count ?? 0) + count, sinceMs });
  }
  return [...joined.values()];
}
