/** What reports call those that their rows name by an address or an id, and the kind of records of a pipeline. */
import { useQuery } from '@tanstack/react-query';
import { pipelinesQuery } from '../api/pipelines-query.ts';
import { useOwnerName } from '../team/use-owner-name.ts';
import { pipelineName, pipelineOf } from './pipeline-name.ts';
import type { AskedReport } from './record-links.ts';
import type { Called } from './report-figures.ts';

/** `isPending` until the pipelines are read. Where they cannot be, each goes by its id, and its kind is not known. */
export function useCalled(): Called & Required<Pick<AskedReport, 'kindOf'>> & { isPending: boolean } {
  const colleague = useOwnerName();
  const { data, isPending } = useQuery(pipelinesQuery);
  const all = data?.items ?? [];
  return {
    isPending,
    colleague,
    pipeline: (version) => pipelineName(version, all),
    kindOf: (version) => pipelineOf(version, all)?.kind ?? null,
  };
}
