/**
 * Every Redis key name of the product.
 *
 * | key | type | meaning |
 * |---|---|---|
 * | `scoville:installation` | hash | `partitions`: fixed at first start, with `tags` `even` in a cluster and `states` `compact` where it began with a program that reads these; `id` of the installation and its `era`, as PostgreSQL has them |
 * | `scoville:signatures` | hash | name of a match signature → its id; `#last` is the highest id |
 * | `scoville:programmes` | hash | `generation` of the active ones, `sources` their texts, `earlier` those of generations before; `signatures` a hash of their match signatures, `signaturesGeneration` since which these are the same; `reevaluated`: the generation for which every profile is scheduled; `reevaluation`: how far the last one is, JSON; `text:<digest>`: a text that was active, and its first generation; `signature:<name>`: ms of acceptance from which on it counts |
 * | `scoville:processes` | hash | id of a process → when it was written, ms, and its latest report, JSON; for `processKeptMs` after the last |
 * | `scoville:keys` | string | the keys with which clients send, as hashes, JSON |
 * | `scoville:limit:<name>` | hash | events that a key or an address may still send, or identities that an address may name: `left` in thousandths at the time `at`, ms; forgotten when it is full |
 * | `scoville:mail-token:<hash>` | string | a token of Mailgun that was used: a hash of the event it was for; for 25 hours |
 * | `scoville:archiving` | string | a walk for profiles to be archived began; for a day |
 * | `scoville:ready` | string | what a check of readiness writes |
 * | `scoville:bell` | channel | `e3,7` news in partitions 3 and 7; `s` new tier updates; `g` new programmes; `k` other keys of clients; `x` somebody was erased |
 * | `scoville:{p}:events` | stream | entries of many events (`e`), links (`l`), profile merges (`s`) or erasures (`x`), JSON |
 * | `scoville:{p}:cursor` | hash | `epoch`: the lease now valid; `generation` of the programmes it scores by, `generationFrom`: the last entry scored before these; `commits`: how many there were; `offset`: the last entry scored; `within`: records of the next entry that are scored already; `history`, `ledger`, `applied`: the last entry of events and ledger that the history has, and of crossings that sales has; `eventsRejected`, `ledgerRejected`: the last record of these that the history could not store; `era`: that of the installation when it was opened, and its id, `4:…`; `read`, `trimmed`: how many entries were scored, forgotten in all |
 * | `scoville:{p}:profile:<id>` | string | packed state, or the link to another profile |
 * | `scoville:{p}:identity:<id>` | string | identities and traits of a known profile, JSON |
 * | `scoville:{p}:timers` | sorted set | profile id by the time its score next changes by itself, ms |
 * | `scoville:{p}:restoring` | set | ids of profiles that a restore has found, or that wait to be rebuilt while it runs, until they are whole |
 * | `scoville:{p}:failing` | hash | id of a profile that cannot be evaluated → the failure, JSON, until a commit evaluates it |
 * | `scoville:{p}:erased` | hash | salted hash of an erased profile → ms: what was accepted until then is erased; `#salt` of the hashes, `#changes` how often it was added to |
 * | `scoville:{p}:archived` | string | bits of the profiles that were archived: a Bloom filter |
 * | `scoville:{p}:crossings` | stream | tier updates and erasures (`r`), JSON, until sales has applied them |
 * | `scoville:{p}:ledger` | stream | ledger entries (`g`), a JSON array a commit, until the history has them |
 * | `scoville:{p}:dead` | stream | dead letters: `f` field and `j` JSON of an entry with the one record, `r` reason, `d` detail, `c` `1` where the JSON was cut; at most `deadLettersMax` |
 * | `scoville:{p}:outbox` | stream | what goes to another partition: `t` target, then one of `e`, `l`, `s` |
 * | `scoville:{p}:inbox` | hash | source partition → last outbox entry taken from it |
 *
 * All keys of a partition share the hash tag `{p}`: one script may touch them all, and a Redis Cluster spreads them. It is the number
 * of the partition, or with even tags that and another number.
 */

const root = 'scoville';

export const installationKey = `${root}:installation`;
export const processesKey = `${root}:processes`;
export const signaturesKey = `${root}:signatures`;
export const programmesKey = `${root}:programmes`;
/** How many events a key or an address may still send. */
export const budgetKey = (name: string) => `${root}:limit:${name}`;
export const ingestKeysKey = `${root}:keys`;
export const mailTokenKey = (hash: string) => `${root}:mail-token:${hash}`;
export const archivingKey = `${root}:archiving`;
/** Written by a check of readiness. */
export const readinessKey = `${root}:ready`;
export const bellChannel = `${root}:bell`;

/** BullMQ's prefix; the braces keep a queue's keys in one slot of a Cluster. */
export const queuePrefix = `{${root}:jobs}`;

/** The names of one partition's keys. */
export interface PartitionKeys {
  events: string;
  cursor: string;
  timers: string;
  restoring: string;
  failing: string;
  erased: string;
  archived: string;
  crossings: string;
  ledger: string;
  deadLetters: string;
  outbox: string;
  inbox: string;
  profile(id: string): string;
  identity(id: string): string;
}

/** Matches every name but those of jobs. */
export const everyKey = `${root}:*`;

/** Whether a key is of the moment: what processes report, what they may still send, a check of readiness. */
export const isOfProcesses = (key: string) =>
  key === processesKey || key === readinessKey || key.startsWith(budgetKey(''));

/** Whether a key is the stream of events of a partition. */
export const isOfEvents = (key: string) => /^\w+:\{[\d.]+\}:events$/.test(key);

/** Matches the names of all profiles of all partitions. */
export const everyProfile = `${root}:{*}:profile:*`;

/** Matches the names of all identities of all partitions. */
export const everyIdentity = `${root}:{*}:identity:*`;

/** The id of an identity's key. */
export const idOfIdentity = (key: string): string => key.replace(/^\w+:\{[\d.]+\}:identity:/, '');

/** Hash tag and id of a profile's key; null for any other key. */
export function profileOfKey(key: string): { tag: string; id: string } | null {
  const [, tag, id] = /^\w+:\{([\d.]+)\}:profile:(.+)$/.exec(key) ?? [];
  return tag === undefined || id === undefined ? null : { tag, id };
}

/** A key of a hash tag that nobody writes: a walk through all keys names it to reach the master of its slot. */
export const walkKey = (tag: string) => `${root}:{${tag}}:walk`;

/** The keys of a partition by its hash tag. */
export function keysOf(of: number | string): PartitionKeys {
  const tag = `${root}:{${of}}:`;
  return {
    events: `${tag}events`,
    cursor: `${tag}cursor`,
    timers: `${tag}timers`,
    restoring: `${tag}restoring`,
    failing: `${tag}failing`,
    erased: `${tag}erased`,
    archived: `${tag}archived`,
    crossings: `${tag}crossings`,
    ledger: `${tag}ledger`,
    deadLetters: `${tag}dead`,
    outbox: `${tag}outbox`,
    inbox: `${tag}inbox`,
    profile: (id) => `${tag}profile:${id}`,
    identity: (id) => `${tag}identity:${id}`,
  };
}
