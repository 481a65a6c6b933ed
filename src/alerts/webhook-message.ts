/** An alert as the body of a webhook, in the form of Standard Webhooks and below its bound. Pure. */
import { limits } from '../kernel/kernel.ts';
import type { DueNotice } from '../pipeline/pipeline.ts';

export interface WebhookMessage {
  type: string;
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: object;
}

/** How many reasons are kept of a lead and of a task, tried one after the other until the body is small enough. */
const reasonsKept = [limits.reasonsMax, 20, 5, 0];

/** What the live stream says, with fewer reasons where it is too long for a webhook; at the worst the ids alone. */
export function webhookMessage({ alert }: Pick<DueNotice, 'alert'>): WebhookMessage {
  const { id, type, at, person, owner, told, data } = alert;
  const withData = (some: object): WebhookMessage => ({
    type,
    timestamp: at,
    data: { alert: id, person, owner, told, ...some },
  });
  for (const count of reasonsKept) {
    const message = withData(withReasons(data, count));
    if (Buffer.byteLength(JSON.stringify(message)) <= limits.webhookBodyBytesMax) return message;
  }
  const ids = Object.entries(data).map(([kind, about]) => [
    kind,
    { id: (about as { id?: string }).id ?? null },
  ]);
  return withData(Object.fromEntries(ids));
}

/** The reasons that weigh most; the others are counted. */
function withReasons(data: DueNotice['alert']['data'], count: number): object {
  return Object.fromEntries(
    Object.entries(data).map(([kind, about]) => {
      if (!('reasons' in about) || about.reasons.length <= count) return [kind, about];
      const reasons = [...about.reasons].sort((one, other) => other.value - one.value).slice(0, count);
      return [kind, { ...about, reasons, reasonsLeftOut: about.reasons.length - count }];
    }),
  );
}
