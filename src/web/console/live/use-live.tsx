/** The live stream for the whole console: one connection, whose alerts refresh what is shown and say who became hot. */
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { api } from '../api.ts';
import { gatherMs, refreshAtMs, shownOf } from './gathering.ts';
import { type LiveAlert, liveTypes } from './live-alert.ts';
import { connectLive, type LiveState } from './live-connection.ts';

interface Live {
  state: LiveState;
  /** Ids of leads and tasks that arrived or heated a moment ago. */
  fresh: ReadonlySet<string>;
}

/** How long something new is emphasised, ms. */
const freshMs = 4_000;
/** One toast at a time: the next one replaces it. */
const toastId = 'live';

const LiveContext = createContext<Live>({ state: 'reconnecting', fresh: new Set() });

export function useLive(): Live {
  return useContext(LiveContext);
}

/** Connects again with each log-in: the one before was refused. */
export function LiveProvider({ logIns, children }: { logIns: number; children: ReactNode }) {
  const queries = useQueryClient();
  const [state, setState] = useState<LiveState>('reconnecting');
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new log-in connects again
  useEffect(() => {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const later = (run: () => void, ms: number) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms);
      timers.add(timer);
    };
    let gathered: LiveAlert[] = [];
    let refreshedAtMs = Number.NEGATIVE_INFINITY;
    let isRefreshAhead = false;
    let isWanted = false;
    // One after the other: a refresh that begins again with each alert never comes to the end of a long list.
    const refreshSoon = () => {
      isWanted = true;
      if (isRefreshAhead) return;
      isRefreshAhead = true;
      const nowMs = performance.now();
      later(() => void refresh(), refreshAtMs(nowMs, refreshedAtMs) - nowMs);
    };
    const refresh = async () => {
      isWanted = false;
      await queries.invalidateQueries({ queryKey: ['work'] });
      refreshedAtMs = performance.now();
      isRefreshAhead = false;
      if (isWanted) refreshSoon();
    };
    const show = () => {
      const { fresh: ids, toast } = shownOf(gathered);
      gathered = [];
      refreshSoon();
      if (ids.length > 0) {
        setFresh((before) => new Set([...before, ...ids]));
        later(() => setFresh((before) => new Set([...before].filter((id) => !ids.includes(id)))), freshMs);
      }
      if (toast === null) return;
      notifications.hide(toastId);
      notifications.show({ id: toastId, ...toast });
    };
    const disconnect = connectLive(liveTypes, {
      onState: setState,
      // What happened while the line was down, and came before this page knew an id, is in the lists.
      onOpen: refreshSoon,
      onAlert: (alert) => {
        if (gathered.length === 0) later(show, gatherMs);
        gathered.push(alert);
      },
      mayRetry: () => api.isLoggedIn(),
    });
    return () => {
      disconnect();
      for (const timer of timers) clearTimeout(timer);
      setFresh(new Set());
    };
  }, [queries, logIns]);

  return <LiveContext value={{ state, fresh }}>{children}</LiveContext>;
}
