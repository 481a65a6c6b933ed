/** The channels of the user: which of them sends, when it is quiet, a test, and a new one. */
import { Button, Group, NativeSelect, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ChannelView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';

const key = ['me', 'channels'] as const;
const kinds = { mail: 'E-mail', slack: 'Slack', webhook: 'Webhook' } as const;
type Kind = keyof typeof kinds;

export function Channels({ email }: { email: string }) {
  const { data, error } = useQuery({ queryKey: key, queryFn: () => api.channels(email) });
  return (
    <Stack gap="sm">
      <Refusal error={error} />
      <ul className="rows">
        {data?.items.map((channel) => (
          <Channel key={`${channel.id} ${channel.revision}`} channel={channel} />
        ))}
      </ul>
      <NewChannel email={email} />
    </Stack>
  );
}

function Channel({ channel }: { channel: ChannelView }) {
  const { id, kind, name, target, isMuted, isDefault, quietHours } = channel;
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const [from, setFrom] = useState(quietHours?.from ?? '');
  const [until, setUntil] = useState(quietHours?.until ?? '');
  const change = useAct({
    name: 'channel',
    run: (wanted: Parameters<typeof api.changeChannel>[1]) => api.changeChannel(id, wanted),
    said: () => `"${name}" is changed`,
    undo: () => api.changeChannel(id, { isMuted, quietHours }).then(refresh),
    onDone: () => void refresh(),
  });
  const test = useMutation({ mutationFn: () => api.testChannel(id) });
  const remove = useMutation({ mutationFn: () => api.deleteChannel(id), onSuccess: refresh });
  const hasChanged = from !== (quietHours?.from ?? '') || until !== (quietHours?.until ?? '');
  const save = (event: FormEvent) => {
    event.preventDefault();
    const isQuiet = from !== '' && until !== '';
    change.mutate({ quietHours: isQuiet ? { ...quietHours, from, until } : null });
  };
  return (
    <li data-testid="channel">
      <div>
        <Group justify="space-between">
          <Text fw={600}>
            {kinds[kind]}: <Foreign text={name} />
          </Text>
          <Switch
            label="Sends"
            aria-label={`${name} sends`}
            checked={!isMuted}
            onChange={(event) => change.mutate({ isMuted: !event.currentTarget.checked })}
          />
        </Group>
        <Text size="sm" className="quiet">
          <Foreign text={target} />
        </Text>
        <form onSubmit={save}>
          <Group gap="xs" align="end" mt="xs">
            <TextInput
              type="time"
              size="xs"
              label="Quiet from"
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <TextInput
              type="time"
              size="xs"
              label="until"
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
            />
            {hasChanged && (
              <Button type="submit" size="xs" loading={change.isPending}>
                {from === '' || until === '' ? 'Save: never quiet' : 'Save'}
              </Button>
            )}
            <Button
              size="xs"
              variant="default"
              loading={test.isPending}
              onClick={() => test.mutate()}
              aria-label={`Send a test by ${name}`}
            >
              {test.isSuccess ? 'Test sent' : 'Send a test'}
            </Button>
            {!isDefault && (
              <Button
                size="xs"
                variant="subtle"
                color="gray"
                onClick={() => remove.mutate()}
                aria-label={`Delete ${name}`}
              >
                Delete
              </Button>
            )}
          </Group>
        </form>
        <Refusal error={change.error ?? test.error ?? remove.error} />
      </div>
    </li>
  );
}

function NewChannel({ email }: { email: string }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>('mail');
  const [target, setTarget] = useState('');
  const add = useMutation({
    mutationFn: () =>
      api.newChannel({ kind, name: `My ${kinds[kind]}`, target, owner: email, scope: 'mine' }),
    onSuccess: () => {
      setTarget('');
      return queries.invalidateQueries({ queryKey: key });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="xs">
        <NativeSelect
          label="Add a channel"
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={Object.entries(kinds).map(([value, label]) => ({ value, label }))}
        />
        <TextInput
          label={kind === 'mail' ? 'Address' : 'URL'}
          required
          value={target}
          onChange={(event) => setTarget(event.currentTarget.value)}
          flex={1}
          miw="12rem"
        />
        <Button type="submit" variant="default" loading={add.isPending}>
          Add
        </Button>
      </Group>
      <Refusal error={add.error} />
    </form>
  );
}
