/** How a refusal shows the value that it is about. Pure. */
import { cut } from '../../base/text/text.ts';
import { counted } from '../../base/time/time.ts';

const shownLengthMax = 60;

/** Returns a value for a message. */
export type Shown = (value: unknown) => string;

/** The value itself, as far as it is short: for its sender. */
export function valueItself(value: unknown): string {
  if (value === undefined) return 'missing';
  const json = JSON.stringify(value);
  if (json === undefined) return typeof value;
  if (json.length <= shownLengthMax) return json;
  return typeof value === 'string'
    ? JSON.stringify(cut(value, shownLengthMax - 2))
    : cut(json, shownLengthMax);
}

/** What kind of value it is, and how long: for a message that is kept, since the value may be somebody's address. */
export function kindOfValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `a list of ${counted(value.length, 'value')}`;
  if (typeof value === 'string') return `a text of ${counted(value.length, 'character')}`;
  return typeof value === 'number' ? 'a number' : 'an object';
}
