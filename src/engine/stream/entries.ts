/**
 * Entries of a stream, as many as fit by number and by bytes.
 *
 * XRANGE counts entries only: the size of one is not known before it is read. So the first few are read, as many as have room however
 * large they are, and their sizes say how to go on. Large ones come in short pages, for a script would copy each of them several times.
 * Of many small ones a script reads the rest at once.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { RedisClient } from '../../base/redis/redis.ts';

/** An entry as XRANGE returns it. */
type Entry = [id: string, fields: string[]];

export interface EntriesWish {
  entriesMax: number;
  /** Bytes of their fields at which to stop. The last one may go beyond, so that there is always one. */
  bytesMax: number;
}

/** Reads entries after an id, in order. `hasMore`: a limit ended it, and more may wait. */
export async function readEntries(
  redis: RedisClient,
  key: string,
  after: string,
  { entriesMax, bytesMax }: EntriesWish,
): Promise<{ entries: Entry[]; hasMore: boolean }> {
  const entries: Entry[] = [];
  let bytes = 0;
  while (entries.length < entriesMax && bytes < bytesMax) {
    const from = entries.at(-1)?.[0] ?? after;
    const left = entriesMax - entries.length;
    if (entries.length > 0 && bytes < entries.length * limits.largeEntryBytes) {
      const [more, rest] = await redis.scovilleRead(1, key, from, left, bytesMax - bytes);
      return { entries: [...entries, ...rest], hasMore: more === 1 };
    }
    // No more than have room, so that little is read in vain: the first may be as large as one may be.
    const average = entries.length > 0 ? bytes / entries.length : limits.entryBytesMax;
    const count = Math.min(
      limits.readEntriesAtOnce,
      left,
      Math.ceil((bytesMax - bytes) / Math.max(1, average)),
    );
    const page = await redis.xrange(key, `(${from}`, '+', 'COUNT', count);
    for (const entry of page) {
      if (bytes >= bytesMax) break;
      entries.push(entry);
      for (const value of entry[1]) bytes += Buffer.byteLength(value);
    }
    if (page.length < count && bytes < bytesMax) return { entries, hasMore: false };
  }
  return { entries, hasMore: true };
}
