/** What people ask of imports: received, corrected, cancelled, undone. */
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { ImportChange, ImportQuery, ImportView } from '../../contract/api/api.ts';
import { type Actor, actingAs, once } from '../store/store.ts';
import type { WorkflowStore } from '../workflow/workflow.ts';
import { dropFile, storeFile } from './file-pieces.ts';
import {
  changeImportRow,
  findImport,
  type ImportRow,
  type ImportStep,
  importView,
  insertImport,
  openStatuses,
  undoUntilMs,
} from './import-rows.ts';
import { optionsOf, statedIn } from './read-options.ts';

/** Stores the file first: what is repeated is known by its bytes too. */
export async function receiveImport(
  store: WorkflowStore,
  body: AsyncIterable<Uint8Array>,
  query: ImportQuery,
  actor: Actor,
): Promise<{ view: ImportView; isNew: boolean }> {
  const { pool, now } = store;
  const access = { database: pool, flows: store.flows };
  await requireRoom(store);
  const corrections = statedIn(query);
  const file = await storeFile(pool, body, now());
  const { upload } = file;
  try {
    const options = await optionsOf(access, { ...file, kind: query.kind }, corrections);
    const nowMs = now();
    const given = {
      ...{
        kind: query.kind,
        options,
        corrections,
        is_dry_run: query.dryRun,
        file_name: query.file ?? null,
        upload,
      },
      ...{ bytes: file.bytes, created_by: actor.name, is_admin: actor.isAdmin === true },
    };
    let isNew = false;
    const row = await actingAs(pool, actor, nowMs, async (connection) => {
      isNew = false;
      const id = await once(connection, actor, { import: query, hash: file.hash }, nowMs, () => {
        isNew = true;
        return insertImport(connection, given, nowMs);
      });
      return findImport(connection, id);
    });
    if (row === null)
      throw new ApiError('not_found', 'the import of this Idempotency-Key is no longer kept; use a new key');
    if (!isNew) await dropFile(pool, upload);
    return { view: importView(row, now()), isNew };
  } catch (error) {
    await dropFile(pool, upload);
    throw error;
  }
}

/** Files that wait are bytes in the database. */
async function requireRoom({ pool }: WorkflowStore): Promise<void> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM imports WHERE status = ANY($1)',
    [openStatuses],
  );
  if ((rows[0]?.count ?? 0) >= limits.importsOpenMax)
    throw new ApiError(
      'too_many_requests',
      `${limits.importsOpenMax} imports wait or run; send the file again when some have ended (GET /imports)`,
    );
}

/** Runs a change of an import under its lock. Throws `not_found`. */
async function changing(
  { pool, now }: WorkflowStore,
  id: string,
  stepOf: (row: ImportRow, nowMs: number) => Promise<ImportStep> | ImportStep,
): Promise<ImportView> {
  const nowMs = now();
  const { row, dropped } = await actingAs(pool, { name: 'import' }, nowMs, async (connection) => {
    const before = await findImport(connection, id, 'FOR UPDATE');
    if (before === null) throw new ApiError('not_found', `there is no import "${id}"`);
    await changeImportRow(connection, id, await stepOf(before, nowMs), nowMs);
    const after = (await findImport(connection, id)) as ImportRow;
    return { row: after, dropped: after.upload === null ? before.upload : null };
  });
  if (dropped !== null) await dropFile(pool, dropped);
  return importView(row, nowMs);
}

const nothingCounted = {
  ...{ done_rows: 0, new_rows: 0, changed_rows: 0, same_rows: 0, bad_rows: 0, all_rows: null },
  ...{ error: null, ended_at: null },
};

export function changeImport(store: WorkflowStore, id: string, change: ImportChange): Promise<ImportView> {
  const stated = statedIn(change);
  return changing(store, id, async (row) => {
    if ((row.status !== 'checked' && row.status !== 'failed') || row.upload === null)
      throw new ApiError(
        'conflict',
        row.upload === null
          ? `import "${id}" is ${row.status} and its file is no longer kept; send the file again`
          : `import "${id}" is ${row.status}: only one that is checked or failed can be changed; cancel it first with DELETE`,
      );
    const corrections = { ...row.corrections, ...stated };
    const file = { kind: row.kind, upload: row.upload, encoding: row.options.encoding };
    const options = await optionsOf({ database: store.pool, flows: store.flows }, file, corrections);
    return {
      ...nothingCounted,
      ...{ status: 'waiting', corrections, options, is_dry_run: change.dryRun ?? row.is_dry_run },
    };
  });
}

export function cancelImport(store: WorkflowStore, id: string): Promise<ImportView> {
  return changing(store, id, (row, nowMs) => {
    switch (row.status) {
      case 'waiting':
      case 'checking':
      case 'checked':
        return { status: 'cancelled', upload: null, ended_at: new Date(nowMs) };
      case 'applying':
        return { status: 'undoing', undone_as: 'cancelled', done_rows: 0, all_rows: null };
      case 'cancelled':
        return {};
      default:
        throw new ApiError(
          'conflict',
          `import "${id}" is ${row.status}: there is nothing to cancel${row.status === 'done' ? '; take it back with POST /imports/{id}/undo' : ''}`,
        );
    }
  });
}

export function undoImport(store: WorkflowStore, id: string): Promise<ImportView> {
  return changing(store, id, (row, nowMs) => {
    if (row.status === 'undoing' || row.status === 'undone') return {};
    if (row.status !== 'done')
      throw new ApiError('conflict', `import "${id}" is ${row.status}: only one that is done can be undone`);
    if (undoUntilMs(row) <= nowMs)
      throw new ApiError(
        'conflict',
        `import "${id}" ended ${row.ended_at?.toISOString()}: it could be undone within ${limits.importUndoMs / limits.hourMs} hours`,
      );
    return { status: 'undoing', undone_as: 'undone', done_rows: 0, all_rows: null, ended_at: null };
  });
}
