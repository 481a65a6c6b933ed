/**
 * Sealing: facts beyond the lateness horizon become the payments they earned, so that a state stays small.
 *
 * Nothing older than the horizon arrives any more. A match older than it may still count together with later ones (a
 * window, a wait, a visit that goes on, a click that waits for a human sign): then it stays. Every other one is dropped,
 * and what it earned is settled. Hence sealing changes no score, now or later, as long as programmes stay as they are.
 */
import { grant } from './account.ts';
import type { Claim } from './claim.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Gathering, gather } from './gather.ts';
import type { EventFact, FactMatch, Payment, ProfileState, Tally } from './profile-state.ts';
import { mergeSettled } from './settled.ts';
import { suspicionSpanMs } from './suspicion.ts';

/** The state with what is older than the horizon sealed; the same object when nothing is. */
export function sealOld(
  state: ProfileState,
  programmes: readonly CompiledProgramme[],
  horizonMs: number,
  nowMs: number,
): ProfileState {
  if ((state.facts[0]?.atMs ?? Number.POSITIVE_INFINITY) >= horizonMs) return state;
  const visitGapMs = Math.max(...programmes.map((programme) => programme.visitGapMs));
  const end = endOfLastVisit(state.facts, visitGapMs, horizonMs);
  if (end === 0) return state;

  const sealings = programmes.map(
    (programme) => new Sealing(programme, gather(state, programme, nowMs), horizonMs),
  );
  const kept = state.facts.slice(0, end).flatMap((fact): EventFact[] => {
    const matches = fact.matches.filter((match) => {
      // Of a programme that is not in force nothing is kept: the history has it, should it come back.
      return sealings.some((sealing) => sealing.keeps(fact, match));
    });
    return matches.length === 0 ? [] : [{ ...fact, matches }];
  });
  const open = state.facts.slice(end);
  const isOurs = ({ slot }: { slot: number }) => programmes.some(({ bySlot }) => bySlot[slot] !== undefined);
  const settled = sealings.flatMap((sealing) => sealing.settled(open));
  return {
    ...state,
    facts: [...kept, ...open],
    settled: mergeSettled(
      [...state.settled.filter((payment) => !isOurs(payment)), ...settled],
      programmes,
      horizonMs,
    ),
    tallies: [
      ...state.tallies.filter((tally) => !isOurs(tally)),
      ...sealings.flatMap((sealing) => sealing.tallies(state.tallies)),
    ],
  };
}

/** How many facts from the start belong to visits that ended before the horizon. */
function endOfLastVisit(facts: readonly EventFact[], visitGapMs: number, horizonMs: number): number {
  let end = 0;
  for (let index = 0; index < facts.length; index++) {
    const { atMs } = facts[index] as EventFact;
    if (atMs >= horizonMs) break;
    const nextMs = Math.min(facts[index + 1]?.atMs ?? Number.POSITIVE_INFINITY, horizonMs);
    if (nextMs - atMs >= visitGapMs) end = index + 1;
  }
  return end;
}

/** Sealing as one programme sees it: first asked of every match whether it stays, then what is settled. */
class Sealing {
  readonly #programme: CompiledProgramme;
  readonly #gathering: Gathering;
  readonly #horizonMs: number;
  readonly #spanMs: number;
  readonly #dropped = new Set<string>();
  readonly #counted = new Map<string, Tally>();

  constructor(programme: CompiledProgramme, gathering: Gathering, horizonMs: number) {
    this.#programme = programme;
    this.#gathering = gathering;
    this.#horizonMs = horizonMs;
    this.#spanMs = suspicionSpanMs(programme);
  }

  keeps(fact: EventFact, match: FactMatch): boolean {
    if (this.#programme.bySlot[match.slot] === undefined) return false;
    if (this.#needs(fact, match)) return true;
    this.#dropped.add(`${match.slot}:${fact.hash}`);
    this.#count(fact, match);
    return false;
  }

  /** What was settled before, and what is now. `open` are the facts no visit of which is sealed. */
  settled(open: readonly EventFact[]): Payment[] {
    const { claims, reset } = this.#gathering;
    // As if every rule were for this person: who somebody is may change, what was earned may not.
    const { contributions } = grant(claims, this.#programme, null);
    const earned = new Map(contributions.map((one) => [idOf(one), one.earned]));
    const settled = claims
      .filter((claim) => claim.settled !== null || this.#dropped.has(`${claim.rule.paysAt}:${claim.hash}`))
      .map((claim): Payment => {
        const { rule, rung, key, atMs, hash, count, worth } = claim;
        const got = claim.settled ?? earned.get(idOf({ ...claim, slot: rule.slot })) ?? 0;
        const isFixed = !('points' in rule.rule) || typeof rule.rule.points === 'number';
        return {
          slot: rule.slot,
          rung,
          key,
          atMs,
          hash,
          count,
          earned: isFixed && got === worth ? null : got,
        };
      });
    const isOpen = ({ atMs, matches }: EventFact) =>
      atMs === reset?.atMs && matches.some(({ slot }) => slot === reset.reset.slot);
    if (reset !== null && !open.some(isOpen)) {
      const { slot } = reset.reset;
      settled.push({ slot, rung: 0, key: 0, atMs: reset.atMs, hash: 0, count: 1, earned: null });
    }
    return settled;
  }

  /** The counts that go on for ever, `before` and now; a reset begins them anew. */
  tallies(before: readonly Tally[]): Tally[] {
    if (this.#gathering.reset === null || this.#gathering.reset.isSettled)
      for (const tally of before) if (this.#programme.bySlot[tally.slot] !== undefined) this.#add(tally);
    return [...this.#counted.values()];
  }

  #needs({ atMs, hash }: EventFact, { slot, key }: FactMatch): boolean {
    const facet = this.#programme.bySlot[slot];
    const { reset, ledgers } = this.#gathering;
    const isOfClick =
      facet?.role === 'click' ||
      facet?.role === 'delivered' ||
      facet?.role === 'sign' ||
      (facet?.role === 'when' && this.#programme.rules[facet.of]?.isClick);
    if (isOfClick && atMs + this.#spanMs >= this.#horizonMs) return true;
    if (facet?.role !== 'when') return false;
    // What a reset took back counts with nothing later.
    if (reset !== null && atMs <= reset.atMs) return false;
    return ledgers[slot]?.needs({ atMs, hash, key }, this.#horizonMs) ?? false;
  }

  #count({ atMs, hash }: EventFact, { slot, key }: FactMatch): void {
    const facet = this.#programme.bySlot[slot];
    const rule = facet?.role === 'when' ? this.#programme.rules[facet.of] : undefined;
    const { reset, suspicions } = this.#gathering;
    // A click taken back counts as never made.
    if (rule?.isClick && suspicions.get(hash)?.verdict === 'lapsed') return;
    if (rule?.countsForEver && (reset === null || atMs > reset.atMs)) this.#add({ slot, key, count: 1 });
  }

  #add({ slot, key, count }: Tally): void {
    const id = `${slot}:${key}`;
    const known = this.#counted.get(id);
    this.#counted.set(id, { slot, key, count: (known?.count ?? 0) + count });
  }
}

function idOf(
  one: Pick<Claim, 'rung' | 'key' | 'earnedAtMs'> & { slot: number; hash: number | null },
): string {
  return `${one.slot}:${one.rung}:${one.key}:${one.earnedAtMs}:${one.hash}`;
}
