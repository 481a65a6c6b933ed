/**
 * The packed form of matched events, as `state-codec.ts` says it.
 *
 * Of many, an event changes few. So their bytes are kept in blocks, by the events themselves, and copied where the same events follow
 * each other again. Nothing changes an event in place.
 */
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readMatches, writeMatches } from './match-codec.ts';
import { KeyedMatches } from './plain-matches.ts';
import type { MatchedEvent } from './profile-state.ts';
import { inTurns } from './public-marks.ts';

/** From so many events on, blocks of them are kept. */
export const keptFrom = 256;
const blockEvents = 64;

/** Events that followed each other, and their bytes without the time of the first: that depends on the event before. */
interface Block {
  events: readonly MatchedEvent[];
  bytes: Buffer;
}

/** By the first event of each. */
const blocks = new WeakMap<MatchedEvent, Block>();

/** Writes events, without their count. In a loop, as they are read: a time that a closure keeps is put on the heap for each of thousands of events. */
export function writeMatchedEvents(writer: ByteWriter, matchedEvents: readonly MatchedEvent[]): void {
  const keeps = matchedEvents.length >= keptFrom;
  let beforeMs = -1;
  /** Where those began that are in no block: their index, and their bytes. */
  let [from, fromByte] = [0, 0];
  for (let index = 0; index < matchedEvents.length; ) {
    const matched = matchedEvents[index] as MatchedEvent;
    const { atMs, hash, matches } = matched;
    if (beforeMs < 0) writer.uint(atMs, 6);
    else writer.varint(atMs - beforeMs);
    const block = keeps ? blockAt(matchedEvents, index) : null;
    if (block !== null) {
      writer.copy(block.bytes);
      index += block.events.length;
      from = index;
      beforeMs = (matchedEvents[index - 1] as MatchedEvent).atMs;
      continue;
    }
    if (index === from) fromByte = writer.length;
    writer.uint(hash, 6);
    writeMatches(writer, matches);
    beforeMs = atMs;
    index++;
    if (!keeps || index - from < blockEvents) continue;
    keep(matchedEvents.slice(from, index), writer.since(fromByte));
    from = index;
  }
}

/** Reads what `writeMatchedEvents` wrote. Marked as they are made: a mark given later would be stored apart from the rest. */
export function readMatchedEvents(
  reader: ByteReader,
  count: number,
  publicTurns: readonly number[],
): MatchedEvent[] {
  const matchedEvents: MatchedEvent[] = [];
  let atMs = -1;
  let fromByte = 0;
  const keyed = count >= keptFrom ? new KeyedMatches() : null;
  inTurns(count, publicTurns, (left, isPublic) => {
    for (; left > 0; left--) {
      atMs = atMs < 0 ? reader.uint(6) : atMs + reader.varint();
      if (matchedEvents.length === 0) fromByte = reader.at;
      const hash = reader.uint(6);
      const matches = readMatches(reader, keyed);
      matchedEvents.push(isPublic ? { atMs, hash, matches, isPublic } : { atMs, hash, matches });
    }
  });
  // All are one block: mostly the next event comes after them.
  if (count >= keptFrom) keep([...matchedEvents], reader.since(fromByte));
  return matchedEvents;
}

function keep(events: readonly MatchedEvent[], bytes: Buffer): void {
  blocks.set(events[0] as MatchedEvent, { events, bytes });
}

/** The block whose events are those from an index on; null where there is none. */
function blockAt(matchedEvents: readonly MatchedEvent[], position: number): Block | null {
  const block = blocks.get(matchedEvents[position] as MatchedEvent);
  if (block === undefined) return null;
  const { events } = block;
  for (let index = 1; index < events.length; index++)
    if (events[index] !== matchedEvents[position + index]) return null;
  return block;
}
