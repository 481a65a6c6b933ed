/**
 * Sealing: events beyond the lateness horizon become frozen awards, so that a state stays small.
 *
 * Nothing older than the horizon arrives any more. The events are cut in two where nothing before the cut counts together
 * with anything at or after it, nor with what may still arrive: between two visits, and where no window, wait, period or
 * burst of clicks reaches across. Events before the cut are dropped, and their awards are frozen. Hence sealing changes
 * no score, now or later, while programmes stay unchanged. One exception: a count without an end that reaches a higher
 * rung later keeps the cap allocation from the time of sealing.
 */

import type { CandidateAward } from './award.ts';
import { applyCaps } from './cap-allocation.ts';
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import { mergeFrozenAwards } from './frozen-awards.ts';
import { type Gathering, gather } from './gather.ts';
import type { Person } from './person.ts';
import type { FrozenAward, MatchedEvent, ProfileState, Tally } from './profile-state.ts';
import { earliestClickNeededMs } from './suspicion.ts';

/** The state with what is older than the horizon sealed; the same object when nothing is. */
export function sealOld(
  state: ProfileState,
  person: Person,
  programmes: readonly CompiledProgramme[],
  horizonMs: number,
  nowMs: number,
): ProfileState {
  const { matchedEvents } = state;
  if ((matchedEvents[0]?.atMs ?? Number.POSITIVE_INFINITY) >= horizonMs) return state;
  const visitGapMs = Math.max(...programmes.map((programme) => programme.visitGapMs));
  if (endOfVisits(matchedEvents, matchedEvents.length, visitGapMs, horizonMs) === 0) return state;

  const passes = programmes.map((programme) => ({ programme, gathering: gather(state, programme, nowMs) }));
  const end = cutOf(matchedEvents, passes, visitGapMs, horizonMs);
  if (end === 0) return state;
  const dropped = matchedEvents.slice(0, end);
  const isOurs = ({ signatureId }: { signatureId: number }) =>
    programmes.some(({ bySignatureId }) => bySignatureId[signatureId] !== undefined);
  const frozenAwards = passes.flatMap((pass) => freezeAwards(pass, state, person, dropped, nowMs));
  return {
    ...state,
    matchedEvents: matchedEvents.slice(end),
    frozenAwards: mergeFrozenAwards(
      [...state.frozenAwards.filter((frozenAward) => !isOurs(frozenAward)), ...frozenAwards],
      programmes,
      horizonMs,
    ),
    tallies: [
      ...state.tallies.filter((tally) => !isOurs(tally)),
      ...passes.flatMap((pass) => talliesOf(pass, state.tallies, dropped)),
    ],
  };
}

interface Pass {
  programme: CompiledProgramme;
  gathering: Gathering;
}

/** How many events from the start, of the first `length`, belong to visits that ended before the next one and the horizon. */
function endOfVisits(
  matchedEvents: readonly MatchedEvent[],
  length: number,
  visitGapMs: number,
  horizonMs: number,
): number {
  for (let end = length; end > 0; end--) {
    const { atMs } = matchedEvents[end - 1] as MatchedEvent;
    const nextMs = Math.min(matchedEvents[end]?.atMs ?? Number.POSITIVE_INFINITY, horizonMs);
    if (nextMs - atMs >= visitGapMs) return end;
  }
  return 0;
}

/** The latest cut that nothing reaches across; found by moving it to before whatever does, until nothing does. */
function cutOf(
  matchedEvents: readonly MatchedEvent[],
  passes: readonly Pass[],
  visitGapMs: number,
  horizonMs: number,
): number {
  let end = endOfVisits(matchedEvents, matchedEvents.length, visitGapMs, horizonMs);
  while (end > 0) {
    const cutMs = Math.min(matchedEvents[end]?.atMs ?? Number.POSITIVE_INFINITY, horizonMs);
    const neededMs = Math.min(
      ...passes.map((pass) => earliestNeededMs(pass, matchedEvents, end, cutMs, horizonMs)),
    );
    const needed = matchedEvents.findIndex(({ atMs }) => atMs >= neededMs);
    if (needed < 0 || needed >= end) return end;
    end = endOfVisits(matchedEvents, needed, visitGapMs, horizonMs);
  }
  return 0;
}

/** The time of the first event before the cut that counts with what comes after it; infinite when none does. */
function earliestNeededMs(
  { programme, gathering }: Pass,
  matchedEvents: readonly MatchedEvent[],
  end: number,
  cutMs: number,
  horizonMs: number,
): number {
  const clickMs = earliestClickNeededMs(matchedEvents, programme, cutMs, horizonMs);
  for (const { atMs, hash, matches } of matchedEvents.slice(0, end)) {
    if (atMs >= clickMs) return clickMs;
    // Events that a reset took back count with nothing later.
    if (gathering.reset !== null && atMs <= gathering.reset.atMs) continue;
    for (const { signatureId, key } of matches) {
      if (programme.bySignatureId[signatureId]?.role !== 'when') continue;
      if (gathering.accumulators[signatureId]?.needs({ atMs, hash, key }, cutMs, horizonMs)) return atMs;
    }
  }
  return clickMs;
}

/** Returns the frozen awards of one programme: those frozen before, and those whose event is dropped now. */
function freezeAwards(
  { programme, gathering }: Pass,
  state: ProfileState,
  person: Person,
  dropped: readonly MatchedEvent[],
  nowMs: number,
): FrozenAward[] {
  const { awards, reset, suspicions } = gathering;
  const gone = new Set(dropped.map(({ hash }) => hash));
  const isGone = (award: CandidateAward) => award.frozen !== null || gone.has(award.hash);
  const frozenAwards = frozenFrom(awards, programme, person, (award) => !isEver(award.rule) && isGone(award));
  if (programme.rules.some(isEver)) {
    // An open match may hold the rung of a count that goes on for ever; what those that go have reached alone must stay.
    // Their clicks stay judged by all events: the sign that confirmed one may not be old enough to go with it.
    const alone = gather({ ...state, matchedEvents: [...dropped] }, programme, nowMs, suspicions);
    frozenAwards.push(...frozenFrom(alone.awards, programme, person, ({ rule }) => isEver(rule)));
  }
  const isDropped = ({ atMs, matches }: MatchedEvent) =>
    atMs === reset?.atMs && matches.some(({ signatureId }) => signatureId === reset.reset.signatureId);
  if (reset !== null && (reset.isFrozen || dropped.some(isDropped))) {
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
  person: Person,
  isFreezing: (award: CandidateAward) => boolean,
): FrozenAward[] {
  // Where rules share a cap or bound, rules that are not for the person take no share; when the person changes, the
  // profile is rebuilt. Otherwise every rule counts as if for anybody, since the person may change.
  const { contributions } = applyCaps(awards, programme, programme.freezesByPerson ? person : null);
  const earned = new Map(contributions.map((one) => [idOf(one), one.earned]));
  return awards.filter(isFreezing).map((award): FrozenAward => {
    const { rule, rung, key, atMs, hash, count, worth } = award;
    const got = award.frozen ?? earned.get(idOf({ ...award, signatureId: rule.signatureId })) ?? 0;
    const isFixed = !('points' in rule.rule) || typeof rule.rule.points === 'number';
    return {
      signatureId: rule.signatureId,
      rung,
      key,
      atMs,
      hash,
      count,
      earned: isFixed && got === worth ? null : got,
    };
  });
}

/** The counts that go on for ever, `before` and of what is dropped now; a reset restarts them. */
function talliesOf(
  { programme, gathering }: Pass,
  before: readonly Tally[],
  dropped: readonly MatchedEvent[],
): Tally[] {
  const { reset, suspicions } = gathering;
  const counted = new Map<string, Tally>();
  const add = ({ signatureId, key, count }: Tally) => {
    const id = `${signatureId}:${key}`;
    counted.set(id, { signatureId, key, count: (counted.get(id)?.count ?? 0) + count });
  };
  if (reset === null || reset.isFrozen)
    for (const tally of before) if (programme.bySignatureId[tally.signatureId] !== undefined) add(tally);
  for (const { atMs, hash, matches } of dropped) {
    if (reset !== null && atMs <= reset.atMs) continue;
    for (const { signatureId, key } of matches) {
      const signature = programme.bySignatureId[signatureId];
      const rule = signature?.role === 'when' ? programme.rules[signature.of] : undefined;
      if (!rule?.countsForEver) continue;
      // A click taken back counts as never made.
      if (rule.isClick && suspicions.get(hash)?.state === 'lapsed') continue;
      add({ signatureId, key, count: 1 });
    }
  }
  return [...counted.values()];
}

function idOf(
  one: Pick<CandidateAward, 'rung' | 'key' | 'earnedAtMs'> & { signatureId: number; hash: number | null },
): string {
  return `${one.signatureId}:${one.rung}:${one.key}:${one.earnedAtMs}:${one.hash}`;
}
