/**
 * Phases: times in the life of a person, from the event that begins one until the event that ends it, or for a time.
 *
 * A phase is open after the instant that begins it, until the end of the instant that ends it. So nothing depends on the order of events
 * at one instant. Whether it is open at a time depends on earlier events alone: sealing keeps the latest of each before each known cut.
 * What a person was as of an event is a phase too, of each trait that a rule asks for.
 */
import { freezingPhases, type Programme, type Rule } from '../../contract/language/language.ts';
import type { FrozenAward, MatchedEvent } from './profile-state.ts';
import { freezingWhoOf, passesUnsaid, type SaidTest, saidTestsOf, type WhoThen, whoThenOf } from './said.ts';
import type { Signature } from './signatures.ts';

interface CompiledPhase {
  label: string;
  lastsMs: number;
  isOpenAtFirst: boolean;
}

export interface CompiledPhases {
  all: readonly CompiledPhase[];
  /** How many of them the file names; those behind are tests of traits as of the event. */
  named: number;
  /** Indices of those in which nothing new is earned. */
  freeze: readonly number[];
  /** The people who earn nothing new, as of the event; null for none. */
  freezesWho: WhoThen | null;
}

/** What a rule asks of the time of its matches. */
export interface Counting {
  /** Indices of the phases in which they count; null for any time. */
  during: readonly number[] | null;
  /** What the person has to be as of the event; null for anybody. */
  whoThen: WhoThen | null;
}

/** Returns the phases of a programme. */
export function phasesOf(programme: Programme): CompiledPhases {
  const { phases, freeze } = programme;
  const tests = saidTestsOf(programme);
  const ofSaid = (one: SaidTest) => ({
    ...{ label: one.trait, lastsMs: Number.POSITIVE_INFINITY, isOpenAtFirst: passesUnsaid(one) },
  });
  return {
    all: [
      ...phases.map(({ label, lasts }) => ({
        ...{ label, lastsMs: lasts ?? Number.POSITIVE_INFINITY, isOpenAtFirst: false },
      })),
      ...tests.map(ofSaid),
    ],
    named: phases.length,
    freeze: indicesOf(freezingPhases(freeze), phases),
    freezesWho: freezingWhoOf(programme, tests),
  };
}

/** Returns what a rule asks of the time of its matches. */
export function countingOf(rule: Rule, programme: Programme): Counting {
  return { during: duringOf(rule, programme), whoThen: whoThenOf(rule, saidTestsOf(programme)) };
}

/** The indices of the phases that a rule counts in; null where it counts at any time. */
function duringOf({ during }: Rule, { phases }: Programme): readonly number[] | null {
  return during === undefined ? null : indicesOf(during, phases);
}

function indicesOf(named: string | readonly string[] | undefined, phases: Programme['phases']): number[] {
  const wanted = new Set([named ?? []].flat());
  return phases.flatMap(({ id }, index) => (wanted.has(id) ? [index] : []));
}

/** The phases of one profile, as events come in the order of their times. */
export class PhasesSeen {
  readonly #phases: CompiledPhases;
  readonly #seen: readonly PhaseSeen[];

  constructor(phases: CompiledPhases) {
    this.#phases = phases;
    this.#seen = phases.all.map((phase) => new PhaseSeen(phase));
  }

  see(role: 'begins' | 'until', phase: number, atMs: number): void {
    (this.#seen[phase] as PhaseSeen)[role].see(atMs);
  }

  /** Why a match of a rule does not count at a time, in words; null where it counts. */
  refusal({ during, whoThen }: Counting, atMs: number): string | null {
    const { named, freeze, freezesWho } = this.#phases;
    const seenAt = (index: number) => this.#seen[index] as PhaseSeen;
    const frozen = freeze.find((index) => seenAt(index).isOpen(atMs));
    if (frozen !== undefined) return `frozen: ${seenAt(frozen).label}`;
    const wasSaid = (said: number) => seenAt(named + said).isOpen(atMs);
    if (freezesWho?.(wasSaid)) return 'frozen: for this profile as it was then';
    if (whoThen !== null && !whoThen(wasSaid)) return 'not for this profile as it was then';
    if (during === null || during.some((index) => seenAt(index).isOpen(atMs))) return null;
    return `only during: ${during.map((index) => seenAt(index).label).join(' or ')}`;
  }
}

/** One phase of a profile. */
class PhaseSeen {
  readonly label: string;
  readonly begins = new Instants();
  readonly until = new Instants();
  readonly #phase: CompiledPhase;

  constructor(phase: CompiledPhase) {
    this.label = phase.label;
    this.#phase = phase;
  }

  isOpen(atMs: number): boolean {
    const { lastsMs, isOpenAtFirst } = this.#phase;
    const begunMs = this.begins.before(atMs);
    const endedMs = this.until.before(atMs);
    if (isOpenAtFirst && Math.max(begunMs, endedMs) === Number.NEGATIVE_INFINITY) return true;
    return begunMs > endedMs && atMs - begunMs <= lastsMs;
  }
}

/** The latest two instants of something: of the latest, an event at it must not know. */
class Instants {
  #latestMs = Number.NEGATIVE_INFINITY;
  #earlierMs = Number.NEGATIVE_INFINITY;

  see(atMs: number): void {
    if (atMs > this.#latestMs) {
      this.#earlierMs = this.#latestMs;
      this.#latestMs = atMs;
    } else if (atMs < this.#latestMs) this.#earlierMs = Math.max(this.#earlierMs, atMs);
  }

  /** The latest before a time that is not before any seen; minus infinity for none. */
  before(atMs: number): number {
    return this.#latestMs < atMs ? this.#latestMs : this.#earlierMs;
  }
}

/** Returns why the matches of dropped events do not count, asked in the order of their times; always null without phases. */
export function sealedRefusals(
  phases: CompiledPhases,
  bySignatureId: readonly (Signature | undefined)[],
  frozenAwards: readonly FrozenAward[],
): (matched: MatchedEvent, counting: Counting) => string | null {
  if (phases.all.length === 0) return () => null;
  const seen = new PhasesSeen(phases);
  const see = (signatureId: number, atMs: number) => {
    const signature = bySignatureId[signatureId];
    if (isOfPhase(signature)) seen.see(signature.role, signature.of, atMs);
  };
  for (const { signatureId, atMs } of frozenAwards) see(signatureId, atMs);
  return ({ atMs, matches }, counting) => {
    for (const { signatureId } of matches) see(signatureId, atMs);
    return seen.refusal(counting, atMs);
  };
}

/** Whether a signature begins or ends a phase. */
export function isOfPhase(
  signature: Signature | undefined,
): signature is Signature & { role: 'begins' | 'until' } {
  return signature?.role === 'begins' || signature?.role === 'until';
}

/**
 * The marks of sealed phases: the latest event that begins and that ends each, known before or dropped now. There is one for each stretch
 * between known cuts, because a rebuild may begin at any of these.
 */
export function phaseMarks(
  bySignatureId: readonly (Signature | undefined)[],
  frozenAwards: readonly FrozenAward[],
  dropped: readonly MatchedEvent[],
  cuts: readonly number[],
): FrozenAward[] {
  const latest = new Map<string, { signatureId: number; atMs: number }>();
  const see = (signatureId: number, atMs: number) => {
    if (!isOfPhase(bySignatureId[signatureId])) return;
    const stretch = `${signatureId}:${cuts.findLastIndex((cutMs) => cutMs <= atMs)}`;
    if (atMs >= (latest.get(stretch)?.atMs ?? atMs)) latest.set(stretch, { signatureId, atMs });
  };
  for (const { signatureId, atMs } of frozenAwards) see(signatureId, atMs);
  for (const { atMs, matches } of dropped) for (const { signatureId } of matches) see(signatureId, atMs);
  return [...latest.values()].map(({ signatureId, atMs }) => ({
    ...{ signatureId, rung: 0, key: 0, atMs, hash: 0, count: 1, earned: null },
  }));
}
