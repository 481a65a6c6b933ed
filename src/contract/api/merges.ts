/** Duplicates in the API: pairs that may be one, two records compared, merged, and taken apart again. */
import { z } from 'zod';
import { pageFields, recordId } from './paging.ts';
import { personKinds } from './people.ts';

const instant = z.iso.datetime();
const count = z.number().int();

/** The lists whose records can be merged. */
export const mergedLists = ['people', 'companies'] as const;
export type MergedList = (typeof mergedLists)[number];

/** What is chosen of two people: the value of the one that is kept, or that of the other. `company` goes with its record. */
export const personMergeFields = [
  ...(['email', 'name', 'company', 'title', 'phone', 'country', 'language', 'kind', 'owner'] as const),
  'externalId',
] as const;
/** Likewise of two companies. */
export const companyMergeFields = ['name', 'domain', 'owner', 'country', 'phone', 'externalId'] as const;
export type MergeField = (typeof personMergeFields)[number] | (typeof companyMergeFields)[number];

const merge = {
  /** The id of the record that becomes part of the one in the address. */
  merged: recordId,
  /** The revision of that record, as `If-Match` is of the other. */
  mergedRevision: z.number().int().min(1).optional(),
};
export const personMergeSchema = z.strictObject({
  ...merge,
  /** Fields whose value is taken from the merged person. Other empty ones are filled from there too. */
  take: z.array(z.enum(personMergeFields)).max(personMergeFields.length).default([]),
});
export const companyMergeSchema = z.strictObject({
  ...merge,
  /** Fields whose value is taken from the merged company. Other empty ones are filled from there too. */
  take: z.array(z.enum(companyMergeFields)).max(companyMergeFields.length).default([]),
});
export interface MergeWanted {
  merged: string;
  mergedRevision?: number | undefined;
  take: readonly MergeField[];
}

/** A person or a company beside another. What a kind does not have is null. */
export const duplicateRecordSchema = z.object({
  id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** Of a person: whether a public key alone says that the address is theirs. */
  isEmailClaimed: z.boolean(),
  phone: z.string().nullable(),
  /** Of a person: the name of the company. */
  company: z.string().nullable(),
  domain: z.string().nullable(),
  title: z.string().nullable(),
  country: z.string().nullable(),
  language: z.string().nullable(),
  kind: z.enum(personKinds).nullable(),
  owner: z.string().nullable(),
  externalId: z.string().nullable(),
  externalSource: z.string().nullable(),
  doNotContact: z.boolean(),
  createdAt: instant,
  revision: z.number().int(),
});
export type DuplicateRecord = z.infer<typeof duplicateRecordSchema>;

/** Why two records may be one. */
export const duplicateReasons = ['email', 'phone', 'external id', 'name', 'domain'] as const;
export type DuplicateReason = (typeof duplicateReasons)[number];

/** Two records that may be one. */
export const duplicateSchema = z.object({
  list: z.enum(mergedLists),
  /** The older one first: it is the one to keep, if nobody says otherwise. */
  records: z.tuple([duplicateRecordSchema, duplicateRecordSchema]),
  /** The strongest first. */
  reasons: z.array(z.enum(duplicateReasons)),
  /** Who said that they are two, and when; null where nobody said so. */
  distinct: z.object({ at: instant, by: z.string() }).nullable(),
});
export type DuplicateView = z.infer<typeof duplicateSchema>;

export const duplicateFilterSchema = z.strictObject({
  ...pageFields,
  list: z.enum(mergedLists),
  /** Only pairs with this record. */
  record: recordId.optional(),
  /** True: only pairs of which somebody said that they are two. */
  distinct: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
});
export type DuplicateFilter = z.infer<typeof duplicateFilterSchema>;

/** Two records of a list. */
export const duplicatePairSchema = z
  .strictObject({ list: z.enum(mergedLists), records: z.tuple([recordId, recordId]) })
  .refine(({ records: [one, other] }) => one !== other, {
    message: 'expected two records',
    path: ['records'],
  });
export type DuplicatePair = z.infer<typeof duplicatePairSchema>;

export const mergeQuerySchema = z.strictObject({
  /** The record that would become part of the one in the address. */
  merged: recordId,
});

/** What a merge would do. */
export const mergePreviewSchema = z.object({
  list: z.enum(mergedLists),
  kept: duplicateRecordSchema,
  merged: duplicateRecordSchema,
  /** Each field with both values, and which of them stays unless `take` names the field. */
  fields: z.array(
    z.object({
      field: z.enum([...personMergeFields, 'domain']),
      kept: z.string().nullable(),
      merged: z.string().nullable(),
      stays: z.enum(['kept', 'merged']),
    }),
  ),
  /** Rows that go over, by table; tables without any are left out. */
  moves: z.record(z.string(), count),
  /** Leads that end because the other record has a hotter one of the campaign. */
  endsLeads: z.array(z.object({ lead: z.string(), campaign: z.string(), goesOn: z.string() })),
  /** Whether the wish of one for no contact becomes that of both, and ends open work. */
  stopsContact: z.boolean(),
  /** Why the two cannot be merged; null where they can. */
  refusal: z.string().nullable(),
});
export type MergePreview = z.infer<typeof mergePreviewSchema>;

/** A merge that was made. */
export const mergeSchema = z.object({
  id: z.string(),
  list: z.enum(mergedLists),
  /** The id of the record that answers for both today. */
  kept: z.string(),
  keptName: z.string().nullable(),
  /** The id of the record that is gone. */
  merged: z.string(),
  mergedName: z.string().nullable(),
  moved: z.record(z.string(), count),
  at: instant,
  by: z.string(),
  /** Until when it can be undone, and why it cannot; null once that time is over. */
  undo: z.object({ until: instant, refusal: z.string().nullable() }).nullable(),
});
export type MergeView = z.infer<typeof mergeSchema>;

export const mergeFilterSchema = z.strictObject({
  ...pageFields,
  list: z.enum(mergedLists),
  /** Only merges into this record. */
  record: recordId.optional(),
});
export type MergeFilter = z.infer<typeof mergeFilterSchema>;
