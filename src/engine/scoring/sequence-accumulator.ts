/**
 * The accumulator of a sequence: A, then B within a time.
 *
 * A B pairs with the latest A before it that no B has used and that is not older than the time allows. At the bound it is in
 * time. An A at the very instant of B is not before it. The pair is paid at B's time, by the rule's frequency.
 */
import type { Calendar } from '../../base/time/time.ts';
import type { CandidateAward, Position, Refusal, RuleAccumulator } from './award.ts';
import type { CompiledRule } from './compile.ts';
import { inWords } from './fade.ts';
import { Awards } from './pay-accumulator.ts';
import type { FrozenAward } from './profile-state.ts';

interface First {
  atMs: number;
  /** Time of the second that used it; null while none has. */
  usedAtMs: number | null;
}

/** The unused firsts of one key, in the order of time; those of the latest instant apart, since a second at it cannot use them. */
class Firsts {
  readonly #before: First[] = [];
  #latest: First[] = [];

  add(first: First): void {
    this.#passTo(first.atMs);
    this.#latest.push(first);
  }

  /** The latest before a time; undefined where there is none. */
  lastBefore(atMs: number): First | undefined {
    this.#passTo(atMs);
    return this.#before.at(-1);
  }

  /** That one is used. */
  drop(): void {
    this.#before.pop();
  }

  #passTo(atMs: number): void {
    const [one] = this.#latest;
    if (one === undefined || one.atMs >= atMs) return;
    this.#before.push(...this.#latest);
    this.#latest = [];
  }
}

export class SequenceAccumulator implements RuleAccumulator {
  readonly #awards: Awards;
  readonly #withinMs: number;
  /** Why it pays, in words. */
  readonly #plainReason: string;
  /** By key. */
  readonly #firsts = new Map<number, Firsts>();
  /** All of them, by hash. */
  readonly #known = new Map<number, First>();

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#awards = new Awards(rule, calendar);
    this.#withinMs = 'within' in rule.rule ? rule.rule.within : 0;
    this.#plainReason = `within ${inWords(this.#withinMs)} of the first`;
  }

  get awards(): readonly CandidateAward[] {
    return this.#awards.awards;
  }

  get refusals(): readonly Refusal[] {
    return this.#awards.refusals;
  }

  restore(frozenAward: FrozenAward): void {
    this.#awards.restore(frozenAward, 0);
  }

  /** It counts nothing for ever. */
  recall(): void {}

  see(position: Position): void {
    const first = { atMs: position.atMs, usedAtMs: null };
    this.#known.set(position.hash, first);
    let firsts = this.#firsts.get(position.key);
    if (firsts === undefined) {
      firsts = new Firsts();
      this.#firsts.set(position.key, firsts);
    }
    firsts.add(first);
  }

  seeOther(position: Position): void {
    const firsts = this.#firsts.get(position.key);
    const first = firsts?.lastBefore(position.atMs);
    if (firsts === undefined || first === undefined || position.atMs - first.atMs > this.#withinMs) return;
    firsts.drop();
    first.usedAtMs = position.atMs;
    this.#awards.ask(position, position.key, 0, this.#plainReason);
  }

  close(): null {
    return null;
  }

  reachesUntilMs(match: { atMs: number; hash: number }, horizonMs: number): number | undefined {
    const first = this.#known.get(match.hash);
    if (first === undefined) return undefined;
    const isOpen = first.usedAtMs === null && match.atMs + this.#withinMs >= horizonMs;
    return isOpen ? Number.POSITIVE_INFINITY : (first.usedAtMs ?? undefined);
  }
}
