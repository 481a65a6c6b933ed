/** No more contact, asked twice: what is open for the person ends, and nothing goes out any more. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { PersonView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useSession } from '../session/session.tsx';
import { doneTo } from './just-done.ts';
import { nameOf } from './work-item.ts';

interface Props {
  person: PersonView;
  mayChange: boolean;
}

export function DoNotContact({ person, mayChange }: Props) {
  const [isSure, setIsSure] = useState(false);
  const { email } = useSession();
  const say = (wish: boolean) => doneTo(person.id, email, api.setDoNotContact(person.id, wish));
  const name = isolated(nameOf(person));
  const mark = useAct({
    name: 'do-not-contact',
    run: () => say(true),
    said: () => `${name} will not be contacted`,
    undo: ({ takeBack }) => takeBack(),
    onDone: () => setIsSure(false),
  });
  const allow = useAct({
    name: 'allow-contact',
    run: () => say(false),
    said: () => `You may contact ${name} again`,
    undo: ({ takeBack }) => takeBack(),
  });
  if (person.doNotContact)
    return (
      <Alert color="red" title="Does not wish to be contacted" data-testid="not-to-contact">
        <Text size="sm">You get no task or alert about {name}, and Scoville sends them no e-mail.</Text>
        {mayChange && (
          <Button mt="xs" size="compact-sm" variant="default" onClick={() => allow.mutate(undefined)}>
            Allow contact again
          </Button>
        )}
        <Refusal error={allow.error} />
      </Alert>
    );
  return (
    <Stack gap="xs">
      {isSure ? (
        <Alert color="red" title={`No more contact with ${name}?`}>
          <Text size="sm">
            Their open leads, opportunities and tasks end, and Scoville sends them nothing more.
          </Text>
          <Group mt="sm">
            <Button
              color="red"
              loading={mark.isPending}
              onClick={() => mark.mutate(undefined)}
              data-testid="do-not-contact-sure"
            >
              Do not contact
            </Button>
            <Button variant="default" onClick={() => setIsSure(false)}>
              Cancel
            </Button>
          </Group>
        </Alert>
      ) : (
        <Button variant="subtle" color="red" onClick={() => setIsSure(true)} data-testid="do-not-contact">
          Does not wish to be contacted
        </Button>
      )}
      <Refusal error={mark.error} />
    </Stack>
  );
}
