/**
 * The sender: works deliveries off, each kind by itself, for as long as it is told to.
 *
 * It claims what is due, tries it, and notes what came of it. What is under way when it is told to stop is waited for, within
 * a bound: cut off, it would go out twice. Without a mail server mails wait, and the log says so.
 */

import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, limits } from '../../base/kernel/kernel.ts';
import type { Logger, Metrics } from '../../base/telemetry/telemetry.ts';
import type { DeliveryKind } from '../outbox/outbox.ts';
import type { Deliveries } from './delivery.ts';
import type { Delivery } from './leases.ts';
import type { Transport } from './transport.ts';
import type { Transports } from './transports.ts';

export interface SenderOptions {
  deliveries: Pick<Deliveries, 'leaseDeliveries' | 'noteAttempt' | 'holdDeliveries'>;
  transports: Transports;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  /** Time between two looks for what is due; `limits.deliveryLookEveryMs` unless given. */
  lookEveryMs?: number;
  /** The same where mails wait for a mail server; `limits.heldMailLookEveryMs` unless given. */
  heldMailLookEveryMs?: number;
}

export interface Sender {
  close(): Promise<void>;
}

export function startSender(options: SenderOptions): Sender {
  const { webhook, slack, mail } = options.transports;
  const stopping = new AbortController();
  const loops = [
    workOff('webhook', webhook, options, stopping.signal),
    workOff('slack', slack, options, stopping.signal),
    mail === null ? holdMails(options, stopping.signal) : workOff('mail', mail, options, stopping.signal),
  ];
  return {
    close: async () => {
      stopping.abort();
      await Promise.all(loops);
      for (const transport of [webhook, slack, mail]) transport?.close();
    },
  };
}

async function workOff(
  kind: DeliveryKind,
  transport: Transport,
  options: SenderOptions,
  signal: AbortSignal,
): Promise<void> {
  const { deliveries, metrics, lookEveryMs = limits.deliveryLookEveryMs } = options;
  /** By destination. */
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
    });
    underWay.add(trying);
  };
  while (!signal.aborted) {
    const free = limits.deliveriesAtOnce - underWay.size;
    // PostgreSQL away: what is due stays due.
    const leased = free === 0 ? null : await deliveries.leaseDeliveries(kind, free, counts).catch(() => null);
    leased?.deliveries.forEach(begin);
    metrics.deliveries.inc({ channel: kind, outcome: 'cancelled' }, leased?.cancelled ?? 0);
    if (leased !== null && leased.deliveries.length + leased.cancelled > 0) continue;
    await Promise.race([rest(lookEveryMs, signal), ...underWay]);
  }
  await Promise.race([Promise.all(underWay), pause(limits.deliveryStopMsMax, undefined, { ref: false })]);
}

async function tryOnce(
  delivery: Delivery,
  transport: Transport,
  { deliveries, clock, metrics, logger }: SenderOptions,
): Promise<void> {
  const channel = delivery.kind;
  const beganAtMs = clock.nowMs();
  const began = performance.now();
  const answer = await transport.send(delivery);
  const durationMs = performance.now() - began;
  metrics.deliverySeconds.observe({ channel }, durationMs / limits.secondMs);
  const { id: of } = delivery;
  try {
    const attempt = { ...answer, beganAtMs, durationMs, jitter: Math.random() };
    const outcome = await deliveries.noteAttempt(delivery, attempt);
    metrics.deliveries.inc({ channel, outcome });
    if (outcome !== 'delivered')
      logger.warn({ delivery: of, channel, outcome, error: answer.error }, 'a delivery failed');
  } catch (error) {
    const { message } = error as Error;
    logger.error(
      { delivery: of, channel, error: message },
      'what a delivery came to could not be noted; it is tried again when its lease ends',
    );
  }
}

/** Mails wait for a mail server; the delivery log says of each what is missing, the log how many there are. */
async function holdMails(options: SenderOptions, signal: AbortSignal): Promise<void> {
  const { deliveries, logger, heldMailLookEveryMs = limits.heldMailLookEveryMs } = options;
  let saidAtMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const waiting = await deliveries
      .holdDeliveries('mail', 'waits for a mail server: SMTP_URL is not set')
      .catch(() => 0);
    if (waiting > 0 && performance.now() - saidAtMs >= limits.heldMailSayEveryMs) {
      saidAtMs = performance.now();
      logger.warn({ waiting }, `${waiting} mails wait: SMTP_URL is not set`);
    }
    await rest(heldMailLookEveryMs, signal);
  }
}

const rest = (ms: number, signal: AbortSignal) => pause(ms, undefined, { signal }).catch(() => undefined);
