/** An alert as it is kept and sent: its row, and its shape on the live stream. */
import type { AlertType, LeadSnapshot, TaskView } from '../../contract/api/api.ts';

/** The part of a lead or task that a record brings, as the API shows it. */
export type AlertHeat = Pick<LeadSnapshot, 'profile' | 'tier' | 'tierName' | 'tiers' | 'score' | 'reasons'>;

/** The record of an alert: its stage, the text and its people. */
export interface RecordOfAlert {
  kind: string;
  id: string;
  name: string;
  stage: string;
  /** `owner` or a lane. */
  for: string;
  text: string;
  person: string | null;
  owner: string | null;
}

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
  /** What it carries, where the event behind it is traced. */
  trace?: string;
  data: AlertData;
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
  trace: string | null;
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
    ...(row.trace !== null && { trace: row.trace }),
    data: row.data,
  };
}

/** An id for news of any alerts: a process of before rang without an id, or rings were missed. */
export const anyAlertId = Number.POSITIVE_INFINITY;
