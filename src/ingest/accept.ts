/** Accepting: parsed events to stream records, appended and acknowledged. */
import { randomUUID } from 'node:crypto';
import type { EventType, IdentityLink } from '../contract/contract.ts';
import { eventTypes } from '../contract/contract.ts';
import { type Clock, type ErrorCode, Fault, limits, partitionOf } from '../kernel/kernel.ts';
import type { Appendable, Appender } from '../stream/stream.ts';
import type { Metrics } from '../telemetry/telemetry.ts';
import { type Envelope, normalise } from './normalise.core.ts';

/** What became of a batch; faults name the place of the event in it. */
export interface Acceptance {
  accepted: number;
  rejected: number;
  errors: { index: number; code: ErrorCode; message: string }[];
}

export interface Acceptor {
  /** Throws the fault of the event, or of the stream. */
  one(raw: unknown, type: EventType | null, bodyBytes: number): Promise<void>;
  /** A bad event does not fail its batch. Throws the stream's faults: then the whole batch is to be sent again. */
  many(body: unknown, bodyBytes: number): Promise<Acceptance>;
}

/** Pairs of identities linked lately by this process; a repeated link is harmless, this only saves sending it. */
const linksRememberedMax = 100_000;

export function createAcceptor(options: {
  appender: Appender;
  partitions: number;
  clock: Clock;
  metrics: Metrics;
}): Acceptor {
  const { appender, partitions, clock, metrics } = options;
  const acceptedOf = Object.fromEntries(
    eventTypes.map((type) => [type, metrics.eventsAccepted.labels(type)]),
  );
  const linked = new Set<string>();

  /** Adds an event's records; answers its fault if it has one. */
  const prepare = (raw: unknown, envelope: Envelope, records: Appendable[], links: IdentityLink[]) => {
    const normalised = normalise(raw, envelope, randomUUID);
    if (!normalised.ok) return normalised;
    const { event } = normalised;
    records.push({
      partition: partitionOf(event.profile, partitions),
      field: 'e',
      json: JSON.stringify(event),
    });
    for (const link of normalised.links) {
      if (linked.has(link.child + link.parent)) continue;
      links.push(link);
      records.push({
        partition: partitionOf(link.child, partitions),
        field: 'l',
        json: JSON.stringify(link),
      });
    }
    return event;
  };

  const append = async (records: Appendable[], links: readonly IdentityLink[]) => {
    await appender.append(records);
    if (linked.size > linksRememberedMax) linked.clear();
    for (const link of links) linked.add(link.child + link.parent);
  };

  return {
    one: async (raw, type, bodyBytes) => {
      if (bodyBytes > limits.eventBytesMax) {
        throw new Fault(
          'body_too_large',
          `the event is ${bodyBytes} bytes; at most ${limits.eventBytesMax} are allowed`,
        );
      }
      const records: Appendable[] = [];
      const links: IdentityLink[] = [];
      const event = prepare(
        raw,
        { receivedAtMs: clock.nowMs(), type, sentAt: undefined, context: undefined },
        records,
        links,
      );
      if ('ok' in event) throw new Fault(event.code, event.message);
      await append(records, links);
      acceptedOf[event.type]?.inc();
    },

    many: async (body, bodyBytes) => {
      const { batch, context, sentAt } = batchOf(body);
      const envelope: Envelope = { receivedAtMs: clock.nowMs(), type: null, sentAt, context };
      const acceptance: Acceptance = { accepted: 0, rejected: 0, errors: [] };
      const records: Appendable[] = [];
      const links: IdentityLink[] = [];
      const types: EventType[] = [];
      batch.forEach((raw, index) => {
        const reject = (code: ErrorCode, message: string) => {
          acceptance.rejected++;
          acceptance.errors.push({ index, code, message });
          metrics.eventsRejected.inc({ reason: code });
        };
        // Only a body larger than one event's limit can hold an event over it.
        const bytes = bodyBytes > limits.eventBytesMax ? Buffer.byteLength(JSON.stringify(raw) ?? '') : 0;
        if (bytes > limits.eventBytesMax) {
          reject(
            'body_too_large',
            `the event is ${bytes} bytes; at most ${limits.eventBytesMax} are allowed`,
          );
          return;
        }
        const event = prepare(raw, envelope, records, links);
        if ('ok' in event) reject(event.code, event.message);
        else types.push(event.type);
      });
      if (records.length > 0) await append(records, links);
      for (const type of types) acceptedOf[type]?.inc();
      acceptance.accepted = types.length;
      return acceptance;
    },
  };
}

function batchOf(body: unknown): { batch: unknown[]; context: unknown; sentAt: unknown } {
  const { batch, context, sentAt, sent_at, timestamp } = (
    typeof body === 'object' && body !== null ? body : {}
  ) as Record<string, unknown>;
  if (!Array.isArray(batch) || batch.length === 0) {
    throw new Fault('invalid_request', 'a batch needs "batch": a list of at least one event');
  }
  if (batch.length > limits.batchEventsMax) {
    throw new Fault(
      'body_too_large',
      `the batch has ${batch.length} events; at most ${limits.batchEventsMax} are allowed`,
    );
  }
  return { batch, context, sentAt: sentAt ?? sent_at ?? timestamp };
}
