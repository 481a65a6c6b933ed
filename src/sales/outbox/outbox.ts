/** The door of sales/outbox: TODO */
import type { Store } from '../store/store.ts';
import { type Alert, alertsAfter, lastAlertId, listenForAlerts } from './alert-feed.ts';

export type { Alert, AlertRow } from './alert-feed.ts';
export { alertOf, alertsAfter } from './alert-feed.ts';
export type { AlertHeat, AlertToWrite } from './alert-rows.ts';
export { writeAlerts } from './alert-rows.ts';
export type { DeliveryKind, NewDelivery } from './delivery-rows.ts';
export { newSecret, writeDeliveries } from './delivery-rows.ts';

export interface Outbox {
  /** Alerts after an id, in order. */
  alertsAfter(id: number, countMax: number): Promise<Alert[]>;
  lastAlertId(): Promise<number>;
  /** Calls back whenever there may be new alerts, until closed; on reconnect too. */
  listenForAlerts(onNews: () => void): { close(): Promise<void> };
}

export function outbox({ pool, databaseUrl }: Store): Outbox {
  return {
    alertsAfter: (id, countMax) => alertsAfter(pool, id, countMax),
    lastAlertId: () => lastAlertId(pool),
    listenForAlerts: (onNews) => listenForAlerts(databaseUrl, onNews),
  };
}
