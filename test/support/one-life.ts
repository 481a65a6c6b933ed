/** The life of one person in a simulated installation: events, an absence in which something befalls it, and a return. */
import { limits } from '../../src/base/kernel/kernel.ts';
import type { Programme } from '../../src/contract/language/language.ts';
import { streamEvent } from './history-arbitrary.ts';
import type { LanguageEvent } from './language-oracle-match.ts';
import { Installation } from './programme.ts';
import { SimulatedInstallation } from './simulated-installation.ts';

const { dayMs } = limits;
const key = 'u:ada';

type Events = readonly LanguageEvent[];

export class OneLife {
  readonly installation: SimulatedInstallation;
  readonly #ids = new Installation();
  /** The return is counted from here, ms. */
  #awayMs = 0;

  /** `profileMs`: an absence of that length is archived; absent where nobody is. */
  constructor(programme: Programme, startMs: number, settings: { latenessMs: number; profileMs?: number }) {
    const programmes = this.#ids.compiled(programme);
    const options = { programmes, partitions: 3, hasPast: true, ...settings };
    this.installation = new SimulatedInstallation(options, startMs);
  }

  /** What notifies anybody, or moves a lead; when too, since a tier lasts and is armed again by the time it began. */
  get notified() {
    return this.installation.records
      .filter(({ from, to, actions }) => from !== to || actions.length > 0)
      .map(({ profile, from, to, episode, begunAs, actions, atMs }) => ({
        ...{ profile, from, to, episode, begunAs, atMs },
        actions: actions.map((one) => one.do),
      }));
  }

  get isArchived(): boolean {
    return this.installation.isArchived(key);
  }

  live(events: Events): void {
    for (const event of events) this.#happen(event, event.atMs, 0);
  }

  /** Goes away for so long; whoever may be is archived then, and sales has applied everything. */
  leave(ms: number): void {
    const { installation } = this;
    installation.nowMs += ms;
    this.#awayMs = installation.nowMs;
    installation.reevaluateAll();
    installation.runOut();
    installation.apply();
  }

  /** Each programme is published, and meets every profile. */
  meet(programmes: readonly Programme[]): void {
    const { installation } = this;
    for (const programme of programmes) {
      installation.publish(this.#ids.compiled(programme));
      installation.process.generation = installation.generation;
      installation.reevaluateAll();
      installation.runOut();
    }
    installation.apply();
  }

  /** A programme is published, and no profile has met it yet. */
  publish(programme: Programme): void {
    const { installation } = this;
    installation.publish(this.#ids.compiled(programme));
    installation.process.generation = installation.generation;
  }

  /** Redis is emptied, and everybody restored. */
  lose(): void {
    this.installation.lose(null);
    this.installation.runOut();
  }

  /**
   * Comes back, with an event a day. `scoredAfterMs` says how long after its acceptance each is scored, ms: a history that has to be
   * read takes a moment. Returns how long it was.
   */
  comeBack(events: Events, scoredAfterMs: readonly number[] = []): number[] {
    return events.map((event, index) =>
      this.#happen(event, this.#awayMs + (index + 1) * dayMs, scoredAfterMs[index] ?? 0),
    );
  }

  #happen(event: LanguageEvent, atMs: number, scoredAfterMs: number): number {
    const { installation } = this;
    passTime(installation, atMs);
    installation.accept(streamEvent({ ...event, atMs }), key);
    const acceptedAtMs = installation.nowMs;
    installation.nowMs += scoredAfterMs;
    installation.runOut();
    return installation.nowMs - acceptedAtMs;
  }
}

/** Time passes until then, ms; each timer runs when it is due. */
export function passTime(installation: SimulatedInstallation, untilMs: number): void {
  for (;;) {
    const dueMs = Math.min(...installation.timers.values());
    if (dueMs > untilMs) break;
    installation.nowMs = Math.max(installation.nowMs, dueMs);
    installation.runOut();
  }
  installation.nowMs = Math.max(installation.nowMs, untilMs);
  installation.runOut();
}
