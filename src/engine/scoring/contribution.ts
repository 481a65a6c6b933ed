/** A contribution: the present points of an award, and the arithmetic behind them. */
import type { Source } from './compile.ts';
import { type Fade, noFade } from './fade.ts';

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
  /** Awards merged into one after the lateness horizon; 1 for a single event. */
  count: number;
  reason: string;
  fade: Fade;
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
    provisionalUntilMs: null,
  };
}

/** The same contribution with what stands of it. Field by field: thousands are made for one event, and a spread is slow. */
export function withValue(one: Contribution, value: number): Contribution {
  return {
    source: one.source,
    kind: one.kind,
    signatureId: one.signatureId,
    rung: one.rung,
    key: one.key,
    earned: one.earned,
    value,
    earnedAtMs: one.earnedAtMs,
    atMs: one.atMs,
    hash: one.hash,
    count: one.count,
    reason: one.reason,
    fade: one.fade,
    provisionalUntilMs: one.provisionalUntilMs,
  };
}
