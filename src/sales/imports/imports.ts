/**
 * The door of imports: records come in as CSV and go out as CSV.
 *
 * Enters: a file as a spreadsheet writes it, its kind, and how it is to be read. Leaves: records written as the API writes them, bad rows
 * with their reasons, and for a day the way back. It guarantees that a batch and its progress are written together: a killed process
 * loses and doubles nothing. A second import of a file changes nothing. An undo takes nothing away that somebody changed since. It
 * holds one batch of rows in memory, however long the file. PostgreSQL away: the import waits.
 */

import type { Queryable } from '../../base/database/database.ts';
import type {
  ExportQuery,
  ImportChange,
  ImportFilter,
  ImportQuery,
  ImportView,
  KeptFilter,
  KeptView,
} from '../../contract/api/api.ts';
import { type Actor, Listing, newestFirst, type Page } from '../store/store.ts';
import { exportCsv } from './exports.ts';
import { findImport, type ImportRow, importView, shownColumns } from './import-rows.ts';
import { dropOldImports } from './old-imports.ts';
import { rejectedCsv } from './rejects.ts';
import { cancelImport, changeImport, receiveImport, undoImport } from './requests.ts';
import { passTraitsOn, type TraitsSink } from './traits.ts';
import { workOnImport } from './work.ts';
import type { ImportStore } from './written-rows.ts';

export { exportFileName } from './exports.ts';
export { importsWait } from './import-rows.ts';
export { startImporter, startTraitsLoop } from './importer.ts';
export type { PersonTraits, TraitsSink } from './traits.ts';
export { traitsWait } from './traits.ts';

export interface Imports {
  /** Stores a file and returns its import, which waits to be worked on. `isNew` is false for a repeated `Idempotency-Key`. */
  receive(
    body: AsyncIterable<Uint8Array>,
    query: ImportQuery,
    actor: Actor,
  ): Promise<{ view: ImportView; isNew: boolean }>;
  list(filter: ImportFilter): Promise<Page<ImportView>>;
  find(id: string): Promise<ImportView | null>;
  /** Corrects how a checked or failed file is read, and checks it again; carries it out where `dryRun` is false. */
  change(id: string, change: ImportChange): Promise<ImportView>;
  /** Stops an import and takes back what it has written. */
  cancel(id: string): Promise<ImportView>;
  /** Takes a finished import back, within a day. */
  undo(id: string): Promise<ImportView>;
  /** The bad rows as CSV; null without the import. */
  rejected(id: string): Promise<AsyncGenerator<string> | null>;
  /** What an undo has kept; null without the import. */
  kept(id: string, filter: KeptFilter): Promise<Page<KeptView> | null>;
  /** Records as CSV. */
  export(query: ExportQuery): AsyncGenerator<string>;
  /** Works on the oldest open import until it has ended. Returns whether there was one. */
  work(signal: AbortSignal): Promise<boolean>;
  /** Passes on what scoring should know of imported people. Returns how many. */
  passTraitsOn(sink: TraitsSink): Promise<number>;
  /** Removes files, changes and imports that are too old. */
  dropOld(): Promise<void>;
}

/** Exports are read by `reads`. */
export function imports(store: ImportStore, reads: Queryable): Imports {
  const { pool, now } = store;
  return {
    receive: (body, query, actor) => receiveImport(store, body, query, actor),
    list: (filter) => {
      const list = new Listing('imports', newestFirst, filter);
      list.where('kind = ?', filter.kind);
      list.where('status = ?', filter.status);
      return list.page(pool, { columns: shownColumns, table: 'imports' }, (row: ImportRow) =>
        importView(row, now()),
      );
    },
    find: async (id) => {
      const row = await findImport(pool, id);
      return row && importView(row, now());
    },
    change: (id, change) => changeImport(store, id, change),
    cancel: (id) => cancelImport(store, id),
    undo: (id) => undoImport(store, id),
    rejected: async (id) => {
      const row = await findImport(pool, id);
      return row && rejectedCsv(pool, row);
    },
    kept: async (id, filter) => {
      if ((await findImport(pool, id)) === null) return null;
      const list = new Listing(`imports/${id}/kept`, newestFirst, filter);
      list.where('import_id = ?', id);
      return list.page(pool, { columns: '*', table: 'import_kept' }, keptView);
    },
    export: (query) => exportCsv({ database: reads, flows: store.flows }, query),
    work: (signal) => workOnImport(store, signal),
    passTraitsOn: (sink) => passTraitsOn(pool, sink),
    dropOld: () => dropOldImports(pool, now()),
  };
}

function keptView({ id, record, field, reason }: KeptView & { field: string | null }): KeptView {
  return { id, record, column: field, reason };
}
