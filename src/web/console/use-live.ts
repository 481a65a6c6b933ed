/** The live stream in the page: refreshes what is shown, says who became hot, and knows whether it is connected. */
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type LiveAlert, liveTypes, toastOf } from './live-alert.ts';

export type LiveState = 'live' | 'reconnecting';

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
    const onAlert = (message: MessageEvent<string>) => {
      void refresh();
      const toast = toastOf(JSON.parse(message.data) as LiveAlert);
      if (toast === null) return;
      const { id, ...shown } = toast;
      setFresh((before) => new Set([...before, id]));
      notifications.show(shown);
    };
    for (const type of liveTypes) source.addEventListener(type, onAlert);
    return () => source.close();
  }, [queries]);

  return { state, fresh };
}
