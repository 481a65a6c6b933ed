/** Where the records of a stage are listed. Pure. */
import type { PipelineDefinitionView } from '../../../contract/api/api.ts';
import type { TableSearch } from '../parts/table-search.ts';

const lists = {
  campaign: '/campaigns',
  lead: '/leads',
  opportunity: '/opportunities',
  deal: '/deals',
  order: '/orders',
  job: '/jobs',
} as const satisfies Record<PipelineDefinitionView['kind'], string>;

/** `pipeline`: `process/pipeline`. Those of an end are closed; elsewhere they are open. */
export function recordsAddress(
  kind: PipelineDefinitionView['kind'],
  pipeline: string,
  stage: string,
  isEnd: boolean,
): { to: string; search: TableSearch } {
  return { to: lists[kind], search: { pipeline, stage, open: String(!isEnd) } };
}
