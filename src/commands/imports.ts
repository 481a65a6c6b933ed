/** `scoville import` and `scoville export` of CSV: files go to a running Scoville and come from it, as streams. */
import { createWriteStream, openAsBlob, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { setTimeout as pause } from 'node:timers/promises';
import { type ImportKind, type ImportView, importKinds } from '../contract/api/api.ts';
import { UsageError } from './usage-error.ts';

type Ask = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;
/** A request whose body or answer is no JSON. */
type Send = (method: string, path: string, body?: Blob) => Promise<Response>;

const askEveryMs = 300;

/** The options of the command line that these commands read. */
export interface ImportOptions {
  kind?: string | undefined;
  rows?: string | undefined;
  encoding?: string | undefined;
  delimiter?: string | undefined;
  decimal?: string | undefined;
  dates?: string | undefined;
  empty?: string | undefined;
  pipeline?: string | undefined;
  map?: readonly string[] | undefined;
  rejected?: string | undefined;
  filter?: readonly string[] | undefined;
  out?: string | undefined;
  'dry-run': boolean;
  json: boolean;
}

export interface ImportConnection {
  ask: Ask;
  send: Send;
  say(line: string): void;
  /** Writes bytes to the output as they come. */
  writeOut(bytes: AsyncIterable<Uint8Array>): Promise<void>;
  showProgress(line: string): void;
  onInterrupt(cancel: () => Promise<unknown>): void;
  /** Ends the command with a code of failure, though it says its result. */
  fail(): void;
}

/** `import <file>`, `import list`, `import show|cancel|undo|rejected <id>`. */
export async function importFile(
  connection: ImportConnection,
  [first, id]: readonly (string | undefined)[],
  options: ImportOptions,
): Promise<void> {
  const { ask, say } = connection;
  const show = (view: ImportView) => say(options.json ? JSON.stringify(view, null, 2) : importInWords(view));
  if (first === undefined) throw new UsageError('a file is missing; add one, or "list"');
  if (first === 'list') {
    const { items } = await ask<{ items: ImportView[] }>('GET', '/imports?limit=50');
    for (const view of items) show(view);
    if (items.length === 0) say('no imports');
    return;
  }
  if (['show', 'cancel', 'undo', 'rejected'].includes(first) && id !== undefined) {
    const resource = `/imports/${encodeURIComponent(id)}`;
    if (first === 'rejected') return saveRejected(connection, id, options.rejected ?? `${id}.rejected.csv`);
    if (first === 'show') return show(await ask('GET', resource));
    await (first === 'undo' ? ask('POST', `${resource}/undo`) : ask('DELETE', resource));
    return show(await ended(connection, id));
  }
  await sendFile(connection, first, options);
}

async function sendFile(connection: ImportConnection, file: string, options: ImportOptions): Promise<void> {
  const { send, say, fail } = connection;
  // A file that is not there is said in the words of the system.
  statSync(file);
  const query = new URLSearchParams({ kind: kindOf(file, options.kind), file: path.basename(file) });
  for (const name of ['rows', 'encoding', 'delimiter', 'decimal', 'dates', 'empty', 'pipeline'] as const)
    if (options[name] !== undefined) query.set(name, options[name]);
  if (options['dry-run']) query.set('dryRun', 'true');
  if (options.map !== undefined) query.set('mapping', JSON.stringify(mappingIn(options.map)));
  const response = await send('POST', `/imports?${query}`, await openAsBlob(file));
  const { id } = (await response.json()) as ImportView;
  const view = await ended(connection, id);
  say(options.json ? JSON.stringify(view, null, 2) : importInWords(view));
  if (view.counts.bad > 0) await saveRejected(connection, id, options.rejected ?? rejectedBeside(file));
  if (view.error !== null || view.status === 'failed') fail();
}

/** Watches an import to its end. Ctrl-C cancels it. */
async function ended({ ask, showProgress, onInterrupt }: ImportConnection, id: string): Promise<ImportView> {
  const resource = `/imports/${encodeURIComponent(id)}`;
  onInterrupt(() => ask('DELETE', resource));
  for (;;) {
    const view = await ask<ImportView>('GET', resource);
    if (!['waiting', 'checking', 'applying', 'undoing'].includes(view.status)) {
      showProgress('');
      return view;
    }
    const { done, of } = view.progress;
    showProgress(`${view.status}: ${done}${of === null ? '' : ` of ${of}`} rows`);
    await pause(askEveryMs);
  }
}

async function saveRejected({ send, say }: ImportConnection, id: string, file: string): Promise<void> {
  await save(await send('GET', `/imports/${encodeURIComponent(id)}/rejected`), file);
  say(`bad rows with their reasons: ${file}; correct them and import the file again`);
}

async function save({ body }: Response, file: string): Promise<void> {
  await pipeline(Readable.fromWeb(body as WebStream), createWriteStream(file));
}

/** `export <kind>`: to a file, or to the output. */
export async function exportKind(
  { send, say, writeOut }: Pick<ImportConnection, 'send' | 'say' | 'writeOut'>,
  kind: ImportKind,
  options: ImportOptions,
): Promise<void> {
  const query = new URLSearchParams({ kind });
  if (options.delimiter !== undefined) query.set('delimiter', options.delimiter);
  for (const one of options.filter ?? []) {
    const [name, value] = pairIn(one, 'filter', 'owner=rep@example.com');
    query.set(name, value);
  }
  const response = await send('GET', `/exports?${query}`);
  if (options.out !== undefined) {
    await save(response, options.out);
    return say(`${kind}: ${options.out}`);
  }
  await writeOut(Readable.fromWeb(response.body as WebStream));
}

export const isKind = (word: string | undefined): word is ImportKind =>
  importKinds.some((kind) => kind === word);

/** The kind that is stated, else the one that the file is called by. */
function kindOf(file: string, stated: string | undefined): string {
  if (stated !== undefined) return stated;
  const name = path
    .basename(file)
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const found = importKinds.find((kind) => name.startsWith(kind));
  if (found !== undefined) return found;
  throw new UsageError(`the kind of "${file}" is not known by its name; add --kind ${importKinds.join('|')}`);
}

/** `E-Mail=email`; nothing after the sign leaves a column out. */
function mappingIn(given: readonly string[]): Record<string, string | null> {
  return Object.fromEntries(
    given.map((one) => {
      const [header, column] = pairIn(one, 'map', '"E-Mail=email"');
      return [header, column === '' ? null : column];
    }),
  );
}

function pairIn(given: string, option: string, example: string): [string, string] {
  const at = given.lastIndexOf('=');
  if (at < 1) throw new UsageError(`--${option} is "${given}": expected a pair such as ${example}`);
  return [given.slice(0, at), given.slice(at + 1)];
}

const rejectedBeside = (file: string) => file.replace(/(?:\.[^./\\]*)?$/, '.rejected.csv');

/** An import in one line, and its mapping in another where it was only checked. */
export function importInWords(view: ImportView): string {
  const { id, kind, status, counts, error, mapping, file } = view;
  const of = file === null ? kind : `${kind} of ${file}`;
  const words = [
    `${counts.new} new, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.bad} bad`,
    ...(counts.kept > 0 ? [`${counts.kept} kept, because they were changed since`] : []),
  ];
  const columns = Object.entries(mapping).map(([header, column]) => `${header} → ${column ?? 'left out'}`);
  return [
    `${id}  ${of}  ${status}: ${words.join(', ')}`,
    ...(status === 'checked' || status === 'failed' ? [`columns: ${columns.join(', ')}`] : []),
    ...(error === null ? [] : [error]),
  ].join('\n');
}
