/**
 * The door of the kernel: the few pure things every room stands on.
 *
 * Enters: plain values. Leaves: plain values. It knows no Redis, no clock, no environment; time is always an argument
 * or a `Clock` passed in by the shell.
 */

export type { Clock } from './clock.ts';
export { systemClock } from './clock.ts';
export { channelKinds, eventTypes, mailProviders } from './closed-lists.ts';
export type { ErrorCode } from './errors.ts';
export { ApiError, errorCodes, problemOf, problemTypeOf } from './errors.ts';
export { isFreeMail } from './free-mail.ts';
export {
  contentHashOf,
  erasedNameOf,
  erasureHashOf,
  eventHashEnd,
  eventHashOf,
  keyHashOf,
  partitionOf,
  profileIdOf,
  secretMarkOf,
} from './hashing.ts';
export { depthOf, isDeeperThan, textIsDeeperThan } from './json-depth.ts';
export { limits, limitTopics } from './limits.ts';
export { badCursor, cursorFor, valuesInCursor } from './list-cursor.ts';
export { isOutage } from './outage.ts';
export { contentRevision, requireRevision } from './revision.ts';
export {
  bytesOfBase64,
  digestNameOf,
  hmacOf,
  isPublicKey,
  isSameSecret,
  isSignedByCertificate,
  isSignedByKey,
} from './signatures.ts';
export { isStorableId, isStorableMs, storableJson } from './storable.ts';
export type { StreamPosition } from './stream-id.ts';
export { firstId, idAfter, isAfter } from './stream-id.ts';
export { newWriteKey, writeKeyPattern } from './write-key.ts';
