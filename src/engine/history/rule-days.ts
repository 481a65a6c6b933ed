/** What the rules of one programme did, day by day, from the ledger. */
import type pg from 'pg';
import { type Reads, sqlStateOf, transaction } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { RuleDay } from '../../contract/api/api.ts';
import { dayOf } from './rows.core.ts';

/** A half-open span of time, ms since the epoch. */
interface Span {
  sinceMs: number;
  untilMs: number;
  /** What was noted longer after it happened was imported, or scored again: no event gives points so late. */
  latenessMs: number;
}

/** What the rules of a programme did in a span of days. */
export interface RuleDaysRead {
  days: RuleDay[];
  /** When the first of what was imported happened, also where that was before the span; null where nothing was imported in it. */
  importedFromMs: number | null;
}

/** One reading, which every reader of the same programme and beginning gets for a while. */
interface Reading {
  untilMs: number;
  read: Promise<RuleDaysRead>;
}

/** Reads the ledger once for many readers: a reading of two years takes a connection, and up to `limits.ruleHealthMsMax`. */
export class RuleDays {
  readonly #reads: Reads;
  readonly #readings = new Map<string, Reading>();

  constructor(reads: Reads) {
    this.#reads = reads;
  }

  /**
   * By rule and UTC day of the event's own time, over the days of a span that ends now. What was imported or came late counts when it
   * happened. An event counts once a rule and day. Points are those that stand: what was taken back or changed since, as by a roll-back,
   * counts as it is now. Up to a minute old. Throws `invalid_request` at the time limit.
   */
  of(programme: string, span: Span): Promise<RuleDaysRead> {
    const isYoung = ({ untilMs }: Reading) => Math.abs(span.untilMs - untilMs) < limits.ruleHealthKeptMs;
    for (const [key, reading] of this.#readings) if (!isYoung(reading)) this.#readings.delete(key);
    const key = `${programme} ${span.sinceMs}`;
    const known = this.#readings.get(key);
    if (known !== undefined) return known.read;
    const reading = {
      untilMs: span.untilMs,
      read: this.#reads.run((pool) => ruleDays(pool, programme, span)),
    };
    this.#readings.set(key, reading);
    reading.read.catch(() => this.#readings.get(key) === reading && this.#readings.delete(key));
    return reading.read;
  }
}

/** What a rule did on a day of the span, or before it. */
interface Row extends Omit<RuleDay, 'day'> {
  day: string | null;
  importedFromMs: number | null;
}

/** `msMax`: how long the statement may take. */
export async function ruleDays(
  pool: pg.Pool,
  programme: string,
  { sinceMs, untilMs, latenessMs }: Span,
  msMax: number = limits.ruleHealthMsMax,
): Promise<RuleDaysRead> {
  try {
    return await transaction(pool, async (connection) => {
      await connection.query('SET TRANSACTION READ ONLY');
      await connection.query(`SET LOCAL statement_timeout = ${msMax}`);
      const { rows } = await connection.query<Row>(
        // An event is noted after it happened, but for clocks that are ahead: days before the span hold nothing of it.
        // What happened before is of no day: it only says from when there is something.
        `SELECT rule,
           CASE WHEN happened_at_ms >= $3
             THEN to_char(to_timestamp(happened_at_ms / 1000.0) AT TIME ZONE 'UTC', 'YYYY-MM-DD') END AS day,
           count(DISTINCT profile || ' ' || coalesce(event, '')) FILTER (WHERE kind = 'paid')::float8 AS fires,
           count(*) FILTER (WHERE kind = 'refused')::float8 AS refusals,
           coalesce(sum(CASE kind WHEN 'paid' THEN points WHEN 'taken back' THEN -points
                          WHEN 'changed' THEN points - coalesce(points_before, points) END), 0)::float8 AS points,
           max(happened_at_ms) FILTER (WHERE kind = 'paid')::float8 AS "lastFiredMs",
           min(happened_at_ms) FILTER (WHERE noted_at_ms - happened_at_ms > $5)::float8 AS "importedFromMs"
         FROM ledger CROSS JOIN LATERAL (SELECT coalesce(at_ms, noted_at_ms)) AS happened (happened_at_ms)
         WHERE programme = $1 AND day >= $2 AND happened_at_ms < $4
         GROUP BY 1, 2 ORDER BY 1, 2`,
        [programme, dayOf(sinceMs - limits.clockAheadMsMax), sinceMs, untilMs, latenessMs],
      );
      const imported = rows.flatMap(({ importedFromMs }) => importedFromMs ?? []);
      return {
        days: rows.flatMap(({ importedFromMs: _, day, ...rest }) => (day === null ? [] : { ...rest, day })),
        importedFromMs: imported.length === 0 ? null : Math.min(...imported),
      };
    });
  } catch (error) {
    if (sqlStateOf(error) !== queryCancelled) throw error;
    throw new ApiError(
      'invalid_request',
      `the health of the rules of "${programme}" took longer than ${msMax / limits.secondMs} seconds; ask for fewer "days"`,
    );
  }
}

const queryCancelled = '57014';
