/** The name of an owner, for the pages that show one. */
import { useQuery } from '@tanstack/react-query';
import { ownerNames } from './owner-names.ts';
import { teamApi } from './team-api.ts';

/** Who is called what changes seldom: asked again so much later, in ms. */
const staleMs = 300_000;

/**
 * Returns what an owner is called: by the address until colleagues are known, and for one who is none of them. Null is nobody.
 * All parts of a page share one answer of the server.
 */
export function useOwnerName(): (owner: string | null, nobody?: string) => string {
  const { data } = useQuery({
    queryKey: ['owner-names'],
    queryFn: async () => ownerNames(await teamApi.users()),
    staleTime: staleMs,
  });
  return (owner, nobody = 'in the queue') => (owner === null ? nobody : (data?.get(owner) ?? owner));
}
