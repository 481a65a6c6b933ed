/** The error of a name that nothing has, with the one that is likely meant. */
import { listed } from '../words.ts';
import { nearest } from './nearest.ts';

/** Returns the error of a name that is none of the known ones, with the one that is likely meant. */
export function noSuchName(
  name: string,
  what: string,
  known: ReadonlySet<string>,
): { message: string; instead?: string } {
  const expected = `"${name}" is no ${what}; expected ${known.size === 0 ? 'one to be there' : first(known)}`;
  const meant = nearest(name, known);
  return meant === null
    ? { message: expected }
    : { message: `${expected}; did you mean "${meant}"?`, instead: meant };
}

/** Names that a message lists; the reader of more looks into the file. */
const listedMax = 12;

function first(known: ReadonlySet<string>): string {
  const names = listed([...known].slice(0, listedMax));
  return known.size > listedMax ? `${names} and ${known.size - listedMax} more` : names;
}
