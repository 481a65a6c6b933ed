/** The lists whose records are changed one by one or many at once: the change of a record of each, and its filters. */
import type { z } from 'zod';
import {
  type CompanyChange,
  companyChangeSchema,
  companyFilterSchema,
  type PersonChange,
  personChangeSchema,
  personFilterSchema,
} from './people.ts';
import { type QuotationChange, quotationChangeSchema, quotationFilterSchema } from './quotations.ts';
import { type RecordChange, recordChangeSchema, recordFilterOf } from './records.ts';
import {
  type LeadChange,
  leadChangeSchema,
  leadFilterSchema,
  type TaskChange,
  taskChangeSchema,
  taskFilterSchema,
} from './sales.ts';

/** By the paths of their lists, which are the names of their tables too. */
export const changedLists = [
  ...(['leads', 'tasks', 'people', 'companies'] as const),
  ...(['opportunities', 'deals', 'orders', 'jobs', 'campaigns', 'quotations'] as const),
] as const;
export type ChangedList = (typeof changedLists)[number];

/** The body of `PATCH /<list>/{id}`. */
export interface ChangeOf {
  leads: LeadChange;
  tasks: TaskChange;
  people: PersonChange;
  companies: CompanyChange;
  opportunities: RecordChange;
  deals: RecordChange;
  orders: RecordChange;
  jobs: RecordChange;
  campaigns: RecordChange;
  quotations: QuotationChange;
}

const changeSchemas: { [List in ChangedList]: z.ZodType<ChangeOf[List]> } = {
  leads: leadChangeSchema,
  tasks: taskChangeSchema,
  people: personChangeSchema,
  companies: companyChangeSchema,
  opportunities: recordChangeSchema,
  deals: recordChangeSchema,
  orders: recordChangeSchema,
  jobs: recordChangeSchema,
  campaigns: recordChangeSchema,
  quotations: quotationChangeSchema,
};

/** The body of a change of a record of the list. */
export const changeSchemaOf = (list: ChangedList): z.ZodType<ChangeOf[ChangedList]> => changeSchemas[list];

/** The queries of the lists. */
export const listFilters = {
  leads: leadFilterSchema,
  tasks: taskFilterSchema,
  people: personFilterSchema,
  companies: companyFilterSchema,
  opportunities: recordFilterOf('opportunity'),
  deals: recordFilterOf('deal'),
  orders: recordFilterOf('order'),
  jobs: recordFilterOf('job'),
  campaigns: recordFilterOf('campaign'),
  quotations: quotationFilterSchema,
} as const satisfies Record<ChangedList, z.ZodType>;

/** A list with the filter of its records. */
export type FilteredList = {
  [List in ChangedList]: { list: List; filter: z.infer<(typeof listFilters)[List]> };
}[ChangedList];
