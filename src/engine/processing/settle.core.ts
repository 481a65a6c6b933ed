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
  freshStanding,
  identityOf,
  ledgerOf,
  nextLookAtMs,
  type Person,
  type ProfileState,
  personOf,
  priorityOf,
  reasonsOf,
  type Standing,
  sealOld,
  standingOn,
  stepStanding,
  toPoints,
} from '../scoring/scoring.ts';
import type { DecideOptions, Working } from './working.ts';

export interface Settlement {
  state: ProfileState;
  records: TierUpdate[];
  ledger: LedgerEntry[];
  nextLookAtMs: number | null;
  crossingsUp: number;
  crossingsDown: number;
}

/** Settles one profile that has a state. A record is due on a crossing, and while it stands on the ladder and moved. */
export function settle(working: Working, options: DecideOptions, sealNowMs: number): Settlement {
  if (working.record.kind !== 'state') throw new Error('only a state can be settled');
  const { state } = working.record;
  const { nowMs } = options;
  const { programmes } = options.programmes;
  const person = personOf(working.identity);
  const settlement: Settlement = {
    state,
    records: [],
    ledger: [],
    nextLookAtMs: null,
    crossingsUp: 0,
    crossingsDown: 0,
  };
  const then = programmesThen(working, options);
  if (working.isStale) return waiting(working, state, person, then ?? options.programmes, options);
  const standings: Standing[] = state.standings.filter(
    (standing) => !programmes.some(({ slot }) => slot === standing.programme),
  );
  for (const programme of programmes) {
    const evaluation = evaluate(state, person, programme, nowMs);
    const stored = state.standings.find((standing) => standing.programme === programme.slot);
    const ofThen = then?.programmes.find(({ slot }) => slot === programme.slot) ?? null;
    const isThen = then === null || stored === undefined;
    const before = isThen
      ? (stored ?? freshStanding(programme.slot))
      : standingOn(programme.programme.ladder, stored, ofThen?.programme.ladder ?? null);
    const after = stepStanding(programme.programme.ladder, before, evaluation, nowMs);
    standings.push(after);
    settlement.ledger.push(
      ...ledgerOf(working.id, programme, evaluationBefore(working, ofThen ?? programme), evaluation, nowMs),
    );
    settlement.nextLookAtMs = earlier(
      settlement.nextLookAtMs,
      nextLookAtMs(programme, after, evaluation, nowMs),
    );
    if (after.tier > before.tier) settlement.crossingsUp++;
    if (after.tier < before.tier) settlement.crossingsDown++;
    const isElsewhere = after.score !== before.score || after.tier !== stored?.tier;
    const hasMoved = after.tier > 0 && (isElsewhere || working.hasNewIdentity);
    if (after.tier !== before.tier || hasMoved)
      settlement.records.push(recordOf(working, programme, before, after, evaluation, person, nowMs));
  }
  const sealed = sealOld(state, person, programmes, sealNowMs - options.latenessMs, nowMs);
  settlement.state = { ...sealed, standings, asOfMs: nowMs, waitsToBeRebuilt: false };
  return settlement;
}

/**
 * A profile that its state does not tell the truth about, until its history can be read: what comes is kept, and noted in
 * the ledger by the programmes it was last looked at by; it neither rises nor falls.
 */
function waiting(
  working: Working,
  state: ProfileState,
  person: Person,
  { programmes }: CompiledProgrammes,
  { nowMs, facetsSinceMs }: DecideOptions,
): Settlement {
  const ledger = programmes.flatMap((programme) => {
    const after = evaluate(state, person, programme, nowMs);
    return ledgerOf(working.id, programme, evaluationBefore(working, programme), after, nowMs);
  });
  // Looked at as it is, it still counts as looked at before the programmes of now.
  const isOfThen = state.asOfMs < facetsSinceMs;
  const asOfMs = isOfThen ? Math.min(nowMs, facetsSinceMs - 1) : nowMs;
  return {
    state: { ...state, asOfMs, waitsToBeRebuilt: true },
    records: [],
    ledger,
    nextLookAtMs: nowMs + (working.isBehind ? limits.rebuildSoonMs : limits.staleLookAgainMs),
    crossingsUp: 0,
    crossingsDown: 0,
  };
}

/** The programmes by which the profile was last looked at, where they were others and are known; null where they are those of now. */
function programmesThen({ before }: Working, { sinceMs, earlier }: DecideOptions): CompiledProgrammes | null {
  const asOfMs = before?.state.asOfMs ?? 0;
  if (asOfMs === 0 || asOfMs >= sinceMs) return null;
  return earlier.find((one) => asOfMs >= one.sinceMs)?.programmes ?? unknown;
}

/** Programmes nobody knows any more. */
const unknown: CompiledProgrammes = compileProgrammes([], () => 0);

/** What the profile came to when it was last looked at, by the programme of then; null when it never was. */
function evaluationBefore({ before }: Working, programme: CompiledProgramme): Evaluation | null {
  if (before === null || before.state.asOfMs === 0) return null;
  return evaluate(before.state, before.person, programme, before.state.asOfMs);
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

function recordOf(
  working: Working,
  compiled: CompiledProgramme,
  before: Standing,
  after: Standing,
  evaluation: Evaluation,
  person: Person,
  nowMs: number,
): TierUpdate {
  const { programme, version } = compiled;
  return {
    profile: working.id,
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
    acceptedAtMs: working.acceptedAtMs || nowMs,
    identity: identityOf(working.identity),
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
