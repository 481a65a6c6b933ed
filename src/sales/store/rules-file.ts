/**
 * Routing, escalation and review: texts in the store, the latest of which is active, and the files of `rules/sales/` as one way in.
 * A file is read at start and on every change. One that names nobody is reported, at a restart too, and the previous version stays active.
 */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { type Queryable, together, transaction } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { errorInWords, errorsAt, type FileError } from '../../contract/language/language.ts';
import {
  fileAuthor,
  latestNumber,
  ruleVersions,
  type TextPublication,
  type TextVersion,
  versionsOf,
  writeVersion,
} from './rule-versions.ts';

/** The shipped files; used where the rules folder has no such file. */
const shippedDirectory = fileURLToPath(new URL('../../../rules/sales/', import.meta.url));

/** An error of a value that the text alone does not show: the name of a user or queue that is none. */
export interface UnknownName {
  path: PropertyKey[];
  message: string;
}

type Check<Value> = (value: Value) => Promise<UnknownName[]>;

type Read<Value> = (
  file: string,
  text: string,
) => { ok: true; value: Value } | { ok: false; errors: FileError[] };

/** The kind of a file of `rules/sales/`. */
interface RulesKind<Value> {
  /** `routing`: its file is `routing.yaml`. */
  rule: 'routing' | 'escalation' | 'review';
  read: Read<Value>;
  /** Finds names that are none. What is active already stays active, and its errors are reported: users may come later. */
  check?: Check<Value>;
}

interface Options {
  pool: pg.Pool;
  /** The folder of the files; null for the shipped ones. */
  directory: string | null;
  /** ms since the epoch. */
  now(): number;
  /** Hears of errors of changed files, once each. */
  onError(error: Error): void;
}

export class RulesFile<Value> {
  readonly #kind: RulesKind<Value>;
  readonly #options: Options;
  /** The identity of the file that was looked at last. */
  #seen = '';
  #active: { number: number; value: Value } | null = null;
  /** The last errors of the check: each is reported once. */
  #reported = '';

  private constructor(kind: RulesKind<Value>, options: Options) {
    this.#kind = kind;
    this.#options = options;
  }

  /**
   * Opens a file of a folder, or the shipped one while the folder has none. Throws `invalid_request` where it cannot be read. The first
   * version of a store is active whatever it names: there are no users yet.
   */
  static async open<Value>(kind: RulesKind<Value>, options: Options): Promise<RulesFile<Value>> {
    const file = new RulesFile(kind, options);
    const { filePath, identity } = await file.#file();
    const text = await readFile(filePath, 'utf8');
    file.#valueOf(filePath, text);
    if ((await latestNumber(options.pool, ruleVersions, kind.rule)) === 0) {
      await file.publish({ text, author: fileAuthor });
      file.#seen = identity;
    }
    await file.current();
    if (file.#seen !== '') await file.#reportActive();
    return file;
  }

  /** Returns the active content: that of the latest version, after a look at the file. */
  async current(): Promise<Value> {
    await this.#adopt();
    const number = await latestNumber(this.#options.pool, ruleVersions, this.#kind.rule);
    if (this.#active?.number === number) return this.#active.value;
    const [latest] = await this.versions();
    if (latest === undefined) throw new ApiError('internal', `there is no version of ${this.#kind.rule}`);
    const value = this.#valueOf(`version ${latest.number} of ${this.#kind.rule}`, latest.text);
    this.#active = { number: latest.number, value };
    return value;
  }

  /** The content that was active when it was last asked for. */
  get known(): Value {
    return (this.#active as { value: Value }).value;
  }

  /**
   * Whether `known` is still active, after a look at the file; then it becomes what is. Asks over the caller's connection, so that
   * the question costs a transaction no round trip of its own.
   */
  async isCurrent(database: Queryable): Promise<boolean> {
    const before = this.#active;
    const [number, { identity }] = await together([
      latestNumber(database, ruleVersions, this.#kind.rule),
      this.#file(),
    ]);
    if (number === before?.number && identity === this.#seen) return true;
    await this.current();
    return this.#active === before;
  }

  /** The versions, the latest first. */
  versions(): Promise<TextVersion[]> {
    return versionsOf(this.#options.pool, ruleVersions, this.#kind.rule);
  }

  /** Returns every error of a text, also names that are none, in the order of the text. */
  async errorsOf(text: string): Promise<FileError[]> {
    const file = `${this.#kind.rule}.yaml`;
    const reading = this.#kind.read(file, text);
    return reading.ok ? errorsAt(file, text, await this.#unknownIn(reading.value)) : reading.errors;
  }

  /** Makes a text the latest version. Throws `invalid_request` with its errors, `conflict` where another text is active. */
  async publish(publication: TextPublication): Promise<{ number: number; isNew: boolean }> {
    const { pool, now } = this.#options;
    this.#valueOf(`${this.#kind.rule}.yaml`, publication.text);
    return transaction(pool, (connection) =>
      writeVersion(connection, ruleVersions, this.#kind.rule, { ...publication, nowMs: now() }),
    );
  }

  /** Publishes the file where it has changed, unless it has errors. */
  async #adopt(): Promise<void> {
    const { filePath, identity } = await this.#file();
    if (identity === this.#seen) return;
    const text = await readFile(filePath, 'utf8');
    const reading = this.#kind.read(filePath, text);
    if (!reading.ok) {
      this.#seen = identity;
      this.#options.onError(new ApiError('invalid_request', reading.errors.map(errorInWords).join('\n')));
      return;
    }
    // Read again each time until its names are known: the user may be entered after the file.
    const isSaid = await this.#isSaid(text);
    if (!isSaid && this.#report(errorsAt(filePath, text, await this.#unknownIn(reading.value)))) return;
    await this.publish({ text, author: fileAuthor });
    this.#seen = identity;
  }

  /** Whether a file said this last: it is no news, and was checked. */
  async #isSaid(text: string): Promise<boolean> {
    const said = (await this.versions()).find(({ author }) => author === fileAuthor);
    return said?.text === text;
  }

  async #reportActive(): Promise<void> {
    const [latest] = await this.versions();
    if (latest !== undefined) this.#report(await this.errorsOf(latest.text));
  }

  #unknownIn(value: Value): Promise<UnknownName[]> {
    return this.#kind.check?.(value) ?? Promise.resolve([]);
  }

  /** Whether there are any; the same ones are reported once. */
  #report(errors: readonly FileError[]): boolean {
    const words = errors.map(errorInWords).join('\n');
    if (words !== '' && words !== this.#reported)
      this.#options.onError(new ApiError('invalid_request', words));
    this.#reported = words;
    return words !== '';
  }

  #valueOf(filePath: string, text: string): Value {
    const reading = this.#kind.read(filePath, text);
    if (!reading.ok) throw new ApiError('invalid_request', reading.errors.map(errorInWords).join('\n'));
    return reading.value;
  }

  async #file(): Promise<{ filePath: string; identity: string }> {
    const name = `${this.#kind.rule}.yaml`;
    const { directory } = this.#options;
    const own = directory === null ? null : await identityOf(path.join(directory, name));
    return own ?? (await identityOf(path.join(shippedDirectory, name))) ?? { filePath: name, identity: '' };
  }
}

/** Returns null where the file cannot be read. */
async function identityOf(filePath: string): Promise<{ filePath: string; identity: string } | null> {
  const found = await stat(filePath, { bigint: true }).catch(() => null);
  return found === null
    ? null
    : { filePath, identity: `${filePath} ${found.ino} ${found.size} ${found.mtimeNs}` };
}
