/** A contribution: the present points of an award, and the arithmetic behind them. */
import type { CandidateAward } from './award.ts';
import type { CompiledRule, Source } from './compile.ts';
import { type Fade, noFade } from './fade.ts';
import { isRemembered } from './frozen-awards.ts';

/** One line of a score. Amounts are whole thousandths of a point. */
export interface Contribution {
  source: Source;
  /** `rule`: for an event; `fit`: for what the person is; `cap`: what a cap or the floor takes or gives. */
  kind: 'rule' | 'fit' | 'cap';
  /** The rule's signature id; 0 for the others. */
  signatureId: number;
  rung: number;
  key: number;
  /** What it earned, after caps. */
  earned: number;
  /** What stands of it now; values sum to the score. */
  value: number;
  /** Time it was earned, and of the event behind it, ms. */
  earnedAtMs: number;
  atMs: number;
  /** Hash of the event; null where no event is behind it. */
  hash: number | null;
  /** Payments that it stands for, merged after the lateness horizon or grouped as they fade; 1 for a single event. */
  count: number;
  reason: string;
  /** What an abandoned basket holds; absent for any other. */
  left?: string | undefined;
  fade: Fade;
  /** The length of the stretches in which it may fade in a group with others of its rule, ms; infinite where it stays alone. */
  groupMs: number;
  provisionalUntilMs: number | null;
}

/** A line that no event is behind. */
export function lineWithoutEvent(
  kind: 'fit' | 'cap',
  source: Source,
  thousandths: number,
  nowMs: number,
  reason: string,
): Contribution {
  return {
    source,
    kind,
    signatureId: 0,
    rung: 0,
    key: 0,
    earned: thousandths,
    value: thousandths,
    earnedAtMs: nowMs,
    atMs: nowMs,
    hash: null,
    count: 1,
    reason,
    fade: noFade,
    groupMs: noFade.groupMs,
    provisionalUntilMs: null,
  };
}

/** What an award has earned, after caps. Little by itself: thousands are made for one event, and their awards say the rest. */
export class PaidAward implements Contribution {
  readonly award: CandidateAward;
  readonly earned: number;
  readonly value: number;
  readonly reason: string;

  constructor(award: CandidateAward, earned: number, value: number, reason: string) {
    this.award = award;
    this.earned = earned;
    this.value = value;
    this.reason = reason;
  }

  get source(): CompiledRule {
    return this.award.rule;
  }

  get kind(): 'rule' {
    return 'rule';
  }

  get signatureId(): number {
    return this.award.rule.signatureId;
  }

  get rung(): number {
    return this.award.rung;
  }

  get key(): number {
    return this.award.key;
  }

  get earnedAtMs(): number {
    return this.award.earnedAtMs;
  }

  get atMs(): number {
    return this.award.atMs;
  }

  get hash(): number {
    return this.award.hash;
  }

  get count(): number {
    return this.award.count;
  }

  get left(): string | undefined {
    return this.award.left;
  }

  get fade(): Fade {
    return this.award.rule.fade;
  }

  get groupMs(): number {
    const { award } = this;
    const isAlone = award.provisionalUntilMs !== null || isRemembered(award, award.rule);
    return isAlone ? noFade.groupMs : award.rule.fade.groupMs;
  }

  get provisionalUntilMs(): number | null {
    return this.award.provisionalUntilMs;
  }
}

/** The contribution with what stands of it. */
export function withValue(one: Contribution, value: number): Contribution {
  if (one.value === value) return one;
  return one instanceof PaidAward
    ? new PaidAward(one.award, one.earned, value, one.reason)
    : { ...one, value };
}

/** What a payment is worth at a time, in thousandths. */
export function valueAt(
  { earned, earnedAtMs, fade }: Pick<Contribution, 'earned' | 'earnedAtMs' | 'fade'>,
  atMs: number,
): number {
  if (earned >= 0) return fade.stands(earned, atMs - earnedAtMs);
  return 0 - fade.stands(-earned, atMs - earnedAtMs);
}
