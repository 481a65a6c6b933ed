/** The effects of a move, carried out in its transaction: tasks, mails, alerts, notes, further records. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { AlertType } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { ensureCampaigns, flowTables, followUpField, unnamedOf } from '../store/store.ts';
import { followStage } from './contact-task.ts';
import { rememberPosition, stopContact, stopContactOfCompany } from './contact-wish.ts';
import type { FlowAccess, FlowRecord } from './context.ts';
import { type EffectContext, type EffectOf, nameOf, openTask, personOf } from './effect-context.ts';
import type { FlowEffect } from './flow-effects.ts';
import { sendMail } from './mail-effect.ts';
import type { StoredFlow } from './processes.ts';

/** A record to begin in another pipeline. */
export interface NewRecord {
  flow: StoredFlow;
  /** Columns of its table besides those of its stage. */
  columns: Record<string, unknown>;
  atMs: number;
  /** The stage it begins in; null is the first. */
  stage: string | null;
}

/** Carries effects out in their order. Returns the records to begin. A person marked "do not contact" gets no task, alert or mail. */
export async function carryOut(
  access: FlowAccess,
  record: FlowRecord,
  effects: readonly FlowEffect[],
): Promise<NewRecord[]> {
  if (effects.length === 0) return [];
  const opened: NewRecord[] = [];
  const { database } = access;
  const { row } = record;
  const context: EffectContext = { ...access, ...record, person: await personOf(database, row) };
  let isSuppressed = await isDoNotContact(context);
  for (const effect of effects) {
    switch (effect.do) {
      case 'task':
        if (!isSuppressed && !(await hasTask(context, effect))) await openTask(context, effect);
        break;
      case 'mail':
        if (!isSuppressed) await sendMail(context, effect);
        break;
      case 'notify':
        if (!isSuppressed) await notify(context, effect.atMs, 'record.notified', effect.who, effect.text);
        break;
      case 'hand off':
        if (!isSuppressed)
          await notify(
            context,
            effect.atMs,
            'record.handed-off',
            effect.lane,
            `${nameOf(context)}: ${row.stage}`,
          );
        break;
      case 'note':
        await note(context, effect.atMs, effect.text);
        break;
      case 'open':
        opened.push(...(await recordFor(context, effect)));
        break;
      case 'make person':
        await database.query(
          `UPDATE people SET kind = $2, updated_at = $3 WHERE id = $1 AND kind <> 'customer' AND kind <> $2`,
          [row.person_id ?? null, effect.kind, new Date(effect.atMs)],
        );
        break;
      case 'stop contact':
        await rememberPosition(access, record);
        if (row.person_id) await stopContact(access, [row.person_id], effect.atMs);
        else if (row.company_id) await stopContactOfCompany(access, row.company_id, effect.atMs);
        isSuppressed = true;
        break;
      case 'close tasks':
        await closeStageTasks(context, effect);
        break;
      case 'contact task':
        await followStage(database, row.id, effect);
        break;
      // The record's own column keeps the counters.
      case 'count':
        break;
    }
  }
  return opened;
}

async function closeStageTasks(
  { database, kind, row }: EffectContext,
  { stage, atMs, isDone, reason }: EffectOf<'close tasks'>,
): Promise<void> {
  const why = reason === null ? 'the stage was left' : `the stage was left: ${reason}`;
  await database.query(
    `UPDATE tasks SET status = $4, closed_reason = $5, completed_at = $3, updated_at = $3
     WHERE ${kind}_id = $1 AND stage = $2 AND status = 'Open'`,
    [row.id, stage, new Date(atMs), isDone ? 'Complete' : 'Cancelled', isDone ? null : why],
  );
}

async function notify(
  context: EffectContext,
  atMs: number,
  type: AlertType,
  who: string,
  text: string,
): Promise<void> {
  const { database, kind, row, trace } = context;
  await writeAlerts(database, [
    {
      type,
      atMs,
      acceptedAtMs: null,
      trace,
      lead: kind === 'lead' ? row.id : null,
      task: null,
      record: {
        kind,
        id: row.id,
        name: nameOf(context),
        stage: row.stage,
        for: who,
        text,
        person: row.person_id ?? null,
        owner: row.owner,
      },
    },
  ]);
}

async function note({ database, kind, row }: EffectContext, atMs: number, text: string): Promise<void> {
  await database.query(
    `INSERT INTO activities (id, kind, person_id, company_id, ${kind}_id, happened_at, logged_at, logged_by, body, created_at, updated_at)
     VALUES ($1, 'note', $2, $3, $4, $5, $5, 'clock', $6, $5, $5)`,
    [`ac_${randomUUID()}`, row.person_id ?? null, row.company_id ?? null, row.id, new Date(atMs), text],
  );
}

/**
 * A record of another pipeline of the same process and version: same person, company, campaign, owner and amount. None where
 * this record has opened one that is still open: a lead that was reopened and converted again has one opportunity.
 */
async function recordFor(context: EffectContext, effect: EffectOf<'open'>): Promise<NewRecord[]> {
  const { database, flows, kind, flow, row, person } = context;
  const next = await flows.flow(database, flow.id.replace(/\/.*@/, `/${effect.pipeline}@`));
  const { of } = next.pipeline;
  const shared = { person_id: row.person_id ?? null, owner: row.owner };
  if (of === 'lead') return leadFor(context, next, effect);
  if (of === 'campaign')
    throw new ApiError(
      'conflict',
      `"${flow.pipeline.name}" cannot open a campaign: campaigns are planned by people`,
    );
  if (await hasOpened(context, next)) return [];
  const origins: Partial<Record<FlowKind, string | null>> = {
    lead: row.lead_id ?? null,
    opportunity: row.opportunity_id ?? null,
    deal: row.deal_id ?? null,
    order: row.order_id ?? null,
    [kind]: row.id,
  };
  const from = originsOf[of].map((name) => [`${name}_id`, origins[name] ?? null]);
  const columns = {
    ...shared,
    ...Object.fromEntries(from),
    company_id: row.company_id ?? person?.company_id ?? null,
    campaign: row.campaign ?? null,
    name: nameOf(context),
    amount: row.amount ?? 0,
    currency: row.currency ?? 'EUR',
  };
  return [{ flow: next, columns, atMs: effect.atMs, stage: effect.at ?? null }];
}

/** Whether this record has opened one of the pipeline that is still open. */
async function hasOpened(
  { database, kind, row }: EffectContext,
  { process, pipeline }: StoredFlow,
): Promise<boolean> {
  const of = pipeline.of as keyof typeof originsOf;
  // A record that comes from it indirectly (a deal out of an order) does not name it.
  if (!originsOf[of].some((origin) => origin === kind)) return false;
  const { rows } = await database.query(
    `SELECT FROM ${flowTables[of].table} WHERE ${kind}_id = $1 AND closed_at IS NULL
       AND pipeline IN (SELECT id FROM pipelines WHERE process = $2 AND pipeline = $3)`,
    [row.id, process.process, pipeline.pipeline],
  );
  return rows.length > 0;
}

/** The kinds that a record of each kind may come from. */
const originsOf = {
  opportunity: ['lead'],
  deal: ['lead', 'opportunity'],
  order: ['lead', 'opportunity', 'deal'],
  job: ['lead', 'opportunity', 'deal', 'order'],
} as const;

/** Returns the kinds of records that name a record of this kind as their origin, by the column `<kind>_id`. */
export function kindsOpenedBy(origin: FlowKind): (keyof typeof originsOf)[] {
  const kinds = Object.keys(originsOf) as (keyof typeof originsOf)[];
  return kinds.filter((kind) => originsOf[kind].some((one) => one === origin));
}

/**
 * A lead needs somebody who may be contacted: the person, or the company where no person is known. They have one open lead a
 * campaign: an open one is kept.
 */
async function leadFor(
  { database, row, flow, person }: EffectContext,
  next: StoredFlow,
  { atMs, at }: EffectOf<'open'>,
): Promise<NewRecord[]> {
  if (person?.do_not_contact) return [];
  const who = row.person_id ?? (await unnamedOf(database, row.company_id ?? null, atMs));
  if (who === null) return [];
  const campaign = row.campaign ?? flow.process.name;
  await ensureCampaigns(database, [{ campaign, created_at: new Date(atMs).toISOString() }]);
  const { rows } = await database.query(
    'SELECT FROM leads WHERE person_id = $1 AND campaign = $2 AND closed_at IS NULL',
    [who, campaign],
  );
  if (rows.length > 0) return [];
  const columns = { person_id: who, owner: row.owner, campaign, ...coldLead };
  return [{ flow: next, columns, atMs, stage: at ?? null }];
}

/** The heat of a lead without a profile. */
export const coldLead = { tier: 0, tier_name: '', tiers: 0, score: 0, reasons: [] };

/** Whether the person, or without a person the company, is marked "do not contact". */
async function isDoNotContact({ database, row, person }: EffectContext): Promise<boolean> {
  if (person !== null || !row.company_id) return person?.do_not_contact === true;
  const { rows } = await database.query<{ do_not_contact: boolean }>(
    'SELECT do_not_contact FROM companies WHERE id = $1',
    [row.company_id],
  );
  return rows[0]?.do_not_contact === true;
}

/** Whether a quotation has its own follow-up task for that day: the task of the stage would be the second. */
/** Whether the task is there: of a quotation, or of the stage before a move that is taken back. */
async function hasTask(context: EffectContext, effect: EffectOf<'task'>): Promise<boolean> {
  if (await hasFollowUpTask(context, effect)) return true;
  return context.undoneAt != null && (await reopenTask(context, effect, context.undoneAt));
}

/** Opens the task of the stage again that a move has closed; one that was closed before stays so. Returns false where there was none. */
async function reopenTask(
  { database, kind, row }: EffectContext,
  { subject, stage, atMs }: EffectOf<'task'>,
  undoneAt: Date,
): Promise<boolean> {
  const { rows } = await database.query(
    `WITH latest AS (SELECT id, completed_at FROM tasks WHERE ${kind}_id = $1 AND stage = $2 AND subject = $3 AND episode IS NULL
                     ORDER BY created_at DESC, id LIMIT 1),
          opened AS (UPDATE tasks SET status = 'Open', completed_at = NULL, closed_reason = NULL, updated_at = $4
                     FROM latest WHERE tasks.id = latest.id AND latest.completed_at >= $5)
     SELECT FROM latest`,
    [row.id, stage, subject, new Date(atMs), undoneAt],
  );
  return rows.length > 0;
}

async function hasFollowUpTask(
  { database, kind, row }: EffectContext,
  { from }: EffectOf<'task'>,
): Promise<boolean> {
  if (kind !== 'opportunity' || from !== followUpField) return false;
  const { rows } = await database.query(
    `SELECT FROM quotations WHERE opportunity_id = $1 AND status = 'sent' AND follow_up_on = $2::date`,
    [row.id, row.fields[followUpField]],
  );
  return rows.length > 0;
}
