/** The health of the installation, read again by itself; what was read last stays while nothing answers. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Health } from '../../../contract/api/api.ts';
import { runApi } from './run-api.ts';

const readEveryMs = 2_000;

export const healthKey = ['run', 'health'] as const;

/** Also while another window is in front: it stands on a wall. */
export function useHealth(): UseQueryResult<Health> {
  return useQuery({
    queryKey: healthKey,
    queryFn: runApi.health,
    refetchInterval: readEveryMs,
    refetchIntervalInBackground: true,
    staleTime: readEveryMs,
  });
}
