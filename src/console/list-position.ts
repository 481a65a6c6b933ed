/** Cursors of lists that lie in Redis or in queues: they hold where the page before ended, as a text. */
import { badCursor, valuesInCursor } from '../base/kernel/kernel.ts';

/** Returns where a page of this list ended. Throws `invalid_request` for the cursor of another list, and for an invalid one. */
export function inCursor<Position>(
  cursor: string,
  list: string,
  positionOf: (text: string) => Position | null,
): Position {
  const [text, ...rest] = valuesInCursor(cursor, list);
  const position = typeof text === 'string' && rest.length === 0 ? positionOf(text) : null;
  if (position === null) throw badCursor();
  return position;
}
