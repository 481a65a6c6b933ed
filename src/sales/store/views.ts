/** Rows joined to the shapes the API shows: leads with their person and task, tasks with their person. */

import type { Queryable } from '../../base/database/database.ts';
import type { KnownPerson, LeadSnapshot, PersonView, TaskView } from '../../contract/api/api.ts';
import type { LeadRow, PersonRow, TaskRow } from './rows.ts';

type Joined<Row> = Row & { person: PersonRow; task?: TaskRow | null };
export type TaskJoined = TaskRow & {
  person: PersonRow | null;
  quotation_id: string | null;
  lane: string | null;
  revision: number;
} & Record<'company_id' | 'opportunity_id' | 'deal_id' | 'order_id' | 'job_id', string | null>;
export type LeadJoined = Joined<LeadRow> & {
  quality: 'good' | 'junk' | null;
  quality_reason: string | null;
  first_touch_at: string | null;
  routing_reason: string | null;
  external_id: string | null;
  external_source: string | null;
  revision: number;
};

/** The columns and tables of a query of leads; its task is the contact task, else another. */
export const leadSource = {
  columns: `leads.*, to_jsonb(people) AS person,
         (SELECT to_jsonb(tasks) FROM tasks WHERE tasks.lead_id = leads.id
          ORDER BY tasks.episode IS NULL, tasks.created_at DESC LIMIT 1) AS task`,
  table: 'leads',
  joins: 'JOIN people ON people.id = leads.person_id',
};

export const taskSource = {
  columns: 'tasks.*, to_jsonb(people) AS person',
  table: 'tasks',
  joins: 'LEFT JOIN people ON people.id = tasks.person_id',
};

/** Leads by a condition (SQL after WHERE, with its values), without what their stages say of them. */
export async function selectLeads(
  database: Queryable,
  condition: string,
  values: unknown[],
): Promise<LeadSnapshot[]> {
  const { columns, table, joins } = leadSource;
  const { rows } = await database.query<LeadJoined>(
    `SELECT ${columns} FROM ${table} ${joins} WHERE ${condition}`,
    values,
  );
  return rows.map(leadView);
}

export async function selectTasks(
  database: Queryable,
  condition: string,
  values: unknown[],
): Promise<TaskView[]> {
  const { columns, table, joins } = taskSource;
  const { rows } = await database.query<TaskJoined>(
    `SELECT ${columns} FROM ${table} ${joins} WHERE ${condition}`,
    values,
  );
  return rows.map(taskView);
}

/** Returns the address to write to: the person's own, else the one that is claimed for them. */
export function addressOf({ email, claimed_email: claimed = null }: PersonRow): string | null {
  return email ?? claimed;
}

export function personView(row: PersonRow): PersonView {
  const { id, name, kind, owner, company, country, language, title, phone } = row;
  return {
    id,
    email: addressOf(row),
    isEmailClaimed: row.email === null && addressOf(row) !== null,
    name,
    kind,
    owner,
    company,
    companyId: row.company_id,
    country,
    language,
    title,
    phone,
    doNotContact: row.do_not_contact,
    externalId: row.external_id ?? null,
    externalSource: row.external_source ?? null,
  };
}

/** A person by themselves. */
export type KnownRow = PersonRow & { revision: number };

export function knownView(row: KnownRow): KnownPerson {
  return {
    ...personView(row),
    createdAt: iso(row.created_at),
    updatedAt: iso(row.updated_at),
    revision: row.revision,
  };
}

export function leadView(row: LeadJoined): LeadSnapshot {
  const { task } = row;
  return {
    id: row.id,
    kind: 'lead',
    name: null,
    status: row.status,
    stage: row.status,
    ...heatView(row),
    person: personView(row.person),
    company: row.person.company_id,
    pipeline: row.pipeline,
    enteredAt: iso(row.entered_at),
    fields: row.fields,
    nextActionAt: isoOrNull(row.next_action_at),
    end: row.ended,
    endReason: row.end_reason,
    externalId: row.external_id,
    externalSource: row.external_source,
    quality: row.quality,
    qualityReason: row.quality_reason,
    firstTouchAt: isoOrNull(row.first_touch_at),
    routingReason: row.routing_reason,
    programmeVersion: row.programme_version,
    task: task
      ? {
          id: task.id,
          status: task.status,
          outcome: task.outcome,
          dueAt: iso(task.due_at),
          completedAt: isoOrNull(task.completed_at),
        }
      : null,
    heatedAt: isoOrNull(row.heated_at),
    updatedAt: iso(row.updated_at),
    closedAt: isoOrNull(row.closed_at),
    revision: row.revision,
  };
}

export function taskView(row: TaskJoined): TaskView {
  const { id, type, subject, status, outcome } = row;
  return {
    id,
    type,
    subject,
    status,
    outcome,
    dueAt: iso(row.due_at),
    snoozedUntil: isoOrNull(row.snoozed_until ?? null),
    lead: row.lead_id,
    completedAt: isoOrNull(row.completed_at),
    closedReason: row.closed_reason,
    routingReason: row.routing_reason,
    revision: row.revision,
    ...heatView(row),
    person: row.person === null ? null : personView(row.person),
    company: row.company_id,
    opportunity: row.opportunity_id,
    deal: row.deal_id,
    order: row.order_id,
    job: row.job_id,
    quotation: row.quotation_id,
    lane: row.lane,
  };
}

function heatView(row: LeadRow | TaskRow) {
  return {
    profile: row.profile,
    programme: row.programme,
    episode: row.episode,
    tier: row.tier,
    tierName: row.tier_name,
    tiers: row.tiers,
    score: row.score,
    reasons: row.reasons,
    campaign: row.campaign,
    owner: row.owner,
    createdAt: iso(row.created_at),
  };
}

/** Returns a `timestamptz` as ISO text, from a date or from JSON. */
function iso(value: string | Date): string {
  return new Date(value).toISOString();
}

function isoOrNull(value: string | Date | null): string | null {
  return value === null ? null : iso(value);
}
