/**
 * The backtest: the stored history replayed under the active programme and under a draft, on every core.
 *
 * Live state is not touched. The history is read once, or once a pass where it is more than memory should hold. Each event is
 * sent to the worker thread of the profile it ended up with, and the workers replay their profiles.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { limits, partitionOf } from '../../base/kernel/kernel.ts';
import type { BacktestProgress } from '../../contract/api/api.ts';
import type { Programme } from '../../contract/language/language.ts';
import type { ReplayOptions } from '../history/history.ts';
import { type FoundResult, joined, noSums, type Sums } from './backtest.core.ts';
import { reportOf } from './backtest-report.core.ts';
import { type BacktestTask, compiledFor, type FromWorker, type ToWorker } from './backtest-worker.ts';

export interface BacktestOptions {
  /** The active programme of the draft's id; null where there is none. */
  active: { programme: Programme; version: string } | null;
  draft: { programme: Programme; version: string };
  latenessMs: number;
  sinceMs: number;
  untilMs: number;
  /** Owner and kind of the people sales knows, by e-mail; how leads ended, and how reps rated them, by profile. */
  people: BacktestTask['people'];
  outcomes: BacktestTask['outcomes'];
  qualities: BacktestTask['qualities'];
}

export interface Past {
  replay(options: ReplayOptions): AsyncIterable<string[]>;
  links(untilMs: number): AsyncIterable<[string, string][]>;
  countEvents(untilMs: number): Promise<number>;
}

/** Runs a backtest; rejects with the signal's reason when it is cancelled. */
export async function backtest(
  past: Past,
  options: BacktestOptions,
  onProgress: (progress: BacktestProgress) => void,
  signal: AbortSignal,
): Promise<FoundResult> {
  const { active, draft, sinceMs, untilMs } = options;
  const task: BacktestTask = {
    programmes: active === null ? [draft] : [active, draft],
    latenessMs: options.latenessMs,
    sinceMs,
    untilMs,
    people: options.people,
    outcomes: options.outcomes,
    qualities: options.qualities,
  };
  const programmes = compiledFor(task);
  const eventsTotal = await orAborted(past.countEvents(untilMs), signal);
  const rootOf = await orAborted(rootsOf(past, untilMs, signal), signal);
  const workers = Array.from({ length: availableParallelism() }, () => new ReplayThread(task));
  try {
    let sums: Sums = noSums(programmes);
    let eventsRead = 0;
    let replayMs = 0;
    const beganMs = performance.now();
    const passes = Math.max(1, Math.ceil(eventsTotal / limits.backtestEventsMax));
    for (let pass = 0; pass < passes; pass++) {
      for await (const bodies of past.replay({ sinceMs: 0, untilMs, kind: 'event' })) {
        signal.throwIfAborted();
        await distribute(bodies, rootOf, workers, (root) => partitionOf(root, passes) === pass);
        eventsRead += bodies.length / passes;
        onProgress({ eventsRead: Math.round(eventsRead), eventsTotal });
      }
      const answers = await Promise.all(workers.map((worker) => worker.replay(signal)));
      for (const answer of answers) sums = joined(sums, answer.sums);
      replayMs += Math.max(...answers.map((answer) => answer.replayMs));
    }
    return {
      ...reportOf(sums, programmes),
      since: new Date(sinceMs).toISOString(),
      until: new Date(untilMs).toISOString(),
      readSeconds: (performance.now() - beganMs - replayMs) / 1_000,
      replaySeconds: replayMs / 1_000,
    };
  } finally {
    await Promise.all(workers.map((worker) => worker.end()));
  }
}

/** Returns the final profile of each profile: links followed to the end. */
async function rootsOf(
  past: Past,
  untilMs: number,
  signal: AbortSignal,
): Promise<(profile: string) => string> {
  const parents = new Map<string, string>();
  for await (const links of past.links(untilMs)) {
    signal.throwIfAborted();
    for (const [child, parent] of links) parents.set(child, parent);
  }
  return (profile) => {
    let root = profile;
    // Ranks rise along links (device, address, user), so there are few and no circles.
    for (let next = parents.get(root); next !== undefined; next = parents.get(root)) root = next;
    return root;
  };
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
  workers: readonly ReplayThread[],
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
class ReplayThread {
  readonly #worker: Worker;
  readonly #waiting: { resolve: (answer: FromWorker) => void; reject: (error: Error) => void }[] = [];
  #failure: Error | null = null;
  #before: Promise<unknown> = Promise.resolve();

  constructor(task: BacktestTask) {
    this.#worker = new Worker(new URL('./backtest-worker.ts', import.meta.url), { workerData: task });
    this.#worker.on('message', (answer: FromWorker) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a backtest worker ended unexpectedly')));
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
      if (answer.kind !== 'sums') throw new Error('a backtest worker answered out of turn');
      return answer;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  async end(): Promise<void> {
    this.#failure ??= new Error('the backtest has ended');
    await this.#worker.terminate();
  }

  #ask(message: ToWorker): Promise<FromWorker> {
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
