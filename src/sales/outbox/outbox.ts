/** The door of sales/outbox: TODO say what enters and leaves. */

export type { Alert, AlertRow } from './alert-feed.ts';
export { alertOf, alertsAfter } from './alert-feed.ts';
export type { AlertHeat, AlertToWrite } from './alert-rows.ts';
export { writeAlerts } from './alert-rows.ts';
export type { DeliveryKind, NewDelivery } from './delivery-rows.ts';
export { newSecret, writeDeliveries } from './delivery-rows.ts';
export type { Telling } from './telling.ts';
export { telling } from './telling.ts';
