/**
 * The door of the outbox: alerts and deliveries as rows, written in the caller's transaction, and the feed of alerts.
 *
 * Enters: alerts and deliveries. Leaves: rows, and a bell at the commit. A person marked *do not contact* gets no
 * row. The outbox chooses no channel and sends nothing. PostgreSQL unavailable: nothing is written, and the feed
 * resumes after its last id.
 */
import type { Store } from '../store/store.ts';
import type { Alert } from './alert.ts';
import { alertsAfter, lastAlertId, listenForAlerts } from './alert-feed.ts';
import { pollForAlerts } from './alert-poll.ts';
import { type CommittedAlerts, onCommitted } from './committed-alerts.ts';
import { shareListening } from './shared-listening.ts';

export type { Alert, AlertHeat, AlertRow } from './alert.ts';
export { alertOf } from './alert.ts';
export { alertsAfter } from './alert-feed.ts';
export type { AlertToWrite } from './alert-rows.ts';
export { composeAlerts, leaveOutAlerts, sendAlerts, writeAlerts } from './alert-rows.ts';
export type { CommittedAlerts } from './committed-alerts.ts';
export type { DeliveryKind, NewDelivery } from './delivery-rows.ts';
export { newSecret, writeDeliveries } from './delivery-rows.ts';

export interface Outbox {
  /** Alerts after an id, in order. */
  alertsAfter(id: number, countMax: number): Promise<Alert[]>;
  lastAlertId(): Promise<number>;
  /**
   * Calls back whenever there may be new alerts, until closed; on reconnect too. It gets the last id of them, or infinity where that
   * is not known. `onRecords` hears the name of each table of records in stages that changes while the connection stands.
   * All of a process share one connection.
   */
  listenForAlerts(
    onNews: (untilId: number) => void,
    onRecords?: (table: string) => void,
  ): { close(): Promise<void> };
  /** Calls back with the alerts that this process commits. Returns how to stop. */
  onCommitted(listener: (committed: CommittedAlerts) => void): () => void;
}

export function outbox({ pool, sessionUrl }: Store): Outbox {
  return {
    alertsAfter: (id, countMax) => alertsAfter(pool, id, countMax),
    lastAlertId: () => lastAlertId(pool),
    listenForAlerts: shareListening(({ onNews, onRecords }) =>
      sessionUrl === null
        ? pollForAlerts(pool, onNews, onRecords)
        : listenForAlerts(sessionUrl, onNews, onRecords),
    ),
    onCommitted: (listener) => onCommitted(pool, listener),
  };
}
