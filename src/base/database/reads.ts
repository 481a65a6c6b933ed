/** Reads that may take long: on the replica where there is one that is near enough, else on a pool of the primary for them. */
import type pg from 'pg';
import type { Queryable } from './queryable.ts';
import { readFault } from './read-fault.core.ts';
import type { Replica, ReplicaState } from './replica.ts';

/** Reads, on a replica or on the primary, with the moment of their data, ms; null for the present. */
type Work<T> = (pool: pg.Pool, asOfMs: number | null) => Promise<T>;

export interface Reads extends Queryable {
  /**
   * Runs work that only reads. Where the replica fails it runs once more, on the primary. An error of the statement, of its time limit or
   * for the caller is thrown: it would fail there too.
   */
  run<T>(work: Work<T>): Promise<T>;
  /**
   * The pool of a read that begins now and goes on piece by piece: it ends where it began, or fails. A replica that has not all until a
   * moment, ms, is not taken.
   */
  pool(untilMs: number): pg.Pool;
  /** Statements that read until a moment, ms: where a replica has not all until then, on the primary. */
  until(ms: number): Queryable;
  /** The moment of the data that a read gets now, ms; null for the present. */
  asOfMs(): number | null;
  /** How the replica is; null where there is none. */
  replica(): ReplicaState | null;
}

/** Reads by a pool of the primary, and by a replica where there is one. */
export function openReads(primary: pg.Pool, replica: Replica | null = null): Reads {
  const usable = (untilMs: number) => {
    const state = replica?.state();
    if (!replica || !state?.isUsed || state.asOfMs === null || state.asOfMs < untilMs) return null;
    return { pool: replica.pool, asOfMs: state.asOfMs };
  };
  const run = async <T>(work: Work<T>, untilMs = Number.NEGATIVE_INFINITY): Promise<T> => {
    const found = usable(untilMs);
    if (found === null) return work(primary, null);
    try {
      return await work(found.pool, found.asOfMs);
    } catch (error) {
      const fault = readFault(error);
      if (fault === 'own') throw error;
      if (fault === 'away') replica?.failed(error);
      return work(primary, null);
    }
  };
  const until = (ms?: number) =>
    ((...given: [never]) => run((pool) => pool.query(...given), ms)) as unknown as Queryable['query'];
  return {
    run: (work) => run(work),
    query: until(),
    until: (ms) => ({ query: until(ms) }),
    pool: (untilMs) => usable(untilMs)?.pool ?? primary,
    asOfMs: () => usable(Number.NEGATIVE_INFINITY)?.asOfMs ?? null,
    replica: () => replica?.state() ?? null,
  };
}
