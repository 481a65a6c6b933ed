/**
 * The oracle of the language: any programme scored in the slowest, most obvious way, straight from `docs/programmes.md`.
 *
 * It shares no code with `src/scoring`: it looks at all events again for every question. Where the page leaves the order of
 * things at one instant open, hashes of the kernel decide, as they do in the product.
 */

import { eventHashOf } from '../../src/base/kernel/kernel.ts';
import type { Cap, Decay, Match, Programme, Rule } from '../../src/contract/language/language.ts';
import { isMatch, isWho, type LanguageEvent, type LanguagePerson } from './language-oracle-match.ts';
import {
  awardPeriod,
  awardsOf,
  inOrderOfEarning,
  type OracleAward,
  recentAwards,
  wholeThousandths,
} from './language-oracle-rules.ts';

/** What stands of one payment. Amounts are thousandths of a point. */
export interface OracleContribution {
  rule: string;
  messageId: string;
  earnedAtMs: number;
  earned: number;
  value: number;
}

export interface OracleEvaluation {
  score: number;
  /** Never computed is not zero: whether anything in the programme ever recognised anything. */
  isComputed: boolean;
  /** None where the profile is excluded. */
  contributions: OracleContribution[];
  /** What stands of the fit. */
  fit: number;
  isExcluded: boolean;
  /** Null where nothing is graded, or nothing is known of the person. */
  grade: string | null;
}

interface CappedAward {
  award: OracleAward;
  earned: number;
}

const minus = Number.NEGATIVE_INFINITY;
const plus = Number.POSITIVE_INFINITY;

/** The score of one person as of a time. */
export function oracleEvaluation(
  all: readonly LanguageEvent[],
  person: LanguagePerson,
  programme: Programme,
  nowMs: number,
): OracleEvaluation {
  const once = withoutDuplicates(all);
  const resets = programme.resets.flatMap(({ when, to }) =>
    once.filter((event) => isMatch(event, when)).map(({ atMs }) => ({ atMs, to })),
  );
  const resetAtMs = Math.max(minus, ...resets.map(({ atMs }) => atMs));
  // Of several at one instant the last in the file counts.
  const lastReset = resets.findLast(({ atMs }) => atMs === resetAtMs);
  const events = once.filter(({ atMs }) => atMs > resetAtMs);
  const isFitTaken = lastReset?.to === 'zero';

  const rules = programme.rules.filter(
    ({ who }) => who === undefined || who.asOf === 'event' || isWho(person, who),
  );
  const awards = rules.flatMap((rule) => awardsOf(rule, { programme, events, everything: once, nowMs }));
  const fit = isFitTaken ? 0 : fitOf(programme, person);
  const counted = programme.fit?.counts === true ? fit : 0;
  const allocations = capped(programme, inOrderOfEarning(programme, awards), counted);
  const recent = heldRecently(
    programme,
    rules.flatMap((rule) => recentAwards(rule, { programme, events, everything: once, nowMs })),
  );
  const contributions = [...allocations, ...recent].map(({ award, earned }) => ({
    rule: award.rule.id,
    messageId: award.event.messageId,
    earnedAtMs: award.earnedAtMs,
    earned,
    value: isRecent(award.rule) ? earned : fadedValue(award, earned, programme, nowMs),
  }));
  const isExcluded = programme.exclude.some(({ who }) => isWho(person, who));
  const score = isExcluded ? 0 : standing(programme, contributions, fit);
  const isComputed =
    once.some((event) => isRecognised(event, programme)) ||
    (programme.fit?.rules ?? []).some(({ who }) => isWho(person, who));
  const grade = gradeOf(programme, person);
  return { score, isComputed, contributions: isExcluded ? [] : contributions, fit, isExcluded, grade };
}

/** Whether anything in a programme recognises an event. */
export function isRecognised(event: LanguageEvent, programme: Programme): boolean {
  return matchesOf(programme).some((match) => isMatch(event, match));
}

/** All that the programme may recognise an event by. */
function matchesOf({ rules, resets, phases, suspiciousClicks }: Programme): Match[] {
  return [
    ...rules.flatMap((rule) => [
      rule.when,
      'then' in rule ? rule.then : undefined,
      'unless' in rule ? rule.unless : undefined,
    ]),
    ...resets.map(({ when }) => when),
    ...phases.flatMap(({ begins, until }) => [begins, until]),
    suspiciousClicks?.delivered,
    ...(suspiciousClicks?.confirmedBy ?? []).map(({ when }) => when),
  ].filter((match) => match !== undefined);
}

function withoutDuplicates(all: readonly LanguageEvent[]): LanguageEvent[] {
  const earliest = all.filter(
    (event, index) =>
      !all.some(
        (other, otherIndex) =>
          other.messageId === event.messageId &&
          (other.atMs < event.atMs || (other.atMs === event.atMs && otherIndex < index)),
      ),
  );
  const hashes = new Map(earliest.map((event) => [event, eventHashOf(event.messageId)]));
  return earliest.sort((a, b) => a.atMs - b.atMs || (hashes.get(a) ?? 0) - (hashes.get(b) ?? 0));
}

/** What is granted of the awards, one after the other. */
function capped(programme: Programme, awards: readonly OracleAward[], fit: number): CappedAward[] {
  const { stopsAbove } = programme;
  const allocations: CappedAward[] = [];
  for (const award of awards) {
    const standsAbove =
      stopsAbove !== undefined &&
      sum(allocations.map((one) => fadedValue(one.award, one.earned, programme, award.earnedAtMs))) +
        (typeof stopsAbove === 'number' ? 0 : fit) >
        wholeThousandths((typeof stopsAbove === 'number' ? stopsAbove : stopsAbove.score) * 1_000);
    let earned = standsAbove && award.worth > 0 ? 0 : award.worth;
    for (const { cap, isUnder } of capsOver(award.rule, programme)) {
      for (const period of ['visit', 'day', 'week', 'month', 'quarter', 'ever'] as const) {
        if (cap?.[period] === undefined) continue;
        const name = awardPeriod(period, award, programme);
        const soFar = allocations.filter(
          (one) => isUnder(one.award.rule) && awardPeriod(period, one.award, programme) === name,
        );
        earned = cut(earned, sum(soFar.map((one) => one.earned)), cap[period]);
      }
    }
    if (award.event.via === 'public') {
      const hourOf = (one: OracleAward) => Math.floor(one.earnedAtMs / 3_600_000);
      const soFar = allocations.filter(
        (one) => one.award.event.via === 'public' && hourOf(one.award) === hourOf(award),
      );
      const atMost = programme.publicPointsPerHour ?? 10_000;
      earned = cut(earned, sum(soFar.map((one) => one.earned)), { atMost });
    }
    allocations.push({ award, earned });
  }
  return allocations;
}

/** What recent counts hold: nothing bounds it but what public keys may hold in an hour, apart from what they earn. */
function heldRecently(programme: Programme, awards: readonly OracleAward[]): CappedAward[] {
  const heldNow: CappedAward[] = [];
  for (const award of inOrderOfEarning(programme, awards)) {
    const hourOf = (one: OracleAward) => Math.floor(one.earnedAtMs / 3_600_000);
    const soFar = heldNow.filter(
      (one) => one.award.event.via === 'public' && hourOf(one.award) === hourOf(award),
    );
    const atMost = programme.publicPointsPerHour ?? 10_000;
    const isPublic = award.event.via === 'public';
    const earned = isPublic ? cut(award.worth, sum(soFar.map((one) => one.earned)), { atMost }) : award.worth;
    heldNow.push({ award, earned });
  }
  return heldNow;
}

function isRecent(rule: Rule): boolean {
  return 'rungs' in rule && rule.count.per === 'recent';
}

/** The caps over a rule, and whose earnings each bounds together. */
function capsOver(
  rule: Rule,
  programme: Programme,
): { cap: Cap | undefined; isUnder: (other: Rule) => boolean }[] {
  const group = programme.groups.find(({ id }) => id === rule.group);
  return [
    { cap: rule.cap, isUnder: (other) => other.id === rule.id },
    { cap: group?.cap, isUnder: (other) => other.group === group?.id },
    { cap: programme.cap, isUnder: () => true },
  ];
}

type Bounds = NonNullable<Cap['ever']>;

function boundsOf(given: Bounds): { least: number; most: number } {
  if (typeof given === 'number') return { least: minus, most: wholeThousandths(given * 1_000) };
  return {
    least: given.atLeast === undefined ? minus : wholeThousandths(given.atLeast * 1_000),
    most: given.atMost === undefined ? plus : wholeThousandths(given.atMost * 1_000),
  };
}

/** A payment cut toward 0, to what its cap has left. */
function cut(earned: number, soFar: number, bounds: Bounds): number {
  const { least, most } = boundsOf(bounds);
  if (earned > 0) return Math.min(earned, Math.max(0, most - soFar));
  return Math.max(earned, Math.min(0, least - soFar));
}

function fadedValue(award: OracleAward, earned: number, programme: Programme, nowMs: number): number {
  return wholeThousandths(earned * shareOf(award.rule.decay ?? programme.decay, nowMs - award.earnedAtMs));
}

function shareOf(decay: Decay, ageMs: number): number {
  if (decay === 'none') return 1;
  if ('expires' in decay) return ageMs < decay.expires ? 1 : 0;
  if ('steps' in decay) {
    const gone = Math.max(0, Math.floor(ageMs / decay.every));
    return gone < decay.steps ? (decay.steps - gone) / decay.steps : 0;
  }
  if ('linear' in decay) return ageMs < decay.linear ? 1 - ageMs / decay.linear : 0;
  return ageMs < 30 * decay.halfLife ? 2 ** -(ageMs / decay.halfLife) : 0;
}

function fitOf(programme: Programme, person: LanguagePerson): number {
  const { fit } = programme;
  if (fit === undefined) return 0;
  const total = sum(
    fit.rules.filter(({ who }) => isWho(person, who)).map(({ points }) => wholeThousandths(points * 1_000)),
  );
  return fit.cap === undefined ? total : held(total, fit.cap);
}

/** The best of the grades that the points of the fit reach, whatever a reset took. */
function gradeOf(programme: Programme, person: LanguagePerson): string | null {
  const grades = programme.fit?.grades;
  if (grades === undefined || (!person.isKnown && Object.keys(person.traits).length === 0)) return null;
  const points = fitOf(programme, person) / 1_000;
  const reached = Object.entries(grades).find(([, from]) => from === 'below' || points >= from);
  return reached?.[0] ?? 'D';
}

/** What stands of all, under the caps on what stands: of rules, of groups, of the programme. */
function standing(programme: Programme, contributions: readonly OracleContribution[], fit: number): number {
  const byRule = programme.rules.map((rule) => ({
    group: rule.group,
    stands: held(
      sum(contributions.filter((one) => one.rule === rule.id).map(({ value }) => value)),
      rule.cap?.standing,
    ),
  }));
  const byGroup = programme.groups.map(({ id, cap }) =>
    held(sum(byRule.filter(({ group }) => group === id).map(({ stands }) => stands)), cap.standing),
  );
  const alone = byRule.filter(({ group }) => group === undefined).map(({ stands }) => stands);
  const counted = programme.fit?.counts === true ? fit : 0;
  const total = held(sum([...alone, ...byGroup, counted]), programme.cap?.standing);
  const above = programme.floor === undefined ? minus : wholeThousandths(programme.floor * 1_000);
  return inWholePoints(Math.max(total, above), programme.rounding);
}

/** Halves go away from zero. */
function inWholePoints(score: number, rounding: Programme['rounding']): number {
  if (rounding === undefined) return score;
  const below = score - (((score % 1_000) + 1_000) % 1_000);
  const isWhole = below === score;
  if (isWhole || rounding === 'down') return below;
  if (rounding === 'up') return below + 1_000;
  const isNearerBelow = score - below < 500 || (score - below === 500 && score < 0);
  return isNearerBelow ? below : below + 1_000;
}

function held(total: number, bounds: Bounds | undefined | { atLeast?: number; atMost?: number }): number {
  if (bounds === undefined) return total;
  const { least, most } = boundsOf(bounds as Bounds);
  return Math.min(most, Math.max(least, total));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
