/** The log-ins of the user: when, from where, by which browser; each of the others can be ended. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';

const key = ['me', 'sessions'] as const;

export function Sessions() {
  const queries = useQueryClient();
  const { data, error } = useQuery({ queryKey: key, queryFn: api.sessions });
  const onSuccess = () => queries.invalidateQueries({ queryKey: key });
  const end = useMutation({ mutationFn: api.endSession, onSuccess });
  const endOthers = useMutation({ mutationFn: api.endOtherSessions, onSuccess });
  const sessions = data?.items ?? [];
  return (
    <Stack gap="sm">
      <Refusal error={error ?? end.error ?? endOthers.error} />
      <ul className="rows">
        {sessions.map(({ id, startedAt, address, userAgent, isCurrent }) => (
          <li key={id} data-testid="session">
            <div>
              <Text size="sm">
                {dateInWords(startedAt)}
                {isCurrent && <b> · this one</b>}
              </Text>
              <Text size="sm" className="quiet">
                <Dotted texts={[address, userAgent]} />
              </Text>
            </div>
            {!isCurrent && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => end.mutate(id)}
                aria-label={`End the log-in of ${dateInWords(startedAt)}`}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Group>
          <Button
            variant="default"
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate()}
            data-testid="end-others"
          >
            End all others
          </Button>
        </Group>
      )}
    </Stack>
  );
}
