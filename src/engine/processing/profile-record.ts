/** What is stored under a profile's key: its packed state, or the link to the profile it became part of. */
import { type ProfileState, packState, unpackState } from '../scoring/scoring.ts';

/** First byte of a link; packed states begin with their own version. */
const linkMark = 0x4c;

export type ProfileRecord = { kind: 'state'; state: ProfileState } | { kind: 'link'; parent: string };

export function packRecord(record: ProfileRecord): Buffer {
  if (record.kind === 'state') return packState(record.state);
  return Buffer.concat([Buffer.of(linkMark), Buffer.from(record.parent, 'latin1')]);
}

export function isLink(packed: Buffer): boolean {
  return packed[0] === linkMark;
}

/** Throws on bytes it does not know: a wrong score is worse than none. */
export function unpackRecord(packed: Buffer): ProfileRecord {
  if (isLink(packed)) return { kind: 'link', parent: packed.toString('latin1', 1) };
  return { kind: 'state', state: unpackState(packed) };
}
