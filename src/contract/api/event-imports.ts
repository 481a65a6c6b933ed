/** Imports of events of before, in the API: opened, sent in parts, scored, taken back. */
import { z } from 'zod';
import { eventTypes } from '../language/language.ts';
import { pageFields } from './paging.ts';

const count = z.number().int().min(0);
const instant = z.iso.datetime();

export const eventImportStatuses = ['open', 'scoring', 'done', 'undoing', 'undone'] as const;
export const eventFormats = ['ndjson', 'csv'] as const;

/** Profiles whose latest imported event is as young as that may notify: `7d`, or a moment. */
const alertSince = z.string().min(1).max(40);

export const newEventImportSchema = z.strictObject({
  /** What people call it, such as the names of its files. */
  label: z.string().trim().min(1).max(200),
  /** Of the sender's choice: opening again with it returns the same import, unless that was taken back. */
  key: z.string().min(1).max(200).optional(),
  alertSince: alertSince.optional(),
});
export type NewEventImport = z.infer<typeof newEventImportSchema>;

/** How a body is to be read. */
const reading = {
  /** Found from the body unless stated. */
  format: z.enum(eventFormats).optional(),
  /** The type of rows that name none, as in a table of a warehouse. */
  type: z.enum(eventTypes).optional(),
  /** The name of the file, for people. */
  file: z.string().trim().max(200).optional(),
};

/** The query of `POST /event-imports/{id}/parts`; the body is the part. */
export const eventPartQuerySchema = z.strictObject({
  /** The number of the part. A part that is sent again changes nothing. */
  part: z.coerce.number().int().min(0).max(1_000_000),
  /** Lines of the file before this part; its bad lines are listed by their numbers in the file. */
  line: z.coerce.number().int().min(0).max(1e12).default(0),
  ...reading,
});
export type EventPartQuery = z.infer<typeof eventPartQuerySchema>;

/** The query of `POST /v1/history`; the body is the whole import. */
export const historyQuerySchema = z.strictObject({
  ...reading,
  alertSince: alertSince.optional(),
  /** For clients that cannot send headers. */
  writeKey: z.string().optional(),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

export const eventPartSchema = z.object({
  lines: count,
  /** Accepted ones. Duplicates among them are found as the import is scored. */
  events: count,
  /** Lines that are no events. */
  bad: count,
  /** Events from before the history begins. */
  tooOld: count,
  /** Events of erased people: they stay erased. */
  erased: count,
  /** What is taken of accepted events otherwise than they say. */
  warnings: count,
});
export type EventPart = z.infer<typeof eventPartSchema>;

export const eventImportFilterSchema = z.strictObject(pageFields);
export type EventImportFilter = z.infer<typeof eventImportFilterSchema>;

const importWarningSchema = z.object({
  file: z.string(),
  line: count,
  /** As in docs/send-events.md. */
  code: z.string(),
  message: z.string(),
});

export const eventImportSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** `open`: it takes parts, and nobody sees its events. `scoring`: profiles are rebuilt with it. `undoing`: without it. */
  status: z.enum(eventImportStatuses),
  openedBy: z.string(),
  openedAt: instant,
  changedAt: instant,
  /** Null where no imported event notifies. */
  alertSince: instant.nullable(),
  counts: eventPartSchema.extend({ duplicates: count }),
  /** Profiles that have events of it, and how many of them are rebuilt. */
  progress: z.object({ profiles: count, scored: count }),
  /** Until when it can be taken back; null where it cannot. */
  undoUntil: instant.nullable(),
  /** The first warnings in the order of the files. Lists of imports leave them out. */
  warnings: z.array(importWarningSchema).optional(),
  /** How many more there are. */
  furtherWarnings: z.number().int().min(1).optional(),
});
export type EventImportView = z.infer<typeof eventImportSchema>;

/** The parts that an import has. */
export const eventPartsSchema = z.object({ parts: z.array(count) });
export type EventParts = z.infer<typeof eventPartsSchema>;
