/**
 * The door of attachments: files of records, people and companies, uploaded or rendered from a document of a sales process.
 *
 * Enters: bytes with a name and a type, and the words of documents. Leaves: rows, and bytes in a folder under their hash. A row
 * never commits without its bytes; bytes without a row go minutes later. A file goes with its record, and with a person who is
 * erased. The room shows nothing in a browser: what it returns is for a download or a mail. Bytes that are missing are an error that
 * says so.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { AttachedKind, AttachmentView } from '../../contract/api/api.ts';
import { type Actor, actingAs, nameActor, once, requireNoneVoided, type Store } from '../store/store.ts';
import { attachedTables, attachmentView, selectAttachments } from './attachment-rows.ts';
import {
  bytesOf,
  type Contents,
  noAttachment,
  readContent,
  removeUnused,
  renderContent,
  withBytes,
} from './contents.ts';
import { cleanName } from './file-name.core.ts';
import type { FileStore } from './file-store.ts';
import { plainTypeOf, requireFileType } from './file-types.core.ts';

export type { NewDocument } from './attachment-rows.ts';
export { attachedTo, writeDocument } from './attachment-rows.ts';
export type { DocumentContent, DocumentItem } from './document.core.ts';
export { paragraphsOf } from './document.core.ts';
export { dispositionOf } from './file-name.core.ts';
export type { FileStore } from './file-store.ts';
export { openFileStore } from './file-store.ts';
export { startFileSweeper } from './file-sweeper.ts';
export { downloadTypes, uploadTypes } from './file-types.core.ts';

/** A file as it is sent. */
export interface Upload {
  name: string;
  contentType: string;
  content: Buffer;
}

/** The bytes of an attachment, for a download or a mail. */
export interface AttachedFile {
  name: string;
  contentType: string;
  sha256: string;
  content: Buffer;
}

export interface Attachments {
  /** Attaches a file. Throws `not_found`, `record_voided`, `unsupported_media_type`, `invalid_request`, and `conflict` at the limit of the record. */
  upload(kind: AttachedKind, record: string, file: Upload, actor: Actor): Promise<AttachmentView>;
  /** The files of a record, the earliest first; null without the record. */
  list(kind: AttachedKind, record: string): Promise<AttachmentView[] | null>;
  attachment(id: string): Promise<AttachmentView | null>;
  /** Throws `not_found`, and `attachment_missing` where its bytes are not in the folder. */
  file(id: string): Promise<AttachedFile>;
  /** Removes a file from its record. Throws `conflict` while a field of the record names it. */
  remove(id: string, actor: Actor): Promise<void>;
  /** Renders documents that nobody has asked for. Returns how many; `onError` hears of each that cannot be. */
  renderWaiting(onError: (id: string, error: Error) => void): Promise<number>;
  /** Removes files that no row names. Returns how many. */
  removeUnused(): Promise<number>;
}

export function attachments({ pool, now, files }: Store & { files: FileStore }): Attachments {
  const contents: Contents = { pool, files, now };
  return {
    upload: (kind, record, file, actor) => upload(contents, kind, record, file, actor),
    list: async (kind, record) => {
      const { rowCount } = await pool.query(`SELECT FROM ${attachedTables[kind]} WHERE id = $1`, [record]);
      if (rowCount === 0) return null;
      return (await selectAttachments(pool, `${kind}_id = $1`, [record])).map(attachmentView);
    },
    attachment: async (id) => {
      const [row] = await selectAttachments(pool, 'id = $1', [id]);
      return row === undefined ? null : attachmentView(row);
    },
    file: async (id) => {
      const [row] = await selectAttachments(pool, 'id = $1', [id]);
      if (row === undefined) throw noAttachment(id);
      const content = await readContent(contents, row);
      return { name: row.name, contentType: row.content_type, ...bytesOf(content) };
    },
    remove: (id, actor) => remove(pool, id, actor, now()),
    renderWaiting: async (onError) => {
      const before = new Date(now() - limits.documentIdleMs);
      const waiting = await selectAttachments(
        pool,
        `id IN (SELECT id FROM attachments WHERE sha256 IS NULL AND created_at <= $1 ORDER BY created_at LIMIT $2)`,
        [before, limits.attachmentsPerSweepMax],
      );
      let rendered = 0;
      for (const row of waiting)
        await renderContent(contents, row).then(
          () => rendered++,
          (error: Error) => onError(row.id, error),
        );
      return rendered;
    },
    removeUnused: () => removeUnused(contents),
  };
}

function upload(
  contents: Contents,
  kind: AttachedKind,
  record: string,
  { name: given, contentType, content }: Upload,
  actor: Actor,
): Promise<AttachmentView> {
  const name = cleanName(given);
  const type = plainTypeOf(contentType);
  requireFileType(name, type, content);
  const bytes = bytesOf(content);
  const { sha256 } = bytes;
  const nowMs = contents.now();
  return withBytes(contents, bytes, (begin) =>
    begin(async (connection) => {
      await nameActor(connection, actor, nowMs);
      const asked = { attach: kind, record, name, type, sha256 };
      const id = await once(connection, actor, asked, nowMs, async () => {
        await requireRoom(connection, kind, record);
        const made = `at_${randomUUID()}`;
        await connection.query(
          `INSERT INTO attachments (id, ${kind}_id, name, content_type, sha256, bytes, created_at, created_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
          [made, record, name, type, sha256, content.length, new Date(nowMs), actor.name],
        );
        return made;
      });
      const [row] = await selectAttachments(connection, 'id = $1', [id]);
      if (row === undefined) throw noAttachment(id);
      return attachmentView(row);
    }),
  );
}

/** The record is there, and has fewer files than it may. It is locked, so that two uploads do not both take the last place. */
async function requireRoom(connection: Queryable, kind: AttachedKind, record: string): Promise<void> {
  const { rowCount } = await connection.query(
    `SELECT FROM ${attachedTables[kind]} WHERE id = $1 FOR NO KEY UPDATE`,
    [record],
  );
  if (rowCount === 0) throw new ApiError('not_found', `there is no ${kind} "${record}"`);
  await requireNoneVoided(connection, { [kind]: record });
  const { rows } = await connection.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM attachments WHERE ${kind}_id = $1 AND document IS NULL`,
    [record],
  );
  if ((rows[0]?.count ?? 0) >= limits.attachmentsPerRecordMax)
    throw new ApiError(
      'conflict',
      `${kind} "${record}" has ${limits.attachmentsPerRecordMax} files already; remove one first`,
    );
}

function remove(pool: pg.Pool, id: string, actor: Actor, nowMs: number): Promise<void> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const [row] = await selectAttachments(connection, 'id = $1', [id]);
    if (row === undefined) throw noAttachment(id);
    if (row.kind !== 'person' && row.kind !== 'company') {
      const { rows } = await connection.query<{ name: string }>(
        `SELECT key AS name FROM ${attachedTables[row.kind]}, jsonb_each_text(fields)
         WHERE ${attachedTables[row.kind]}.id = $1 AND value = $2 FOR NO KEY UPDATE OF ${attachedTables[row.kind]}`,
        [row.record, id],
      );
      if (rows[0] !== undefined)
        throw new ApiError(
          'conflict',
          `the field "${rows[0].name}" of ${row.kind} "${row.record}" names this file; clear the field first`,
        );
    }
    await connection.query('DELETE FROM attachments WHERE id = $1', [id]);
  });
}
