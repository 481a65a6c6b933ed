/**
 * What is stored under a profile's key: its packed state, or the link to the profile it became part of.
 *
 * From the second era of an installation on, the era it was written in precedes a state: a mark, and the era in four bytes.
 */
import {
  type IdentityRecord,
  type KnownOfState,
  noIdentity,
  type ProfileState,
  packState,
  type StateForm,
  standingOf,
  unpackIdentity,
  unpackState,
} from '../scoring/scoring.ts';

/** First byte of a link; packed states begin with their own version. */
const linkMark = 0x4c;
/** First byte of a state with its era. */
const eraMark = 0x45;
const eraBytes = 5;
/** The era of states that name none. */
const firstEra = 1;

/** An identity as it is stored beside a state. */
export { packIdentity } from '../scoring/scoring.ts';

export type ProfileRecord = { kind: 'state'; state: ProfileState } | { kind: 'link'; parent: string };

export function packRecord(record: ProfileRecord, form: StateForm = 'plain'): Buffer {
  if (record.kind === 'state') return packState(record.state, form);
  return Buffer.concat([Buffer.of(linkMark), Buffer.from(record.parent, 'latin1')]);
}

export function isLink(packed: Buffer): boolean {
  return packed[0] === linkMark;
}

/** Whether a stored profile is to be rebuilt from its history. */
export function waitsForHistory(packed: Buffer): boolean {
  return !isLink(packed) && standingOf(withoutEra(packed)).waitsSince !== null;
}

/** Throws on bytes it does not know: a wrong score is worse than none. `known` is what was unpacked of it before. */
export function unpackRecord(packed: Buffer, known?: KnownOfState): ProfileRecord {
  if (isLink(packed)) return { kind: 'link', parent: packed.toString('latin1', 1) };
  return { kind: 'state', state: unpackState(withoutEra(packed), known) };
}

/** Returns the identity stored beside a state, of either form. Its error quotes nothing of who somebody is. */
export function identityFrom(json: string | null): IdentityRecord {
  if (json === null) return noIdentity();
  try {
    return unpackIdentity(json);
  } catch {
    throw new Error('its identity record is no JSON');
  }
}

/** The era in which a state was written. */
export function eraOf(packed: Buffer): number {
  return packed[0] === eraMark ? packed.readUInt32BE(1) : firstEra;
}

/** A packed record as it is stored in an era; a link is the same in all. */
export function withEra(packed: Buffer, era: number): Buffer {
  if (era <= firstEra || isLink(packed)) return packed;
  const head = Buffer.alloc(eraBytes);
  head[0] = eraMark;
  head.writeUInt32BE(era, 1);
  return Buffer.concat([head, packed]);
}

/** A stored record as the programs of scoring read it. */
export function withoutEra(stored: Buffer): Buffer {
  return stored[0] === eraMark ? stored.subarray(eraBytes) : stored;
}
