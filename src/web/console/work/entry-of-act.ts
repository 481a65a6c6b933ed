/** The entry of a timeline by which the latest act of a user is taken back. Pure. */
import type { TimelineEntry } from '../../../contract/api/api.ts';

/**
 * Returns the entry of the user's latest act that offers an undo; undefined where that act has none, though an earlier one has. The entries
 * are the latest first, and those of one act have one time.
 */
export function undoableEntryOf(
  items: readonly Pick<TimelineEntry, 'id' | 'at' | 'actor' | 'undo'>[],
  user: string,
): string | undefined {
  const own = items.filter(({ actor }) => actor === user);
  return own.find(({ at, undo }) => at === own[0]?.at && undo !== null)?.id;
}
