/** The oracle's reading of `asOf: event`: what somebody had said of themselves before something happened. */
import type { ValueTest, Who } from '../../src/contract/language/language.ts';
import { type LanguageEvent, passes, reach } from './language-oracle-match.ts';

/** Whether somebody was who a condition asks for, by all that was said before the instant of an event. */
export function wasWho(who: Who, event: LanguageEvent, everything: readonly LanguageEvent[]): boolean {
  const before = everything.filter(({ atMs, via }) => atMs < event.atMs && via === undefined);
  const was = (inner: Who): boolean =>
    Object.entries(inner.traits ?? {}).every(([trait, test]) => hadTrait(trait, test, before)) &&
    (inner.leadStatus === undefined || hadTrait('scoville:leadStatus', inner.leadStatus, before)) &&
    (inner.customer === undefined ||
      hadTrait('scoville:customer', inner.customer || { not: true }, before)) &&
    (inner.all ?? []).every(was) &&
    (inner.any === undefined || inner.any.some(was)) &&
    (inner.not === undefined || !was(inner.not));
  return was(who);
}

/** The last that was said of a trait decides; of several at one instant, each must pass. */
function hadTrait(trait: string, test: ValueTest, before: readonly LanguageEvent[]): boolean {
  const outer = trait.split('.')[0] as string;
  const saying = before.filter(({ traits }) => traits !== undefined && (trait in traits || outer in traits));
  const last = saying.at(-1);
  if (last === undefined) return passes(undefined, test);
  return saying
    .filter(({ atMs }) => atMs === last.atMs)
    .every(({ traits }) => passes(reach(traits, trait), test));
}
