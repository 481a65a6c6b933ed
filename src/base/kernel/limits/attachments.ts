/** Limits of files that are attached to records. */
import { minuteMs, secondMs } from './units.ts';

export const attachmentsLimits = {
  /** Bytes of one uploaded file. */
  attachmentBytesMax: 10 * 1024 * 1024,
  /** Files that people may upload to one record, person or company. */
  attachmentsPerRecordMax: 50,
  /** Characters of a file's name, with its ending. */
  attachmentNameLengthMax: 150,
  /** Files of one mail, and their bytes together: mail servers refuse more. */
  mailAttachmentsMax: 10,
  mailAttachmentBytesMax: 20 * 1024 * 1024,
  /** Characters of a document of a sales process once its words are filled in; the rest is cut. */
  documentTextLengthMax: 50_000,
  /** How often files that no row names are looked for, and documents that nobody has rendered. */
  attachmentSweepEveryMs: minuteMs,
  /** How long a file without a row stays: its upload may be under way. */
  attachmentGraceMs: 10 * minuteMs,
  /** How soon a document is rendered that nobody has asked for. */
  documentIdleMs: 5 * secondMs,
  /** Files removed, and documents rendered, in one look. */
  attachmentsPerSweepMax: 200,
} as const;
