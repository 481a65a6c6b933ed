/** Names of statements, so that PostgreSQL parses and plans a frequent one once a connection. Pure. */

/** A statement of so many uses is frequent: one that is built for a request is not met again. */
export const usesMin = 8;
/** PostgreSQL keeps the plan of each on each connection, some ten kilobytes. */
export const namedStatementsMax = 256;
/** Texts whose uses are counted; beyond, counting begins again. */
const countedMax = 1_024;

export class StatementNames {
  /** By their texts, the one that was not used for longest first. */
  readonly #names = new Map<string, string>();
  /** The names that stand. */
  readonly #standing = new Set<string>();
  readonly #uses = new Map<string, number>();
  #given = 0;
  #taken = 0;

  /** Texts without a name whose uses are counted. */
  get counted(): number {
    return this.#uses.size;
  }

  /** How often a name was taken back: each connection then lets go of its plans. */
  get taken(): number {
    return this.#taken;
  }

  /** Whether a name stands for a statement still. */
  stands(name: string): boolean {
    return this.#standing.has(name);
  }

  /** The name of a statement that is used now; null where it has none (yet). Beyond the most names, the one used least lately goes. */
  nameOf(text: string): string | null {
    const name = this.#names.get(text);
    if (name !== undefined) {
      this.#names.delete(text);
      this.#names.set(text, name);
      return name;
    }
    const uses = (this.#uses.get(text) ?? 0) + 1;
    if (uses >= usesMin) {
      this.#uses.delete(text);
      const [oldest] = this.#names.keys();
      if (this.#names.size >= namedStatementsMax && oldest !== undefined) this.#take(oldest);
      return this.#newName(text);
    }
    if (this.#uses.size >= countedMax) this.#uses.clear();
    this.#uses.set(text, uses);
    return null;
  }

  /** Gives a named statement another name, under which every connection prepares it again. */
  rename(text: string): void {
    if (!this.#names.has(text)) return;
    this.#take(text);
    this.#newName(text);
  }

  #take(text: string): void {
    this.#standing.delete(this.#names.get(text) ?? '');
    this.#names.delete(text);
    this.#taken++;
  }

  #newName(text: string): string {
    const name = `s${++this.#given}`;
    this.#names.set(text, name);
    this.#standing.add(name);
    return name;
  }
}
