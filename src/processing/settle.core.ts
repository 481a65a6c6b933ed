/** What a touched profile's state means now: evaluate, step the ladder, seal, and say so where it moved. Pure. */
import type { Reason, StandingRecord } from '../contract/contract.ts';
import { limits } from '../kernel/kernel.ts';
import {
  type CompiledProgramme,
  type Evaluation,
  evaluate,
  type ProfileState,
  reasonsOf,
  type Standing,
  sealOld,
  stepStanding,
} from '../scoring/scoring.ts';
import { identityOf } from './identity.core.ts';
import type { DecideOptions, Working } from './working.ts';

export interface Settlement {
  state: ProfileState;
  records: StandingRecord[];
  nextChangeAtMs: number | null;
  crossingsUp: number;
  crossingsDown: number;
}

/** Settles one profile that has a state. A record is due on a crossing, and while it stands on the ladder and moved. */
export function settle(working: Working, options: DecideOptions, sealNowMs: number): Settlement {
  if (working.record.kind !== 'state') throw new Error('only a state can be settled');
  const { state } = working.record;
  const { programmes } = options.programmes;
  const settlement: Settlement = {
    state,
    records: [],
    nextChangeAtMs: null,
    crossingsUp: 0,
    crossingsDown: 0,
  };
  const evaluations: Evaluation[] = [];
  const standings: Standing[] = state.standings.filter(
    (standing) => !programmes.some(({ slot }) => slot === standing.programme),
  );
  for (const programme of programmes) {
    const evaluation = evaluate(state, programme, options.nowMs);
    evaluations.push(evaluation);
    const before =
      state.standings.find((standing) => standing.programme === programme.slot) ?? fresh(programme);
    const after = stepStanding(programme.programme.ladder, before, evaluation.score);
    standings.push(after);
    if (evaluation.nextChangeAtMs !== null) {
      settlement.nextChangeAtMs = Math.min(
        settlement.nextChangeAtMs ?? Number.POSITIVE_INFINITY,
        evaluation.nextChangeAtMs,
      );
    }
    if (after.tier > before.tier) settlement.crossingsUp++;
    if (after.tier < before.tier) settlement.crossingsDown++;
    const hasMoved = after.tier > 0 && (after.score !== before.score || working.hasNewIdentity);
    if (after.tier !== before.tier || hasMoved) {
      settlement.records.push(recordOf(working, programme, before, after, evaluation, options.nowMs));
    }
  }
  settlement.state = { ...sealOld(state, programmes, evaluations, sealNowMs), standings };
  return settlement;
}

function fresh(programme: CompiledProgramme): Standing {
  return { programme: programme.slot, tier: 0, episode: 0, score: 0 };
}

function recordOf(
  working: Working,
  compiled: CompiledProgramme,
  before: Standing,
  after: Standing,
  evaluation: Evaluation,
  nowMs: number,
): StandingRecord {
  const { programme, version } = compiled;
  const tier = programme.ladder.tiers[after.tier - 1];
  return {
    profile: working.id,
    programme: programme.programme,
    programmeName: programme.name,
    programmeVersion: version,
    campaign: programme.campaign,
    contactWithinHours: (tier?.contactWithin ?? programme.ladder.contactWithin) / limits.hourMs,
    episode: after.episode,
    from: before.tier,
    to: after.tier,
    tierName: tier?.name ?? 'none',
    tiers: programme.ladder.tiers.length,
    score: after.score,
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
  const value = oldest.reduce((sum, reason) => sum + reason.value, 0);
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
