/** What people are to be told, as rows: this part of the store's door. */
import type { Store } from '../store/store.ts';
import { type Alert, alertsAfter, lastAlertId, listenForAlerts } from './alert-feed.ts';

export interface Telling {
  /** Alerts after an id, in order. */
  alertsAfter(id: number, countMax: number): Promise<Alert[]>;
  lastAlertId(): Promise<number>;
  /** Calls back whenever there may be new alerts, until closed; on reconnect too. */
  listenForAlerts(onNews: () => void): { close(): Promise<void> };
}

export function telling({ pool, databaseUrl }: Store): Telling {
  return {
    alertsAfter: (id, countMax) => alertsAfter(pool, id, countMax),
    lastAlertId: () => lastAlertId(pool),
    listenForAlerts: (onNews) => listenForAlerts(databaseUrl, onNews),
  };
}
