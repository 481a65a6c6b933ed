/** What imports leave behind, removed by its age: files, changes that can no longer be undone, bad rows. */
import type pg from 'pg';
import { limits } from '../../base/kernel/kernel.ts';
import { dropOldTraits } from './traits.ts';

export async function dropOldImports(pool: pg.Pool, nowMs: number): Promise<void> {
  const before = (ms: number) => new Date(nowMs - ms);
  // The file of a dry run or a failed import can be corrected for a day; the latest ones alone.
  const { rows } = await pool.query<{ upload: string }>(
    `UPDATE imports SET upload = NULL FROM imports AS former
     WHERE imports.id = former.id AND imports.upload IS NOT NULL AND imports.status IN ('checked', 'failed')
       AND (imports.updated_at < $1 OR imports.id NOT IN (
         SELECT id FROM imports WHERE upload IS NOT NULL AND status IN ('checked', 'failed')
         ORDER BY updated_at DESC, id DESC LIMIT $2))
     RETURNING former.upload`,
    [before(limits.importFileKeptMs), limits.importFilesKeptMax],
  );
  // A piece of no import belongs to a request that was cut off with its process.
  await pool.query(
    `DELETE FROM import_pieces WHERE upload = ANY($1) OR upload IN (
       SELECT upload FROM import_pieces WHERE place = 0 AND received_at < $2
         AND NOT EXISTS (SELECT FROM imports WHERE imports.upload = import_pieces.upload))`,
    [rows.map(({ upload }) => upload), before(limits.importFileKeptMs)],
  );
  await pool.query(
    `DELETE FROM import_changes WHERE import_id IN (SELECT id FROM imports 
       WHERE (status = 'done' AND ended_at < $1) OR status IN ('undone', 'cancelled', 'failed'))`,
    [before(limits.importUndoMs)],
  );
  await dropOldTraits(pool, before(limits.importUndoMs));
  await pool.query(
    `DELETE FROM imports WHERE status IN ('checked', 'done', 'undone', 'cancelled', 'failed') AND upload IS NULL AND updated_at < $1`,
    [before(limits.importKeptMs)],
  );
}
