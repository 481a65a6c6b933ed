/**
 * The history replayed on every core: each event goes to the worker thread of the profile it ended up with.
 *
 * Live state is not touched. The history is read once, or once a pass where it is more than memory should hold.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { limits, partitionOf } from '../../base/kernel/kernel.ts';
import type { BacktestProgress } from '../../contract/api/api.ts';
import type { DatedLink, ReplayOptions } from '../history/history.ts';
import type { DatedLinks } from './links.core.ts';
import type { FromWorker, ToWorker } from './replay-worker.ts';

export interface Past {
  replay(options: ReplayOptions): AsyncIterable<string[]>;
  links(untilMs: number): AsyncIterable<DatedLink[]>;
  countEvents(untilMs: number): Promise<number>;
}

export interface Replaying {
  /** The worker's module, which calls `serveReplay`, and the data it starts with. */
  worker: URL;
  data: unknown;
  /** Events that were accepted before then, ms. */
  untilMs: number;
  rootOf: (profile: string) => string;
  /** Whether the events of a final profile are wanted; all are unless given. */
  isWanted?: (root: string) => boolean;
}

export interface Replayed<Sums> {
  /** Of each worker in each pass, in no order that means anything. */
  parts: Sums[];
  readMs: number;
  /** Of the busiest worker. */
  replayMs: number;
}

/** Replays the history; rejects with the signal's reason when it is cancelled. */
export async function replayHistory<Sums>(
  past: Past,
  { worker, data, untilMs, rootOf, isWanted = () => true }: Replaying,
  onProgress: (progress: BacktestProgress) => void,
  signal: AbortSignal,
): Promise<Replayed<Sums>> {
  const eventsTotal = await orAborted(past.countEvents(untilMs), signal);
  const workers = Array.from({ length: availableParallelism() }, () => new ReplayThread<Sums>(worker, data));
  try {
    const parts: Sums[] = [];
    let eventsRead = 0;
    let replayMs = 0;
    const beganMs = performance.now();
    const passes = Math.max(1, Math.ceil(eventsTotal / limits.backtestEventsMax));
    for (let pass = 0; pass < passes; pass++) {
      for await (const bodies of past.replay({ sinceMs: 0, untilMs, kind: 'event' })) {
        signal.throwIfAborted();
        const isOfPass = (root: string) => partitionOf(root, passes) === pass && isWanted(root);
        await distribute(bodies, rootOf, workers, isOfPass);
        eventsRead += bodies.length / passes;
        onProgress({ eventsRead: Math.round(eventsRead), eventsTotal });
      }
      const answers = await Promise.all(workers.map((one) => one.replay(signal)));
      parts.push(...answers.map(({ sums }) => sums));
      replayMs += Math.max(...answers.map((answer) => answer.replayMs));
    }
    return { parts, replayMs, readMs: performance.now() - beganMs - replayMs };
  } finally {
    await Promise.all(workers.map((one) => one.end()));
  }
}

/** Reads all links that were accepted before a time, ms. */
export async function readLinks(past: Past, untilMs: number, signal: AbortSignal): Promise<DatedLinks> {
  const parents = new Map<string, { parent: string; sinceMs: number }>();
  const read = async () => {
    for await (const links of past.links(untilMs)) {
      signal.throwIfAborted();
      for (const { child, parent, acceptedAtMs } of links)
        parents.set(child, { parent, sinceMs: acceptedAtMs });
    }
    return parents;
  };
  return orAborted(read(), signal);
}

/** Rejects as soon as the signal aborts, also while one statement takes long. */
async function orAborted<Read>(reading: Promise<Read>, signal: AbortSignal): Promise<Read> {
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason as Error);
  signal.addEventListener('abort', stop);
  try {
    signal.throwIfAborted();
    return await Promise.race([reading, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function distribute(
  bodies: readonly string[],
  rootOf: (profile: string) => string,
  workers: readonly Pick<ReplayThread<never>, 'give'>[],
  isWanted: (root: string) => boolean,
): Promise<void> {
  const shares = workers.map((): { profiles: string[]; bodies: string[] } => ({ profiles: [], bodies: [] }));
  for (const body of bodies) {
    const root = rootOf(profileIn(body));
    if (!isWanted(root)) continue;
    const share = shares[partitionOf(root.slice(3), workers.length)] as (typeof shares)[number];
    share.profiles.push(root);
    share.bodies.push(body);
  }
  await Promise.all(workers.map((worker, index) => worker.give(shares[index] as (typeof shares)[number])));
}

const profileMark = '"profile":"';

/** The profile of an event as JSON, without parsing the rest: quotes within texts are escaped, so the mark stands once. */
function profileIn(body: string): string {
  const at = body.indexOf(profileMark) + profileMark.length;
  return body.slice(at, body.indexOf('"', at));
}

/** One worker thread, and its open requests. */
class ReplayThread<Sums> {
  readonly #worker: Worker;
  readonly #waiting: { resolve: (answer: FromWorker<Sums>) => void; reject: (error: Error) => void }[] = [];
  #failure: Error | null = null;
  #before: Promise<unknown> = Promise.resolve();

  constructor(module: URL, data: unknown) {
    this.#worker = new Worker(module, { workerData: data });
    this.#worker.on('message', (answer: FromWorker<Sums>) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a worker of the replay ended unexpectedly')));
  }

  /** Sends events; resolves when the previous share is taken: one share is on its way while one is replayed. */
  async give(share: { profiles: string[]; bodies: string[] }): Promise<void> {
    const before = this.#before;
    this.#before = this.#ask({ kind: 'events', ...share });
    this.#before.catch(() => undefined);
    await before;
  }

  async replay(signal: AbortSignal): Promise<{ sums: Sums; replayMs: number }> {
    await this.#before;
    const stop = () => this.#fail(signal.reason as Error);
    signal.addEventListener('abort', stop);
    try {
      signal.throwIfAborted();
      const answer = await this.#ask({ kind: 'replay' });
      if (answer.kind !== 'sums') throw new Error('a worker of the replay answered out of turn');
      return answer;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async end(): Promise<void> {
    this.#failure ??= new Error('the replay has ended');
    await this.#worker.terminate();
  }

  #ask(message: ToWorker): Promise<FromWorker<Sums>> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(message);
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
