/** The fields of the pipelines that records of a kind of file stand in, by their latest definitions. */
import type { ImportKind } from '../../contract/api/api.ts';
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
  const { rows } = await database.query<{ id: string }>(
    `SELECT DISTINCT ON (process, pipeline) id FROM pipelines
     WHERE kind = $2 AND ($1::text IS NULL OR process || '/' || pipeline = $1)
     ORDER BY process, pipeline, version DESC`,
    [pipeline, flowKindOf[kind]],
  );
  const found: StoredFlow[] = [];
  for (const { id } of rows) found.push(await flows.flow(database, id));
  return fieldNamesOf(found);
}
