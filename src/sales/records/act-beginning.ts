/** Reads with which record an act began, from the timelines of the records that another one hangs on. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { flowTables } from '../store/store.ts';
import { beginningOf, type Part } from './act-beginning.core.ts';
import { latestEntries } from './acts-of-record.ts';

const sold = Object.values(flowTables)
  .map(({ table }) => table)
  .filter((table) => table !== 'leads' && table !== 'campaigns');

/** SQL: the records that a record hangs on, and the tasks of a lead. */
const hangsOn = `
  SELECT person_id, company_id, ARRAY[lead_id, campaign_id, opportunity_id, deal_id, order_id, job_id] AS others FROM tasks WHERE id = $1
  UNION ALL SELECT person_id, NULL, ARRAY(SELECT tasks.id FROM tasks WHERE lead_id = $1) FROM leads WHERE id = $1
  UNION ALL SELECT NULL, company_id, NULL FROM people WHERE id = $1
  ${sold.map((table) => `UNION ALL SELECT person_id, company_id, NULL FROM ${table} WHERE id = $1`).join('\n  ')}`;

/** What an act did to a record, and when: numbers of acts come again where the database was moved to another server. */
export type ActPart = Part & { act: string; at: string };

/**
 * Returns the part with which each act on a record began, by the number of the act: without those that began with the record itself.
 * `parts`: what they did to it.
 */
export async function beginningsOf(
  database: Queryable,
  record: string,
  parts: readonly ActPart[],
): Promise<Map<string, ActPart>> {
  if (parts.length === 0) return new Map();
  const { rows } = await database.query<Omit<ActPart, 'at'> & { at: Date }>(
    `WITH own AS (${hangsOn})
     SELECT kind, latest.record, act::text, at, changes FROM own, unnest(own.others || ARRAY[
       person_id, company_id, (SELECT people.company_id FROM people WHERE people.id = own.person_id)]) AS hanging (id),
       LATERAL ${latestEntries('hanging.id', '$4')} AS latest
     WHERE act = ANY($2::bigint[]) AND at = ANY($3::timestamptz[]) ORDER BY latest.id`,
    [record, parts.map(({ act }) => act), parts.map(({ at }) => at), limits.undoEntriesMax],
  );
  const found = new Map<string, ActPart>();
  for (const own of parts) {
    const next = beginningOf(
      own,
      joined(rows.filter(({ act, at }) => act === own.act && at.toISOString() === own.at)),
    );
    if (next !== null) found.set(own.act, { ...own, ...next });
  }
  // Of all acts that lead to one record at once: a person has the wishes of a whole day.
  for (const [next, some] of Map.groupBy([...found.values()], (part) => part.record))
    for (const [act, first] of await beginningsOf(database, next, some)) found.set(act, first);
  return found;
}

/** The records to which something may follow from an act, by the table with which it began: SQL that finds them. */
const followers: Readonly<Record<string, { tables: readonly string[]; isOne: string }>> = {
  people: { tables: [...sold, 'leads', 'tasks'], isOne: 'person_id = $1' },
  companies: { tables: sold, isOne: 'company_id = $1 AND person_id IS NULL' },
  tasks: { tables: ['leads'], isOne: 'id = (SELECT lead_id FROM tasks WHERE tasks.id = $1)' },
};

/**
 * Returns what followed from an act on other records: the wish of a person, or of a company alone, or a completed task. A part for each,
 * without those that the act has made.
 */
export async function partsBehind(database: Queryable, { kind, record, act, at }: ActPart): Promise<Part[]> {
  const { tables, isOne } = followers[kind] ?? { tables: [], isOne: '' };
  if (tables.length === 0) return [];
  const { rows } = await database.query<Part>(
    `SELECT kind, record, changes FROM (
       ${tables.map((table) => `SELECT id, '${table}' AS kind FROM ${table} WHERE ${isOne} AND created_at <= $3`).join(' UNION ALL ')}
     ) AS own JOIN timeline USING (kind) WHERE timeline.record = own.id AND act = $2 AND at = $3 ORDER BY timeline.id`,
    [record, act, at],
  );
  return joined(rows).filter(({ changes }) => changes['id'] === undefined);
}

/** Joins the entries of one act to a part for each record. */
function joined(entries: readonly Part[]): Part[] {
  const parts = new Map<string, Part>();
  for (const { kind, record, changes } of entries)
    parts.set(`${kind} ${record}`, {
      ...{ kind, record },
      changes: { ...parts.get(`${kind} ${record}`)?.changes, ...changes },
    });
  return [...parts.values()];
}
