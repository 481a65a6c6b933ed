/** The fields of the pipelines that records of a kind of file stand in, by the latest definitions and by those in use. */
import type { ImportKind } from '../../contract/api/api.ts';
import { flowTables } from '../store/store.ts';
import type { FlowAccess, StoredFlow } from '../workflow/workflow.ts';
import { flowKindOf } from './decide-records.core.ts';
import { type FieldName, fieldNamesOf } from './field-cells.core.ts';
import { isStaged } from './rows.core.ts';

/** Returns the fields; none for a kind without a pipeline. `pipeline` narrows them to one, as `process/pipeline`. */
export async function fieldsOfKind(
  { database, flows }: FlowAccess,
  kind: ImportKind,
  pipeline: string | null = null,
): Promise<FieldName[]> {
  if (!isStaged(kind)) return [];
  const flowKind = flowKindOf[kind];
  // A label of the latest version wins.
  const { rows } = await database.query<{ id: string }>(
    `SELECT id FROM (
       SELECT *, version = max(version) OVER (PARTITION BY process, pipeline) AS is_latest FROM pipelines
       WHERE kind = $2 AND ($1::text IS NULL OR process || '/' || pipeline = $1)) AS versions
     WHERE is_latest OR EXISTS (SELECT FROM ${flowTables[flowKind].table} AS records WHERE records.pipeline = versions.id)
     ORDER BY is_latest DESC, process, pipeline, version DESC`,
    [pipeline, flowKind],
  );
  const found: StoredFlow[] = [];
  for (const { id } of rows) found.push(await flows.flow(database, id));
  return fieldNamesOf(found);
}
