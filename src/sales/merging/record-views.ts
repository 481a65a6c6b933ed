/** Two records beside each other: as views, with what a merge would do; and the merges that were made. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { DuplicateRecord, MergeFilter, MergePreview, MergeView } from '../../contract/api/api.ts';
import {
  descending,
  Listing,
  type MergedTable,
  type Page,
  refersTo,
  textKey,
  timeKey,
} from '../store/store.ts';
import { bothOf, type MergingContext, type MergingStore, type StoredRow } from './context.ts';
import { comparedFields } from './fields.core.ts';
import { leadsToEnd } from './join-work.ts';
import { countReferences } from './references.ts';
import { type MergeRow, undoOf } from './undo-merge.ts';

/** Returns a row as it is shown beside another. */
export function duplicateRecord(row: StoredRow): DuplicateRecord {
  const text = (column: string) => (row[column] ?? null) as string | null;
  return {
    id: row.id,
    name: text('name'),
    email: text('email') ?? text('claimed_email'),
    isEmailClaimed: text('email') === null && text('claimed_email') !== null,
    phone: text('phone'),
    company: text('company'),
    domain: text('domain'),
    title: text('title'),
    country: text('country'),
    language: text('language'),
    kind: (row['kind'] ?? null) as DuplicateRecord['kind'],
    owner: text('owner'),
    externalId: text('external_id'),
    externalSource: text('external_source'),
    doNotContact: row.do_not_contact,
    createdAt: new Date(row['created_at'] as string).toISOString(),
    revision: row.revision,
  };
}

/** Returns what a merge would do. Throws `not_found`, and `conflict` for a record that was merged already. */
export async function previewMerge(
  context: Pick<MergingContext, 'database'>,
  list: MergedTable,
  ids: { kept: string; merged: string },
): Promise<MergePreview> {
  const { database } = context;
  const { kept, merged } = await bothOf(context, list, ids);
  const moves = await countReferences(database, list, merged.id);
  const count = Object.values(moves).reduce((sum, one) => sum + one, 0);
  const stopsContact = kept.do_not_contact !== merged.do_not_contact;
  const ends = stopsContact ? [] : await leadsToEnd(database, list, [kept.id, merged.id], '');
  return {
    list,
    kept: duplicateRecord(kept),
    merged: duplicateRecord(merged),
    fields: comparedFields(list, kept, merged),
    moves,
    endsLeads: ends.map(({ ends: lead, goesOn, campaign }) => ({ lead, campaign, goesOn })),
    stopsContact,
    refusal:
      count <= limits.mergeRowsMax
        ? null
        : `${count} rows would go over, and a merge takes ${limits.mergeRowsMax} at most; merge the other way round`,
  };
}

const latestMerges = { '-at': descending([timeKey('merges.at'), textKey('merges.id')]) } as const;
const named = (table: MergedTable) =>
  table === 'people' ? 'coalesce(kept.name, kept.email, kept.claimed_email, kept.phone)' : 'kept.name';

type ShownRow = MergeRow & { kept_name: string | null };

/** Returns a page of merges, the latest first. */
export function listMerges({ pool, now }: MergingStore, filter: MergeFilter): Promise<Page<MergeView>> {
  const { list: kind, record } = filter;
  const list = new Listing('merges', latestMerges, filter);
  list.where('kind = ?', kind);
  list.where(refersTo(kind === 'people' ? 'person_id' : 'company_id'), record);
  return list.page(pool, sourceOf(kind), (row: ShownRow) => mergeView(row, now()));
}

function sourceOf(kind: MergedTable) {
  const column = kind === 'people' ? 'person_id' : 'company_id';
  return {
    table: 'merges',
    columns: `merges.*, ${named(kind)} AS kept_name`,
    joins: `JOIN ${kind} AS kept ON kept.id = merges.${column}`,
  };
}

/** Returns a merge; null where there is none. */
export async function mergeById(database: Queryable, id: string, nowMs: number): Promise<MergeView | null> {
  for (const kind of ['people', 'companies'] as const) {
    const { columns, joins } = sourceOf(kind);
    const { rows } = await database.query<ShownRow>(
      `SELECT ${columns} FROM merges ${joins} WHERE merges.id = $1`,
      [id],
    );
    if (rows[0] !== undefined) return mergeView(rows[0], nowMs);
  }
  return null;
}

function mergeView(row: ShownRow, nowMs: number): MergeView {
  const { id, kind, merged, former, moved, at, actor } = row;
  return {
    ...{ id, list: kind, merged, moved },
    kept: (row.person_id ?? row.company_id) as string,
    keptName: row.kept_name,
    mergedName: (former['name'] ?? former['email'] ?? former['claimed_email'] ?? former['phone'] ?? null) as
      | string
      | null,
    at: at.toISOString(),
    by: actor,
    undo: undoOf(row, nowMs),
  };
}
