/** Frozen awards kept few: those that no later event can need are merged, the oldest first, to the same points. */
import { limits } from '../../base/kernel/kernel.ts';
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import { stretchOf } from './fading-groups.ts';
import { byFrozenAward, type FrozenAward } from './profile-state.ts';

export interface Merging {
  /** Until when events are sealed, ms: those from then on are evaluated again, and may need an award from before. */
  sealedUntilMs: number;
  /** Times that no merged award reaches across. */
  cuts: readonly number[];
  /** The profile is at its limit: also those that fade or a cap counts are merged, and those that were refused dropped. */
  isAtLimit?: boolean;
}

interface Mergeable {
  frozenAward: FrozenAward;
  rule: CompiledRule;
  /** Only those of one are merged. */
  stretch: string;
}

/**
 * Returns them in order. Those that no later event can need are merged where they are many. Those that still fade are merged where
 * they fade in a group anyway. None is merged that its rule must remember one by one. Nor with one from the other side of a cut,
 * where a rebuild may begin.
 */
export function mergeFrozenAwards(
  frozenAwards: readonly FrozenAward[],
  programmes: readonly CompiledProgramme[],
  { sealedUntilMs, cuts, isAtLimit = false }: Merging,
): FrozenAward[] {
  const kept: FrozenAward[] = [];
  const fewEach = new Lists<Mergeable>();
  const groups = new Lists<Mergeable>();
  /** How many payments come later, by signature id. */
  const later = new Map<number, number>();
  for (const frozenAward of [...frozenAwards].sort(byFrozenAward).reverse()) {
    const of = ruleOf(frozenAward, programmes);
    if (of === null || isRemembered(frozenAward, of.rule)) {
      kept.push(frozenAward);
      continue;
    }
    const { programme, rule } = of;
    const { signatureId, rung, atMs, count, isPublic } = frozenAward;
    if (isAtLimit && count === 0) continue;
    const laterCount = later.get(signatureId) ?? 0;
    later.set(signatureId, laterCount + count);
    const isForgettable = atMs + rule.memoryMs < sealedUntilMs;
    const mayFade = isFading(frozenAward, rule, sealedUntilMs);
    const side = cuts.findLastIndex((cutMs) => cutMs <= atMs);
    const stretch = mayFade ? `${side}:${stretchOf(atMs, rule.fade.groupMs)}` : `${side}`;
    const mergeable = { frozenAward, rule, stretch };
    const alike = `${signatureId}:${rung}:${isPublic === true}`;
    if (isAtLimit || (isForgettable && !mayFade)) fewEach.add(alike, mergeable);
    else if (isForgettable && laterCount >= programme.fadingAloneMax)
      groups.add(`${alike}:${stretch}`, mergeable);
    else kept.push(frozenAward);
  }
  for (const [id, latestFirst] of fewEach)
    latestFirst.forEach((mergeable, index) => {
      if (index < limits.frozenAwardsPerRuleMax - 1) kept.push(mergeable.frozenAward);
      else groups.add(`${id}:${mergeable.stretch}`, mergeable);
    });
  for (const [, latestFirst] of groups) kept.push(mergedOf(latestFirst));
  return kept.sort(byFrozenAward);
}

/** Lists by name. */
class Lists<Item> extends Map<string, Item[]> {
  add(id: string, item: Item): void {
    const list = this.get(id);
    if (list) list.push(item);
    else this.set(id, [item]);
  }
}

/** The latest payment names the one that stands for all. What was refused adds nothing: beside one payment it goes. */
function mergedOf(latestFirst: readonly Mergeable[]): FrozenAward {
  const [{ frozenAward: latest, rule }] = latestFirst as [Mergeable];
  const payments = latestFirst.map(({ frozenAward }) => frozenAward).filter(({ count }) => count > 0);
  const [last = latest] = payments;
  if (payments.length === 1) return last;
  const count = payments.reduce((sum, one) => sum + one.count, 0);
  const merged = { ...last, key: 0, count };
  if (payments.every(({ earned }) => earned === null)) return { ...merged, earned: null };
  const worth = worthOf(last, rule);
  return { ...merged, earned: payments.reduce((sum, one) => sum + (one.earned ?? worth * one.count), 0) };
}

/** What the rule pays for one, where that is fixed, in thousandths. */
function worthOf({ rung }: FrozenAward, rule: CompiledRule): number {
  return rule.rungs[rung]?.thousandths ?? rule.worth(null);
}

/** Whether something of it may still stand and fade; in a group, it fades as of the middle of a stretch. */
function isFading({ atMs }: FrozenAward, { fade, memoryMs }: CompiledRule, sealedUntilMs: number): boolean {
  if (!Number.isFinite(fade.endsAfterMs)) return false;
  return atMs + memoryMs + fade.endsAfterMs + fade.groupMs >= sealedUntilMs;
}

/**
 * Whether its rule needs an award for good: the key of what is paid once, the rung of a count without an end. Of a silence that repeats,
 * each time but the first.
 */
export function isRemembered({ key, rung }: Pick<FrozenAward, 'key' | 'rung'>, rule: CompiledRule): boolean {
  if (rule.countsForEver || (rung > 0 && isRepeating(rule))) return true;
  const isOnceEver = rule.pays?.often === 'once' && rule.pays.per === 'ever';
  return isOnceEver && !(key === 0 && isVisitsOwn(rule));
}

/** A silence that is paid again, its rungs the times. Days lie between them, so that they stay few. */
function isRepeating({ rule }: CompiledRule): boolean {
  return 'repeatsEvery' in rule && rule.repeatsEvery !== undefined;
}

/** An absence by key: an award without a key belonged to a visit that cannot come again. */
function isVisitsOwn({ rule }: CompiledRule): boolean {
  return 'within' in rule && !('then' in rule) && rule.per !== undefined;
}

/** The rule of an award, and its programme; null where it is no rule's: a reset, or a mark. */
function ruleOf(
  { signatureId }: FrozenAward,
  programmes: readonly CompiledProgramme[],
): { rule: CompiledRule; programme: CompiledProgramme } | null {
  for (const programme of programmes) {
    const signature = programme.bySignatureId[signatureId];
    if (signature === undefined) continue;
    const rule = signature.role === 'when' ? programme.rules[signature.of] : undefined;
    return rule === undefined ? null : { rule, programme };
  }
  return null;
}
