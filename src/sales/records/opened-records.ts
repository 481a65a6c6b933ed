/** What a move of a record opened in another pipeline, taken back with the move: it is voided, and counts in no report. */
import { ApiError } from '../../base/kernel/kernel.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { flowTables } from '../store/store.ts';
import { endOf, type FlowContext, kindsOpenedBy, putInto } from '../workflow/workflow.ts';

/** SQL: a record stands as it was opened. It was not moved since, or each move was taken back. */
const isAsOpened = (table: string) => `closed_at IS NULL AND NOT EXISTS (
  SELECT FROM timeline AS moved WHERE moved.record = ${table}.id AND moved.changes ? 'stage' AND moved.changes -> 'id' IS NULL
    AND moved.undoes IS NULL AND NOT EXISTS (
      SELECT FROM timeline AS back WHERE back.record = ${table}.id AND back.undoes = moved.act AND back.id > moved.id))`;

/** Voids the opportunity that converting opened, unless it was moved since: it stays in the timeline, and counts in no report. */
export async function takeBackOpportunity(context: FlowContext, lead: string): Promise<void> {
  const { rows } = await context.database.query<{ id: string; pipeline: string }>(
    `SELECT id, pipeline FROM opportunities WHERE lead_id = $1 AND ${isAsOpened('opportunities')}`,
    [lead],
  );
  for (const opportunity of rows) await voidOpportunity(context, opportunity);
}

/** Returns false where its pipeline has no end that is lost. */
async function voidOpportunity(
  context: FlowContext,
  { id, pipeline }: { id: string; pipeline: string },
): Promise<boolean> {
  const { database, flows } = context;
  const end = endOf((await flows.flow(database, pipeline)).pipeline, 'lost');
  if (end === null) return false;
  await putInto(context, 'opportunity', id, { to: end, reason: 'Taken back', isVoided: true });
  return true;
}

interface OpenedRow {
  id: string;
  pipeline: string;
  stage: string;
  /** Whether nobody has moved it since. */
  is_as_opened: boolean;
}

/**
 * Voids the opportunity that an act on a record opened, where it stands as it was opened. Throws `conflict` for any other: what came of
 * it since cannot be taken back unseen. `act` is the number of the transaction.
 */
export async function takeBackOpened(
  context: FlowContext,
  origin: FlowKind,
  { record, act }: { record: string; act: string },
): Promise<void> {
  for (const kind of kindsOpenedBy(origin)) {
    const { table } = flowTables[kind];
    const { rows } = await context.database.query<OpenedRow>(
      `SELECT id, pipeline, stage, ${isAsOpened(table)} AS is_as_opened FROM ${table}
       WHERE ${origin}_id = $1 AND ended IS DISTINCT FROM 'voided'
         AND EXISTS (SELECT FROM timeline WHERE record = ${table}.id AND act = $2 AND changes -> 'id' -> 0 = 'null')`,
      [record, act],
    );
    for (const opened of rows) {
      const isVoided =
        kind === 'opportunity' && opened.is_as_opened && (await voidOpportunity(context, opened));
      if (!isVoided)
        throw new ApiError(
          'conflict',
          `this cannot be undone: it opened ${kind} "${opened.id}", which is in "${opened.stage}" now; move both by hand`,
        );
    }
  }
}
