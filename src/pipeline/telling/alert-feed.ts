/** Reading alert rows: after an id, and being woken when there are more. */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { AlertType, LeadView, TaskView } from '../../contract/contract.ts';
import type { Queryable } from '../../database/database.ts';
import { limits } from '../../kernel/kernel.ts';
import type { AlertHeat } from '../crossings/apply.core.ts';
import { alertChannel, type RecordOfAlert } from './alert-rows.ts';

/** What an alert is about, as the API shows it. */
export interface AlertData {
  lead?: LeadView;
  task?: TaskView;
  /** What happened to a record that stands in a stage. */
  record?: Omit<RecordOfAlert, 'person' | 'owner'>;
  /** A profile that got hot and made neither a lead nor a task. */
  profile?: AlertHeat;
  /** Why it is told, in words. */
  because?: string;
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
  /** Users and lanes it is addressed to besides the owner. */
  told: string[];
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
  told: string[];
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
    told: row.told,
    episode: row.episode,
    data: row.data,
  };
}

export async function lastAlertId(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ id: string | null }>('SELECT max(id) AS id FROM alerts');
  return Number(rows[0]?.id ?? 0);
}

/** Listens on a connection of its own; when it breaks, connects again and calls back, since news may have been missed. */
export function listenForAlerts(url: string, onNews: () => void): { close(): Promise<void> } {
  const stopping = new AbortController();
  let client: pg.Client | null = null;
  const listen = async () => {
    while (!stopping.signal.aborted) {
      client = new pg.Client({ connectionString: url, keepAlive: true });
      const broken = new Promise<void>((resolve) => {
        client?.once('end', resolve);
        client?.on('error', () => resolve());
      });
      try {
        await client.connect();
        client.on('notification', onNews);
        await client.query(`LISTEN ${alertChannel}`);
        onNews();
        await broken;
      } catch {
        await pause(limits.reconnectMsMax, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
      await client.end().catch(() => undefined);
    }
  };
  const listening = listen();
  return {
    close: async () => {
      stopping.abort();
      await client?.end().catch(() => undefined);
      await listening;
    },
  };
}
