/** Webhooks by Standard Webhooks: a stable id, the time of the attempt, and a signature by every valid secret. */
import { createHmac } from 'node:crypto';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import { type Guard, requestGuarded } from '../../base/network/network.ts';
import { eventsVersion } from '../../contract/api/api.ts';
import type { Delivery } from './leases.ts';
import { notSent, type Transport, taken } from './transport.ts';
import { webhookMessage } from './webhook-message.core.ts';

/** Only 2xx is success; a redirect is a failure. */
export function webhookTransport(guard: Guard, clock: Clock): Transport {
  return {
    send: async (delivery) => {
      try {
        const { status, retryAfter } = await requestGuarded(requestOf(delivery, clock.nowMs()), guard);
        if (status >= 200 && status < 300) return taken(status);
        return { errorKind: 'answered', status, error: `it answered ${status}`, retryAfter };
      } catch (error) {
        return notSent(error);
      }
    },
    close: () => undefined,
  };
}

function requestOf({ target, endpoint, createdAt, ...delivery }: Delivery, nowMs: number) {
  const webhookId = delivery.webhookId ?? delivery.id;
  const { contentType, text } = webhookMessage(
    { ...delivery, webhookId, createdAtMs: createdAt.getTime() },
    endpoint?.format ?? 'standard',
  );
  const timestamp = String(Math.floor(nowMs / limits.secondMs));
  const signatures = (endpoint?.secrets ?? []).map((secret) => signature(secret, webhookId, timestamp, text));
  return {
    method: 'POST' as const,
    url: target,
    headers: {
      'content-type': contentType,
      'user-agent': 'Scoville',
      'scoville-version': eventsVersion,
      'webhook-id': webhookId,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
      ...(delivery.trace !== null && { traceparent: delivery.trace }),
    },
    body: text,
  };
}

/** Returns `v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64. */
function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
