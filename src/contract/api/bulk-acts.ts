/** One change of many records of a list in the API: asked for, watched, cancelled, undone. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';
import { changedLists, changeSchemaOf } from './changed-lists.ts';
import { pageFields, recordId } from './paging.ts';

const text = z.string().trim().min(1).max(500);
const instant = z.iso.datetime();
const count = z.number().int();

/** Filters as the address of the list has them. */
const filter = z
  .record(z.string().min(1).max(64), z.string().min(1).max(200))
  .refine((given) => Object.keys(given).length <= limits.viewFiltersMax, {
    message: `expected at most ${limits.viewFiltersMax} filters`,
  });

/** The body of `PATCH /<list>/{id}`: what its schema says is looked at with the list. */
const change = z.looseObject({});
type Change = z.infer<typeof change>;

const selection = {
  list: z.enum(changedLists),
  ids: z.array(recordId).min(1).max(limits.bulkRecordsMax).optional(),
  filter: filter.optional(),
};
const isOneSelection = (given: { ids?: unknown; filter?: unknown }) =>
  (given.ids === undefined) !== (given.filter === undefined);
const isWithin = (some: readonly string[], all: readonly string[]) => {
  const named = new Set(all);
  return some.every((one) => named.has(one));
};
const oneSelection = 'expected "ids", or "filter"; {} fits all';

/** Lists whose records campaigns have a part in. */
const influenced = ['leads', 'opportunities', 'tasks', 'people'];

export const newBulkActSchema = z
  .strictObject({
    ...selection,
    change: change.optional(),
    /** Record → what is meant for it alone, such as the fields that its stage asks for before it is left. */
    each: z.record(recordId, change).optional(),
    /** A campaign that gets a part in each record. */
    campaign: text.optional(),
  })
  .refine(isOneSelection, oneSelection)
  .refine(({ change: of, campaign }) => (of === undefined) !== (campaign === undefined), {
    message: 'expected "change", as PATCH of one record takes it, or "campaign"',
  })
  .refine(({ each = {}, ids }) => isWithin(Object.keys(each), ids ?? []), {
    message: 'expected records that "ids" names',
    path: ['each'],
  })
  .refine(({ list, campaign }) => campaign === undefined || influenced.includes(list), {
    message: `campaigns have a part in ${influenced.join(', ')}`,
    path: ['campaign'],
  })
  .superRefine(({ list, change: of, each }, context) => {
    if (of === undefined) return;
    // One record may lack what another has: each is looked at as it will be sent.
    const all: [(string | number)[], Change][] = [
      [['change'], of],
      ...Object.entries(each ?? {}).map(([id, own]): [string[], Change] => [
        ['each', id],
        bulkChangeOf(of, own),
      ]),
    ];
    for (const [path, asked] of all)
      for (const issue of changeSchemaOf(list).safeParse(asked).error?.issues ?? [])
        context.addIssue({
          code: 'custom',
          message: issue.message,
          path: [...path, ...(issue.path as string[])],
        });
  });
export type NewBulkAct = z.infer<typeof newBulkActSchema>;

/** The change of one record: that of all with its own. Fields are put together. */
export function bulkChangeOf(change: Change, own: Change | null): Change {
  if (own === null) return change;
  const fields = { ...(change['fields'] as Change | undefined), ...(own['fields'] as Change | undefined) };
  return { ...change, ...own, ...(Object.keys(fields).length > 0 && { fields }) };
}

/** A list and a filter, to be counted before an act. */
export const bulkCountQuerySchema = z.strictObject({ list: z.enum(changedLists), filter });

export const bulkCountSchema = z.object({
  /** How many fit, up to the limit of one act. */
  count,
  /** Whether more fit than one act takes. */
  isCapped: z.boolean(),
});
export type BulkCount = z.infer<typeof bulkCountSchema>;

export const bulkStatuses = ['running', 'done', 'cancelled', 'undoing', 'undone'] as const;
export type BulkStatus = (typeof bulkStatuses)[number];

export const bulkActFilterSchema = z.strictObject({
  ...pageFields,
  list: z.enum(changedLists).optional(),
  status: z.enum(bulkStatuses).optional(),
});
export type BulkActFilter = z.infer<typeof bulkActFilterSchema>;

export const bulkActSchema = z.object({
  id: z.string(),
  list: z.enum(changedLists),
  /** The change of every record; null of an act that adds a campaign. */
  change: z.record(z.string(), z.unknown()).nullable(),
  campaign: z.string().nullable(),
  /** The filter that found the records; null where they were named. */
  filter: z.record(z.string(), z.string()).nullable(),
  /** `cancelled`: what it had changed by then stays, and can be undone. An undo that was stopped ends so too. */
  status: z.enum(bulkStatuses),
  counts: z.object({
    /** All records of the act. */
    records: count,
    /** Those that it has not come to, or never will. */
    waiting: count,
    done: count,
    /** Those that were as wanted. */
    unchanged: count,
    refused: count,
    /** Those that the undo has taken back, and those it had to leave. */
    undone: count,
    kept: count,
  }),
  /** The first that were refused, or kept by the undo, with the reasons; `GET /bulk-acts/{id}/refused` has all. */
  refused: z.array(
    z.object({
      record: z.string(),
      /** What it is called; null where it is gone, or has no name. */
      name: z.string().nullable(),
      reason: z.string(),
    }),
  ),
  createdBy: z.string(),
  createdAt: instant,
  endedAt: instant.nullable(),
  /** Until when it can be undone; null where there is nothing to undo. */
  undoUntil: instant.nullable(),
});
export type BulkActView = z.infer<typeof bulkActSchema>;
