/** A task of one's own about a lead or a person: what, and by when. */
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import { api } from '../api/api.ts';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useSession } from '../session/session.tsx';
import { FollowUpDay } from './follow-up-day.tsx';
import { madeBy } from './just-done.ts';

export function NewTask({ about }: { about: { person?: string; lead?: string } }) {
  const [isOpen, setOpen] = useState(false);
  const [subject, setSubject] = useState('');
  const [dueOn, setDueOn] = useState('');
  const { email } = useSession();
  const make = useAct({
    name: 'new-task',
    run: () => madeBy(email, api.newTask({ ...about, type: 'Follow-up', subject, dueOn })),
    said: ({ answer: task }) => `Task: ${isolated(task.subject)}`,
    undo: ({ takeBack }) => takeBack(),
    onDone: () => {
      setOpen(false);
      setSubject('');
      setDueOn('');
    },
  });
  if (!isOpen)
    return (
      <Button variant="default" onClick={() => setOpen(true)} data-testid="new-task">
        New task
      </Button>
    );
  return (
    <Stack
      gap="xs"
      component="form"
      onSubmit={(event: { preventDefault(): void }) => {
        event.preventDefault();
        make.mutate(undefined);
      }}
    >
      <TextInput
        label="What is to be done"
        required
        data-autofocus
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
        data-testid="task-subject"
      />
      <FollowUpDay label="By" isRequired day={dueOn} choose={setDueOn} />
      <Refusal error={make.error} />
      <Group grow>
        <Button type="submit" loading={make.isPending} data-testid="task-save">
          Save
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </Group>
    </Stack>
  );
}
