/** Fills the stream by the real way in: the acceptor of the ingest door, from wire events to entries of about 100 events. */

import { limits, systemClock } from '../src/base/kernel/kernel.ts';
import { createMetrics } from '../src/base/telemetry/telemetry.ts';
import { createAcceptor } from '../src/engine/ingest/accept.ts';
import { until } from '../test/support/until.ts';
import { openBenchStream, partitions as usualPartitions } from './stream.ts';
import type { WireEvent } from './traffic.ts';

/**
 * Appends all of it and returns how many events it was. Requests are so large, as far as they may be, that each
 * makes entries of about 100 events.
 */
export async function fillStream(
  redisUrl: string,
  events: Iterable<WireEvent>,
  partitions: number = usualPartitions,
): Promise<number> {
  const eventsOfRequest = Math.min(partitions * 100, limits.batchEventsMax);
  const stream = await openBenchStream(redisUrl, partitions);
  const metrics = createMetrics();
  const acceptor = createAcceptor({
    ...{ appender: stream.appender, partitions, clock: systemClock, metrics },
    latenessMs: limits.latenessMs,
  });
  await until('the stream is connected', async () => {
    await stream.ping();
    return true;
  });
  let count = 0;
  let batch: WireEvent[] = [];
  const flush = async () => {
    const { rejected, errors } = await acceptor.many({ batch }, { bodyBytes: 0 });
    if (rejected > 0) throw new Error(`the bench's own events were rejected: ${errors[0]?.message}`);
    count += batch.length;
    batch = [];
  };
  for (const event of events) {
    batch.push(event);
    if (batch.length === eventsOfRequest) await flush();
  }
  if (batch.length > 0) await flush();
  await stream.close();
  return count;
}
