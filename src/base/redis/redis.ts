/**
 * The door of redis: how a Redis is named in settings and reached, be it one server, a cluster, or one that Sentinels name.
 *
 * Enters: an address and TLS files. Leaves: a client that sends each command to the server that has its keys. It knows no key of the
 * product.
 */

export { appendByNode, type Entry } from './append.ts';
export { type Batch, batchOf, runsInOrder } from './batch.ts';
export {
  type NodeOptions,
  openNode,
  openRedis,
  optionsOfNodes,
  type RedisClient,
  type RedisTarget,
} from './client.ts';
export { type Master, mastersOf } from './masters.ts';
export { evenTags, slotOf } from './slots.core.ts';
export { type RedisTls, readRedisTls } from './tls.ts';
export { parseRedisUrl, redisAddressInWords } from './url.core.ts';
export { keysLike } from './walk.ts';
