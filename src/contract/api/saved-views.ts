/** Saved views in the API: the filters and columns of a table under a name, for oneself or for everybody. */
import { z } from 'zod';
import { limits } from '../../base/kernel/kernel.ts';

/** The tables of the console that have views. */
const viewedLists = [
  ...(['leads', 'people', 'companies', 'opportunities', 'deals', 'orders', 'jobs'] as const),
  ...(['quotations', 'campaigns'] as const),
] as const;

const viewParts = {
  name: z.string().trim().min(1).max(100),
  /** Filter → value, as the address of the page has them. */
  search: z
    .record(z.string().min(1).max(64), z.string().min(1).max(200))
    .refine((search) => Object.keys(search).length <= limits.viewFiltersMax, {
      message: `expected at most ${limits.viewFiltersMax} filters`,
    }),
  /** Fields in their order; empty for all. */
  columns: z.array(z.string().min(1).max(64)).max(limits.viewColumnsMax),
  /** Whether everybody sees it. */
  isShared: z.boolean(),
  /** Whether the table begins with it, for the caller. */
  isDefault: z.boolean(),
};

export const newSavedViewSchema = z.strictObject({
  ...viewParts,
  list: z.enum(viewedLists),
  columns: viewParts.columns.default([]),
  isShared: viewParts.isShared.default(false),
  isDefault: viewParts.isDefault.default(false),
});
export type NewSavedView = z.infer<typeof newSavedViewSchema>;

export const savedViewChangeSchema = z
  .strictObject(viewParts)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'expected something to change, such as "name"');
export type SavedViewChange = z.infer<typeof savedViewChangeSchema>;

export const savedViewFilterSchema = z.strictObject({ list: z.enum(viewedLists) });

export const savedViewSchema = z.object({
  ...viewParts,
  search: z.record(z.string(), z.string()),
  columns: z.array(z.string()),
  id: z.string(),
  list: z.enum(viewedLists),
  /** Who made it, and alone changes it. */
  owner: z.string(),
  createdAt: z.iso.datetime(),
  revision: z.number().int(),
});
export type SavedView = z.infer<typeof savedViewSchema>;
