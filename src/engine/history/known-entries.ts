/** Which entries of a stream the history has: by their content, because a Redis that was set back gives ids again. */
import type { Queryable } from '../../base/database/database.ts';
import type { HistoryEntry } from '../stream/stream.ts';
import { erasedAmong } from './erased.ts';

/** One record that stands for its entry. */
interface Sample {
  entry: string;
  profile: string;
  /** The hash of an event, the programme of a ledger entry; empty for a link. */
  what: string;
  atMs: number;
}

/**
 * Of entries of one partition, those the history lacks. An entry without a record that the history would keep is of no account:
 * it is never among them.
 */
export async function unknownAmong(
  database: Queryable,
  stream: 'events' | 'ledger',
  entries: readonly HistoryEntry[],
): Promise<Set<string>> {
  const all = entries.flatMap((entry) => (stream === 'events' ? eventsIn(entry) : notedIn(entry)));
  const erased = await erasedAmong(database, new Set(all.map(({ profile }) => profile)));
  const isErased = ({ profile, atMs }: Sample) => {
    const { untilMs = 0, notedMs = 0 } = erased.get(profile) ?? {};
    return stream === 'events' ? atMs <= untilMs : atMs < notedMs;
  };
  // Of each entry the first record that nobody has erased.
  const samples = [...Map.groupBy(all, ({ entry }) => entry).values()].flatMap(
    (ofEntry) => ofEntry.find((sample) => !isErased(sample)) ?? [],
  );
  if (samples.length === 0) return new Set();
  const partition = entries[0]?.partition ?? 0;
  const given = [samples.map(({ entry }) => entry), samples.map(({ profile }) => profile)];
  const { rows } = await database.query<Omit<Sample, 'entry'> & { entry: string | null }>(
    stream === 'events'
      ? `SELECT entry, profile, coalesce(hash::text, '') AS what, accepted_at_ms::float8 AS "atMs" FROM events
         WHERE profile = ANY($2) AND entry = ANY($1) AND partition = $3`
      : `SELECT null AS entry, profile, programme AS what, noted_at_ms::float8 AS "atMs" FROM ledger
         WHERE profile = ANY($2) AND noted_at_ms = ANY($1)`,
    stream === 'events' ? [...given, partition] : [samples.map(({ atMs }) => atMs), given[1]],
  );
  const isSame = (sample: Sample) =>
    rows.some(
      (row) =>
        (row.entry === null || row.entry === sample.entry) &&
        row.profile === sample.profile &&
        row.what === sample.what &&
        row.atMs === sample.atMs,
    );
  return new Set(samples.filter((sample) => !isSame(sample)).map(({ entry }) => entry));
}

function recordsIn(json: string): Record<string, unknown>[] {
  try {
    const records: unknown = JSON.parse(json);
    return Array.isArray(records) ? records.filter((one) => typeof one === 'object' && one !== null) : [];
  } catch {
    return [];
  }
}

function eventsIn({ id, field, json }: HistoryEntry): Sample[] {
  return (field === 'e' || field === 'l' ? recordsIn(json) : []).flatMap((record) => {
    const profile = field === 'e' ? record['profile'] : record['child'];
    if (record['isForwarded'] === true || typeof profile !== 'string') return [];
    const what = field === 'e' ? String(record['hash']) : '';
    return [{ entry: id, profile, what, atMs: Number(record['acceptedAtMs']) }];
  });
}

function notedIn({ id, json }: HistoryEntry): Sample[] {
  return recordsIn(json)
    .filter((record) => record['kind'] !== 'erased')
    .map(({ profile, programme, notedAtMs }) => ({
      ...{ entry: id, profile: String(profile) },
      ...{ what: String(programme), atMs: Number(notedAtMs) },
    }));
}
