/** Acceptance of events: parsed events become stream records, are appended and acknowledged. */
import { randomUUID } from 'node:crypto';
import {
  ApiError,
  type Clock,
  depthOf,
  isDeeperThan,
  limits,
  partitionOf,
  storableJson,
} from '../../base/kernel/kernel.ts';
import type { Carried, Metrics } from '../../base/telemetry/telemetry.ts';
import {
  type EventType,
  eventTypes,
  type IdentityLink,
  isLate,
  type MachineSign,
  type ScovilleEvent,
} from '../../contract/language/language.ts';
import type { Appendable, Appender } from '../stream/stream.ts';
import type { Acceptance, TrustedAcceptance } from './acceptance.ts';
import { BatchErrors } from './batch-errors.core.ts';
import { cacheKeyOf } from './cache-key.core.ts';
import { countWarnings } from './count-warnings.ts';
import type { Grant, IdentityLimit } from './identity-limit.ts';
import type { LikelyMeant } from './likely-warnings.core.ts';
import { BusySeconds } from './machine.core.ts';
import { type Envelope, normalise } from './normalise.core.ts';
import { ownEvent, type Statement } from './own-events.core.ts';
import type { KeptParameters } from './query-redaction.core.ts';
import {
  batchTooLarge,
  eventInStreamBytesMax,
  measureShared,
  type Refusal,
  sentBytesOf,
  sentTooLarge,
  sharedBytesOf,
  sharedTooLarge,
  streamTooLarge,
} from './size.core.ts';
import { BatchWarnings, lateWarning, type Warning } from './warnings.core.ts';

/** The public key of a request, and the network that used it. */
export interface PublicKeyOf {
  id: string;
  network: string;
  /** Whether user ids need their signatures. */
  isSigned: boolean;
}

/** How a request came. */
export interface Sent {
  /** The public key that it came with. */
  publicKey?: PublicKeyOf | undefined;
  /** Of its decoded body. */
  bodyBytes: number;
  /** Whether a machine sent it. */
  machine?: MachineSign | undefined;
  /** Whether it came with Global Privacy Control. */
  hasGpc?: boolean | undefined;
  /** What its events carry, where it is traced. */
  trace?: Carried;
}

/** An event that a door of ours made itself: of a provider that proved who it is, or of a link that it signed. */
export interface TrustedEvent {
  raw: unknown;
  machine?: MachineSign | undefined;
  hasGpc?: boolean | undefined;
}

export interface Acceptor {
  /** Returns whether it came too late to give points, and what was taken otherwise. Throws the error of the event, or of the stream. */
  one(raw: unknown, type: EventType | null, sent: Sent): Promise<{ isLate: boolean; warnings: Warning[] }>;
  /** An invalid event does not fail its batch. Throws the stream's errors; the client then sends the whole batch again. */
  many(body: unknown, sent: Sent): Promise<Acceptance>;
  /** Events of ours, with what they carry where they are traced; an invalid one does not fail the others. Throws the stream's errors. */
  trusted(events: readonly TrustedEvent[], trace?: Carried): Promise<TrustedAcceptance>;
  /** What Scoville itself says of people. Throws the stream's errors; said again, it counts once. */
  say(statements: readonly Statement[]): Promise<void>;
}

/** Pairs of identities that this process linked recently. A repeated link is harmless; remembering it saves sending it. */
const linksRememberedMax = 100_000;

export interface AcceptorOptions {
  appender: Appender;
  partitions: number;
  /** How late an event may come and still give points. */
  latenessMs: number;
  clock: Clock;
  metrics: Metrics;
  /** Whether the operator's server signed an id or address. */
  isSigned?: (text: string, signature: string) => boolean;
  /** What stays of query strings; all of them where it is absent. */
  keptParameters?: KeptParameters;
  /** Calls when somebody was erased. */
  onErasure?: (listener: () => void) => void;
  /** Which identities of an address are too many; without it none are. */
  identityLimit?: IdentityLimit;
  /** What secret keys hear of names that no rule knows. With public ones it would let anybody find out what the rules name. */
  likely?: () => LikelyMeant;
  /** Whether a public key may link an address to a user without a signature; it may not when not said. */
  mayClaimAnyAddress?: boolean;
}

/** What one request adds to the stream, and the links in it. */
interface Addition {
  records: Appendable[];
  links: IdentityLink[];
  /** The identities that it may name; null where nothing limits them. */
  grant: Grant | null;
  trace: Carried;
}

type LinkName = Pick<IdentityLink, 'child' | 'parent'> & { via?: IdentityLink['via'] | undefined };
type AcceptedCounters = Record<EventType, { inc(): void }>;
type Prepared = Refusal | { ok: true; event: ScovilleEvent; bytes: number; warnings: Warning[] };

export function createAcceptor(options: AcceptorOptions): Acceptor {
  return new StreamAcceptor(options);
}

class StreamAcceptor implements Acceptor {
  readonly #options: AcceptorOptions;
  /** Counters with their label bound, since every event adds to one. */
  readonly #acceptedOf: AcceptedCounters;
  #linked = new Set<string>();
  readonly #busy = new BusySeconds();

  constructor(options: AcceptorOptions) {
    this.#options = options;
    const counters = eventTypes.map((type) => [type, options.metrics.eventsAccepted.labels(type)]);
    this.#acceptedOf = Object.fromEntries(counters) as AcceptedCounters;
    // Another set: what is under way remembers its links in the one of before.
    options.onErasure?.(() => {
      this.#linked = new Set();
    });
  }

  async one(
    raw: unknown,
    type: EventType | null,
    sent: Sent,
  ): Promise<{ isLate: boolean; warnings: Warning[] }> {
    const { publicKey, bodyBytes, trace } = sent;
    if (bodyBytes > limits.eventBytesMax) throw errorOf(sentTooLarge(bodyBytes));
    const granted = this.#grantFor(publicKey, () => 1);
    // Mostly there is nothing to wait for, and waiting costs too.
    const addition = noAddition(granted instanceof Promise ? await granted : granted, trace);
    const envelope = this.#envelopeOf(sent, { type, sentAt: undefined, context: undefined });
    const prepared = this.#prepare(raw, bodyBytes, envelope, addition);
    this.#giveBack(addition);
    if (!prepared.ok) throw errorOf(prepared);
    await this.#append(addition);
    this.#acceptedOf[prepared.event.type].inc();
    const { event, warnings } = prepared;
    return { isLate: isLate(event, this.#options.latenessMs), warnings };
  }

  async many(body: unknown, sent: Sent): Promise<Acceptance> {
    const { publicKey, bodyBytes, trace } = sent;
    const { batch, context, sentAt } = batchOf(body);
    const shared = measureShared(context);
    const envelope = this.#envelopeOf(sent, { type: null, sentAt, context });
    const errors = new BatchErrors();
    const warnings = new BatchWarnings();
    const grant = await this.#grantFor(publicKey, () => identitiesIn(batch, context));
    const addition = noAddition(grant, trace);
    const types: EventType[] = [];
    const lateIndexes: number[] = [];
    const streamBytesMax = streamBytesMaxOf(bodyBytes);
    let streamBytes = 0;
    /** Events that the shared context alone makes too large. */
    let overloaded = 0;
    batch.forEach((raw, index) => {
      const reject = (refusal: Refusal) => {
        errors.add(index, refusal);
        this.#options.metrics.eventsRejected.inc({ reason: refusal.code });
      };
      // Before the merge: a context that is too large is not built once for every event.
      const tooManyBytes = shared.bytes > eventInStreamBytesMax ? sharedBytesOf(shared, raw) : 0;
      if (tooManyBytes > eventInStreamBytesMax) {
        overloaded++;
        reject(sharedTooLarge(tooManyBytes));
        return;
      }
      const prepared = this.#prepare(raw, bodyBytes, envelope, addition);
      // What is merged into an event that is then rejected was built all the same.
      streamBytes += prepared.ok ? prepared.bytes : sharedBytesOf(shared, raw);
      if (streamBytes > streamBytesMax) {
        const reached = index + 1;
        this.#giveBack(addition);
        throw errorOf(batchTooLarge({ events: batch.length, reached, bodyBytes, streamBytesMax }));
      }
      if (!prepared.ok) {
        reject(prepared);
        return;
      }
      types.push(prepared.event.type);
      if (warnings.add(index, prepared.warnings).isFull) envelope.likely?.compareNoMore();
      if (isLate(prepared.event, this.#options.latenessMs)) lateIndexes.push(index);
    });
    this.#giveBack(addition);
    // No event could be accepted: that is a refusal of the whole batch.
    if (overloaded === batch.length) throw errorOf(sharedTooLarge(shared.bytes));
    if (addition.records.length > 0) await this.#append(addition);
    for (const type of types) this.#acceptedOf[type].inc();
    const late = lateIndexes.length;
    const counts = { accepted: types.length, rejected: errors.count, late };
    return { ...counts, lateIndexes, ...errors.said(), ...warnings.said() };
  }

  async trusted(events: readonly TrustedEvent[], trace?: Carried): Promise<TrustedAcceptance> {
    const receivedAtMs = this.#options.clock.nowMs();
    const { keptParameters } = this.#options;
    const errors = new BatchErrors();
    const addition = noAddition(null, trace);
    const types: EventType[] = [];
    const lateIndexes: number[] = [];
    events.forEach(({ raw, machine, hasGpc }, index) => {
      const ofRequest = { receivedAtMs, sentAt: undefined, context: undefined, machine, hasGpc };
      const prepared = this.#prepare(
        raw,
        0,
        { ...ofRequest, type: null, isSigned: signedByNobody, keptParameters },
        addition,
      );
      if (!prepared.ok) {
        errors.add(index, prepared);
        this.#options.metrics.eventsRejected.inc({ reason: prepared.code });
        return;
      }
      types.push(prepared.event.type);
      if (isLate(prepared.event, this.#options.latenessMs)) lateIndexes.push(index);
    });
    if (addition.records.length > 0) await this.#append(addition);
    for (const type of types) this.#acceptedOf[type].inc();
    const late = lateIndexes.length;
    const counts = { accepted: types.length, rejected: errors.count, late };
    return { ...counts, lateIndexes, rejectedIndexes: errors.indexes, ...errors.said() };
  }

  async say(statements: readonly Statement[]): Promise<void> {
    const { clock, partitions, appender, metrics } = this.#options;
    const acceptedAtMs = clock.nowMs();
    const records = statements.map((statement) => ({
      ...{ partition: partitionOf(statement.profile, partitions), field: 'e' as const },
      json: storableJson(JSON.stringify(ownEvent(statement, acceptedAtMs))),
    }));
    if (records.length === 0) return;
    await appender.append(records);
    metrics.eventsAccepted.inc({ type: 'identify' }, records.length);
  }

  /** What the events of a request share. */
  #envelopeOf(sent: Sent, said: Pick<Envelope, 'type' | 'sentAt' | 'context'>): Envelope {
    const { publicKey, machine, hasGpc } = sent;
    const { clock, isSigned = signedByNobody, keptParameters } = this.#options;
    const likely = publicKey === undefined ? this.#options.likely?.() : undefined;
    const ofRequest = { publicKey, machine, hasGpc, isSigned, keptParameters, likely };
    return { ...said, ...ofRequest, receivedAtMs: clock.nowMs() };
  }

  /** Adds an event's records. Returns the event and the bytes that all of it takes in the stream, or the error. */
  #prepare(raw: unknown, bodyBytes: number, envelope: Envelope, addition: Addition): Prepared {
    const { records, links, trace } = addition;
    const { partitions, latenessMs, mayClaimAnyAddress = false } = this.#options;
    const normalised = normalise(raw, envelope, randomUUID);
    if (!normalised.ok) return normalised;
    const { event, warnings } = normalised;
    if (isLate(event, latenessMs)) warnings.push(lateWarning(event.atMs, latenessMs));
    countWarnings(this.#options.metrics, warnings);
    // Only a body larger than one event's limit can hold an event over it.
    const sentBytes = bodyBytes > limits.eventBytesMax ? sentBytesOf(raw) : 0;
    if (sentBytes > limits.eventBytesMax) return sentTooLarge(sentBytes);
    const speed = this.#busy.signOf(event, addition.grant?.network ?? '');
    if (speed !== undefined) event.machine ??= speed;
    if (addition.grant !== null) this.#judgeIdentity(event, addition.grant);
    const json = storableJson(JSON.stringify(event));
    let bytes = Buffer.byteLength(json);
    if (bytes > eventInStreamBytesMax) return streamTooLarge(bytes);
    records.push({
      ...{ partition: partitionOf(event.profile, partitions), field: 'e' },
      json: withTrace(json, trace),
    });
    const isNews = (link: IdentityLink) =>
      !this.#linked.has(linkNameOf(link)) &&
      (link.via === undefined || !this.#linked.has(linkNameOf({ ...link, via: undefined })));
    for (const link of [...normalised.links, ...(mayClaimAnyAddress ? normalised.claims : [])]) {
      if (!isNews(link)) continue;
      bytes += Buffer.byteLength(JSON.stringify(link));
      links.push(link);
    }
    return { ok: true, event, bytes, warnings };
  }

  /** Returns the identities that a request may name; null where nothing limits them. */
  #grantFor(publicKey: PublicKeyOf | undefined, count: () => number): Grant | Promise<Grant> | null {
    const { identityLimit } = this.#options;
    if (publicKey === undefined || identityLimit === undefined) return null;
    return identityLimit.grant(publicKey.network, count());
  }

  #giveBack({ grant }: Addition): void {
    if (grant !== null) this.#options.identityLimit?.giveBack(grant);
  }

  /** Marks the event of an identity beyond the limit. What the operator's server has signed is no invention of a page. */
  #judgeIdentity(event: ScovilleEvent, grant: Grant): void {
    if (event.via !== 'public' || !this.#options.identityLimit?.isBeyond(grant, event.profile)) return;
    event.crowd = true;
    this.#options.metrics.identitiesCrowded.inc();
  }

  /** Resolves when Redis has it all. Most requests link nobody: then nothing is left to do. */
  #append({ records, links, trace }: Addition): Promise<void> {
    const { appender, partitions } = this.#options;
    if (links.length === 0) return appender.append(records);
    for (const link of links)
      records.push({
        ...{ partition: partitionOf(link.child, partitions), field: 'l' },
        json: withTrace(JSON.stringify(link), trace),
      });
    const linked = this.#linked;
    return appender.append(records).then(() => {
      if (linked.size > linksRememberedMax) linked.clear();
      for (const link of links) linked.add(linkNameOf(link));
    });
  }
}

/** By what a link is remembered. The word of a page is the other way round: a server that says the same still proves it. */
function linkNameOf({ child, parent, via }: LinkName): string {
  return via === undefined ? cacheKeyOf(child, parent) : cacheKeyOf(parent, child);
}

const signedByNobody = () => false;

/** The JSON of a record that carries a trace. It does not count with its bytes: no event is too large because it is traced. */
function withTrace(json: string, trace: Carried): string {
  return trace === undefined ? json : `${json.slice(0, -1)},"trace":"${trace}"}`;
}

function noAddition(grant: Grant | null, trace?: Carried): Addition {
  return { records: [], links: [], grant, trace };
}

/**
 * How many identities a batch may name: as many as it has different ids and addresses, in either spelling. Too many are given back;
 * with too few an identity would be held that its address may still name.
 */
function identitiesIn(batch: readonly unknown[], context: unknown): number {
  const named = [...batch, { context }].flatMap((raw) => {
    const event = fieldsOf(raw);
    const { email } = fieldsOf(fieldsOf(event['context'])['traits']);
    const { email: own } = fieldsOf(event['traits']);
    return [event['userId'], event['user_id'], event['anonymousId'], event['anonymous_id'], email, own];
  });
  return new Set(named.filter((one) => one !== undefined && one !== null)).size;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Bytes that a body of so many bytes may put into the stream. */
function streamBytesMaxOf(bodyBytes: number): number {
  return Math.max(limits.streamBytesAlwaysAllowed, bodyBytes * limits.streamBytesPerBodyByteMax);
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
