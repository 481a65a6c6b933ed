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

export class SequenceAccumulator implements RuleAccumulator {
  readonly #awards: Awards;
  readonly #withinMs: number;
  /** Firsts by key, in the order of time, with the time of the second that used each. */
  readonly #firsts = new Map<number, { atMs: number; hash: number; usedAtMs: number | null }[]>();

  constructor(rule: CompiledRule, calendar: Calendar) {
    this.#awards = new Awards(rule, calendar);
    this.#withinMs = 'within' in rule.rule ? rule.rule.within : 0;
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
    const first = { atMs: position.atMs, hash: position.hash, usedAtMs: null };
    const firsts = this.#firsts.get(position.key);
    if (firsts) firsts.push(first);
    else this.#firsts.set(position.key, [first]);
  }

  seeOther(position: Position): void {
    const firsts = this.#firsts.get(position.key) ?? [];
    for (let index = firsts.length - 1; index >= 0; index--) {
      const first = firsts[index] as (typeof firsts)[number];
      if (position.atMs - first.atMs > this.#withinMs) return;
      if (first.usedAtMs !== null || first.atMs >= position.atMs) continue;
      first.usedAtMs = position.atMs;
      this.#awards.ask(position, position.key, 0, `within ${inWords(this.#withinMs)} of the first`);
      return;
    }
  }

  close(): null {
    return null;
  }

  needs(match: { atMs: number; hash: number; key: number }, cutMs: number, horizonMs: number): boolean {
    const first = this.#firsts.get(match.key)?.find(({ hash }) => hash === match.hash);
    if (first === undefined) return false;
    return first.usedAtMs === null ? match.atMs + this.#withinMs >= horizonMs : first.usedAtMs >= cutMs;
  }
}
