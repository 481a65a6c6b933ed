/** What goes out, as rows: written in the transaction of what caused them, worked off by senders later. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';

export type DeliveryKind = 'mail' | 'slack' | 'webhook';

/**
 * Something that is to go out once. Its body is, by kind: of a mail `{subject, text, html?, unsubscribe?, from?, replyTo?}`,
 * of Slack `{text, blocks}`, of a webhook `{type, timestamp?, data}`.
 */
export interface NewDelivery {
  /** `dv_…`; a second row with the same id is not written. */
  id: string;
  kind: DeliveryKind;
  /** An address, or a URL. */
  target: string;
  /** The channel that chose it; null for what sales processes and programmes send. */
  channel: string | null;
  /** Whom it is about: nothing goes out about somebody who does not wish to be contacted. */
  person: string | null;
  /** The record it is about. */
  record: string | null;
  body: object;
  /** When it is made; it is due at once. */
  at: Date | string;
  /** True for a mail of ours to that person: once delivered, it is noted as an activity. */
  isContact?: boolean;
}

/** Writes deliveries, and the endpoints that their webhooks are the first of. */
export async function writeDeliveries(connection: Queryable, rows: readonly NewDelivery[]): Promise<void> {
  if (rows.length === 0) return;
  const posted = rows.filter(({ kind }) => kind === 'webhook');
  if (posted.length > 0)
    await ensureEndpoints(
      connection,
      posted.map(({ target, at }) => ({ url: target, at })),
    );
  await connection.query(
    `INSERT INTO deliveries (id, channel, target, channel_id, person_id, record, body, created_at, next_at, is_contact,
       endpoint_id, webhook_id)
     SELECT given.id, kind, target, channel, person, record, body, at, at, coalesce("isContact", false),
            endpoints.id, CASE kind WHEN 'webhook' THEN given.id END
     FROM jsonb_to_recordset($1) AS given (id text, kind text, target text, channel text, person text, record text,
       body jsonb, at timestamptz, "isContact" boolean)
     LEFT JOIN endpoints ON kind = 'webhook' AND endpoints.url = target
     ON CONFLICT (id) DO NOTHING`,
    [JSON.stringify(rows)],
  );
}

/** Makes an endpoint with a secret of its own for each URL that has none yet. */
export async function ensureEndpoints(
  connection: Queryable,
  wanted: readonly { url: string; at: Date | string }[],
): Promise<void> {
  const byUrl = new Map(wanted.map((one) => [one.url, one]));
  // In the order of their URLs: two transactions that make the same ones wait for each other, not in a circle.
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

/** As Standard Webhooks wants it. */
export function newSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
