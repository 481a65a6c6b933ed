/**
 * The door of delivery: mail, Slack and webhooks sent under leases, with retries and a log.
 *
 * Enters: rows of deliveries that are due. Leaves: each delivery at least once, every attempt logged. An attempt
 * counts only under its lease. No database connection is held during an attempt. The connection to a user-named
 * address goes to the address that was checked. Receiver unavailable: retried with growing waits, while other
 * receivers get theirs.
 */
import type {
  DeliveryFilter,
  DeliveryView,
  DeliveryWithAttempts,
  EndpointChange,
  EndpointView,
  WaitingDeliveries,
} from '../../contract/api/api.ts';
import type { DeliveryKind } from '../outbox/outbox.ts';
import type { Actor, Page, Revised, Store } from '../store/store.ts';
import { type Attempt, noteAttempt } from './attempts.ts';
import {
  cancelDelivery,
  countWaiting,
  countWaitingAndFailed,
  deliveryOf,
  keepMails,
  listDeliveries,
  oldestDeliveryAt,
  replayDelivery,
  replayOnce,
} from './delivery-log.ts';
import { changeEndpoint, enableEndpoint, endpoint, listEndpoints, rotateSecret } from './endpoints.ts';
import { type Delivery, type LeasedDeliveries, leaseDeliveries } from './leases.ts';
import type { RetryDecision } from './retry.core.ts';

export { unreachable } from './channel-target.ts';
export { type Delivery, deliveriesWait } from './leases.ts';
export type { Answer } from './retry.core.ts';
export type { Sender } from './sender.ts';
export { startSender } from './sender.ts';
export type { Transports } from './transports.ts';
export { openTransports } from './transports.ts';

export interface Deliveries {
  /** Leases due deliveries of a kind. `underWay` counts the caller's attempts in progress by destination. */
  leaseDeliveries(
    kind: DeliveryKind,
    countMax: number,
    underWay: ReadonlyMap<string, number>,
  ): Promise<LeasedDeliveries>;
  /** Logs an attempt and applies what follows from it. */
  noteAttempt(delivery: Delivery, attempt: Attempt): Promise<RetryDecision['outcome']>;
  /** Keeps every open mail until a mail server is set up, and says so on each. Returns how many are kept. */
  keepMails(): Promise<number>;
  countWaiting(): Promise<Map<DeliveryKind, number>>;
  /** When the oldest that waits was made; null where none does. */
  oldestAt(): Promise<Date | null>;
  /** Of each kind how many wait and since when, and how many failed within a day. */
  countWaitingAndFailed(): Promise<WaitingDeliveries[]>;
  listDeliveries(filter: DeliveryFilter): Promise<Page<DeliveryView>>;
  delivery(id: string): Promise<DeliveryWithAttempts | null>;
  replayDelivery(id: string, actor: Actor): Promise<DeliveryWithAttempts>;
  /** The same for one that nobody has sent again yet. Returns the id of the delivery that is tried. */
  replayOnce(id: string, actor: Actor): Promise<string>;
  cancelDelivery(id: string, actor: Actor): Promise<DeliveryWithAttempts>;
  listEndpoints(actor: Actor): Promise<EndpointView[]>;
  endpoint(id: string, actor: Actor): Promise<EndpointView | null>;
  rotateSecret(id: string, actor: Actor): Promise<EndpointView>;
  enableEndpoint(id: string, actor: Actor): Promise<EndpointView>;
  changeEndpoint(id: string, change: Revised<EndpointChange>, actor: Actor): Promise<EndpointView>;
}

export function deliveries({ pool, now }: Store): Deliveries {
  return {
    leaseDeliveries: (kind, countMax, underWay) => leaseDeliveries(pool, kind, countMax, underWay, now()),
    noteAttempt: (delivery, attempt) => noteAttempt(pool, delivery, attempt, now()),
    keepMails: () => keepMails(pool),
    countWaiting: () => countWaiting(pool),
    oldestAt: () => oldestDeliveryAt(pool),
    countWaitingAndFailed: () => countWaitingAndFailed(pool, now()),
    listDeliveries: (filter) => listDeliveries(pool, filter),
    delivery: (id) => deliveryOf(pool, id),
    replayDelivery: (id, actor) => replayDelivery(pool, id, actor, now()),
    replayOnce: (id, actor) => replayOnce(pool, id, actor, now()),
    cancelDelivery: (id, actor) => cancelDelivery(pool, id, actor, now()),
    listEndpoints: (actor) => listEndpoints(pool, actor, now()),
    endpoint: (id, actor) => endpoint(pool, id, actor, now()),
    rotateSecret: (id, actor) => rotateSecret(pool, id, actor, now()),
    enableEndpoint: (id, actor) => enableEndpoint(pool, id, actor, now()),
    changeEndpoint: (id, change, actor) => changeEndpoint(pool, id, change, actor, now()),
  };
}
