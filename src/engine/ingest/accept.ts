/** Accepting: parsed events to stream records, appended and acknowledged. */
import { randomUUID } from 'node:crypto';
import {
  ApiError,
  type Clock,
  depthOf,
  type ErrorCode,
  isDeeperThan,
  limits,
  partitionOf,
} from '../../base/kernel/kernel.ts';
import type { Metrics } from '../../base/telemetry/telemetry.ts';
import { type EventType, eventTypes, type IdentityLink } from '../../contract/language/language.ts';
import type { Appendable, Appender } from '../stream/stream.ts';
import { type Envelope, normalise } from './normalise.core.ts';
import {
  batchTooLarge,
  eventInStreamBytesMax,
  measureShared,
  type Refusal,
  sentTooLarge,
  sharedBytesOf,
  sharedTooLarge,
  streamTooLarge,
} from './size.core.ts';

/** What became of a batch; errors name the place of the event in it. */
export interface Acceptance {
  accepted: number;
  rejected: number;
  errors: { index: number; code: ErrorCode; message: string }[];
}

export interface Acceptor {
  /** Throws the error of the event, or of the stream. */
  one(raw: unknown, type: EventType | null, bodyBytes: number): Promise<void>;
  /** A bad event does not fail its batch. Throws the stream's errors: then the whole batch is to be sent again. */
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

  /** Adds an event's records. Returns the event and the bytes that all of it takes in the stream, or the error. */
  const prepare = (
    raw: unknown,
    bodyBytes: number,
    envelope: Envelope,
    records: Appendable[],
    links: IdentityLink[],
  ) => {
    const normalised = normalise(raw, envelope, randomUUID);
    if (!normalised.ok) return normalised;
    const { event } = normalised;
    // Only a body larger than one event's limit can hold an event over it.
    const sentBytes = bodyBytes > limits.eventBytesMax ? Buffer.byteLength(JSON.stringify(raw)) : 0;
    if (sentBytes > limits.eventBytesMax) return sentTooLarge(sentBytes);
    const json = JSON.stringify(event);
    let bytes = Buffer.byteLength(json);
    if (bytes > eventInStreamBytesMax) return streamTooLarge(bytes);
    records.push({ partition: partitionOf(event.profile, partitions), field: 'e', json });
    for (const link of normalised.links) {
      if (linked.has(link.child + link.parent)) continue;
      const linkJson = JSON.stringify(link);
      bytes += Buffer.byteLength(linkJson);
      links.push(link);
      records.push({ partition: partitionOf(link.child, partitions), field: 'l', json: linkJson });
    }
    return { ok: true as const, event, bytes };
  };

  const append = async (records: Appendable[], links: readonly IdentityLink[]) => {
    await appender.append(records);
    if (linked.size > linksRememberedMax) linked.clear();
    for (const link of links) linked.add(link.child + link.parent);
  };

  return {
    one: async (raw, type, bodyBytes) => {
      if (bodyBytes > limits.eventBytesMax) throw errorOf(sentTooLarge(bodyBytes));
      const records: Appendable[] = [];
      const links: IdentityLink[] = [];
      const envelope = { receivedAtMs: clock.nowMs(), type, sentAt: undefined, context: undefined };
      const prepared = prepare(raw, bodyBytes, envelope, records, links);
      if (!prepared.ok) throw errorOf(prepared);
      await append(records, links);
      acceptedOf[prepared.event.type]?.inc();
    },

    many: async (body, bodyBytes) => {
      const { batch, context, sentAt } = batchOf(body);
      const shared = measureShared(context);
      const envelope: Envelope = { receivedAtMs: clock.nowMs(), type: null, sentAt, context };
      const acceptance: Acceptance = { accepted: 0, rejected: 0, errors: [] };
      const records: Appendable[] = [];
      const links: IdentityLink[] = [];
      const types: EventType[] = [];
      const streamBytesMax = Math.max(
        limits.streamBytesAlwaysAllowed,
        bodyBytes * limits.streamBytesPerBodyByteMax,
      );
      let streamBytes = 0;
      /** Events that the shared context alone makes too large. */
      let overloaded = 0;
      batch.forEach((raw, index) => {
        const reject = ({ code, message }: Refusal) => {
          acceptance.rejected++;
          acceptance.errors.push({ index, code, message });
          metrics.eventsRejected.inc({ reason: code });
        };
        // Before the merge: a context that is too large is not built once for every event.
        const sharedBytes = sharedBytesOf(shared, raw);
        if (sharedBytes > eventInStreamBytesMax) {
          overloaded++;
          reject(sharedTooLarge(sharedBytes));
          return;
        }
        const prepared = prepare(raw, bodyBytes, envelope, records, links);
        // What is merged into an event that is then rejected was built all the same.
        streamBytes += prepared.ok ? prepared.bytes : sharedBytes;
        if (streamBytes > streamBytesMax)
          throw errorOf(
            batchTooLarge({ events: batch.length, reached: index + 1, bodyBytes, streamBytesMax }),
          );
        if (prepared.ok) types.push(prepared.event.type);
        else reject(prepared);
      });
      // Not one event could have been taken: that is a refusal, whatever the client reads of the answer.
      if (overloaded === batch.length) throw errorOf(sharedTooLarge(shared.bytes));
      if (records.length > 0) await append(records, links);
      for (const type of types) acceptedOf[type]?.inc();
      acceptance.accepted = types.length;
      return acceptance;
    },
  };
}

function errorOf({ code, message }: Refusal): ApiError {
  return new ApiError(code, message);
}

function batchOf(body: unknown): { batch: unknown[]; context: unknown; sentAt: unknown } {
  const { batch, context, sentAt, sent_at, timestamp } = (
    typeof body === 'object' && body !== null ? body : {}
  ) as Record<string, unknown>;
  if (!Array.isArray(batch) || batch.length === 0) {
    throw new ApiError('invalid_request', 'a batch needs "batch": a list of at least one event');
  }
  if (batch.length > limits.batchEventsMax) {
    throw new ApiError(
      'body_too_large',
      `the batch has ${batch.length} events; at most ${limits.batchEventsMax} are allowed`,
    );
  }
  // The event around it is the first level.
  if (isDeeperThan(context, limits.eventDepthMax - 1)) {
    throw new ApiError(
      'invalid_request',
      `"context" nests ${depthOf(context)} levels deep; at most ${limits.eventDepthMax - 1} are allowed`,
    );
  }
  return { batch, context, sentAt: sentAt ?? sent_at ?? timestamp };
}
