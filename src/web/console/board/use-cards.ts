/** The cards of a column: read while it is in sight and holds any. They are read again where it has changed, at the pace of the board. */
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { boardApi } from './board-api.ts';
import { cardsKey } from './board-key.ts';
import type { List } from './board-lists.ts';
import type { Pace } from './pace.ts';

const pageItems = 30;

interface Wanted {
  list: List;
  query: { pipeline: string; stage: string };
  /** It is in sight, and holds or gets something. */
  isWanted: boolean;
  /** Another one says that the column has changed. */
  tag: string;
  pace: Pace;
}

export function useCards({ list, query: given, isWanted, tag, pace }: Wanted) {
  const queries = useQueryClient();
  // The counts leave out what was undone, too.
  const query = { ...given, voided: 'false' as const, limit: pageItems };
  const queryKey = cardsKey(list, query);
  const seen = useRef(tag);
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    if (seen.current === tag) return;
    seen.current = tag;
    // What was never read is new when it comes into sight; what waits for its turn reads this change too.
    if (waiting.current !== null || queries.getQueryData(queryKey) === undefined) return;
    const readAgain = () => {
      waiting.current = null;
      void queries.invalidateQueries({ queryKey });
    };
    const nowMs = performance.now();
    if (isWanted) waiting.current = setTimeout(readAgain, pace.take(nowMs) - nowMs);
    else readAgain();
  });
  useEffect(() => () => clearTimeout(waiting.current ?? undefined), []);
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam: cursor }) =>
      boardApi.cards(list, { ...query, ...(cursor !== null && { cursor }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: isWanted,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
