/** The alerts that a live stream sends next: those that this process has just committed, else those of the table. */
import { limits } from '../../base/kernel/kernel.ts';
import type { Alert, CommittedAlerts, Outbox } from '../outbox/outbox.ts';

/** What a live stream says of itself. */
interface Reader {
  /** The last alert that it has sent. */
  position(): number;
  /** Whether anybody listens; if not, nothing is kept for it. */
  hasSubscribers(): boolean;
  /** There may be alerts after its position, or changes of records to send. */
  onNews(): void;
  /** Records of a table have changed. */
  onRecords(table: string): void;
}

export interface AlertReading {
  /** Returns the next alerts in order. Those that were handed over are taken where no other has an id between. */
  next(): Promise<readonly Alert[]>;
  close(): Promise<void>;
}

export function openAlertReading(outbox: Outbox, reader: Reader): AlertReading {
  /** What this process committed since the last reading, in order. */
  let committed: CommittedAlerts[] = [];
  const stopTaking = outbox.onCommitted((alerts) => {
    if (!reader.hasSubscribers()) return;
    committed.push(alerts);
    reader.onNews();
  });
  const listener = outbox.listenForAlerts(
    (untilId) => {
      if (untilId > reader.position()) reader.onNews();
    },
    (table) => {
      reader.onRecords(table);
      reader.onNews();
    },
  );
  const read = () => outbox.alertsAfter(reader.position(), limits.liveReadAlertsMax);
  return {
    next: async () => {
      const handed = committed;
      committed = [];
      const next: Alert[] = [];
      for (const { after, alerts } of handed) {
        const last = next.at(-1)?.id ?? reader.position();
        if (after > last) return read();
        next.push(...alerts.filter(({ id }) => id > last));
      }
      return next.length > 0 ? next : read();
    },
    close: async () => {
      stopTaking();
      await listener.close();
    },
  };
}
