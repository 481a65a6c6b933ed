/** What a rule's ledger says of the events it sees: contributions, refusals, and where an event stands. */
import type { CompiledRule } from './compile.ts';

/** Points one rule gives. `value` is what it counts now (with no decay: the points times the count). */
export interface Contribution {
  rule: CompiledRule;
  rung: number;
  points: number;
  value: number;
  key: number;
  /** Time of the event that earned it. */
  atMs: number;
  hash: number;
  /** Payments merged into one after the lateness horizon; 1 for a single event. */
  count: number;
  /** Why, in words: `once a visit`, `10 in one visit`. */
  reason: string;
}

/** A recognised event that earned nothing, and why. */
export interface Refusal {
  rule: CompiledRule;
  atMs: number;
  hash: number;
  reason: string;
}

/** Where one fact stands while the pass goes over it. */
export interface FactPlace {
  atMs: number;
  hash: number;
  key: number;
  /** Number of the visit, from 0. */
  visit: number;
}
