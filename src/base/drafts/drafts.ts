/**
 * The door of drafts: what somebody writes before it is published, one draft a text.
 *
 * Enters: texts, with or without errors, and the revision that each is based on. Leaves: drafts with author and time. It guarantees
 * that nobody overwrites unseen what somebody else has written; it knows neither what a text says nor who may write it.
 */
import type pg from 'pg';
import { ApiError, limits } from '../kernel/kernel.ts';
import { normalisedText } from '../text/text.ts';

/** A draft without its texts. Times are ISO texts. */
export interface DraftSummary {
  /** What it is a draft of. */
  id: string;
  /** Hash of the active text that it began from; null where there was none. */
  basedOn: string | null;
  begunBy: string;
  begunAt: string;
  changedBy: string;
  changedAt: string;
  revision: number;
}

interface Draft extends DraftSummary {
  text: string;
  /** A second text that travels with it; null for none. */
  examples: string | null;
}

/** A change of a draft, its author, and the revision that it is based on: 0 where there was none, undefined for any. */
interface DraftWriting extends Pick<Draft, 'text' | 'examples'> {
  /** Undefined: what it is based on stays. */
  basedOn?: string | null | undefined;
  author: string;
  revision: number | undefined;
}

/** Where a room keeps its drafts, and what it calls them. */
interface DraftShelf {
  pool: pg.Pool;
  /** A table with the columns of a draft, and the column of their ids. */
  table: string;
  key: string;
  /** The sequence of revisions: a draft that was thrown away has none in common with the next. */
  revisions: string;
  /** `programme`, for errors. */
  noun: string;
  /** The address of a draft in the API, for remedies. */
  pathOf(id: string): string;
  /** Throws for an id that nothing to be published can have. */
  requireId(id: string): void;
  /** ms since the epoch. */
  now(): number;
}

const time = (column: string, name: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${name}"`;
const summaryOf = ({ key }: DraftShelf) =>
  `${key} AS id, based_on AS "basedOn", begun_by AS "begunBy", ${time('begun_at', 'begunAt')},
  changed_by AS "changedBy", ${time('changed_at', 'changedAt')}, revision`;

export class Drafts {
  readonly #shelf: DraftShelf;
  readonly #summary: string;

  /** The table is there, and up to date. */
  constructor(shelf: DraftShelf) {
    this.#shelf = shelf;
    this.#summary = summaryOf(shelf);
  }

  /** All of them without their texts, by id. */
  async list(): Promise<DraftSummary[]> {
    const { pool, table, key } = this.#shelf;
    const { rows } = await pool.query<DraftSummary>(`SELECT ${this.#summary} FROM ${table} ORDER BY ${key}`);
    return rows;
  }

  /** Throws `not_found` where there is no draft. */
  async read(id: string): Promise<Draft> {
    const { pool, table, key, noun, pathOf } = this.#shelf;
    const { rows } = await pool.query<Draft>(
      `SELECT ${this.#summary}, text, examples FROM ${table} WHERE ${key} = $1`,
      [id],
    );
    const [found] = rows;
    if (found === undefined)
      throw new ApiError('not_found', `${noun} "${id}" has no draft; begin one with PUT ${pathOf(id)}`);
    return found;
  }

  /** Begins a draft or changes it. Throws `revision_mismatch` where it is at another revision than the change is based on. */
  async write(id: string, change: DraftWriting): Promise<Draft> {
    const { pool, table, key, revisions, requireId, now } = this.#shelf;
    requireId(id);
    const { text, examples, basedOn, author, revision = null } = change;
    const { rows } = await pool.query<Draft>(
      `INSERT INTO ${table} AS kept
         (${key}, text, examples, based_on, begun_by, begun_at, changed_by, changed_at)
       SELECT $1, $2, $3, $4, $5, $6, $5, $6
       WHERE EXISTS (SELECT FROM ${table} WHERE ${key} = $1)
         OR ($7::integer IS NULL OR $7 = 0) AND (SELECT count(*) FROM ${table}) < $9
       ON CONFLICT (${key}) DO UPDATE SET text = $2, examples = $3,
         based_on = CASE WHEN $8 THEN $4 ELSE kept.based_on END,
         changed_by = $5, changed_at = $6, revision = nextval('${revisions}')
       WHERE $7::integer IS NULL OR kept.revision = $7
       RETURNING ${this.#summary}, text, examples`,
      [
        ...[id, normalisedText(text), examples === null ? null : normalisedText(examples)],
        ...[basedOn ?? null, author, new Date(now())],
        ...[revision, basedOn !== undefined, limits.draftsMax],
      ],
    );
    const [written] = rows;
    if (written === undefined) throw await this.#refusal(id, revision);
    return written;
  }

  /** Throws the draft away; `not_found` where there is none, `revision_mismatch` as a change does. */
  async remove(id: string, revision: number | undefined): Promise<void> {
    const { pool, table, key, noun } = this.#shelf;
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE ${key} = $1 AND ($2::integer IS NULL OR revision = $2)`,
      [id, revision ?? null],
    );
    if (rowCount !== 0) return;
    const present = await this.read(id);
    throw mismatch(`${noun} "${id}"`, revision, present);
  }

  async #refusal(id: string, revision: number | null): Promise<ApiError> {
    const present = (await this.list()).find((one) => one.id === id) ?? null;
    if (present !== null || (revision ?? 0) > 0)
      return mismatch(`${this.#shelf.noun} "${id}"`, revision, present);
    return new ApiError(
      'conflict',
      `there are ${limits.draftsMax} drafts already; publish one or throw one away before another is begun`,
    );
  }
}

function mismatch(what: string, revision: number | null | undefined, present: DraftSummary | null): ApiError {
  const now =
    present === null
      ? 'was published or thrown away'
      : `was changed by ${present.changedBy} at ${present.changedAt} and is at revision ${present.revision}`;
  return new ApiError(
    'revision_mismatch',
    `If-Match is ${revision}, but the draft of ${what} ${now}; read it again and choose what stays`,
  );
}
