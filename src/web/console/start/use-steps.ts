/** The first steps with what is done of them, looked at again while somebody waits for the first event. */
import { useQuery } from '@tanstack/react-query';
import { api, listOf } from '../api/api.ts';
import { type Step, stepsOf } from './steps.ts';

const lookEveryMs = 2_000;
const someUsers = 10;

export function useSteps({ isAsked, isWaiting = false }: { isAsked: boolean; isWaiting?: boolean }) {
  const query = useQuery({
    queryKey: ['setup', 'steps'],
    queryFn: async (): Promise<Step[]> => {
      const [{ hasEvents }, users, people] = await Promise.all([
        api.setup(),
        listOf<{ deactivatedAt: string | null }>('/users', { limit: someUsers }),
        listOf<object>('/people', { limit: 1 }),
      ]);
      return stepsOf({
        hasEvents,
        users: users.items.filter(({ deactivatedAt }) => deactivatedAt === null).length,
        people: people.items.length,
      });
    },
    enabled: isAsked,
    refetchInterval: ({ state }) =>
      isWaiting && state.data?.some(({ isDone }) => !isDone) ? lookEveryMs : false,
  });
  return query;
}
