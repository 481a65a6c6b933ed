/**
 * Sealing: facts beyond the lateness horizon become the payments they earned, so that a state stays small.
 *
 * Nothing older than the horizon arrives any more. The facts are cut in two where nothing before the cut counts together
 * with anything at or after it, nor with what may still arrive: between two visits, and where no window, wait, period or
 * burst of clicks reaches across. What lies before is dropped, and what it earned is settled. Hence sealing changes no
 * score, now or later, as long as programmes stay as they are; save that a count without an end stands by what was granted
 * beside it then, should it reach a higher rung.
 */
import { grant } from './account.ts';
import type { Claim } from './claim.ts';
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import { type Gathering, gather } from './gather.ts';
import type { Person } from './person.ts';
import type { EventFact, Payment, ProfileState, Tally } from './profile-state.ts';
import { mergeSettled } from './settled.ts';
import { earliestClickNeededMs } from './suspicion.ts';

/** The state with what is older than the horizon sealed; the same object when nothing is. */
export function sealOld(
  state: ProfileState,
  person: Person,
  programmes: readonly CompiledProgramme[],
  horizonMs: number,
  nowMs: number,
): ProfileState {
  const { facts } = state;
  if ((facts[0]?.atMs ?? Number.POSITIVE_INFINITY) >= horizonMs) return state;
  const visitGapMs = Math.max(...programmes.map((programme) => programme.visitGapMs));
  if (endOfVisits(facts, facts.length, visitGapMs, horizonMs) === 0) return state;

  const passes = programmes.map((programme) => ({ programme, gathering: gather(state, programme, nowMs) }));
  const end = cutOf(facts, passes, visitGapMs, horizonMs);
  if (end === 0) return state;
  const dropped = facts.slice(0, end);
  const isOurs = ({ slot }: { slot: number }) => programmes.some(({ bySlot }) => bySlot[slot] !== undefined);
  const settled = passes.flatMap((pass) => settledOf(pass, state, person, dropped, nowMs));
  return {
    ...state,
    facts: facts.slice(end),
    settled: mergeSettled(
      [...state.settled.filter((payment) => !isOurs(payment)), ...settled],
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

/** How many facts from the start, of the first `length`, belong to visits that ended before the next one and the horizon. */
function endOfVisits(
  facts: readonly EventFact[],
  length: number,
  visitGapMs: number,
  horizonMs: number,
): number {
  for (let end = length; end > 0; end--) {
    const { atMs } = facts[end - 1] as EventFact;
    const nextMs = Math.min(facts[end]?.atMs ?? Number.POSITIVE_INFINITY, horizonMs);
    if (nextMs - atMs >= visitGapMs) return end;
  }
  return 0;
}

/** The latest cut that nothing reaches across; found by moving it to before whatever does, until nothing does. */
function cutOf(
  facts: readonly EventFact[],
  passes: readonly Pass[],
  visitGapMs: number,
  horizonMs: number,
): number {
  let end = endOfVisits(facts, facts.length, visitGapMs, horizonMs);
  while (end > 0) {
    const cutMs = Math.min(facts[end]?.atMs ?? Number.POSITIVE_INFINITY, horizonMs);
    const neededMs = Math.min(...passes.map((pass) => earliestNeededMs(pass, facts, end, cutMs, horizonMs)));
    const needed = facts.findIndex(({ atMs }) => atMs >= neededMs);
    if (needed < 0 || needed >= end) return end;
    end = endOfVisits(facts, needed, visitGapMs, horizonMs);
  }
  return 0;
}

/** The time of the first fact before the cut that counts with what comes after it; infinite when none does. */
function earliestNeededMs(
  { programme, gathering }: Pass,
  facts: readonly EventFact[],
  end: number,
  cutMs: number,
  horizonMs: number,
): number {
  const clickMs = earliestClickNeededMs(facts, programme, cutMs, horizonMs);
  for (const { atMs, hash, matches } of facts.slice(0, end)) {
    if (atMs >= clickMs) return clickMs;
    // What a reset took back counts with nothing later.
    if (gathering.reset !== null && atMs <= gathering.reset.atMs) continue;
    for (const { slot, key } of matches) {
      if (programme.bySlot[slot]?.role !== 'when') continue;
      if (gathering.ledgers[slot]?.needs({ atMs, hash, key }, cutMs, horizonMs)) return atMs;
    }
  }
  return clickMs;
}

/** What stays of one programme's claims: those settled before, and those whose event is dropped now. */
function settledOf(
  { programme, gathering }: Pass,
  state: ProfileState,
  person: Person,
  dropped: readonly EventFact[],
  nowMs: number,
): Payment[] {
  const { claims, reset } = gathering;
  const gone = new Set(dropped.map(({ hash }) => hash));
  const isGone = (claim: Claim) => claim.settled !== null || gone.has(claim.hash);
  const settled = paymentsOf(claims, programme, person, (claim) => !isEver(claim.rule) && isGone(claim));
  if (programme.rules.some(isEver)) {
    // An open match may hold the rung of a count that goes on for ever; what those that go have reached alone must stay.
    const alone = gather({ ...state, facts: [...dropped] }, programme, nowMs);
    settled.push(...paymentsOf(alone.claims, programme, person, ({ rule }) => isEver(rule)));
  }
  const isDropped = ({ atMs, matches }: EventFact) =>
    atMs === reset?.atMs && matches.some(({ slot }) => slot === reset.reset.slot);
  if (reset !== null && (reset.isSettled || dropped.some(isDropped))) {
    const { slot } = reset.reset;
    settled.push({ slot, rung: 0, key: 0, atMs: reset.atMs, hash: 0, count: 1, earned: null });
  }
  return settled;
}

function isEver({ rule }: CompiledRule): boolean {
  return 'count' in rule && rule.count.per === 'ever';
}

/** Claims as payments, with what they were granted among all of these claims. */
function paymentsOf(
  claims: readonly Claim[],
  programme: CompiledProgramme,
  person: Person,
  isSettling: (claim: Claim) => boolean,
): Payment[] {
  // Where caps or a bound make rules share what may be earned, those that are not for the person take no share; where the
  // person becomes another, the profile is rebuilt. Else it is as if every rule were for anybody: who somebody is may change.
  const { contributions } = grant(claims, programme, programme.settlesByPerson ? person : null);
  const earned = new Map(contributions.map((one) => [idOf(one), one.earned]));
  return claims.filter(isSettling).map((claim): Payment => {
    const { rule, rung, key, atMs, hash, count, worth } = claim;
    const got = claim.settled ?? earned.get(idOf({ ...claim, slot: rule.slot })) ?? 0;
    const isFixed = !('points' in rule.rule) || typeof rule.rule.points === 'number';
    return { slot: rule.slot, rung, key, atMs, hash, count, earned: isFixed && got === worth ? null : got };
  });
}

/** The counts that go on for ever, `before` and of what is dropped now; a reset begins them anew. */
function talliesOf(
  { programme, gathering }: Pass,
  before: readonly Tally[],
  dropped: readonly EventFact[],
): Tally[] {
  const { reset, suspicions } = gathering;
  const counted = new Map<string, Tally>();
  const add = ({ slot, key, count }: Tally) => {
    const id = `${slot}:${key}`;
    counted.set(id, { slot, key, count: (counted.get(id)?.count ?? 0) + count });
  };
  if (reset === null || reset.isSettled)
    for (const tally of before) if (programme.bySlot[tally.slot] !== undefined) add(tally);
  for (const { atMs, hash, matches } of dropped) {
    if (reset !== null && atMs <= reset.atMs) continue;
    for (const { slot, key } of matches) {
      const facet = programme.bySlot[slot];
      const rule = facet?.role === 'when' ? programme.rules[facet.of] : undefined;
      if (!rule?.countsForEver) continue;
      // A click taken back counts as never made.
      if (rule.isClick && suspicions.get(hash)?.verdict === 'lapsed') continue;
      add({ slot, key, count: 1 });
    }
  }
  return [...counted.values()];
}

function idOf(
  one: Pick<Claim, 'rung' | 'key' | 'earnedAtMs'> & { slot: number; hash: number | null },
): string {
  return `${one.slot}:${one.rung}:${one.key}:${one.earnedAtMs}:${one.hash}`;
}
