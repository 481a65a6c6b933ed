/** The health of an installation in the API: what goes through it, what waits, how its stores and processes are, and what is wrong. */
import { z } from 'zod';
import { channelKinds } from '../../base/kernel/kernel.ts';

const instant = z.iso.datetime();
const count = z.number().int();
const seconds = z.number().nullable();

/** From the best to the worst. */
export const healthStates = ['well', 'warning', 'alarm'] as const;
export type HealthState = (typeof healthStates)[number];

export const alarmNames = [
  ...(['store-away', 'role-missing', 'process-silent', 'reports-unread', 'not-ready'] as const),
  ...(['replica-unused', 'lag-high', 'lag-grows', 'shedding'] as const),
  ...(['history-lag-grows', 'no-events', 'restoring', 'mismatches', 'dead-letters'] as const),
  ...(['unread-tier-updates', 'failing-profiles', 'deliveries-late', 'deliveries-failed'] as const),
] as const;
export type AlarmName = (typeof alarmNames)[number];

export const healthAlarmSchema = z.object({
  name: z.enum(alarmNames),
  severity: z.enum(['warning', 'alarm']),
  /** What is found, with its figures. */
  says: z.string(),
  /** What to do about it. */
  remedy: z.string(),
});
export type HealthAlarm = z.infer<typeof healthAlarmSchema>;

/** One count a slot, the oldest first; the last slot is under way. */
const series = z.array(count);

const hopSchema = z.object({
  /** `scored`: its score is committed; `relayed`: sales has its tier update; `notified`: the live stream has its alert. */
  hop: z.enum(['scored', 'relayed', 'notified']),
  /** In all slots. */
  count,
  /** Seconds since the acceptance of the event; null where nothing came. */
  p50: seconds,
  p95: seconds,
  /** `p95` of each slot. */
  series: z.array(seconds),
});

const partitionSchema = z.object({
  partition: count,
  /** Stream entries not scored yet, and not in the history yet. */
  lag: count,
  historyLag: count,
  /** Timers that are due, and what waits to go to other partitions. */
  due: count,
  outbox: count,
  deadLetters: count,
  failingProfiles: count,
});

const waitingDeliveriesSchema = z.object({
  channel: z.enum(channelKinds),
  /** Those that are tried by themselves. */
  waiting: count,
  /** Mails that are kept until a mail server is set up: nothing is tried, and they are not late. */
  kept: count,
  /** The oldest that waits; null where none does. */
  oldestAt: instant.nullable(),
  /** Given up within a day, and not sent again since. */
  failed: count,
});
export type WaitingDeliveries = z.infer<typeof waitingDeliveriesSchema>;

const storeSchema = z.object({
  store: z.enum(['redis', 'postgresql']),
  isReady: z.boolean(),
  /** Why it is not; null when it is. */
  reason: z.string().nullable(),
  /** Since when it is so, as the process saw that answers. */
  since: instant,
});

const processSchema = z.object({
  id: z.string(),
  /** Whether it is the one that answers. */
  isThis: z.boolean(),
  roles: z.array(z.string()),
  host: z.string(),
  pid: count,
  version: z.string(),
  node: z.string(),
  startedAt: instant,
  /** When it reported last. */
  seenAt: instant,
  /** `silent`: it reports no longer and has not said that it ends. `ended` is listed for half an hour. */
  state: z.enum(['ready', 'not-ready', 'silent', 'ended']),
  /** Its stores and loops that are not well. */
  unwell: z.array(z.object({ name: z.string(), reason: z.string(), since: instant })),
});
export type ProcessHealth = z.infer<typeof processSchema>;

const reevaluationSchema = z.object({
  /** Counts the changes of programmes. */
  generation: count,
  status: z.enum(['waiting', 'running', 'done']),
  /** Null before it has begun. */
  beganAt: instant.nullable(),
  /** Profiles in all; null before they are counted. */
  total: count.nullable(),
  done: count,
  /** Profiles a second since it began; null while that is not known. */
  perSecond: z.number().nullable(),
  secondsLeft: count.nullable(),
});
export type ReevaluationView = z.infer<typeof reevaluationSchema>;

export const healthSchema = z.object({
  at: instant,
  state: z.enum(healthStates),
  /** The worst first. */
  alarms: z.array(healthAlarmSchema),
  slotSeconds: count,
  /**
   * Of all processes: events accepted, rejected, scored; tier updates relayed; events copied to the history; deliveries and failed tries.
   * `shed` counts requests that were answered 429 because a door was full.
   */
  flows: z.object({
    ...{ accepted: series, rejected: series, shed: series, scored: series, relayed: series },
    ...{ copied: series, delivered: series, failed: series },
  }),
  /** Stream entries that wait, over all partitions; null where nobody looked. */
  lag: z.array(count.nullable()),
  historyLag: z.array(count.nullable()),
  hops: z.array(hopSchema),
  /** Null while Redis does not answer. */
  partitions: z.array(partitionSchema).nullable(),
  /** Null while PostgreSQL does not answer. */
  deliveries: z.array(waitingDeliveriesSchema).nullable(),
  heldLeads: count.nullable(),
  /** Tier updates that sales could not read. */
  unreadTierUpdates: count.nullable(),
  stores: z.array(storeSchema),
  /** Where the process that answers reads reports; null without `DATABASE_REPLICA_URL`. */
  replica: z
    .object({
      isUsed: z.boolean(),
      /** The moment of which it has everything; null where that is not known. */
      asOf: instant.nullable(),
      /** Why it is not used; null where it is. */
      reason: z.string().nullable(),
    })
    .nullable(),
  /** All that reported within half an hour; while their reports cannot be read, the one that answers. */
  processes: z.array(processSchema),
  /** When the last event known was accepted, however long ago; null where none is known, or Redis does not say. */
  lastEventAt: instant.nullable(),
  /** Whether the reports could be read. While they cannot, flows and latencies are of the process that answers alone. */
  areReportsRead: z.boolean(),
  /** Profiles that the running processes have replayed, and those whose score differed. */
  audited: z.object({ checked: count, mismatched: count }),
  /** Null while Redis does not answer. */
  reevaluation: reevaluationSchema.nullable(),
  /** The restore that runs; null without one. */
  restore: z.object({ found: count, waiting: count, failed: count, isWhole: z.boolean() }).nullable(),
});
export type Health = z.infer<typeof healthSchema>;
