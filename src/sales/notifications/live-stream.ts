/**
 * The live stream: one reader of alert rows, any number of subscribers.
 *
 * The reader follows the ids, so every subscriber gets every alert once and in order. What this process has committed next is handed
 * to the reader; the rest it reads from the table. A subscriber that resumes first
 * reads the table at its own pace up to the reader's position, then joins the reader. The table may be ahead of the
 * reader by then, so each subscriber keeps its own last id. A subscriber that lags too far is disconnected and
 * resumes.
 *
 * A page patches its lists by what is sent, so that it has nothing to ask for. Its subscriber gets the row of the work list with
 * each alert, and the counts of its views soon after. Rows and counts are read once for all subscribers. It hears too which tables of
 * records have changed, so that a board asks for its cards again.
 */

import { setImmediate as turn } from 'node:timers/promises';
import { type Rest, startLoop } from '../../base/background/background.ts';
import { limits, systemClock } from '../../base/kernel/kernel.ts';
import {
  carriedBy,
  type Logger,
  type Metrics,
  noTracing,
  Outage,
  type Tracing,
} from '../../base/telemetry/telemetry.ts';
import type { ChangedRecords, WorkCounts, WorkItem } from '../../contract/api/api.ts';
import type { Alert, Outbox } from '../outbox/outbox.ts';
import type { WorkRecords } from '../records/records.ts';
import { gatherChanges } from './live-changes.ts';
import { openAlertReading } from './live-reading.ts';

/** An alert, and where rows are asked for that of its lead or task; null where the work list has none. */
export type SentAlert = Alert & { work?: WorkItem | null };

export interface Subscriber {
  /** The user whose work is counted; null for one that takes neither rows nor counts. */
  viewer: string | null;
  send(alert: SentAlert): void;
  sendCounts(counts: WorkCounts): void;
  /** Sends which tables of records have changed. */
  sendChanged(changed: ChangedRecords): void;
  /** Resolves when the sent alerts are written; false when the subscriber has gone. */
  isReady(): Promise<boolean>;
  /** Ends the subscription from our side. */
  end(): void;
}

export interface LiveStream {
  /** Joins the stream after the alert id `after`; null is from now on. Returns how to leave. */
  subscribe(subscriber: Subscriber, after: number | null): Promise<() => void>;
  /** Ends every subscription, and each later one at once, because the process stops. */
  end(): void;
  close(): Promise<void>;
}

interface Options {
  outbox: Outbox;
  records: Pick<WorkRecords, 'workOf' | 'workCounts'>;
  metrics: Metrics;
  logger: Logger;
  tracing?: Tracing;
}

export async function openLiveStream(options: Options): Promise<LiveStream> {
  const { outbox, records, metrics, logger, tracing = noTracing } = options;
  /** Each subscriber with the last alert id it was given. */
  const subscribers = new Map<Subscriber, number>();
  let hasEnded = false;
  let position = await outbox.lastAlertId();
  let countedAtMs = Number.NEGATIVE_INFINITY;
  let areCountsWanted = false;
  const viewers = () => [...subscribers.keys()].flatMap(({ viewer }) => viewer ?? []);

  /** Sends the counts at most so often. Returns in how many ms they are due again. */
  const sendCounts = async (): Promise<number> => {
    const owners = [...new Set(viewers())];
    if (!areCountsWanted || owners.length === 0) return limits.liveHeartbeatMs;
    const nowMs = systemClock.nowMs();
    // A clock that is set back delays them by no more than this.
    const waitMs = Math.min(limits.liveCountsEveryMs, countedAtMs + limits.liveCountsEveryMs - nowMs);
    if (waitMs > 0) return waitMs;
    countedAtMs = nowMs;
    areCountsWanted = false;
    const countsOf = await records.workCounts(owners);
    for (const page of subscribers.keys()) if (page.viewer !== null) page.sendCounts(countsOf(page.viewer));
    return limits.liveHeartbeatMs;
  };

  const changes = gatherChanges((lists) => {
    for (const page of subscribers.keys()) if (page.viewer !== null) page.sendChanged({ lists });
  });
  const reading = openAlertReading(outbox, {
    position: () => position,
    hasSubscribers: () => subscribers.size > 0,
    onNews: () => loop.wake(),
    onRecords: changes.add,
  });

  /** Sends the next alerts on. */
  const readOn = async (): Promise<Rest> => {
    const read = await reading.next();
    const step = tracing.step('push', subscribers.size === 0 ? [] : carriedBy(read));
    const alerts = viewers().length > 0 ? await withRows(records, read) : read;
    areCountsWanted ||= alerts.length > 0 && viewers().length > 0;
    for (const alert of alerts) {
      position = alert.id;
      if (alert.acceptedAtMs !== null)
        metrics.eventToAlert.observe((systemClock.nowMs() - alert.acceptedAtMs) / 1_000);
      for (const [subscriber, seen] of subscribers) {
        if (alert.id <= seen) continue;
        subscribers.set(subscriber, alert.id);
        subscriber.send(alert);
      }
      // A full page without a pause would fill the buffers of subscribers that keep up.
      if (subscribers.size > 0) await turn();
    }
    step.end();
    // A bell can be lost on a connection that is dead unnoticed, so the table is read regularly.
    const ms = Math.min(await sendCounts(), changes.send());
    return { ms: alerts.length === limits.liveReadAlertsMax ? 0 : ms };
  };
  const loop = startLoop({
    round: readOn,
    outage: new Outage(logger, 'live stream paused: alerts cannot be read, retrying', 'live stream resumed'),
  });
  const end = () => {
    hasEnded = true;
    for (const subscriber of subscribers.keys()) subscriber.end();
    subscribers.clear();
  };

  return {
    subscribe: async (subscriber, after) => {
      let seen = after === null ? position : await beginning(after, position, outbox);
      // Alerts that the reader sends in the meantime are still in the table.
      while (seen < position && !hasEnded) {
        const missed = await outbox.alertsAfter(seen, limits.liveReadAlertsMax);
        const sent = subscriber.viewer === null ? missed : await withRows(records, missed);
        for (const alert of sent) subscriber.send(alert);
        seen = missed.at(-1)?.id ?? position;
        if (!(await subscriber.isReady())) return () => undefined;
      }
      if (hasEnded) subscriber.end();
      else subscribers.set(subscriber, seen);
      metrics.liveSubscribers.set(subscribers.size);
      return () => {
        subscribers.delete(subscriber);
        metrics.liveSubscribers.set(subscribers.size);
      };
    },
    end,
    close: async () => {
      end();
      await reading.close();
      await loop.close();
    },
  };
}

/**
 * The id after which a subscriber is sent alerts that resumes after one. An id from before the store was recreated does not exist yet: it
 * would silence the stream until it is reached. What is committed while this is asked is news to the subscriber.
 */
async function beginning(
  after: number,
  position: number,
  outbox: Pick<Outbox, 'lastAlertId'>,
): Promise<number> {
  return after > position && after > (await outbox.lastAlertId()) ? position : after;
}

/** Adds the row of the work list to each alert about a lead or task. A lead's task stands in the row of its lead. */
async function withRows(
  records: Pick<WorkRecords, 'workOf'>,
  alerts: readonly Alert[],
): Promise<readonly SentAlert[]> {
  const ids = alerts.map(({ data: { lead, task } }) => lead?.id ?? task?.lead ?? task?.id ?? null);
  const wanted = ids.filter((id) => id !== null);
  if (wanted.length === 0) return [...alerts];
  const rows = await records.workOf([...new Set(wanted)]);
  return alerts.map((alert, index) => {
    const id = ids[index];
    return id ? { ...alert, work: rows.get(id) ?? null } : alert;
  });
}
