/** What a touched profile's state means now: evaluate, step the ladder, seal, and say so where it moved. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import type { LedgerEntry, Reason, TierUpdate } from '../../contract/api/api.ts';
import {
  actionsOf,
  type CompiledProgramme,
  type CompiledProgrammes,
  compileProgrammes,
  type Evaluation,
  evaluate,
  identityOf,
  ledgerOf,
  newTierState,
  type Person,
  type ProfileState,
  personOf,
  priorityOf,
  reasonsOf,
  reevaluateAtMs,
  sealOld,
  stepTierState,
  type TierState,
  tierStateOn,
  toPoints,
} from '../scoring/scoring.ts';
import type { DecideOptions, FoldedProfile } from './folded-profile.ts';

export interface ProfileEvaluation {
  state: ProfileState;
  records: TierUpdate[];
  ledger: LedgerEntry[];
  reevaluateAtMs: number | null;
  crossingsUp: number;
  crossingsDown: number;
}

/** Settles one profile that has a state. A record is due on a crossing, and while it stands on the ladder and moved. */
export function evaluateProfile(
  folded: FoldedProfile,
  options: DecideOptions,
  sealNowMs: number,
): ProfileEvaluation {
  if (folded.record.kind !== 'state') throw new Error('only a state can be settled');
  const { state } = folded.record;
  const { nowMs } = options;
  const { programmes } = options.programmes;
  const person = personOf(folded.identity);
  const result: ProfileEvaluation = {
    state,
    records: [],
    ledger: [],
    reevaluateAtMs: null,
    crossingsUp: 0,
    crossingsDown: 0,
  };
  const then = programmesThen(folded, options);
  if (folded.isStale) return waiting(folded, state, person, then ?? options.programmes, options);
  const tierStates: TierState[] = state.tierStates.filter(
    (tierState) => !programmes.some(({ signatureId }) => signatureId === tierState.programme),
  );
  for (const programme of programmes) {
    const evaluation = evaluate(state, person, programme, nowMs);
    const stored = state.tierStates.find((tierState) => tierState.programme === programme.signatureId);
    const ofThen = then?.programmes.find(({ signatureId }) => signatureId === programme.signatureId) ?? null;
    const isThen = then === null || stored === undefined;
    const before = isThen
      ? (stored ?? newTierState(programme.signatureId))
      : tierStateOn(programme.programme.ladder, stored, ofThen?.programme.ladder ?? null);
    const after = stepTierState(programme.programme.ladder, before, evaluation, nowMs);
    tierStates.push(after);
    result.ledger.push(
      ...ledgerOf(folded.id, programme, evaluationBefore(folded, ofThen ?? programme), evaluation, nowMs),
    );
    result.reevaluateAtMs = earlier(
      result.reevaluateAtMs,
      reevaluateAtMs(programme, after, evaluation, nowMs),
    );
    if (after.tier > before.tier) result.crossingsUp++;
    if (after.tier < before.tier) result.crossingsDown++;
    const isElsewhere = after.score !== before.score || after.tier !== stored?.tier;
    const hasMoved = after.tier > 0 && (isElsewhere || folded.hasNewIdentity);
    if (after.tier !== before.tier || hasMoved)
      result.records.push(recordOf(folded, programme, before, after, evaluation, person, nowMs));
  }
  const sealed = sealOld(state, person, programmes, sealNowMs - options.latenessMs, nowMs);
  result.state = { ...sealed, tierStates, asOfMs: nowMs, waitsToBeRebuilt: false };
  return result;
}

/**
 * A profile that its state does not tell the truth about, until its history can be read: what comes is kept, and noted in
 * the ledger by the programmes it was last looked at by; it neither rises nor falls.
 */
function waiting(
  folded: FoldedProfile,
  state: ProfileState,
  person: Person,
  { programmes }: CompiledProgrammes,
  { nowMs, signaturesSinceMs }: DecideOptions,
): ProfileEvaluation {
  const ledger = programmes.flatMap((programme) => {
    const after = evaluate(state, person, programme, nowMs);
    return ledgerOf(folded.id, programme, evaluationBefore(folded, programme), after, nowMs);
  });
  // Looked at as it is, it still counts as looked at before the programmes of now.
  const isOlder = state.asOfMs < signaturesSinceMs;
  const asOfMs = isOlder ? Math.min(nowMs, signaturesSinceMs - 1) : nowMs;
  return {
    state: { ...state, asOfMs, waitsToBeRebuilt: true },
    records: [],
    ledger,
    reevaluateAtMs: nowMs + (folded.isBehind ? limits.rebuildSoonMs : limits.staleRetryMs),
    crossingsUp: 0,
    crossingsDown: 0,
  };
}

/** The programmes by which the profile was last looked at, where they were others and are known; null where they are those of now. */
function programmesThen(
  { before }: FoldedProfile,
  { sinceMs, earlier }: DecideOptions,
): CompiledProgrammes | null {
  const asOfMs = before?.state.asOfMs ?? 0;
  if (asOfMs === 0 || asOfMs >= sinceMs) return null;
  return earlier.find((one) => asOfMs >= one.sinceMs)?.programmes ?? unknown;
}

/** Programmes nobody knows any more. */
const unknown: CompiledProgrammes = compileProgrammes([], () => 0);

/** What the profile came to when it was last looked at, by the programme of then; null when it never was. */
function evaluationBefore({ before }: FoldedProfile, programme: CompiledProgramme): Evaluation | null {
  if (before === null || before.state.asOfMs === 0) return null;
  return evaluate(before.state, before.person, programme, before.state.asOfMs);
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function recordOf(
  folded: FoldedProfile,
  compiled: CompiledProgramme,
  before: TierState,
  after: TierState,
  evaluation: Evaluation,
  person: Person,
  nowMs: number,
): TierUpdate {
  const { programme, version } = compiled;
  return {
    profile: folded.id,
    programme: programme.programme,
    programmeName: programme.name,
    programmeVersion: version,
    campaign: programme.campaign,
    actions: actionsOf(compiled, before, after, evaluation, person, nowMs),
    grade: evaluation.fit?.grade ?? null,
    priority: priorityOf(compiled, evaluation, after.tier),
    episode: after.episode,
    from: before.tier,
    to: after.tier,
    tierName: programme.ladder.tiers[after.tier - 1]?.name ?? 'none',
    tiers: programme.ladder.tiers.length,
    score: toPoints(after.score),
    atMs: nowMs,
    acceptedAtMs: folded.acceptedAtMs || nowMs,
    identity: identityOf(folded.identity),
    reasons: boundedReasons(reasonsOf(evaluation.contributions)),
  };
}

/** At most `reasonsMax` reasons; the oldest of a longer list become one, so that the values still sum to the score. */
function boundedReasons(reasons: Reason[]): Reason[] {
  const over = reasons.length - limits.reasonsMax;
  if (over <= 0) return reasons;
  const oldest = reasons.slice(0, over + 1);
  const last = oldest[over] as Reason;
  const value = oldest.reduce((sum, reason) => sum + Math.round(reason.value * 1_000), 0) / 1_000;
  return [
    {
      ...last,
      rule: 'earlier',
      label: `${oldest.length} earlier contributions`,
      points: value,
      value,
      reason: 'summed up',
    },
    ...reasons.slice(over + 1),
  ];
}
