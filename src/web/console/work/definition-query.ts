/** The query of a pipeline as it is defined: read once, as a version of it never changes. */
import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/api.ts';

/** `pipeline` names a version: `emea/lead@1`. */
export function definitionQuery(pipeline: string) {
  return queryOptions({
    queryKey: ['work', 'definition', pipeline],
    queryFn: () => api.pipeline(pipeline),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
