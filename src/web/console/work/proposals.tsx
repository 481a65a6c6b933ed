/** What pages alone say of a person, as anybody may: shown beside what is known, and taken over by a click. */

import { Button, Divider, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { isolated } from '../../../base/text/text.ts';
import type { PersonView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useMayChange, useSession } from '../session/session.tsx';
import { doneTo } from './just-done.ts';
import { type Proposal, proposalsOf } from './proposals-in-words.ts';
import { nameOf } from './work-item.ts';

/** Loads by itself; shows nothing where no page proposes anything, or the profile was forgotten. `person`: who may take it over. */
export function Proposals({ profile, person = null }: { profile: string; person?: PersonView | null }) {
  const { data } = useQuery({ queryKey: ['work', 'profile', profile], queryFn: () => api.profile(profile) });
  const may = useMayChange();
  const { shown, hidden } = data ? proposalsOf(data, person) : { shown: [], hidden: 0 };
  if (shown.length === 0) return null;
  return (
    <div data-testid="proposals">
      <Divider label="A web page also says" labelPosition="left" />
      <Stack gap={4} my={4}>
        {shown.map((proposal) => (
          <Group key={proposal.trait} gap="xs" justify="space-between" wrap="nowrap">
            <Text size="sm" miw={0}>
              <Foreign text={proposal.line} />
            </Text>
            {person !== null && proposal.take !== null && may(`/people/${person.id}`) && (
              <Take person={person} take={proposal.take} />
            )}
          </Group>
        ))}
      </Stack>
      {hidden > 0 && <Text size="sm">and {hidden} more</Text>}
      <Text size="sm" className="quiet">
        Anybody may have typed this. What you know stays.
      </Text>
    </div>
  );
}

function Take({ person, take }: { person: PersonView; take: NonNullable<Proposal['take']> }) {
  const { field, value } = take;
  const { email } = useSession();
  const act = useAct({
    name: `take-${field}`,
    run: () => doneTo(person.id, email, api.changePerson(person.id, { [field]: value })),
    said: () => `The ${field} of ${isolated(nameOf(person))} is ${isolated(value)}`,
    undo: ({ takeBack }) => takeBack(),
  });
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Use this ${field}`}
        loading={act.isPending}
        onClick={() => act.mutate(undefined)}
        data-testid={`take-${field}`}
      >
        Use
      </Button>
      <Refusal error={act.error} />
    </>
  );
}
