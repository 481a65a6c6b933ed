/**
 * Rows of the history from entries of the streams, as lines of PostgreSQL's COPY text format.
 *
 * An unreadable record is counted, never thrown: it must not block its partition. A record is copied only when every value
 * fits its column, because a record that PostgreSQL rejects would fail its whole batch.
 */

import { eventHashEnd, isStorableId, isStorableMs } from '../../base/kernel/kernel.ts';
import type { LedgerEntry } from '../../contract/api/api.ts';
import { type IdentityLink, knownSinceMs, type ScovilleEvent } from '../../contract/language/language.ts';
import type { HistoryEntry } from '../stream/stream.ts';

/** One row: the UTC day of its table, `2026-11-23`, and its line. */
export interface Row {
  day: string;
  line: string;
  profile: string;
  /** When it was accepted, or noted, ms. */
  timeMs: number;
  /** What was known until an erasure is erased, ms: since when it is so, of what Scoville itself says; else as `timeMs`. */
  knownMs: number;
  /** What the event carries, where its request is traced. The history does not keep it. */
  trace?: string | undefined;
  /** The record that it is made of: its position in an entry. */
  from: { entry: HistoryEntry; position: number };
}

export interface Rows {
  rows: Row[];
  unreadable: number;
}

export const eventColumns =
  'day, bucket, profile, kind, hash, at_ms, accepted_at_ms, partition, entry, position, body';
export const ledgerColumns =
  'day, profile, programme, version, noted_at_ms, kind, rule, event, at_ms, points, reason, position, points_before';

/**
 * Rows of the events stream: events and links. Records delivered to another partition (events that followed a link,
 * profile merges) were copied where they were accepted, and are skipped. So are marks of erasures and imports.
 */
export function eventRows(entries: readonly HistoryEntry[]): Rows {
  return rowsOf(entries, (record, entry, position) => {
    if (['s', 'x', 'h'].includes(entry.field)) return null;
    if (entry.field === 'l') return linkRow(record, entry, position);
    if (entry.field !== 'e') return 'unreadable';
    const event = record as Partial<ScovilleEvent>;
    return event.isForwarded === true ? null : eventRow(event, entry, position);
  });
}

/** The links in entries of the events stream, in order. */
export function linksIn(entries: readonly HistoryEntry[]): IdentityLink[] {
  return entries.flatMap(({ field, json }) =>
    field === 'l' ? (recordsOf(json) ?? []).filter((record) => isLink(record)) : [],
  );
}

/** Of links, the first of each child: as proven, where one of the same is. */
export function firstLinks(all: readonly IdentityLink[]): IdentityLink[] {
  const links = new Map<string, IdentityLink>();
  for (const link of all) {
    const first = links.get(link.child);
    const isProof = first?.via === 'public' && link.via === undefined && link.parent === first.parent;
    if (first === undefined || isProof) links.set(link.child, { ...link, ...(first && timeOf(first)) });
  }
  return [...links.values()];
}

const timeOf = ({ acceptedAtMs }: IdentityLink) => ({ acceptedAtMs });

/** Whether a record of the ledger stream is the mark of an erasure. */
const isMark = (record: object) => (record as { kind?: unknown }).kind === 'erased';

/** Rows of the ledger stream. */
export function ledgerRows(entries: readonly HistoryEntry[]): Rows {
  return rowsOf(entries, (record, entry, position) =>
    entry.field !== 'g' ? 'unreadable' : isMark(record) ? null : ledgerRow(record, position),
  );
}

type MadeRow = Omit<Row, 'from'> | 'unreadable' | null;

function rowsOf(
  entries: readonly HistoryEntry[],
  make: (record: object, entry: HistoryEntry, position: number) => MadeRow,
): Rows {
  const made: Rows = { rows: [], unreadable: 0 };
  for (const entry of entries) {
    const records = recordsOf(entry.json);
    if (records === null) made.unreadable++;
    else
      records.forEach((record, position) => {
        const row =
          typeof record === 'object' && record !== null ? make(record, entry, position) : 'unreadable';
        if (row === 'unreadable') made.unreadable++;
        else if (row !== null) made.rows.push({ ...row, from: { entry, position } });
      });
  }
  return made;
}

export function recordsOf(json: string): unknown[] | null {
  try {
    const records: unknown = JSON.parse(json);
    return Array.isArray(records) ? records : null;
  } catch {
    return null;
  }
}

function eventRow(event: Partial<ScovilleEvent>, entry: HistoryEntry, position: number): MadeRow {
  const { profile, hash, atMs, acceptedAtMs } = event;
  if (!isStorableId(profile) || !isHash(hash) || !isWhole(atMs) || !isStorableMs(acceptedAtMs))
    return 'unreadable';
  const { trace, ...record } = event;
  const of = { profile, kind: 'event', hash, atMs, acceptedAtMs };
  const kept = eventsRow({ ...of, record: trace === undefined ? event : record }, entry, position);
  return { ...kept, knownMs: knownSinceMs({ key: 'of a client', ...event, atMs, acceptedAtMs }), trace };
}

function linkRow(link: object, entry: HistoryEntry, position: number): MadeRow {
  if (!isLink(link)) return 'unreadable';
  const { child, acceptedAtMs } = link;
  const { trace: _trace, ...record } = link;
  const atMs = acceptedAtMs;
  return eventsRow({ profile: child, kind: 'link', hash: null, atMs, acceptedAtMs, record }, entry, position);
}

function eventsRow(
  of: {
    profile: string;
    kind: string;
    hash: number | null;
    atMs: number;
    acceptedAtMs: number;
    record: object;
  },
  { partition, id }: HistoryEntry,
  position: number,
): Omit<Row, 'from'> {
  const { profile, kind, hash, atMs, acceptedAtMs, record } = of;
  const values = [partition, profile, kind, hash, atMs, acceptedAtMs, partition, id, position];
  return row({ profile, timeMs: acceptedAtMs }, values, bodyOf(record));
}

/** A row of an imported event: `json` is its JSON, and `entry` the position in its import. */
export function importedRow(
  { profile, hash, atMs, acceptedAtMs }: ScovilleEvent,
  json: string,
  from: { import: number; partition: number; entry: string; position: number },
): { day: string; line: string } {
  const { partition, entry, position } = from;
  const values = [partition, profile, 'event', hash, atMs, acceptedAtMs, partition, entry, position];
  const body = escapedBody(json);
  const { day, line } = row({ profile, timeMs: acceptedAtMs }, values, `${body}\t${from.import}`);
  return { day, line };
}

function ledgerRow(noted: Partial<LedgerEntry>, position: number): MadeRow {
  const { profile, programme, version, notedAtMs, kind, rule, points, reason } = noted;
  const { event = null, atMs = null, pointsBefore = null } = noted;
  const areTexts = [version, kind, rule, reason, event ?? ''].every((value) => typeof value === 'string');
  if (!isStorableId(profile) || !isStorableId(programme) || !areTexts) return 'unreadable';
  if (!isStorableMs(notedAtMs) || !(atMs === null || isWhole(atMs)) || !Number.isFinite(points))
    return 'unreadable';
  if (pointsBefore !== null && !Number.isFinite(pointsBefore)) return 'unreadable';
  return row({ profile, timeMs: notedAtMs }, [
    profile,
    programme,
    version as string,
    notedAtMs,
    kind as string,
    rule as string,
    event,
    atMs,
    points as number,
    reason as string,
    position,
    pointsBefore,
  ]);
}

/**
 * The record's JSON: it parses to the same value, and is the same text, since both were written by JSON.stringify. Control
 * characters stand escaped in it, so only the backslash means something to COPY.
 */
function bodyOf(record: object): string {
  return escapedBody(JSON.stringify(record));
}

function escapedBody(json: string): string {
  return json.includes('\\') ? json.replaceAll('\\', '\\\\') : json;
}

/** A line of values, escaped, and at its end the body if there is one, which is. */
function row(
  of: Pick<Row, 'profile' | 'timeMs'>,
  values: readonly (string | number | null)[],
  body?: string,
): Omit<Row, 'from'> {
  const day = dayOf(of.timeMs);
  let line = day;
  for (const value of values) line += `\t${typeof value === 'string' ? copyText(value) : (value ?? '\\N')}`;
  return { ...of, knownMs: of.timeMs, day, line: body === undefined ? `${line}\n` : `${line}\t${body}\n` };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: U+0000 is what PostgreSQL cannot store
const special = /[\\\n\r\t\u0000]/g;
const escapes: Record<string, string> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  // PostgreSQL stores no U+0000 in text.
  '\0': '\ufffd',
};

function copyText(text: string): string {
  return text.search(special) < 0 ? text : text.replace(special, (character) => escapes[character] ?? '');
}

/** The UTC day of a time, `2026-11-23`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function isLink(record: unknown): record is IdentityLink {
  if (typeof record !== 'object' || record === null) return false;
  const { child, parent, acceptedAtMs } = record as Partial<IdentityLink>;
  return isStorableId(child) && isStorableId(parent) && isStorableMs(acceptedAtMs);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** Scoring keeps no other: its record is a dead letter. */
function isHash(value: unknown): value is number {
  return isWhole(value) && value >= 0 && value < eventHashEnd;
}

/** The record of a row, as an entry of its own. */
export function entryOf({ from: { entry, position } }: Row): { field: string; json: string } {
  return { field: entry.field, json: JSON.stringify([recordsOf(entry.json)?.[position]]) };
}
