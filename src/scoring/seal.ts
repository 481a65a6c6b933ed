/**
 * Sealing: facts beyond the lateness horizon become the payments they earned, so that a state stays small.
 *
 * Only whole visits are sealed, and only when no event that may still arrive could touch them: older than the horizon
 * by twice the longest visit gap and the longest wait of a rule. Hence sealing never changes a score, now or later.
 */
import { limits } from '../kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution } from './contribution.ts';
import type { Evaluation } from './evaluate.ts';
import { byPayment, type Payment, type ProfileState } from './profile-state.ts';

/** The state with what is old enough sealed; the same object when nothing is. `evaluations` are of this very state, one a programme. */
export function sealOld(
  state: ProfileState,
  programmes: readonly CompiledProgramme[],
  evaluations: readonly Evaluation[],
  nowMs: number,
): ProfileState {
  const gapMs = Math.max(...programmes.map((programme) => programme.visitGapMs));
  const waitMs = Math.max(...programmes.map((programme) => programme.withinMsMax));
  const horizonMs = nowMs - limits.latenessMs - 2 * gapMs - waitMs;
  const sealed = sealableFacts(state, gapMs, horizonMs);
  if (sealed === 0) return state;

  const untilMs = (state.facts[sealed - 1] as { atMs: number }).atMs;
  const known = new Set(programmes.flatMap((programme) => programme.rules.map((rule) => rule.slot)));
  // Payments of a programme that is not loaded just now are kept as they are.
  const settled = state.settled.filter((payment) => !known.has(payment.slot));
  for (const evaluation of evaluations) {
    for (const contribution of evaluation.contributions)
      if (contribution.atMs <= untilMs) settled.push(paymentOf(contribution));
  }
  return { ...state, facts: state.facts.slice(sealed), settled: mergeOldest(settled, programmes) };
}

/** How many facts from the start form whole visits that ended before the horizon. */
function sealableFacts(state: ProfileState, gapMs: number, horizonMs: number): number {
  const { facts } = state;
  let count = 0;
  for (let index = 0; index < facts.length; index++) {
    const atMs = (facts[index] as { atMs: number }).atMs;
    if (atMs >= horizonMs) break;
    const nextMs = facts[index + 1]?.atMs ?? Number.POSITIVE_INFINITY;
    if (nextMs - atMs >= gapMs) count = index + 1;
  }
  return count;
}

function paymentOf(contribution: Contribution): Payment {
  const { rule, rung, key, atMs, hash, count } = contribution;
  return { slot: rule.slot, rung, key, atMs, hash, count };
}

/** Payments that can never be asked for again (no key to remember) are merged, oldest first, beyond a bound. */
function mergeOldest(settled: Payment[], programmes: readonly CompiledProgramme[]): Payment[] {
  const isForgettable = (payment: Payment) =>
    programmes.some((programme) => {
      const kind = programme.bySlot[payment.slot]?.kind;
      return kind !== undefined && kind !== 'once' && !(kind === 'abandoned' && payment.key !== 0);
    });
  const groups = new Map<string, Payment[]>();
  const kept: Payment[] = [];
  for (const payment of settled.sort(byPayment)) {
    if (!isForgettable(payment)) kept.push(payment);
    else {
      const id = `${payment.slot}:${payment.rung}`;
      const group = groups.get(id);
      if (group) group.push(payment);
      else groups.set(id, [payment]);
    }
  }
  for (const group of groups.values()) {
    const merged = group.splice(0, Math.max(0, group.length - limits.settledPerRuleMax + 1));
    const last = merged.at(-1);
    if (last) kept.push({ ...last, key: 0, count: merged.reduce((sum, payment) => sum + payment.count, 0) });
    kept.push(...group);
  }
  return kept.sort(byPayment);
}
