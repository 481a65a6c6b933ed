/** Statements on a pool or on one connection, and several of them sent together. */
import type pg from 'pg';

/** Anything that runs a query: the pool, or one transaction's connection. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/**
 * Awaits statements that were sent together. Throws the first failure in the order of sending: it is the cause, the others
 * only say that their transaction had failed already.
 */
export async function together<const Work extends readonly Promise<unknown>[]>(
  work: Work,
): Promise<{ -readonly [Index in keyof Work]: Awaited<Work[Index]> }> {
  const results = await Promise.allSettled(work);
  for (const one of results) if (one.status === 'rejected') throw one.reason;
  return results.map((one) => (one as PromiseFulfilledResult<unknown>).value) as never;
}
