/** Workers of an installation in one process: each with a stream, a scheduler, a relay and a copier of its own, as the product starts them. */
import { systemClock } from '../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics, type Metrics } from '../../src/base/telemetry/telemetry.ts';
import { startCopier } from '../../src/engine/history/history.ts';
import { startScheduler } from '../../src/engine/processing/processing.ts';
import { openProgrammes, openVersions, type Versions } from '../../src/engine/programmes/programmes.ts';
import { openStream } from '../../src/engine/stream/stream.ts';
import { startRelay } from '../../src/sales/leads/leads.ts';
import {
  openTestHistory,
  openTestSales,
  type TestHistory,
  type TestSales,
} from '../../test/support/rooms.ts';
import { answer } from '../answering.ts';
import { rulesDirectory } from '../drained.ts';

/** What a worker does of its work. */
export interface CrowdWork {
  scores: boolean;
  relays: boolean;
  copies: boolean;
}

export interface CrowdOptions extends CrowdWork {
  redisUrl: string;
  databaseUrl: string;
  partitions: number;
  workers: number;
}

/** What one worker has done. */
export interface Done {
  scored: number;
  relayed: number;
  copied: number;
}

interface CrowdWorker {
  metrics: Metrics;
  close(): Promise<void>;
}

interface Rooms {
  sales: TestSales;
  history: TestHistory;
  /** All workers go by the same: what one has published the others take. */
  versions: Versions;
}

let workers: CrowdWorker[] = [];
let rooms: Rooms | null = null;

async function open(options: CrowdOptions): Promise<void> {
  const { databaseUrl } = options;
  const history = await openTestHistory(databaseUrl);
  const shared = {
    sales: await openTestSales({ databaseUrl, clock: systemClock }),
    history,
    versions: await openVersions(history.pool),
  };
  rooms = shared;
  workers = await Promise.all(Array.from({ length: options.workers }, () => openWorker(options, shared)));
}

async function openWorker(
  { redisUrl, partitions, scores, relays, copies }: CrowdOptions,
  { sales, history, versions }: Rooms,
): Promise<CrowdWorker> {
  const [metrics, logger, clock] = [createMetrics(), createLogger('silent'), systemClock];
  const stream = await openStream({ url: redisUrl, partitions, onError: () => undefined });
  const loops: { close(): Promise<unknown> }[] = [];
  if (scores) {
    const programmes = await openProgrammes({
      ...{ directory: rulesDirectory, stream, versions, clock, metrics, logger },
    });
    loops.push(startScheduler({ stream, programmes, clock, metrics, logger }), programmes);
  }
  if (relays) {
    const relay = startRelay({ source: stream, leads: sales.leads, metrics, logger });
    stream.bell.onTierUpdates(relay.ring);
    loops.push(relay);
  }
  if (copies) {
    const copier = startCopier({ source: stream, history, metrics, logger });
    stream.bell.onEvents(() => copier.wake());
    loops.push(copier);
  }
  const close = async () => {
    for (const loop of loops) await loop.close();
    await stream.close();
  };
  return { metrics, close };
}

const sumOf = async (counter: { get(): Promise<{ values: { value: number }[] }> }) =>
  (await counter.get()).values.reduce((sum, { value }) => sum + value, 0);

const done = (): Promise<Done[]> =>
  Promise.all(
    workers.map(async ({ metrics }) => ({
      scored: await sumOf(metrics.eventsScored),
      relayed: await sumOf(metrics.tierUpdatesApplied),
      copied: await sumOf(metrics.historyEvents),
    })),
  );

async function close(): Promise<void> {
  await Promise.all(workers.map((worker) => worker.close()));
  await rooms?.sales.close();
  await rooms?.history.close();
}

const cpuMicroseconds = () => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

answer({ open, done, close, cpu: cpuMicroseconds });
