/**
 * Scores finished imports, or takes them back, step by step. PostgreSQL says how far one is, and each step can be repeated: any
 * process goes on with it.
 *
 * Days are sorted, links go into the stream, the rows become visible, and each profile gets a mark. The mark makes it wait until
 * it is rebuilt from its history. The import has ended when no profile of it waits any more.
 */
import type pg from 'pg';
import { type Clock, isAfter, limits, partitionOf } from '../../base/kernel/kernel.ts';
import type { Logger } from '../../base/telemetry/telemetry.ts';
import type { ImportMark } from '../../contract/language/language.ts';
import {
  deleteImportedDay,
  type EventImport,
  endEventImport,
  eventImportLinks,
  eventImportProfiles,
  knownAmongHistory,
  moveEventImport,
  nextEventImport,
  prepareDay,
  showEventImport,
  sweepEventImports,
} from '../history/history.ts';
import { waitsForHistory } from '../processing/processing.ts';
import type { Stream } from '../stream/stream.ts';

interface Options {
  pool: pg.Pool;
  stream: Stream;
  clock: Clock;
  logger: Logger;
}

/** Takes back imports that are left half, and deletes what is kept to take others back. */
export async function sweepImports({ pool, clock }: Options): Promise<void> {
  const nowMs = clock.nowMs();
  await sweepEventImports(pool, {
    idleSince: new Date(nowMs - limits.eventImportOpenMs),
    endedBefore: new Date(nowMs - limits.eventImportUndoMs),
  });
}

/** Does a step of the oldest import that is to be scored or taken back; returns whether there was one. */
export async function workOnImport(options: Options, signal: AbortSignal): Promise<boolean> {
  const found = await nextEventImport(options.pool);
  if (found === null) return false;
  const untilMs = performance.now() + limits.eventImportRoundMs;
  const goesOn = () => !signal.aborted && performance.now() < untilMs;
  if (found.status === 'undoing') await undo(found, options, goesOn);
  else await score(found, options, goesOn);
  return true;
}

async function score(found: EventImport, options: Options, goesOn: () => boolean): Promise<void> {
  const { pool, stream } = options;
  if (!found.isVisible) {
    while (await prepareDay(pool, found.id)) if (!goesOn()) return;
    // Sent again where the process died in between: a link that is known changes nothing.
    await sendLinks(found, pool, stream);
    await showEventImport(pool, found.id);
  } else await rebuildProfiles(found, options, goesOn);
}

async function undo(found: EventImport, options: Options, goesOn: () => boolean): Promise<void> {
  while (await deleteImportedDay(options.pool, found.id)) if (!goesOn()) return;
  if (found.wasVisible) await rebuildProfiles(found, options, goesOn);
  else await end(found, options);
}

/** Links are sent as current ones: they count from the import on. */
async function sendLinks(found: EventImport, pool: pg.Pool, stream: Stream): Promise<void> {
  const countMax = limits.eventImportMarksPerPage;
  let after = { part: -1, piece: 0, position: 0, child: '' };
  for (;;) {
    const { links, next } = await eventImportLinks(pool, found.id, after, countMax);
    await stream.appender.append(
      links.map((link) => ({
        ...{ partition: partitionOf(link.child, stream.partitions), field: 'l' },
        json: JSON.stringify({ ...link, isImported: true }),
      })),
    );
    if (next === null) return;
    after = next;
  }
}

/** Marks profiles as long as not too many wait; then looks how many are rebuilt. */
async function rebuildProfiles(found: EventImport, options: Options, goesOn: () => boolean): Promise<void> {
  const { pool, stream, clock } = options;
  let at = found;
  while (at.markedAt === null && goesOn()) {
    const backlog = await stream.backlog(clock.nowMs());
    if (backlog.reduce((sum, { due }) => sum + due, 0) > limits.dueProfilesWaitingMax) break;
    at = await markPage(at, options);
  }
  if (at.markedAt === null) return;
  const marked = at.markedAt;
  const areRead = (await stream.backlog(clock.nowMs())).every(
    ({ offset }, partition) => !isAfter(marked[partition] ?? offset, offset),
  );
  if (!areRead) return;
  while (goesOn()) {
    const page = await eventImportProfiles(pool, at.id, at.rebuiltTo, limits.eventImportMarksPerPage);
    if (page.length === 0) return end(at, options);
    if (
      await someWait(
        page.map(({ profile }) => profile),
        options,
      )
    )
      return;
    const moved = { rebuilt: at.rebuilt + page.length, rebuiltTo: page.at(-1)?.profile ?? '' };
    await moveEventImport(pool, at, moved);
    at = { ...at, ...moved };
  }
}

async function markPage(found: EventImport, { pool, stream, clock }: Options): Promise<EventImport> {
  const page = await eventImportProfiles(pool, found.id, found.markedTo, limits.eventImportMarksPerPage);
  if (page.length > 0)
    await stream.appender.append(
      page.map(({ profile, latestMs }) => ({
        ...{ partition: partitionOf(profile, stream.partitions), field: 'h' },
        json: JSON.stringify(markOf(found, profile, latestMs, clock.nowMs())),
      })),
    );
  const moved = {
    marked: found.marked + page.length,
    markedTo: page.at(-1)?.profile ?? found.markedTo,
    markedAt: page.length < limits.eventImportMarksPerPage ? (await stream.eras.lastAppended()).ids : null,
  };
  await moveEventImport(pool, found, moved);
  return { ...found, ...moved };
}

function markOf(
  { status, alertSinceMs }: EventImport,
  profile: string,
  latestMs: number,
  acceptedAtMs: number,
): ImportMark {
  if (status === 'undoing') return { profile, acceptedAtMs, isUndone: true };
  const notifies = alertSinceMs !== null && latestMs >= alertSinceMs;
  return { profile, acceptedAtMs, ...(notifies && { notifies }) };
}

/** Whether a profile among some is still to be rebuilt. One that cannot be evaluated is not waited for; nor one that was erased. */
async function someWait(ids: readonly string[], { pool, stream }: Options): Promise<boolean> {
  const stored = await stream.profiles.stored(ids);
  if (stored.some((packed) => packed !== null && waitsForHistory(packed))) return true;
  const absent = await stream.profiles.absent(ids.filter((_, index) => stored[index] === null));
  return absent.length > 0 && (await knownAmongHistory(pool, absent)).length > 0;
}

async function end(found: EventImport, { pool, logger }: Options): Promise<void> {
  await endEventImport(pool, found);
  const { id, status, events, profiles } = found;
  logger.info(
    { import: id, events, profiles },
    status === 'scoring' ? 'imported events are scored' : 'an import of events is undone',
  );
}
