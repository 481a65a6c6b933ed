/**
 * The door of the outbox: alerts and deliveries as rows, written in the caller's transaction, and the feed of alerts.
 *
 * Enters: alerts and deliveries. Leaves: rows, and a bell at the commit. A person marked *do not contact* gets no
 * row. The outbox chooses no channel and sends nothing. PostgreSQL unavailable: nothing is written, and the feed
 * resumes after its last id.
 */
import type { Store } from '../store/store.ts';
import { type Alert, alertsAfter, lastAlertId, listenForAlerts } from './alert-feed.ts';
import { pollForAlerts } from './alert-poll.ts';

export type { Alert, AlertRow } from './alert-feed.ts';
export { alertOf, alertsAfter } from './alert-feed.ts';
export type { AlertHeat, AlertToWrite } from './alert-rows.ts';
export { leaveOutAlerts, writeAlerts } from './alert-rows.ts';
export type { DeliveryKind, NewDelivery } from './delivery-rows.ts';
export { newSecret, writeDeliveries } from './delivery-rows.ts';

export interface Outbox {
  /** Alerts after an id, in order. */
  alertsAfter(id: number, countMax: number): Promise<Alert[]>;
  lastAlertId(): Promise<number>;
  /**
   * Calls back whenever there may be new alerts, until closed; on reconnect too. `onRecords` hears the name of each table of records in
   * stages that changes while the connection stands.
   */
  listenForAlerts(onNews: () => void, onRecords?: (table: string) => void): { close(): Promise<void> };
}

export function outbox({ pool, sessionUrl }: Store): Outbox {
  return {
    alertsAfter: (id, countMax) => alertsAfter(pool, id, countMax),
    lastAlertId: () => lastAlertId(pool),
    listenForAlerts: (onNews, onRecords) =>
      sessionUrl === null
        ? pollForAlerts(pool, onNews, onRecords)
        : listenForAlerts(sessionUrl, onNews, onRecords),
  };
}
