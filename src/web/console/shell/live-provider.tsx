/** The live stream for the whole console: one connection, whose alerts patch what is shown and say who became hot. */
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { api } from '../api/api.ts';
import { boardKey, boardsOf } from '../board/board-key.ts';
import { addUnread, inboxKey, inboxListKey } from '../inbox/use-inbox.ts';
import { gatherMs, shownOf } from '../live/gathering.ts';
import { type LiveAlert, liveTypes } from '../live/live-alert.ts';
import { connectLive, type LiveState } from '../live/live-connection.ts';
import { createLiveToast } from '../live/live-toast.tsx';
import { refresher, timers } from '../live/refreshing.ts';
import { LiveContext } from '../live/use-live.ts';
import { tasksKey } from '../tasks/tasks-key.ts';
import { changesIn, listsKey, patchLists, setCounts } from '../work/live-lists.ts';

/** How long something new is emphasised, ms. */
const freshMs = 4_000;

interface Props {
  logIns: number;
  /** Goes to an address of the console. */
  onOpen: (address: string) => void;
  children: ReactNode;
}

/** Connects again with each log-in: the one before was refused. */
export function LiveProvider({ logIns, onOpen, children }: Props) {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('reconnecting');
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new log-in connects again
  useEffect(() => {
    const { later, close } = timers();
    const toast = createLiveToast(onOpen, (alert) => {
      void api.markAlert(alert, true).then(() => queries.invalidateQueries({ queryKey: inboxKey }));
    });
    const refresh = refresher(queries, later, () => ({ queryKey: listsKey }));
    const refreshTasks = refresher(queries, later, () => ({ queryKey: tasksKey }));
    const refreshBoards = refresher(queries, later, () => ({ queryKey: boardKey }));
    const changed = new Set<string>();
    const refreshChanged = refresher(queries, later, () => {
      const filters = boardsOf([...changed]);
      changed.clear();
      return filters;
    });
    let gathered: LiveAlert[] = [];
    // A toast is the echo of what comes into the inbox.
    const notify = (alerts: LiveAlert[]) => {
      if (alerts.length === 0) return;
      addUnread(
        queries,
        alerts.flatMap(({ id }) => id ?? []),
      );
      void queries.invalidateQueries({ queryKey: inboxListKey });
      toast.add(alerts);
    };
    const show = () => {
      const alerts = gathered;
      gathered = [];
      const changes = changesIn(alerts);
      const mayBeStale = patchLists(queries, changes);
      refresh.soon({ isNow: mayBeStale });
      if (alerts.some(({ task }) => task)) refreshTasks.soon({ isNow: true });
      if (isOpened(changes)) void queries.invalidateQueries({ predicate: isBesideLists });
      const ids = shownOf(alerts).fresh;
      notify(alerts.filter(({ isInInbox }) => isInInbox === true));
      if (ids.length === 0) return;
      setFresh((before) => new Set([...before, ...ids]));
      later(() => setFresh((before) => new Set([...before].filter((id) => !ids.includes(id)))), freshMs);
    };
    const disconnect = connectLive(liveTypes, {
      onState: setState,
      // What happened while the line was down, and came before this page knew an id, is in the lists.
      onOpen: () => {
        refresh.soon({ isNow: true });
        refreshTasks.soon({ isNow: true });
        refreshBoards.soon({ isNow: true });
        void queries.invalidateQueries({ queryKey: inboxKey });
      },
      onRecords: (lists) => {
        for (const list of lists) changed.add(list);
        refreshChanged.soon({ isNow: true });
      },
      onCounts: (counts) => setCounts(queries, counts),
      onAlert: (alert) => {
        if (gathered.length === 0) later(show, gatherMs);
        gathered.push(alert);
      },
      mayRetry: () => api.isLoggedIn(),
    });
    return () => {
      disconnect();
      close();
      setFresh(new Set());
    };
  }, [queries, logIns]);

  return <LiveContext value={{ state, fresh }}>{children}</LiveContext>;
}

/** Whether the address opens one of them: as its page, or beside a list. */
function isOpened(changes: ReadonlyMap<string, unknown>): boolean {
  const { pathname, search } = location;
  const beside = new URLSearchParams(search).get('opened') ?? '';
  return [pathname, beside].some((path) => path.split('/').some((part) => changes.has(part)));
}

/** What is shown of one lead or task. */
function isBesideLists({ queryKey }: { queryKey: readonly unknown[] }): boolean {
  return queryKey[0] === listsKey[0] && queryKey[1] !== listsKey[1];
}
