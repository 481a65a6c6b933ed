/** The keys with which clients send events: made, named, limited to origins, rotated and revoked. A secret is shown once. */
import '../parts/settings.css';
import './access.css';
import { Badge, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { IngestKeyView } from '../../../contract/api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { useMayChange } from '../session/session.tsx';
import { accessApi } from './access-api.ts';
import { KeyDialog } from './key-dialog.tsx';
import { RevokeDialog, RotateDialog } from './key-ends.tsx';
import { ShownSecret } from './shown-secret.tsx';

type Dialog = { of: 'new' } | { of: 'change' | 'rotate' | 'revoke'; ofKey: IngestKeyView };

/** For each kind what it is for, and where it goes. */
const kinds: Readonly<Record<IngestKeyView['kind'], { is: string; goes: string }>> = {
  public: {
    is: 'For pages and apps: sends events. Everybody may read it, and it reads nothing.',
    goes: 'Paste it into your pages with the snippet, or as the write key into a client of Segment, RudderStack or Jitsu.',
  },
  secret: {
    is: 'For servers: sends events that count as proven, also who somebody is.',
    goes: 'Keep it on your servers, never in a page: it is the user of Basic authentication, without a password.',
  },
  form: {
    is: 'For a form of a website: opens a record, and sends no events.',
    goes: 'The form posts to /forms/ and this key. Everybody may read it.',
  },
};

export function KeysPage() {
  const mayChange = useMayChange()('/keys');
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [shown, setShown] = useState<IngestKeyView | null>(null);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['work', 'access', 'keys'],
    queryFn: accessApi.keys,
  });
  useKeys(mayChange ? [{ keys: 'n', label: 'Make a key', run: () => setDialog({ of: 'new' }) }] : []);
  const close = () => setDialog(null);
  const show = (key: IngestKeyView) => {
    close();
    setShown(key);
  };
  return (
    <div className="page settings access">
      <Group justify="space-between" mb="md">
        <Title order={1} size="h2">
          Keys
        </Title>
        {mayChange && (
          <Button onClick={() => setDialog({ of: 'new' })} data-testid="new-key">
            Make a key
          </Button>
        )}
      </Group>
      <Text size="sm" mb="md" data-testid="keys-words">
        With a write key your pages and servers send events. The snippet with it stands in{' '}
        <Link to="/start">First steps</Link>. No write key opens the API: a program that reads or changes
        records takes the API token, which <code>npm start</code> prints, as{' '}
        <code>Authorization: Bearer</code>. That token sends no events.
      </Text>
      <Refusal error={error} again={() => void refetch()} />
      {isPending && <Skeleton height={200} />}
      {shown !== null && <ShownSecret view={shown} onDone={() => setShown(null)} />}
      <section aria-label="Keys of clients">
        <ul className="rows">
          {data?.map((key) => (
            <li key={key.id} data-testid="key">
              <div>
                <Text fw={600}>
                  <Foreign text={key.name} />{' '}
                  <Badge component="span" color={key.kind === 'secret' ? 'red.9' : 'gray.7'}>
                    {key.kind}
                  </Badge>
                </Text>
                <Text size="sm" className="quiet">
                  {kinds[key.kind].is} {kinds[key.kind].goes}
                </Text>
                <Text size="sm">
                  <code>{key.key ?? key.hint}</code>
                </Text>
                <Details view={key} />
              </div>
              {mayChange && key.source === 'made' && <Acts view={key} open={setDialog} />}
            </li>
          ))}
        </ul>
      </section>
      {dialog?.of === 'new' && <KeyDialog view={null} onClose={close} onMade={show} />}
      {dialog?.of === 'change' && <KeyDialog view={dialog.ofKey} onClose={close} onMade={close} />}
      {dialog?.of === 'rotate' && <RotateDialog view={dialog.ofKey} onClose={close} onRotated={show} />}
      {dialog?.of === 'revoke' && <RevokeDialog view={dialog.ofKey} onClose={close} />}
    </div>
  );
}

function Details({
  view: { kind, origins, signed, form, source, createdAt, rotatedAt },
}: {
  view: IngestKeyView;
}) {
  return (
    <Text size="sm" className="quiet" component="div">
      {source === 'settings' && 'Of the settings: changed there, with a restart. '}
      {createdAt !== null && `Made ${dateInWords(createdAt)}. `}
      {rotatedAt !== null && `Rotated ${dateInWords(rotatedAt)}. `}
      {kind !== 'secret' &&
        (origins.length === 0 ? (
          'From any page.'
        ) : (
          <>
            Only from{' '}
            {origins.map((origin, index) => (
              <span key={origin}>
                {index > 0 && ', '}
                <Foreign text={origin} />
              </span>
            ))}
            .
          </>
        ))}
      {signed === 'required' && ' Users count with their signature alone.'}
      {form !== null && (
        <>
          {' Opens records of '}
          <Foreign text={form.pipeline} />.
        </>
      )}
    </Text>
  );
}

function Acts({ view, open }: { view: IngestKeyView; open: (dialog: Dialog) => void }) {
  const name = shortText(view.name);
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => open({ of: 'change', ofKey: view })}
        aria-label={`Change ${name}`}
        data-testid="change-key"
      >
        Change
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => open({ of: 'rotate', ofKey: view })}
        aria-label={`Rotate ${name}`}
        data-testid="rotate-key"
      >
        Rotate
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => open({ of: 'revoke', ofKey: view })}
        aria-label={`Revoke ${name}`}
        data-testid="revoke-key"
      >
        Revoke
      </Button>
    </Group>
  );
}
