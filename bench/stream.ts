/** The stream as every program of the bench opens it. */
import { openStream, type Stream } from '../src/engine/stream/stream.ts';

/** As in a new installation. */
export const partitions = 16;

/** Returns the stream in that Redis; errors of its connections show as failed calls. */
export function openBenchStream(redisUrl: string, count: number = partitions): Promise<Stream> {
  return openStream({ url: redisUrl, partitions: count, onError: () => undefined });
}
