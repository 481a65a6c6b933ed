/**
 * Every Redis key name of the product.
 *
 * | key | type | meaning |
 * |---|---|---|
 * | `scoville:installation` | hash | `partitions`: fixed at first start |
 * | `scoville:signatures` | hash | facet name → its small number; `#last` is the highest given |
 * | `scoville:programmes` | hash | `hash` of those in force, `since` (ms) they are, `facets` and `signaturesSince` the same of their facets' names, `woken`: the hash and `since` every profile was woken for; `sources` what was remembered of them, `before` and `beforeSince` the same of those before; `facet:<name>`: ms of acceptance from which on it counts |
 * | `scoville:bell` | channel | `e3,7` news in partitions 3 and 7; `s` news for the pipeline |
 * | `scoville:{p}:events` | stream | entries of many events (`e`), links (`l`) or handed-over states (`s`), JSON |
 * | `scoville:{p}:cursor` | hash | `epoch`: the lease now valid; `commits`: how many there were; `offset`: the last entry scored; `history`: the last entry the history has; `read`, `trimmed`: how many entries were scored, forgotten in all |
 * | `scoville:{p}:profile:<id>` | string | packed state, or the link to another profile |
 * | `scoville:{p}:identity:<id>` | string | identities and traits of a known profile, JSON |
 * | `scoville:{p}:timers` | sorted set | profile id by the time its score next changes by itself, ms |
 * | `scoville:{p}:crossings` | stream | tier updates (`r`), JSON, until the pipeline has applied them |
 * | `scoville:{p}:ledger` | stream | ledger entries (`g`), a JSON array a commit, until the history has them |
 * | `scoville:{p}:outbox` | stream | what goes to another partition: `t` target, then one of `e`, `l`, `s` |
 * | `scoville:{p}:inbox` | hash | source partition → last outbox entry taken from it |
 *
 * All keys of a partition share the hash tag `{p}`: one script may touch them all, and a Redis Cluster spreads them.
 */

const root = 'scoville';

export const installationKey = `${root}:installation`;
export const signaturesKey = `${root}:signatures`;
export const programmesKey = `${root}:programmes`;
export const bellChannel = `${root}:bell`;

/** BullMQ's prefix; the braces keep a queue's keys in one slot of a Cluster. */
export const queuePrefix = `{${root}:jobs}`;

/** The names of one partition's keys. */
export interface PartitionKeys {
  events: string;
  cursor: string;
  timers: string;
  crossings: string;
  ledger: string;
  outbox: string;
  inbox: string;
  profile(id: string): string;
  identity(id: string): string;
}

/** Matches the names of all profiles of all partitions. */
export const everyProfile = `${root}:{*}:profile:*`;

/** Partition and id of a profile's key; null for any other key. */
export function profileOfKey(key: string): { partition: number; id: string } | null {
  const parts = /^\w+:\{(\d+)\}:profile:(.+)$/.exec(key);
  return parts === null ? null : { partition: Number(parts[1]), id: parts[2] as string };
}

export function keysOf(partition: number): PartitionKeys {
  const tag = `${root}:{${partition}}:`;
  return {
    events: `${tag}events`,
    cursor: `${tag}cursor`,
    timers: `${tag}timers`,
    crossings: `${tag}crossings`,
    ledger: `${tag}ledger`,
    outbox: `${tag}outbox`,
    inbox: `${tag}inbox`,
    profile: (id) => `${tag}profile:${id}`,
    identity: (id) => `${tag}identity:${id}`,
  };
}
