/** Privacy: a person found, what is known of them, exported or erased, with a signed receipt. */
import '../parts/settings.css';
import './privacy.css';
import { Alert, Button, Group, Skeleton, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { saveJson } from '../parts/save-file.ts';
import { useMayChange } from '../session/session.tsx';
import { Claimants } from './claimants.tsx';
import { Erase } from './erase.tsx';
import { Erasures } from './erasures.tsx';
import { knownOf } from './known.ts';
import { type PersonExport, privacyApi } from './privacy-api.ts';
import { Verify } from './verify.tsx';

export function PrivacyPage() {
  const may = useMayChange()('/privacy');
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const find = useMutation({ mutationFn: privacyApi.find });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(typed.trim());
    find.mutate(typed.trim());
  };
  if (!may)
    return (
      <div className="page settings privacy">
        <Title order={1} size="h2" mb="md">
          Privacy
        </Title>
        <Alert color="red" role="alert">
          What is stored of a person is for admins.
        </Alert>
      </div>
    );
  return (
    <div className="page settings privacy">
      <Title order={1} size="h2" mb="md">
        Privacy
      </Title>
      <section aria-label="Find a person">
        <Title order={2} size="h4">
          Find a person
        </Title>
        <form onSubmit={submit}>
          <Group align="end">
            <TextInput
              label="Address or id"
              description="An e-mail address, a user id, an anonymous id, or the id of a profile or person."
              required
              flex={1}
              miw="14rem"
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              data-testid="identity"
            />
            <Button type="submit" loading={find.isPending} data-testid="find">
              Find
            </Button>
          </Group>
        </form>
        <Refusal error={find.error} again={() => find.mutate(asked)} />
        {find.isPending && (
          <div role="status" aria-label="Searching every store">
            <Skeleton height={120} mt="md" />
          </div>
        )}
        {find.data === null && <Nobody identity={asked} />}
        {find.data && <KnownPerson exported={find.data} identity={asked} onErased={find.reset} />}
      </section>
      <section aria-label="Erasures">
        <Title order={2} size="h4">
          Erasures
        </Title>
        <Erasures />
      </section>
      <section aria-label="Verify a receipt">
        <Title order={2} size="h4">
          Verify a receipt
        </Title>
        <Verify />
      </section>
    </div>
  );
}

function Nobody({ identity }: { identity: string }) {
  return (
    <Text mt="md" data-testid="nobody">
      Nobody is known as <Foreign text={identity} />. Nothing is stored, or it was erased.
    </Text>
  );
}

const tables: Readonly<Record<string, string>> = {
  ...{ events: 'events', links: 'links between identities', ledger: 'entries of points' },
  ...{ timeline: 'entries of timelines', alerts: 'alerts', notices: 'notices', deliveries: 'messages' },
};

interface KnownProps {
  exported: PersonExport;
  identity: string;
  onErased: () => void;
}

function KnownPerson({ exported, identity, onErased }: KnownProps) {
  const { names, scores, parts, profiles, deadLetters, isNobody } = knownOf(exported);
  if (isNobody)
    return (
      <>
        <Nobody identity={identity} />
        <Claimants claimants={exported.claimants} />
      </>
    );
  return (
    <div data-testid="known">
      <Title order={3} size="h5" mt="md">
        {names.length === 0 ? (
          <Foreign text={identity} />
        ) : (
          names.map((name, index) => (
            <span key={name}>
              {index > 0 && ' · '}
              <Foreign text={name} />
            </span>
          ))
        )}
      </Title>
      <table className="known">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Where</th>
            <th scope="col">How many</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>profiles</td>
            <td>Redis</td>
            <td className="number">{profiles}</td>
          </tr>
          {parts.map(({ store, table, rows }) => (
            <tr key={`${store} ${table}`}>
              <td>{tables[table] ?? table.replaceAll('_', ' ')}</td>
              <td>{store}</td>
              <td className="number">{rows.toLocaleString()}</td>
            </tr>
          ))}
          {deadLetters > 0 && (
            <tr>
              <td>dead letters</td>
              <td>Redis</td>
              <td className="number">{deadLetters}</td>
            </tr>
          )}
        </tbody>
      </table>
      {scores.map(({ programme, score, tier }) => (
        <Text key={programme} size="sm">
          <Foreign text={programme} />: {score.toLocaleString()} points <Foreign text={tier} />
        </Text>
      ))}
      <Claimants claimants={exported.claimants} />
      <Group mt="md" align="start">
        <Button
          variant="default"
          onClick={() => saveJson(`person-${exported.exportedAt.slice(0, 10)}.json`, exported)}
          data-testid="export-person"
        >
          Download all of it
        </Button>
        <Erase identity={identity} onErased={onErased} />
      </Group>
    </div>
  );
}
