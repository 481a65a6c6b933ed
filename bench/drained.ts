/** One real worker on a filled stream: the product's scheduler, jobs, drains and commits, timed until all is scored. */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { systemClock } from '../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../src/base/telemetry/telemetry.ts';
import { startScheduler } from '../src/engine/processing/processing.ts';
import { openProgrammes } from '../src/engine/programmes/programmes.ts';
import { eventsRing } from '../src/engine/stream/bell.ts';
import { bellChannel } from '../src/engine/stream/keys.ts';
import { openBenchStream, partitions } from './stream.ts';

export const rulesDirectory = new URL('../rules', import.meta.url).pathname;
const drainMsMax = 60_000;

/** Rings for every partition, and answers the seconds until as many events as named have been scored. */
export async function drainAll(redisUrl: string, events: number): Promise<number> {
  const metrics = createMetrics();
  const logger = createLogger('silent');
  const stream = await openBenchStream(redisUrl);
  const programmes = await openProgrammes({
    directory: rulesDirectory,
    stream,
    versions: null,
    clock: systemClock,
    metrics,
    logger,
  });
  const scheduler = startScheduler({
    stream,
    programmes,
    clock: systemClock,
    metrics,
    logger,
  });
  const redis = new Redis(redisUrl);
  const startMs = performance.now();
  await redis.publish(
    bellChannel,
    eventsRing(Array.from({ length: partitions }, (_, partition) => partition)),
  );
  const isQuiet = async () => {
    const backlog = await stream.backlog(systemClock.nowMs());
    return backlog.every(({ lag, due, outbox }) => lag + due + outbox === 0);
  };
  let scored = 0;
  while (scored < events || !(await isQuiet())) {
    await pause(2);
    scored = (await metrics.eventsScored.get()).values[0]?.value ?? 0;
    if (performance.now() - startMs > drainMsMax)
      throw new Error(`only ${scored} of ${events} events scored`);
  }
  const seconds = (performance.now() - startMs) / 1_000;
  await scheduler.close();
  await programmes.close();
  await stream.close();
  redis.disconnect();
  if (scored !== events) throw new Error(`${scored} events scored of ${events}`);
  return seconds;
}
