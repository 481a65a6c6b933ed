/**
 * The live stream: one reader of alert rows, any number of subscribers.
 *
 * The reader follows the ids, so every subscriber sees every alert once and in order. A subscriber that resumes is first
 * brought up to the reader's place from the table, then joins it. One that lags too far is cut off: it resumes.
 */
import { limits, systemClock } from '../kernel/kernel.ts';
import type { Alert, Pipeline } from '../pipeline/pipeline.ts';
import type { Logger, Metrics } from '../telemetry/telemetry.ts';

export interface Subscriber {
  send(alert: Alert): void;
  /** Ends the subscription from our side. */
  end(): void;
}

export interface LiveStream {
  /** Joins the stream; `after` is the last alert id already seen, null for from now on. Answers how to leave. */
  subscribe(subscriber: Subscriber, after: number | null): Promise<() => void>;
  close(): Promise<void>;
}

export async function openLiveStream(options: {
  pipeline: Pipeline;
  metrics: Metrics;
  logger: Logger;
}): Promise<LiveStream> {
  const { pipeline, metrics, logger } = options;
  const subscribers = new Set<Subscriber>();
  let place = await pipeline.lastAlertId();
  let reading: Promise<void> | null = null;
  let hasNews = false;

  const readOn = async () => {
    while (hasNews) {
      hasNews = false;
      let alerts: Alert[];
      do {
        alerts = await pipeline.alertsAfter(place, limits.liveReadAlertsMax);
        for (const alert of alerts) {
          place = alert.id;
          if (alert.acceptedAtMs !== null)
            metrics.eventToAlert.observe((systemClock.nowMs() - alert.acceptedAtMs) / 1_000);
          for (const subscriber of subscribers) subscriber.send(alert);
        }
      } while (alerts.length === limits.liveReadAlertsMax);
    }
  };
  const onNews = () => {
    hasNews = true;
    reading ??= readOn()
      .catch((error: Error) =>
        logger.warn({ error: error.message }, 'alerts could not be read; the listener will ring again'),
      )
      .finally(() => {
        reading = null;
      });
  };
  const listener = pipeline.listenForAlerts(onNews);

  return {
    subscribe: async (subscriber, after) => {
      let seen = after ?? place;
      // Catch up page by page; what the reader hands out meanwhile is still in the table.
      while (seen < place) {
        const missed = await pipeline.alertsAfter(seen, limits.liveReadAlertsMax);
        for (const alert of missed) subscriber.send(alert);
        seen = missed.at(-1)?.id ?? place;
      }
      subscribers.add(subscriber);
      metrics.liveSubscribers.set(subscribers.size);
      return () => {
        subscribers.delete(subscriber);
        metrics.liveSubscribers.set(subscribers.size);
      };
    },
    close: async () => {
      for (const subscriber of subscribers) subscriber.end();
      subscribers.clear();
      await listener.close();
      await reading;
    },
  };
}
