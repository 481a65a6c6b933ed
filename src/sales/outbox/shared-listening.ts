/** The one listener for alerts of a process: its rooms share the connection, which opens for the first and closes after the last. */
import { anyAlertId } from './alert.ts';

interface Hearer {
  onNews: (untilId: number) => void;
  onRecords: (table: string) => void;
}

interface Closable {
  close(): Promise<void>;
}

/** Shares what `open` opens. One that joins is rung for at once: what the connection heard before was not for it. */
export function shareListening(open: (of: Hearer) => Closable) {
  const hearers = new Set<Hearer>();
  let shared: Closable | null = null;
  const all: Hearer = {
    onNews: (untilId) => {
      for (const { onNews } of hearers) onNews(untilId);
    },
    onRecords: (table) => {
      for (const { onRecords } of hearers) onRecords(table);
    },
  };
  return (onNews: Hearer['onNews'], onRecords: Hearer['onRecords'] = () => undefined): Closable => {
    const mine = { onNews, onRecords };
    hearers.add(mine);
    if (shared === null) shared = open(all);
    // Not within this call: who listens may not be ready for it yet.
    else
      queueMicrotask(() => {
        if (hearers.has(mine)) onNews(anyAlertId);
      });
    return {
      close: async () => {
        if (!hearers.delete(mine) || hearers.size > 0) return;
        const last = shared;
        shared = null;
        await last?.close();
      },
    };
  };
}
