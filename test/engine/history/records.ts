/** Events, links and ledger entries for tests of the history: ordinary ones, changed where a test cares. */

import { eventHashOf, profileIdOf } from '../../../src/base/kernel/kernel.ts';
import type { LedgerEntry } from '../../../src/contract/api/api.ts';
import type { IdentityLink, ScovilleEvent } from '../../../src/contract/language/language.ts';
import type { HistoryEntry } from '../../../src/engine/stream/stream.ts';

export const startMs = Date.parse('2026-11-23T12:00:00.000Z');
export const dayMs = 86_400_000;

export function eventOf(id: string, change: Partial<ScovilleEvent> = {}): ScovilleEvent {
  const key = change.key ?? 'a:device';
  return {
    id,
    hash: eventHashOf(id),
    atMs: startMs - 1_000,
    acceptedAtMs: startMs,
    profile: profileIdOf(key),
    type: 'page',
    name: 'A "page"\twith\\signs',
    path: '/docs',
    key,
    ...change,
  };
}

export function linkOf(childKey: string, parentKey: string, acceptedAtMs = startMs): IdentityLink {
  return { child: profileIdOf(childKey), childKey, parent: profileIdOf(parentKey), parentKey, acceptedAtMs };
}

export function notedOf(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    profile: 'p1',
    programme: 'emea',
    version: 'v1',
    notedAtMs: startMs,
    kind: 'paid',
    rule: 'managed-cloud',
    event: 'm1',
    atMs: startMs - 5,
    points: 15,
    reason: 'Looked at Managed Cloud',
    ...change,
  };
}

let lastEntry = 0;

/** An entry as the stream gives it, after all that were made before. */
export function entryOf(
  field: HistoryEntry['field'],
  records: readonly unknown[] | string,
  partition = 0,
): HistoryEntry {
  const json = typeof records === 'string' ? records : JSON.stringify(records);
  return { partition, id: `${++lastEntry}-0`, field, json };
}
