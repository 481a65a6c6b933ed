/** The packed form of the matches of one event, as the layout of a state says. */
import type { ByteReader, ByteWriter } from './bytes.ts';
import { noMatches, withPlain } from './plain-matches.ts';
import type { EventMatch } from './profile-state.ts';

/** Writes the matches of one event. */
export function writeMatches(writer: ByteWriter, matches: readonly EventMatch[]): void {
  let left = matches.length;
  if (left === 0) writer.varint(0);
  for (const { signatureId, key, number } of matches) {
    left--;
    writer.varint(signatureId * 8 + (number === null ? 0 : 4) + (key === 0 ? 0 : 2) + (left === 0 ? 0 : 1));
    if (key !== 0) writer.uint(key, 5);
    if (number !== null) writer.double(number);
  }
}

/** Reads what `writeMatches` wrote. Matches without key and number are shared by all events that have the same. */
export function readMatches(reader: ByteReader): readonly EventMatch[] {
  let head = reader.varint();
  let same = noMatches;
  if (head === 0) return same.matches;
  for (; (head & 6) === 0; head = reader.varint()) {
    same = withPlain(same, Math.floor(head / 8));
    if ((head & 1) === 0) return same.matches;
  }
  const first = readMatch(reader, head);
  // Mostly it is the only one: a list that grows takes room for many.
  if ((head & 1) === 0 && same === noMatches) return [first];
  const matches = [...same.matches, first];
  while (head & 1) {
    head = reader.varint();
    matches.push(readMatch(reader, head));
  }
  return matches;
}

function readMatch(reader: ByteReader, head: number): EventMatch {
  const key = head & 2 ? reader.uint(5) : 0;
  return { signatureId: Math.floor(head / 8), key, number: head & 4 ? reader.double() : null };
}
