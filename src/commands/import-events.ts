/**
 * `scoville import-events`: files of events of before, sent in parts to a running Scoville.
 *
 * The server knows a run by its files, and which parts it has. So the same command goes on where it was, after a kill of either side.
 */
import { createHash } from 'node:crypto';
import { createWriteStream, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { counted } from '../base/time/time.ts';
import { type EventImportView, type EventPart, type EventParts, eventFormats } from '../contract/api/api.ts';
import { eventTypes } from '../contract/language/language.ts';
import { partsOf } from './event-parts.ts';
import { typeOfFile } from './event-tables.core.ts';
import type { ImportConnection } from './imports.ts';
import { PassingError, UsageError } from './usage-error.ts';

/** Bytes of one part, decoded. */
const partBytes = 4 * 1024 * 1024;
/** Parts that are on their way at once. */
const partsAtOnce = 2;
const askEveryMs = 500;
/** How long it waits for a server that is away or busy before it gives up, and between two tries. */
const patienceMs = 10 * 60_000;
const retryMs = 1_000;

export interface EventImportOptions {
  type?: string | undefined;
  format?: string | undefined;
  'alert-since'?: string | undefined;
  rejected?: string | undefined;
  json: boolean;
}

type Connection = Omit<ImportConnection, 'writeOut' | 'onInterrupt'>;

/** `import-events <file> …`, `import-events list`, `import-events show|finish|undo|rejected <id>`. */
export async function importEvents(
  connection: Connection,
  words: readonly (string | undefined)[],
  options: EventImportOptions,
): Promise<void> {
  const { ask, say } = connection;
  const show = (view: EventImportView) => {
    if (options.json) return say(JSON.stringify(view, null, 2));
    for (const line of [eventImportInWords(view), ...warningsInWords(view)]) say(line);
  };
  const [first, id] = words;
  if (first === undefined) throw new UsageError('a file is missing; add one or several, or "list"');
  if (first === 'list') {
    const { items } = await ask<{ items: EventImportView[] }>('GET', '/event-imports?limit=50');
    for (const view of items) show(view);
    if (items.length === 0) say('no imports of events');
    return;
  }
  if (['show', 'finish', 'undo', 'rejected'].includes(first) && id !== undefined) {
    const resource = `/event-imports/${encodeURIComponent(id)}`;
    if (first === 'rejected')
      return saveRejected(connection, id, options.rejected ?? `events-${id}.rejected.csv`);
    if (first === 'show') return show(await ask('GET', resource));
    await ask('POST', `${resource}/${first}`);
    return show(await ended(connection, id));
  }
  const files = words.filter((word) => word !== undefined);
  const view = await sendFiles(connection, files, options);
  show(view);
  const { bad, tooOld } = view.counts;
  if (bad + tooOld > 0)
    await saveRejected(connection, view.id, options.rejected ?? `events-${view.id}.rejected.csv`);
}

async function sendFiles(
  connection: Connection,
  files: readonly string[],
  options: EventImportOptions,
): Promise<EventImportView> {
  const { say, showProgress } = connection;
  const type = wordIn(options.type, eventTypes, 'type');
  const format = wordIn(options.format, eventFormats, 'format');
  const { 'alert-since': alertSince } = options;
  const label = files
    .map((file) => path.basename(file))
    .join(', ')
    .slice(0, 200);
  const key = keyOf(files, { type, format, alertSince });
  const body = { label, key, ...(alertSince !== undefined && { alertSince }) };
  const view = await patiently(
    () => connection.ask<EventImportView>('POST', '/event-imports', body),
    showProgress,
  );
  if (view.status !== 'open') {
    say(`these files were imported before; "scoville import-events undo ${view.id}" takes that back`);
    return ended(connection, view.id);
  }
  const resource = `/event-imports/${view.id}`;
  const known = new Set((await connection.ask<EventParts>('GET', `${resource}/parts`)).parts);
  const sent = { lines: 0, events: 0 };
  const underWay = new Set<Promise<void>>();
  let number = 0;
  for (const file of files) {
    const typeOfRows = type ?? typeOfFile(path.basename(file));
    for await (const part of partsOf(file, { format, bytes: partBytes })) {
      const part_ = number++;
      if (known.has(part_)) continue;
      const query = new URLSearchParams({
        ...{ part: String(part_), line: String(part.line), format: part.format, file: path.basename(file) },
        ...(typeOfRows !== null && { type: typeOfRows }),
      });
      while (underWay.size >= partsAtOnce) await Promise.race(underWay);
      const sending = patiently(async () => {
        const response = await connection.send(
          'POST',
          `${resource}/parts?${query}`,
          new Blob([new Uint8Array(part.bytes)], {
            type: part.format === 'csv' ? 'text/csv' : 'application/x-ndjson',
          }),
        );
        const { lines, events } = (await response.json()) as EventPart;
        sent.lines += lines;
        sent.events += events;
        showProgress(
          `${file}: ${counted(sent.lines, 'line')} sent, ${counted(sent.events, 'event')} in ${sent.lines === 1 ? 'it' : 'them'}`,
        );
      }, showProgress).finally(() => underWay.delete(sending));
      underWay.add(sending);
      // It is awaited later: until then its failure is no unhandled one.
      sending.catch(() => undefined);
    }
  }
  await Promise.all(underWay);
  await patiently(() => connection.ask('POST', `${resource}/finish`), showProgress);
  return ended(connection, view.id);
}

/** Tries again while the server is away or busy. */
async function patiently<Answer>(
  work: () => Promise<Answer>,
  showProgress: (line: string) => void,
): Promise<Answer> {
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PassingError) || performance.now() > untilMs) throw error;
      showProgress(`waiting: ${error.message}`);
      await pause(retryMs);
    }
  }
}

/** Watches an import until its profiles are scored, or as they were before. */
async function ended({ ask, showProgress }: Connection, id: string): Promise<EventImportView> {
  for (;;) {
    const view = await patiently(
      () => ask<EventImportView>('GET', `/event-imports/${encodeURIComponent(id)}`),
      showProgress,
    );
    if (view.status !== 'scoring' && view.status !== 'undoing') {
      showProgress('');
      return view;
    }
    const { profiles, scored } = view.progress;
    showProgress(
      profiles === 0
        ? `${view.status}: sorting events`
        : `${view.status}: ${scored} of ${counted(profiles, 'profile')}`,
    );
    await pause(askEveryMs);
  }
}

async function saveRejected({ send, say }: Connection, id: string, file: string): Promise<void> {
  const { body } = await send('GET', `/event-imports/${encodeURIComponent(id)}/faults`);
  await pipeline(Readable.fromWeb(body as WebStream), createWriteStream(file));
  say(`refused lines with their reasons: ${file}`);
}

/** By which the server knows the same run: the files as they are, and how they are read. */
function keyOf(files: readonly string[], options: object): string {
  const known = files.map((file) => {
    const { size, mtimeMs } = statSync(file);
    return [path.basename(file), size, mtimeMs];
  });
  return createHash('sha256')
    .update(JSON.stringify([known, options, partBytes]))
    .digest('hex');
}

function wordIn<Word extends string>(
  given: string | undefined,
  words: readonly Word[],
  option: string,
): Word | undefined {
  const found = words.find((word) => word === given);
  if (given !== undefined && found === undefined)
    throw new UsageError(`--${option} is "${given}": expected one of ${words.join(', ')}`);
  return found;
}

/** An import of events in a line. */
export function eventImportInWords({ id, label, status, counts, progress }: EventImportView): string {
  const { events, duplicates, bad, tooOld, erased, warnings } = counts;
  const words = [
    `${counted(events, 'event')} of ${counted(progress.profiles, 'profile')}`,
    ...(duplicates > 0 ? [counted(duplicates, 'duplicate')] : []),
    ...(bad > 0 ? [counted(bad, 'bad line')] : []),
    ...(tooOld > 0 ? [`${tooOld} from before the history begins`] : []),
    ...(erased > 0 ? [`${erased} of erased people`] : []),
    ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
  ];
  return `${id}  ${label}  ${status}: ${words.join(', ')}`;
}

/** Its warnings, a line each; nothing for one of a list, which has none. */
function warningsInWords({ warnings = [], furtherWarnings }: EventImportView): string[] {
  const lines = warnings.map(({ file, line, message }) => `  ${`${file} line ${line}`.trim()}: ${message}`);
  return furtherWarnings === undefined ? lines : [...lines, `  and ${furtherWarnings} more`];
}
