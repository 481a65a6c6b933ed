/**
 * The first half of a score: one pass over the facts in the order of their times, to what every rule claims.
 *
 * The pass keeps one ledger a rule. Visits are cut as it goes: a gap of the visit's length ends one. What was settled
 * before the lateness horizon comes first, so that a later event cannot earn again what is paid once. A reset takes
 * back all that was claimed until the end of its instant, and the rules begin anew.
 */
import { AbsenceLedger } from './absence-ledger.ts';
import type { Claim, Place, Refusal, RuleLedger } from './claim.ts';
import type { CompiledProgramme, CompiledReset, CompiledRule } from './compile.ts';
import { PayLedger } from './pay-ledger.ts';
import type { EventFact, FactMatch, ProfileState } from './profile-state.ts';
import { RungsLedger } from './rungs-ledger.ts';
import { SequenceLedger } from './sequence-ledger.ts';
import { type Suspicion, suspicionsOf } from './suspicion.ts';

export interface Gathering {
  claims: readonly Claim[];
  refusals: readonly Refusal[];
  /** When an absence runs out or a provisional click lapses; null when neither ever. */
  nextChangeAtMs: number | null;
  /** The last reset, and when; the last in the file, of several at one instant. */
  reset: LastReset | null;
  /** The suspicious clicks among the facts, by event hash. */
  suspicions: ReadonlyMap<number, Suspicion>;
  /** Whether any event or payment of this programme is there at all. */
  hasAny: boolean;
  /** By slot of a rule: its ledger since the last reset, closed. */
  ledgers: readonly (RuleLedger | undefined)[];
}

export interface LastReset {
  reset: CompiledReset;
  atMs: number;
  /** Its own fact is sealed, and so is all that it took back. */
  isSettled: boolean;
}

/** What the rules of one programme claim for one profile at a time. Pure; the state is only read. */
export function gather(state: ProfileState, programme: CompiledProgramme, nowMs: number): Gathering {
  return passOver(state, programme, nowMs).at(nowMs);
}

/** The pass over a state's facts, which can go on with later ones. */
export function passOver(state: ProfileState, programme: CompiledProgramme, nowMs: number): Pass {
  const pass = new Pass(programme, suspicionsOf(state.facts, programme, nowMs));
  pass.recall(state);
  for (const fact of state.facts) pass.see(fact);
  return pass;
}

export class Pass {
  readonly #programme: CompiledProgramme;
  readonly #suspicions: ReadonlyMap<number, Suspicion>;
  readonly #refusals: Refusal[] = [];
  #ledgers: (RuleLedger | undefined)[] = [];
  #reset: Gathering['reset'] = null;
  /** A reset whose instant is not over yet. */
  #pending: Gathering['reset'] = null;
  #hasAny = false;
  #hasEnded = false;
  #visit = -1;
  #beforeMs = Number.NEGATIVE_INFINITY;

  constructor(programme: CompiledProgramme, suspicions: ReadonlyMap<number, Suspicion>) {
    this.#programme = programme;
    this.#suspicions = suspicions;
  }

  recall({ settled, tallies }: ProfileState): void {
    const { bySlot, resets } = this.#programme;
    for (const { slot, atMs } of settled) {
      const facet = bySlot[slot];
      if (facet?.role !== 'reset') continue;
      this.#hasAny = true;
      this.#reset = later(this.#reset, { reset: resets[facet.of] as CompiledReset, atMs, isSettled: true });
    }
    for (const payment of settled) {
      const rule = this.#ruleOf(payment.slot);
      if (rule === null) continue;
      this.#hasAny = true;
      if (this.#reset === null || payment.atMs > this.#reset.atMs) this.#ledger(rule).settle(payment);
    }
    for (const tally of tallies) {
      const rule = this.#ruleOf(tally.slot);
      if (rule !== null) this.#ledger(rule).recall(tally);
    }
  }

  see({ atMs, hash, matches }: EventFact): void {
    if (this.#pending !== null && atMs > this.#pending.atMs) this.#takeBack();
    if (atMs - this.#beforeMs >= this.#programme.visitGapMs) this.#visit++;
    this.#beforeMs = atMs;
    // What ends or completes something is seen first, so that an event cannot be both halves of a pair.
    for (const match of matches) this.#seeMatch(match, atMs, hash, false);
    for (const match of matches) this.#seeMatch(match, atMs, hash, true);
  }

  /**
   * Whether later facts may still be seen: not once a reset was taken to be over, for more may come at its very instant;
   * nor where clicks are judged together.
   */
  get canGoOn(): boolean {
    return !this.#hasEnded && this.#programme.programme.suspiciousClicks === undefined;
  }

  /** What the rules claim at a time, of the facts seen so far. */
  at(nowMs: number): Gathering {
    if (this.#pending !== null) {
      this.#takeBack();
      this.#hasEnded = true;
    }
    const claims: Claim[] = [];
    const refusals = [...this.#refusals];
    let nextChangeAtMs: number | null = null;
    const at = (ms: number) => {
      if (nextChangeAtMs === null || ms < nextChangeAtMs) nextChangeAtMs = ms;
    };
    for (const { slot } of this.#programme.rules) {
      const ledger = this.#ledgers[slot];
      if (ledger === undefined) continue;
      const changeAtMs = ledger.close(nowMs);
      if (changeAtMs !== null) at(changeAtMs);
      for (const claim of ledger.claims) claims.push(this.#suspected(claim));
      for (const refusal of ledger.refusals) refusals.push(refusal);
    }
    for (const { verdict, untilMs } of this.#suspicions.values()) if (verdict === 'provisional') at(untilMs);
    return {
      claims,
      refusals,
      nextChangeAtMs,
      reset: this.#reset,
      suspicions: this.#suspicions,
      hasAny: this.#hasAny,
      ledgers: this.#ledgers,
    };
  }

  #seeMatch({ slot, key, number }: FactMatch, atMs: number, hash: number, isFirst: boolean): void {
    const facet = this.#programme.bySlot[slot];
    if (facet === undefined || (facet.role === 'when') !== isFirst) return;
    this.#hasAny = true;
    if (facet.role === 'reset')
      this.#pending = later(this.#pending, {
        reset: this.#programme.resets[facet.of] as CompiledReset,
        atMs,
        isSettled: false,
      });
    // What a sealed reset took back may have stayed for another's sake.
    if (this.#reset !== null && atMs <= this.#reset.atMs) return;
    if (facet.role !== 'when' && facet.role !== 'then' && facet.role !== 'unless') return;
    const rule = this.#programme.rules[facet.of] as CompiledRule;
    const place: Place = { atMs, hash, key, number, visit: this.#visit };
    if (isFirst) this.#when(rule, place);
    else this.#ledger(rule).seeOther(place);
  }

  #when(rule: CompiledRule, place: Place): void {
    const suspicion = rule.isClick ? this.#suspicions.get(place.hash) : undefined;
    if (suspicion?.verdict === 'lapsed') {
      const { atMs, hash } = place;
      const reason = `taken back: no human sign after a suspicious click (${suspicion.why})`;
      this.#refusals.push({ source: rule, atMs, hash, reason });
    } else this.#ledger(rule).see(place);
  }

  /** The claim, marked when its click is a suspicious one. */
  #suspected(claim: Claim): Claim {
    const suspicion =
      claim.rule.isClick && claim.settled === null ? this.#suspicions.get(claim.hash) : undefined;
    if (suspicion === undefined) return claim;
    if (suspicion.verdict === 'confirmed')
      return { ...claim, reason: `${claim.reason}, confirmed by a human sign` };
    return {
      ...claim,
      provisionalUntilMs: suspicion.untilMs,
      reason: `${claim.reason}, provisional until a human sign (${suspicion.why})`,
    };
  }

  #takeBack(): void {
    const { reset, atMs } = this.#pending as NonNullable<Gathering['reset']>;
    for (const ledger of this.#ledgers) {
      if (ledger === undefined) continue;
      ledger.close(atMs);
      for (const { rule, hash, atMs: claimedAtMs } of ledger.claims)
        this.#refusals.push({
          source: rule,
          atMs: claimedAtMs,
          hash,
          reason: `taken back by "${reset.label}"`,
        });
    }
    this.#ledgers = [];
    this.#reset = this.#pending;
    this.#pending = null;
  }

  #ruleOf(slot: number): CompiledRule | null {
    const facet = this.#programme.bySlot[slot];
    return facet?.role === 'when' ? (this.#programme.rules[facet.of] ?? null) : null;
  }

  /** A rule's ledger, made when the rule first sees something: most profiles meet few of many rules. */
  #ledger(rule: CompiledRule): RuleLedger {
    let ledger = this.#ledgers[rule.slot];
    if (ledger === undefined) {
      ledger = ledgerOf(rule, this.#programme);
      this.#ledgers[rule.slot] = ledger;
    }
    return ledger;
  }
}

function later(one: LastReset | null, other: LastReset): LastReset {
  if (one === null || other.atMs !== one.atMs) return one === null || other.atMs > one.atMs ? other : one;
  return other.reset.index >= one.reset.index ? other : one;
}

function ledgerOf(rule: CompiledRule, { calendar }: CompiledProgramme): RuleLedger {
  if ('rungs' in rule.rule) return new RungsLedger(rule, calendar);
  if ('then' in rule.rule) return new SequenceLedger(rule, calendar);
  if ('within' in rule.rule) return new AbsenceLedger(rule, calendar);
  return new PayLedger(rule, calendar);
}
