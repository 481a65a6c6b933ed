/** Reading and discarding: the same entries read after an offset and parsed, and nothing done with them. */

import { firstId, limits } from '../src/base/kernel/kernel.ts';
import { parseBatch } from '../src/engine/processing/batch.ts';
import { until } from '../test/support/until.ts';
import { openBenchStream, partitions } from './stream.ts';

/** One read, with 100 events an entry: as much as the worker's commit takes of a backlog. */
const wish = {
  entriesMax: limits.commitEventsBehindMax / 100,
  bytesMax: limits.commitReadBytesBehindMax,
};

/** All partitions side by side, as the worker reads them; answers the events seen and the seconds it took. */
export async function discardAll(redisUrl: string): Promise<{ events: number; seconds: number }> {
  const stream = await openBenchStream(redisUrl);
  await until('the stream is connected', async () => {
    await stream.ping();
    return true;
  });
  const startMs = performance.now();
  const counts = await Promise.all(
    Array.from({ length: partitions }, async (_, partition) => {
      const log = stream.partition(partition);
      let events = 0;
      for (let offset = firstId; ; ) {
        const { entries } = await log.read(offset, wish);
        if (entries.length === 0) return events;
        const batch = parseBatch(entries, offset);
        offset = batch.offset;
        for (const item of batch.items) if (item.kind === 'event') events++;
      }
    }),
  );
  const seconds = (performance.now() - startMs) / 1_000;
  await stream.close();
  return { events: counts.reduce((sum, count) => sum + count, 0), seconds };
}
