/** The webhooks: which alerts go to which address, a test of each with its log, and the addresses with the secret that signs. */
import '../parts/settings.css';
import './access.css';
import { Button, Group, Skeleton, Switch, TagsInput, Text, TextInput, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { ChannelView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { useAct } from '../parts/undo.tsx';
import { useMayChange } from '../session/session.tsx';
import { Actor } from '../team/actor.tsx';
import { accessApi } from './access-api.ts';
import { EndDialog } from './end-dialog.tsx';
import { Endpoints } from './endpoints.tsx';

const webhooksKey = ['work', 'access', 'webhooks'] as const;
/** While a delivery waits, its log is read again. */
const logEveryMs = 2_000;

export function WebhooksPage() {
  const mayMake = useMayChange()('/products');
  const { data, error, isPending, refetch } = useQuery({
    queryKey: webhooksKey,
    queryFn: accessApi.webhooks,
  });
  return (
    <div className="page settings access">
      <Title order={1} size="h2" mb="md">
        Webhooks
      </Title>
      <Refusal error={error} again={() => void refetch()} />
      {isPending && <Skeleton height={160} />}
      <section aria-label="Webhooks">
        <ul className="rows">
          {data?.map((channel) => (
            <Webhook key={channel.id} channel={channel} />
          ))}
        </ul>
        {data?.length === 0 && (
          <Text className="quiet" data-testid="empty">
            {mayMake
              ? 'No webhooks yet. One posts alerts, such as new hot leads, to an address of yours.'
              : 'You have no webhooks of your own. Those of the installation are for managers.'}
          </Text>
        )}
        {mayMake && <NewWebhook />}
      </section>
      <section aria-label="Addresses">
        <Title order={2} size="h4">
          Addresses and their secrets
        </Title>
        <Endpoints />
      </section>
    </div>
  );
}

function NewWebhook() {
  const [name, setName] = useState('');
  const [target, setTarget] = useState('');
  const [types, setTypes] = useState<string[]>([]);
  const make = useAct({
    name: 'webhook',
    run: () => accessApi.makeWebhook({ name: name.trim(), target: target.trim(), types }),
    said: (made) => `${isolated(made.name)} is made`,
    undo: (made) => accessApi.deleteWebhook(made.id),
    onDone: () => {
      setName('');
      setTarget('');
      setTypes([]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Group align="start" mt="sm">
        <TextInput
          label="Name"
          required
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          data-testid="webhook-name"
        />
        <TextInput
          type="url"
          label="URL"
          required
          flex={1}
          miw="14rem"
          value={target}
          onChange={({ currentTarget }) => setTarget(currentTarget.value)}
          data-testid="webhook-url"
        />
        <TagsInput
          label="Alerts"
          placeholder="All that channels send"
          w="14rem"
          value={types}
          onChange={setTypes}
          data={['lead.*', 'task.*', 'opportunity.*', '*']}
          acceptValueOnBlur
        />
      </Group>
      <Refusal error={make.error} />
      <Button type="submit" mt="sm" variant="default" loading={make.isPending} data-testid="make-webhook">
        Add a webhook
      </Button>
    </form>
  );
}

function Webhook({ channel }: { channel: ChannelView }) {
  const { id, name, target, owner, types, isMuted } = channel;
  const queries = useQueryClient();
  const [isLogOpen, setLogOpen] = useState(false);
  const [isEnding, setEnding] = useState(false);
  const change = useAct({
    name: 'change-webhook',
    run: (muted: boolean) => accessApi.changeWebhook(id, { isMuted: muted }),
    said: (_answer, muted) => `${isolated(name)} ${muted ? 'sends nothing now' : 'sends again'}`,
    undo: (_answer, muted) => accessApi.changeWebhook(id, { isMuted: !muted }),
  });
  const test = useAct({
    name: 'test-webhook',
    run: () => accessApi.testWebhook(id),
    said: () => `A test is on its way by ${isolated(name)}`,
    onDone: () => {
      setLogOpen(true);
      void queries.invalidateQueries({ queryKey: [...webhooksKey, id] });
    },
  });
  return (
    <li data-testid="webhook">
      <div>
        <Group justify="space-between">
          <Text fw={600}>
            <Foreign text={name} />
          </Text>
          <Switch
            label="Sends"
            aria-label={`${shortText(name)} sends`}
            checked={!isMuted}
            onChange={({ currentTarget }) => change.mutate(!currentTarget.checked)}
          />
        </Group>
        <Text size="sm" className="quiet">
          <Foreign text={target} /> · {types.join(', ')} · of <Actor by={owner} nobody="the installation" />
        </Text>
        <Group gap="xs" mt="xs">
          <Button
            size="compact-sm"
            variant="default"
            loading={test.isPending}
            onClick={() => test.mutate(undefined)}
            aria-label={`Send a test by ${shortText(name)}`}
            data-testid="test-webhook"
          >
            Send a test
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={isLogOpen}
            onClick={() => setLogOpen(!isLogOpen)}
            aria-label={`Log of ${shortText(name)}`}
          >
            Log
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            onClick={() => setEnding(true)}
            aria-label={`Delete ${shortText(name)}`}
          >
            Delete
          </Button>
        </Group>
        <Refusal error={change.error ?? test.error} />
        {isLogOpen && <Log channel={id} />}
        {isEnding && <DeleteWebhook channel={channel} onClose={() => setEnding(false)} />}
      </div>
    </li>
  );
}

/** Asks first: what waits to be sent by it is dropped, and that does not come back. */
function DeleteWebhook({ channel: { id, name }, onClose }: { channel: ChannelView; onClose: () => void }) {
  return (
    <EndDialog
      verb="Delete"
      ended="deleted"
      name={name}
      warning="It sends nothing more, for good. Switch off “Sends” instead to keep it."
      run={() => accessApi.deleteWebhook(id)}
      onClose={onClose}
    />
  );
}

/** The latest deliveries of a webhook, each with its last attempt. */
function Log({ channel }: { channel: string }) {
  const { data, error, isPending } = useQuery({
    queryKey: [...webhooksKey, channel],
    queryFn: () => accessApi.log(channel),
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'waiting') ? logEveryMs : false,
  });
  if (isPending) return <Skeleton height={60} mt="xs" />;
  if (data === undefined) return <Refusal error={error} />;
  if (data.items.length === 0)
    return (
      <Text size="sm" mt="xs" className="quiet">
        Nothing was sent yet. A test shows whether it arrives.
      </Text>
    );
  return (
    <table className="log" data-testid="webhook-log">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">State</th>
          <th scope="col">Attempts</th>
          <th scope="col">What was answered</th>
        </tr>
      </thead>
      <tbody>
        {data.items.map(({ id, createdAt, state, tries, lastError, cancelledReason }) => (
          <tr key={id} data-testid="delivery" data-state={state}>
            <td>{dateInWords(createdAt)}</td>
            <td>{state}</td>
            <td>{tries}</td>
            <td>
              <Foreign text={lastError ?? cancelledReason ?? (state === 'delivered' ? 'accepted' : '')} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
