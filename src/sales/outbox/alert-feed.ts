/** Alert rows after an id, and a listener that is called when there are more. */
import { setTimeout as pause } from 'node:timers/promises';
import { unlessAborted } from '../../base/background/background.ts';
import { dropConnection, type Queryable, singleConnection } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { AlertType, LeadSnapshot, TaskView } from '../../contract/api/api.ts';
import { flowTables } from '../store/store.ts';
import { type AlertHeat, alertChannel, type RecordOfAlert } from './alert-rows.ts';

/** Where the tables of records in stages ring, with their names, as migrations 0046 and 0051 have it. */
const recordChannel = 'scoville_records';

/** The records of an alert, as the API shows them. */
export interface AlertData {
  lead?: LeadSnapshot;
  task?: TaskView;
  /** A note about a record in a pipeline, or its handoff. */
  record?: Omit<RecordOfAlert, 'person' | 'owner'>;
  /** A profile that rose without a lead or task. */
  profile?: AlertHeat;
  /** Why it was sent, in words. */
  reason?: string;
}

/** One alert as the live stream sends it. */
export interface Alert {
  id: number;
  type: AlertType;
  /** When it happened, ISO 8601. */
  at: string;
  acceptedAtMs: number | null;
  person: string | null;
  owner: string | null;
  /** Users and lanes it notifies besides the owner. */
  recipients: string[];
  /** `profile programme episode` of the crossing behind it. */
  episode: string | null;
  data: AlertData;
}

export type AlertListener = (alert: Alert) => void;

export async function alertsAfter(database: Queryable, id: number, countMax: number): Promise<Alert[]> {
  const { rows } = await database.query<AlertRow>('SELECT * FROM alerts WHERE id > $1 ORDER BY id LIMIT $2', [
    id,
    countMax,
  ]);
  return rows.map(alertOf);
}

/** A row of `alerts`. */
export interface AlertRow {
  id: string;
  type: AlertType;
  at: Date;
  accepted_at_ms: string | null;
  person_id: string | null;
  owner: string | null;
  recipients: string[];
  episode: string | null;
  data: AlertData;
}

export function alertOf(row: AlertRow): Alert {
  return {
    id: Number(row.id),
    type: row.type,
    at: row.at.toISOString(),
    acceptedAtMs: row.accepted_at_ms === null ? null : Number(row.accepted_at_ms),
    person: row.person_id,
    owner: row.owner,
    recipients: row.recipients,
    episode: row.episode,
    data: row.data,
  };
}

export async function lastAlertId(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ id: string | null }>('SELECT max(id) AS id FROM alerts');
  return Number(rows[0]?.id ?? 0);
}

/**
 * Calls back on news, and with the name of a table whose records changed, on a connection of its own. A broken or silent connection is
 * replaced, and the callbacks run, for every table: news and changes may have been missed. A waiting listener never notices silence, so it sends a query every few seconds.
 * Closing does not wait for the server.
 */
export function listenForAlerts(
  url: string,
  onNews: () => void,
  onRecords: (table: string) => void = () => undefined,
): { close(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let hasListened = false;
  const rest = (ms: number, until = signal) => pause(ms, undefined, { signal: until }).catch(() => undefined);
  const follow = async (client: ReturnType<typeof singleConnection>) => {
    // A signal, not a promise to race: a race would leave something behind in it every few seconds.
    const broken = new AbortController();
    client.once('end', () => broken.abort());
    const ended = AbortSignal.any([signal, broken.signal]);
    await client.connect();
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === recordChannel) onRecords(payload);
      else onNews();
    });
    await client.query(`LISTEN ${alertChannel}; LISTEN ${recordChannel}`);
    onNews();
    if (hasListened) for (const { table } of Object.values(flowTables)) onRecords(table);
    hasListened = true;
    while (!signal.aborted) {
      await rest(limits.alertProbeEveryMs, ended);
      // Fails at once on a connection that has ended.
      if (!signal.aborted) await client.query('SELECT 1');
    }
  };
  const listenOnce = async () => {
    const client = singleConnection(url);
    try {
      // pg's `connect` never returns once the connection was dropped.
      await unlessAborted(signal, follow(client));
    } finally {
      dropConnection(client);
    }
  };
  const listen = async () => {
    while (!signal.aborted) await listenOnce().catch(() => rest(limits.reconnectMsMax));
  };
  const listening = listen();
  return {
    close: async () => {
      stopping.abort();
      await listening;
    },
  };
}
