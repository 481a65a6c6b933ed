/** The inbox of a user in the API: every alert that notifies them, as it was sent, read or unread. */
import { z } from 'zod';
import { alertTypes } from './alert-catalogue.ts';
import { momentSchema } from './moment.ts';
import { flag, pageFields } from './paging.ts';
import { personSchema } from './people.ts';
import { cappedSchema } from './work.ts';

export const inboxFilterSchema = z.strictObject({
  ...pageFields,
  /** Only what is unread, or only what is read. */
  unread: flag.optional(),
  /** Only alerts from this moment on. */
  since: momentSchema.optional(),
});
export type InboxFilter = z.infer<typeof inboxFilterSchema>;

export const inboxItemSchema = z.object({
  /** The id of the alert, as in the live stream. */
  id: z.number().int(),
  type: z.enum(alertTypes as [string, ...string[]]),
  /** What happened, in words, such as `New hot lead`. */
  title: z.string(),
  at: z.iso.datetime(),
  isRead: z.boolean(),
  /** The owner it was sent to; null for the queue. */
  owner: z.string().nullable(),
  person: personSchema.nullable(),
  /** Ids of what it is about. */
  lead: z.string().nullable(),
  task: z.string().nullable(),
  record: z.object({ kind: z.string(), id: z.string(), name: z.string() }).nullable(),
  /** How hot it was then; null for an alert without a score. */
  heat: z
    .object({ tier: z.number().int(), tierName: z.string(), tiers: z.number().int(), score: z.number() })
    .nullable(),
  /** The note of a pipeline, or why the alert was sent, or the subject of a task without a score. */
  text: z.string().nullable(),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;

export const inboxPageSchema = z.object({
  items: z.array(inboxItemSchema),
  nextCursor: z.string().nullable(),
  /** Unread alerts of the whole inbox. */
  unread: cappedSchema,
});
export type InboxPage = z.infer<typeof inboxPageSchema>;

export const inboxMarkSchema = z.strictObject({ isRead: z.boolean() });

/** All alerts up to this one are read; 0 marks none. */
export const inboxReadSchema = z.strictObject({
  until: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
});

export const inboxReadUntilSchema = z.object({
  until: z.number().int(),
  /** What it was before: sent as `until`, it undoes the mark. */
  before: z.number().int(),
  unread: cappedSchema,
});
export type InboxReadUntil = z.infer<typeof inboxReadUntilSchema>;
