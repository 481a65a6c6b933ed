/**
 * The accumulator of a count: so many matches within a visit, a calendar period, for ever or within a rolling window.
 *
 * Matches are counted in groups, and the highest rung a group reaches is its one award. In a visit or a calendar period that is
 * a group; so is all there ever was. With a rolling window, matches form a group as soon as the unused ones of the last window
 * reach the first rung. Further ones up to a window after the group's first join it.
 */

import { limits } from '../../base/kernel/kernel.ts';
import type { Calendar } from '../../base/time/time.ts';
import type { CountWithin, RungsRule } from '../../contract/language/language.ts';
import { Apart } from './apart.ts';
import {
  type CandidateAward,
  type Position,
  provisionalUntilMs,
  type Refusal,
  type RuleAccumulator,
  suspectedReason,
} from './award.ts';
import type { CompiledRule } from './compile.ts';
import { inWords } from './fade.ts';
import type { FrozenAward, Tally } from './profile-state.ts';
import { windowEnd, windowInWords } from './rolling.ts';

interface Group {
  count: number;
  /** Different values, or visits, where they are what is counted. */
  values: Set<number> | null;
  /** Visits that are sealed: no later match is in one of them. */
  sealed: number;
  /** Index of its award; -1 while it has reached no rung. */
  award: number;
  reached: number;
  /** Matches join until then; for the rolling window only. */
  endMs: number;
  /** Time of its latest match. */
  lastMs: number;
}

export class RungsAccumulator implements RuleAccumulator {
  readonly refusals: Refusal[] = [];
  readonly awards: CandidateAward[] = [];
  readonly #rule: CompiledRule;
  readonly #count: { per: Exclude<CountWithin['per'], 'recent'> };
  /** When the window of a time ends; for the rolling window only. */
  readonly #windowEnd: (atMs: number) => number;
  readonly #isDistinct: boolean;
  /** Its keys are values or pages, and no groups. */
  readonly #isWhole: boolean;
  /** Null where each match counts. */
  readonly #apart: Apart | null;
  /** It counts the visits that have a match. */
  readonly #isOfVisits: boolean;
  readonly #calendar: Calendar;
  readonly #groups = new Map<number | string, Group>();
  /** Rolling: matches of the last window that no group has used, by key. */
  #loose: Map<number, Loose> | null = null;
  /** The group each match went into, by its hash; null where sealing need not ask. */
  readonly #groupOf: Map<number, Group> | null;

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#rule = rule;
    this.#calendar = calendar;
    const { count, distinct } = rule.rule as RungsRule;
    // A recent count has an accumulator of its own.
    const per = count.per === 'recent' ? 'ever' : count.per;
    this.#count = { per };
    this.#windowEnd = 'rollingMs' in count ? windowEnd(count, calendar) : (atMs) => atMs;
    this.#groupOf = count.per === 'visit' || count.per === 'ever' ? null : new Map();
    this.#isDistinct = distinct !== undefined;
    this.#apart = rule.apartMs === 0 ? null : new Apart(rule.apartMs);
    this.#isWhole = this.#isDistinct || rule.apartMs > 0;
    this.#isOfVisits = rule.countsVisits;
  }

  restore(frozenAward: FrozenAward): void {
    const { rung, key, atMs, hash, count } = frozenAward;
    const worth = this.#rungAt(rung).thousandths;
    this.awards.push({
      rule: this.#rule,
      rung,
      key,
      earnedAtMs: atMs,
      atMs,
      hash,
      visit: -1,
      isPublic: frozenAward.isPublic === true,
      count,
      worth: worth * count,
      frozen: frozenAward.earned ?? worth * count,
      reason: this.#reasonAt(rung),
      provisionalUntilMs: null,
    });
    if (this.#count.per !== 'ever') return;
    const group = this.#groupAt(this.#isWhole ? 0 : key);
    group.award = this.awards.length - 1;
    group.reached = rung + 1;
  }

  recall({ key, count }: Tally): void {
    if (this.#isDistinct && key === 0 && !this.#isOfVisits) return;
    const group = this.#groupAt(this.#isWhole ? 0 : key);
    if (this.#isOfVisits) group.sealed += count;
    else if (group.values === null) group.count += count;
    else group.count = group.values.add(key).size;
  }

  see(position: Position): void {
    // A value that is not there is not one more different value.
    if (this.#isDistinct && position.key === 0 && !this.#isOfVisits) return;
    if (this.#apart !== null && !this.#apart.counts(position)) {
      const { atMs, hash } = position;
      if (this.refusals.length < limits.refusalsMax)
        this.refusals.push({ source: this.#rule, atMs, hash, reason: sameAgain(this.#rule) });
      return;
    }
    if (this.#count.per === 'rolling') this.#roll(position);
    else this.#add(this.#groupAt(this.#groupId(position)), position);
  }

  seeOther(): void {}

  close(): null {
    return null;
  }

  reachesUntilMs(match: { atMs: number; hash: number }, horizonMs: number): number | undefined {
    const together = this.#togetherUntilMs(match, horizonMs);
    if (this.#apart === null) return together;
    const apartAtMs = match.atMs + this.#rule.apartMs;
    return apartAtMs >= horizonMs ? Number.POSITIVE_INFINITY : Math.max(apartAtMs, together ?? 0);
  }

  #togetherUntilMs(match: { atMs: number; hash: number }, horizonMs: number): number | undefined {
    const { per } = this.#count;
    // Visits are sealed whole; what counts for ever is tallied.
    if (per === 'visit' || per === 'ever') return undefined;
    const group = this.#groupOf?.get(match.hash);
    const isOpen =
      per === 'rolling'
        ? (group?.endMs ?? this.#windowEnd(match.atMs)) > horizonMs
        : this.#calendar[per](match.atMs) === this.#calendar[per](horizonMs);
    return isOpen ? Number.POSITIVE_INFINITY : group?.lastMs;
  }

  #groupId(position: Position): number | string {
    const key = this.#isWhole ? 0 : position.key;
    switch (this.#count.per) {
      case 'visit':
        return key === 0 ? position.visit : `${key}:${position.visit}`;
      case 'day':
      case 'week':
      case 'month':
      case 'quarter':
        return key === 0
          ? this.#calendar[this.#count.per](position.atMs)
          : `${key}:${this.#calendar[this.#count.per](position.atMs)}`;
      default:
        return key;
    }
  }

  #groupAt(id: number | string): Group {
    let group = this.#groups.get(id);
    if (group === undefined) {
      group = this.#newGroup(Number.POSITIVE_INFINITY);
      this.#groups.set(id, group);
    }
    return group;
  }

  #newGroup(endMs: number): Group {
    const values = this.#isDistinct ? new Set<number>() : null;
    return { count: 0, values, sealed: 0, award: -1, reached: 0, endMs, lastMs: 0 };
  }

  /** The value that a match adds, where different ones are counted. */
  #valueOf({ key, visit }: Position): number {
    return this.#isOfVisits ? visit : key;
  }

  #roll(position: Position): void {
    const key = this.#isWhole ? 0 : position.key;
    const group = this.#groups.get(key);
    if (group !== undefined && position.atMs < group.endMs) {
      this.#add(group, position);
      return;
    }
    const endOf = this.#windowEnd;
    this.#loose ??= new Map();
    let loose = this.#loose.get(key);
    if (loose === undefined) {
      loose = new Loose(this.#isDistinct ? (one) => this.#valueOf(one) : null);
      this.#loose.set(key, loose);
    }
    loose.add(position, endOf);
    if (loose.size < this.#rungAt(0).from) return;
    const { positions } = loose;
    const next = this.#newGroup(endOf((positions[0] as Position).atMs));
    this.#groups.set(key, next);
    this.#loose.delete(key);
    for (const one of positions) this.#add(next, one);
  }

  #add(group: Group, position: Position): void {
    this.#groupOf?.set(position.hash, group);
    group.lastMs = position.atMs;
    group.count =
      group.values === null ? group.count + 1 : group.sealed + group.values.add(this.#valueOf(position)).size;
    const { rungs } = this.#rule;
    let reached = group.reached;
    // More than one at once where the matches of the lower ones are gone and only tallied.
    while (reached < rungs.length && group.count >= this.#rungAt(reached).from) reached++;
    if (reached === group.reached) return;
    if (group.award < 0 && this.awards.length >= limits.groupsPerRuleMax) {
      if (this.refusals.length < limits.refusalsMax)
        this.refusals.push({
          source: this.#rule,
          atMs: position.atMs,
          hash: position.hash,
          reason: `limit: ${limits.groupsPerRuleMax} counts of this rule`,
        });
      return;
    }
    const { atMs, hash, visit, isPublic, suspicion } = position;
    const award: CandidateAward = {
      rule: this.#rule,
      rung: reached - 1,
      key: this.#isWhole ? 0 : position.key,
      earnedAtMs: atMs,
      atMs,
      hash,
      visit,
      isPublic,
      count: 1,
      worth: this.#rungAt(reached - 1).thousandths,
      frozen: null,
      reason: suspectedReason(this.#reasonAt(reached - 1), suspicion),
      provisionalUntilMs: provisionalUntilMs(suspicion),
    };
    if (group.award < 0) group.award = this.awards.push(award) - 1;
    else this.awards[group.award] = award;
    group.reached = reached;
  }

  #rungAt(index: number): { from: number; thousandths: number } {
    const { rungs } = this.#rule;
    return rungs[Math.min(index, rungs.length - 1)] as { from: number; thousandths: number };
  }

  #reasonAt(rung: number): string {
    const reasons = reasonsOf(this.#rule);
    return reasons[Math.min(rung, reasons.length - 1)] as string;
  }
}

/** Why each rung of a rule pays, in words: made once, since each evaluation of each profile says some. */
const reasons = new WeakMap<CompiledRule, readonly string[]>();

function reasonsOf(rule: CompiledRule): readonly string[] {
  const known = reasons.get(rule);
  if (known !== undefined) return known;
  const { count } = rule.rule as RungsRule;
  const made = rule.rungs.map(({ from }) => {
    const what = whatIsCounted(rule, from);
    if (count.per === 'ever') return what;
    return 'rollingMs' in count ? `${what} within ${windowInWords(count)}` : `${what} in one ${count.per}`;
  });
  reasons.set(rule, made);
  return made;
}

/** Why a match of a page that has just counted does not. */
export function sameAgain({ apartMs }: CompiledRule): string {
  return `the same page within ${inWords(apartMs)}`;
}

/** So many of what a rule counts, in words: `3`, `3 different`, `3 visits`. */
export function whatIsCounted({ rule, countsVisits }: CompiledRule, count: number): string {
  if (countsVisits) return `${count} ${count === 1 ? 'visit' : 'visits'}`;
  return 'count' in rule && rule.distinct !== undefined ? `${count} different` : String(count);
}

/** Matches of the last window that no group has used. */
class Loose {
  readonly #positions: Position[] = [];
  /** The index of the first that is not too old. */
  #first = 0;
  /** How often each value is among them, where different values are counted. */
  readonly #values: Map<number, number> | null;
  readonly #valueOf: ((position: Position) => number) | null;

  /** `ofPosition` where different values are counted; null where matches are. */
  constructor(ofPosition: ((position: Position) => number) | null) {
    this.#valueOf = ofPosition;
    this.#values = ofPosition === null ? null : new Map();
  }

  /** How many there are, or how many different values. */
  get size(): number {
    return this.#values === null ? this.#positions.length - this.#first : this.#values.size;
  }

  get positions(): Position[] {
    return this.#positions.slice(this.#first);
  }

  add(position: Position, endOf: (atMs: number) => number): void {
    for (
      let oldest = this.#positions[this.#first];
      oldest !== undefined && position.atMs >= endOf(oldest.atMs);
      oldest = this.#positions[++this.#first]
    )
      this.#count(oldest, -1);
    this.#positions.push(position);
    this.#count(position, 1);
  }

  #count(position: Position, more: number): void {
    if (this.#values === null || this.#valueOf === null) return;
    const value = this.#valueOf(position);
    const count = (this.#values.get(value) ?? 0) + more;
    if (count === 0) this.#values.delete(value);
    else this.#values.set(value, count);
  }
}
