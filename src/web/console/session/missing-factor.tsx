/** What a log-in sees whose role needs a second factor that is not set up: that, and the way out. */
import { Button, Container, Paper, Stack, Text, Title } from '@mantine/core';
import { api } from '../api/api.ts';
import { lazyPart } from '../parts/lazy-part.tsx';

const SetUpFactor = lazyPart(() => import('./set-up-factor.tsx'), 'SetUpFactor');

export function MissingFactor(props: { onCodes: () => void; onDone: () => void }) {
  const leave = () => void api.logOut().then(() => location.reload());
  return (
    <Container size={480} py="8vh" component="main">
      <Paper withBorder p="xl" radius="lg" bg="var(--card)" data-testid="missing-factor">
        <Stack>
          <Title order={1} size="h2">
            Set up a second factor
          </Title>
          <Text>Your role logs in with a second factor here. Set one up to go on.</Text>
          <SetUpFactor {...props} />
          <Button variant="subtle" color="gray" onClick={leave}>
            Log out
          </Button>
        </Stack>
      </Paper>
    </Container>
  );
}
