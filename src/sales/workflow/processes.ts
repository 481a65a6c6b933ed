/** Sales processes in the store: every change of a file is a version, and versions never change. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { ProcessMigration, PublishedProcess } from '../../contract/api/api.ts';
import {
  errorInWords,
  type PipelineDefinition,
  readSalesProcess,
  readStoredProcess,
  type SalesProcess,
} from '../../contract/language/language.ts';
import { actingAs, processVersions, type TextPublication, writeVersion } from '../store/store.ts';
import type { Flow } from './flow.core.ts';
import { migrateRecords, movesOf, previewMigration, type StageMoves } from './migrate-records.ts';

/** A process's file as somebody publishes it. */
export interface ProcessSource extends TextPublication {
  /** For errors. */
  file: string;
  /** Where records in flight go, beside what the text says itself; undefined leaves them in their version. */
  moves?: StageMoves | undefined;
}

/** A pipeline of a version, ready to move records along. */
export type StoredFlow = Flow & { id: string };

/** Makes a text the latest version of its process. Throws `invalid_request` with every error of the text, `conflict` where records in flight have nowhere to go. */
export async function publishProcess(
  pool: pg.Pool,
  source: ProcessSource,
  nowMs: number,
): Promise<PublishedProcess> {
  return publishRead(pool, processIn(source), source, nowMs);
}

/** Where records in flight would go under a text. Throws `invalid_request` with every error of the text. */
export function migrationOf(
  pool: pg.Pool,
  source: Pick<ProcessSource, 'file' | 'text' | 'moves'>,
  nowMs: number,
): Promise<ProcessMigration> {
  const process = processIn(source);
  return previewMigration(pool, { ...process, migrate: movesOf(process, source.moves) }, nowMs);
}

function processIn({ file, text }: Pick<ProcessSource, 'file' | 'text'>): SalesProcess {
  const reading = readSalesProcess(file, text);
  if (!reading.ok) throw new ApiError('invalid_request', reading.errors.map(errorInWords).join('\n'));
  return reading.value;
}

/** The same for a text that was read without an error. */
export function publishRead(
  pool: pg.Pool,
  process: SalesProcess,
  source: Omit<ProcessSource, 'file'>,
  nowMs: number,
): Promise<PublishedProcess> {
  return actingAs(pool, { name: source.author }, nowMs, async (connection) => {
    const { number: version, isNew } = await writeVersion(connection, processVersions, process.process, {
      ...source,
      nowMs,
    });
    // A file that has not changed takes back nothing that was published since.
    await writeMembers(connection, isNew ? process : await latestProcess(connection, process));
    if (isNew)
      for (const pipeline of process.pipelines) await insertPipeline(connection, process, pipeline, version);
    // Of a text that is active already, records of earlier versions come along where somebody asks for that.
    const migrate = isNew ? movesOf(process, source.moves) : source.moves;
    const migrated =
      migrate === undefined ? 0 : await migrateRecords(connection, { ...process, migrate }, version, nowMs);
    return { process: process.process, version, isNew, migrated };
  });
}

/** Returns a process by the text of its latest version; the one given where this program cannot read that text. */
async function latestProcess(connection: Queryable, given: SalesProcess): Promise<SalesProcess> {
  const { rows } = await connection.query<{ source: string }>(
    'SELECT source FROM sales_processes WHERE process = $1 ORDER BY version DESC LIMIT 1',
    [given.process],
  );
  const reading = readStoredProcess(given.process, rows[0]?.source ?? '');
  return reading.ok ? reading.value : given;
}

/** Writes who works in the lanes of a process without naming them. */
async function writeMembers(connection: Queryable, { process, lanes }: SalesProcess): Promise<void> {
  const members = lanes.flatMap(({ lane, members: roles }) => roles.map((role) => ({ lane, role })));
  await connection.query(
    `WITH given AS (SELECT * FROM jsonb_to_recordset($2) AS given (lane text, role text)),
          gone AS (DELETE FROM lane_members WHERE process = $1 AND (lane, role) NOT IN (SELECT lane, role FROM given))
     INSERT INTO lane_members (process, lane, role) SELECT $1, lane, role FROM given ON CONFLICT DO NOTHING`,
    [process, JSON.stringify(members)],
  );
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
