/**
 * The design the product did not take: a BullMQ job an event, which loads the profile, scores with the product's own
 * core, and stores. Favoured where in doubt: it runs many jobs at once, its loads and stores share round trips, links
 * between identities are left out, and two jobs of one profile may overwrite each other, which the product must not.
 */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { limits, partitionOf, systemClock } from '../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../src/base/telemetry/telemetry.ts';
import type { ScovilleEvent } from '../src/contract/language/language.ts';
import { normalise } from '../src/engine/ingest/normalise.core.ts';
import { needsOf, parseBatch } from '../src/engine/processing/batch.ts';
import { decideBatch } from '../src/engine/processing/decide.core.ts';
import { openProgrammes } from '../src/engine/programmes/programmes.ts';
import { keysOf } from '../src/engine/stream/keys.ts';
import { rulesDirectory } from './drained.ts';
import { openBenchStream, partitions } from './stream.ts';
import { uuidLike, type WireEvent } from './traffic.ts';

const queueName = 'events';
/** Between 50 and 400 it made no clear difference. */
const concurrency = 200;
const jobsOfAdd = 1_000;
const runMsMax = 120_000;

const connectionTo = (url: string) => new Redis(url, { maxRetriesPerRequest: null });

/** Adds a job an event, in bulk; returns how many. */
export async function addJobs(redisUrl: string, events: Iterable<WireEvent>): Promise<number> {
  const connection = connectionTo(redisUrl);
  const queue = new Queue(queueName, { connection });
  const envelope = { receivedAtMs: Date.now(), type: null, sentAt: undefined, context: undefined };
  let count = 0;
  let jobs: { name: string; data: ScovilleEvent; opts: object }[] = [];
  const flush = async () => {
    await queue.addBulk(jobs);
    count += jobs.length;
    jobs = [];
  };
  for (const wire of events) {
    const normalised = normalise(wire, envelope, () => uuidLike(0, count));
    if (!normalised.ok) throw new Error(normalised.message);
    jobs.push({ name: 'score', data: normalised.event, opts: { removeOnComplete: true } });
    if (jobs.length === jobsOfAdd) await flush();
  }
  await flush();
  await queue.close();
  connection.disconnect();
  return count;
}

/** Runs the jobs with one worker; answers the seconds until the last was done. */
export async function runJobs(redisUrl: string, events: number): Promise<number> {
  const stream = await openBenchStream(redisUrl);
  const options = {
    directory: rulesDirectory,
    stream,
    versions: null,
    clock: systemClock,
    metrics: createMetrics(),
    logger: createLogger('silent'),
  };
  const programmes = await openProgrammes(options);
  const state = new Redis(redisUrl, { enableAutoPipelining: true });
  const connection = connectionTo(redisUrl);

  const score = async (event: ScovilleEvent) => {
    const keys = keysOf(partitionOf(event.profile, partitions));
    const batch = parseBatch([{ id: '0-1', field: 'e', json: JSON.stringify([event]) }], '0-0');
    const isNamed = needsOf(batch, false).identities.size > 0;
    const [profile, identity] = await Promise.all([
      state.getBuffer(keys.profile(event.profile)),
      isNamed ? state.get(keys.identity(event.profile)) : null,
    ]);
    const loaded = {
      profiles: new Map([[event.profile, profile]]),
      identities: new Map(isNamed ? [[event.profile, identity]] : []),
      histories: new Map(),
    };
    const { commit } = decideBatch(batch, loaded, {
      ...programmes.active(),
      partitions,
      nowMs: systemClock.nowMs(),
      latenessMs: limits.latenessMs,
      hasPast: false,
      historyFromMs: 0,
      generationFrom: '0-0',
    });
    const writes: Promise<unknown>[] = [];
    for (const [id, packed] of commit.profiles) writes.push(state.set(keys.profile(id), packed));
    for (const [id, json] of commit.identities) writes.push(state.set(keys.identity(id), json));
    for (const tierState of commit.tierUpdates) writes.push(state.xadd(keys.crossings, '*', 'r', tierState));
    for (const [id, dueAtMs] of commit.timers) writes.push(state.zadd(keys.timers, dueAtMs, id));
    await Promise.all(writes);
  };

  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  let done = 0;
  const startMs = performance.now();
  const worker = new Worker<ScovilleEvent>(
    queueName,
    async (job) => {
      await score(job.data);
      if (++done === events) resolve();
    },
    { connection, concurrency },
  );
  worker.on('failed', (_job, error) => reject(error));
  const late = setTimeout(() => reject(new Error(`only ${done} of ${events} jobs done`)), runMsMax);
  await finished;
  clearTimeout(late);
  const seconds = (performance.now() - startMs) / 1_000;
  await worker.close();
  for (const redis of [state, connection]) redis.disconnect();
  await programmes.close();
  await stream.close();
  return seconds;
}
