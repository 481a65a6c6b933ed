/** The present, once a second, for all that ticks on the page: one clock, which stands while nothing shows it. */
import { useSyncExternalStore } from 'react';

const tickMs = 1_000;

const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    nowMs = Date.now();
    timer = setInterval(tick, tickMs);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The present in ms, as of the last second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}
