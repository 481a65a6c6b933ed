/** When lists that the live stream patches are loaded again. */
import type { InvalidateQueryFilters, QueryClient } from '@tanstack/react-query';
import { reconcileEveryMs, refreshAtMs } from './gathering.ts';

type Later = (run: () => void, ms: number) => () => void;

/** Timers that end together. */
export function timers(): { later: Later; close: () => void } {
  const running = new Set<ReturnType<typeof setTimeout>>();
  const later: Later = (run, ms) => {
    const timer = setTimeout(() => {
      running.delete(timer);
      run();
    }, ms);
    running.add(timer);
    return () => {
      running.delete(timer);
      clearTimeout(timer);
    };
  };
  return {
    later,
    close: () => {
      for (const timer of running) clearTimeout(timer);
    },
  };
}

/**
 * Loads the lists again: soon where something may have been missed, and once in a while where they were only patched. One
 * refresh after the other: one that begins again with each alert never comes to the end of a long list.
 */
export function refresher(queries: QueryClient, later: Later, filtersNow: () => InvalidateQueryFilters) {
  let refreshedAtMs = Number.NEGATIVE_INFINITY;
  let dueAtMs = Number.POSITIVE_INFINITY;
  let isRunning = false;
  let isWantedAgain = false;
  let cancel = () => {};
  const run = async () => {
    dueAtMs = Number.POSITIVE_INFINITY;
    isRunning = true;
    await queries.invalidateQueries(filtersNow());
    isRunning = false;
    refreshedAtMs = performance.now();
    if (isWantedAgain) soon({ isNow: true });
    isWantedAgain = false;
  };
  const soon = ({ isNow }: { isNow: boolean }) => {
    if (isRunning) {
      isWantedAgain ||= isNow;
      return;
    }
    const nowMs = performance.now();
    const atMs = isNow ? refreshAtMs(nowMs, refreshedAtMs) : nowMs + reconcileEveryMs;
    if (atMs >= dueAtMs) return;
    dueAtMs = atMs;
    cancel();
    cancel = later(() => void run(), atMs - nowMs);
  };
  return { soon };
}
