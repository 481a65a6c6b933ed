/** Creation that a client may repeat: the same `Idempotency-Key` of the same caller makes one record. */
import { createHash } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { Actor } from './acting.ts';

/**
 * Runs `create` and stores the id it returns, in the same transaction; for a known key, returns the stored id. The second of two
 * concurrent calls waits for the first. Throws `conflict` for a key that was used for another request.
 */
export async function once(
  connection: Queryable,
  { name, idempotencyKey: key, request = '' }: Actor,
  asked: unknown,
  nowMs: number,
  create: () => Promise<string>,
): Promise<string> {
  if (key === undefined) return create();
  const hash = createHash('sha256')
    .update(JSON.stringify([request, asked]))
    .digest('hex');
  await connection.query('DELETE FROM idempotency_keys WHERE created_at < $1', [
    new Date(nowMs - limits.idempotencyKeyMs),
  ]);
  const { rowCount } = await connection.query(
    `INSERT INTO idempotency_keys (actor, key, hash, record, created_at) VALUES ($1, $2, $3, '', $4) ON CONFLICT DO NOTHING`,
    [name, key, hash, new Date(nowMs)],
  );
  if (rowCount === 0) {
    const { rows } = await connection.query<{ hash: string; record: string }>(
      'SELECT hash, record FROM idempotency_keys WHERE actor = $1 AND key = $2',
      [name, key],
    );
    if (rows[0]?.hash === hash) return rows[0].record;
    throw new ApiError(
      'conflict',
      `the Idempotency-Key "${key}" was used for another request; use a new key`,
    );
  }
  const record = await create();
  await connection.query('UPDATE idempotency_keys SET record = $3 WHERE actor = $1 AND key = $2', [
    name,
    key,
    record,
  ]);
  return record;
}
