/** A file of `rules/desk/`: read at start, and again whenever it has changed; a faulty change is told of and not taken up. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FileFault, faultInWords } from '../../contract/contract.ts';
import { Fault } from '../../kernel/kernel.ts';

/** What the product ships with; used where the rules folder says nothing of the desk. */
const shippedDirectory = fileURLToPath(new URL('../../../rules/desk/', import.meta.url));

type Read<Value> = (
  file: string,
  text: string,
) => { ok: true; value: Value } | { ok: false; faults: FileFault[] };

export class DeskFile<Value> {
  readonly #file: string;
  readonly #read: Read<Value>;
  readonly #onError: (error: Error) => void;
  #changedAtMs: number;
  #value: Value;

  private constructor(
    file: string,
    read: Read<Value>,
    onError: (error: Error) => void,
    first: { value: Value; changedAtMs: number },
  ) {
    this.#file = file;
    this.#read = read;
    this.#onError = onError;
    this.#value = first.value;
    this.#changedAtMs = first.changedAtMs;
  }

  /** Opens `name` of a folder, or the shipped one where the folder has none. Throws `invalid_request` with its faults. */
  static async open<Value>(
    directory: string | null,
    name: string,
    read: Read<Value>,
    onError: (error: Error) => void,
  ): Promise<DeskFile<Value>> {
    const own = directory === null ? null : path.join(directory, name);
    const file = own !== null && existsSync(own) ? own : path.join(shippedDirectory, name);
    const changedAtMs = await changedAt(file);
    return new DeskFile(file, read, onError, { value: await deskOf(file, read), changedAtMs });
  }

  /** What the file says now; what it said before, where it cannot be read. */
  async current(): Promise<Value> {
    try {
      const changedAtMs = await changedAt(this.#file);
      if (changedAtMs !== this.#changedAtMs) {
        this.#changedAtMs = changedAtMs;
        this.#value = await deskOf(this.#file, this.#read);
      }
    } catch (error) {
      this.#onError(error as Error);
    }
    return this.#value;
  }
}

async function changedAt(file: string): Promise<number> {
  return (await stat(file)).mtimeMs;
}

async function deskOf<Value>(file: string, read: Read<Value>): Promise<Value> {
  const reading = read(file, await readFile(file, 'utf8'));
  if (!reading.ok) throw new Fault('invalid_request', reading.faults.map(faultInWords).join('\n'));
  return reading.value;
}
