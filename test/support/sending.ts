/** Sends batches of events to the real program until it has acknowledged each; every seventh is sent twice. */
import { type Program, programSecretKey, programWriteKey } from './program.ts';
import { until } from './until.ts';

const pauseMsMax = 60_000;

/** An event as a client sends it, and whether it comes by a page's key. */
export interface Wire {
  event: object;
  isPublic: boolean;
}

export interface Sender {
  /** Events the door has acknowledged. */
  accepted(): number;
  /** Requests that failed and were sent again. */
  failures(): number;
  /** Resolves when the door has taken everything. */
  done: Promise<void>;
  /** Sends nothing until the work is done; what was under way is acknowledged first. */
  whilePaused(work: () => Promise<void>): Promise<void>;
}

/** Sends batches, `concurrency` at a time, each until it is acknowledged. */
export function sendBatches(
  given: readonly Wire[][],
  program: Program,
  options: { concurrency: number; paceMs: number },
): Sender {
  const batches = [...given];
  let accepted = 0;
  let failures = 0;
  let underWay = 0;
  let paused: Promise<void> = Promise.resolve();
  const work = async () => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      // One pause may follow another.
      for (let waited: Promise<void> | null = null; waited !== paused; await waited) waited = paused;
      underWay++;
      // Every seventh batch is sent twice: the second must change nothing.
      for (let times = batches.length % 7 === 0 ? 2 : 1; times > 0; times--) {
        while (!(await post(program, batch))) failures++;
      }
      accepted += batch.length;
      underWay--;
      await rest(options.paceMs);
    }
  };
  return {
    accepted: () => accepted,
    failures: () => failures,
    done: Promise.all(Array.from({ length: options.concurrency }, work)).then(() => undefined),
    whilePaused: async (during) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      paused = promise;
      try {
        await until('nothing is under way', () => underWay === 0, pauseMsMax);
        await during();
      } finally {
        resolve();
      }
    },
  };
}

/** One request by each key that the batch needs; whether all were acknowledged. */
async function post(program: Program, wire: readonly Wire[]): Promise<boolean> {
  const by = (isPublic: boolean) => wire.filter((one) => one.isPublic === isPublic).map(({ event }) => event);
  return (
    (await postBatch(program, by(false), programSecretKey)) &&
    (await postBatch(program, by(true), programWriteKey))
  );
}

async function postBatch(program: Program, batch: object[], writeKey: string): Promise<boolean> {
  if (batch.length === 0) return true;
  try {
    const response = await fetch(`${program.url}/v1/batch`, {
      method: 'POST',
      body: JSON.stringify({ batch, writeKey }),
      signal: AbortSignal.timeout(10_000),
    });
    const answer = (await response.json()) as { accepted?: number };
    if (response.status === 200 && answer.accepted !== batch.length)
      throw new Error(`a batch was cut: ${JSON.stringify(answer)}`);
    if (response.status === 200) return true;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('a batch was cut')) throw error;
  }
  await rest(100);
  return false;
}

/** The pace of the load; nothing is awaited by it. */
function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Sends each item when its time has come; resolves when all are acknowledged. What is due together goes in one batch. */
export async function sendInTime(
  items: readonly { atMs: number; wire: Wire }[],
  program: Program,
): Promise<void> {
  const waiting = [...items].sort((one, other) => one.atMs - other.atMs);
  const underWay = new Set<Promise<void>>();
  const send = async (batch: readonly Wire[]) => {
    while (!(await post(program, batch)));
  };
  while (waiting.length > 0) {
    const due = waiting.findIndex(({ atMs }) => atMs > Date.now());
    const batch = waiting.splice(0, due < 0 ? waiting.length : due).map(({ wire }) => wire);
    if (batch.length > 0) {
      const sent = send(batch).finally(() => underWay.delete(sent));
      underWay.add(sent);
    }
    await rest(5);
  }
  await Promise.all(underWay);
}
