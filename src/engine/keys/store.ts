/**
 * The keys in PostgreSQL: made, changed, rotated and revoked, and published to the doors by way of Redis.
 *
 * A change is published under a lock and before it is committed. So what was published last is the newest, and an answer of success
 * means that the doors hear of it within milliseconds. A loop publishes again what Redis has lost, or what a failed commit left there.
 */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type Loop, startLoop } from '../../base/background/background.ts';
import {
  advisoryLocks,
  type MigrationFolder,
  migrate,
  type Queryable,
  transaction,
} from '../../base/database/database.ts';
import {
  ApiError,
  type Clock,
  contentRevision,
  limits,
  newWriteKey,
  requireRevision,
  writeKeyPattern,
} from '../../base/kernel/kernel.ts';
import { type Logger, Outage } from '../../base/telemetry/telemetry.ts';
import type { FormOfKey, IngestKeyChange, IngestKeyView, NewIngestKey } from '../../contract/api/api.ts';
import type { IngestKeys } from '../stream/stream.ts';
import { type KeyHash, type KeyKind, type PublishedKey, publishedText } from './key.core.ts';
import { type SettingsKeys, settingsKeyIds, sha256Of } from './registry.ts';

export interface KeyStore {
  /** The keys that are not revoked, those of the settings first. */
  list(): Promise<IngestKeyView[]>;
  find(id: string): Promise<IngestKeyView | null>;
  /**
   * Makes a key. The view alone has it where it is secret. `once` may find that a request has made it before: the view then has no text of a
   * secret key.
   */
  create(wanted: NewIngestKey, actor: string, once?: Once): Promise<IngestKeyView>;
  /** These and the others return null where there is no such key, and throw `conflict` for one of the settings. */
  change(
    id: string,
    change: IngestKeyChange & { revision?: number | undefined },
  ): Promise<IngestKeyView | null>;
  /** Gives the key a new text. The one before counts for so many seconds more, and each earlier one until the end of its own. */
  rotate(id: string, graceSeconds: number): Promise<IngestKeyView | null>;
  revoke(id: string, actor: string): Promise<IngestKeyView | null>;
  /** The form key of a text, as it is now; null where it is none, or was revoked. */
  form(text: string): Promise<FormKey | null>;
  /** Publishes where Redis has something else. */
  publish(): Promise<void>;
  start(): Loop;
}

/** Makes something and returns its id, in the transaction of the connection; of what the same request has made before, the id of that. */
export type Once = (connection: Queryable, make: () => Promise<string>) => Promise<string>;

/** A key that opens records by a form. */
export interface FormKey {
  id: string;
  name: string;
  origins: readonly string[];
  form: FormOfKey;
}

interface KeyStoreOptions {
  pool: pg.Pool;
  published: IngestKeys;
  settings: SettingsKeys;
  clock: Clock;
  logger: Logger;
}

interface KeyRow {
  id: string;
  name: string;
  kind: KeyKind | 'form';
  form: FormOfKey | null;
  key: string | null;
  sha256: string;
  /** Texts that it had before and that may still count, the latest first. */
  earlier: EarlierText[];
  hint: string;
  origins: string[];
  signed: 'optional' | 'required';
  created_at: Date;
  rotated_at: Date | null;
  revoked_at: Date | null;
}

type EarlierText = KeyHash & { untilMs: number };

/** The revision of what of a key can be changed: a rotation concerns no name. */
export function revisionOfKey({ name, origins, signed, form }: IngestKeyView): number {
  return contentRevision([name, origins, signed, form]);
}

/** The tables of the room. */
export const keyMigrations: MigrationFolder = {
  room: 'keys',
  directory: new URL('./migrations/', import.meta.url),
};

/** Opens the store and brings its table up to date. */
export async function openKeyStore(options: KeyStoreOptions): Promise<KeyStore> {
  await migrate(options.pool, keyMigrations);
  return new DatabaseKeys(options);
}

class DatabaseKeys implements KeyStore {
  readonly #options: KeyStoreOptions;

  constructor(options: KeyStoreOptions) {
    this.#options = options;
  }

  async list(): Promise<IngestKeyView[]> {
    const rows = await activeKeys(this.#options.pool);
    return [...this.#settingsViews(), ...rows.map((row) => viewOf(row))];
  }

  async find(id: string): Promise<IngestKeyView | null> {
    return (await this.list()).find((view) => view.id === id) ?? null;
  }

  create(
    wanted: NewIngestKey,
    actor: string,
    once: Once = (_connection, make) => make(),
  ): Promise<IngestKeyView> {
    const key = newWriteKey(randomBytes(24));
    const id = `ky_${randomBytes(12).toString('hex')}`;
    return this.#changing(async (connection) => {
      const found = await once(connection, async () => {
        await this.#insert(connection, { id, key, ...wanted }, actor);
        return id;
      });
      const { rows } = await connection.query<KeyRow>('SELECT * FROM ingest_keys WHERE id = $1', [found]);
      return viewOf(rows[0] as KeyRow, ...(found === id ? [key] : []));
    });
  }

  async #insert(
    connection: Queryable,
    { id, key, name, kind, origins, signed, form }: NewIngestKey & { id: string; key: string },
    actor: string,
  ): Promise<void> {
    const { rows } = await connection.query<{ count: string }>(
      'SELECT count(*) AS count FROM ingest_keys WHERE revoked_at IS NULL',
    );
    if (Number(rows[0]?.count) >= limits.ingestKeysMax)
      throw new ApiError('conflict', `there are ${limits.ingestKeysMax} keys already; revoke one first`);
    const values = [id, name, kind, kind === 'secret' ? null : key];
    await connection.query(
      `INSERT INTO ingest_keys (id, name, kind, key, sha256, hint, origins, signed, created_by, created_at, form)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [...values, sha256Of(key), hintOf(key), origins, signed, actor, this.#now(), storedForm(form)],
    );
  }

  change(
    id: string,
    { name, origins, signed, form, revision }: Parameters<KeyStore['change']>[1],
  ): Promise<IngestKeyView | null> {
    return this.#changingOne(id, async (connection, before) => {
      const { kind } = before;
      requireRevision(revisionOfKey(viewOf(before)), revision);
      if (kind === 'secret' && (origins ?? []).length > 0)
        throw new ApiError('invalid_request', '"origins" are for public keys: no page may have a secret key');
      if (kind === 'secret' && signed === 'required')
        throw new ApiError(
          'invalid_request',
          '"signed" is for public keys: a secret key is the proof itself',
        );
      if (kind === 'form' && signed === 'required')
        throw new ApiError('invalid_request', '"signed" is for public keys: a form names no user');
      if (kind !== 'form' && form !== undefined)
        throw new ApiError('invalid_request', '"form" is for form keys; make one for this form');
      const { rows } = await connection.query<KeyRow>(
        `UPDATE ingest_keys SET name = coalesce($2, name), origins = coalesce($3, origins), signed = coalesce($4, signed),
           form = coalesce($5, form) WHERE id = $1 RETURNING *`,
        [id, name, origins, signed, storedForm(form)],
      );
      return viewOf(rows[0] as KeyRow);
    });
  }

  rotate(id: string, graceSeconds: number): Promise<IngestKeyView | null> {
    const key = newWriteKey(randomBytes(24));
    const nowMs = this.#options.clock.nowMs();
    return this.#changingOne(id, async (connection, row) => {
      const earlier = earlierAfterRotation(row, nowMs, nowMs + graceSeconds * limits.secondMs);
      const { rows } = await connection.query<KeyRow>(
        `UPDATE ingest_keys SET sha256 = $2, hint = $3, key = CASE kind WHEN 'secret' THEN NULL ELSE $4 END,
           earlier = $5, rotated_at = $6
         WHERE id = $1 RETURNING *`,
        [id, sha256Of(key), hintOf(key), key, JSON.stringify(earlier), new Date(nowMs)],
      );
      return viewOf(rows[0] as KeyRow, key);
    });
  }

  revoke(id: string, actor: string): Promise<IngestKeyView | null> {
    return this.#changingOne(id, async (connection) => {
      const { rows } = await connection.query<KeyRow>(
        'UPDATE ingest_keys SET revoked_at = $2, revoked_by = $3 WHERE id = $1 RETURNING *',
        [id, this.#now(), actor],
      );
      return viewOf(rows[0] as KeyRow);
    });
  }

  async form(text: string): Promise<FormKey | null> {
    if (!writeKeyPattern.test(text)) return null;
    const { rows } = await this.#options.pool.query<FormKey>(
      `SELECT id, name, origins, form FROM ingest_keys
       WHERE kind = 'form' AND revoked_at IS NULL AND (sha256 = $1 OR EXISTS (
         SELECT FROM jsonb_to_recordset(earlier) AS one("sha256" text, "untilMs" bigint)
          WHERE one."sha256" = $1 AND one."untilMs" > $2))`,
      [sha256Of(text), this.#options.clock.nowMs()],
    );
    return rows[0] ?? null;
  }

  async publish(): Promise<void> {
    const { pool, published } = this.#options;
    if ((await published.read()) === this.#textOf(await activeKeys(pool))) return;
    await this.#changing(async () => undefined);
  }

  start(): Loop {
    return startLoop({
      round: async () => {
        await this.publish();
        return { ms: limits.keysReadEveryMs };
      },
      outage: new Outage(
        this.#options.logger,
        'publishing keys paused: Redis or PostgreSQL unavailable',
        null,
      ),
    });
  }

  #changingOne(
    id: string,
    work: (connection: pg.PoolClient, row: KeyRow) => Promise<IngestKeyView>,
  ): Promise<IngestKeyView | null> {
    if (this.#settingsViews().some((view) => view.id === id))
      throw new ApiError(
        'conflict',
        `"${id}" is a key of the settings; change WRITE_KEY or SECRET_KEY, or the file of secrets in DATA_DIR, and restart`,
      );
    return this.#changing(async (connection) => {
      const { rows } = await connection.query<KeyRow>(
        'SELECT * FROM ingest_keys WHERE id = $1 AND revoked_at IS NULL',
        [id],
      );
      return rows[0] === undefined ? null : work(connection, rows[0]);
    });
  }

  /** Works under the lock of all keys, and publishes before the commit. */
  #changing<Result>(work: (connection: pg.PoolClient) => Promise<Result>): Promise<Result> {
    const { pool, published } = this.#options;
    return transaction(pool, async (connection) => {
      await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.ingestKeys]);
      const result = await work(connection);
      await published.publish(this.#textOf(await activeKeys(connection)));
      return result;
    });
  }

  /** What the doors are to know; a key that was rotated away is left out once its time is over. */
  #textOf(rows: readonly KeyRow[]): string {
    const nowMs = this.#options.clock.nowMs();
    return publishedText(
      rows.flatMap(({ id, kind, origins, signed, sha256, earlier }): PublishedKey[] => {
        // Doors for events take none of a form's key.
        if (kind === 'form') return [];
        const published: PublishedKey = {
          ...{ id, kind, origins, ...(signed === 'required' && { signed }) },
          hashes: [{ sha256, untilMs: null }, ...countingAt(earlier, nowMs)],
        };
        return [published];
      }),
    );
  }

  #settingsViews(): IngestKeyView[] {
    const { writeKey, secretKey } = this.#options.settings;
    const view = (name: string, kind: KeyKind, key: string): IngestKeyView => ({
      ...{
        id: settingsKeyIds[kind],
        name,
        kind,
        hint: hintOf(key),
        origins: [],
        signed: 'optional',
        form: null,
      },
      ...{
        source: 'settings',
        key: kind === 'public' ? key : null,
        createdAt: null,
        rotatedAt: null,
        revokedAt: null,
      },
    });
    return [view('WRITE_KEY', 'public', writeKey), view('SECRET_KEY', 'secret', secretKey)];
  }

  #now(): Date {
    return new Date(this.#options.clock.nowMs());
  }
}

async function activeKeys(queryable: Queryable): Promise<KeyRow[]> {
  const { rows } = await queryable.query<KeyRow>(
    'SELECT * FROM ingest_keys WHERE revoked_at IS NULL ORDER BY created_at, id',
  );
  return rows;
}

/** Those that still count. */
const countingAt = (earlier: readonly EarlierText[], nowMs: number) =>
  earlier.filter(({ untilMs }) => untilMs > nowMs);

/** The earlier texts of a key once it has a new one. Throws `conflict` where that would be too many. */
function earlierAfterRotation(
  { sha256, earlier }: KeyRow,
  nowMs: number,
  untilMs: number,
): readonly EarlierText[] {
  const counting = countingAt([{ sha256, untilMs }, ...earlier], nowMs);
  if (counting.length <= limits.ingestKeyEarlierMax) return counting;
  const firstEndMs = Math.min(...counting.slice(1).map((one) => one.untilMs));
  throw new ApiError(
    'conflict',
    `${limits.ingestKeyEarlierMax} earlier texts of this key still count, the first of them until ${new Date(firstEndMs).toISOString()}; wait, rotate with "graceSeconds": 0, or make another key`,
  );
}

/** As JSON; null where none is given. */
const storedForm = (form: NewIngestKey['form']) =>
  form === undefined ? null : JSON.stringify({ ...form, redirect: form.redirect ?? null });

const hintOf = (key: string) => `…${key.slice(-4)}`;

/** `key` is the text of a key that was made just now. */
function viewOf(row: KeyRow, key: string | null = row.key): IngestKeyView {
  const { id, name, kind, hint, origins, signed, form } = row;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...{ id, name, kind, key, hint, origins, signed, form, source: 'made', createdAt: iso(row.created_at) },
    ...{ rotatedAt: iso(row.rotated_at), revokedAt: iso(row.revoked_at) },
  };
}
