/**
 * The webhook sender: posts crossings to the addresses programmes name, for as long as it is told to.
 *
 * What is on its way when it is told to stop is waited for: cut off, it would be posted twice. Anything but 2xx in time is tried again, 2, 4, 8 … seconds later, an hour at most, and given up after so many tries; the
 * row says why. `webhook-id` is the same in every try, so that a receiver can tell a repetition.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, limits } from '../kernel/kernel.ts';
import type { Pipeline, WebhookDelivery } from '../pipeline/pipeline.ts';
import type { Logger, Metrics } from '../telemetry/telemetry.ts';

interface Options {
  pipeline: Pick<Pipeline, 'tryWebhooks'>;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

export function startWebhookSender({ pipeline, clock, metrics, logger }: Options): {
  close(): Promise<void>;
} {
  const stopping = new AbortController();
  const attempt = async (delivery: WebhookDelivery) => {
    const error = await post(delivery, clock.nowMs());
    metrics.webhooks.inc({ outcome: error === null ? 'delivered' : 'failed' });
    if (error !== null)
      logger.warn({ delivery: delivery.id, error, tries: delivery.tries + 1 }, 'a webhook failed');
    return error;
  };
  const run = async () => {
    while (!stopping.signal.aborted) {
      // PostgreSQL away: what is due stays due.
      const tried = await pipeline.tryWebhooks(attempt).catch(() => 0);
      if (tried === 0)
        await pause(limits.webhookLookEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** Null when it was taken, else why not. */
async function post({ id, url, body }: WebhookDelivery, nowMs: number): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Scoville',
        'webhook-id': `crossing_${id}`,
        'webhook-timestamp': String(Math.floor(nowMs / limits.secondMs)),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(limits.webhookMsMax),
    });
    await response.body?.cancel();
    return response.ok ? null : `status ${response.status}`;
  } catch (error) {
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}
