/** The log-ins of the demo, one click each: who it is and what there is to see. The server offers none outside of `npm run demo`. */
import { Alert, Button, Divider, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { CallerView, LogInOptions } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';

type DemoUser = NonNullable<LogInOptions['demo']>['accounts'][number];

export function DemoLogIns({ onLogIn }: { onLogIn: (session: CallerView) => void }) {
  const { data } = useQuery({ queryKey: ['log-in-options'], queryFn: api.logInOptions });
  const logIn = useMutation({
    mutationFn: ({ email, password }: DemoUser) => api.logIn(email, password),
    onSuccess: onLogIn,
  });
  if (!data?.demo) return null;
  return (
    <Stack mt="md" gap="xs" data-testid="demo-log-ins">
      <Divider label="or look around the demo as" />
      {data.demo.accounts.map((user) => (
        <Button
          key={user.email}
          variant="default"
          fullWidth
          h="auto"
          py={8}
          justify="flex-start"
          // On a phone the words take two lines; a button would cut them.
          styles={{ label: { whiteSpace: 'normal', textAlign: 'start' } }}
          loading={logIn.isPending && logIn.variables.email === user.email}
          disabled={logIn.isPending}
          onClick={() => logIn.mutate(user)}
          data-testid="demo-log-in"
        >
          <Stack gap={0} align="flex-start">
            <Text size="sm" fw={600}>
              {user.name}
            </Text>
            <Text size="xs" className="quiet">
              {user.about}
            </Text>
          </Stack>
        </Button>
      ))}
      {logIn.error && (
        <Alert color="red" role="alert">
          {logIn.error.message}
        </Alert>
      )}
    </Stack>
  );
}
