/**
 * The copier: carries events and ledger entries from the streams into the history until it is closed.
 *
 * Read after the stored offsets, copy, release the entries in the stream. Let entries gather for a moment, so that a transaction
 * takes many. Wait for the bell or a timeout; repeat. While PostgreSQL is away, entries wait in Redis and the copier retries
 * within a second; the log says so once. While scoring is behind, it rests between full batches. Several copiers share the partitions: what one
 * works on, another leaves, and goes on with the next.
 *
 * What was read counts only where Redis still knows of the entry before it. Else Redis was set back, and its new entries may
 * have ids that the history had before. Such a partition rests until the keeper has opened it again.
 */
import { randomInt } from 'node:crypto';
import { type Loop, startLoop } from '../../base/background/background.ts';
import { firstId, type StreamPosition, systemClock } from '../../base/kernel/kernel.ts';
import {
  type Logger,
  type Metrics,
  noTracing,
  Outage,
  Pulse,
  type Tracing,
} from '../../base/telemetry/telemetry.ts';
import type { DeadLetters, Eras, HistoryBatch, HistoryFeed } from '../stream/stream.ts';
import type { Copied, KeepRejected } from './copy-batch.ts';
import type { Offsets, Positions, ReadAfter } from './offsets.ts';
import { type Found, restAfter } from './pace.core.ts';

/** Where entries come from; the stream room is one. */
export interface HistorySource {
  readonly partitions: number;
  history: Pick<HistoryFeed, 'read' | 'has'>;
  /** Where records go that the history cannot store. */
  deadLetters: Pick<DeadLetters, 'keep'>;
  /** Says whether what was read is of a Redis that still has all before it. */
  eras: Pick<Eras, 'current' | 'verify'>;
}

/** The loop; new entries wake it. */
export interface Copier extends Loop {
  /** Returns null when well, else the store that keeps the copier waiting. */
  check(): string | null;
}

interface Options {
  source: HistorySource;
  history: {
    readPositions(era: number): Promise<Positions>;
    copyBatch(batch: HistoryBatch, after?: ReadAfter, keep?: KeepRejected): Promise<Copied>;
  };
  /** Reads how far scoring is behind, ms; without it the copier never waits for scoring. */
  scoringBehindMs?: () => Promise<number>;
  metrics: Metrics;
  logger: Logger;
  tracing?: Tracing;
}

/** The era in which the copier reads, and how far it is. */
interface Taken extends ReadAfter {
  offsets: Offsets;
  digests: Offsets;
}

/** Without an installation there is one era. */
const firstEra = 1;

export function startCopier(options: Options): Copier {
  const { source, logger } = options;
  let taken: Taken | null = null;
  /** The partition with which the next batch begins: each copier has its own, so that they do not meet at one. */
  let from = randomInt(source.partitions);
  const pulse = new Pulse();

  const carry = async (): Promise<Found> => {
    if (taken === null || taken.era !== source.eras.current) taken = await takeUp(options, pulse);
    const { offsets, digests } = taken;
    const batch = await pulse.of('redis', source.history.read(offsets, from));
    if (batch.events.length + batch.ledger.length === 0) return 'nothing';
    from = batch.next;
    const verified = await pulse.of('redis', verifiedPart(batch, taken, source.eras));
    if (verified.events.length + verified.ledger.length === 0) {
      taken = null;
      return 'all';
    }
    const after = taken.era === 0 ? undefined : taken;
    const beganMs = systemClock.nowMs();
    const copied = await pulse.of(
      'postgresql',
      options.history.copyBatch(verified, after, keepingOf(options)),
    );
    count(copied, options);
    (options.tracing ?? noTracing).step('copy to history', copied.traces, { beganMs }).end();
    for (const stream of ['events', 'ledger'] as const) {
      for (const [partition, offset] of copied.offsets[stream]) offsets[stream].set(partition, offset);
      for (const [partition, digest] of copied.digests[stream]) digests[stream].set(partition, digest);
    }
    await pulse.of('redis', source.history.has(copied.offsets, copied.digests));
    // Another copier works there or has moved, or a stream was set back: the offsets are read again.
    if (isLeftOut(batch, copied.offsets)) taken = null;
    // Where all is another copier's, this one rests until that one has moved.
    const isAllLeftOut = copied.offsets.events.size + copied.offsets.ledger.size === 0;
    return batch.hasMore && !isAllLeftOut ? 'more' : 'all';
  };

  const loop = startLoop({
    round: async () => {
      const found = await carry();
      const behindMs = found === 'more' ? ((await options.scoringBehindMs?.()) ?? 0) : 0;
      return restAfter(found, behindMs);
    },
    // The history's own offsets decide; they are read again when it is back.
    forget: () => {
      taken = null;
    },
    outage: new Outage(
      logger,
      'copying to the history paused: PostgreSQL or Redis unavailable, retrying',
      'copying to the history resumed',
    ),
  });
  return { ...loop, check: () => pulse.check() };
}

/** Begins where the history ends. Entries that a dead copier had already copied are trimmed. */
async function takeUp({ source, history }: Options, pulse: Pulse): Promise<Taken> {
  const era = source.eras.current;
  const positions = await pulse.of('postgresql', history.readPositions(era === 0 ? firstEra : era));
  const part = (name: keyof StreamPosition): Offsets => ({
    events: new Map([...positions.events].map(([partition, position]) => [partition, position[name]])),
    ledger: new Map([...positions.ledger].map(([partition, position]) => [partition, position[name]])),
  });
  const taken = { era, offsets: part('entry'), digests: part('digest') };
  await pulse.of('redis', source.history.has(taken.offsets, taken.digests));
  return taken;
}

/** The part of a batch that was read from streams which have all that the history has of them. */
async function verifiedPart(batch: HistoryBatch, taken: Taken, eras: HistorySource['eras']) {
  if (taken.era === 0) return batch;
  const part: HistoryBatch = { ...batch };
  for (const stream of ['events', 'ledger'] as const) {
    const positions = new Map(
      batch[stream].map(({ partition }): [number, StreamPosition] => [
        partition,
        {
          entry: taken.offsets[stream].get(partition) ?? firstId,
          digest: taken.digests[stream].get(partition) ?? '',
        },
      ]),
    );
    const { same } = await eras.verify(stream, positions);
    part[stream] = batch[stream].filter(({ partition }) => same.has(partition));
  }
  return part;
}

/** Keeps rejected records as dead letters, each once. */
function keepingOf({ source, metrics, logger }: Options): KeepRejected {
  return async (stream, rejected) => {
    const { kept, dropped } = await source.deadLetters.keep(stream, rejected);
    if (kept === 0) return;
    metrics.deadLetters.inc({ reason: 'unstorable' }, kept);
    metrics.deadLettersDropped.inc(dropped);
    logger.error({ stream, kept, dropped }, 'records that PostgreSQL cannot store became dead letters');
  };
}

/** Whether a part of a batch was not copied. */
function isLeftOut(batch: HistoryBatch, { events, ledger }: Offsets): boolean {
  return (
    batch.events.some(({ partition }) => !events.has(partition)) ||
    batch.ledger.some(({ partition }) => !ledger.has(partition))
  );
}

function count(copied: Copied, { metrics, logger }: Options): void {
  metrics.historyEvents.inc(copied.events);
  metrics.historyLedgerEntries.inc(copied.ledgerEntries);
  if (copied.unreadable === 0) return;
  metrics.historyUnreadable.inc(copied.unreadable);
  logger.error({ count: copied.unreadable }, 'unreadable records were skipped and are not in the history');
}
