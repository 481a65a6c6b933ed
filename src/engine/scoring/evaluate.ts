/**
 * `score(matches, programme, now)`: the score of a profile's events and person in one programme at one time.
 *
 * One pass over the events gathers awards. Caps are applied, the rest fades to now and is held within the standing
 * bounds; the fit of the person is added. Every step leaves a line, so that the lines sum to the score.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { Refusal } from './award.ts';
import { applyCaps, valueAt } from './cap-allocation.ts';
import type { CompiledProgramme, Source } from './compile.ts';
import type { Contribution } from './contribution.ts';
import { type Fit, fitOf } from './fit.ts';
import { type Gathering, gather } from './gather.ts';
import type { Person } from './person.ts';
import type { ProfileState } from './profile-state.ts';
import { sumUp } from './standing.ts';

export interface Evaluation {
  /** In thousandths of a point; 0 where it was never computed. */
  score: number;
  /**
   * Whether there is anything to compute a score from: an event or a payment of this programme, or a fit. Never computed
   * is not the same as zero.
   */
  isComputed: boolean;
  /** The rule that keeps the profile from scoring; null for none. */
  excludedBy: Source | null;
  /** Null where the programme has no fit. */
  fit: Fit | null;
  /** The fit whose points are in the score: null where a reset took them too, or the profile is excluded. */
  countedFit: Fit | null;
  /** Their values sum to the score. */
  contributions: readonly Contribution[];
  refusals: readonly Refusal[];
  /** When the clock alone next changes the score at once (an absence, an expiry, a lapse); null when never. */
  nextChangeAtMs: number | null;
  /** Whether something fades a little with every moment. */
  isFading: boolean;
}

/** Evaluates one programme for one profile at a time. Pure; the state is only read. */
export function evaluate(
  state: ProfileState,
  person: Person,
  programme: CompiledProgramme,
  nowMs: number,
): Evaluation {
  return evaluateGathered(gather(state, programme, nowMs), person, programme, nowMs);
}

/** Evaluates awards that are already gathered. */
export function evaluateGathered(
  gathering: Gathering,
  person: Person,
  programme: CompiledProgramme,
  nowMs: number,
): Evaluation {
  const fit = programme.fit === null ? null : fitOf(programme.fit, person);
  const isComputed = gathering.hasAny || (fit?.held.length ?? 0) > 0;
  const excludedBy = programme.exclude.find(({ holds }) => holds(person)) ?? null;
  if (excludedBy !== null) return excluded(gathering, excludedBy, { isComputed, fit });

  const allocation = applyCaps(gathering.awards, programme, person);
  const refusals = [...gathering.refusals, ...allocation.refusals];
  let nextChangeAtMs = gathering.nextChangeAtMs;
  let isFading = false;
  const contributions = allocation.contributions.map((contribution) => {
    const value = valueAt(contribution, nowMs);
    const endsAtMs = contribution.earnedAtMs + contribution.fade.endsAfterMs;
    if (value !== 0 && endsAtMs > nowMs && Number.isFinite(endsAtMs)) {
      if (contribution.fade.isGradual) isFading = true;
      else if (nextChangeAtMs === null || endsAtMs < nextChangeAtMs) nextChangeAtMs = endsAtMs;
    }
    return value === contribution.value ? contribution : { ...contribution, value };
  });
  const mutesFit = gathering.reset?.reset.to === 'zero';
  const countedFit = mutesFit ? null : fit;
  const { lines, score } = sumUp(contributions, programme, countedFit, nowMs);
  return {
    score,
    isComputed,
    excludedBy: null,
    fit,
    countedFit,
    contributions: [...contributions, ...lines],
    refusals: refusals.slice(0, limits.refusalsMax),
    nextChangeAtMs,
    isFading,
  };
}

function excluded(
  gathering: Gathering,
  excludedBy: Source,
  known: { isComputed: boolean; fit: Fit | null },
): Evaluation {
  const reason = `excluded: ${excludedBy.label}`;
  const refusals = gathering.awards.map(({ rule, atMs, hash }) => ({ source: rule, atMs, hash, reason }));
  return {
    ...known,
    countedFit: null,
    score: 0,
    excludedBy,
    contributions: [],
    refusals: [...gathering.refusals, ...refusals].slice(0, limits.refusalsMax),
    nextChangeAtMs: null,
    isFading: false,
  };
}
