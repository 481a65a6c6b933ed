/** The log-in: an address, a password, and plain words when they do not fit. */
import { Alert, Button, Container, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from './api.ts';
import { Chilies } from './chilies.tsx';

export function LogIn() {
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const logIn = useMutation({
    mutationFn: () => api.logIn(email, password),
    onSuccess: (session) => queries.setQueryData(['session'], session),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    logIn.mutate();
  };
  return (
    <Container size={420} py="12vh">
      <Stack align="center" gap={4} mb="lg">
        <Chilies tier={3} tiers={3} name="Scoville" />
        <Title order={1}>Scoville</Title>
        <Text className="quiet">Who is hot, why, and how long you have.</Text>
      </Stack>
      <Paper withBorder p="xl" radius="lg" component="form" onSubmit={submit} bg="var(--card)">
        <Stack>
          <TextInput
            label="E-mail"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            data-testid="login-email"
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            data-testid="login-password"
          />
          {logIn.error && (
            <Alert color="red" role="alert" data-testid="login-error">
              {logIn.error.message}
            </Alert>
          )}
          <Button type="submit" loading={logIn.isPending} data-testid="login-submit">
            Log in
          </Button>
          <Text size="sm" className="quiet">
            The first start of Scoville made a log-in: its banner shows it, and secrets.json in DATA_DIR has
            it.
          </Text>
        </Stack>
      </Paper>
    </Container>
  );
}
