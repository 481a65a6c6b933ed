/**
 * Two records become one, in one transaction.
 *
 * The rows of the merged record go over to the kept one, and the merged record leaves its table. It is stored as it was, beside what
 * the merge changed, for the undo. A wish of either for no contact is that of both. Its ids and names lead to the kept record.
 */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { MergeWanted } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { holdContact, type MergedTable, type Revised, referring, requireRevision } from '../store/store.ts';
import { stopContact, stopContactOfCompany } from '../workflow/workflow.ts';
import { carryCampaigns } from './campaigns.ts';
import { bothOf, type MergingContext, type StoredRow } from './context.ts';
import { carryDistinct } from './distinct.ts';
import { mergedColumns, namesLeft, type Row } from './fields.core.ts';
import { joinWork } from './join-work.ts';
import { countReferences, type TakenOver, takeOver } from './references.ts';
import { scoredOf } from './work-since.ts';

interface Pair {
  kept: StoredRow;
  merged: StoredRow;
}

/**
 * Merges one record into another. Returns the id of the merge. Throws `not_found`, `revision_mismatch` for either of them, `conflict`
 * where too many rows would go over.
 */
export async function mergeIn(
  context: MergingContext,
  table: MergedTable,
  kept: string,
  { merged, mergedRevision, take, revision }: Revised<MergeWanted>,
): Promise<string> {
  const { database, nowMs } = context;
  // Before any row: every writer of work shares this lock.
  await holdContact(database);
  const pair = await bothOf(context, table, { kept, merged }, 'FOR UPDATE');
  requireRevision(pair.kept.revision, revision);
  requireMergedRevision(pair.merged, mergedRevision);
  const moved = await countReferences(database, table, merged);
  requireFew(moved);
  await dropOldMergeRows(database, nowMs);
  const since = await lastEntry(database);
  await shareWish(context, table, pair);
  await joinWork(context, table, [kept, merged]);
  const id = `mg_${randomUUID()}`;
  const scored = table === 'people' ? await scoredOf(database, { kept, merged }) : null;
  const isCompanyMarked = await isMarkedCompany(database, pair.merged['company_id']);
  const taken = await takeOver(database, table, { from: merged, to: kept, nowMs });
  const campaigns = table === 'people' ? await carryCampaigns(database, { from: merged, to: kept }) : null;
  const distinct = await carryDistinct(database, table, { from: merged, to: kept });
  await database.query(`DELETE FROM ${table} WHERE id = $1`, [merged]);
  const left = await writeKept(context, table, pair, take);
  if (table === 'companies') await renameCompany(context, pair, left);
  await database.query(
    `INSERT INTO merges (id, kind, merged, into_record, ${table === 'people' ? 'person_id' : 'company_id'}, email, profile, external_id,
       external_source, name, domain, former, moved, at, actor)
     SELECT $1, $2, $3, $4, $4, email, profile, external_id, external_source, name, domain, $6, $7, $8, acting()
     FROM jsonb_to_record($5) AS names
       (email text, profile text, external_id text, external_source text, name text, domain text)`,
    [
      ...[id, table, merged, kept, JSON.stringify(namesLeft(table, { ...pair, left }))],
      JSON.stringify({ ...pair.merged, company_marked: isCompanyMarked, campaigns, distinct, scored }),
      ...[JSON.stringify(moved), new Date(nowMs)],
    ],
  );
  await noteRows(database, id, { since, merged, taken });
  await alert(context, id);
  return id;
}

function requireMergedRevision({ id, revision }: StoredRow, expected: number | undefined): void {
  if (expected === undefined || expected === revision) return;
  throw new ApiError(
    'revision_mismatch',
    `"mergedRevision" is ${expected}, but "${id}" is at revision ${revision}; compare the two again and repeat the merge`,
  );
}

function requireFew(moved: Readonly<Record<string, number>>): void {
  const count = Object.values(moved).reduce((sum, one) => sum + one, 0);
  if (count > limits.mergeRowsMax)
    throw new ApiError(
      'conflict',
      `${count} rows would go over, and a merge takes ${limits.mergeRowsMax} at most; keep this record and merge the other one into it`,
    );
}

/** Deletes what an undo would need of merges that are past theirs: it has values of people. An undo in its last moment finds it. */
export async function dropOldMergeRows(database: Queryable, nowMs: number): Promise<void> {
  const before = [new Date(nowMs - limits.undoMs - limits.undoGraceMs)];
  await database.query(
    'DELETE FROM merge_rows USING merges WHERE merges.id = merge AND merges.at < $1',
    before,
  );
  await database.query('DELETE FROM account_merges WHERE at < $1', before);
}

async function lastEntry(database: Queryable): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT coalesce(max(id), 0)::text AS id FROM timeline',
  );
  return rows[0]?.id ?? '0';
}

async function isMarkedCompany(database: Queryable, company: unknown): Promise<boolean> {
  const { rows } = await database.query('SELECT FROM companies WHERE id = $1 AND do_not_contact', [
    company ?? null,
  ]);
  return rows.length > 0;
}

/** The wish of one for no contact is that of the other from now on: the work of that one ends before it goes over. */
async function shareWish(context: MergingContext, table: MergedTable, { kept, merged }: Pair): Promise<void> {
  if (kept.do_not_contact === merged.do_not_contact) return;
  const free = kept.do_not_contact ? merged.id : kept.id;
  if (table === 'people') await stopContact(context, [free], context.nowMs);
  else await stopContactOfCompany(context, free, context.nowMs);
}

/**
 * People of both companies go by the name that is left, unless they go by another. Who was free of a mark that their company has
 * joins a marked company, as anybody else.
 */
async function renameCompany(context: MergingContext, { kept, merged }: Pair, left: Row): Promise<void> {
  const { database, nowMs } = context;
  await database.query(
    'UPDATE people SET company = $2 WHERE company_id = $1 AND company = ANY($3) AND company <> $2',
    [kept.id, left['name'], [kept['name'], merged['name']]],
  );
  const { rows } = await database.query<{ id: string }>(
    `SELECT id FROM people WHERE company_id = $1 AND do_not_contact
       AND EXISTS (SELECT FROM tasks WHERE person_id = people.id AND status IN ('Open', 'Asleep')
                   UNION ALL SELECT FROM leads WHERE person_id = people.id AND closed_at IS NULL)`,
    [kept.id],
  );
  if (rows.length === 0) return;
  await stopContact(
    context,
    rows.map(({ id }) => id),
    nowMs,
  );
}

/** Writes the chosen fields. Returns the record that is left. */
async function writeKept(
  context: MergingContext,
  table: MergedTable,
  { kept, merged }: Pair,
  take: MergeWanted['take'],
): Promise<Row> {
  const { database, nowMs } = context;
  const columns = mergedColumns(table, { kept, merged, take });
  const names = Object.keys(columns);
  const { rows } = await referring(() =>
    database.query<StoredRow>(
      `UPDATE ${table} SET ${names.map((name, index) => `${name} = $${index + 3}`).join(', ')}, updated_at = $2
       WHERE id = $1 RETURNING *`,
      [kept.id, new Date(nowMs), ...Object.values(columns)],
    ),
  );
  const left = rows[0] as StoredRow;
  // The company that was taken over may be one that is marked.
  if (table === 'people' && left.do_not_contact && !kept.do_not_contact && !merged.do_not_contact)
    await stopContact(context, [kept.id], nowMs);
  return left;
}

/** Notes what the transaction has changed besides the merged record: the timeline knows it, and of what has none the caller. */
async function noteRows(
  database: Queryable,
  merge: string,
  { since, merged, taken }: { since: string; merged: string; taken: readonly TakenOver[] },
): Promise<void> {
  await database.query(
    `INSERT INTO merge_rows (merge, kind, record, changes)
     SELECT $1, kind, record, jsonb_object_agg(name, jsonb_build_array(before, after)) FROM (
       SELECT DISTINCT kind, record, name, first_value(change -> 0) OVER entries AS before, last_value(change -> 1) OVER entries AS after
       FROM timeline, jsonb_each(changes) AS one (name, change)
       WHERE timeline.id > $2 AND act = txid_current() AND kind NOT IN ('merges', 'campaign_influences') AND record <> $3 AND NOT changes ? 'id'
       WINDOW entries AS (PARTITION BY kind, record, name ORDER BY timeline.id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
     ) AS changed
     WHERE before IS DISTINCT FROM after AND name NOT IN ('updated_at', 'is_closed') GROUP BY kind, record`,
    [merge, since, merged],
  );
  const { rows } = await database.query<{ kept: string }>(
    'SELECT into_record AS kept FROM merges WHERE id = $1',
    [merge],
  );
  await database.query(
    `INSERT INTO merge_rows (merge, kind, record, changes)
     SELECT $1, kind, record, jsonb_object_agg("column", jsonb_build_array($3::text, $4::text))
     FROM jsonb_to_recordset($2) AS given (kind text, record text, "column" text) GROUP BY kind, record`,
    [merge, JSON.stringify(taken), merged, rows[0]?.kept],
  );
}

/** Pages and webhooks hear of open work that is somebody else's by now, or has ended. */
export async function alert({ database, nowMs }: MergingContext, merge: string): Promise<void> {
  const { rows } = await database.query<{ kind: string; record: string }>(
    `SELECT kind, record FROM merge_rows WHERE merge = $1 AND (
       (kind = 'leads' AND (changes ? 'status' OR EXISTS (SELECT FROM leads WHERE id = record AND closed_at IS NULL)))
       OR (kind = 'tasks' AND EXISTS (SELECT FROM tasks WHERE id = record AND status IN ('Open', 'Asleep') AND lead_id IS NULL)))
     ORDER BY kind, record`,
    [merge],
  );
  await writeAlerts(
    database,
    rows.map(({ kind, record }) => ({
      ...{ atMs: nowMs, acceptedAtMs: null },
      ...(kind === 'leads'
        ? { type: 'lead.updated' as const, lead: record, task: null }
        : { type: 'task.updated' as const, lead: null, task: record }),
    })),
  );
}
