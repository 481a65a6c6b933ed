/**
 * The connection to the live stream: it comes back by itself, from the last alert seen, whatever ended it.
 *
 * A browser reconnects where the line breaks. It gives up for good where an answer is not 200, as from a proxy whose server
 * restarts, or where the log-in has ended. Then this opens a new one, later each time.
 */
import type { ChangedRecords, WorkCounts } from '../../../contract/api/api.ts';
import type { LiveAlert } from './live-alert.ts';

export type LiveState = 'live' | 'reconnecting';

const firstRetryMs = 1_000;
const retryMsMax = 30_000;

/** How long the n-th try in a row waits, from 0 on, ms: twice as long each time, and never at a fixed moment. */
export function retryMs(tries: number, chance: number): number {
  const most = Math.min(retryMsMax, firstRetryMs * 2 ** Math.min(tries, 10));
  return Math.round(most * (0.5 + chance / 2));
}

export interface LiveListener {
  onState(state: LiveState): void;
  /** `wasAway`: something may have been missed before it opened, and is on its way. */
  onOpen(wasAway: boolean): void;
  onAlert(alert: LiveAlert): void;
  onCounts(counts: WorkCounts): void;
  /** Records in stages have changed, in these lists. */
  onRecords(lists: ChangedRecords['lists']): void;
  /** Whether it may connect again; asked after it was refused. False where the log-in has ended. */
  mayRetry(): Promise<boolean>;
}

/** Connects until the function it returns is called. */
export function connectLive(types: readonly string[], listener: LiveListener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId = '';
  let tries = 0;
  let hasOpened = false;
  let isOver = false;

  const onMessage = (message: MessageEvent<string>) => {
    lastId = message.lastEventId || lastId;
    listener.onAlert(JSON.parse(message.data) as LiveAlert);
  };
  const open = () => {
    const after = lastId === '' ? '' : `&after=${encodeURIComponent(lastId)}`;
    const opened = new EventSource(`/api/v1/alerts/stream?rows=true${after}`);
    source = opened;
    opened.onopen = () => {
      tries = 0;
      listener.onState('live');
      listener.onOpen(hasOpened);
      hasOpened = true;
    };
    opened.onerror = () => {
      listener.onState('reconnecting');
      // Else the browser tries again, with the last id as well.
      if (opened.readyState === EventSource.CLOSED) void again();
    };
    opened.addEventListener('work.counts', (message: MessageEvent<string>) =>
      listener.onCounts(JSON.parse(message.data) as WorkCounts),
    );
    opened.addEventListener('records.changed', (message: MessageEvent<string>) =>
      listener.onRecords((JSON.parse(message.data) as ChangedRecords).lists),
    );
    for (const type of types) opened.addEventListener(type, onMessage);
  };
  const again = async () => {
    source?.close();
    if (isOver || !(await listener.mayRetry())) return;
    clearTimeout(timer);
    timer = setTimeout(() => !isOver && open(), retryMs(tries++, Math.random()));
  };
  open();
  return () => {
    isOver = true;
    clearTimeout(timer);
    source?.close();
  };
}
