/** Tasks below their headings: those in sight are in the page. Keys choose one, complete it, log a contact, snooze it. */
import { useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import type { Agenda, TaskView as Task } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { useFocusOfChosen } from '../parts/focus-of-chosen.ts';
import { useAct } from '../parts/undo.tsx';
import { useMayChange, useSession } from '../session/session.tsx';
import { doneTo } from '../work/just-done.ts';
import { type TaskDialog, TaskDialogs } from './task-dialogs.tsx';
import { pathOfTask, TaskItem } from './task-item.tsx';
import { maySnooze, sectionTitles, type TaskRow } from './task-rows.ts';

/** Of most rows, px: each is measured as it comes. */
const heights = { heading: 44, task: 68 };
/** Rows before and after those in sight. */
const overscan = 8;

interface Props {
  rows: readonly TaskRow[];
  snoozes: Agenda['snoozes'];
  counts: Agenda['counts'];
  /** Loads the next page; null when it cannot be loaded now. */
  more: (() => void) | null;
}

export function TaskList({ rows, snoozes, counts, more }: Props) {
  const navigate = useNavigate();
  const may = useMayChange();
  const session = useSession();
  const box = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [dialog, setDialog] = useState<TaskDialog | null>(null);
  const [snoozing, setSnoozing] = useState<string | null>(null);
  const virtual = useVirtualizer({
    ...{ count: rows.length, overscan, getScrollElement: () => box.current },
    estimateSize: (index) => heights[rows[index]?.kind ?? 'task'],
    getItemKey: (index) => keyOf(rows[index]) ?? index,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - overscan) more();
  }, [more, last, rows.length]);
  const done = useAct({
    name: 'complete',
    run: (task: Task) => doneTo(task.id, session.email, api.complete(task, null)),
    said: ({ answer: { subject } }) => `Done: ${isolated(subject)}`,
    undo: ({ takeBack }) => takeBack(),
  });
  const reopen = useAct({
    name: 'reopen',
    run: ({ id }: Task) => api.reopen(id),
    said: ({ subject }) => `Open again: ${isolated(subject)}`,
  });
  const complete = (task: Task) =>
    task.episode === null ? done.mutate(task) : setDialog({ act: 'complete', task });
  const tasks = rows.flatMap((row) => (row.kind === 'task' ? [row.task] : []));
  const focusChosen = useFocusOfChosen(box, chosen, 'a');
  const current = tasks.find(({ id }) => id === chosen);
  const go = (by: number) => {
    const index = current === undefined ? -1 : tasks.indexOf(current);
    const next = tasks[Math.max(0, Math.min(tasks.length - 1, index + by))];
    if (next === undefined) return;
    setChosen(next.id);
    focusChosen(next.id);
    virtual.scrollToIndex(rows.findIndex((row) => row.kind === 'task' && row.task.id === next.id));
  };
  const open = current?.status === 'Open' && may(`/tasks/${current.id}`) ? current : null;
  useKeys([
    { keys: 'j', label: 'Next task', run: () => go(1) },
    { keys: 'k', label: 'Previous task', run: () => go(-1) },
    {
      keys: 'Enter',
      label: 'Open the task',
      run: () => current && void navigate({ to: pathOfTask(current) }),
    },
    { keys: 'e', label: 'Complete the task', run: () => open && complete(open), isOnce: true },
    { keys: 'l', label: 'Log a contact', run: () => open && setDialog({ act: 'log', task: open }) },
    {
      keys: 's',
      label: 'Snooze the task',
      run: () => open && maySnooze(open, session) && setSnoozing(open.id),
    },
  ]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="task-list" ref={box} tabIndex={0} aria-label="Tasks">
      <ul style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start, key }) => {
          const row = rows[index] as TaskRow;
          return (
            <li
              key={key}
              className={row.kind === 'heading' ? 'head' : 'entry'}
              ref={virtual.measureElement}
              data-index={index}
              style={{ transform: `translateY(${start}px)` }}
              data-chosen={row.kind === 'task' && row.task.id === chosen}
            >
              {row.kind === 'heading' ? (
                <h2>
                  {sectionTitles[row.section]}{' '}
                  <span className="quiet number">{countInWords(counts[row.section])}</span>
                </h2>
              ) : (
                <TaskItem
                  task={row.task}
                  snoozes={snoozes}
                  isSnoozing={row.task.id === snoozing}
                  onSnoozing={(is) => setSnoozing(is ? row.task.id : null)}
                  onComplete={complete}
                  onReopen={reopen.mutate}
                  mayChange={may(`/tasks/${row.task.id}`)}
                />
              )}
            </li>
          );
        })}
      </ul>
      <TaskDialogs dialog={dialog} onClose={() => setDialog(null)} />
    </section>
  );
}

function keyOf(row: TaskRow | undefined): string | undefined {
  return row?.kind === 'heading' ? row.section : row?.task.id;
}

/** A count that stopped says that there are more. */
export function countInWords({ count, isCapped }: { count: number; isCapped: boolean }): string {
  return `${count.toLocaleString()}${isCapped ? '+' : ''}`;
}
