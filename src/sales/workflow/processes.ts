/** Sales processes in the store: every change of a file is a version, and versions never change. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { advisoryLocks, type Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { PublishedProcess } from '../../contract/api/api.ts';
import {
  errorInWords,
  type PipelineDefinition,
  readSalesProcess,
  readStoredProcess,
  type SalesProcess,
} from '../../contract/language/language.ts';
import { actingAs } from '../store/store.ts';
import type { Flow } from './flow.core.ts';
import { migrateRecords } from './migrate-records.ts';

/** A process's file as somebody publishes it. */
export interface ProcessSource {
  /** For errors. */
  file: string;
  text: string;
  author: string;
  note?: string | null;
}

/** A pipeline of a version, ready to move records along. */
export type StoredFlow = Flow & { id: string };

/** Who publishes what lies in the rules folder. */
export const fileAuthor = 'file';

/** Makes a text the latest version of its process. Throws `invalid_request` with every error of the text, `conflict` where records in flight have nowhere to go. */
export async function publishProcess(
  pool: pg.Pool,
  source: ProcessSource,
  nowMs: number,
): Promise<PublishedProcess> {
  const reading = readSalesProcess(source.file, source.text);
  if (!reading.ok) throw new ApiError('invalid_request', reading.errors.map(errorInWords).join('\n'));
  return publishRead(pool, reading.value, source, nowMs);
}

/** The same for a text that was read without an error. */
export function publishRead(
  pool: pg.Pool,
  process: SalesProcess,
  source: Omit<ProcessSource, 'file'>,
  nowMs: number,
): Promise<PublishedProcess> {
  const hash = createHash('sha256').update(source.text).digest('hex');
  return actingAs(pool, { name: source.author }, nowMs, async (connection) => {
    await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.salesProcesses]);
    const { rows } = await connection.query<{ version: number; hash: string; author: string }>(
      'SELECT version, hash, author FROM sales_processes WHERE process = $1 ORDER BY version DESC',
      [process.process],
    );
    const latest = rows[0];
    // A file that has not changed since it was last read does not take back what was published meanwhile.
    const isKnown =
      latest?.hash === hash ||
      (source.author === fileAuthor && rows.find(({ author }) => author === fileAuthor)?.hash === hash);
    if (latest !== undefined && isKnown)
      return { process: process.process, version: latest.version, isNew: false, migrated: 0 };
    const version = (latest?.version ?? 0) + 1;
    await connection.query(
      'INSERT INTO sales_processes (process, version, hash, source, author, at, note) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [process.process, version, hash, source.text, source.author, new Date(nowMs), source.note ?? null],
    );
    for (const pipeline of process.pipelines) await insertPipeline(connection, process, pipeline, version);
    const migrated =
      process.migrate === undefined ? 0 : await migrateRecords(connection, process, version, nowMs);
    return { process: process.process, version, isNew: true, migrated };
  });
}

async function insertPipeline(
  connection: Queryable,
  { process }: SalesProcess,
  definition: PipelineDefinition,
  version: number,
): Promise<void> {
  const id = pipelineIdOf(process, definition.pipeline, version);
  await connection.query(
    'INSERT INTO pipelines (id, process, version, pipeline, name, kind) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, process, version, definition.pipeline, definition.name, definition.of],
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

export function pipelineIdOf(process: string, pipeline: string, version: number): string {
  return `${process}/${pipeline}@${version}`;
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

  /** The latest version of `process/pipeline`. Throws `not_found`. */
  async latest(database: Queryable, name: string): Promise<StoredFlow> {
    const found = await this.find(database, name);
    if (found === null) throw new ApiError('not_found', `there is no pipeline "${name}"`);
    return found;
  }

  /** The latest version of `process/pipeline`; null where there is none. */
  async find(database: Queryable, name: string): Promise<StoredFlow | null> {
    const { rows } = await database.query<{ id: string }>(
      `SELECT id FROM pipelines WHERE process || '/' || pipeline = $1 ORDER BY version DESC LIMIT 1`,
      [name],
    );
    return rows[0] === undefined ? null : this.flow(database, rows[0].id);
  }

  async #read(database: Queryable, id: string): Promise<StoredFlow> {
    const { rows } = await database.query<{ source: string; pipeline: string }>(
      'SELECT source, pipeline FROM pipelines JOIN sales_processes USING (process, version) WHERE id = $1',
      [id],
    );
    const found = rows[0];
    if (found === undefined) throw new ApiError('not_found', `there is no pipeline "${id}"`);
    const reading = readStoredProcess(id, found.source);
    const process = reading.ok ? reading.value : null;
    const pipeline = process?.pipelines.find((one) => one.pipeline === found.pipeline);
    if (process === null || pipeline === undefined)
      throw new ApiError('internal', `the stored pipeline "${id}" cannot be read by this program`);
    return { id, process, pipeline };
  }
}
