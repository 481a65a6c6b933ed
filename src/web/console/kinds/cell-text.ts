/** What a cell of a table of records says: a value in words, by the kind of its column. */
import { amountInWords, dateInWords, numberInWords } from '../parts/format.ts';
import { type Column, type Row, valueIn } from './record-kinds.ts';

/** A value in words; empty where there is none. An owner is called as it is said. */
export function cellText(
  { field, as = 'text' }: Column,
  row: Row,
  nameOfOwner: (owner: string) => string = String,
): string {
  const voided = voidedInWords(endOfRow(row));
  if (voided !== null && (field === 'stage' || field === 'status')) return voided;
  // It was never for sale.
  if (voided !== null && as === 'amount') return '';
  const value = valueIn(row, field);
  if (value === null || value === undefined) return '';
  if (as === 'date') return dateInWords(String(value));
  if (as === 'yes') return value === true ? 'yes' : '';
  if (as === 'owner') return nameOfOwner(String(value));
  if (as === 'number') return numberInWords(Number(value));
  const currency = typeof row['currency'] === 'string' ? row['currency'] : null;
  if (as === 'amount') return amountInWords(value as string | number, currency);
  return String(value);
}

/**
 * What stands in the place of the stage of a record that is voided; null of any other. It stands in a lost end of its pipeline, and
 * nobody lost it. What opened it was undone, or a lead that it was merged with goes on.
 */
export function voidedInWords({ end, endReason }: Record<'end' | 'endReason', unknown>): string | null {
  if (end !== 'voided') return null;
  return String(endReason ?? '').startsWith('merged') ? 'Merged' : 'Taken back';
}

/** How a row of any list ended; people and companies never end. */
export const endOfRow = ({ end, endReason }: Row) => ({ end, endReason });
