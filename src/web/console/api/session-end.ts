/** Whether the log-in of this page has ended: any answer may say so, and the log-in over the page takes it back. */
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let hasEnded = false;

function set(next: boolean): void {
  if (hasEnded === next) return;
  hasEnded = next;
  for (const listener of listeners) listener();
}

export const sessionEnd = {
  happened: () => set(true),
  isOver: () => set(false),
};

export function useSessionEnd(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => hasEnded,
  );
}
