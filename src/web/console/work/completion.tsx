/** An open task, and the buttons that close it: a contact with how it went, anything else with one tap. */

import { Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { LeadView, TaskOutcome, TaskView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { useSession } from '../session/session.tsx';
import { AfterContact } from './after-contact.tsx';
import { doneTo, type JustDone } from './just-done.ts';

interface Props {
  task: TaskView;
  /** The lead whose contact task it is, to say what an outcome does with it. */
  lead?: LeadView | null;
  /** After a contact: the task as it is now. */
  onContacted: (task: TaskView) => void;
  mayChange: boolean;
  /** Asks at once how the contact went. */
  isAsked?: boolean;
  /** The key `e` completes it: of several tasks, one has it. */
  hasKey?: boolean;
}

export function Completion({
  task,
  lead = null,
  onContacted,
  mayChange,
  isAsked = false,
  hasKey = false,
}: Props) {
  const isContact = task.episode !== null;
  const leadOfTask = useLead(lead, task.lead);
  const { email } = useSession();
  const [isAsking, setIsAsking] = useState(isAsked);
  const complete = useAct({
    name: 'complete',
    run: (outcome: TaskOutcome | null) => doneTo(task.id, email, api.complete(task, outcome)),
    said: ({ answer: { outcome } }) =>
      outcome === null ? `Done: ${isolated(task.subject)}` : `Contact complete: ${outcome}`,
    undo: ({ takeBack }) => takeBack(),
    ...(isContact && { onDone: ({ answer }: JustDone<TaskView>) => onContacted(answer) }),
  });
  const begin = () => {
    if (isContact) setIsAsking(true);
    else if (!complete.isPending) complete.mutate(null);
  };
  // The task that comes after it takes over the key: a second press is not meant for that.
  const completeKey = { keys: 'e', label: 'Complete the task', run: begin, isOnce: true };
  useKeys(hasKey && mayChange ? [completeKey] : []);
  const key = hasKey && <Kbd size="xs">e</Kbd>;
  const outcome = (words: TaskOutcome, testId: string, isGood: boolean) => (
    <Button
      {...(isGood ? { color: 'green', autoFocus: true, 'data-autofocus': true } : { variant: 'default' })}
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
        <Button variant="default" rightSection={key} loading={complete.isPending} onClick={begin}>
          Done
        </Button>
      )}
      {mayChange && isContact && !isAsking && (
        <Button rightSection={key} onClick={begin} data-testid="complete-task">
          Complete the contact task
        </Button>
      )}
      {isContact && isAsking && (
        <>
          <Text size="sm">How did the contact go?</Text>
          {outcome('Opportunity created', 'outcome-opportunity', true)}
          <AfterContact outcome="Opportunity created" lead={leadOfTask} />
          {outcome('No opportunity', 'outcome-none', false)}
          <AfterContact outcome="No opportunity" lead={leadOfTask} />
        </>
      )}
      <Refusal error={complete.error} />
    </Stack>
  );
}

/** The lead of a task, where the page has it or once it is read. */
function useLead(known: LeadView | null, id: string | null): LeadView | null {
  const { data = null } = useQuery({
    queryKey: ['work', 'lead of task', id],
    queryFn: () => api.lead(id ?? ''),
    enabled: known === null && id !== null,
  });
  return known ?? data;
}
