/**
 * The oracle's rules: what each kind of rule of `docs/programmes.md` awards from the events of one person, before any cap.
 */

import { eventHashOf, keyHashOf } from '../../src/base/kernel/kernel.ts';
import type {
  AbsenceRule,
  Basket,
  PayRule,
  Programme,
  Rolling,
  Rule,
  RungsRule,
  SequenceRule,
  Worth,
} from '../../src/contract/language/language.ts';
import { basketStory, isOfBasket, leftWorth } from './language-oracle-basket.ts';
import { isClickRule, isTakenBack, type OracleHistory } from './language-oracle-clicks.ts';
import { isMatch, keyTextOf, type LanguageEvent, numberIn } from './language-oracle-match.ts';
import { wasWho } from './language-oracle-then.ts';
import { type OraclePeriod, periodNameOf, visitsOf, windowEndOf } from './language-oracle-time.ts';

/** What a rule awards for one event. */
export interface OracleAward {
  rule: Rule;
  earnedAtMs: number;
  event: LanguageEvent;
  visit: number;
  /** What it counts under: the text of its key, or the visit that stands for it; empty for none. */
  key: string;
  keyHash: number;
  /** Thousandths of a point. */
  worth: number;
}

/** Points as whole thousandths; halves go away from zero. */
export function wholeThousandths(thousandths: number): number {
  const whole = Math.floor(Math.abs(thousandths) + 0.5);
  return thousandths < 0 && whole !== 0 ? -whole : whole;
}

export function awardsOf(rule: Rule, history: OracleHistory): OracleAward[] {
  if ('rungs' in rule) return rungAwards(rule, history);
  if ('then' in rule) return paid(rule, sequenceCandidates(rule, history), history);
  if ('within' in rule) {
    const silences = paid(rule, absenceCandidates(rule, history), history);
    return silences.flatMap((silence) => [silence, ...repeatsOf(rule, silence, history)]);
  }
  return paid(
    rule,
    matchesOf(rule, history).map((event) => award(rule, event, history)),
    history,
  );
}

/** The rule's matches, without the clicks of machines. */
function matchesOf(rule: Rule, history: OracleHistory): LanguageEvent[] {
  return history.events.filter(
    (event) =>
      isMatch(event, rule.when) &&
      countsThen(rule, event, history) &&
      !(isClickRule(rule, history) && isTakenBack(event, history)),
  );
}

/** Whether an event falls into a phase of its rule, and into none that freezes. Phases are of all events: a reset ends none. */
function countsThen(
  { during, who }: Rule,
  event: LanguageEvent,
  { programme, everything }: OracleHistory,
): boolean {
  const isOpen = (id: string) => {
    const phase = programme.phases.find((one) => one.id === id);
    const before = everything.filter(({ atMs }) => atMs < event.atMs);
    const begun = before.findLast((one) => phase !== undefined && isMatch(one, phase.begins));
    const ended = before.findLast((one) => phase?.until !== undefined && isMatch(one, phase.until));
    if (phase === undefined || begun === undefined) return false;
    if (ended !== undefined && ended.atMs >= begun.atMs) return false;
    return phase.lasts === undefined || event.atMs <= begun.atMs + phase.lasts;
  };
  const { freeze } = programme;
  const isGroup = typeof freeze === 'object' && !Array.isArray(freeze);
  const freezing = [(isGroup ? freeze.phases : freeze) ?? []].flat();
  const wasFrozen = isGroup && freeze.who !== undefined && wasWho(freeze.who, event, everything);
  if (who?.asOf === 'event' && !wasWho(who, event, everything)) return false;
  const isFrozen = freezing.some(isOpen) || wasFrozen;
  return !isFrozen && (during === undefined || [during].flat().some(isOpen));
}

function award(
  rule: Rule,
  event: LanguageEvent,
  history: OracleHistory,
  earnedAtMs = event.atMs,
  thousandths = 'points' in rule ? worthFor(rule, event) : 0,
): OracleAward {
  const text = keyTextOf(event, rule.per);
  return {
    rule,
    earnedAtMs,
    event,
    visit: visitOf(event, history),
    key: text ?? '',
    keyHash: text === null ? 0 : keyHashOf(text),
    worth: thousandths,
  };
}

function worthFor(rule: PayRule | SequenceRule | AbsenceRule, event: LanguageEvent): number {
  const { points } = rule;
  if (typeof points === 'number') return wholeThousandths(points * 1_000);
  if ('basket' in points) return 0;
  return boundedWorth(points, numberIn(event, points.property));
}

function boundedWorth(points: Exclude<Worth, number>, number: number | null): number {
  if (number === null) return wholeThousandths(points.otherwise * 1_000);
  return wholeThousandths(Math.min(points.atMost, Math.max(points.atLeast, number * points.times)) * 1_000);
}

/** Visits are of all events: a reset begins none. */
function visitOf(event: LanguageEvent, { programme, everything }: OracleHistory): number {
  return visitsOf(everything, programme.visit.endsAfter).findIndex((visit) => visit.includes(event));
}

/** Those of the candidates, in the order of time, that `pays` and `coolDown` let through. */
function paid(
  rule: PayRule | SequenceRule | AbsenceRule,
  candidates: readonly OracleAward[],
  { programme }: OracleHistory,
): OracleAward[] {
  const through: OracleAward[] = [];
  const { pays } = rule;
  candidates.forEach((candidate, index) => {
    const last = through.at(-1);
    const isCooling =
      rule.coolDown !== undefined &&
      last !== undefined &&
      candidate.earnedAtMs - last.earnedAtMs < rule.coolDown;
    if (isCooling) return;
    const ofKey = through.filter(({ key }) => key === candidate.key);
    if (pays.often === 'every') {
      const nth = candidates.slice(0, index + 1).filter(({ key }) => key === candidate.key).length;
      if (nth % pays.nth === 0) through.push(candidate);
    } else if (pays.per === 'rolling') {
      const isTooSoon = ofKey.some(
        (earlier) => candidate.earnedAtMs < windowEndOf(pays, earlier.earnedAtMs, programme.timeZone),
      );
      if (!isTooSoon) through.push(candidate);
    } else {
      const { per } = pays;
      const nameOf = (one: OracleAward) => awardPeriod(per, one, programme);
      if (!ofKey.some((earlier) => nameOf(earlier) === nameOf(candidate))) through.push(candidate);
    }
  });
  return through;
}

/** The name of the period in which something was earned. */
export function awardPeriod(period: OraclePeriod, awarded: OracleAward, programme: Programme): string {
  return periodNameOf(period, awarded.earnedAtMs, awarded.visit, programme.timeZone);
}

/** What recent counts hold: of each key, the highest rung that the matches of the last time reach. */
export function recentAwards(rule: Rule, history: OracleHistory): OracleAward[] {
  if (!('rungs' in rule) || rule.count.per !== 'recent') return [];
  const { count } = rule;
  return countedByKey(rule, history).flatMap((ofKey) => {
    const inside = ofKey.filter(
      ({ atMs }) => history.nowMs < windowEndOf(count, atMs, history.programme.timeZone),
    );
    const rung = rule.rungs.findLast(({ from }) => countOf(rule, inside, history) >= from);
    if (!rung) return [];
    const completing = inside.findLast(
      (_, index) => countOf(rule, inside.slice(index), history) >= rung.from,
    ) as LanguageEvent;
    return [award(rule, completing, history, completing.atMs, wholeThousandths(rung.points * 1_000))];
  });
}

function rungAwards(rule: RungsRule, history: OracleHistory): OracleAward[] {
  if (rule.count.per === 'recent') return [];
  return countedByKey(rule, history).flatMap((ofKey) =>
    countedGroups(rule, ofKey, history).flatMap((group) => highestRung(rule, group, history)),
  );
}

/** The matches that count, those of each key by themselves. */
function countedByKey(rule: RungsRule, history: OracleHistory): LanguageEvent[][] {
  // What has no value is not one more different value.
  const matches = matchesOf(rule, history).filter(
    (event) =>
      rule.distinct === undefined || rule.distinct === 'visit' || keyTextOf(event, rule.distinct) !== null,
  );
  const apart = countedApart(rule, matches);
  const keys = [...new Set(apart.map((event) => keyTextOf(event, rule.per)))];
  return keys.map((key) => apart.filter((event) => keyTextOf(event, rule.per) === key));
}

/** Without those that come too soon after one of the same page that counts. */
function countedApart({ apart }: RungsRule, matches: readonly LanguageEvent[]): readonly LanguageEvent[] {
  if (apart === undefined) return matches;
  const counted: LanguageEvent[] = [];
  for (const event of matches) {
    const before = counted.findLast((one) => sameText(one) === sameText(event));
    if (before === undefined || event.atMs - before.atMs >= apart) counted.push(event);
  }
  return counted;
}

function sameText({ type, name, path }: LanguageEvent): string {
  const isView = ['page', 'screen'].includes(type);
  return JSON.stringify([type, isView && path !== '' ? '' : name, path]);
}

/** The matches that are counted together. */
function countedGroups(
  rule: RungsRule,
  matches: readonly LanguageEvent[],
  history: OracleHistory,
): LanguageEvent[][] {
  const { count } = rule;
  if (count.per === 'recent') return [];
  if (count.per === 'rolling') return rollingGroups(rule, matches, count, history);
  const groups = new Map<string, LanguageEvent[]>();
  for (const event of matches) {
    const name = periodNameOf(count.per, event.atMs, visitOf(event, history), history.programme.timeZone);
    groups.set(name, [...(groups.get(name) ?? []), event]);
  }
  return [...groups.values()];
}

function rollingGroups(
  rule: RungsRule,
  matches: readonly LanguageEvent[],
  window: Rolling,
  history: OracleHistory,
): LanguageEvent[][] {
  const groups: LanguageEvent[][] = [];
  let unused: LanguageEvent[] = [];
  for (const event of matches) {
    const group = groups.at(-1);
    const isIn = ({ atMs }: LanguageEvent) =>
      event.atMs < windowEndOf(window, atMs, history.programme.timeZone);
    if (group && isIn(group[0] as LanguageEvent)) {
      group.push(event);
      continue;
    }
    unused = [...unused.filter(isIn), event];
    if (countOf(rule, unused, history) >= (rule.rungs[0]?.from ?? 0)) {
      groups.push(unused);
      unused = [];
    }
  }
  return groups;
}

function countOf(rule: RungsRule, matches: readonly LanguageEvent[], history: OracleHistory): number {
  if (rule.distinct === undefined) return matches.length;
  if (rule.distinct === 'visit') return new Set(matches.map((event) => visitOf(event, history))).size;
  return new Set(matches.map((event) => keyTextOf(event, rule.distinct))).size;
}

/** The highest rung that a group of matches reaches, earned by the match that reached it. */
function highestRung(
  rule: RungsRule,
  group: readonly LanguageEvent[],
  history: OracleHistory,
): OracleAward[] {
  const rung = rule.rungs.findLast(({ from }) => countOf(rule, group, history) >= from);
  if (!rung) return [];
  const reachedBy = group.find((_, index) => countOf(rule, group.slice(0, index + 1), history) >= rung.from);
  return [
    award(rule, reachedBy as LanguageEvent, history, reachedBy?.atMs, wholeThousandths(rung.points * 1_000)),
  ];
}

/** A award for each second that pairs with the latest first before it that no other second has used. */
function sequenceCandidates(rule: SequenceRule, history: OracleHistory): OracleAward[] {
  const used = new Set<LanguageEvent>();
  return history.events
    .filter((event) => isMatch(event, rule.then) && countsThen(rule, event, history))
    .flatMap((second) => {
      const first = matchesOf(rule, history).findLast(
        (event) =>
          event.atMs < second.atMs &&
          second.atMs - event.atMs <= rule.within &&
          keyTextOf(event, rule.per) === keyTextOf(second, rule.per) &&
          !used.has(event),
      );
      if (!first) return [];
      used.add(first);
      return [award(rule, second, history)];
    });
}

/** A award for each match after which nothing came for as long as `within`. */
function absenceCandidates(rule: AbsenceRule, history: OracleHistory): OracleAward[] {
  if (isOfBasket(rule)) return abandonedBaskets(rule, history);
  const matches = matchesOf(rule, history);
  const waits = matches.map((event) => {
    const made = award(rule, event, history, event.atMs + rule.within);
    const waitsForVisit = rule.per !== undefined && keyTextOf(event, rule.per) === null;
    return waitsForVisit ? { ...made, key: `visit ${made.visit}` } : made;
  });
  return waits.filter((wait, index) => {
    const isInTime = (event: LanguageEvent) => event.atMs >= wait.event.atMs && event.atMs <= wait.earnedAtMs;
    const isRenewed = waits.slice(index + 1).some(({ event, key }) => key === wait.key && isInTime(event));
    const isEnded = history.events.some((event) => {
      if (rule.unless === undefined || !isMatch(event, rule.unless) || !isInTime(event)) return false;
      const key = keyTextOf(event, rule.per);
      return key === null || key === wait.key;
    });
    return !isRenewed && !isEnded && wait.earnedAtMs <= history.nowMs;
  });
}

/** The changes of each basket, and whether each counts; what a machine did is none. */
function basketsOf(rule: AbsenceRule & { basket: Basket }, history: OracleHistory) {
  const idOf = (event: LanguageEvent) => {
    const text = keyTextOf(event, rule.per);
    if (rule.per === undefined) return '';
    return text ?? `visit ${visitOf(event, history)}`;
  };
  const ends = history.events.filter((event) => rule.unless !== undefined && isMatch(event, rule.unless));
  const changes = history.events.filter(
    (event) => isMatch(event, rule.when) && !(isClickRule(rule, history) && isTakenBack(event, history)),
  );
  return [...new Set(changes.map(idOf))].map((id) => {
    const endsAtMs = ends
      .filter((event) => [null, id].includes(keyTextOf(event, rule.per)))
      .map(({ atMs }) => atMs);
    const own = changes.filter((event) => idOf(event) === id);
    return { id, endsAtMs, story: basketStory(rule.basket, own, endsAtMs) };
  });
}

/** A award for each change that leaves something, if nothing changes, empties or ends the basket in time. */
function abandonedBaskets(rule: AbsenceRule & { basket: Basket }, history: OracleHistory): OracleAward[] {
  const awards = basketsOf(rule, history).flatMap(({ id, endsAtMs, story }) =>
    story.flatMap(({ event, isChange, isEmpty }, index) => {
      const dueMs = event.atMs + rule.within;
      if (!isChange || isEmpty || !countsThen(rule, event, history) || dueMs > history.nowMs) return [];
      const isOver = story
        .slice(index + 1)
        .some(
          (later) =>
            later.isChange &&
            later.event.atMs <= dueMs &&
            (later.isEmpty || countsThen(rule, later.event, history)),
        );
      if (isOver || endsAtMs.some((atMs) => atMs >= event.atMs && atMs <= dueMs)) return [];
      const last = story.findLast((one) => one.event.atMs <= dueMs);
      const worth =
        typeof rule.points === 'object' && 'basket' in rule.points && last !== undefined
          ? boundedWorth(rule.points, leftWorth(rule.points.basket, last.content))
          : worthFor(rule, event);
      return [{ ...award(rule, event, history, dueMs, worth), key: id }];
    }),
  );
  return awards.sort(
    (a, b) => a.event.atMs - b.event.atMs || eventHashOf(a.event.messageId) - eventHashOf(b.event.messageId),
  );
}

/** What ends a silence that is paid already. */
function endsAfter(rule: AbsenceRule, silence: OracleAward, history: OracleHistory): LanguageEvent[] {
  if (!isOfBasket(rule)) return matchesOf(rule, history);
  return basketsOf(rule, history).flatMap(({ story }) =>
    story.filter((one) => one.isChange && one.event.atMs > silence.earnedAtMs).map(({ event }) => event),
  );
}

/** A hundred times at most, for as long as nothing ends the silence; at the very time of an end it is in time. */
function repeatsOf(rule: AbsenceRule, silence: OracleAward, history: OracleHistory): OracleAward[] {
  const { repeatsEvery } = rule;
  if (repeatsEvery === undefined) return [];
  const ends = [
    ...endsAfter(rule, silence, history),
    ...history.events.filter((event) => rule.unless !== undefined && isMatch(event, rule.unless)),
  ].filter(({ atMs }) => atMs > silence.event.atMs);
  return Array.from({ length: 100 }, (_, index) => silence.earnedAtMs + (index + 1) * repeatsEvery)
    .filter((atMs) => atMs <= history.nowMs && ends.every((end) => end.atMs > atMs))
    .map((earnedAtMs) => ({ ...silence, earnedAtMs }));
}

/** The order in which awards are granted: as they were earned, and at one time in the order of the file. */
export function inOrderOfEarning(programme: Programme, awards: readonly OracleAward[]): OracleAward[] {
  const positionOf = ({ rule }: OracleAward) => programme.rules.indexOf(rule);
  const hashOf = ({ event }: OracleAward) => eventHashOf(event.messageId);
  return [...awards].sort(
    (a, b) =>
      a.earnedAtMs - b.earnedAtMs ||
      positionOf(a) - positionOf(b) ||
      a.event.atMs - b.event.atMs ||
      hashOf(a) - hashOf(b) ||
      a.keyHash - b.keyHash,
  );
}
