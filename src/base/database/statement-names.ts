/** Names of statements, so that PostgreSQL parses and plans a frequent one once a connection. Pure. */

/** A statement of so many uses is frequent: one that is built for a request is not met again. */
export const usesMin = 8;
/** PostgreSQL keeps the plan of each on each connection, some ten kilobytes. */
export const namedStatementsMax = 256;
/** Texts whose uses are counted; beyond, counting begins again. */
const countedMax = 1_024;

export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<string, number>();
  #given = 0;

  /** Texts without a name whose uses are counted. */
  get counted(): number {
    return this.#uses.size;
  }

  /** The name of a statement that is used now; null where it has none (yet). */
  nameOf(text: string): string | null {
    const name = this.#names.get(text);
    if (name !== undefined) return name;
    if (this.#names.size >= namedStatementsMax) return null;
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses >= usesMin) {
      this.#uses.delete(text);
      return this.#newName(text);
    }
    if (this.#uses.size >= countedMax) this.#uses.clear();
    this.#uses.set(text, uses);
    return null;
  }

  /** Gives a named statement another name, under which every connection prepares it again. */
  rename(text: string): void {
    if (this.#names.has(text)) this.#newName(text);
  }

  #newName(text: string): string {
    const name = `s${++this.#given}`;
    this.#names.set(text, name);
    return name;
  }
}
