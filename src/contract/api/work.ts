/** The work list in the API: open leads with their contact task, and contact tasks of no lead, in one order. */
import { z } from 'zod';
import { flag, pageFields } from './paging.ts';
import { personSchema } from './people.ts';
import { leadSchema, taskSchema } from './sales.ts';

const text = z.string().trim().min(1).max(500);

export const workFilterSchema = z.strictObject({
  ...pageFields,
  /** `-heat`: the highest score first, of equals the nearest deadline. What has no deadline comes last of its equals. */
  sort: z.enum(['-heat', 'dueAt']).optional(),
  /** `me` is the caller. */
  owner: text.optional(),
  /** What anybody may claim: without owner and lane. */
  queue: flag.optional(),
  tier: z.coerce.number().int().min(0).max(20).optional(),
  campaign: text.optional(),
  /** Past its deadline. */
  overdue: flag.optional(),
  /** Whether contact is still to be made. */
  toContact: flag.optional(),
  /** The start of a person's name or address. */
  q: text.optional(),
});
export type WorkFilter = z.infer<typeof workFilterSchema>;

const workKinds = ['lead', 'task'] as const;

/** One piece of work. The live stream sends it with an alert, to a page that asks for rows. */
export const workItemSchema = z.object({
  /** Of the lead, or of the task. */
  id: z.string(),
  kind: z.enum(workKinds),
  /** The stage of a lead; null for a task. */
  stage: z.string().nullable(),
  /** What the task asks for; null for a lead. */
  subject: z.string().nullable(),
  ...leadSchema.pick({ tier: true, tierName: true, tiers: true, score: true, reasons: true }).shape,
  ...leadSchema.pick({ campaign: true, owner: true, createdAt: true, revision: true }).shape,
  person: personSchema,
  /** When a user first called, wrote to or met the person of a lead; null for a task. */
  firstTouchAt: z.iso.datetime().nullable(),
  /** The contact task, the open one first; null where there is none. */
  task: taskSchema.pick({ id: true, status: true, outcome: true, dueAt: true, completedAt: true }).nullable(),
  /** By when to make contact; null where nobody has to. */
  dueAt: z.iso.datetime().nullable(),
  /** Whether anybody may claim it: without owner and lane. */
  isQueued: z.boolean(),
});
export type WorkItem = z.infer<typeof workItemSchema>;

/** A count that stops at a limit, so that it stays fast. */
export const cappedSchema = z.object({
  count: z.number().int(),
  /** Whether there are more: show "1000+". */
  isCapped: z.boolean(),
});
export type CappedCount = z.infer<typeof cappedSchema>;

const viewCountsSchema = z.object({ toContact: cappedSchema, overdue: cappedSchema });
export type ViewCounts = z.infer<typeof viewCountsSchema>;

/** Counts of a user's own work, of what anybody may claim, and of all. */
export const workCountsSchema = z.object({
  mine: viewCountsSchema,
  queue: viewCountsSchema,
  all: viewCountsSchema,
});
export type WorkCounts = z.infer<typeof workCountsSchema>;

export const workPageSchema = z.object({
  items: z.array(workItemSchema),
  nextCursor: z.string().nullable(),
  /** Of the whole view, whatever `overdue`, `toContact` and the page show of it. */
  counts: viewCountsSchema,
});
export type WorkPage = z.infer<typeof workPageSchema>;
