/** Deliveries as rows: written in the transaction that caused them, sent later. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { traceOf } from '../store/store.ts';

export type DeliveryKind = 'mail' | 'slack' | 'webhook';

/**
 * A delivery that is to be sent once. Its body by kind: mail `{subject, text, html?, unsubscribe?, from?, replyTo?}`,
 * Slack `{text, blocks}`, webhook `{type, timestamp?, data}`.
 */
export interface NewDelivery {
  /** `dv_…`; a second row with the same id is not written. */
  id: string;
  kind: DeliveryKind;
  /** An address, or a URL. */
  target: string;
  /** The channel that chose it; null for deliveries of pipelines and programmes. */
  channel: string | null;
  /** The person it is about. A delivery about a person marked *do not contact* is cancelled. */
  person: string | null;
  /** The record it is about. */
  record: string | null;
  body: object;
  /** When it was made; it is due at once. */
  at: Date | string;
  /** True for a mail to that person. A delivered one is logged as an activity. */
  isContact?: boolean;
  /** What it carries, where what it is about is traced. */
  trace?: string | undefined;
}

/** Writes deliveries. A webhook to a new URL creates its endpoint. */
export async function writeDeliveries(connection: Queryable, rows: readonly NewDelivery[]): Promise<void> {
  if (rows.length === 0) return;
  const posted = rows.filter(({ kind }) => kind === 'webhook');
  if (posted.length > 0)
    await ensureEndpoints(
      connection,
      posted.map(({ target, at }) => ({ url: target, at })),
    );
  const trace = traceOf(connection);
  await connection.query(
    `INSERT INTO deliveries (id, channel, target, channel_id, person_id, record, body, created_at, next_at, is_contact,
       trace, endpoint_id, webhook_id)
     SELECT given.id, kind, target, channel, person, record, body, at, at, coalesce("isContact", false),
            trace, endpoints.id, CASE kind WHEN 'webhook' THEN given.id END
     FROM jsonb_to_recordset($1) AS given (id text, kind text, target text, channel text, person text, record text,
       body jsonb, at timestamptz, "isContact" boolean, trace text)
     LEFT JOIN endpoints ON kind = 'webhook' AND endpoints.url = target
     ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(trace === undefined ? rows : rows.map((row) => ({ trace, ...row })))],
  );
}

/** Creates an endpoint with its own secret for each URL that has none. */
export async function ensureEndpoints(
  connection: Queryable,
  wanted: readonly { url: string; at: Date | string }[],
): Promise<void> {
  const byUrl = new Map(wanted.map((one) => [one.url, one]));
  // Sorted by URL: two transactions that create the same endpoints cannot deadlock.
  const rows = [...byUrl.keys()].sort().map((url) => ({
    url,
    at: byUrl.get(url)?.at,
    id: `ep_${randomUUID()}`,
    secret: newSecret(),
  }));
  await connection.query(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1) AS given (id text, url text, secret text, at timestamptz)
     ), made AS (
       INSERT INTO endpoints (id, url, created_at, updated_at)
       SELECT id, url, at, at FROM given WHERE NOT EXISTS (SELECT FROM endpoints WHERE endpoints.url = given.url)
       ON CONFLICT (url) DO NOTHING RETURNING id
     )
     INSERT INTO endpoint_secrets (secret, endpoint_id, created_at) SELECT secret, id, at FROM made JOIN given USING (id)`,
    [JSON.stringify(rows)],
  );
}

/** Returns a secret in the form of Standard Webhooks. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
