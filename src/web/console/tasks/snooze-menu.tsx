/** Puts a task aside: until a time at which the user works, or a time of their own. */
import { Button, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { Agenda, TaskView } from '../../../contract/api/api.ts';
import { dateInWords } from '../parts/format.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useAct } from '../parts/undo.tsx';
import { tasksApi } from './tasks-api.ts';

interface Asked {
  task: TaskView;
  until: string;
}

/** Snoozes a task, with undo: the deadline that moved with it comes back too. */
export function useSnooze(onDone: () => void) {
  return useAct({
    name: 'snooze',
    run: ({ task, until }: Asked) => tasksApi.snooze(task.id, until),
    said: ({ subject, snoozedUntil }) =>
      `Snoozed until ${dateInWords(snoozedUntil ?? '')}: ${isolated(subject)}`,
    undo: (snoozed, { task }) => tasksApi.takeSnoozeBack(snoozed, task),
    onDone,
  });
}

interface Props {
  task: TaskView;
  snoozes: Agenda['snoozes'];
  opened: boolean;
  onChange: (opened: boolean) => void;
}

/** The button of a row, with its menu. */
export function SnoozeMenu({ task, snoozes, opened, onChange }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [until, setUntil] = useState('');
  const snooze = useSnooze(() => setAsking(false));
  // A choice after the deadline would be refused where it is a promise.
  const isPromised = task.episode !== null || task.type === 'Stage';
  const fits = (moment: string) => !isPromised || Date.parse(moment) <= Date.parse(task.dueAt);
  return (
    <>
      <Menu opened={opened} onChange={onChange} position="bottom-end" withinPortal>
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" data-testid="snooze">
            Snooze
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {snoozes.map(({ when, until: moment }) => (
            <Menu.Item
              key={when}
              disabled={!fits(moment)}
              rightSection={<Text size="xs">{dateInWords(moment)}</Text>}
              onClick={() => snooze.mutate({ task, until: moment })}
            >
              {when[0]?.toUpperCase() + when.slice(1)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setAsking(true)}>Until…</Menu.Item>
          {isPromised && (
            <Menu.Label>At the longest until its deadline, {dateInWords(task.dueAt)}</Menu.Label>
          )}
        </Menu.Dropdown>
      </Menu>
      {/* Without a choice of the menu too, what the server refuses is said. */}
      <Modal
        opened={isAsking || snooze.error !== null}
        onClose={() => {
          setAsking(false);
          snooze.reset();
        }}
        title="Snooze"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Stack
          component="form"
          onSubmit={(event: { preventDefault(): void }) => {
            event.preventDefault();
            snooze.mutate({ task, until: new Date(until).toISOString() });
          }}
        >
          <Text>
            <Foreign text={task.subject} />
          </Text>
          <TextInput
            label="Until"
            type="datetime-local"
            required
            data-autofocus
            value={until}
            onChange={({ currentTarget }) => setUntil(currentTarget.value)}
            data-testid="snooze-until"
          />
          <Refusal error={snooze.error} />
          <Button type="submit" loading={snooze.isPending} data-testid="snooze-save">
            Snooze
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
