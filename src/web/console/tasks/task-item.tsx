/** One task as a row: what, about which person, by when, and what can be done with it. */
import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { Agenda, TaskView as Task } from '../../../contract/api/api.ts';
import { Chilies } from '../parts/chilies.tsx';
import { useNow } from '../parts/clock.ts';
import { dateInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { timeLeft } from '../parts/time.ts';
import { useSession } from '../session/session.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { nameOf } from '../work/work-item.ts';
import { SnoozeMenu } from './snooze-menu.tsx';
import { maySnooze } from './task-rows.ts';

interface Props {
  task: Task;
  snoozes: Agenda['snoozes'];
  isSnoozing: boolean;
  onSnoozing: (is: boolean) => void;
  onComplete: (task: Task) => void;
  onReopen: (task: Task) => void;
  mayChange: boolean;
}

/** Where a task is worked on: with its lead, where it has one. */
export function pathOfTask({ id, lead }: Pick<Task, 'id' | 'lead'>): string {
  return lead === null ? `/tasks/${id}` : `/leads/${lead}`;
}

export function TaskItem({ task, snoozes, isSnoozing, onSnoozing, onComplete, onReopen, mayChange }: Props) {
  const { email, role } = useSession();
  const nameOfOwner = useOwnerName();
  const isOpen = task.status === 'Open';
  return (
    <div className="task-row" data-testid="task-row" data-task-id={task.id}>
      <div className="what">
        <Text span display="block" fw={600} truncate>
          {task.tier > 0 && <Chilies tier={task.tier} tiers={task.tiers} name={task.tierName} />}{' '}
          <Link to={pathOfTask(task)}>
            <Foreign text={task.subject} />
          </Link>
        </Text>
        <Text span display="block" size="sm" className="quiet" truncate>
          <Dotted
            texts={[
              task.person === null ? null : nameOf(task.person),
              task.person?.company,
              task.campaign,
              task.owner === email ? null : nameOfOwner(task.owner),
            ]}
          />
        </Text>
      </div>
      <When task={task} />
      {mayChange && (
        <div className="acts">
          {isOpen ? (
            <>
              {maySnooze(task, { email, role }) && (
                <SnoozeMenu task={task} snoozes={snoozes} opened={isSnoozing} onChange={onSnoozing} />
              )}
              <Button
                variant="default"
                size="compact-sm"
                onClick={() => onComplete(task)}
                data-testid="task-complete"
              >
                {task.episode === null ? 'Done' : 'Complete…'}
              </Button>
            </>
          ) : (
            <Button
              variant="subtle"
              size="compact-sm"
              onClick={() => onReopen(task)}
              data-testid="task-reopen"
            >
              Open again
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** By when it is due, and until when it is snoozed; or how it ended. */
function When({ task }: { task: Task }) {
  const nowMs = useNow();
  if (task.status !== 'Open')
    return (
      <Text size="sm" className="when">
        <span>{task.outcome ?? task.status}</span>
        <small className="quiet">{dateInWords(task.completedAt ?? task.dueAt)}</small>
      </Text>
    );
  const { text, isOverdue, hours } = timeLeft(task.dueAt, nowMs);
  const urgency = isOverdue ? 'overdue' : hours < 4 ? 'soon' : 'later';
  return (
    <Text size="sm" className="when countdown" data-urgency={urgency}>
      <span className="number left">{isOverdue || hours < 24 ? text : dateInWords(task.dueAt)}</span>
      <small className="quiet">
        {task.snoozedUntil !== null
          ? `snoozed until ${dateInWords(task.snoozedUntil)}`
          : isOverdue
            ? `was due ${dateInWords(task.dueAt)}`
            : 'to do it'}
      </small>
    </Text>
  );
}
