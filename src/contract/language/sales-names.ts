/** Names of sales that programmes may use. Pure. */
import type { PipelineDefinition } from './sales-process.ts';

/** What sales has under a name that a programme may use. */
export interface SalesNames {
  /** Pipelines as `process/pipeline`. */
  pipelines: ReadonlySet<string>;
  /** Stages of pipelines of leads. */
  leadStatuses: ReadonlySet<string>;
}

/** Returns the stages of those of the pipelines that are of leads. */
export function leadStatusesOf(pipelines: readonly Pick<PipelineDefinition, 'of' | 'stages'>[]): Set<string> {
  return new Set(
    pipelines.filter((one) => one.of === 'lead').flatMap(({ stages }) => stages.map(({ stage }) => stage)),
  );
}
