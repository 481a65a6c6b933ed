/** A lead opened: the reasons that sum to the score, and the button that says how the contact went. */
import { Alert, Button, Divider, Drawer, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TaskOutcome } from '../../contract/contract.ts';
import { api } from './api.ts';
import { Chilies } from './chilies.tsx';
import { Countdown } from './countdown.tsx';
import type { Work } from './work.ts';

export function LeadDrawer({
  work,
  nowMs,
  onClose,
}: {
  work: Work | null;
  nowMs: number;
  onClose: () => void;
}) {
  return (
    <Drawer
      opened={work !== null}
      onClose={onClose}
      position="right"
      size="md"
      styles={{ content: { background: 'var(--card)' }, header: { background: 'var(--card)' } }}
      title={work ? <Heading work={work} /> : null}
    >
      {work && (
        <Stack>
          <Group justify="space-between" align="flex-start">
            <div>
              {work.person.email && <Text>{work.person.email}</Text>}
              <Text className="quiet">{work.person.company ?? 'Company unknown'}</Text>
              <Text size="sm" className="quiet">
                {work.campaign} · {work.owner ?? 'no owner yet'}
              </Text>
            </div>
            {work.task?.status === 'Open' && <Countdown dueAt={work.task.dueAt} nowMs={nowMs} />}
          </Group>
          {work.task?.status === 'Open' && <Completion taskId={work.task.id} onDone={onClose} />}
          <Divider label="Why" labelPosition="left" />
          <Reasons work={work} />
        </Stack>
      )}
    </Drawer>
  );
}

function Heading({ work }: { work: Work }) {
  return (
    <Group gap="sm">
      <Chilies tier={work.tier} tiers={work.tiers} name={work.tierName} />
      <Title order={3} component="span">
        {work.person.name ?? work.person.email ?? 'Unnamed'}
      </Title>
    </Group>
  );
}

function Reasons({ work }: { work: Work }) {
  return (
    <div data-testid="lead-reasons">
      {work.reasons.map((reason) => (
        <div className="reason" key={`${reason.rule} ${reason.event}`} data-testid="reason-row">
          <Text span fw={700} ta="right" className="number" c={reason.value < 0 ? 'dimmed' : 'chili'}>
            {reason.value > 0 ? `+${reason.value}` : reason.value}
          </Text>
          <div>
            <Text>{reason.label}</Text>
            <Text size="sm" className="quiet">
              {new Date(reason.at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })} ·{' '}
              {reason.reason}
            </Text>
          </div>
        </div>
      ))}
      <div className="reason" style={{ borderBottom: 0 }}>
        <Text span fw={700} ta="right" className="number">
          {work.score}
        </Text>
        <Text fw={650}>points, {work.tierName}</Text>
      </div>
    </div>
  );
}

/** Two taps: complete, then how it went. Afterwards there is an undo. */
function Completion({ taskId, onDone }: { taskId: string; onDone: () => void }) {
  const queries = useQueryClient();
  const [isAsking, setIsAsking] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['work'] });
  const undo = useMutation({
    mutationFn: () => api.reopen(taskId),
    onSuccess: refresh,
    onError: (error) => notifications.show({ color: 'red', title: 'Not taken back', message: error.message }),
  });
  const complete = useMutation({
    mutationFn: (outcome: TaskOutcome) => api.complete(taskId, outcome),
    onSuccess: (task) => {
      void refresh();
      onDone();
      const id = `completed-${taskId}`;
      const takeBack = () => {
        undo.mutate();
        notifications.hide(id);
      };
      notifications.show({
        id,
        color: 'green',
        title: `Contact complete: ${task.outcome}`,
        autoClose: 10_000,
        message: (
          <Button
            size="compact-sm"
            variant="light"
            color="green"
            onClick={takeBack}
            data-testid="undo-complete"
          >
            Undo
          </Button>
        ),
      });
    },
  });
  return (
    <Stack gap="xs">
      {isAsking ? (
        <>
          <Text fw={600}>How did the contact go?</Text>
          <Stack gap="xs">
            <Button
              color="green"
              loading={complete.isPending}
              onClick={() => complete.mutate('Opportunity created')}
              data-testid="outcome-opportunity"
            >
              Opportunity created
            </Button>
            <Button
              variant="default"
              loading={complete.isPending}
              onClick={() => complete.mutate('No opportunity')}
              data-testid="outcome-none"
            >
              No opportunity
            </Button>
          </Stack>
        </>
      ) : (
        <Button onClick={() => setIsAsking(true)} data-testid="complete-task">
          Complete the contact task
        </Button>
      )}
      {complete.error && (
        <Alert color="red" role="alert">
          {complete.error.message}
        </Alert>
      )}
    </Stack>
  );
}
