/** A new password, which needs the present one and ends the other log-ins. */
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../api/api.ts';
import { Refusal } from '../parts/refusal.tsx';

export function Password() {
  const queries = useQueryClient();
  const [presentPassword, setPresent] = useState('');
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: api.changeMe,
    onSuccess: () => {
      setPresent('');
      setPassword('');
      void queries.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ password, presentPassword });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput
          label="Present password"
          autoComplete="current-password"
          required
          value={presentPassword}
          onChange={(event) => setPresent(event.currentTarget.value)}
          data-testid="present-password"
        />
        <PasswordInput
          label="New password"
          description="Your other log-ins end."
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-testid="new-password"
        />
        <Refusal error={save.error} />
        {save.isSuccess && <Text role="status">The password is changed.</Text>}
        <Group>
          <Button type="submit" loading={save.isPending} data-testid="save-password">
            Change the password
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
