/** Cursors of lists: opaque texts that name the list they are of, so that no other list takes one for its own. Pure. */
import { ApiError } from './errors.ts';

/** Returns the cursor of a list after the row that these values mark. */
export function cursorFor(list: string, values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/**
 * Returns the values in a cursor of this list, as somebody sent them: the caller checks each. Throws `invalid_request` for the
 * cursor of another list, and for a text that is no cursor.
 */
export function valuesInCursor(cursor: string, list: string): unknown[] {
  const [madeFor, ...values] = read(cursor);
  if (madeFor === list) return values;
  if (typeof madeFor !== 'string' || !/^[a-z][\w/@.+-]*$/i.test(madeFor)) throw badCursor();
  throw new ApiError(
    'invalid_request',
    `"cursor" is of the list "${madeFor}", this list is "${list}"; begin again without "cursor"`,
  );
}

/** The error of a cursor that was not made by a list. */
export function badCursor(): ApiError {
  return new ApiError('invalid_request', '"cursor" is invalid; use "nextCursor" of the previous page');
}

function read(cursor: string): unknown[] {
  try {
    const given: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(given) ? given : [];
  } catch {
    return [];
  }
}
