/** What a move of a record opened in another pipeline, taken back with the move: it is voided, and counts in no report. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { flowTables } from '../store/store.ts';
import { endOf, type FlowContext, kindsOpenedBy, putInto } from '../workflow/workflow.ts';
import { everyActOn } from './acts-of-record.ts';
import { isMovedSince } from './moved-since.core.ts';

/** An act on a record. `act`: the number of the transaction; null of one from before these were kept. */
interface Opening {
  record: string;
  act: string | null;
}

interface OpenedRow {
  id: string;
  pipeline: string;
  stage: string;
  closed_at: Date | null;
}

/** Voids the opportunity that an act on a lead opened, unless it was moved since: it stays in the timeline, and counts in no report. */
export async function takeBackOpportunity(context: FlowContext, opening: Opening): Promise<void> {
  for (const opened of await lockOpened(context.database, 'opportunity', 'lead', opening))
    await voidAsOpened(context, opened);
}

/**
 * Voids the opportunity that an act on a record opened, where it stands as it was opened. Throws `conflict` for any other: what came of
 * it since cannot be taken back unseen.
 */
export async function takeBackOpened(
  context: FlowContext,
  origin: FlowKind,
  opening: Opening,
): Promise<void> {
  for (const kind of kindsOpenedBy(origin))
    for (const opened of await lockOpened(context.database, kind, origin, opening)) {
      const isVoided = kind === 'opportunity' && (await voidAsOpened(context, opened));
      if (!isVoided)
        throw new ApiError(
          'conflict',
          `this cannot be undone: it opened ${kind} "${opened.id}", which is in "${opened.stage}" now; move both by hand`,
        );
    }
}

/** Returns the records of a kind that an act opened and nobody has voided, and locks them. So no move comes between. */
async function lockOpened(
  database: Queryable,
  kind: FlowKind,
  origin: FlowKind,
  { record, act }: Opening,
): Promise<OpenedRow[]> {
  const { table, stage } = flowTables[kind];
  const { rows } = await database.query<OpenedRow>(
    `SELECT id, pipeline, ${stage} AS stage, closed_at FROM ${table}
     WHERE ${origin}_id = $1 AND ended IS DISTINCT FROM 'voided'
       AND EXISTS (SELECT FROM timeline WHERE record = ${table}.id AND act = $2 AND changes -> 'id' -> 0 = 'null')
     ORDER BY id FOR NO KEY UPDATE`,
    [record, act],
  );
  return rows;
}

/** Voids an opportunity that is locked. Returns false where it was moved since it was opened, and where its pipeline has no end that is lost. */
async function voidAsOpened(
  context: FlowContext,
  { id, pipeline, closed_at: closedAt }: OpenedRow,
): Promise<boolean> {
  const { database, flows } = context;
  const end = endOf((await flows.flow(database, pipeline)).pipeline, 'lost');
  if (end === null || closedAt !== null || isMovedSince(await everyActOn(database, id))) return false;
  await putInto(context, 'opportunity', id, { to: end, reason: 'Taken back', isVoided: true });
  return true;
}
