/** Where a profile is looked up: by any id or address that somebody goes by, known or not. */
import { Button, Group, Text, TextInput, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';

export function ProfilesPage() {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate({ to: '/profiles/$id', params: { id: typed.trim() } });
  };
  return (
    <div className="page">
      <Title order={1} size="h2">
        Profiles
      </Title>
      <Text className="quiet" mb="md">
        What somebody did, and what it is worth: a customer, or a visitor whose name nobody knows yet.
      </Text>
      <form onSubmit={submit}>
        <Group align="end">
          <TextInput
            label="Address or id"
            description="An e-mail address, a user id, an anonymous id, or the id of a profile."
            required
            autoFocus
            pattern=".*\S.*"
            flex={1}
            miw="14rem"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            data-testid="profile-key"
          />
          <Button type="submit" data-testid="profile-find">
            Show
          </Button>
        </Group>
      </form>
    </div>
  );
}
