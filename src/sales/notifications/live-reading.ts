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
  /**
   * Returns the next alerts in order. Those that were handed over are taken where no other has an id between, also while the table is
   * read.
   */
  next(): Promise<readonly Alert[]>;
  close(): Promise<void>;
}

export function openAlertReading(outbox: Outbox, reader: Reader): AlertReading {
  /** What this process committed since the last reading, in order. */
  let committed: CommittedAlerts[] = [];
  let onCommitted: () => void = () => undefined;
  const stopTaking = outbox.onCommitted((alerts) => {
    if (!reader.hasSubscribers()) return;
    committed.push(alerts);
    onCommitted();
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
  /** Takes what was handed over; nothing where another alert has an id between. */
  const takeHanded = (): readonly Alert[] => {
    const handed = committed;
    committed = [];
    const next: Alert[] = [];
    for (const { after, alerts } of handed) {
      const last = next.at(-1)?.id ?? reader.position();
      if (after > last) return [];
      next.push(...alerts.filter(({ id }) => id > last));
    }
    return next;
  };
  return {
    next: async () => {
      const handed = takeHanded();
      if (handed.length > 0) return handed;
      const { promise: meanwhile, resolve } = Promise.withResolvers<null>();
      onCommitted = () => resolve(null);
      const reading = read();
      // The bell for a commit may come over its own connection before the commit is answered: then the reading knows no more than that.
      const found = await Promise.race([reading, meanwhile]);
      if (found !== null) return found;
      const late = takeHanded();
      if (late.length === 0) return reading;
      // Where it fails, the next one does too.
      reading.catch(() => undefined);
      return late;
    },
    close: async () => {
      stopTaking();
      await listener.close();
    },
  };
}
