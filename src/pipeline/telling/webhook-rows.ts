/** Webhook deliveries as rows: written with what caused them, handed out when due, and what became of each try. */
import type pg from 'pg';
import { type Queryable, transaction } from '../../database/database.ts';
import { limits } from '../../kernel/kernel.ts';
import type { WebhookRow } from '../crossings/world.core.ts';

export interface WebhookDelivery {
  id: string;
  url: string;
  body: object;
  createdAt: Date;
  tries: number;
}

/** What a try came to: null for taken, else why not. */
export type WebhookTry = (delivery: WebhookDelivery) => Promise<string | null>;

export async function writeWebhooks(connection: Queryable, rows: readonly WebhookRow[]): Promise<void> {
  if (rows.length === 0) return;
  await connection.query(
    `INSERT INTO webhook_deliveries (url, body, created_at, next_at)
     SELECT url, body, at, at FROM jsonb_to_recordset($1) AS given (url text, body jsonb, at timestamptz)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Tries what is due, several at once, and notes what became of each; answers how many. Rows are held while they are tried,
 * so that two senders never post one; a sender that dies leaves them due.
 */
export async function tryWebhooks(pool: pg.Pool, nowMs: number, attempt: WebhookTry): Promise<number> {
  return transaction(pool, async (connection) => {
    const { rows } = await connection.query<WebhookDelivery>(
      `SELECT id::text, url, body, created_at AS "createdAt", tries FROM webhook_deliveries
       WHERE next_at <= $1 ORDER BY next_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [new Date(nowMs), limits.webhooksAtOnce],
    );
    const outcomes = await Promise.all(rows.map(async (row) => ({ row, error: await attempt(row) })));
    for (const { row, error } of outcomes) await note(connection, row, error, nowMs);
    return rows.length;
  });
}

async function note(
  connection: Queryable,
  row: WebhookDelivery,
  error: string | null,
  nowMs: number,
): Promise<void> {
  const tries = row.tries + 1;
  const isGivenUp = error !== null && tries >= limits.webhookTriesMax;
  const nextAtMs = nowMs + Math.min(limits.webhookWaitMsMax, limits.secondMs * 2 ** tries);
  await connection.query(
    `UPDATE webhook_deliveries SET tries = $2, last_error = $3, delivered_at = $4, next_at = $5 WHERE id = $1`,
    [
      row.id,
      tries,
      error?.slice(0, limits.webhookErrorLengthMax) ?? null,
      error === null ? new Date(nowMs) : null,
      error === null || isGivenUp ? null : new Date(nextAtMs),
    ],
  );
}
