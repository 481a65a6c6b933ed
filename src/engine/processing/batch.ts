/** A batch as read from the stream: entries parsed into events, links, profile merges and erasures, in order. */

import { eventHashEnd, isStorableId, isStorableMs, limits } from '../../base/kernel/kernel.ts';
import { cut } from '../../base/text/text.ts';
import type {
  ErasureMark,
  IdentityLink,
  ImportMark,
  ScovilleEvent,
} from '../../contract/language/language.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import { type IdentityRecord, isTelling, standingOf } from '../scoring/scoring.ts';
import { type DeadLetter, deadLetterOf, type StreamEntry, type Wanted } from '../stream/stream.ts';

/** A profile merge: the state of a linked profile on its way to its parent. */
export interface ProfileMerge {
  /** Profile id of the heir; the record lies in the heir's partition. */
  to: string;
  toKey: string;
  /** Packed state, base64. */
  state: string;
  identity: IdentityRecord;
  acceptedAtMs: number;
  /** An import linked them: the union moves no tier by itself. */
  isImported?: true;
  /** As of an event. */
  trace?: string;
}

export type BatchItem =
  | { kind: 'event'; event: ScovilleEvent }
  | { kind: 'link'; link: IdentityLink }
  | { kind: 'merge'; merge: ProfileMerge }
  | { kind: 'erasure'; mark: ErasureMark }
  | { kind: 'import'; mark: ImportMark }
  /** A record that cannot be folded. */
  | { kind: 'dead'; letter: DeadLetter };

/** How far a partition is scored. */
export interface Position {
  /** Id of the last whole entry. */
  offset: string;
  /** Records of the entry after it. */
  within: number;
}

export interface Batch extends Position {
  items: BatchItem[];
  /** Where it begins. */
  after: Position;
  /** The last entry that was read for it: no record of it is of a later one. */
  readTo: string;
  /** The entries that end in the batch, and how many of its items each holds. */
  entries: { id: string; items: number }[];
}

/** Parses entries. An unreadable record becomes a dead letter: it must not block the partition. */
export function parseBatch(entries: readonly StreamEntry[], offset: string, within = 0): Batch {
  const readTo = entries.at(-1)?.id ?? offset;
  const batch: Batch = { items: [], after: { offset, within }, readTo, offset, within: 0, entries: [] };
  for (const entry of entries) {
    const items = itemsOf(entry).slice(batch.entries.length === 0 ? within : 0);
    batch.offset = entry.id;
    batch.entries.push({ id: entry.id, items: items.length });
    for (const item of items) batch.items.push(item);
  }
  return batch;
}

/** When the first of its events was accepted, or now, ms: nothing older is unread. */
export function oldestAcceptedMs({ items }: Batch, nowMs: number): number {
  return items.reduce(
    (least, item) =>
      item.kind === 'event' && item.event.acceptedAtMs < least ? item.event.acceptedAtMs : least,
    nowMs,
  );
}

/** Returns the first items of a batch, as a batch that ends within an entry where they do. */
export function cutBatch(batch: Batch, count: number): Batch {
  if (count >= batch.items.length) return batch;
  let { offset, within } = batch.after;
  let left = count;
  const entries: Batch['entries'] = [];
  for (const entry of batch.entries) {
    if (entry.items > left) break;
    left -= entry.items;
    ({ id: offset } = entry);
    within = 0;
    entries.push(entry);
  }
  return { ...batch, items: batch.items.slice(0, count), offset, within: within + left, entries };
}

/** Returns the letter of an item that cannot be folded. */
export function deadItem(item: BatchItem, detail: string): BatchItem {
  if (item.kind === 'dead') return item;
  const [field, record] = recordOf(item);
  return {
    kind: 'dead',
    letter: deadLetterOf('failed', detail, { field: String(field), json: JSON.stringify([record]) }),
  };
}

/** The record of an item, with the field of its entry. */
function recordOf(item: Exclude<BatchItem, { kind: 'dead' }>): [field: string, record: object] {
  if (item.kind === 'event') return ['e', item.event];
  if (item.kind === 'link') return ['l', item.link];
  if (item.kind === 'merge') return ['s', item.merge];
  return [item.kind === 'erasure' ? 'x' : 'h', item.mark];
}

function itemsOf(entry: StreamEntry): BatchItem[] {
  const unreadable = (detail: string, json: string): BatchItem => ({
    kind: 'dead',
    letter: deadLetterOf('unreadable', detail, { field: entry.field, json }),
  });
  let records: unknown;
  try {
    records = JSON.parse(entry.json);
  } catch {
    records = null;
  }
  if (!Array.isArray(records)) return [unreadable('the entry is not a JSON array', entry.json)];
  return records.map((record) => {
    const item = itemOf(entry.field, record);
    return typeof item === 'string' ? unreadable(item, JSON.stringify([record])) : item;
  });
}

/** Returns a record by its field; what is wrong with it, in words, where it cannot be read. */
function itemOf(field: string, record: unknown): BatchItem | string {
  if (typeof record !== 'object' || record === null) return 'the record is not a JSON object';
  const values = record as Record<string, unknown>;
  if (field === 'e')
    return problemOf(values, eventShape) ?? { kind: 'event', event: record as ScovilleEvent };
  if (field === 'l') return problemOf(values, linkShape) ?? { kind: 'link', link: record as IdentityLink };
  if (field === 's') return problemOf(values, mergeShape) ?? { kind: 'merge', merge: record as ProfileMerge };
  if (field === 'x') return problemOf(values, markShape) ?? { kind: 'erasure', mark: record as ErasureMark };
  if (field === 'h')
    return problemOf(values, importShape) ?? { kind: 'import', mark: record as unknown as ImportMark };
  return `the field of the entry is "${field.slice(0, 20)}"; e, h, l, s and x are read`;
}

/** What a value of a record must be: no less than the history needs, so that it has all that is scored. `time` may lie before 1970. All numbers fit the 48 bits in which states keep them. */
const kinds = {
  text: { is: (value: unknown) => typeof value === 'string', words: 'a text' },
  time: {
    is: (value: unknown) => Number.isSafeInteger(value) && (value as number) < eventHashEnd,
    words: 'a time in ms',
  },
  hash: {
    is: (value: unknown) =>
      Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < eventHashEnd,
    words: 'a whole number below 2^48',
  },
  id: {
    is: isStorableId,
    words: `a text of 1 to ${limits.idLengthMax} characters without U+0000 or half a character`,
  },
  acceptance: { is: isStorableMs, words: 'a time in ms from 1970 to 9999' },
  object: { is: (value: unknown) => typeof value === 'object' && value !== null, words: 'an object' },
} as const;

type Shape = Readonly<Record<string, keyof typeof kinds>>;

const eventShape: Shape = {
  profile: 'id',
  key: 'text',
  type: 'text',
  name: 'text',
  path: 'text',
  hash: 'hash',
  atMs: 'time',
  acceptedAtMs: 'acceptance',
};
const linkShape: Shape = {
  child: 'id',
  childKey: 'text',
  parent: 'id',
  parentKey: 'text',
  acceptedAtMs: 'acceptance',
};
const mergeShape: Shape = {
  to: 'text',
  toKey: 'text',
  state: 'text',
  identity: 'object',
  acceptedAtMs: 'hash',
};

const markShape: Shape = {
  erasure: 'text',
  profile: 'id',
  name: 'text',
  salt: 'text',
  untilMs: 'acceptance',
};

const importShape: Shape = { profile: 'id', acceptedAtMs: 'acceptance' };

function problemOf(record: Readonly<Record<string, unknown>>, shape: Shape): string | null {
  for (const name in shape) {
    const kind = kinds[shape[name] as keyof typeof kinds];
    if (!kind.is(record[name]))
      return `"${name}" is ${cut(String(JSON.stringify(record[name])), 60)}: ${kind.words} is needed`;
  }
  return null;
}

/** Profiles and identities to load for a batch, in the order in which its items need them. */
export interface Needs {
  profiles: Set<string>;
  identities: Set<string>;
  /** All of them. */
  wanted: Wanted[];
  /** How many of `wanted` the first item needs, the first two, and so on. */
  untilItem: number[];
}

/** Whether programmes ask something of the person: the active ones, or earlier ones by which a profile may have been evaluated. */
export function readsPerson({ programmes, earlier }: ActiveProgrammes): boolean {
  return programmes.readsPerson || earlier.some((one) => one.programmes.readsPerson);
}

/**
 * The profiles and identities a batch needs: one round trip loads them all. A device's identity is needed only where
 * it may change, or where programmes read what is known of the person.
 */
export function needsOf(batch: Batch, isPersonRead: boolean): Needs {
  const profiles = new Set<string>();
  const identities = new Set<string>();
  const wanted: Wanted[] = [];
  const add = (kind: Wanted['kind'], id: string, ids: Set<string>) => {
    if (ids.has(id)) return;
    ids.add(id);
    wanted.push({ kind, id });
  };
  const untilItem = batch.items.map((item) => {
    if (item.kind === 'event') {
      const { event } = item;
      add('profile', event.profile, profiles);
      if (isPersonRead || isTelling(event) || event.isForwarded === true)
        add('identity', event.profile, identities);
    } else if (item.kind === 'link' || item.kind === 'merge' || item.kind === 'import') {
      const id = profileOf(item);
      add('profile', id, profiles);
      add('identity', id, identities);
    }
    return wanted.length;
  });
  return { profiles, identities, wanted, untilItem };
}

/** The profile of an item that needs its state and who it is. */
function profileOf(item: Extract<BatchItem, { kind: 'link' | 'merge' | 'import' }>): string {
  if (item.kind === 'link') return item.link.child;
  return item.kind === 'merge' ? item.merge.to : item.mark.profile;
}

/** Characters of a packed state in base64 that say under which programmes it was evaluated. */
const standingCharactersMax = 1_024;

/** The latest generation of programmes of the states that merge in a batch; 0 where none does. */
export function latestGenerationIn(batch: Batch): number {
  let latest = 0;
  for (const item of batch.items) {
    if (item.kind !== 'merge') continue;
    try {
      const packed = Buffer.from(item.merge.state.slice(0, standingCharactersMax), 'base64');
      const { generation, laddersGeneration } = standingOf(packed);
      latest = Math.max(latest, generation, laddersGeneration);
    } catch {
      // The decision counts it as unreadable.
    }
  }
  return latest;
}

/** The time of a stream id, ms. */
export function timeOf(id: string): number {
  return Number(id.split('-')[0]);
}
