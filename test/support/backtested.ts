/**
 * Two accounts of one change of a programme: what a backtest says of it, and what publishing it does in an installation in memory.
 * Both are of one person, and equal where the backtest is right.
 */
import { limits, profileIdOf } from '../../src/base/kernel/kernel.ts';
import { isOwnEvent, type Programme, type ScovilleEvent } from '../../src/contract/language/language.ts';
import { addProfile, noSums, type SalesRecord } from '../../src/engine/analysis/backtest.core.ts';
import { compiledFor } from '../../src/engine/analysis/backtest-worker.ts';
import { pastEventOf } from '../../src/engine/analysis/replay-worker.ts';
import { evaluate, toPoints } from '../../src/engine/scoring/scoring.ts';
import { passTime } from './one-life.ts';
import { Installation } from './programme.ts';
import { SimulatedInstallation } from './simulated-installation.ts';

const { dayMs } = limits;
/** Shorter than in an installation, so that histories of days are sealed. */
const latenessMs = 2 * dayMs;
const key = 'u:ada';
const profile = profileIdOf(key);

/** A programme that is active, and the draft of its next version. */
export interface ProgrammeChange {
  active: Programme;
  draft: Programme;
}

/** The same of one version: had it been active all the time, and what it makes of the history now. */
interface SideOutcome {
  /** At the end; 0 is below the ladder. */
  tier: number;
  isScored: boolean;
  /** Leads and tasks with the day that each came. */
  work: Record<string, number>;
}

export interface ChangeOutcome {
  active: SideOutcome;
  draft: SideOutcome;
  /** Points before and after; null where neither score nor tier differs. */
  scores: [number, number] | null;
  /** Leads that the change alone opens, where it notifies. */
  leadsAtOnce: number;
}

/** Events in the order of acceptance, each of the one person. */
export function ofOnePerson(events: readonly ScovilleEvent[]): ScovilleEvent[] {
  return events
    .map((event) => ({ ...event, key: isOwnEvent(event) ? event.key : key, profile }))
    .sort((a, b) => a.acceptedAtMs - b.acceptedAtMs || a.atMs - b.atMs || a.hash - b.hash);
}

/** What the backtest says. */
export function backtested(
  { active, draft }: ProgrammeChange,
  events: readonly ScovilleEvent[],
  untilMs: number,
): ChangeOutcome {
  const sources = [active, draft].map((programme, index) => ({ programme, version: `${index}` }));
  const programmes = compiledFor({ programmes: sources });
  const sums = noSums(programmes);
  const sales: SalesRecord = { people: new Map(), outcomes: new Map(), qualities: new Map() };
  const past = events.map((event) => pastEventOf(programmes, event));
  addProfile(sums, profile, past, { programmes, latenessMs, sinceMs: 0, untilMs }, sales);
  const [before, after] = sums.sides.map(({ tiers, neverScored, crossings }) => ({
    ...{ tier: tiers.indexOf(1), isScored: neverScored === 0, work: crossings },
  })) as [SideOutcome, SideOutcome];
  return {
    ...{ active: before, draft: after, leadsAtOnce: sums.leadsAtOnce },
    scores: sums.moves[0]?.scores ?? null,
  };
}

/** What an installation does: under either version all the time, and where the draft is published at the end. */
export function published(
  { active, draft }: ProgrammeChange,
  events: readonly ScovilleEvent[],
  untilMs: number,
): ChangeOutcome {
  const [before, after, changed] = [new Living(active), new Living(draft), new Living(active)];
  for (const one of [before, after, changed]) one.live(events, untilMs);
  const hasLead = changed.hasOpenLead;
  changed.publish(draft);
  const scores: [number, number] = [before.score, changed.score];
  const isMoved = scores[0] !== scores[1] || before.tier !== after.tier;
  return {
    active: before.outcomeUntil(untilMs),
    draft: after.outcomeUntil(untilMs),
    scores: isMoved ? scores : null,
    leadsAtOnce: !hasLead && changed.hasOpenLead ? 1 : 0,
  };
}

/** The person in an installation of their own. */
class Living {
  readonly #ids = new Installation();
  readonly #installation: SimulatedInstallation;
  #programme: Programme;

  constructor(programme: Programme) {
    this.#programme = programme;
    const options = { partitions: 1, hasPast: true, latenessMs };
    this.#installation = new SimulatedInstallation({ ...options, programmes: this.#compiled }, 0);
  }

  live(events: readonly ScovilleEvent[], untilMs: number): void {
    for (const event of events) {
      passTime(this.#installation, event.acceptedAtMs);
      this.#installation.accept(event, key);
      this.#installation.runOut();
    }
    passTime(this.#installation, untilMs);
  }

  /** The next version becomes active, and those whom it lifts are notified of. */
  publish(programme: Programme): void {
    this.#programme = programme;
    this.#installation.publish(this.#compiled, { notify: true });
    this.#installation.process.generation = this.#installation.generation;
    this.#installation.reevaluateAll();
    this.#installation.runOut();
  }

  get score(): number {
    return toPoints(this.#evaluation?.score ?? 0);
  }

  get tier(): number {
    return this.#installation.records.at(-1)?.to ?? 0;
  }

  outcomeUntil(untilMs: number): SideOutcome {
    const isScored = this.#evaluation?.isComputed ?? false;
    return { tier: this.tier, isScored, work: this.#workUntil(untilMs) };
  }

  /** Whether its present episode has a lead. */
  get hasOpenLead(): boolean {
    const { records } = this.#installation;
    const last = records.at(-1);
    if (last === undefined || last.to === 0) return false;
    return records.some(
      ({ episode, actions, to, from }) =>
        episode === last.episode && to >= from && actions.some((one) => one.do === 'open lead'),
    );
  }

  /** Once an episode of each kind. */
  #workUntil(untilMs: number): SideOutcome['work'] {
    const seen = new Set<string>();
    const work: SideOutcome['work'] = {};
    for (const { from, to, episode, actions, atMs } of this.#installation.records) {
      if (to < from || atMs >= untilMs) continue;
      for (const kind of ['lead', 'task']) {
        const name = kind === 'lead' ? 'open lead' : 'contact task';
        const isDone = actions.some((one) => one.do === name && one.owner !== 'present');
        if (!isDone || seen.has(`${episode} ${kind}`)) continue;
        seen.add(`${episode} ${kind}`);
        const id = `${new Date(atMs).toISOString().slice(0, 10)} ${kind} `;
        work[id] = (work[id] ?? 0) + 1;
      }
    }
    return work;
  }

  get #evaluation() {
    const state = this.#installation.stateOf(key);
    const [programme] = this.#compiled.programmes;
    if (state === null || programme === undefined) return null;
    return evaluate(state, this.#installation.personOf(key), programme, this.#installation.nowMs);
  }

  get #compiled() {
    return this.#ids.compiled(this.#programme);
  }
}
