/** Selling systems in the store: every change of a file is a version, and versions never change. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import {
  errorInWords,
  type PipelineDefinition,
  readSellingSystem,
  type SellingSystem,
} from '../../contract/language/language.ts';
import { actingAs } from '../store/store.ts';
import type { Flow } from './flow.core.ts';
import { migrateRecords } from './migrate-records.ts';

/** A system's file as somebody publishes it. */
export interface SystemSource {
  /** For errors. */
  file: string;
  text: string;
  author: string;
  note?: string | null;
}

export interface PublishedSystem {
  system: string;
  version: number;
  /** False when the text was the latest version already. */
  isNew: boolean;
  /** Records in flight that were moved to the new version. */
  migrated: number;
}

/** A pipeline of a version, ready to move records along. */
export type StoredFlow = Flow & { id: string };

const publishLock = 4_400_003;

/** Who publishes what lies in the rules folder. */
export const fileAuthor = 'file';

/** Makes a text the latest version of its system. Throws `invalid_request` with every error of the text, `conflict` where records in flight have nowhere to go. */
export async function publishSystem(
  pool: pg.Pool,
  source: SystemSource,
  nowMs: number,
): Promise<PublishedSystem> {
  const reading = readSellingSystem(source.file, source.text);
  if (!reading.ok) throw new ApiError('invalid_request', reading.errors.map(errorInWords).join('\n'));
  const system = reading.value;
  const hash = createHash('sha256').update(source.text).digest('hex');
  return actingAs(pool, { name: source.author }, nowMs, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [publishLock]);
    const { rows } = await connection.query<{ version: number; hash: string; author: string }>(
      'SELECT version, hash, author FROM selling_systems WHERE system = $1 ORDER BY version DESC',
      [system.system],
    );
    const latest = rows[0];
    // A file that has not changed since it was last read does not take back what was published meanwhile.
    const isKnown =
      latest?.hash === hash ||
      (source.author === fileAuthor && rows.find(({ author }) => author === fileAuthor)?.hash === hash);
    if (latest !== undefined && isKnown)
      return { system: system.system, version: latest.version, isNew: false, migrated: 0 };
    const version = (latest?.version ?? 0) + 1;
    await connection.query(
      'INSERT INTO selling_systems (system, version, hash, source, author, at, note) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [system.system, version, hash, source.text, source.author, new Date(nowMs), source.note ?? null],
    );
    for (const pipeline of system.pipelines) await insertPipeline(connection, system, pipeline, version);
    const migrated =
      system.migrate === undefined ? 0 : await migrateRecords(connection, system, version, nowMs);
    return { system: system.system, version, isNew: true, migrated };
  });
}

async function insertPipeline(
  connection: Queryable,
  { system }: SellingSystem,
  definition: PipelineDefinition,
  version: number,
): Promise<void> {
  const id = pipelineIdOf(system, definition.pipeline, version);
  await connection.query(
    'INSERT INTO pipelines (id, system, version, pipeline, name, kind) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, system, version, definition.pipeline, definition.name, definition.of],
  );
  const stages = definition.stages.map(({ stage, lane, probability, ends }, index) => ({
    stage,
    position: index + 1,
    lane: lane ?? null,
    probability: probability ?? null,
    ends: ends ?? null,
  }));
  await connection.query(
    `INSERT INTO stages (pipeline, stage, position, lane, probability, ends)
     SELECT $1, stage, position, lane, probability, ends FROM jsonb_to_recordset($2)
       AS given (stage text, position integer, lane text, probability double precision, ends text)`,
    [id, JSON.stringify(stages)],
  );
}

export function pipelineIdOf(system: string, pipeline: string, version: number): string {
  return `${system}/${pipeline}@${version}`;
}

/** Pipelines by id, read once: a version never changes. */
export class Flows {
  readonly #known = new Map<string, StoredFlow>();

  /** A pipeline by its id. Throws `not_found`. */
  async flow(database: Queryable, id: string): Promise<StoredFlow> {
    const known = this.#known.get(id) ?? (await this.#read(database, id));
    this.#known.set(id, known);
    return known;
  }

  /** The latest version of `system/pipeline`. Throws `not_found`. */
  async latest(database: Queryable, name: string): Promise<StoredFlow> {
    const found = await this.find(database, name);
    if (found === null) throw new ApiError('not_found', `there is no pipeline "${name}"`);
    return found;
  }

  /** The latest version of `system/pipeline`; null where there is none. */
  async find(database: Queryable, name: string): Promise<StoredFlow | null> {
    const { rows } = await database.query<{ id: string }>(
      `SELECT id FROM pipelines WHERE system || '/' || pipeline = $1 ORDER BY version DESC LIMIT 1`,
      [name],
    );
    return rows[0] === undefined ? null : this.flow(database, rows[0].id);
  }

  async #read(database: Queryable, id: string): Promise<StoredFlow> {
    const { rows } = await database.query<{ source: string; pipeline: string }>(
      'SELECT source, pipeline FROM pipelines JOIN selling_systems USING (system, version) WHERE id = $1',
      [id],
    );
    const found = rows[0];
    if (found === undefined) throw new ApiError('not_found', `there is no pipeline "${id}"`);
    const reading = readSellingSystem(id, found.source);
    const system = reading.ok ? reading.value : null;
    const pipeline = system?.pipelines.find((one) => one.pipeline === found.pipeline);
    if (system === null || pipeline === undefined)
      throw new ApiError('internal', `the stored pipeline "${id}" cannot be read by this program`);
    return { id, system, pipeline };
  }
}
