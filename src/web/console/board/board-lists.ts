/** The lists of records by the kind of their pipeline. */
import type { PipelineView } from '../../../contract/api/api.ts';
import type { StagedRecord } from '../api/api.ts';

export type List = StagedRecord['list'];

export const listOfKind: Readonly<Record<PipelineView['kind'], List>> = {
  campaign: 'campaigns',
  lead: 'leads',
  opportunity: 'opportunities',
  deal: 'deals',
  order: 'orders',
  job: 'jobs',
};
