/** COPY on a connection of its own: the rows of a table as bytes, out and in, without holding them. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type pg from 'pg';

/** What of pg's connection COPY needs; @types/pg leaves it out. */
type CopyConnection = pg.Connection & {
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
};

/** Rows that are written together have at least these bytes. */
const chunkBytes = 64 * 1024;

/** A statement that pg sends and hands every answer to. It ends when the server is ready for the next one. */
class Copy {
  readonly ended: Promise<void>;
  readonly #text: string;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(text: string) {
    this.#text = text;
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Who waits hears of it; nobody else has to.
    this.ended.catch(() => undefined);
  }

  submit(connection: pg.Connection): void {
    connection.query(this.#text);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#resolve();
  }

  handleError(error: Error): void {
    this.#reject(error);
  }
}

class CopyOut extends Copy {
  /** The bytes as they come. The socket rests while nobody reads them. */
  readonly bytes = new PassThrough();
  #held: Buffer[] = [];
  #size = 0;
  #resting: CopyConnection['stream'] | null = null;

  constructor(text: string) {
    super(text);
    this.bytes.on('drain', () => this.#goOn());
  }

  /** A message is a row: many are written together. */
  handleCopyData({ chunk }: { chunk: Buffer }, { stream }: CopyConnection): void {
    // A copy: pg reads what follows into the same memory.
    this.#held.push(Buffer.from(chunk));
    this.#size += chunk.length;
    if (this.#size < chunkBytes || this.#flush()) return;
    this.#resting = stream;
    stream.pause();
  }

  override handleReadyForQuery(): void {
    this.#flush();
    this.bytes.end();
    // What has ended says no more that it has room.
    this.#goOn();
    super.handleReadyForQuery();
  }

  override handleError(error: Error): void {
    this.bytes.destroy(error);
    super.handleError(error);
  }

  #goOn(): void {
    this.#resting?.resume();
    this.#resting = null;
  }

  /** Returns false where the reader is behind. */
  #flush(): boolean {
    const all = Buffer.concat(this.#held);
    [this.#held, this.#size] = [[], 0];
    return this.bytes.write(all);
  }
}

class CopyIn extends Copy {
  readonly #source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

  constructor(text: string, source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    super(text);
    this.#source = source;
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#send(connection);
  }

  async #send(connection: CopyConnection): Promise<void> {
    try {
      for await (const chunk of this.#source) {
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
      }
      connection.endCopyFrom();
    } catch (error) {
      // The server then fails the statement with this reason.
      connection.sendCopyFail((error as Error).message);
    }
  }
}

/** Yields the rows of `COPY … TO STDOUT`. Throws what the server says. */
export async function* copyOut(client: pg.Client, text: string): AsyncIterable<Buffer> {
  const copy = client.query(new CopyOut(text));
  yield* copy.bytes;
  await copy.ended;
}

/** Writes rows by `COPY … FROM STDIN`. Throws what the server says; nothing is written then. */
export async function copyIn(
  client: pg.Client,
  text: string,
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  await client.query(new CopyIn(text, source)).ended;
}
