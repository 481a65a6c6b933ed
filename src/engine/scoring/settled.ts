/** Settled payments kept few: what no later event can ask for any more is merged, the oldest first, to the same points. */
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import { byPayment, type Payment } from './profile-state.ts';

/** In the order of payments. Nothing that still fades is merged, nor what its rule must remember one by one. */
export function mergeSettled(
  settled: readonly Payment[],
  programmes: readonly CompiledProgramme[],
  horizonMs: number,
): Payment[] {
  const kept: Payment[] = [];
  const groups = new Map<string, { rule: CompiledRule; payments: Payment[] }>();
  for (const payment of [...settled].sort(byPayment)) {
    const rule = ruleOf(payment, programmes);
    if (rule === null || !isForgettable(payment, rule, horizonMs)) {
      kept.push(payment);
      continue;
    }
    const id = `${payment.slot}:${payment.rung}`;
    const group = groups.get(id);
    if (group) group.payments.push(payment);
    else groups.set(id, { rule, payments: [payment] });
  }
  for (const { rule, payments } of groups.values()) {
    const merged = payments.splice(0, Math.max(0, payments.length - limits.settledPerRuleMax + 1));
    const last = merged.at(-1);
    if (last) kept.push({ ...last, key: 0, ...sumOf(merged, rule) });
    kept.push(...payments);
  }
  return kept.sort(byPayment);
}

function sumOf(merged: readonly Payment[], rule: CompiledRule): Pick<Payment, 'count' | 'earned'> {
  const count = merged.reduce((sum, payment) => sum + payment.count, 0);
  if (merged.every(({ earned }) => earned === null)) return { count, earned: null };
  const worthOf = (rung: number) => rule.rungs[rung]?.thousandths ?? rule.worth(null);
  const earned = merged.reduce((sum, one) => sum + (one.earned ?? worthOf(one.rung) * one.count), 0);
  return { count, earned };
}

function isForgettable(payment: Payment, rule: CompiledRule, horizonMs: number): boolean {
  if (rule.countsForEver) return false;
  const isOnceEver = rule.pays?.often === 'once' && rule.pays.per === 'ever';
  if (isOnceEver && !(payment.key === 0 && isVisitsOwn(rule))) return false;
  const isFading = Number.isFinite(rule.fade.endsAfterMs);
  if (isFading && payment.atMs + rule.memoryMs + rule.fade.endsAfterMs >= horizonMs) return false;
  return payment.atMs + rule.memoryMs < horizonMs;
}

/** An absence by key: what had no key belonged to a visit that cannot come again. */
function isVisitsOwn({ rule }: CompiledRule): boolean {
  return 'within' in rule && !('then' in rule) && rule.per !== undefined;
}

function ruleOf({ slot }: Payment, programmes: readonly CompiledProgramme[]): CompiledRule | null {
  for (const { bySlot, rules } of programmes) {
    const facet = bySlot[slot];
    if (facet !== undefined) return facet.role === 'when' ? (rules[facet.of] ?? null) : null;
  }
  return null;
}
