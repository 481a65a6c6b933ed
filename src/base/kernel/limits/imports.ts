/** Limits of CSV in and out. */
import { dayMs, hourMs, secondMs } from './units.ts';

export const importsLimits = {
  /** A file to import. */
  importBytesMax: 256 * 1024 * 1024,
  /** Rows of one file, without its header. */
  importRowsMax: 1_000_000,
  /** Columns of one file. */
  importColumnsMax: 200,
  /** Characters of one cell that is read. */
  importCellLengthMax: 10_000,
  /** Characters of one row, all cells together: one that is longer has a quote that is never closed. */
  importRowCharactersMax: 256 * 1024,
  /** Characters of `mapping` in the address of a request. */
  importMappingLengthMax: 8_000,
  /** Characters of a bad cell that are shown beside its reason. */
  importValueShownMax: 200,
  /** Bad rows of one file; with more, the file is refused as a whole. */
  importRejectedRowsMax: 100_000,
  /** Bad rows that an import shows by itself; its file of bad rows has all. */
  importBadRowsShownMax: 20,
  /** Rows that are written in one transaction. */
  importBatchRows: 500,
  /** Bytes of a file that are stored as one piece. */
  importPieceBytes: 256 * 1024,
  /** Imports that wait or run; further files are answered 429. */
  importsOpenMax: 20,
  /** How long an upload may send nothing before it is given up. */
  importStallMsMax: 25 * secondMs,
  /** How long a process may leave an import alone before another one goes on with it. */
  importLeaseMs: 10 * secondMs,
  /** How soon an idle worker looks for imports. */
  importIdleMs: secondMs,
  /** How often it is looked for what is too old. */
  importSweepEveryMs: hourMs,
  /** How long an import can be undone. */
  importUndoMs: dayMs,
  /** How long the file of a dry run or a failed import is kept to be corrected, and how many such files. */
  importFileKeptMs: dayMs,
  importFilesKeptMax: 20,
  /** How long an import is listed, with its bad rows. */
  importKeptMs: 30 * dayMs,
  /** Rows that an export reads at once. */
  exportPageRows: 1_000,
} as const;
