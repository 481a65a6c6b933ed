/** The name of an owner, for the pages that show one. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { nameOfActor, ownerNames } from './owner-names.ts';
import { teamApi } from './team-api.ts';

/** Who is called what changes seldom: it is read again so often, in ms. */
const readEveryMs = 600_000;

const names = queryOptions({
  queryKey: ['owner-names'],
  queryFn: async () => ownerNames(await teamApi.users()),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Reads the names as the console begins, and now and then: no part of a page asks for them when it comes. */
export function useOwnerNamesRead(): void {
  useQuery({ ...names, refetchInterval: readEveryMs });
}

/**
 * Returns what an owner or an actor is called: by the address until colleagues are known, and for one who is none of them. Null is
 * nobody.
 */
export function useOwnerName(): (owner: string | null, nobody?: string) => string {
  const { data } = useQuery(names);
  return (owner, nobody = 'in the queue') => (owner === null ? nobody : nameOfActor(owner, data));
}
