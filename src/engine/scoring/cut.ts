/**
 * Where a state can be cut in two: between two visits of every programme. Nothing before the cut counts together with anything
 * at or after it, nor with what may still arrive.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import { type Gathering, gather } from './gather.ts';
import { outlineFrom, type Span } from './outline.ts';
import { beginsMs, type MatchedEvent, type ProfileState } from './profile-state.ts';
import { firstAfter } from './sorted-times.ts';
import { clicksThatReach } from './suspicion.ts';
import { stretchesOf } from './visits.ts';

/** A programme, and what a pass over the state has gathered for it. */
export interface PassedProgramme {
  programme: CompiledProgramme;
  gathering: Gathering;
}

/** A pass over the state for each programme. */
export function passesOver(
  state: ProfileState,
  programmes: readonly CompiledProgramme[],
  nowMs: number,
): PassedProgramme[] {
  return programmes.map((programme) => ({ programme, gathering: gather(state, programme, nowMs) }));
}

/** Times until the horizon at which no visit of any programme is under way, ascending, ms. */
export function possibleCuts(
  state: ProfileState,
  programmes: readonly CompiledProgramme[],
  horizonMs: number,
): number[] {
  if (beginsMs(state) >= horizonMs) return [];
  const gaps = [...new Set(programmes.map(({ visitGapMs }) => visitGapMs))].sort((a, b) => b - a);
  const byGap = gaps.map((gapMs) => ({
    gapMs,
    stretches: stretchesOf(state.matchedEvents, state.outline, gapMs),
  }));
  const [widest, ...others] = byGap;
  if (widest === undefined) return [];
  return widest.stretches.flatMap((stretch, index) => {
    const cuts = splitsOf(stretch, horizonMs).filter((cutMs) =>
      others.every(({ gapMs, stretches }) => isBetweenVisits(cutMs, stretches, gapMs)),
    );
    const nextMs = Math.min(widest.stretches[index + 1]?.fromMs ?? Number.POSITIVE_INFINITY, horizonMs);
    if (nextMs - stretch.toMs >= widest.gapMs) cuts.push(nextMs);
    return cuts;
  });
}

/** Where a stretch is cut into visits by the longest time one may last. */
function splitsOf({ fromMs, toMs }: Span, horizonMs: number): number[] {
  const splits: number[] = [];
  for (let atMs = fromMs + limits.visitMsMax; atMs <= Math.min(toMs, horizonMs); atMs += limits.visitMsMax)
    splits.push(atMs);
  return splits;
}

function isBetweenVisits(cutMs: number, stretches: readonly Span[], gapMs: number): boolean {
  const stretch = stretches.findLast(({ fromMs }) => fromMs < cutMs);
  if (stretch === undefined) return true;
  if (cutMs <= stretch.toMs) return (cutMs - stretch.fromMs) % limits.visitMsMax === 0;
  return cutMs - stretch.toMs >= gapMs;
}

/** The latest of the possible cuts that nothing reaches across; null where something reaches across each. */
export function latestCut(
  { matchedEvents }: ProfileState,
  passes: readonly PassedProgramme[],
  possible: readonly number[],
  horizonMs: number,
): number | null {
  const crossings = new Crossings(possible);
  for (const pass of passes) addReaches(pass, matchedEvents, horizonMs, crossings);
  return crossings.latestFree();
}

/** Possible cuts, and how many events reach across each: counted by the differences, so that every event costs two look-ups. */
class Crossings {
  readonly #cuts: readonly number[];
  readonly #differences: number[];

  constructor(cuts: readonly number[]) {
    this.#cuts = cuts;
    this.#differences = new Array<number>(cuts.length + 1).fill(0);
  }

  /** An event counts together with what happens until then: no cut after it, and until then, divides the two. */
  add(atMs: number, untilMs: number): void {
    if (untilMs <= atMs) return;
    this.#count(atMs, 1);
    this.#count(untilMs, -1);
  }

  /** The latest cut that none reaches across; null where there is none. */
  latestFree(): number | null {
    let free: number | null = null;
    let crossing = 0;
    this.#cuts.forEach((cutMs, index) => {
      crossing += this.#differences[index] as number;
      if (crossing === 0) free = cutMs;
    });
    return free;
  }

  /** From the first cut after a time on. */
  #count(atMs: number, more: number): void {
    const index = firstAfter(this.#cuts, atMs);
    this.#differences[index] = (this.#differences[index] as number) + more;
  }
}

/** Whether a time is such a cut, of a state with all that happened around it. */
export function isCleanCut(
  state: ProfileState,
  programmes: readonly CompiledProgramme[],
  cutMs: number,
  nowMs: number,
): boolean {
  const areApart = programmes.every(({ visitGapMs }) =>
    isBetweenVisits(cutMs, stretchesOf(state.matchedEvents, state.outline, visitGapMs), visitGapMs),
  );
  return areApart && latestCut(state, passesOver(state, programmes, nowMs), [cutMs], nowMs) !== null;
}

/**
 * The outline at or after a cut. A stretch that goes on across it begins there, so that its later visits are cut where
 * they were.
 */
export function outlineAfter(
  { matchedEvents, outline }: ProfileState,
  programmes: readonly CompiledProgramme[],
  cutMs: number,
): Span[] {
  const after = outlineFrom(outline, cutMs);
  const gapMs = Math.max(...programmes.map((programme) => programme.visitGapMs));
  const goesOn = stretchesOf(matchedEvents, outline, gapMs).some(
    ({ fromMs, toMs }) => fromMs < cutMs && cutMs < toMs,
  );
  if (goesOn && after[0]?.fromMs !== cutMs) after.unshift({ fromMs: cutMs, toMs: cutMs });
  return after;
}

/** Adds how far each event of a programme counts together with others. */
function addReaches(
  { programme, gathering }: PassedProgramme,
  matchedEvents: readonly MatchedEvent[],
  horizonMs: number,
  crossings: Crossings,
): void {
  clicksThatReach(matchedEvents, programme, horizonMs, (atMs, untilMs) => crossings.add(atMs, untilMs));
  const { reset, accumulators } = gathering;
  for (const { atMs, hash, matches } of matchedEvents) {
    // Events that a reset took back count with nothing later.
    if (reset !== null && atMs <= reset.atMs) continue;
    for (const { signatureId, key } of matches) {
      const untilMs = accumulators[signatureId]?.reachesUntilMs({ atMs, hash, key }, horizonMs);
      if (untilMs !== undefined) crossings.add(atMs, untilMs);
    }
  }
}
