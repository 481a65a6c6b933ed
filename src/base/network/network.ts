/**
 * The door of network: which addresses a request may reach. Pure.
 *
 * Enters: addresses that people name, and the operator's list of others. Leaves: whether they are public or allowed. It knows
 * no request and no product.
 */

export type { Allowed } from './address-guard.ts';
export { isPublic, literalOf, portOf, readAllowed } from './address-guard.ts';
