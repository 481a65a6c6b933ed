/** Reads that may take long: on the replica where there is one that is near enough, else on a pool of the primary for them. */
import type pg from 'pg';
import { ApiError } from '../kernel/kernel.ts';
import type { Queryable } from './queryable.ts';
import type { Replica, ReplicaState } from './replica.ts';

export interface Reads extends Queryable {
  /**
   * Runs work that only reads, with the moment of its data: ms, null for the present. Where the replica fails it runs once more, on the
   * primary. An error for the caller (`ApiError`) is none of the replica.
   */
  run<T>(work: (pool: pg.Pool, asOfMs: number | null) => Promise<T>): Promise<T>;
  /** The pool of a read that begins now and goes on piece by piece: it ends where it began, or fails. */
  pool(): pg.Pool;
  /** The moment of the data that a read gets now, ms; null for the present. */
  asOfMs(): number | null;
  /** How the replica is; null where there is none. */
  replica(): ReplicaState | null;
}

/** Reads by a pool of the primary, and by a replica where there is one. */
export function openReads(primary: pg.Pool, replica: Replica | null = null): Reads {
  const usable = () => {
    const state = replica?.state();
    return replica && state?.isUsed ? { pool: replica.pool, asOfMs: state.asOfMs } : null;
  };
  const run = async <T>(work: (pool: pg.Pool, asOfMs: number | null) => Promise<T>): Promise<T> => {
    const found = usable();
    if (found === null) return work(primary, null);
    try {
      return await work(found.pool, found.asOfMs);
    } catch (error) {
      if (error instanceof ApiError) throw error;
      replica?.failed(error);
      return work(primary, null);
    }
  };
  const query = (...given: [never]) => run((pool) => pool.query(...given));
  return {
    run,
    query: query as unknown as Queryable['query'],
    pool: () => usable()?.pool ?? primary,
    asOfMs: () => usable()?.asOfMs ?? null,
    replica: () => replica?.state() ?? null,
  };
}
