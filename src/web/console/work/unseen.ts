/** What came into the list while it was out of sight. Pure. */

/** The positions of items by their ids. */
export function positionsById(items: readonly { id: string }[]): Map<string, number> {
  return new Map(items.map(({ id }, index) => [id, index]));
}

/**
 * Returns what is still unseen: what was, and what `came`, but for what is in sight and what has left the list. The same set
 * where nothing changed.
 */
export function unseenAfter(
  before: ReadonlySet<string>,
  came: readonly string[],
  positions: ReadonlyMap<string, number>,
  inSight: ReadonlySet<string>,
): ReadonlySet<string> {
  const after = new Set([...before, ...came].filter((id) => positions.has(id) && !inSight.has(id)));
  const isSame = after.size === before.size && [...after].every((id) => before.has(id));
  return isSame ? before : after;
}
