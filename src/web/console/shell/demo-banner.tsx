/** A line over every page while the history of the demo is being written. The server says so in `npm run demo` alone. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '../api/api.ts';

const everyMs = 2_000;

export function DemoBanner() {
  const queries = useQueryClient();
  const { data: part = 1 } = useQuery({
    queryKey: ['log-in-options'],
    queryFn: api.logInOptions,
    select: ({ demo }) => demo?.historyPart ?? 1,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => ((state.data?.demo?.historyPart ?? 1) < 1 ? everyMs : false),
  });
  const isWriting = part < 1;
  useEffect(() => {
    if (!isWriting) return;
    // What is shown then is loaded once more, with all of the past in it.
    return () => void queries.invalidateQueries();
  }, [isWriting, queries]);
  if (!isWriting) return null;
  const percent = Math.floor(part * 100);
  return (
    <section className="demo-banner" aria-label="The demo" data-testid="demo-banner">
      <span>History of the demo: {percent} %, older months follow.</span>
      <progress max={100} value={percent} aria-label="History of the demo" />
    </section>
  );
}
