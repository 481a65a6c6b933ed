/** How far one word is from another, in slips of a finger. */

/** The slips from one word to another: a letter missing, added, replaced, or two neighbours exchanged. */
export function slipsBetween(from: string, to: string): number {
  let twoBefore: number[] = [];
  let before = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1];
      let slips = Math.min(
        (before[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (before[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1])
        slips = Math.min(slips, (twoBefore[j - 2] ?? 0) + 1);
      row.push(slips);
    }
    [twoBefore, before] = [before, row];
  }
  return before[to.length] ?? 0;
}
