/**
 * Names of match signatures; each name has one id for good.
 *
 * A name ends in a hash of all that its matches and frozen awards depend on. A rule changed in such a way gets a new name and
 * id. Its old matches never count as new ones, and undoing the change finds the old matches again. Points, labels, decay and
 * `who` are not part of it: they are computed again from the same matches.
 */

import { keyHashOf } from '../../base/kernel/kernel.ts';
import type { Programme, Rule } from '../../contract/language/language.ts';
import { isBounded, publicPointsPerHourOf } from './caps.ts';
import { isAsOfEvent, saidTestsOf } from './said.ts';

/** `programme/id#suffix@signature`. */
export function signatureName(programme: Programme, id: string, suffix: string, meaning: unknown): string {
  const { serverOnly, consent } = programme;
  const { purpose, gpc } = consent ?? {};
  // Without these the names are those of before there were kinds of keys, and consent.
  const further = {
    ...(serverOnly !== undefined && { serverOnly }),
    ...(consent !== undefined && { consent: { purpose, gpc } }),
  };
  const whole = Object.keys(further).length === 0 ? meaning : [meaning, further];
  return `${programme.programme}/${id}${suffix}@${keyHashOf(canonical(whole)).toString(36)}`;
}

/** Returns what a rule's matches and awards depend on. */
export function meaningOf(rule: Rule): object {
  const { label: _label, who: _who, decay: _decay, group: _group, during: _during, ...meaning } = rule;
  if ('rungs' in meaning) return { ...meaning, rungs: meaning.rungs.map(({ from }) => from) };
  const { points, ...rest } = meaning;
  // The number of an event is part of the match; its factor is not, but is frozen in its awards.
  return typeof points === 'number' ? rest : { ...rest, points };
}

/**
 * What frozen awards depend on besides the names of their signatures. A change of it invalidates frozen awards: profiles are
 * rebuilt from their history. Where nothing bounds what is earned, a frozen award is as many times its rule's points, whatever
 * they are. Neither points nor `who` are in it.
 */
export function frozenAwardsMeaning(programme: Programme): string {
  const { visit, timeZone, cap, groups, stopsAbove, fit, decay, resets, phases, freeze, suspiciousClicks } =
    programme;
  const arePointsMeant = isBounded(programme);
  const rules = programme.rules.map((rule) => {
    const { id, decay: fades, group, cap: ownCap } = rule;
    const worth = 'rungs' in rule ? rule.rungs : rule.points;
    return { id, fades, ...(arePointsMeant && { group, ownCap, worth, who: rule.who }) };
  });
  const publicHour = publicPointsPerHourOf(programme);
  const isFitMeant = typeof stopsAbove === 'object';
  const bounds = arePointsMeant && { cap, groups, stopsAbove, publicHour, ...(isFitMeant && { fit }) };
  return canonical({
    id: programme.programme,
    visit,
    timeZone,
    decay,
    resets,
    suspiciousClicks,
    // Without phases it is as it was before there were any.
    ...(phases.length > 0 && { phases, freeze, during: programme.rules.map(({ during }) => during) }),
    // And without conditions as of the event.
    ...(saidTestsOf(programme).length > 0 && { freeze, whoThen: programme.rules.map(whoThenIn) }),
    rules,
    bounds,
  });
}

function whoThenIn({ who }: Rule): Rule['who'] | null {
  return isAsOfEvent(who) ? who : null;
}

/** JSON with the keys of every object in order, so that equal values have equal texts. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
