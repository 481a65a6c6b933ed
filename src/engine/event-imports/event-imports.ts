/**
 * The door of imports of events: two years from elsewhere become history, as if they had been accepted when they happened.
 *
 * Enters: NDJSON or CSV of Segment's shapes, in parts. Leaves: rows of the history, links in the stream, and marks by which
 * profiles are rebuilt. A part that is sent again is written once, so sender and receiver may be killed at any moment. Nobody sees the events
 * of an import before it is finished. It refuses to know rules: a rebuild finds what the events are worth.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { type Loop, startLoop } from '../../base/background/background.ts';
import { ApiError, type Clock, limits, partitionOf } from '../../base/kernel/kernel.ts';
import { decompressed, type RecordFormat } from '../../base/network/network.ts';
import { type Logger, type Metrics, Outage } from '../../base/telemetry/telemetry.ts';
import { momentIn } from '../../base/time/time.ts';
import type { EventImportView, EventPart, HistoryQuery, NewEventImport } from '../../contract/api/api.ts';
import {
  type EventImport,
  endEventImportPart,
  eventImportFaults,
  eventImportParts,
  eventImportsBefore,
  eventImportWarnings,
  findEventImport,
  type ImportCounts,
  type ListedLine,
  noImportCounts,
  openEventImport,
  turnEventImport,
  writePiece,
} from '../history/history.ts';
import { countWarnings, type KeptParameters, type LikelyMeant, type Warning } from '../ingest/ingest.ts';
import type { Stream } from '../stream/stream.ts';
import { viewOf } from './import-view.core.ts';
import { piecesOf } from './pieces.ts';
import { recordsOf, withinLimit } from './records.ts';
import { sweepImports, workOnImport } from './work.ts';

export { registerHistoryDoor } from './history-door.ts';

export interface EventImportsOptions {
  pool: pg.Pool;
  stream: Stream;
  historyDays: number;
  keptParameters: KeptParameters;
  likely?: () => LikelyMeant;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
}

/** A part as it comes: its position, and how it is to be read. */
export interface GivenPart {
  part: number;
  /** Lines of the file before it. */
  line: number;
  format?: RecordFormat | undefined;
  type?: HistoryQuery['type'];
  file?: string | undefined;
}

export interface EventImports {
  /** Opens an import, or finds the one with the same key that was not taken back. Throws `invalid_request` for a time that is none. */
  open(given: NewEventImport, openedBy: string): Promise<{ view: EventImportView; isNew: boolean }>;
  /**
   * Writes a part; what was written of it before stays as it is. Throws `conflict` where the import takes no more, `too_many_requests`
   * while too many parts come.
   */
  load(id: string, given: GivenPart, body: AsyncIterable<Uint8Array>): Promise<EventPart>;
  /** Has all profiles of an open import rebuilt with it. Finishing again changes nothing. */
  finish(id: string): Promise<EventImportView>;
  /** Takes an import back as a whole. Throws `conflict` where that is no longer possible. */
  undo(id: string): Promise<EventImportView>;
  /** The latest first; `next` is where the next page begins. */
  list(before: number | null, countMax: number): Promise<{ items: EventImportView[]; next: number | null }>;
  find(id: string): Promise<EventImportView | null>;
  /** The parts that are written; null without the import. */
  parts(id: string): Promise<number[] | null>;
  /** The refused lines; null without the import. */
  faults(id: string): Promise<ListedLine[] | null>;
  /** Scores finished imports and takes others back, until it is closed. */
  start(): Loop;
}

export function openEventImports(options: EventImportsOptions): EventImports {
  return new ArchiveImports(options);
}

class ArchiveImports implements EventImports {
  readonly #options: EventImportsOptions;
  #loads = 0;

  constructor(options: EventImportsOptions) {
    this.#options = options;
  }

  get #now(): number {
    return this.#options.clock.nowMs();
  }

  async open(given: NewEventImport, openedBy: string) {
    const { pool } = this.#options;
    const { label, key = null, alertSince } = given;
    const openedAt = new Date(this.#now);
    const alertSinceMs = alertSince === undefined ? null : momentIn(alertSince, this.#now);
    const digest = key && createHash('sha256').update(key).digest('hex');
    const { found, isNew } = await openEventImport(pool, {
      label,
      key: digest,
      openedBy,
      openedAt,
      alertSinceMs,
    });
    return { view: await this.#shown(found), isNew };
  }

  async load(id: string, given: GivenPart, body: AsyncIterable<Uint8Array>): Promise<EventPart> {
    if (this.#loads >= limits.eventImportLoadsMax)
      throw new ApiError('too_many_requests', `${this.#loads} parts are being read; send this one again`);
    this.#loads++;
    try {
      return await this.#load(await this.#found(id), given, body);
    } finally {
      this.#loads--;
    }
  }

  async #load(
    { id, status }: EventImport,
    given: GivenPart,
    body: AsyncIterable<Uint8Array>,
  ): Promise<EventPart> {
    if (status !== 'open') throw new ApiError('conflict', `import ${id} is ${status}; open another one`);
    const { pool, stream, historyDays, keptParameters, likely } = this.#options;
    const { part, line, format, type = null, file = '' } = given;
    const nowMs = this.#now;
    const records = recordsOf(withinLimit(decompressed(body)), { format, line });
    const sum = noImportCounts();
    let piece = 0;
    const pieces = piecesOf(records, { type, nowMs, keptParameters, likely: likely?.() });
    for await (const { lines, events, faults } of pieces) {
      const counts = await writePiece(
        pool,
        id,
        { ...{ part, file, lines, events, faults }, piece: piece++ },
        {
          keptFromMs: nowMs - historyDays * limits.dayMs,
          partitionOf: (profile) => partitionOf(profile, stream.partitions),
          onWritten: (counts, warnings) => this.#count(counts, warnings),
        },
      );
      for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += counts[name];
    }
    await endEventImportPart(pool, id, part);
    return sum;
  }

  /** A piece that is sent again is counted once. */
  #count({ events, bad, tooOld, erased }: ImportCounts, warnings: readonly Warning[]): void {
    const { importedEvents, importRefusedLines } = this.#options.metrics;
    countWarnings(this.#options.metrics, warnings);
    importedEvents.inc(events);
    importRefusedLines.inc({ reason: 'bad' }, bad);
    importRefusedLines.inc({ reason: 'too_old' }, tooOld);
    importRefusedLines.inc({ reason: 'erased' }, erased);
  }

  async finish(id: string): Promise<EventImportView> {
    const found = await this.#found(id);
    if (found.status === 'undoing' || found.status === 'undone')
      throw new ApiError('conflict', `import ${id} is ${found.status}; open another one`);
    if (found.status === 'open') await turnEventImport(this.#options.pool, found.id, ['open'], 'scoring');
    this.#ask();
    return this.#shown(await this.#found(id));
  }

  async undo(id: string): Promise<EventImportView> {
    const found = await this.#found(id);
    const view = viewOf(found, this.#now);
    if (view.undoUntil === null && !found.status.startsWith('undo'))
      throw new ApiError(
        'conflict',
        `import ${id} ended over ${limits.eventImportUndoMs / limits.dayMs} days ago; it stays`,
      );
    await turnEventImport(this.#options.pool, found.id, ['open', 'scoring', 'done'], 'undoing');
    this.#ask();
    return this.#shown(await this.#found(id));
  }

  /** A worker carries it out, which looks by itself where this is lost. */
  #ask(): void {
    this.#options.stream.bell.ringAsked().catch(() => undefined);
  }

  async list(before: number | null, countMax: number) {
    const found = await eventImportsBefore(this.#options.pool, before, countMax + 1);
    const items = found.slice(0, countMax);
    const next = found.length > countMax ? (items.at(-1)?.id ?? null) : null;
    return { items: items.map((one) => viewOf(one, this.#now)), next };
  }

  async find(id: string): Promise<EventImportView | null> {
    const found = await this.#row(id);
    return found && this.#shown(found);
  }

  async parts(id: string): Promise<number[] | null> {
    const found = await this.#row(id);
    return found && eventImportParts(this.#options.pool, found.id);
  }

  async faults(id: string): Promise<ListedLine[] | null> {
    const found = await this.#row(id);
    return found && eventImportFaults(this.#options.pool, found.id, limits.eventImportFaultsMax);
  }

  start(): Loop {
    const { pool, stream, clock, logger } = this.#options;
    const options = { pool, stream, clock, logger };
    let sweptAt = Number.NEGATIVE_INFINITY;
    const loop = startLoop({
      round: async (signal) => {
        if (performance.now() - sweptAt > limits.eventImportSweepEveryMs) {
          await sweepImports(options);
          sweptAt = performance.now();
        }
        const hasMore = await workOnImport(options, signal);
        if (hasMore) return { ms: limits.reevaluatePauseMs };
        return { ms: limits.eventImportIdleMs, quietMsMax: limits.eventImportIdleMsMax };
      },
      outage: new Outage(
        logger,
        'scoring imported events paused: PostgreSQL or Redis unavailable, retrying',
        'scoring imported events resumed',
      ),
    });
    stream.bell.onAsked(loop.wake);
    stream.bell.onReconnect(loop.wake);
    return loop;
  }

  /** With its warnings, which a list of imports leaves out. */
  async #shown(row: EventImport): Promise<EventImportView> {
    const { eventImportWarningsMax: countMax } = limits;
    const listed = row.warnings === 0 ? [] : await eventImportWarnings(this.#options.pool, row.id, countMax);
    return viewOf(row, this.#now, listed);
  }

  async #row(id: string): Promise<EventImport | null> {
    return /^\d{1,9}$/.test(id) ? findEventImport(this.#options.pool, Number(id)) : null;
  }

  async #found(id: string): Promise<EventImport> {
    const found = await this.#row(id);
    if (found === null)
      throw new ApiError('not_found', `there is no import of events "${id}"; GET /event-imports lists them`);
    return found;
  }
}
