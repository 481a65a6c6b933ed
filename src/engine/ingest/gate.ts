/**
 * The gate of the doors for events: takes a request, or sheds it before its body is read.
 *
 * It counts what is under way, and looks ten times a second at the event loop. Past the
 * capacity of the process a request is answered 429 `overloaded` with `Retry-After`, after which clients lose least. What is taken runs in turns of bounded length; refusals have turns of their own, which are shorter.
 *
 * Nothing that a sender can hold back counts as load. A body counts once it is here, Redis while it is asked, a request until its
 * answer is made. Bodies that arrive and answers that nobody reads have bounds of their own, which end the connections of their senders.
 */
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { every } from '../../base/background/background.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { senderOf } from '../../base/network/network.ts';
import type { Logger, Metrics, Scrape } from '../../base/telemetry/telemetry.ts';
import { Arriving, type ArrivingBody } from './arriving.ts';
import { FairTurns } from './fair-turns.ts';
import { ShedSpell } from './shed-spell.core.ts';
import {
  fullOf,
  nextShare,
  retryAfterOf,
  type ShedReason,
  Sieve,
  shedWords,
  smoothed,
} from './shedding.core.ts';

export interface DoorGate {
  /** Takes or sheds each POST of a scope, and watches it until its answer is read. */
  guard(app: FastifyInstance): void;
  /** Runs work of a request when its turn comes: the addresses that send take turns. */
  inTurn(request: FastifyRequest, work: () => void): void;
  /** Runs work that waits for Redis and for no sender; how long it takes is a sign of load. */
  atStore<Result>(work: () => Promise<Result>): Promise<Result>;
  scrape: Scrape;
  close(): void;
}

export interface GateOptions {
  metrics: Metrics;
  logger: Logger;
  /** Why nothing can be stored now, in words; null while it can. Then a request is refused before its body is read. */
  refusal?: (() => string | null) | undefined;
}

export function openGate(options: GateOptions): DoorGate {
  return new Gate(options);
}

/** A request that was taken and has no answer yet. */
interface Taken {
  body: ArrivingBody;
  /** Bytes of the body once it is whole; null while it arrives. */
  wholeBytes: number | null;
}

class Gate implements DoorGate {
  readonly scrape: Scrape = { source: 'process', read: async () => this.#show() };
  readonly #options: GateOptions;
  readonly #turns = new FairTurns(limits.doorTurnMsMax);
  readonly #refused = new FairTurns(limits.doorRefusalTurnMsMax);
  readonly #sieve = new Sieve();
  readonly #beat: { close(): void };
  readonly #arriving = new Arriving({
    bodies: limits.doorArrivingMax,
    bytes: limits.doorArrivingBytesMax,
  });
  readonly #underWay = new Map<FastifyRequest, Taken>();
  /** Those with a whole body, and the bytes of these. */
  #whole = 0;
  #bytes = 0;
  /** Since when work waits for Redis, the oldest first. */
  readonly #atStore = new Set<{ sinceMs: number }>();
  /** Answers that are made and not sent, the oldest first. */
  readonly #unsent = new Map<FastifyReply['raw'], { socket: Socket; sinceMs: number }>();
  /** The part of all requests that is shed, 0 to 1. */
  #share = 0;
  #loopMs = 0;
  #tickMs = performance.now();
  #refusals = 0;
  readonly #spell = new ShedSpell();

  constructor(options: GateOptions) {
    this.#options = options;
    this.#beat = every(limits.doorLookEveryMs, () => this.#look());
  }

  guard(app: FastifyInstance): void {
    app.addHook('onRequest', (request, reply, done) => {
      if (request.method === 'POST') this.#enter(request, reply, done);
      else done();
    });
    app.addHook('preParsing', (request, _reply, _payload, done) => {
      this.#receive(request);
      done();
    });
    app.addHook('onSend', (request, reply, _payload, done) => {
      this.#answer(request, reply);
      done();
    });
  }

  inTurn(request: FastifyRequest, work: () => void): void {
    this.#turns.run(work, senderOf(request));
  }

  async atStore<Result>(work: () => Promise<Result>): Promise<Result> {
    const wait = { sinceMs: performance.now() };
    this.#atStore.add(wait);
    try {
      return await work();
    } finally {
      this.#atStore.delete(wait);
    }
  }

  close(): void {
    this.#beat.close();
  }

  #enter(request: FastifyRequest, { raw }: FastifyReply, done: (error?: Error) => void): void {
    const sender = senderOf(request);
    const refusal = this.#options.refusal?.() ?? null;
    if (refusal !== null) {
      this.#refused.run(() => done(new ApiError('stream_unavailable', refusal)), sender);
      return;
    }
    const reason = this.#reason(sender);
    if (reason !== null) {
      this.#refused.run(() => done(this.#refusal(reason)), sender);
      return;
    }
    const { socket } = request.raw;
    const cut = () => {
      this.#count('arriving');
      socket.destroy();
    };
    this.#underWay.set(request, { body: this.#arriving.begin(sender, cut), wholeBytes: null });
    // Its sender has gone before the answer.
    raw.once('close', () => this.#leave(request));
    done();
  }

  /** Counts the bytes of a body as they come. */
  #receive(request: FastifyRequest): void {
    const taken = this.#underWay.get(request);
    if (taken === undefined) return;
    const { body } = taken;
    const { raw } = request;
    raw.on('data', (bytes: Buffer) => this.#arriving.grow(body, bytes.length));
    raw.once('close', () => this.#arriving.end(body));
    raw.once('end', () => {
      if (!this.#arriving.end(body)) return;
      taken.wholeBytes = body.bytes;
      this.#whole++;
      this.#bytes += body.bytes;
    });
  }

  #answer(request: FastifyRequest, { raw }: FastifyReply): void {
    this.#leave(request);
    this.#unsent.set(raw, { socket: request.raw.socket, sinceMs: performance.now() });
    raw.once('close', () => this.#unsent.delete(raw));
  }

  /** A request is answered, or its sender has gone. */
  #leave(request: FastifyRequest): void {
    const taken = this.#underWay.get(request);
    if (taken === undefined) return;
    this.#underWay.delete(request);
    this.#arriving.end(taken.body);
    if (taken.wholeBytes === null) return;
    this.#whole--;
    this.#bytes -= taken.wholeBytes;
    taken.wholeBytes = null;
  }

  #reason(sender: string): ShedReason | null {
    const nowMs = performance.now();
    const load = {
      ...{ requests: this.#whole, bytes: this.#bytes },
      turnMs: this.#turns.waitMs(nowMs, sender),
      storeMs: this.#storeMs(nowMs),
    };
    const full = fullOf(load);
    if (full !== null) return full;
    return this.#sieve.takes(this.#share) ? 'loop' : null;
  }

  #storeMs(nowMs: number): number {
    const [oldest] = this.#atStore;
    return oldest === undefined ? 0 : nowMs - oldest.sinceMs;
  }

  #refusal(reason: ShedReason): ApiError {
    const seconds = retryAfterOf(this.#refusals++);
    this.#count(reason);
    const words = `the door is past its capacity: ${shedWords[reason]}`;
    return new ApiError('overloaded', `${words}; send again after ${seconds} seconds`, seconds);
  }

  #count(reason: ShedReason): void {
    this.#spell.add(reason, performance.now());
    this.#options.metrics.requestsShed.inc({ reason });
  }

  #look(): void {
    const nowMs = performance.now();
    const elapsedMs = nowMs - this.#tickMs;
    this.#tickMs = nowMs;
    // Bounded: after any stall the door is as before within seconds.
    const lateMs = Math.min(Math.max(0, elapsedMs - limits.doorLookEveryMs), 2 * limits.doorLoopDelayMsMax);
    this.#loopMs = smoothed(this.#loopMs, lateMs, elapsedMs);
    this.#share = nextShare(this.#share, { requests: this.#whole, loopMs: this.#loopMs }, elapsedMs);
    this.#endUnread(nowMs);
    this.#say(nowMs);
  }

  /** Ends the connections of clients that do not read what they were answered. */
  #endUnread(nowMs: number): void {
    for (const [raw, { socket, sinceMs }] of this.#unsent) {
      if (nowMs - sinceMs <= limits.doorAnswerReadMsMax) return;
      this.#unsent.delete(raw);
      socket.destroy();
    }
  }

  /** Logs when shedding begins, and when it has been over for a while. */
  #say(nowMs: number): void {
    const { logger } = this.#options;
    const news = this.#spell.look(nowMs);
    if (news?.kind === 'begun')
      logger.warn({ reason: news.reason }, 'the door sheds requests: it is past its capacity');
    if (news?.kind === 'over') logger.warn({ shed: news.shed }, 'the door takes all requests again');
  }

  #show(): void {
    const { metrics } = this.#options;
    const nowMs = performance.now();
    const inSeconds = (ms: number) => ms / limits.secondMs;
    metrics.doorRequests.set(this.#underWay.size);
    metrics.doorBytes.set(this.#bytes + this.#arriving.bytes);
    metrics.shedShare.set(this.#share);
    metrics.doorWait.set({ for: 'turn' }, inSeconds(this.#turns.waitMs(nowMs)));
    metrics.doorWait.set({ for: 'store' }, inSeconds(this.#storeMs(nowMs)));
    metrics.doorWait.set({ for: 'loop' }, inSeconds(this.#loopMs));
  }
}
