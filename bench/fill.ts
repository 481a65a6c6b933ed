/** Fills the stream by the real way in: the acceptor of the ingest door, from wire events to entries of about 100 events. */

import { limits, systemClock } from '../src/base/kernel/kernel.ts';
import { createMetrics } from '../src/base/telemetry/telemetry.ts';
import { createAcceptor } from '../src/engine/ingest/accept.ts';
import { openBenchStream, partitions } from './stream.ts';
import type { WireEvent } from './traffic.ts';

/** Events of one request: spread over the partitions they make entries of about 100. */
const eventsOfRequest = partitions * 100;

/** Appends all of it and returns how many events it was. */
export async function fillStream(redisUrl: string, events: Iterable<WireEvent>): Promise<number> {
  const stream = await openBenchStream(redisUrl);
  const metrics = createMetrics();
  const acceptor = createAcceptor({
    ...{ appender: stream.appender, partitions, clock: systemClock, metrics },
    latenessMs: limits.latenessMs,
  });
  await stream.ping();
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
