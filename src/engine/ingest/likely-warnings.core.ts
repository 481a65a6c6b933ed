/** Warnings of names that no rule knows, where one that a rule knows is likely meant. Pure. */
import type { JsonObject } from '../../contract/language/language.ts';
import { nameWarning, propertyWarning, ruleWarning, type Warning } from './warnings.core.ts';

/** What is likeliest meant by names of one request that no rule knows; for those who may learn what rules name. */
export interface LikelyMeant {
  /** By the name of a tracked event: another name, or a rule with such words. Null where a rule knows it, and where none is near. */
  byName(name: string): { name: string } | { rule: { label: string; events: readonly string[] } } | null;
  /** By properties of such an event: those near one that a rule of that event reads, and that it lacks. */
  byProperties(name: string, properties: JsonObject): readonly { given: string; likeliest: string }[];
  /** From now on only what is remembered is found: the answer has no room for more. */
  compareNoMore(): void;
}

/** Returns them for a tracked event. */
export function likelyWarnings(
  likely: LikelyMeant,
  name: string,
  properties: JsonObject | null,
): readonly Warning[] {
  const found = likely.byName(name);
  if (found !== null)
    return ['name' in found ? nameWarning(name, found.name) : ruleWarning(name, found.rule)];
  if (properties === null) return none;
  const near = likely.byProperties(name, properties);
  return near.length === 0
    ? none
    : near.map(({ given, likeliest }) => propertyWarning(given, { likeliest, event: name }));
}

const none: readonly Warning[] = [];
