/** Candidate awards: what a rule awards for an event before caps; and the accumulator of one rule. */
import type { BasketChange } from './basket-change.ts';
import type { CompiledRule, Source } from './compile.ts';
import type { EventMatch, FrozenAward, MatchedEvent, Tally } from './profile-state.ts';
import type { RecentCount } from './recent-accumulator.ts';
import type { Suspicion } from './suspicion.ts';

/** The position of one match in the pass over the events. */
export interface Position {
  /** Event time, ms. */
  atMs: number;
  hash: number;
  key: number;
  number: number | null;
  /** What it changes of a basket; absent where its rule counts none. */
  basket?: BasketChange | undefined;
  /** What the basket holds that is left; absent where there is none. */
  left?: string;
  /** Number of the visit, from 0. */
  visit: number;
  /** Its event came with a public key. */
  isPublic: boolean;
  /** Why its click looks like a machine's; null for any other. */
  suspicion: Suspicion | null;
}

/** The position of a match in its event: thousands are made for one event of a large profile, so they copy nothing. */
export class MatchPosition implements Position {
  readonly visit: number;
  readonly suspicion: Suspicion | null;
  readonly matched: MatchedEvent;
  readonly match: EventMatch;

  constructor(matched: MatchedEvent, match: EventMatch, visit: number, suspicion: Suspicion | null) {
    this.matched = matched;
    this.match = match;
    this.visit = visit;
    this.suspicion = suspicion;
  }

  get atMs(): number {
    return this.matched.atMs;
  }

  get hash(): number {
    return this.matched.hash;
  }

  get key(): number {
    return this.match.key;
  }

  get number(): number | null {
    return this.match.number;
  }

  get basket(): BasketChange | undefined {
    return this.match.basket;
  }

  get isPublic(): boolean {
    return this.matched.isPublic === true;
  }
}

/** Points that a rule awards, before caps. */
export interface CandidateAward {
  rule: CompiledRule;
  rung: number;
  key: number;
  /** When it was earned, ms: the event's time, or the time an absence ran out. */
  earnedAtMs: number;
  /** Time and hash of the event behind it. */
  atMs: number;
  hash: number;
  /** The visit it was earned in; -1 for a frozen award. */
  visit: number;
  /** The event behind it came with a public key. */
  isPublic: boolean;
  /** Payments merged into one after the lateness horizon; 1 for a single event, 0 for a sealed one that was refused. */
  count: number;
  /** What the rule's worth makes of it, in thousandths. */
  worth: number;
  /** The final points of an award whose event is sealed, in thousandths; null while caps still decide. */
  frozen: number | null;
  /** Why, in words: `once a visit`, `10 in one visit`. */
  reason: string;
  /** What an abandoned basket holds: `2 × Cloud S, worth 120`; absent where the rule counts none. */
  left?: string | undefined;
  /** A suspicious click that waits for a human sign until then, ms; null for any other. */
  provisionalUntilMs: number | null;
}

/** What a rule awards for a match: little by itself, since its position says the rest. */
export class MatchAward implements CandidateAward {
  readonly rule: CompiledRule;
  readonly position: Position;
  readonly worth: number;
  readonly afterMs: number;
  readonly plainReason: string;

  /** It is earned so long after the match, ms; `plainReason` says why, in words. */
  constructor(rule: CompiledRule, position: Position, worth: number, afterMs: number, plainReason: string) {
    this.rule = rule;
    this.position = position;
    this.worth = worth;
    this.afterMs = afterMs;
    this.plainReason = plainReason;
  }

  get rung(): number {
    return 0;
  }

  get key(): number {
    return this.position.key;
  }

  get earnedAtMs(): number {
    return this.position.atMs + this.afterMs;
  }

  get atMs(): number {
    return this.position.atMs;
  }

  get hash(): number {
    return this.position.hash;
  }

  get visit(): number {
    return this.position.visit;
  }

  get isPublic(): boolean {
    return this.position.isPublic;
  }

  get count(): number {
    return 1;
  }

  get frozen(): null {
    return null;
  }

  get left(): string | undefined {
    return this.position.left;
  }

  get reason(): string {
    return suspectedReason(this.plainReason, this.position.suspicion);
  }

  get provisionalUntilMs(): number | null {
    return provisionalUntilMs(this.position.suspicion);
  }

  /** The same award, where its click is judged otherwise; null where it is for no click. */
  judgedAs(suspicion: Suspicion): MatchAward | null {
    const { rule, position, worth, afterMs, plainReason } = this;
    if (!(position instanceof MatchPosition)) return null;
    const { matched, match, visit } = position;
    const judged = new MatchPosition(matched, match, visit, suspicion);
    return new MatchAward(rule, judged, worth, afterMs, plainReason);
  }
}

/** What a rule awards again for a match: the number of the time is its rung. */
export class RepeatedAward extends MatchAward {
  readonly time: number;

  constructor(
    rule: CompiledRule,
    position: Position,
    worth: number,
    afterMs: number,
    plainReason: string,
    time: number,
  ) {
    super(rule, position, worth, afterMs, plainReason);
    this.time = time;
  }

  override get rung(): number {
    return this.time;
  }
}

/** What a rule paid before its event was sealed: thousands are restored for one event, so they copy nothing. */
export class FrozenPayment implements CandidateAward {
  readonly rule: CompiledRule;
  readonly frozenAward: FrozenAward;
  readonly earnedAtMs: number;
  readonly reason: string;

  constructor(rule: CompiledRule, frozenAward: FrozenAward, earnedAtMs: number, reason: string) {
    this.rule = rule;
    this.frozenAward = frozenAward;
    this.earnedAtMs = earnedAtMs;
    this.reason = reason;
  }

  get rung(): number {
    return this.frozenAward.rung;
  }

  get key(): number {
    return this.frozenAward.key;
  }

  get atMs(): number {
    return this.frozenAward.atMs;
  }

  get hash(): number {
    return this.frozenAward.hash;
  }

  get visit(): -1 {
    return -1;
  }

  get isPublic(): boolean {
    return this.frozenAward.isPublic === true;
  }

  get count(): number {
    return this.frozenAward.count;
  }

  get worth(): number {
    return this.rule.worth(null) * this.frozenAward.count;
  }

  get frozen(): number {
    return this.frozenAward.earned ?? this.worth;
  }

  get provisionalUntilMs(): null {
    return null;
  }
}

/** A reason with what became of a suspicious click. */
export function suspectedReason(plainReason: string, suspicion: Suspicion | null): string {
  if (suspicion === null) return plainReason;
  if (suspicion.state === 'confirmed') return `${plainReason}, confirmed by a human sign`;
  return `${plainReason}, provisional until a human sign (${suspicion.why})`;
}

/** Until when a suspicious click waits for a human sign, ms; null for any other. */
export function provisionalUntilMs(suspicion: Suspicion | null): number | null {
  return suspicion === null || suspicion.state === 'confirmed' ? null : suspicion.untilMs;
}

/** An event that a rule recognised without awarding points, with the reason. */
export interface Refusal {
  source: Source;
  atMs: number;
  hash: number;
  reason: string;
}

/** By each award the one in its place: they differ in what is said of a suspicious click alone. */
export type ReplacedAwards = ReadonlyMap<CandidateAward, CandidateAward>;

/** The accumulator of one rule in one pass: frozen awards first, then events in the order of their times, `close` last. */
export interface RuleAccumulator {
  readonly awards: readonly CandidateAward[];
  readonly refusals: readonly Refusal[];
  /** Of a recent count, what holds at the time of `close`. */
  readonly recent?: readonly RecentCount[];
  restore(frozenAward: FrozenAward): void;
  recall(tally: Tally): void;
  see(position: Position): void;
  /** A match that does not count, outside its phases, and changes a basket all the same. */
  seeOutside?(position: Position): void;
  /** The second of a sequence, or what calls an absence off. */
  seeOther(position: Position): void;
  /**
   * Says of awards for clicks, by their hashes, what these are judged as now, and adds what it replaced. Absent where more than that
   * may change: then the pass begins again.
   */
  judgeAgain?(others: ReadonlyMap<number, Suspicion>, replaced: Map<CandidateAward, CandidateAward>): void;
  /** Ends the pass; `nowMs` decides which waits have run out. Returns when the clock changes it next, or null. */
  close(nowMs: number): number | null;
  /**
   * After `close`: until when a match counts together with others, ms. That is the time of the latest of them, or infinity where one
   * that has yet to come (at `horizonMs` or later) may be. Undefined where it counts with none.
   */
  reachesUntilMs(match: { atMs: number; hash: number; key: number }, horizonMs: number): number | undefined;
}
