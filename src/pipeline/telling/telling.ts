/** What people are to be told, as rows: this part of the store's door. */
import type { Store } from '../store.ts';
import { type Alert, alertsAfter, lastAlertId, listenForAlerts } from './alert-feed.ts';
import { tryWebhooks, type WebhookTry } from './webhook-rows.ts';

export interface Telling {
  /** Alerts after an id, in order. */
  alertsAfter(id: number, countMax: number): Promise<Alert[]>;
  lastAlertId(): Promise<number>;
  /** Calls back whenever there may be new alerts, until closed; on reconnect too. */
  listenForAlerts(onNews: () => void): { close(): Promise<void> };
  /** Tries the webhooks that are due; answers how many. */
  tryWebhooks(attempt: WebhookTry): Promise<number>;
}

export function telling({ pool, databaseUrl, now }: Store): Telling {
  return {
    alertsAfter: (id, countMax) => alertsAfter(pool, id, countMax),
    lastAlertId: () => lastAlertId(pool),
    listenForAlerts: (onNews) => listenForAlerts(databaseUrl, onNews),
    tryWebhooks: (attempt) => tryWebhooks(pool, now(), attempt),
  };
}
