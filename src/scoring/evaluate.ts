/**
 * `score(matches, programme, now)`: one pass over the facts in the order of their times.
 *
 * The pass keeps one ledger a rule. Visits are cut as it goes: a gap of the visit's length ends one. What was settled
 * before the lateness horizon is paid first, so that a later event cannot earn again what is paid once.
 */
import { limits } from '../kernel/kernel.ts';
import type { CompiledProgramme } from './compile.ts';
import type { Contribution, FactPlace, Refusal } from './contribution.ts';
import type { ProfileState } from './profile-state.ts';
import { createLedger, type RuleLedger } from './rule-ledger.ts';

export interface Evaluation {
  score: number;
  /** Their values sum to the score, in this order. */
  contributions: readonly Contribution[];
  refusals: readonly Refusal[];
  /** When the clock alone next changes the score; null when never. */
  nextChangeAtMs: number | null;
}

/** Evaluates one programme for one profile at a time. Pure; the state is only read. */
export function evaluate(state: ProfileState, programme: CompiledProgramme, nowMs: number): Evaluation {
  const ledgers = new Ledgers(programme, nowMs);
  for (const payment of state.settled) ledgers.of(payment.slot)?.settle(payment);

  let visit = -1;
  let beforeMs = Number.NEGATIVE_INFINITY;
  for (const fact of state.facts) {
    if (fact.atMs - beforeMs >= programme.visitGapMs) visit++;
    beforeMs = fact.atMs;
    for (const match of fact.matches) {
      const rule = programme.bySlot[match.slot];
      if (rule === undefined) continue;
      const place: FactPlace = { atMs: fact.atMs, hash: fact.hash, key: match.key, visit };
      const ledger = ledgers.of(rule.ofSlot);
      if (rule.kind === 'end') ledger?.end(place);
      else ledger?.see(place);
    }
  }
  return close(ledgers.inOrder());
}

/** The ledgers of one evaluation, each made when its rule first sees something: most profiles meet few of many rules. */
class Ledgers {
  readonly #programme: CompiledProgramme;
  readonly #nowMs: number;
  readonly #bySlot: (RuleLedger | undefined)[] = [];

  constructor(programme: CompiledProgramme, nowMs: number) {
    this.#programme = programme;
    this.#nowMs = nowMs;
  }

  /** Undefined for a slot that is no rule's own. */
  of(slot: number): RuleLedger | undefined {
    const known = this.#bySlot[slot];
    if (known !== undefined) return known;
    const rule = this.#programme.bySlot[slot];
    if (rule === undefined || rule.kind === 'end') return undefined;
    const ledger = createLedger(rule, this.#programme, this.#nowMs);
    this.#bySlot[slot] = ledger;
    return ledger;
  }

  /** In the order of the programme's rules. */
  inOrder(): RuleLedger[] {
    return this.#programme.rules
      .map(({ slot }) => this.#bySlot[slot])
      .filter((ledger) => ledger !== undefined);
  }
}

function close(ledgers: readonly RuleLedger[]): Evaluation {
  const contributions: Contribution[] = [];
  const refusals: Refusal[] = [];
  let nextChangeAtMs: number | null = null;
  for (const ledger of ledgers) {
    const changeAtMs = ledger.close();
    if (changeAtMs !== null && (nextChangeAtMs === null || changeAtMs < nextChangeAtMs))
      nextChangeAtMs = changeAtMs;
    for (const contribution of ledger.contributions) contributions.push(contribution);
    for (const refusal of ledger.refusals) if (refusals.length < limits.refusalsMax) refusals.push(refusal);
  }
  let score = 0;
  for (const contribution of contributions) score += contribution.value;
  return { score, contributions, refusals, nextChangeAtMs };
}
