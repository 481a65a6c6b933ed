/** An open task, and the buttons that close it: a contact with how it went, anything else with one tap. */

import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { TaskOutcome, TaskView } from '../../../contract/api/api.ts';
import { api } from '../api.ts';
import { Countdown } from '../parts/countdown.tsx';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';

interface Props {
  task: TaskView;
  onContacted: () => void;
  mayChange: boolean;
}

export function Completion({ task, onContacted, mayChange }: Props) {
  const isContact = task.episode !== null;
  const [isAsking, setIsAsking] = useState(false);
  const complete = useAct({
    name: 'complete',
    run: (outcome: TaskOutcome | null) => api.complete(task.id, outcome),
    said: ({ outcome }) =>
      outcome === null ? `Done: ${isolated(task.subject)}` : `Contact complete: ${outcome}`,
    undo: () => api.reopen(task.id),
    ...(isContact && { onDone: onContacted }),
  });
  const outcome = (words: TaskOutcome, testId: string, isGood: boolean) => (
    <Button
      {...(isGood ? { color: 'green' } : { variant: 'default' })}
      loading={complete.isPending}
      onClick={() => complete.mutate(words)}
      data-testid={testId}
    >
      {words}
    </Button>
  );
  return (
    <Stack gap="xs" className="task">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text fw={600}>
          <Foreign text={task.subject} />
        </Text>
        <Countdown dueAt={task.dueAt} until={isContact ? 'to make contact' : 'left'} />
      </Group>
      {mayChange && !isContact && (
        <Button variant="default" loading={complete.isPending} onClick={() => complete.mutate(null)}>
          Done
        </Button>
      )}
      {mayChange && isContact && !isAsking && (
        <Button onClick={() => setIsAsking(true)} data-testid="complete-task">
          Complete the contact task
        </Button>
      )}
      {isContact && isAsking && (
        <>
          <Text size="sm">How did the contact go?</Text>
          {outcome('Opportunity created', 'outcome-opportunity', true)}
          {outcome('No opportunity', 'outcome-none', false)}
        </>
      )}
      <Refusal error={complete.error} />
    </Stack>
  );
}
