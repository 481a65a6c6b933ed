/**
 * The gate of the doors for events: takes a request, or sheds it before its body is read.
 *
 * It counts what is under way, looks ten times a second at the event loop, and once a second at scoring while events come. Past the
 * capacity of the process a request is answered 429 `overloaded` with `Retry-After`, after which clients lose least. What is taken runs in turns of bounded length; refusals have turns of their own, which are shorter.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { every } from '../../base/background/background.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { Logger, Metrics, Scrape } from '../../base/telemetry/telemetry.ts';
import { FairTurns } from './fair-turns.ts';
import {
  behindMsOf,
  fullOf,
  nextShare,
  noShare,
  nothingSeen,
  retryAfterOf,
  type ShedReason,
  Sieve,
  seenNext,
  shedWords,
  smoothed,
} from './shedding.core.ts';

export interface DoorGate {
  /** The hook of each request: takes those that are no POST, and those that fit. */
  enter(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void;
  /** Runs the work of a request when its turn comes. */
  inTurn(request: FastifyRequest, work: () => void): void;
  scrape: Scrape;
  close(): void;
}

/** When the oldest event that waits for scoring came, and what time it is, by the clock of Redis, ms. */
export interface ScoringState {
  sinceMs: number | null;
  nowMs: number;
}

export interface GateOptions {
  /** Reads how far scoring is. */
  scoring: () => Promise<ScoringState>;
  /** How far scoring may be behind, ms; 0 is as far as it likes. */
  behindMsMax: number;
  metrics: Metrics;
  logger: Logger;
}

export function openGate(options: GateOptions): DoorGate {
  return new Gate(options);
}

class Gate implements DoorGate {
  readonly scrape: Scrape = { source: 'process', read: async () => this.#show() };
  readonly #options: GateOptions;
  readonly #taken = new FairTurns(limits.doorTurnMsMax);
  readonly #refused = new FairTurns(limits.doorRefusalTurnMsMax);
  readonly #sieve = new Sieve();
  readonly #beats: { close(): void }[];
  /** Requests under way, and those that have had their turn, since when; the oldest first. */
  readonly #underWay = new Set<FastifyRequest>();
  readonly #working = new Map<FastifyRequest, number>();
  #bytes = 0;
  #share = noShare;
  #loopMs = 0;
  #behindMs = 0;
  #seen = nothingSeen;
  #tickMs = performance.now();
  /** Requests taken since the last look at scoring. */
  #news = 0;
  #shed = 0;
  #lastShed: { reason: ShedReason; atMs: number } | null = null;
  /** Shed since the log last said so; null where it sheds nothing. */
  #shedSince: number | null = null;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#beats = [
      every(limits.doorLookEveryMs, () => this.#look()),
      every(limits.doorScoringLookEveryMs, () => this.#lookAtScoring()),
    ];
  }

  readonly enter: DoorGate['enter'] = (request, reply, done) => {
    if (request.method !== 'POST') {
      done();
      return;
    }
    const bytes = bytesOf(request.headers['content-length']);
    const reason = this.#reasonFor(bytes);
    if (reason === null) {
      this.#take(request, reply, bytes);
      done();
      return;
    }
    this.#refused.run(() => done(this.#refusal(reason)));
  };

  readonly inTurn: DoorGate['inTurn'] = (request, work) => {
    this.#taken.run(() => {
      if (this.#underWay.has(request)) this.#working.set(request, performance.now());
      work();
    });
  };

  close(): void {
    for (const beat of this.#beats) beat.close();
  }

  #reasonFor(bytes: number): ShedReason | null {
    const nowMs = performance.now();
    const load = {
      ...{ requests: this.#underWay.size, bytes: this.#bytes },
      turnMs: this.#taken.waitMs(nowMs),
      storeMs: this.#storeMs(nowMs),
    };
    const full = fullOf(load, bytes);
    if (full !== null) return full;
    return this.#sieve.takes(this.#share.part) ? this.#share.reason : null;
  }

  #storeMs(nowMs: number): number {
    const [sinceMs] = this.#working.values();
    return sinceMs === undefined ? 0 : nowMs - sinceMs;
  }

  #take(request: FastifyRequest, { raw }: FastifyReply, bytes: number): void {
    this.#underWay.add(request);
    this.#bytes += bytes;
    this.#news++;
    // Once it is answered, or its sender has gone.
    raw.once('close', () => {
      this.#underWay.delete(request);
      this.#working.delete(request);
      this.#bytes -= bytes;
    });
  }

  #refusal(reason: ShedReason): ApiError {
    const seconds = retryAfterOf(this.#shed++);
    this.#lastShed = { reason, atMs: performance.now() };
    this.#options.metrics.requestsShed.inc({ reason });
    const words = `the door is past its capacity: ${shedWords[reason]}`;
    return new ApiError('overloaded', `${words}; send again after ${seconds} seconds`, seconds);
  }

  #look(): void {
    const nowMs = performance.now();
    const elapsedMs = nowMs - this.#tickMs;
    this.#tickMs = nowMs;
    this.#loopMs = smoothed(this.#loopMs, Math.max(0, elapsedMs - limits.doorLookEveryMs), elapsedMs);
    const { behindMsMax } = this.#options;
    const pressure = {
      requests: this.#underWay.size,
      loopMs: this.#loopMs,
      behindMs: this.#behindMs,
      behindMsMax,
    };
    this.#share = nextShare(this.#share, pressure, elapsedMs);
    this.#say(nowMs);
  }

  /** Logs when shedding begins, and when it has been over for a while. */
  #say(nowMs: number): void {
    const { logger } = this.#options;
    const last = this.#lastShed;
    const isShedding = last !== null && nowMs - last.atMs < limits.doorCalmMs;
    if (isShedding && this.#shedSince === null) {
      this.#shedSince = this.#shed;
      logger.warn({ reason: last.reason }, 'the door sheds requests: it is past its capacity');
    }
    if (!isShedding && this.#shedSince !== null) {
      const shed = this.#shed - this.#shedSince;
      this.#shedSince = null;
      logger.warn({ shed }, 'the door takes all requests again');
    }
  }

  async #lookAtScoring(): Promise<void> {
    const isCalm = this.#news === 0 && this.#behindMs === 0;
    if (this.#options.behindMsMax === 0 || isCalm) return;
    this.#news = 0;
    // A Redis that is away is a sign of its own.
    const state = await this.#options.scoring().catch(() => null);
    if (state === null) return;
    this.#seen = seenNext(this.#seen, state.sinceMs);
    this.#behindMs = behindMsOf(this.#seen, state.nowMs);
  }

  #show(): void {
    const { metrics } = this.#options;
    const nowMs = performance.now();
    const inSeconds = (ms: number) => ms / limits.secondMs;
    metrics.doorRequests.set(this.#underWay.size);
    metrics.doorBytes.set(this.#bytes);
    metrics.shedShare.set(this.#share.part);
    metrics.doorWait.set({ for: 'turn' }, inSeconds(this.#taken.waitMs(nowMs)));
    metrics.doorWait.set({ for: 'store' }, inSeconds(this.#storeMs(nowMs)));
    metrics.doorWait.set({ for: 'loop' }, inSeconds(this.#loopMs));
    metrics.doorWait.set({ for: 'scoring' }, inSeconds(this.#behindMs));
  }
}

/** Returns the bytes of a body by its header; one that does not say them counts as the largest of a client. */
function bytesOf(contentLength: string | undefined): number {
  const bytes = Number(contentLength ?? Number.NaN);
  const isSaid = Number.isSafeInteger(bytes) && bytes >= 0;
  // A larger body than any door takes is refused in a moment, and needs no memory.
  return isSaid ? Math.min(bytes, limits.mailBodyBytesMax) : limits.bodyBytesMax;
}
