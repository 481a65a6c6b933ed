/**
 * The live stream: one reader of alert rows, any number of subscribers.
 *
 * The reader follows the ids, so every subscriber sees every alert once and in order. A subscriber that resumes is first
 * brought up to the reader's place from the table, at its own pace, then joins the reader; the table may be ahead of the
 * reader by then, so each subscriber has its own last id. One that lags too far is cut off: it resumes.
 */

import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { limits, systemClock } from '../../base/kernel/kernel.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import type { Alert, Outbox } from '../outbox/outbox.ts';

export interface Subscriber {
  send(alert: Alert): void;
  /** Resolves when what was sent is on its way; false when nobody is there any more. */
  isReady(): Promise<boolean>;
  /** Ends the subscription from our side. */
  end(): void;
}

export interface LiveStream {
  /** Joins the stream; `after` is the last alert id already seen, null for from now on. Answers how to leave. */
  subscribe(subscriber: Subscriber, after: number | null): Promise<() => void>;
  /** Ends every subscription, and each later one at once: the process stops. */
  end(): void;
  close(): Promise<void>;
}

export async function openLiveStream(options: {
  outbox: Outbox;
  metrics: Metrics;
  logger: Logger;
}): Promise<LiveStream> {
  const { outbox, metrics, logger } = options;
  /** Each subscriber with the last alert id it was given. */
  const subscribers = new Map<Subscriber, number>();
  const stopping = new AbortController();
  let position = await outbox.lastAlertId();
  let reading: Promise<void> | null = null;
  let hasNews = false;
  const outage = new Outage(logger, 'alerts could not be read; trying again', 'alerts are read again');

  const readOn = async () => {
    while (hasNews) {
      hasNews = false;
      let alerts: Alert[];
      do {
        alerts = await outbox.alertsAfter(position, limits.liveReadAlertsMax);
        for (const alert of alerts) {
          position = alert.id;
          if (alert.acceptedAtMs !== null)
            metrics.eventToAlert.observe((systemClock.nowMs() - alert.acceptedAtMs) / 1_000);
          for (const [subscriber, seen] of subscribers) {
            if (alert.id <= seen) continue;
            subscribers.set(subscriber, alert.id);
            subscriber.send(alert);
          }
          // A full page at once would fill the buffers of readers that do keep up.
          if (subscribers.size > 0) await turn();
        }
      } while (alerts.length === limits.liveReadAlertsMax);
      outage.worked();
    }
  };
  const onNews = () => {
    hasNews = true;
    reading ??= readOn()
      .catch(async (error: Error) => {
        outage.failed(error);
        hasNews = true;
        await pause(limits.reconnectMsMax, undefined, { signal: stopping.signal }).catch(() => undefined);
      })
      .finally(() => {
        reading = null;
        if (hasNews && !stopping.signal.aborted) onNews();
      });
  };
  const listener = outbox.listenForAlerts(onNews);
  // A bell that was lost on a connection nobody knows to be dead is made good by looking.
  const looking = setInterval(onNews, limits.liveHeartbeatMs);

  const end = () => {
    stopping.abort();
    for (const subscriber of subscribers.keys()) subscriber.end();
    subscribers.clear();
  };

  return {
    subscribe: async (subscriber, after) => {
      let seen = after ?? position;
      // An id that was never given out, from before the store was made anew, would silence the stream until it is reached.
      if (seen > position) seen = Math.min(seen, Math.max(position, await outbox.lastAlertId()));
      // What the reader hands out meanwhile is still in the table.
      while (seen < position && !stopping.signal.aborted) {
        const missed = await outbox.alertsAfter(seen, limits.liveReadAlertsMax);
        for (const alert of missed) subscriber.send(alert);
        seen = missed.at(-1)?.id ?? position;
        if (!(await subscriber.isReady())) return () => undefined;
      }
      if (stopping.signal.aborted) subscriber.end();
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
      clearInterval(looking);
      await listener.close();
      await reading;
    },
  };
}
