/** The live stream in the page: refreshes what is shown, says who became hot, and knows whether it is connected. */
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isolated } from '../../base/text/text.ts';
import type { LeadView, TaskView } from '../../contract/api/api.ts';

export type LiveState = 'live' | 'reconnecting';

interface Told {
  type: string;
  lead?: LeadView;
  task?: TaskView;
}

const types = [
  'lead.opened',
  'lead.heated',
  'lead.updated',
  'lead.assigned',
  'lead.reassigned',
  'task.opened',
  'task.heated',
  'task.updated',
  'task.completed',
  'task.due-soon',
  'task.overdue',
  'task.escalated',
  'task.reassigned',
];

/** Headlines of what deserves one; the rest only refreshes. */
const headlines: Record<string, string> = {
  'lead.opened': 'New hot lead',
  'lead.heated': 'Getting hotter',
  'task.opened': 'A known contact is hot',
  'task.heated': 'A known contact gets hotter',
  'task.due-soon': 'Contact due soon',
  'task.overdue': 'Contact overdue',
  'lead.assigned': 'A lead was assigned',
  'lead.reassigned': 'An overdue lead has a new owner',
  'task.assigned': 'A task was assigned',
  'task.escalated': 'Contact still overdue',
  'task.reassigned': 'An overdue task has a new owner',
};

const deadlineTypes = new Set([
  'task.due-soon',
  'task.overdue',
  'task.escalated',
  'lead.reassigned',
  'task.reassigned',
]);

/** Connects while mounted. `fresh` holds the ids that arrived or heated since, for a moment of emphasis. */
export function useLive(): { state: LiveState; fresh: ReadonlySet<string> } {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('reconnecting');
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    const source = new EventSource('/api/v1/alerts/stream');
    const refresh = () => queries.invalidateQueries({ queryKey: ['work'] });
    source.onopen = () => {
      setState('live');
      // What happened while the line was down is in the lists.
      void refresh();
    };
    source.onerror = () => setState('reconnecting');
    const onTold = (message: MessageEvent<string>) => {
      const told = JSON.parse(message.data) as Told;
      void refresh();
      const about = told.lead ?? told.task;
      const headline = headlines[told.type];
      if (!about || !headline) return;
      setFresh((before) => new Set([...before, told.lead?.id ?? told.task?.lead ?? about.id]));
      const who = about.person?.name ?? about.person?.email ?? 'Somebody';
      const tier = isolated(about.tierName);
      notifications.show({
        title: headline,
        message: `${isolated(who)}: ${tier}, ${about.score} points`,
        color: deadlineTypes.has(told.type) ? 'orange' : 'chili',
      });
    };
    for (const type of types) source.addEventListener(type, onTold);
    return () => source.close();
  }, [queries]);

  return { state, fresh };
}
