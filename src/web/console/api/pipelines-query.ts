/** The query of all pipelines as they are now. */
import { queryOptions } from '@tanstack/react-query';
import { processesApi } from './processes-api.ts';

export const pipelinesQuery = queryOptions({
  queryKey: ['work', 'pipelines'],
  queryFn: () => processesApi.pipelines(),
  staleTime: 60_000,
});
