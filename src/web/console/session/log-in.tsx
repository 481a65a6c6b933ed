/** The log-in: an address, a password, a code where the user has a second factor, and plain words when they do not fit. A page of its own, or a form over another. */
import { Alert, Button, Container, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CallerView } from '../../../contract/api/api.ts';
import { api, isCodeWanted } from '../api/api.ts';
import { Chilies } from '../parts/chilies.tsx';
import { DemoLogIns } from './demo-log-ins.tsx';
import { ProviderLogIn } from './provider-log-in.tsx';

interface Props {
  onLogIn: (session: CallerView) => void;
}

export function LogIn({ onLogIn }: Props) {
  return (
    <Container size={420} py="12vh" component="main">
      <Stack align="center" gap={4} mb="lg">
        <Chilies tier={3} tiers={3} name="Scoville" />
        <Title order={1}>Scoville</Title>
        <Text className="quiet">Who is hot, why, and how long you have.</Text>
      </Stack>
      <Paper withBorder p="xl" radius="lg" bg="var(--card)">
        <LogInForm onLogIn={onLogIn} />
        <ProviderLogIn />
        <DemoLogIns onLogIn={onLogIn} />
        <Text size="sm" className="quiet" mt="md">
          The first start of Scoville made a log-in: its banner shows it, and secrets.json in DATA_DIR has it.
        </Text>
      </Paper>
    </Container>
  );
}

/** `email` is who was logged in before. */
export function LogInForm({ email: before = '', onLogIn }: Props & { email?: string }) {
  const [email, setEmail] = useState(before);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [isCodeAsked, askCode] = useState(false);
  const logIn = useMutation({
    mutationFn: () => api.logIn(email, password, code),
    onSuccess: (session) => {
      setPassword('');
      setCode('');
      onLogIn(session);
    },
    onError: (error) => isCodeWanted(error) && askCode(true),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          autoFocus={before === ''}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-testid="login-email"
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          data-autofocus={before === '' ? undefined : true}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-testid="login-password"
        />
        {isCodeAsked && (
          <TextInput
            label="Code of your second factor"
            description="Your app shows it. Without the app use a recovery code."
            autoComplete="one-time-code"
            required
            autoFocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            data-testid="login-code"
          />
        )}
        {logIn.error && !isCodeWanted(logIn.error) && (
          <Alert color="red" role="alert" data-testid="login-error">
            {logIn.error.message}
          </Alert>
        )}
        <Button type="submit" loading={logIn.isPending} data-testid="login-submit">
          Log in
        </Button>
      </Stack>
    </form>
  );
}
