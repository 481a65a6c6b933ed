/** CSV in and out, in the API: imports with their options and progress, and exports with their filters. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { emailSchema, pipelineNameSchema, wordOf } from '../language/language.ts';
import {
  type ImportDelimiter,
  importDateOrders,
  importDecimals,
  importDelimiters,
  importEncodings,
  importKinds,
  importStatuses,
  stagedKinds,
} from './import-words.ts';
import { flag, pageFields, recordId } from './paging.ts';
import { personKinds } from './people.ts';
import { userRoles } from './users.ts';

const text = z.string().trim().min(1).max(500);
const instant = z.iso.datetime();
const count = z.number().int();

/** Delimiters by their names too: a tab is hard to write in an address. */
const delimiterNames: Readonly<Record<string, ImportDelimiter>> = {
  tab: '\t',
  '\\t': '\t',
  comma: ',',
  semicolon: ';',
  pipe: '|',
};
const delimiter = z.preprocess(
  (given) => (typeof given === 'string' ? (delimiterNames[given.toLowerCase()] ?? given) : given),
  z.enum(importDelimiters),
);

/** Header of the file → column of the kind; null leaves a column of the file out. */
const mapping = z
  .record(z.string().max(limits.importCellLengthMax), z.string().max(100).nullable())
  .refine(
    (given) => Object.keys(given).length <= limits.importColumnsMax,
    `expected at most ${limits.importColumnsMax} columns`,
  );

/** How a file is to be read and what is to become of it; what is not stated is found from the file. */
const options = {
  /** `all`: nothing is imported where one row is bad. `good`: bad rows are left out. */
  rows: z.enum(['all', 'good']),
  /** `utf-8`, `utf-16le`, `utf-16be` or `windows-1252`. */
  encoding: z.string().max(100),
  /** `;`, `,`, `|`, or `tab`. */
  delimiter,
  /** The decimal separator. Not stated: a comma where cells are separated by semicolons. */
  decimal: z.enum(importDecimals),
  /** The order of day, month and year. */
  dates: z.enum(importDateOrders),
  /** Whether an empty cell leaves a value as it is, or clears it. */
  empty: z.enum(['keep', 'clear']),
  /** Whether the first row has the names of the columns. */
  header: z.union([z.boolean(), flag]),
  /** The pipeline of records in stages whose row names none. */
  pipeline: pipelineNameSchema,
};

/** The query of `POST /imports`; the body is the file. */
export const importQuerySchema = z.strictObject({
  kind: z.enum(importKinds),
  /** Checks the file and imports nothing. */
  dryRun: flag.default(false),
  /** The name of the file, for people. */
  file: text.optional(),
  ...z.object(options).partial().shape,
  /** As JSON: `{"E-Mail":"email"}`. */
  mapping: z
    .string()
    .max(limits.importMappingLengthMax)
    .transform((json, context) => {
      try {
        return mapping.parse(JSON.parse(json));
      } catch {
        context.addIssue({ code: 'custom', message: 'expected JSON such as {"E-Mail":"email"}' });
        return z.NEVER;
      }
    })
    .optional(),
});
export type ImportQuery = z.infer<typeof importQuerySchema>;

/** Corrects how a checked file is read, or carries a checked import out. */
export const importChangeSchema = z
  .strictObject({ ...options, mapping, dryRun: z.boolean() })
  .partial()
  .refine(
    (change) => Object.keys(change).length > 0,
    'expected something to change, such as "mapping", or "dryRun": false',
  );
export type ImportChange = z.infer<typeof importChangeSchema>;

export const importFilterSchema = z.strictObject({
  ...pageFields,
  kind: z.enum(importKinds).optional(),
  status: z.enum(importStatuses).optional(),
});
export type ImportFilter = z.infer<typeof importFilterSchema>;

export const importSchema = z.object({
  id: z.string(),
  kind: z.enum(importKinds),
  /**
   * `checked`: a dry run has ended. `failed`: nothing was imported, `error` says why. `undone` and `cancelled`: what it had written was
   * taken back, but for what was changed since.
   */
  status: z.enum(importStatuses),
  dryRun: z.boolean(),
  rows: z.enum(['all', 'good']),
  file: z.string().nullable(),
  bytes: count,
  encoding: z.enum(importEncodings),
  delimiter: z.enum(importDelimiters),
  decimal: z.enum(importDecimals),
  dates: z.enum(importDateOrders),
  empty: z.enum(['keep', 'clear']),
  header: z.boolean(),
  pipeline: z.string().nullable(),
  /** The columns of the file, in their order. */
  columns: z.array(z.string()),
  /** What each column of the file is taken for; null for one that is left out. */
  mapping: z.record(z.string(), z.string().nullable()),
  /** The columns that a file of this kind may have. */
  mayHave: z.array(z.string()),
  /** Rows of the present phase done so far; `of` is null while the number of rows is not known. */
  progress: z.object({ done: count, of: count.nullable() }),
  counts: z.object({
    /** Rows read, without the header and empty lines. */
    rows: count,
    /** Records that are new, changed, and as they were. */
    new: count,
    changed: count,
    unchanged: count,
    /** Rows that are bad: `GET /imports/{id}/rejected` has each with its reason. */
    bad: count,
    /** What an undo left as it is, because it was changed since: `GET /imports/{id}/kept`. */
    kept: count,
  }),
  /** The first bad cells, by line; `GET /imports/{id}/rejected` has all. */
  badRows: z.array(
    z.object({
      /** The line of the file on which the row begins. */
      line: count,
      /** The header of the file; null where the whole row is bad. */
      column: z.string().nullable(),
      /** The cell as it came. */
      value: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  /** Why it failed; null otherwise. */
  error: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  endedAt: instant.nullable(),
  /** Until when it can be undone; null where there is nothing to undo. */
  undoUntil: instant.nullable(),
});
export type ImportView = z.infer<typeof importSchema>;

export const keptFilterSchema = z.strictObject(pageFields);
export type KeptFilter = z.infer<typeof keptFilterSchema>;

/** A value or a record that an undo has kept. */
export const keptSchema = z.object({
  id: z.string(),
  record: z.string(),
  /** Null where the whole record was kept. */
  column: z.string().nullable(),
  reason: z.string(),
});
export type KeptView = z.infer<typeof keptSchema>;

/** A kind to export, and filters as the lists of that kind have them. */
export const exportQuerySchema = z.strictObject({
  kind: z.enum(importKinds),
  delimiter: delimiter.default(','),
  owner: text.optional(),
  /** People of a kind; customers are such. */
  personKind: wordOf(personKinds).optional(),
  email: emailSchema.optional(),
  company: recordId.optional(),
  domain: text.optional(),
  doNotContact: flag.optional(),
  /** The start of a name, or of an address. */
  q: text.optional(),
  stage: text.optional(),
  campaign: text.optional(),
  person: recordId.optional(),
  pipeline: pipelineNameSchema.optional(),
  open: flag.optional(),
  role: z.enum(userRoles).optional(),
  team: text.optional(),
});
/** Kinds whose records have ids: chosen ones can be exported. */
const chosenKinds = ['people', 'customers', 'companies', ...stagedKinds, 'quotations'] as const;

/** The body of `POST /exports`: records by their ids. */
export const exportChoiceSchema = z.strictObject({
  kind: z.enum(chosenKinds),
  delimiter: delimiter.default(','),
  ids: z.array(recordId).min(1).max(limits.bulkRecordsMax),
});

/** What an export asks for: filters, or ids. */
export type ExportQuery = z.infer<typeof exportQuerySchema> & { ids?: readonly string[] };
