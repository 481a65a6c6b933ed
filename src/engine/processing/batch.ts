/** A batch as read from the stream: entries parsed into events, links and profile merges, in order. */
import type { IdentityLink, ScovilleEvent } from '../../contract/language/language.ts';
import type { IdentityRecord } from '../scoring/scoring.ts';
import type { StreamEntry } from '../stream/stream.ts';

/** A profile merge: the state of a linked profile on its way to its parent. */
export interface ProfileMerge {
  /** Profile id of the heir; the record lies in the heir's partition. */
  to: string;
  toKey: string;
  /** Packed state, base64. */
  state: string;
  identity: IdentityRecord;
  acceptedAtMs: number;
}

export type BatchItem =
  | { kind: 'event'; event: ScovilleEvent }
  | { kind: 'link'; link: IdentityLink }
  | { kind: 'merge'; merge: ProfileMerge };

export interface Batch {
  items: BatchItem[];
  /** Id of the last entry. */
  offset: string;
  /** Entries that cannot be read: counted and skipped. */
  unreadable: number;
}

/** Parses entries. An unreadable entry is counted, never thrown: it must not block the partition. */
export function parseBatch(entries: readonly StreamEntry[], offset: string): Batch {
  const batch: Batch = { items: [], offset, unreadable: 0 };
  for (const entry of entries) {
    batch.offset = entry.id;
    let records: unknown;
    try {
      records = JSON.parse(entry.json);
    } catch {
      records = null;
    }
    if (!Array.isArray(records)) {
      batch.unreadable++;
      continue;
    }
    for (const record of records) {
      const item = itemOf(entry.field, record);
      if (item === null) batch.unreadable++;
      else batch.items.push(item);
    }
  }
  return batch;
}

/** Returns a record by its field; null when it names no profile. */
function itemOf(field: StreamEntry['field'], record: unknown): BatchItem | null {
  const says = (...names: string[]) =>
    typeof record === 'object' &&
    record !== null &&
    names.every((name) => typeof (record as Record<string, unknown>)[name] === 'string');
  if (field === 'e' && says('profile', 'key')) return { kind: 'event', event: record as ScovilleEvent };
  if (field === 'l' && says('child', 'parent')) return { kind: 'link', link: record as IdentityLink };
  if (field === 's' && says('to', 'state')) return { kind: 'merge', merge: record as ProfileMerge };
  return null;
}

/**
 * The profiles and identities a batch needs: one round trip loads them all. A device's identity is needed only where
 * it may change, or where programmes read what is known of the person.
 */
export function needsOf(
  batch: Batch,
  readsPerson: boolean,
): { profiles: Set<string>; identities: Set<string> } {
  const profiles = new Set<string>();
  const identities = new Set<string>();
  for (const item of batch.items) {
    if (item.kind === 'event') {
      profiles.add(item.event.profile);
      const { event } = item;
      const isAnonymous = event.key.startsWith('a:') && event.isForwarded !== true;
      if (readsPerson || event.traits !== undefined || !isAnonymous) identities.add(event.profile);
    } else {
      const id = item.kind === 'link' ? item.link.child : item.merge.to;
      profiles.add(id);
      identities.add(id);
    }
  }
  return { profiles, identities };
}
