/** One act on many items, a part after the other: it says how far it is, can be stopped, and goes on after a failure. */
import type { ManyResult } from '../../../contract/api/api.ts';

/** As many as one request of the API takes. */
const partMax = 50;

export type Filter = Readonly<Record<string, string>>;

/** What one request asks for. */
export type ManyRequest =
  | { ids: readonly string[] }
  | { filter: Filter; cursor?: string | undefined; until?: string | undefined };

/** What somebody has selected: items by their ids, or all that fit a filter. */
export type Selection = { ids: readonly string[] } | { filter: Filter };

export interface ManyProgress {
  /** `failed`: a request failed, and it can go on. */
  status: 'running' | 'stopped' | 'failed' | 'done';
  done: readonly string[];
  refused: readonly { id: string; refusal: string }[];
  /** How many there are; null of a filter. */
  total: number | null;
  /** Why a request failed; null otherwise. */
  error: string | null;
}

export class ManyRun {
  readonly #step: (request: ManyRequest) => Promise<ManyResult>;
  readonly #onProgress: (progress: ManyProgress) => void;
  #next: ManyRequest | null;
  #rest: readonly string[];
  #isStopping = false;
  #progress: ManyProgress;

  constructor(
    selection: Selection,
    step: (request: ManyRequest) => Promise<ManyResult>,
    onProgress: (progress: ManyProgress) => void,
  ) {
    this.#step = step;
    this.#onProgress = onProgress;
    const ids = 'ids' in selection ? selection.ids : [];
    this.#rest = ids.slice(partMax);
    this.#next = 'ids' in selection ? { ids: ids.slice(0, partMax) } : { filter: selection.filter };
    const total = 'ids' in selection ? ids.length : null;
    this.#progress = { status: 'running', done: [], refused: [], total, error: null };
  }

  /** Goes on until all is done, it is stopped, or a request fails. Returns how far it came. */
  async go(): Promise<ManyProgress> {
    this.#isStopping = false;
    this.#say({ status: 'running', error: null });
    while (this.#next !== null && !this.#isStopping) {
      try {
        this.#take(this.#next, await this.#step(this.#next));
      } catch (error) {
        this.#say({ status: 'failed', error: (error as Error).message });
        return this.#progress;
      }
    }
    this.#say({ status: this.#next === null ? 'done' : 'stopped' });
    return this.#progress;
  }

  /** Ends after the request under way. */
  stop(): void {
    this.#isStopping = true;
  }

  #take(asked: ManyRequest, { results, nextCursor, until }: ManyResult): void {
    const { done, refused } = this.#progress;
    this.#say({
      done: [...done, ...results.filter(({ refusal }) => refusal === null).map(({ id }) => id)],
      refused: [
        ...refused,
        ...results.flatMap(({ id, refusal }) => (refusal === null ? [] : [{ id, refusal }])),
      ],
    });
    if ('filter' in asked)
      this.#next = nextCursor === null ? null : { filter: asked.filter, cursor: nextCursor, until };
    else {
      this.#next = this.#rest.length === 0 ? null : { ids: this.#rest.slice(0, partMax) };
      this.#rest = this.#rest.slice(partMax);
    }
  }

  #say(change: Partial<ManyProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    this.#onProgress(this.#progress);
  }
}

/** Acts on all items without a panel. Throws when a request fails, and after the last when some are refused: how many, and why. */
export async function actOnAll(
  ids: readonly string[],
  step: (request: ManyRequest) => Promise<ManyResult>,
): Promise<void> {
  const { done, refused, error } = await new ManyRun({ ids }, step, () => undefined).go();
  if (error !== null) throw new Error(`${done.length} of ${ids.length} are done, then: ${error}`);
  const [first] = refused;
  if (first !== undefined)
    throw new Error(`${refused.length} of ${ids.length} are refused: ${first.refusal}`);
}
