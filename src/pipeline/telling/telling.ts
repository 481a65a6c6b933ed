/** What people are to be told, as rows: this part of the store's door. */
import type { Store } from '../store.ts';
import { type Alert, alertsAfter, lastAlertId, listenForAlerts } from './alert-feed.ts';
import { tellDeadlines } from './deadline-rows.ts';

export interface Telling {
  /** Alerts after an id, in order. */
  alertsAfter(id: number, countMax: number): Promise<Alert[]>;
  lastAlertId(): Promise<number>;
  /** Calls back whenever there may be new alerts, until closed; on reconnect too. */
  listenForAlerts(onNews: () => void): { close(): Promise<void> };
  /** Writes the alerts of deadlines that came near or passed, each once; answers how many. */
  tellDeadlines(): Promise<number>;
}

export function telling({ pool, databaseUrl, now }: Store): Telling {
  return {
    alertsAfter: (id, countMax) => alertsAfter(pool, id, countMax),
    lastAlertId: () => lastAlertId(pool),
    listenForAlerts: (onNews) => listenForAlerts(databaseUrl, onNews),
    tellDeadlines: () => tellDeadlines(pool, now()),
  };
}
