/** The door of sales/delivery: TODO say what enters and leaves. */

export type { Allowed } from './address-guard.ts';
export { readAllowed } from './address-guard.ts';
export { unreachable } from './channel-target.ts';
export type { Delivery } from './claims.ts';
export type { Outgoing } from './outgoing.ts';
export { outgoing } from './outgoing.ts';
export type { Answer } from './retry.core.ts';
export type { Sender } from './sender.ts';
export { startSender } from './sender.ts';
export { openTransports } from './transports.ts';
