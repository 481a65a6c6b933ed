/**
 * Which records somebody at the console has touched: reps of the demo leave these alone.
 *
 * People log in as these reps, so a name alone shows nothing. What a rep of the demo does here is noted; every other act of
 * a user since the history ended is a person's. A later start notes nothing of before, and so leaves more alone.
 */
import type { TimelineEntry } from '../../contract/api/api.ts';
import type { Caller } from './calls.ts';

type Call = Caller['call'];

const latestEntries = 50;
/** Users act under their addresses; the clock and scoring have none. */
const isUser = ({ actor }: TimelineEntry) => actor.includes('@');

export class HandsOff {
  readonly #sinceMs: number;
  /** Of each record the latest entry when a rep of the demo had acted. */
  readonly #noted = new Map<string, string>();
  readonly #touched = new Set<string>();

  constructor(sinceMs: number) {
    this.#sinceMs = sinceMs;
  }

  /** Returns whether a person has touched the record; once so, it stays so. */
  async #isTouched(call: Call, id: string): Promise<boolean> {
    if (this.#touched.has(id)) return true;
    const entries = await entriesOf(call, id);
    const noted = entries.findIndex((entry) => entry.id === this.#noted.get(id));
    const later = noted < 0 ? entries : entries.slice(0, noted);
    const isTouched = later.some((entry) => isUser(entry) && Date.parse(entry.at) > this.#sinceMs);
    if (isTouched) this.#touched.add(id);
    return isTouched;
  }

  /** Notes that a rep of the demo has acted on the record. */
  async note(call: Call, id: string): Promise<void> {
    const [latest] = await entriesOf(call, id);
    if (latest !== undefined) this.#noted.set(id, latest.id);
  }

  /** Returns the first that nobody has touched, by the records that each stands for. */
  async firstFree<One>(
    call: Call,
    some: readonly One[],
    recordsOf: (one: One) => readonly string[],
  ): Promise<One | undefined> {
    for (const one of some) if (await this.#isFree(call, recordsOf(one))) return one;
    return undefined;
  }

  async #isFree(call: Call, ids: readonly string[]): Promise<boolean> {
    for (const id of ids) if (await this.#isTouched(call, id)) return false;
    return true;
  }
}

async function entriesOf(call: Call, id: string): Promise<TimelineEntry[]> {
  const path = `/timeline/${encodeURIComponent(id)}?limit=${latestEntries}`;
  return (await call<{ items: TimelineEntry[] }>('GET', path)).items;
}
