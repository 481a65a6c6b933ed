/** Ids that are selected of a list. Pure. */

/** With the id, or without it where it was selected. */
export function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The ids from one to another in the order of the list, whichever comes first. Where the first is not there, the other alone. */
export function rangeOf(shown: readonly string[], from: string, to: string): readonly string[] {
  const [one, other] = [shown.indexOf(from), shown.indexOf(to)];
  if (one < 0 || other < 0) return [to];
  return shown.slice(Math.min(one, other), Math.max(one, other) + 1);
}
