/** Drafts of programmes on the server, one a programme, with author and time, and never overwritten unseen. */
import type pg from 'pg';
import { ApiError, type Clock, limits } from '../../base/kernel/kernel.ts';
import type { DraftChange, DraftSummary, DraftView } from '../../contract/api/api.ts';
import { normalisedText } from './programme-source.ts';

/** A change of a draft, its author, and the revision that it is based on: 0 where there was none, undefined for any. */
export interface DraftWriting extends DraftChange {
  author: string;
  revision: number | undefined;
}

const time = (column: string, name: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "${name}"`;
const summary = `programme, based_on AS "basedOn", begun_by AS "begunBy", ${time('begun_at', 'begunAt')},
  changed_by AS "changedBy", ${time('changed_at', 'changedAt')}, revision`;

export class Drafts {
  readonly #pool: pg.Pool;
  readonly #clock: Clock;

  /** The table is one of those that `openVersions` brings up to date. */
  constructor(pool: pg.Pool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  /** All of them without their texts, by programme. */
  async list(): Promise<DraftSummary[]> {
    const { rows } = await this.#pool.query<DraftSummary>(
      `SELECT ${summary} FROM programme_drafts ORDER BY programme`,
    );
    return rows;
  }

  /** Throws `not_found` where the programme has no draft. */
  async read(programme: string): Promise<DraftView> {
    const { rows } = await this.#pool.query<DraftView>(
      `SELECT ${summary}, text, examples FROM programme_drafts WHERE programme = $1`,
      [programme],
    );
    const [found] = rows;
    if (found === undefined) throw noDraft(programme);
    return found;
  }

  /** Begins a draft or changes it. Throws `revision_mismatch` where it is at another revision than the change is based on. */
  async write(programme: string, change: DraftWriting): Promise<DraftView> {
    requireId(programme);
    const { text, examples, basedOn, author, revision = null } = change;
    const { rows } = await this.#pool.query<DraftView>(
      `INSERT INTO programme_drafts AS kept
         (programme, text, examples, based_on, begun_by, begun_at, changed_by, changed_at)
       SELECT $1, $2, $3, $4, $5, $6, $5, $6
       WHERE EXISTS (SELECT FROM programme_drafts WHERE programme = $1)
         OR ($7::integer IS NULL OR $7 = 0) AND (SELECT count(*) FROM programme_drafts) < $9
       ON CONFLICT (programme) DO UPDATE SET text = $2, examples = $3,
         based_on = CASE WHEN $8 THEN $4 ELSE kept.based_on END,
         changed_by = $5, changed_at = $6, revision = nextval('programme_draft_revisions')
       WHERE $7::integer IS NULL OR kept.revision = $7
       RETURNING ${summary}, text, examples`,
      [
        ...[programme, normalisedText(text), examples === null ? null : normalisedText(examples)],
        ...[basedOn ?? null, author, new Date(this.#clock.nowMs())],
        ...[revision, basedOn !== undefined, limits.draftsMax],
      ],
    );
    const [written] = rows;
    if (written === undefined) throw await this.#refusal(programme, revision);
    return written;
  }

  /** Throws the draft away; `not_found` where there is none, `revision_mismatch` as a change does. */
  async remove(programme: string, revision: number | undefined): Promise<void> {
    const { rowCount } = await this.#pool.query(
      'DELETE FROM programme_drafts WHERE programme = $1 AND ($2::integer IS NULL OR revision = $2)',
      [programme, revision ?? null],
    );
    if (rowCount !== 0) return;
    const present = await this.read(programme);
    throw mismatch(programme, revision, present);
  }

  async #refusal(programme: string, revision: number | null): Promise<ApiError> {
    const present = (await this.list()).find((one) => one.programme === programme) ?? null;
    if (present !== null || (revision ?? 0) > 0) return mismatch(programme, revision, present);
    return new ApiError(
      'conflict',
      `there are ${limits.draftsMax} drafts already; publish one or throw one away before another is begun`,
    );
  }
}

function mismatch(
  programme: string,
  revision: number | null | undefined,
  present: DraftSummary | null,
): ApiError {
  const now =
    present === null
      ? 'was published or thrown away'
      : `was changed by ${present.changedBy} at ${present.changedAt} and is at revision ${present.revision}`;
  return new ApiError(
    'revision_mismatch',
    `If-Match is ${revision}, but the draft of "${programme}" ${now}; read it again and choose what stays`,
  );
}

function noDraft(programme: string): ApiError {
  return new ApiError(
    'not_found',
    `programme "${programme}" has no draft; begin one with PUT /drafts/${programme}`,
  );
}

/** A draft of a name that no programme can have could never be published. */
function requireId(programme: string): void {
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(programme)) return;
  throw new ApiError(
    'invalid_request',
    `"${programme.slice(0, 80)}" is no id of a programme; use lower-case letters, digits and hyphens (64 at most)`,
  );
}
