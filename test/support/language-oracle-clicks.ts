/** The oracle's suspicious clicks, and the history that its rules read. */
import type { Programme, Rule } from '../../src/contract/language/language.ts';
import { isMatch, keyTextOf, type LanguageEvent } from './language-oracle-match.ts';

/** All that the rules read: the events that count, once each, in the order of time. */
export interface OracleHistory {
  programme: Programme;
  events: readonly LanguageEvent[];
  /** The same before any reset, which does not make a machine a person. */
  everything: readonly LanguageEvent[];
  nowMs: number;
}

export function isClickRule(rule: Rule, { programme }: OracleHistory): boolean {
  return programme.suspiciousClicks?.rules.includes(rule.id) ?? false;
}

/** Whether a click is suspicious, was not confirmed in time, and the time to confirm it is over. */
export function isTakenBack(click: LanguageEvent, history: OracleHistory): boolean {
  const clicks = history.programme.suspiciousClicks;
  if (clicks === undefined || history.nowMs < click.atMs + clicks.confirmWithin) return false;
  if (!isSuspicious(click, history)) return false;
  return !clicks.confirmedBy.some(({ when, times }) => {
    const signs = history.events.filter(
      (event) =>
        event.atMs > click.atMs && event.atMs <= click.atMs + clicks.confirmWithin && isMatch(event, when),
    );
    return signs.length >= times;
  });
}

function isSuspicious(click: LanguageEvent, { programme, everything }: OracleHistory): boolean {
  const clicks = programme.suspiciousClicks;
  const message = keyTextOf(click, clicks?.message);
  if (clicks === undefined || message === null) return false;
  const ofMessage = everything.filter((event) => keyTextOf(event, clicks.message) === message);
  const { delivered, afterDelivery } = clicks;
  const isSoon =
    delivered !== undefined &&
    afterDelivery !== undefined &&
    ofMessage.some(
      (event) =>
        isMatch(event, delivered) && event.atMs <= click.atMs && click.atMs - event.atMs <= afterDelivery,
    );
  if (isSoon) return true;
  const made = ofMessage.flatMap((event) => {
    // A click of several rules is one click, of the first of them; one that names no link is a link of its own.
    const rule = programme.rules.find(({ id, when }) => clicks.rules.includes(id) && isMatch(event, when));
    if (rule === undefined) return [];
    const link = 'rungs' in rule ? (rule.distinct ?? rule.per) : rule.per;
    return [{ atMs: event.atMs, link: keyTextOf(event, link) ?? event.messageId }];
  });
  // Every stretch of time that begins with a click and has this one in it.
  return made.some(({ atMs: fromMs }) => {
    if (fromMs > click.atMs || click.atMs - fromMs > clicks.within) return false;
    const together = made.filter(({ atMs }) => atMs >= fromMs && atMs - fromMs <= clicks.within);
    return new Set(together.map(({ link }) => link)).size >= clicks.links;
  });
}
