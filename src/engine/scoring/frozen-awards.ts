/** Frozen awards kept few: those that no later event can need are merged, the oldest first, to the same points. */
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import { byFrozenAward, type FrozenAward } from './profile-state.ts';

export interface Merging {
  horizonMs: number;
  /** Times that no merged award reaches across. */
  cuts: readonly number[];
  /** The profile is at its limit: also those that fade or a cap counts are merged, and those that earned nothing dropped. */
  isAtLimit?: boolean;
}

/**
 * Returns them in order. No award is merged that still fades or that its rule must remember one by one. None is merged with one
 * from the other side of a cut, where a rebuild may begin.
 */
export function mergeFrozenAwards(
  frozenAwards: readonly FrozenAward[],
  programmes: readonly CompiledProgramme[],
  { horizonMs, cuts, isAtLimit = false }: Merging,
): FrozenAward[] {
  const kept: FrozenAward[] = [];
  const groups = new Map<string, { rule: CompiledRule; frozenAwards: FrozenAward[] }>();
  for (const frozenAward of [...frozenAwards].sort(byFrozenAward)) {
    const rule = ruleOf(frozenAward, programmes);
    const isMergeable = rule !== null && isAtLimit && !isRemembered(frozenAward, rule);
    if (isMergeable && frozenAward.earned === 0) continue;
    if (rule === null || !(isMergeable || isForgettable(frozenAward, rule, horizonMs))) {
      kept.push(frozenAward);
      continue;
    }
    const id = `${frozenAward.signatureId}:${frozenAward.rung}`;
    const group = groups.get(id);
    if (group) group.frozenAwards.push(frozenAward);
    else groups.set(id, { rule, frozenAwards: [frozenAward] });
  }
  for (const { rule, frozenAwards } of groups.values()) {
    const oldest = frozenAwards.splice(
      0,
      Math.max(0, frozenAwards.length - limits.frozenAwardsPerRuleMax + 1),
    );
    for (const merged of betweenCuts(oldest, cuts)) {
      const last = merged.at(-1) as FrozenAward;
      kept.push({ ...last, key: 0, ...sumOf(merged, rule) });
    }
    kept.push(...frozenAwards);
  }
  return kept.sort(byFrozenAward);
}

/** Awards in the order of time, by the stretch between two cuts they lie in. */
function betweenCuts(frozenAwards: readonly FrozenAward[], cuts: readonly number[]): FrozenAward[][] {
  const stretches = new Map<number, FrozenAward[]>();
  for (const frozenAward of frozenAwards) {
    const stretch = cuts.findLastIndex((cutMs) => cutMs <= frozenAward.atMs);
    const others = stretches.get(stretch);
    if (others) others.push(frozenAward);
    else stretches.set(stretch, [frozenAward]);
  }
  return [...stretches.values()];
}

function sumOf(merged: readonly FrozenAward[], rule: CompiledRule): Pick<FrozenAward, 'count' | 'earned'> {
  const count = merged.reduce((sum, frozenAward) => sum + frozenAward.count, 0);
  if (merged.every(({ earned }) => earned === null)) return { count, earned: null };
  const worthOf = (rung: number) => rule.rungs[rung]?.thousandths ?? rule.worth(null);
  const earned = merged.reduce((sum, one) => sum + (one.earned ?? worthOf(one.rung) * one.count), 0);
  return { count, earned };
}

function isForgettable(frozenAward: FrozenAward, rule: CompiledRule, horizonMs: number): boolean {
  if (isRemembered(frozenAward, rule)) return false;
  const isFading = Number.isFinite(rule.fade.endsAfterMs);
  if (isFading && frozenAward.atMs + rule.memoryMs + rule.fade.endsAfterMs >= horizonMs) return false;
  return frozenAward.atMs + rule.memoryMs < horizonMs;
}

/** Whether its rule needs it for good: the key of what is paid once, the rung of a count without an end. */
function isRemembered(frozenAward: FrozenAward, rule: CompiledRule): boolean {
  if (rule.countsForEver) return true;
  const isOnceEver = rule.pays?.often === 'once' && rule.pays.per === 'ever';
  return isOnceEver && !(frozenAward.key === 0 && isVisitsOwn(rule));
}

/** An absence by key: an award without a key belonged to a visit that cannot come again. */
function isVisitsOwn({ rule }: CompiledRule): boolean {
  return 'within' in rule && !('then' in rule) && rule.per !== undefined;
}

function ruleOf({ signatureId }: FrozenAward, programmes: readonly CompiledProgramme[]): CompiledRule | null {
  for (const { bySignatureId, rules } of programmes) {
    const signature = bySignatureId[signatureId];
    if (signature !== undefined) return signature.role === 'when' ? (rules[signature.of] ?? null) : null;
  }
  return null;
}
