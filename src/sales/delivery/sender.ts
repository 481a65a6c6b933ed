/**
 * The sender: sends deliveries, one loop for each kind.
 *
 * A loop leases due deliveries, sends them and logs the outcome. Closing waits for attempts in progress, within a
 * bound: an aborted one would be sent twice. Without a mail server mails are kept, and the log says so.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { type Loop, startLoop } from '../../base/background/background.ts';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import {
  type Logger,
  type Metrics,
  noTracing,
  Outage,
  type Tracing,
} from '../../base/telemetry/telemetry.ts';
import type { DeliveryKind } from '../outbox/outbox.ts';
import type { Deliveries } from './delivery.ts';
import type { Delivery } from './leases.ts';
import type { Transport } from './transport.ts';
import type { Transports } from './transports.ts';

export interface SenderOptions {
  deliveries: Pick<Deliveries, 'leaseDeliveries' | 'noteAttempt' | 'keepMails'>;
  transports: Transports;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  tracing?: Tracing;
  /** Time between two queries for due deliveries; `limits.deliveryLookEveryMs` unless given. */
  lookEveryMs?: number;
  /** The longest such time, where nothing is found again and again; `deliveryQuietTimesMax` as long unless given. */
  quietMsMax?: number;
  /** The same for mails that wait for a mail server; `limits.heldMailLookEveryMs` unless given. */
  heldMailLookEveryMs?: number;
}

export interface Sender {
  /** There may be new deliveries, of a kind or of any: it looks now. */
  wake(kind?: DeliveryKind): void;
  close(): Promise<void>;
}

export function startSender(options: SenderOptions): Sender {
  const { webhook, slack, mail } = options.transports;
  const loops: Record<DeliveryKind, Loop> = {
    webhook: startSending('webhook', webhook, options),
    slack: startSending('slack', slack, options),
    mail: mail === null ? holdMails(options) : startSending('mail', mail, options),
  };
  return {
    wake: (kind) => {
      for (const loop of kind === undefined ? Object.values(loops) : [loops[kind]]) loop.wake();
    },
    close: async () => {
      await Promise.all(Object.values(loops).map((loop) => loop.close()));
      for (const transport of [webhook, slack, mail]) transport?.close();
    },
  };
}

function startSending(kind: DeliveryKind, transport: Transport, options: SenderOptions): Loop {
  const { deliveries, metrics, logger, lookEveryMs = limits.deliveryLookEveryMs } = options;
  const { quietMsMax = lookEveryMs * limits.deliveryQuietTimesMax } = options;
  /** Attempts in progress, by destination. */
  const counts = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  const begin = (delivery: Delivery) => {
    const { destination } = delivery;
    counts.set(destination, (counts.get(destination) ?? 0) + 1);
    const trying = tryOnce(delivery, transport, options).finally(() => {
      const left = (counts.get(destination) ?? 1) - 1;
      if (left === 0) counts.delete(destination);
      else counts.set(destination, left);
      underWay.delete(trying);
      loop.wake();
    });
    underWay.add(trying);
  };
  const loop = startLoop({
    round: async () => {
      const free = limits.deliveriesAtOnce - underWay.size;
      if (free === 0) return { ms: lookEveryMs };
      const leased = await deliveries.leaseDeliveries(kind, free, counts);
      leased.deliveries.forEach(begin);
      metrics.deliveries.inc({ channel: kind, outcome: 'cancelled' }, leased.cancelled);
      if (leased.deliveries.length + leased.cancelled > 0) return { ms: 0 };
      return { ms: lookEveryMs, quietMsMax };
    },
    // Due deliveries stay due.
    outage: new Outage(
      logger,
      `${kind} deliveries paused: PostgreSQL unavailable, retrying`,
      `${kind} deliveries resumed`,
    ),
  });
  return {
    wake: loop.wake,
    close: async () => {
      await loop.close();
      await Promise.race([Promise.all(underWay), pause(limits.deliveryStopMsMax, undefined, { ref: false })]);
    },
  };
}

async function tryOnce(
  delivery: Delivery,
  transport: Transport,
  { deliveries, clock, metrics, logger, tracing = noTracing }: SenderOptions,
): Promise<void> {
  const channel = delivery.kind;
  const beganAtMs = clock.nowMs();
  const began = performance.now();
  const { trace } = delivery;
  const step = tracing.step(`deliver ${channel}`, [trace ?? undefined], {
    kind: 'client',
    attributes: { 'scoville.delivery': delivery.id, 'scoville.attempt': delivery.tries + 1 },
  });
  const answer = await transport.send(trace === null ? delivery : { ...delivery, trace: step.next(trace) });
  step.end(undefined, answer.error);
  const durationMs = performance.now() - began;
  metrics.deliverySeconds.observe({ channel }, durationMs / limits.secondMs);
  const { id: of } = delivery;
  try {
    const attempt = { ...answer, beganAtMs, durationMs, jitter: Math.random() };
    const outcome = await deliveries.noteAttempt(delivery, attempt);
    metrics.deliveries.inc({ channel, outcome });
    if (outcome !== 'delivered')
      logger.warn({ delivery: of, channel, outcome, error: answer.error }, 'delivery failed');
  } catch (error) {
    const { message } = error as Error;
    logger.error(
      { delivery: of, channel, error: message },
      'delivery outcome not saved: it is sent again when its lease ends',
    );
  }
}

/** Mails wait for a mail server. Each one says so in the delivery log; the log says how many wait. */
function holdMails(options: SenderOptions): Loop {
  const { deliveries, logger, heldMailLookEveryMs = limits.heldMailLookEveryMs } = options;
  let saidAtMs = Number.NEGATIVE_INFINITY;
  return startLoop({
    round: async () => {
      const waiting = await deliveries.keepMails();
      if (waiting > 0 && performance.now() - saidAtMs >= limits.heldMailSayEveryMs) {
        saidAtMs = performance.now();
        logger.warn({ waiting }, `mails paused: SMTP_URL is not set, ${waiting} waiting`);
      }
      return { ms: heldMailLookEveryMs, ...(waiting === 0 && { quietMsMax: limits.workRestMsMax }) };
    },
    outage: new Outage(logger, 'held mails cannot be counted: PostgreSQL unavailable, retrying', null),
  });
}
