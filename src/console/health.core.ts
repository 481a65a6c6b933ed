/** The health of an installation, put together from the reports of its processes and what the stores say now. Pure. */
import type { ReplicaState } from '../base/database/database.ts';
import { limits } from '../base/kernel/kernel.ts';
import {
  bucketSums,
  flows,
  hops,
  latencyBuckets,
  mergedSlots,
  type ProcessReport,
  quantileOf,
  type Slot,
} from '../base/telemetry/telemetry.ts';
import type { Health, ProcessHealth, ReevaluationView, WaitingDeliveries } from '../contract/api/api.ts';
import type { PartitionBacklog, Reevaluation } from '../engine/stream/stream.ts';
import { alarmsOf, stateOf } from './health-alarms.core.ts';

/** What was found. Each that comes from a store is null while the store does not answer. */
export interface Findings {
  nowMs: number;
  /** Of the process that answers. */
  own: ProcessReport;
  /** Of all processes. */
  reports: readonly ProcessReport[] | null;
  backlog: readonly PartitionBacklog[] | null;
  reevaluation: Reevaluation | null;
  restore: Health['restore'];
  deliveries: readonly WaitingDeliveries[] | null;
  held: number | null;
  unreadTierUpdates: number | null;
  replica: ReplicaState | null;
}

/** Returns the whole answer. */
export function healthOf(findings: Findings): Health {
  const { nowMs, own, reports, backlog, reevaluation, restore, deliveries, held, unreadTierUpdates } =
    findings;
  // Its own report is newer than the one that it has left.
  const all = [own, ...(reports ?? []).filter(({ id }) => id !== own.id)];
  const slots = mergedSlots(
    all.map((report) => report.slots),
    Math.floor(nowMs / limits.healthSlotMs),
    limits.healthSlots,
  );
  const running = all.filter(({ endedAtMs }) => endedAtMs === null);
  const figures = {
    at: iso(nowMs),
    slotSeconds: limits.healthSlotMs / limits.secondMs,
    ...seriesOf(slots),
    partitions: backlog?.map(partitionView) ?? null,
    deliveries: deliveries === null ? null : [...deliveries],
    heldLeads: held,
    unreadTierUpdates,
    stores: storesOf(own),
    replica: replicaView(findings.replica),
    processes: all.map((report) => processView(report, own, nowMs)).sort(byStart),
    areReportsRead: reports !== null,
    lastEventAt: lastEventAt(backlog, slots, nowMs),
    audited: {
      checked: running.reduce((sum, { audited }) => sum + audited.checked, 0),
      mismatched: running.reduce((sum, { audited }) => sum + audited.mismatched, 0),
    },
    reevaluation: reevaluation === null ? null : reevaluationView(reevaluation, nowMs),
    restore,
  };
  const alarms = alarmsOf(figures, nowMs);
  return { ...figures, state: stateOf(alarms), alarms };
}

function replicaView(replica: ReplicaState | null): Health['replica'] {
  if (replica === null) return null;
  const { isUsed, asOfMs, reason } = replica;
  return { isUsed, asOf: asOfMs === null ? null : iso(asOfMs), reason };
}

const iso = (ms: number) => new Date(ms).toISOString();
const byStart = (one: ProcessHealth, other: ProcessHealth) => (one.startedAt < other.startedAt ? -1 : 1);

function seriesOf(slots: readonly Slot[]): Pick<Health, 'flows' | 'lag' | 'historyLag' | 'hops'> {
  return {
    flows: Object.fromEntries(
      flows.map((flow) => [flow, slots.map((slot) => slot.flows[flow] ?? 0)]),
    ) as Health['flows'],
    lag: slots.map(({ waiting }) => waiting?.lag ?? null),
    historyLag: slots.map(({ waiting }) => waiting?.historyLag ?? null),
    hops: hops.map((hop) => {
      const counts = bucketSums(slots.map((slot) => slot.hops[hop]));
      return {
        hop,
        count: counts.reduce((sum, one) => sum + one, 0),
        p50: quantileOf(counts, latencyBuckets, 0.5),
        p95: quantileOf(counts, latencyBuckets, 0.95),
        series: slots.map((slot) => quantileOf(slot.hops[hop], latencyBuckets, 0.95)),
      };
    }),
  };
}

function partitionView(one: PartitionBacklog, partition: number): NonNullable<Health['partitions']>[number] {
  const { lag, historyLag, due, outbox, deadLetters, failing: failingProfiles } = one;
  return { partition, lag, historyLag, due, outbox, deadLetters, failingProfiles };
}

/**
 * The last entry that is scored has the time of its acceptance in its id, for as long as Redis stands. The slots know the events that
 * are not scored yet. A link, a merge or an erasure is an entry too: it moves the time of a quiet night for once.
 */
function lastEventAt(
  backlog: readonly PartitionBacklog[] | null,
  slots: readonly Slot[],
  nowMs: number,
): string | null {
  if (backlog === null) return null;
  const counted = slots.findLast(({ flows: { accepted } }) => accepted > 0);
  const countedMs = counted === undefined ? 0 : (counted.slot + 1) * limits.healthSlotMs;
  const scoredMs = backlog.map(({ offset }) => Number(offset.split('-')[0]));
  const lastMs = Math.max(countedMs, ...scoredMs);
  return lastMs === 0 ? null : iso(Math.min(lastMs, nowMs));
}

function storesOf({ checks, startedAtMs }: ProcessReport): Health['stores'] {
  return (['redis', 'postgresql'] as const).map((store) => {
    const { reason, sinceMs } = checks.find(({ name }) => name === store) ?? {
      ...{ reason: null, sinceMs: startedAtMs },
    };
    return { store, isReady: reason === null, reason, since: iso(sinceMs) };
  });
}

function processView(report: ProcessReport, own: ProcessReport, nowMs: number): ProcessHealth {
  const { id, roles, host, pid, version, node, startedAtMs, atMs } = report;
  const unwell = report.checks.flatMap(({ name, reason, sinceMs }) =>
    reason === null ? [] : [{ name, reason, since: iso(sinceMs) }],
  );
  return {
    ...{ id, isThis: id === own.id, roles: [...roles], host, pid, version, node },
    ...{ startedAt: iso(startedAtMs), seenAt: iso(atMs), state: stateOfProcess(report, nowMs), unwell },
  };
}

function stateOfProcess({ endedAtMs, atMs, checks }: ProcessReport, nowMs: number): ProcessHealth['state'] {
  if (endedAtMs !== null) return 'ended';
  if (nowMs - atMs >= limits.processSilentMs) return 'silent';
  return checks.some(({ reason }) => reason !== null) ? 'not-ready' : 'ready';
}

/** How far it is: a profile is done when it is scheduled and no longer waits. */
function reevaluationView(
  { generation, beganMs, total, scheduled, waiting, isScheduled }: Reevaluation,
  nowMs: number,
): ReevaluationView {
  const status = isScheduled && waiting === 0 ? 'done' : beganMs === null ? 'waiting' : 'running';
  const done = status === 'done' ? (total ?? 0) : Math.max(0, scheduled - waiting);
  const seconds = beganMs === null ? 0 : (nowMs - beganMs) / limits.secondMs;
  const perSecond = status === 'running' && seconds > 0 && done > 0 ? done / seconds : null;
  const left = total === null || perSecond === null ? null : Math.ceil(Math.max(0, total - done) / perSecond);
  const beganAt = beganMs === null ? null : iso(beganMs);
  return { generation, status, beganAt, total, done, perSecond, secondsLeft: left };
}
