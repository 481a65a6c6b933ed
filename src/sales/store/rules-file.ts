/**
 * A file of `rules/sales/`, read at start and again on every change. An invalid change is reported, and the previous version
 * stays active.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApiError } from '../../base/kernel/kernel.ts';
import { errorInWords, type FileError } from '../../contract/language/language.ts';

/** The shipped files; used where the rules folder has no such file. */
const shippedDirectory = fileURLToPath(new URL('../../../rules/sales/', import.meta.url));

/** Returns errors of a value that the text alone does not show: names of users and queues. */
type Check<Value> = (value: Value) => Promise<string[]>;

type Read<Value> = (
  file: string,
  text: string,
) => { ok: true; value: Value } | { ok: false; errors: FileError[] };

export class RulesFile<Value> {
  readonly #file: () => Promise<Version>;
  readonly #read: Read<Value>;
  readonly #onError: (error: Error) => void;
  #version: string;
  #value: Value;
  #check: Check<Value> = async () => [];
  /** The last errors of the check: each is reported once. */
  #reported = '';

  private constructor(
    file: () => Promise<Version>,
    read: Read<Value>,
    onError: (error: Error) => void,
    first: { value: Value; version: string },
  ) {
    this.#file = file;
    this.#read = read;
    this.#onError = onError;
    this.#value = first.value;
    this.#version = first.version;
  }

  /**
   * Opens `name` in a folder, or the shipped file while the folder has none. Throws `invalid_request` with the
   * errors. `onError` gets the errors of later changes, once each.
   */
  static async open<Value>(
    directory: string | null,
    name: string,
    read: Read<Value>,
    onError: (error: Error) => void,
  ): Promise<RulesFile<Value>> {
    const shipped = path.join(shippedDirectory, name);
    const own = directory === null ? shipped : path.join(directory, name);
    const file = async () =>
      (await versionOf(own)) ?? (await versionOf(shipped)) ?? { file: shipped, version: '' };
    const { file: place, version } = await file();
    return new RulesFile(file, read, onError, { value: await contentOf(place, read), version });
  }

  /** Returns the active content: the last valid version of the file. */
  async current(): Promise<Value> {
    const { file, version } = await this.#file();
    if (version === this.#version) return this.#value;
    let value: Value;
    try {
      value = await contentOf(file, this.#read);
    } catch (error) {
      this.#version = version;
      this.#onError(error as Error);
      return this.#value;
    }
    // Read again each time until its names are known: the user may be entered after the file.
    if (await this.#hasUnknownNames(value)) return this.#value;
    this.#version = version;
    this.#value = value;
    return this.#value;
  }

  /** Checks names from now on. What is active already stays active, and its errors are reported: users may come later. */
  async checkWith(check: Check<Value>): Promise<void> {
    this.#check = check;
    await this.#hasUnknownNames(this.#value);
  }

  async #hasUnknownNames(value: Value): Promise<boolean> {
    const errors = (await this.#check(value)).join('\n');
    if (errors !== '' && errors !== this.#reported) this.#onError(new ApiError('invalid_request', errors));
    this.#reported = errors;
    return errors !== '';
  }
}

/** A file, and the identity of its version. */
interface Version {
  file: string;
  version: string;
}

/** Returns null where the file cannot be read. */
async function versionOf(file: string): Promise<Version | null> {
  const found = await stat(file, { bigint: true }).catch(() => null);
  return found === null ? null : { file, version: `${file} ${found.ino} ${found.size} ${found.mtimeNs}` };
}

async function contentOf<Value>(file: string, read: Read<Value>): Promise<Value> {
  const reading = read(file, await readFile(file, 'utf8'));
  if (!reading.ok) throw new ApiError('invalid_request', reading.errors.map(errorInWords).join('\n'));
  return reading.value;
}
