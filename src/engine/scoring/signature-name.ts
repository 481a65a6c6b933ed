/**
 * Names of facets, by which their slots are given out for good.
 *
 * A name ends in a signature of all that a match or a settled payment of the facet depends on. A rule that is changed in
 * such a way gets a name, and so a slot, of its own: what the old one recognised is never taken for the new one's, and
 * taking the change back finds the old matches where they were. Points, labels, decay and who a rule is for are not in
 * it: they are worked out anew from the same matches.
 */

import { keyHashOf } from '../../base/kernel/kernel.ts';
import type { Programme, Rule } from '../../contract/language/language.ts';

/** `programme/id#suffix@signature`. */
export function signatureName(programme: Programme, id: string, suffix: string, meaning: unknown): string {
  return `${programme.programme}/${id}${suffix}@${keyHashOf(canonical(meaning)).toString(36)}`;
}

/** What a rule's matches and payments depend on. */
export function meaningOf(rule: Rule): object {
  const { label: _label, who: _who, decay: _decay, group: _group, ...meaning } = rule;
  if ('rungs' in meaning) return { ...meaning, rungs: meaning.rungs.map(({ from }) => from) };
  const { points, ...rest } = meaning;
  // The number an event is worth by is part of the match; what it is multiplied by is not, but its payments are settled.
  return typeof points === 'number' ? rest : { ...rest, points };
}

/**
 * What settled payments depend on besides the names of their facets. A programme that differs in it makes what was settled
 * under the other worthless: its profiles are rebuilt from their history. Where nothing bounds what is earned, a settled
 * payment is as many times its rule's points, whatever they are, and neither points nor `who` are in it.
 */
export function frozenAwardsMeaning(programme: Programme): string {
  const { visit, timeZone, cap, groups, stopsAbove, decay, resets, suspiciousClicks } = programme;
  const isBounded =
    stopsAbove !== undefined ||
    [programme, ...programme.rules, ...groups].some((one) => one.cap !== undefined);
  const rules = programme.rules.map((rule) => {
    const { id, decay: fades, group, cap: ownCap } = rule;
    const worth = 'rungs' in rule ? rule.rungs : rule.points;
    return { id, fades, ...(isBounded && { group, ownCap, worth, who: rule.who }) };
  });
  const bounds = isBounded && { cap, groups, stopsAbove };
  return canonical({
    id: programme.programme,
    visit,
    timeZone,
    decay,
    resets,
    suspiciousClicks,
    rules,
    bounds,
  });
}

/** JSON with the keys of every object in order, so that equal values have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
