/**
 * The bytes of attachments: noted, written, read, and removed once no row names them.
 *
 * Bytes are noted in `attachment_files` before they are written. The row of an attachment refers to that note, and is inserted before
 * it is made sure that the file is there. So no row commits without its bytes, and no bytes are forgotten in the folder.
 */
import type pg from 'pg';
import { sqlStateOf, transaction } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { type AttachmentRow, selectAttachments } from './attachment-rows.ts';
import { type DocumentContent, htmlOf } from './document.core.ts';
import { type FileStore, sha256Of } from './file-store.ts';
import { pdfOf } from './pdf.ts';

const brokenReference = '23503';
const triesMax = 3;

export interface Contents {
  pool: pg.Pool;
  files: FileStore;
  now(): number;
}

/** Bytes with their hash. */
export interface Bytes {
  sha256: string;
  content: Buffer;
}

export const bytesOf = (content: Buffer): Bytes => ({ sha256: sha256Of(content), content });

/**
 * Runs `write`, which refers to the bytes in its transaction, and has them in the folder before it commits. Where a sweep removed
 * them meanwhile, runs it again.
 */
export async function withBytes<T>(
  { pool, files, now }: Contents,
  { sha256, content }: Bytes,
  write: (begin: <R>(work: (connection: pg.PoolClient) => Promise<R>) => Promise<R>) => Promise<T>,
): Promise<T> {
  const ensure = async () => {
    if (!(await files.has(sha256, content.length))) await files.put(sha256, content);
  };
  for (let tries = 1; ; tries++) {
    await pool.query(
      `INSERT INTO attachment_files (sha256, bytes, touched_at) VALUES ($1, $2, $3)
       ON CONFLICT (sha256) DO UPDATE SET touched_at = greatest(attachment_files.touched_at, excluded.touched_at)`,
      [sha256, content.length, new Date(now())],
    );
    await ensure();
    try {
      return await write((work) =>
        transaction(pool, async (connection) => {
          const result = await work(connection);
          // The new row holds the note: a sweep can no longer remove the file.
          await ensure();
          return result;
        }),
      );
    } catch (error) {
      const { constraint = '' } = error as { constraint?: string };
      const isSwept = sqlStateOf(error) === brokenReference && constraint === 'attachments_sha256_fkey';
      if (!isSwept || tries === triesMax) throw error;
    }
  }
}

/** Returns the bytes of an attachment, and renders a document at its first use. Throws `attachment_missing`. */
export async function readContent(contents: Contents, row: AttachmentRow): Promise<Buffer> {
  if (row.sha256 !== null) return contents.files.read(row.sha256);
  const rendered = await renderContent(contents, row);
  if (rendered !== null) return rendered;
  const [now] = await selectAttachments(contents.pool, 'id = $1', [row.id]);
  if (now === undefined) throw noAttachment(row.id);
  return readContent(contents, now);
}

export const noAttachment = (id: string) => new ApiError('not_found', `there is no attachment "${id}"`);

/** Renders a document into the folder. Returns its bytes; null where another process was first. */
export async function renderContent(contents: Contents, row: AttachmentRow): Promise<Buffer | null> {
  const words = row.content as DocumentContent;
  const isPdf = row.content_type === 'application/pdf';
  const bytes = bytesOf(isPdf ? await pdfOf(words, row.created_at) : Buffer.from(htmlOf(words)));
  return withBytes(contents, bytes, (begin) =>
    begin(async (connection) => {
      const { rowCount } = await connection.query(
        'UPDATE attachments SET sha256 = $2, bytes = $3, content = NULL WHERE id = $1 AND sha256 IS NULL',
        [row.id, bytes.sha256, bytes.content.length],
      );
      return rowCount === 0 ? null : bytes.content;
    }),
  );
}

/** Removes files that no attachment names, and that no writer has touched for a while. Returns how many. */
export async function removeUnused({ pool, files, now }: Contents): Promise<number> {
  const before = new Date(now() - limits.attachmentGraceMs);
  const { rows } = await pool.query<{ sha256: string }>(
    `SELECT sha256 FROM attachment_files WHERE touched_at < $1
       AND NOT EXISTS (SELECT FROM attachments WHERE attachments.sha256 = attachment_files.sha256)
     ORDER BY touched_at LIMIT $2`,
    [before, limits.attachmentsPerSweepMax],
  );
  let removed = 0;
  for (const { sha256 } of rows) if (await removeOne(pool, files, sha256, before)) removed++;
  return removed;
}

/** The note is locked until the file is gone. A writer that refers to it meanwhile fails, and writes the file again. */
function removeOne(pool: pg.Pool, files: FileStore, sha256: string, before: Date): Promise<boolean> {
  return transaction(pool, async (connection) => {
    const { rowCount } = await connection.query(
      `DELETE FROM attachment_files WHERE sha256 = $1 AND touched_at < $2`,
      [sha256, before],
    );
    if (rowCount === 0) return false;
    await files.remove(sha256);
    return true;
  }).catch((error: unknown) => {
    if (sqlStateOf(error) === brokenReference) return false;
    throw error;
  });
}
