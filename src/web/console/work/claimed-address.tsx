/** A claimed address: who has it, and the one click that makes the two one, or the address theirs. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isolated } from '../../../base/text/text.ts';
import type { KnownPerson, PersonView } from '../../../contract/api/api.ts';
import { api, listOf, recordOf } from '../api/api.ts';
import { duplicatesApi } from '../duplicates/duplicates-api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useMayChange } from '../session/session.tsx';
import { nameOf } from './work-item.ts';

/** Shows nothing for an address that is theirs. */
export function ClaimedAddress({ person }: { person: PersonView }) {
  return person.isEmailClaimed && person.email !== null ? (
    <Claim person={person} email={person.email} />
  ) : null;
}

function Claim({ person, email }: { person: PersonView; email: string }) {
  const may = useMayChange();
  const { data, error, refetch } = useQuery({
    queryKey: ['work', 'people-of-address', email, person.id],
    queryFn: async () => {
      const [{ items }, claimant] = await Promise.all([
        listOf<KnownPerson>('/people', { email }),
        recordOf<KnownPerson>('/people', person.id),
      ]);
      return { owner: items[0], claimant };
    },
  });
  const { owner, claimant } = data ?? {};
  return (
    <Stack gap={4} my={4} data-testid="claimed-address">
      <Text size="sm" className="quiet">
        A web page says that this is their address. Nobody has proven it.
        {owner && ' It is the address of '}
        {owner && (
          <Link to="/people/$id" params={{ id: owner.id }} className="address">
            <Foreign text={nameOf(owner)} />
          </Link>
        )}
        {owner && '.'}
      </Text>
      <Refusal error={error} again={() => void refetch()} />
      <Group gap="xs">
        {owner && claimant && may(`/people/${owner.id}/merges`) && <Merge {...{ owner, claimant }} />}
        {data && !owner && may(`/people/${person.id}`) && <Accept {...{ person, email }} />}
      </Group>
    </Stack>
  );
}

function Merge({ owner, claimant }: { owner: KnownPerson; claimant: KnownPerson }) {
  const merge = useAct({
    name: 'one-person',
    run: () => duplicatesApi.mergePeople(owner, claimant),
    said: () => `${isolated(nameOf(owner))} and this visitor are one`,
    undo: ({ id }) => duplicatesApi.undo(id),
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={merge.isPending}
        onClick={() => merge.mutate(undefined)}
        data-testid="one-person"
      >
        They are one: merge
      </Button>
      <Refusal error={merge.error} />
    </>
  );
}

function Accept({ person, email }: { person: PersonView; email: string }) {
  const accept = useAct({
    name: 'their-address',
    run: () => api.changePerson(person.id, { email }),
    said: () => `${isolated(email)} is theirs`,
    // The claim is as before.
    undo: () => api.changePerson(person.id, { email: null }),
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        loading={accept.isPending}
        onClick={() => accept.mutate(undefined)}
        data-testid="their-address"
      >
        It is theirs
      </Button>
      <Refusal error={accept.error} />
    </>
  );
}
