/**
 * Pairs of records that may be one, found by keys that the database keeps beside each record: no page reads all records.
 *
 * A key that many records share says nothing: the phone of a switchboard, or a name as common as its company is large.
 */
import { type Queryable, together } from '../../base/database/database.ts';
import { ApiError, cursorFor, isFreeMail, limits, valuesInCursor } from '../../base/kernel/kernel.ts';
import type {
  DuplicateFilter,
  DuplicatePair,
  DuplicateReason,
  DuplicateView,
} from '../../contract/api/api.ts';
import { type MergedTable, mergedInto, missing, type Page } from '../store/store.ts';
import type { MergingContext, StoredRow } from './context.ts';
import { duplicateRecord } from './record-views.ts';

/** The reasons by the second letter of a key. */
const reasonOf: Readonly<Record<string, DuplicateReason>> = {
  ...{ m: 'email', p: 'phone', x: 'external id', n: 'name', c: 'name', d: 'domain' },
};

/** A pair at the key under which it is listed. */
interface PairRow {
  key: string;
  low: string;
  high: string;
}

/** Where a page ended. */
type Position = [key: string, low: string, high: string];

/** SQL: how many records share a key, one more than says anything at most. */
const sharing = (
  key: string,
) => `(SELECT count(*) FROM (SELECT FROM duplicate_keys AS sharer WHERE sharer.kind = $1 AND sharer.key = ${key}
  LIMIT ${limits.duplicatesOfKeyMax + 1}) AS sharers)`;

/** Returns a page of pairs, those with the strongest reason first; each pair once. Throws `invalid_request` for a cursor of another list. */
export async function listDuplicates(
  database: Queryable,
  filter: DuplicateFilter,
): Promise<Page<DuplicateView>> {
  const { list, distinct = false, limit } = filter;
  const record = await keptOf(database, list, filter.record);
  const name = `duplicates/${list}`;
  let position = positionIn(filter.cursor, name);
  const items: DuplicateView[] = [];
  if (distinct) return listDistinct(database, { ...filter, record }, position, name);
  for (let looked = 0; looked < limits.duplicateKeysPerPageMax; looked += keysAtOnce) {
    const keys = await sharedKeys(database, list, { record, from: position[0] });
    const pairs = await pairsOf(database, list, {
      record,
      keys: keys.filter(saysSomething),
      after: position,
    });
    for (let start = 0; start < pairs.length; start += limit) {
      const some = pairs.slice(start, start + limit);
      for (const [index, view] of (await viewsOf(database, list, some)).entries()) {
        if (items.length === limit) return { items, nextCursor: cursorFor(name, position) };
        const { key, low, high } = some[index] as PairRow;
        position = [key, low, high];
        if (view !== null) items.push(view);
      }
    }
    const last = keys.at(-1);
    if (keys.length < keysAtOnce || last === undefined) return { items, nextCursor: null };
    // All pairs of these keys are behind: no id comes after this one.
    position = [last, '~', '~'];
  }
  return { items, nextCursor: cursorFor(name, position) };
}

/** The record that answers for an id: that of a merged one is another record's by now. */
async function keptOf(
  database: Queryable,
  list: MergedTable,
  record: string | undefined,
): Promise<string | undefined> {
  return record === undefined ? undefined : ((await mergedInto(database, list, record)) ?? record);
}

/** Keys that one query looks at. */
const keysAtOnce = 200;

function positionIn(cursor: string | undefined, list: string): Position {
  if (cursor === undefined) return ['', '', ''];
  const values = valuesInCursor(cursor, list);
  if (values.length === 3 && values.every((value) => typeof value === 'string')) return values as Position;
  throw new ApiError('invalid_request', '"cursor" is not one of this list; begin again without "cursor"');
}

/** The next keys, in their order, that two or a few records share. */
async function sharedKeys(
  database: Queryable,
  list: MergedTable,
  { record = null, from }: { record: string | null | undefined; from: string },
): Promise<string[]> {
  const own = `key IN (SELECT key FROM duplicate_keys WHERE record = $5) AND`;
  const { rows } = await database.query<{ key: string }>(
    `SELECT key FROM duplicate_keys WHERE ${record === null ? '$5::text IS NULL AND' : own} kind = $1 AND key >= $2
     GROUP BY key HAVING count(*) BETWEEN 2 AND $3 ORDER BY key LIMIT $4`,
    [list, from, limits.duplicatesOfKeyMax, keysAtOnce, record],
  );
  return rows.map(({ key }) => key);
}

/** The pairs of keys, each at the first of the keys that say something and that both have. */
async function pairsOf(
  database: Queryable,
  list: MergedTable,
  {
    record = null,
    keys,
    after,
  }: { record: string | null | undefined; keys: readonly string[]; after: Position },
): Promise<PairRow[]> {
  const { rows } = await database.query<PairRow>(
    `SELECT low.key, low.record AS low, high.record AS high
     FROM duplicate_keys AS low JOIN duplicate_keys AS high ON high.kind = $1 AND high.key = low.key AND low.record < high.record
     WHERE low.kind = $1 AND low.key = ANY($2) AND (low.key, low.record, high.record) > ($3, $4, $5)
       AND ($6::text IS NULL OR $6 IN (low.record, high.record))
       AND NOT EXISTS (SELECT FROM distinct_records WHERE kind = $1 AND distinct_records.low = low.record AND distinct_records.high = high.record)
       AND NOT EXISTS (
         SELECT FROM duplicate_keys AS before JOIN duplicate_keys AS other ON other.kind = $1 AND other.key = before.key
         WHERE before.kind = $1 AND before.record = low.record AND other.record = high.record AND before.key < low.key
           AND ${sharing('before.key')} <= ${limits.duplicatesOfKeyMax})
     ORDER BY low.key, low.record, high.record`,
    [list, keys, ...after, record],
  );
  return rows;
}

type Pair = Pick<PairRow, 'low' | 'high'>;

/** Pairs with both records, the older first; null for one where what they share says nothing after all. */
async function viewsOf(
  database: Queryable,
  list: MergedTable,
  pairs: readonly Pair[],
): Promise<(DuplicateView | null)[]> {
  if (pairs.length === 0) return [];
  const given = [list, pairs.map(({ low }) => low), pairs.map(({ high }) => high)];
  const [shared, distinct, { rows }] = await together([
    database.query<Pair & { keys: string[] }>(
      `SELECT low, high, array_agg(one.key ORDER BY one.key) AS keys
       FROM unnest($2::text[], $3::text[]) AS given (low, high)
         JOIN duplicate_keys AS one ON one.kind = $1 AND one.record = low
         JOIN duplicate_keys AS other ON other.kind = $1 AND other.record = high AND other.key = one.key
       WHERE ${sharing('one.key')} <= ${limits.duplicatesOfKeyMax} GROUP BY low, high`,
      given,
    ),
    database.query<Pair & { at: Date; actor: string }>(
      `SELECT distinct_records.low, distinct_records.high, at, actor FROM distinct_records
         JOIN unnest($2::text[], $3::text[]) AS given (low, high) USING (low, high) WHERE kind = $1`,
      given,
    ),
    database.query<StoredRow>(`SELECT * FROM ${list} WHERE id = ANY($1)`, [
      pairs.flatMap(({ low, high }) => [low, high]),
    ]),
  ]);
  const records = new Map(rows.map((row) => [row.id, duplicateRecord(row)]));
  const isOf = (pair: Pair) => (one: Pair) => one.low === pair.low && one.high === pair.high;
  return pairs.map((pair) => {
    const [low, high] = [records.get(pair.low), records.get(pair.high)];
    const keys = shared.rows.find(isOf(pair))?.keys ?? [];
    const reasons = [...new Set(keys.flatMap(reasonsIn))];
    const said = distinct.rows.find(isOf(pair));
    if (low === undefined || high === undefined) return null;
    if (reasons.length === 0 && said === undefined) return null;
    return {
      list,
      records: low.createdAt <= high.createdAt ? [low, high] : [high, low],
      reasons,
      distinct: said === undefined ? null : { at: said.at.toISOString(), by: said.actor },
    };
  });
}

/** Two people of one name with addresses of a provider for everybody need not be one. */
const saysSomething = (key: string) =>
  !(key.startsWith('6n') && isFreeMail(key.slice(key.lastIndexOf(' ') + 1)));

function reasonsIn(key: string): DuplicateReason[] {
  if (!saysSomething(key)) return [];
  const reason = reasonOf[key.charAt(1)];
  return reason === undefined ? [] : [reason];
}

/** Pairs of which somebody said that they are two. */
async function listDistinct(
  database: Queryable,
  { list, record, limit }: DuplicateFilter,
  [, low, high]: Position,
  name: string,
): Promise<Page<DuplicateView>> {
  const { rows } = await database.query<PairRow>(
    `SELECT '' AS key, low, high FROM distinct_records
     WHERE kind = $1 AND (low, high) > ($2, $3) AND ($4::text IS NULL OR $4 IN (low, high))
       AND EXISTS (SELECT FROM ${list} WHERE id = low COLLATE "default") AND EXISTS (SELECT FROM ${list} WHERE id = high COLLATE "default")
     ORDER BY low, high LIMIT $5`,
    [list, low, high, record ?? null, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const views = await viewsOf(database, list, shown);
  const last = shown.at(-1);
  return {
    items: views.flatMap((view) => view ?? []),
    nextCursor: rows.length > limit && last ? cursorFor(name, ['', last.low, last.high]) : null,
  };
}

/** Remembers that two records are two, or forgets it again. Throws `not_found`, and `conflict` for a merged record. */
export async function sayDistinct(
  { database, nowMs, actor }: MergingContext,
  { list, records }: DuplicatePair,
  isDistinct: boolean,
): Promise<DuplicateView> {
  const pair = records.toSorted() as [string, string];
  const { rows } = await database.query<{ id: string }>(
    `SELECT id FROM ${list} WHERE id = ANY($1) ORDER BY id FOR KEY SHARE`,
    [pair],
  );
  for (const id of pair) if (!rows.some((row) => row.id === id)) throw await missing(database, list, id);
  if (isDistinct)
    await database.query(
      `INSERT INTO distinct_records (kind, low, high, at, actor) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [list, ...pair, new Date(nowMs), actor.name],
    );
  else
    await database.query('DELETE FROM distinct_records WHERE kind = $1 AND low = $2 AND high = $3', [
      list,
      ...pair,
    ]);
  const [low, high] = pair;
  const [view] = await viewsOf(database, list, [{ low, high }]);
  return view ?? pairWithoutReason(database, list, pair);
}

/** Two records that share nothing: somebody chose them by hand. */
async function pairWithoutReason(
  database: Queryable,
  list: MergedTable,
  pair: readonly string[],
): Promise<DuplicateView> {
  const { rows } = await database.query<StoredRow>(
    `SELECT * FROM ${list} WHERE id = ANY($1) ORDER BY created_at, id`,
    [pair],
  );
  const [older, newer] = rows as [StoredRow, StoredRow];
  return { list, records: [duplicateRecord(older), duplicateRecord(newer)], reasons: [], distinct: null };
}
