/** COPY … FROM STDIN of rows that are in memory: twice as fast as INSERT of arrays, at a quarter of the work for Node. */
import pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';

/** Lines that travel in one message. */
const messageLinesMax = 1_000;

/** What pg's connection can do when the server asks for the rows; @types/pg leaves it out. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** pg answers the server's CopyInResponse by refusing to copy; this query has the rows to give. */
class CopyIn extends pg.Query {
  readonly #lines: readonly string[];

  constructor(text: string, lines: readonly string[], done: (error: Error | undefined) => void) {
    super(text, done);
    this.#lines = lines;
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (let from = 0; from < this.#lines.length; from += messageLinesMax)
      connection.sendCopyFromChunk(Buffer.from(this.#lines.slice(from, from + messageLinesMax).join('')));
    connection.endCopyFrom();
  }
}

/** Copies lines of COPY's text format into a table; no other statement may be sent before it has answered. */
export function copyIn(
  connection: Queryable,
  into: { table: string; columns: string },
  lines: readonly string[],
): Promise<void> {
  return new Promise((resolve, reject) => {
    const text = `COPY ${into.table} (${into.columns}) FROM STDIN`;
    connection.query(new CopyIn(text, lines, (error) => (error ? reject(error) : resolve())));
  });
}
