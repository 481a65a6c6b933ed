/** Two texts line by line. Pure. */

/** The lines of one text, from 0, that are not in the other in the same order. What both begin and end with is skipped. */
export function changedLines(text: string, other: string): Set<number> {
  const mine = text.split('\n');
  const theirs = other.split('\n');
  let start = 0;
  while (start < mine.length && start < theirs.length && mine[start] === theirs[start]) start++;
  let end = 0;
  const most = Math.min(mine.length, theirs.length) - start;
  while (end < most && mine.at(-1 - end) === theirs.at(-1 - end)) end++;
  const left = Map.groupBy(theirs.slice(start, theirs.length - end), (line) => line);
  const changed = new Set<number>();
  for (let index = start; index < mine.length - end; index++) {
    // A line that is in both, wherever, is not marked; each counts once.
    if (left.get(mine[index] ?? '')?.pop() === undefined) changed.add(index);
  }
  return changed;
}

/** Returns the text with what is likely meant in place of the characters that a note is about. Line and column count from 1. */
export function corrected(
  text: string,
  { line, column, length, instead }: { line: number; column: number; length: number; instead: string },
): string {
  const lines = text.split('\n');
  const before = lines[line - 1];
  if (before === undefined) return text;
  const start = column - 1;
  return lines.with(line - 1, before.slice(0, start) + instead + before.slice(start + length)).join('\n');
}
