/** Endpoints of webhooks for managers: secrets and their rotation, the format, and enabling a disabled one. */
import type pg from 'pg';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { EndpointChange, EndpointView } from '../../contract/api/api.ts';
import { newSecret } from '../outbox/outbox.ts';
import { type Actor, actingAs, type Revised, requireRevision } from '../store/store.ts';
import { shownUrl } from './delivery-log.ts';

/** Returns every endpoint, the newest first: one for each URL that programmes and channels name. */
export function listEndpoints(pool: pg.Pool, actor: Actor, nowMs: number): Promise<EndpointView[]> {
  return select(pool, 'true', [], actor, nowMs);
}

/** Returns one endpoint; null where there is none. */
export async function endpoint(
  pool: pg.Pool,
  id: string,
  actor: Actor,
  nowMs: number,
): Promise<EndpointView | null> {
  return (await select(pool, 'endpoints.id = $2', [id], actor, nowMs))[0] ?? null;
}

/** Sets a new secret. The previous one signs beside it for a day, so that receivers can switch. */
export async function rotateSecret(
  pool: pg.Pool,
  id: string,
  actor: Actor,
  nowMs: number,
): Promise<EndpointView> {
  requireManager(actor);
  return changing(pool, id, actor, nowMs, {}, async (connection) => {
    await connection.query(
      'DELETE FROM endpoint_secrets WHERE endpoint_id = $1 AND valid_until IS NOT NULL',
      [id],
    );
    await connection.query('UPDATE endpoint_secrets SET valid_until = $2 WHERE endpoint_id = $1', [
      id,
      new Date(nowMs + limits.previousSecretMs),
    ]);
    await connection.query(
      'INSERT INTO endpoint_secrets (secret, endpoint_id, created_at) VALUES ($1, $2, $3)',
      [newSecret(), id, new Date(nowMs)],
    );
    await connection.query('UPDATE endpoints SET updated_at = $2 WHERE id = $1', [id, new Date(nowMs)]);
  });
}

/** Enables an endpoint. Waiting webhooks are sent when due; cancelled ones need a replay. */
export function enableEndpoint(
  pool: pg.Pool,
  id: string,
  actor: Actor,
  nowMs: number,
): Promise<EndpointView> {
  return changing(pool, id, actor, nowMs, {}, async (connection) => {
    await connection.query(
      `UPDATE endpoints SET disabled_at = NULL, disabled_reason = NULL, failing_since = NULL, updated_at = $2
       WHERE id = $1 AND coalesce(disabled_at, failing_since) IS NOT NULL`,
      [id, new Date(nowMs)],
    );
  });
}

export async function changeEndpoint(
  pool: pg.Pool,
  id: string,
  change: Revised<EndpointChange>,
  actor: Actor,
  nowMs: number,
): Promise<EndpointView> {
  requireManager(actor);
  return changing(pool, id, actor, nowMs, change, async (connection) => {
    await connection.query(
      'UPDATE endpoints SET format = $2, updated_at = $3 WHERE id = $1 AND format <> $2',
      [id, change.format, new Date(nowMs)],
    );
  });
}

/** Only managers may see secrets, and a changed format may break the receiver. */
function requireManager({ isManager }: Actor): void {
  if (!isManager)
    throw new ApiError('forbidden', 'only managers change secrets and formats of endpoints; ask a manager');
}

/** Throws `not_found`, `revision_mismatch`. */
function changing(
  pool: pg.Pool,
  id: string,
  actor: Actor,
  nowMs: number,
  { revision }: { revision?: number | undefined },
  change: (connection: Queryable) => Promise<void>,
): Promise<EndpointView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const { rows } = await connection.query<{ revision: number }>(
      'SELECT revision FROM endpoints WHERE id = $1 FOR NO KEY UPDATE',
      [id],
    );
    if (rows[0] === undefined) throw new ApiError('not_found', `there is no endpoint "${id}"`);
    requireRevision(rows[0].revision, revision);
    await change(connection);
    const [view] = await select(connection, 'endpoints.id = $2', [id], actor, nowMs);
    return view as EndpointView;
  });
}

async function select(
  database: Queryable,
  condition: string,
  values: unknown[],
  { isManager }: Actor,
  nowMs: number,
): Promise<EndpointView[]> {
  const { rows } = await database.query(
    `SELECT endpoints.*, present.secret, before.valid_until FROM endpoints
     JOIN endpoint_secrets AS present ON present.endpoint_id = endpoints.id AND present.valid_until IS NULL
     LEFT JOIN endpoint_secrets AS before ON before.endpoint_id = endpoints.id AND before.valid_until > $1
     WHERE ${condition} ORDER BY endpoints.created_at DESC, endpoints.id DESC`,
    [new Date(nowMs), ...values],
  );
  return rows.map((row) => ({
    id: row.id,
    url: isManager ? row.url : shownUrl(row.url),
    format: row.format,
    secret: isManager ? row.secret : null,
    previousSecretUntil: row.valid_until?.toISOString() ?? null,
    failingSince: row.failing_since?.toISOString() ?? null,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    disabledReason: row.disabled_reason,
    createdAt: row.created_at.toISOString(),
    revision: row.revision,
  }));
}
