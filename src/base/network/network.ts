/**
 * The door of network: which addresses a request may reach, a request that reaches no other, who sent one, and the headers of answers.
 *
 * Enters: addresses that people name, and the operator's list of others. Leaves: whether they are public or allowed, and what they
 * answer. It knows no product.
 */

export type { Allowed } from './address-guard.ts';
export { isPublic, literalOf, portOf, readAllowed } from './address-guard.ts';
export { answerHeaders, forOtherPages } from './answer-headers.ts';
export { decompressed } from './decompressed.ts';
export type { Guard, GuardedAnswer, GuardedRequest } from './guarded-request.ts';
export { Forbidden, requestGuarded } from './guarded-request.ts';
export { gatherRoutes, noRouteDetail } from './known-routes.ts';
export { allowLongUpload, isLongUpload } from './long-uploads.ts';
export { movingBody } from './moving-body.ts';
export { isLoopback, isNearby } from './nearby.ts';
export { formatOf, type RecordFormat } from './record-format.ts';
export { senderOf } from './sender.core.ts';
