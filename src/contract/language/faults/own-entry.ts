/** A look into a table by a word that anybody wrote: `constructor` is no entry of it. */

/** Returns the entry of a table by a word; undefined where the table itself has none. */
export function ownEntry<Entry>(table: Readonly<Record<string, Entry>>, word: string): Entry | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
