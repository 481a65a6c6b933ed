/** The gauges that a scrape reads: what waits in Redis and in PostgreSQL, and the connections of this process. */
import type { Database } from '../base/database/database.ts';
import { type Clock, channelKinds, limits } from '../base/kernel/kernel.ts';
import type { Metrics, Scrape } from '../base/telemetry/telemetry.ts';
import type { Programmes } from '../engine/programmes/programmes.ts';
import { oldestWaiting, type Stream } from '../engine/stream/stream.ts';
import type { Sales } from '../sales/sales.ts';

/** Returns how many seconds something waits; 0 where nothing does, or another clock is ahead of ours. */
const secondsSince = (ms: number | null, nowMs: number) =>
  ms === null ? 0 : Math.max(0, nowMs - ms) / limits.secondMs;

/** Returns the scrape of the stream: lags and ages of the steps of the engine, and what was set aside. */
export function streamScrape(
  stream: Stream,
  programmes: Pick<Programmes, 'active'>,
  metrics: Metrics,
  clock: Clock,
): Scrape {
  const read = async () => {
    const nowMs = clock.nowMs();
    const [backlog, oldest, generation, { waiting }] = await Promise.all([
      stream.backlog(nowMs),
      oldestWaiting(stream.jobs.connection, stream.eras.layout),
      stream.activation.activeGeneration(),
      stream.activation.reevaluation(),
    ]);
    backlog.forEach(({ lag, historyLag, deadLetters, failing }, partition) => {
      metrics.streamLag.set({ partition }, lag);
      metrics.historyLag.set({ partition }, historyLag);
      metrics.deadLettersWaiting.set({ partition }, deadLetters);
      metrics.failingProfiles.set({ partition }, failing);
    });
    for (const hop of ['score', 'history', 'sales'] as const)
      metrics.oldestWaiting.set({ hop }, secondsSince(oldest[hop], nowMs));
    metrics.programmeGeneration.set({ source: 'store' }, generation);
    metrics.programmeGeneration.set({ source: 'process' }, programmes.active().generation);
    metrics.reevaluationWaiting.set(waiting);
  };
  return { source: 'stream', read };
}

type ScrapedSales = Pick<Sales, 'records' | 'reports' | 'delivery' | 'notifications' | 'leads'>;

/** Returns the scrape of sales: tasks, deadlines, messages on their way, and what was set aside. */
export function salesScrape(sales: ScrapedSales, metrics: Metrics, clock: Clock): Scrape {
  const read = async () => {
    const nowMs = clock.nowMs();
    const { open, overdue } = await sales.records.countTasks();
    metrics.tasksOpen.set(open);
    metrics.tasksOverdue.set(overdue);
    for (const [outcome, tasks] of Object.entries(await sales.reports.deadlinesOfDay()))
      metrics.deadlinesOfDay.set({ outcome }, tasks);
    const { held, unread, companyClaims } = await sales.leads.countHeld();
    metrics.heldLeads.set(held);
    metrics.unreadTierUpdates.set(unread);
    metrics.companyClaimsWaiting.set(companyClaims);
    const waiting = await sales.delivery.countWaiting();
    for (const channel of channelKinds) metrics.deliveriesWaiting.set({ channel }, waiting.get(channel) ?? 0);
    const { alertAt, noticeAt } = await sales.notifications.oldestWaiting();
    const deliveryAt = await sales.delivery.oldestAt();
    const oldest = { choose: alertAt, compose: noticeAt, deliver: deliveryAt };
    for (const [hop, at] of Object.entries(oldest))
      metrics.oldestWaiting.set({ hop }, secondsSince(at?.getTime() ?? null, nowMs));
  };
  return { source: 'sales', read };
}

/** Returns the scrape of the pools: it asks no store, and shows what a store that is away does to this process. */
export function poolScrape({ pools, reads }: Pick<Database, 'pools' | 'reads'>, metrics: Metrics): Scrape {
  const read = async () => {
    for (const [name, one] of Object.entries(pools)) {
      metrics.postgresConnections.set({ pool: name, state: 'used' }, one.totalCount - one.idleCount);
      metrics.postgresConnections.set({ pool: name, state: 'idle' }, one.idleCount);
      metrics.postgresConnectionsMax.set({ pool: name }, one.options.max);
      metrics.postgresWaiting.set({ pool: name }, one.waitingCount);
    }
    const replica = reads.replica();
    if (replica === null) return;
    const { asOfMs, isUsed } = replica;
    metrics.replicaUsed.set(Number(isUsed));
    metrics.replicaBehind.set(asOfMs === null ? Number.POSITIVE_INFINITY : secondsSince(asOfMs, Date.now()));
  };
  return { source: 'process', read };
}
