/** What the engine knows of somebody: the explanation of a score, behaviour and ledger, each asked for once by all parts of a page. */
import { useQuery } from '@tanstack/react-query';
import type { Explanation } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';

/** The explanation of a score: null where the profile was forgotten. Nothing is asked for of a record without one. */
export function useExplanation(profile: string | null, programme: string | null) {
  return useQuery({
    queryKey: ['work', 'explanation', profile, programme],
    queryFn: () => api.explanation(profile as string, programme as string),
    enabled: profile !== null && programme !== null,
  });
}

/** The score of the last 30 days with the ladder, asked for once by all parts of a page. */
export function useScoreHistory(profile: string, programme: string) {
  return useQuery({
    queryKey: ['work', 'score-history', profile, programme],
    queryFn: () => api.scoreHistory(profile, programme),
  });
}

/** What somebody did, asked for once by all parts of a page. */
export function useBehaviour(profile: string | null) {
  return useQuery({
    queryKey: ['work', 'behaviour', profile],
    queryFn: () => api.behaviour(profile as string),
    enabled: profile !== null,
  });
}

/** The latest of what became of each match, asked for once by all parts of a page. */
export function useLedger(profile: string | null, programme: string | null) {
  return useQuery({
    queryKey: ['work', 'ledger', profile, programme],
    queryFn: () => api.ledger(profile as string, programme as string),
    enabled: profile !== null && programme !== null,
  });
}

/** Rule → its label, as far as the explanation names it. */
export function labelsOf(explanation: Explanation | null): Record<string, string> {
  const named = [...(explanation?.contributions ?? []), ...(explanation?.refusals ?? [])];
  return Object.fromEntries(named.map(({ rule, label }) => [rule, label]));
}
