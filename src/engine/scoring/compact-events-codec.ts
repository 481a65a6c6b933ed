/**
 * The compact form of matched events, as `state-codec.ts` says it: a match that an earlier event has too is named by its position.
 *
 * People come back to the same pages, so most matches of a profile are repeated, their keys with them. Of many events the bytes
 * are kept and copied in blocks instead: those must not depend on what stands before them.
 */
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readMatches, writeMatches } from './match-codec.ts';
import { keptFrom, readMatchedEvents, writeMatchedEvents } from './matched-event-codec.ts';
import type { EventMatch, MatchedEvent } from './profile-state.ts';
import { inTurns } from './public-marks.ts';

type Matches = readonly EventMatch[];

/** What stands beside the time of an event: 0 where its matches follow, their position from 1, or that the position follows. */
const codes = 8;
const positionFollows = codes - 1;
/** As many different matches of a list have a position: for each event they are looked through. */
const positionsMax = 24;
const smallMax = 2 ** 31 - 1;

/** Signature and key of each position of the list that is being written: numbers side by side are looked through soonest. */
const signatures = new Float64Array(positionsMax);
const keys = new Float64Array(positionsMax);

/** Writes events, without their count. */
export function writeCompactEvents(writer: ByteWriter, matchedEvents: readonly MatchedEvent[]): void {
  if (matchedEvents.length >= keptFrom) {
    writeMatchedEvents(writer, matchedEvents);
    return;
  }
  let namedCount = 0;
  let beforeMs = 0;
  for (const { atMs, hash, matches } of matchedEvents) {
    const named = namedOf(matches);
    const position = named === null ? 0 : positionOf(named, namedCount);
    writer.varint((atMs - beforeMs) * codes + Math.min(position, positionFollows));
    writer.uint(hash, 6);
    beforeMs = atMs;
    if (position >= positionFollows) writer.varint(position);
    if (position > 0) continue;
    writeMatches(writer, matches);
    if (named === null || namedCount === positionsMax) continue;
    signatures[namedCount] = named.signatureId;
    keys[namedCount] = named.key;
    namedCount++;
  }
}

/** Reads what `writeCompactEvents` wrote. Events with the same match share the list of it. */
export function readCompactEvents(
  reader: ByteReader,
  count: number,
  publicTurns: readonly number[],
): MatchedEvent[] {
  if (count >= keptFrom) return readMatchedEvents(reader, count, publicTurns);
  const matchedEvents: MatchedEvent[] = [];
  const known: Matches[] = [];
  let atMs = 0;
  inTurns(count, publicTurns, (left, isPublic) => {
    for (; left > 0; left--) {
      const head = reader.varint();
      const code = head & (codes - 1);
      // A shift where it can be: most are minutes since the event before.
      atMs += head <= smallMax ? head >>> 3 : (head - code) / codes;
      const hash = reader.uint(6);
      const matches = code === 0 ? readMatches(reader) : knownAt(known, code, reader);
      if (code === 0 && known.length < positionsMax && namedOf(matches) !== null) known.push(matches);
      matchedEvents.push(isPublic ? { atMs, hash, matches, isPublic } : { atMs, hash, matches });
    }
  });
  return matchedEvents;
}

function knownAt(known: readonly Matches[], code: number, reader: ByteReader): Matches {
  const position = code === positionFollows ? reader.varint() : code;
  const matches = known[position - 1];
  if (matches === undefined) throw new Error(`profile state with match ${position} of ${known.length}`);
  return matches;
}

/** The only match of an event, where it is a signature and a key; null for any other, which is hardly ever the same again. */
function namedOf(matches: Matches): EventMatch | null {
  const first = matches[0];
  if (first === undefined || matches.length > 1) return null;
  return first.number === null && first.basket === undefined ? first : null;
}

/** From 1 on; 0 where it has none. */
function positionOf({ signatureId, key }: EventMatch, count: number): number {
  for (let position = 0; position < count; position++)
    if (keys[position] === key && signatures[position] === signatureId) return position + 1;
  return 0;
}
