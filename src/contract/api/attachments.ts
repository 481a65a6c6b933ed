/** Attachments in the API: files of records, people and companies. */
import { z } from 'zod';
import { recordId } from './paging.ts';

/** The kinds of records that files are attached to. */
export const attachedKinds = [
  'person',
  'company',
  'campaign',
  'lead',
  'opportunity',
  'deal',
  'order',
  'job',
] as const;
export type AttachedKind = (typeof attachedKinds)[number];

/** The name of an uploaded file, as the sender has it. */
export const uploadQuerySchema = z.strictObject({ name: z.string().min(1).max(1_000) });

/** Renders a document of the record's sales process. */
export const newDocumentSchema = z.strictObject({ document: recordId });

export const attachmentSchema = z.object({
  id: z.string(),
  /** The record it belongs to. */
  kind: z.enum(attachedKinds),
  record: z.string(),
  /** Cleaned: without a path, control characters and what file systems refuse. */
  name: z.string(),
  contentType: z.string(),
  /** Null while a document is still to be rendered: its first download does that. */
  bytes: z.number().int().nullable(),
  sha256: z.string().nullable(),
  /** The document of the sales process it was rendered from; null for an upload. */
  document: z.string().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type AttachmentView = z.infer<typeof attachmentSchema>;
