/** What a cell of a table of records says: a value in words, by the kind of its column. */
import { amountInWords, dateInWords, numberInWords } from '../parts/format.ts';
import { type Column, type Row, valueIn } from './record-kinds.ts';

/** A value in words; empty where there is none. An owner is called as it is said. */
export function cellText(
  { field, as = 'text' }: Column,
  row: Row,
  nameOfOwner: (owner: string) => string = String,
): string {
  // It stands in a lost end of its pipeline, and nobody lost it: what opened it was undone.
  if (field === 'stage' && row['end'] === 'voided') return 'Taken back';
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
