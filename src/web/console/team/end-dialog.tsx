/** The end of a user: who gets their open work, and why they leave; asked before it is done. */
import { Alert, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { Workload } from '../../../contract/api/api.ts';
import { FormActs } from '../parts/form-acts.tsx';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { shortText } from '../parts/short-text.ts';
import { useAct } from '../parts/undo.tsx';
import { type Colleague, teamApi } from './team-api.ts';

interface Props {
  user: Colleague;
  open: Workload | undefined;
  colleagues: readonly Colleague[];
  onClose: () => void;
}

const queue = '(the queue)';

export function EndDialog({ user, open, colleagues, onClose }: Props) {
  const [assignTo, setAssignTo] = useState(user.deputy ?? queue);
  const [reason, setReason] = useState('');
  const name = isolated(user.name ?? user.email);
  const end = useAct({
    name: 'end-user',
    run: () =>
      teamApi.end(user.email, { assignTo: assignTo === queue ? null : assignTo, reason: reason.trim() }),
    said: ({ reassigned: { leads, tasks, records } }) =>
      `${name} has left; ${leads.length + tasks.length + records.length} reassigned`,
    onDone: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    end.mutate(undefined);
  };
  const counts = open && [
    `leads: ${open.leads}`,
    `tasks: ${open.tasks}`,
    `other records: ${open.opportunities + open.others}`,
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <>
          End <Foreign text={user.name ?? user.email} />
        </>
      }
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Alert color="orange">
            Their log-ins end at once, and they get no more leads. What they did stays in every timeline. You
            can let them back in, but what is reassigned stays with its new owner.
          </Alert>
          <Text data-testid="ending-work">
            {counts ? `They have open: ${counts.join(', ')}.` : 'They have nothing open.'}
          </Text>
          <Select
            label="Who gets it"
            allowDeselect={false}
            searchable
            value={assignTo}
            onChange={(value) => setAssignTo(value ?? queue)}
            data={[
              { value: queue, label: 'The queue: anybody may claim it' },
              ...colleagues
                .filter(({ email, deactivatedAt }) => email !== user.email && !deactivatedAt)
                .map(({ email, name: called }) => ({ value: email, label: shortText(called ?? email) })),
            ]}
            data-testid="assign-to"
          />
          <TextInput
            label="Why"
            description="Stands in the timelines of what is reassigned."
            required
            maxLength={200}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            data-testid="end-reason"
          />
          <Refusal error={end.error} />
          <FormActs
            label="End this user"
            isPending={end.isPending}
            isEnd
            testId="end-now"
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
