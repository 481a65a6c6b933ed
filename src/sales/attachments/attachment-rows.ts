/** Attachments as rows: found, listed, counted, and the words of documents that are still to be rendered. */
import { createHash, randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { type AttachedKind, type AttachmentView, attachedKinds } from '../../contract/api/api.ts';
import { type DocumentContent, isPrintable } from './document.core.ts';
import { cleanName } from './file-name.core.ts';

export interface AttachmentRow {
  id: string;
  kind: AttachedKind;
  record: string;
  name: string;
  content_type: string;
  document: string | null;
  content: DocumentContent | null;
  sha256: string | null;
  bytes: string | null;
  created_at: Date;
  created_by: string;
}

/** The table of each kind that files are attached to. */
export const attachedTables: Readonly<Record<AttachedKind, string>> = {
  person: 'people',
  company: 'companies',
  campaign: 'campaigns',
  lead: 'leads',
  opportunity: 'opportunities',
  deal: 'deals',
  order: 'orders',
  job: 'jobs',
};

const kindSql = `CASE ${attachedKinds.map((kind) => `WHEN ${kind}_id IS NOT NULL THEN '${kind}'`).join(' ')} END AS kind,
  coalesce(${attachedKinds.map((kind) => `${kind}_id`).join(', ')}) AS record`;

/** Attachments by a condition (SQL after WHERE, with its values), the earliest first. */
export async function selectAttachments(
  database: Queryable,
  condition: string,
  values: unknown[],
): Promise<AttachmentRow[]> {
  const { rows } = await database.query<AttachmentRow>(
    `SELECT id, ${kindSql}, name, content_type, document, content, sha256, bytes, created_at, created_by
     FROM attachments WHERE ${condition} ORDER BY created_at, id`,
    values,
  );
  return rows;
}

export function attachmentView(row: AttachmentRow): AttachmentView {
  return {
    id: row.id,
    kind: row.kind,
    record: row.record,
    name: row.name,
    contentType: row.content_type,
    bytes: row.bytes === null ? null : Number(row.bytes),
    sha256: row.sha256,
    document: row.document,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}

/** A document of a record, to be rendered. */
export interface NewDocument {
  kind: AttachedKind;
  record: string;
  /** Its name in the sales process. */
  document: string;
  /** The name of its file, with the ending `.pdf` or `.html`. */
  file: string;
  content: DocumentContent;
  atMs: number;
  by: string;
}

/**
 * Writes a document in the caller's transaction; its bytes are rendered later, once. The same words of a record make one file. A PDF
 * whose font lacks a character becomes HTML, so that nothing of it is lost. Returns its id and name.
 */
export async function writeDocument(
  connection: Queryable,
  { kind, record, document, file, content, atMs, by }: NewDocument,
): Promise<{ id: string; name: string }> {
  const isPdf = /\.pdf$/i.test(file) && isPrintable(content);
  const name = cleanName(isPdf ? file : file.replace(/\.pdf$/i, '.html'));
  const hash = createHash('sha256')
    .update(JSON.stringify([name, content]))
    .digest('hex');
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM attachments WHERE ${kind}_id = $1 AND document = $2 AND content_hash = $3`,
    [record, document, hash],
  );
  if (rows[0] !== undefined) return { id: rows[0].id, name };
  const id = `at_${randomUUID()}`;
  await connection.query(
    `INSERT INTO attachments (id, ${kind}_id, name, content_type, document, content, content_hash, created_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[id, record, name, isPdf ? 'application/pdf' : 'text/html', document, JSON.stringify(content), hash],
      ...[new Date(atMs), by],
    ],
  );
  return { id, name };
}

/** The file of an id where it is attached to the record; null where it is not. */
export async function attachedTo(
  database: Queryable,
  kind: AttachedKind,
  record: string,
  id: string,
): Promise<{ id: string; name: string } | null> {
  const { rows } = await database.query<{ id: string; name: string }>(
    `SELECT id, name FROM attachments WHERE id = $1 AND ${kind}_id = $2`,
    [id, record],
  );
  return rows[0] ?? null;
}
