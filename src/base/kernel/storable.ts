/** Values that every store can hold and find again. */
import { limits } from './limits.ts';

/** 9999-12-31 in ms: after it PostgreSQL and ISO 8601 write years otherwise. */
const lastMs = 253_402_300_799_999;

/** A text that an index can hold and PostgreSQL can find again: it stores no U+0000 and no half of a surrogate pair. */
export function isStorableId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value.length <= limits.idLengthMax &&
    !value.includes('\0') &&
    value.isWellFormed()
  );
}

/** A time of acceptance, ms: a day of the history has a name made from it. */
export function isStorableMs(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= lastMs;
}

const escapes = /\\(?:u[0-9a-f]{4}|.)/g;
const unstorable = /^\\u(?:0000|d[89a-f])/;

/**
 * JSON as `JSON.stringify` writes it, without the characters that PostgreSQL holds in no text: U+0000 and halves of a surrogate pair
 * become U+FFFD. Those stand escaped in it, and whole pairs do not.
 */
export function storableJson(json: string): string {
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return json;
  return json.replace(escapes, (found) => (unstorable.test(found) ? '\ufffd' : found));
}
