/** What a move sets off, carried out in the move's own transaction: tasks, mails, alerts, notes, further records. */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import { isolated } from '../../base/text/text.ts';
import type { AlertType } from '../../contract/api/api.ts';
import { type FlowKind, filled, type MailTemplate } from '../../contract/language/language.ts';
import { writeAlerts, writeDeliveries } from '../outbox/outbox.ts';
import {
  ensureCampaigns,
  flowTables,
  followUpField,
  type PersonRow,
  type RecordRow,
  stopContact,
  stopContactOfCompany,
} from '../store/store.ts';
import type { FlowEffect } from './flow.core.ts';
import type { Flows, StoredFlow } from './processes.ts';

type EffectOf<Do extends FlowEffect['do']> = Extract<FlowEffect, { do: Do }>;

interface Context {
  connection: Queryable;
  flows: Flows;
  kind: FlowKind;
  flow: StoredFlow;
  row: RecordRow;
  person: PersonRow | null;
}

/** A record of another pipeline that is to begin. */
export interface NewRecord {
  flow: StoredFlow;
  /** Columns of its table besides those of its stage. */
  columns: Record<string, unknown>;
  atMs: number;
}

/** Carries effects out in their order; answers the records that are to begin. Whoever does not wish to be contacted gets no task, alert or mail. */
export async function carryOut(
  connection: Queryable,
  flows: Flows,
  kind: FlowKind,
  flow: StoredFlow,
  row: RecordRow,
  effects: readonly FlowEffect[],
): Promise<NewRecord[]> {
  if (effects.length === 0) return [];
  const opened: NewRecord[] = [];
  const context: Context = { connection, flows, kind, flow, row, person: await personOf(connection, row) };
  let isSilent = await isDoNotContact(context);
  for (const effect of effects) {
    switch (effect.do) {
      case 'task':
        if (!isSilent && !(await hasFollowUpTask(context, effect))) await openTask(context, effect);
        break;
      case 'mail':
        if (!isSilent) await sendMail(context, effect);
        break;
      case 'notify':
        if (!isSilent) await notify(context, effect.atMs, 'record.notified', effect.who, effect.text);
        break;
      case 'hand off':
        if (!isSilent)
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
        await connection.query(
          `UPDATE people SET kind = $2, updated_at = $3 WHERE id = $1 AND kind <> 'customer' AND kind <> $2`,
          [row.person_id ?? null, effect.kind, new Date(effect.atMs)],
        );
        break;
      case 'stop contact':
        if (row.person_id) await stopContact(connection, [row.person_id], effect.atMs);
        else if (row.company_id) await stopContactOfCompany(connection, row.company_id, effect.atMs);
        isSilent = true;
        break;
      case 'close tasks':
        await connection.query(
          `UPDATE tasks SET status = 'Cancelled', closed_reason = 'the stage was left', completed_at = $3, updated_at = $3
           WHERE ${kind}_id = $1 AND stage = $2 AND status = 'Open'`,
          [row.id, effect.stage, new Date(effect.atMs)],
        );
        break;
      // Counted in the record's own column.
      case 'count':
        break;
    }
  }
  return opened;
}

async function openTask({ connection, kind, row }: Context, effect: EffectOf<'task'>): Promise<void> {
  const at = new Date(effect.atMs);
  const isForOwner = effect.for === 'owner';
  await connection.query(
    `INSERT INTO tasks (id, type, subject, due_at, ${kind}_id, person_id, company_id, campaign, owner, lane, stage, created_at, updated_at)
     VALUES ($1, 'Stage', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    [
      `tk_${randomUUID()}`,
      effect.subject,
      new Date(effect.dueAtMs),
      row.id,
      row.person_id ?? null,
      row.company_id ?? null,
      row.campaign ?? null,
      isForOwner ? row.owner : null,
      isForOwner ? null : effect.for,
      effect.stage,
      at,
    ],
  );
}

/**
 * A template, filled in and put up to be sent: to the person, the owner, or everybody who works in a lane. Where no address
 * is known, sending it becomes a task.
 */
async function sendMail(context: Context, effect: EffectOf<'mail'>): Promise<void> {
  const { connection, flow, row } = context;
  const template = flow.process.templates.find((one) => one.template === effect.template) as MailTemplate;
  const text = (part: string) => filled(part, (word) => wordOf(context, word));
  const mail = { subject: text(template.subject), text: text(template.text) };
  const targets = await addressesOf(context, effect.to);
  if (targets.length === 0) {
    const isForLane = effect.to !== 'person' && effect.to !== 'owner';
    await openTask(context, {
      do: 'task',
      atMs: effect.atMs,
      subject: `Send "${mail.subject}" to ${effect.to}: no address is known`,
      for: isForLane ? effect.to : 'owner',
      dueAtMs: effect.atMs,
      stage: row.stage,
    });
  }
  const deliveries = targets.map((target) => ({
    id: `dv_${randomUUID()}`,
    kind: 'mail' as const,
    target,
    channel: null,
    person: row.person_id ?? null,
    record: row.id,
    body: mail,
    at: new Date(effect.atMs),
    isContact: effect.to === 'person',
  }));
  await writeDeliveries(connection, deliveries);
}

async function addressesOf({ connection, row, person }: Context, to: string): Promise<string[]> {
  if (to === 'person') return person?.email ? [person.email] : [];
  if (to === 'owner') return row.owner?.includes('@') ? [row.owner] : [];
  const { rows } = await connection.query<{ email: string }>(
    'SELECT email FROM users WHERE lanes ? $1 AND deactivated_at IS NULL ORDER BY email',
    [to],
  );
  return rows.map(({ email }) => email);
}

async function notify(
  context: Context,
  atMs: number,
  type: AlertType,
  who: string,
  text: string,
): Promise<void> {
  const { connection, kind, row } = context;
  await writeAlerts(connection, [
    {
      type,
      atMs,
      acceptedAtMs: null,
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

async function note({ connection, kind, row }: Context, atMs: number, text: string): Promise<void> {
  await connection.query(
    `INSERT INTO activities (id, kind, person_id, company_id, ${kind}_id, happened_at, logged_at, logged_by, body, created_at, updated_at)
     VALUES ($1, 'note', $2, $3, $4, $5, $5, 'clock', $6, $5, $5)`,
    [`ac_${randomUUID()}`, row.person_id ?? null, row.company_id ?? null, row.id, new Date(atMs), text],
  );
}

/**
 * A record of another pipeline of the same process and version: same person, company, campaign, owner and sums. None where
 * one that came of this record is open already: a lead taken back and converted again has one opportunity.
 */
async function recordFor(context: Context, effect: EffectOf<'open'>): Promise<NewRecord[]> {
  const { connection, flows, kind, flow, row, person } = context;
  const next = await flows.flow(connection, flow.id.replace(/\/.*@/, `/${effect.pipeline}@`));
  const { of } = next.pipeline;
  const shared = { person_id: row.person_id ?? null, owner: row.owner };
  if (of === 'lead') return leadFor(context, next, shared, effect.atMs);
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
  return [{ flow: next, columns, atMs: effect.atMs }];
}

/** Whether a record of the pipeline that came of this one is still open. */
async function hasOpened(
  { connection, kind, row }: Context,
  { process, pipeline }: StoredFlow,
): Promise<boolean> {
  const of = pipeline.of as keyof typeof originsOf;
  // What comes from it by another way (a deal out of an order) does not name it.
  if (!originsOf[of].some((origin) => origin === kind)) return false;
  const { rows } = await connection.query(
    `SELECT FROM ${flowTables[of].table} WHERE ${kind}_id = $1 AND closed_at IS NULL
       AND pipeline IN (SELECT id FROM pipelines WHERE process = $2 AND pipeline = $3)`,
    [row.id, process.process, pipeline.pipeline],
  );
  return rows.length > 0;
}

/** What a record of each kind may have come from. */
const originsOf = {
  opportunity: ['lead'],
  deal: ['lead', 'opportunity'],
  order: ['lead', 'opportunity', 'deal'],
  job: ['lead', 'opportunity', 'deal', 'order'],
} as const;

/** A lead needs a person who may be contacted, and has one open a campaign: where there is one already, that one is worked. */
async function leadFor(
  context: Context,
  next: StoredFlow,
  shared: { person_id: string | null; owner: string | null },
  atMs: number,
): Promise<NewRecord[]> {
  const { connection, row, flow, person } = context;
  if (shared.person_id === null) {
    await note(
      context,
      atMs,
      `No lead was begun in "${next.pipeline.name}": no person of the company is known yet`,
    );
    return [];
  }
  if (person?.do_not_contact) return [];
  const campaign = row.campaign ?? flow.process.name;
  await ensureCampaigns(connection, [{ campaign, created_at: new Date(atMs).toISOString() }]);
  const { rows } = await connection.query(
    'SELECT FROM leads WHERE person_id = $1 AND campaign = $2 AND closed_at IS NULL',
    [shared.person_id, campaign],
  );
  if (rows.length > 0) return [];
  return [{ flow: next, columns: { ...shared, campaign, ...coldLead }, atMs }];
}

/** The heat of a lead that no profile stands behind. */
export const coldLead = { tier: 0, tier_name: '', tiers: 0, score: 0, reasons: [] };

/** Whether the person, or where there is none the company, wishes no contact. */
async function isDoNotContact({ connection, row, person }: Context): Promise<boolean> {
  if (person !== null || !row.company_id) return person?.do_not_contact === true;
  const { rows } = await connection.query<{ do_not_contact: boolean }>(
    'SELECT do_not_contact FROM companies WHERE id = $1',
    [row.company_id],
  );
  return rows[0]?.do_not_contact === true;
}

/** A quotation that is to be chased on a day has its own task for it: the stage's would be the second. */
async function hasFollowUpTask(
  { connection, kind, row }: Context,
  { from }: EffectOf<'task'>,
): Promise<boolean> {
  if (kind !== 'opportunity' || from !== followUpField) return false;
  const { rows } = await connection.query(
    `SELECT FROM quotations WHERE opportunity_id = $1 AND status = 'sent' AND follow_up_on = $2::date`,
    [row.id, row.fields[followUpField]],
  );
  return rows.length > 0;
}

async function personOf(connection: Queryable, row: RecordRow): Promise<PersonRow | null> {
  if (!row.person_id) return null;
  const { rows } = await connection.query<PersonRow>('SELECT * FROM people WHERE id = $1', [row.person_id]);
  return rows[0] ?? null;
}

function nameOf({ row, person }: Context): string {
  return row.name ?? person?.name ?? person?.email ?? row.id;
}

/** What a word of a template stands for; nothing where nothing is known. */
function wordOf(context: Context, word: string): string {
  const { row, person } = context;
  const words: Record<string, string | null | undefined> = {
    'person.name': person?.name,
    'person.email': person?.email,
    'person.company': person?.company,
    'record.name': nameOf(context),
    'record.amount': row.amount === undefined ? null : `${row.amount} ${row.currency}`,
    'record.stage': row.stage,
    owner: row.owner,
  };
  const value = word in words ? words[word] : row.fields[word.replace(/^fields\./, '')];
  return isolated(String(value ?? ''));
}
