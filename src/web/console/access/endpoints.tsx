/** The addresses that webhooks go to: the secret that signs, the format, and whether they answer. */
import { Alert, Button, CopyButton, Group, NativeSelect, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EndpointView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { accessApi } from './access-api.ts';

export function Endpoints() {
  const { data, error, isPending } = useQuery({
    queryKey: ['work', 'access', 'endpoints'],
    queryFn: accessApi.endpoints,
  });
  if (isPending) return <Skeleton height={80} />;
  return (
    <>
      <Refusal error={error} />
      <ul className="rows">
        {data?.map((endpoint) => (
          <Endpoint key={endpoint.id} endpoint={endpoint} />
        ))}
      </ul>
      {data?.length === 0 && <Text className="quiet">The first message to an address makes its secret.</Text>}
    </>
  );
}

function Endpoint({ endpoint }: { endpoint: EndpointView }) {
  const { id, url, format, secret, previousSecretUntil, failingSince, disabledAt, disabledReason } = endpoint;
  const [isShown, setShown] = useState(false);
  const rotate = useAct({
    name: 'secret',
    run: () => accessApi.rotateSecret(id),
    said: () => 'A new secret signs; the one before signs beside it for a day',
  });
  const enable = useAct({
    name: 'enable',
    run: () => accessApi.enable(id),
    said: () => 'Webhooks go there again',
  });
  const setFormat = useAct({
    name: 'format',
    run: (wanted: EndpointView['format']) => accessApi.setFormat(id, wanted),
    said: () => 'The format is changed',
    undo: () => accessApi.setFormat(id, format),
  });
  return (
    <li data-testid="endpoint">
      <div>
        <Text>
          <Foreign text={url} />
        </Text>
        {disabledAt !== null && (
          <Alert color="red" my="xs" title={`Off since ${dateInWords(disabledAt)}`}>
            <Foreign text={disabledReason ?? ''} />
            <Button size="compact-sm" mt="xs" display="block" onClick={() => enable.mutate(undefined)}>
              Send there again
            </Button>
          </Alert>
        )}
        {failingSince !== null && disabledAt === null && (
          <Text size="sm" c="var(--overdue)">
            It fails since {dateInWords(failingSince)}.
          </Text>
        )}
        {secret !== null && (
          <Group gap="xs" mt="xs">
            <code>{isShown ? secret : '••••••••'}</code>
            <Button size="compact-sm" variant="default" onClick={() => setShown(!isShown)}>
              {isShown ? 'Hide the secret' : 'Show the secret'}
            </Button>
            <CopyButton value={secret}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy'}
                </Button>
              )}
            </CopyButton>
            <Button
              size="compact-sm"
              variant="subtle"
              loading={rotate.isPending}
              onClick={() => rotate.mutate(undefined)}
              data-testid="rotate-secret"
            >
              New secret
            </Button>
          </Group>
        )}
        {previousSecretUntil !== null && (
          <Text size="sm" className="quiet">
            The secret before signs too until {dateInWords(previousSecretUntil)}.
          </Text>
        )}
        <Refusal error={rotate.error ?? enable.error ?? setFormat.error} />
      </div>
      {secret !== null && (
        <NativeSelect
          aria-label="Format"
          value={format}
          onChange={({ currentTarget }) => setFormat.mutate(currentTarget.value as EndpointView['format'])}
          data={[
            { value: 'standard', label: 'Standard Webhooks' },
            { value: 'cloudevents', label: 'CloudEvents' },
          ]}
        />
      )}
    </li>
  );
}
