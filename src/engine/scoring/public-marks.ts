/** Marks of public keys in a packed state: as lengths of turns, since most profiles have events of one kind. */

/** How many items in order have no mark, how many after these have one, and so on; empty where none has one. */
export function turnsOf(items: readonly { isPublic?: true }[]): number[] {
  const turns: number[] = [];
  let isOfMarked = false;
  let count = 0;
  for (const item of items) {
    if ((item.isPublic === true) !== isOfMarked) {
      turns.push(count);
      isOfMarked = !isOfMarked;
      count = 0;
    }
    count++;
  }
  if (turns.length > 0) turns.push(count);
  return turns;
}

/** Gives the marks back. */
export function markPublic(items: readonly { isPublic?: true }[], turns: readonly number[]): void {
  let first = 0;
  turns.forEach((count, index) => {
    if (index % 2 === 1) for (const item of items.slice(first, first + count)) item.isPublic = true;
    first += count;
  });
}

/** Reads so many items by their turns. What is left of them has no mark. */
export function inTurns(
  count: number,
  turns: readonly number[],
  read: (count: number, isMarked: boolean) => void,
): void {
  let rest = count;
  turns.forEach((turn, index) => {
    read(turn, index % 2 === 1);
    rest -= turn;
  });
  read(rest, false);
}
