/** Records of a body in pieces that are written together, with the events they are. */
import { setImmediate as turn } from 'node:timers/promises';
import { limits } from '../../base/kernel/kernel.ts';
import type { EventType } from '../../contract/language/language.ts';
import type { ImportedEvent, ImportFault } from '../history/history.ts';
import { type ArchiveOptions, archivedEvent } from '../ingest/ingest.ts';
import { eventOfRow } from './archived-row.core.ts';
import type { FileRecord } from './records.ts';

export interface Piece {
  lines: number;
  events: ImportedEvent[];
  faults: ImportFault[];
}

export interface PieceOptions extends ArchiveOptions {
  /** That of rows which name none. */
  type: EventType | null;
}

/** Cuts records into pieces; the same body gives the same pieces. Others get a turn every few lines. */
export async function* piecesOf(
  records: AsyncIterable<FileRecord>,
  options: PieceOptions,
): AsyncGenerator<Piece> {
  let piece = emptyPiece();
  let bytes = 0;
  for await (const record of records) {
    piece.lines++;
    bytes += record.bytes;
    take(record, piece, options);
    if (piece.lines % limits.eventImportTurnLines === 0) await turn();
    if (piece.lines < limits.eventImportPieceLines && bytes < limits.eventImportPieceBytes) continue;
    yield piece;
    piece = emptyPiece();
    bytes = 0;
  }
  if (piece.lines > 0) yield piece;
}

const emptyPiece = (): Piece => ({ lines: 0, events: [], faults: [] });

function take(record: FileRecord, piece: Piece, { type, ...options }: PieceOptions): void {
  const { line } = record;
  const { events, faults } = piece;
  if ('fault' in record) {
    faults.push({ line, ...record.fault });
    return;
  }
  const raw = eventOfRow(record.row, type, record.isText);
  const accepted = archivedEvent(raw, record.bytes, options);
  if (accepted.ok) {
    const { event, json, links, warnings } = accepted;
    events.push({ event, json, links, warnings, line });
  } else faults.push({ line, code: accepted.code, message: accepted.message });
}
