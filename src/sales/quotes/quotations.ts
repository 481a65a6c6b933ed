/**
 * Quotations: drawn up, sent, followed up, answered.
 *
 * A draft is sent. A sent quotation is followed up on its day, then accepted or declined. The opportunity follows. Sending fills
 * the number and the day into its pipeline's fields. An answer moves it along the transition of that outcome, where its stage
 * has one. In turn, an opportunity that ends closes its quotations (`closeQuotations`). One is accepted at most.
 */
import { randomUUID } from 'node:crypto';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { zoneOf } from '../../base/time/time.ts';
import type { NewQuotation, QuotationChange, QuotationView } from '../../contract/api/api.ts';
import { type Stage, transitionsFrom } from '../../contract/language/language.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import {
  closeFollowUps,
  followUpField,
  numberField,
  once,
  type RecordRow,
  type Revised,
  referring,
  requireContact,
  requireRevision,
} from '../store/store.ts';
import { changeFlow, type FlowContext, lockToWork, type StoredFlow, stageOf } from '../workflow/workflow.ts';
import { followUpDayOf, moveFollowUp } from './follow-up.ts';
import { drawNumber, type QuotationRow, quotationView, selectQuotations } from './quotation-rows.ts';

/** The words that `when` of a transition may use for an answer. */
const outcomes = { accepted: ['accepted'], declined: ['not accepted', 'declined'] };

/** Makes a quotation for an open opportunity, and sends it on request. Throws `not_found`, `record_voided`, and `conflict` for a taken number. */
export async function makeQuotation(
  context: FlowContext,
  opportunity: string,
  wanted: NewQuotation,
): Promise<QuotationView> {
  const { database, flows, actor, nowMs } = context;
  const id = await once(database, actor, { opportunity, wanted }, nowMs, async () => {
    const row = await lockToWork(database, 'opportunity', opportunity);
    const flow = await flows.flow(database, row.pipeline);
    if (row.ended !== null)
      throw new ApiError(
        'conflict',
        `the opportunity has ended ("${row.stage}"); open another for a new quotation`,
      );
    const made = await insert(context, flow, row, wanted);
    if (wanted.status === 'sent')
      await send(context, flow, row, await lock(database, made), wanted.followUpOn);
    return made;
  });
  return quotationView(await lock(database, id));
}

/** Changes a quotation: the amount of a draft, the follow-up date, the status sent, accepted or declined. */
export async function changeQuotation(
  context: FlowContext,
  id: string,
  change: Revised<QuotationChange>,
): Promise<QuotationView> {
  const { database, flows } = context;
  const [found] = await selectQuotations(database, 'quotations.id = $1', [id]);
  if (found === undefined) throw new ApiError('not_found', `there is no quotation "${id}"`);
  // The opportunity before its quotations, as when it ends.
  const row = await lockToWork(database, 'opportunity', found.opportunity_id);
  const flow = await flows.flow(database, row.pipeline);
  const quotation = await lock(database, id);
  requireRevision(quotation.revision, change.revision);
  if (change.amount !== undefined) await setAmount(context, quotation, change.amount);
  if (change.status === 'sent') await send(context, flow, row, quotation, change.followUpOn);
  else if (change.followUpOn !== undefined && change.followUpOn !== quotation.follow_up_day)
    await setFollowUp(context, flow, row, quotation, change.followUpOn);
  if (change.status === 'accepted' || change.status === 'declined')
    await answer(context, flow, row, quotation, change.status, change.reason ?? null);
  return quotationView(await lock(database, id));
}

async function insert(
  { database, nowMs }: FlowContext,
  flow: StoredFlow,
  row: RecordRow,
  wanted: NewQuotation,
): Promise<string> {
  const { dayOf } = zoneOf(flow.process.timeZone);
  const year = new Date(dayOf(nowMs) * limits.dayMs).getUTCFullYear();
  const number = wanted.number ?? (await drawNumber(database, year));
  const id = `qt_${randomUUID()}`;
  await referring(() =>
    database.query(
      `INSERT INTO quotations (id, number, opportunity_id, amount, currency, status, follow_up_on, created_at, updated_at)
       VALUES ($1, $2, $3, coalesce($4, (SELECT sum(round(quantity * unit_price, 2)) FROM items WHERE opportunity_id = $3), $8),
         $5, 'draft', $6, $7, $7)`,
      [
        id,
        number,
        row.id,
        wanted.amount ?? null,
        wanted.currency ?? row.currency,
        wanted.followUpOn ?? null,
        new Date(nowMs),
        row.amount ?? 0,
      ],
    ),
  );
  return id;
}

async function lock(database: Queryable, id: string): Promise<QuotationRow> {
  const [row] = await selectQuotations(database, 'quotations.id = $1 FOR UPDATE OF quotations', [id]);
  return row as QuotationRow;
}

async function setAmount(
  { database, nowMs }: FlowContext,
  quotation: QuotationRow,
  amount: string,
): Promise<void> {
  if (quotation.status !== 'draft')
    throw new ApiError(
      'conflict',
      `the quotation was ${quotation.status}: its amount is fixed; make another quotation`,
    );
  await database.query('UPDATE quotations SET amount = $2, updated_at = $3 WHERE id = $1', [
    quotation.id,
    amount,
    new Date(nowMs),
  ]);
}

/** Sends a draft: fills its number and follow-up date into the opportunity, and opens the follow-up task of its owner. */
async function send(
  context: FlowContext,
  flow: StoredFlow,
  row: RecordRow,
  quotation: QuotationRow,
  followUpOn: string | null | undefined,
): Promise<void> {
  const { database, nowMs } = context;
  if (quotation.status === 'sent') return;
  if (quotation.status !== 'draft')
    throw new ApiError('conflict', `the quotation was ${quotation.status} already; make another quotation`);
  if (row.ended !== null) throw new ApiError('conflict', `the opportunity has ended ("${row.stage}")`);
  await requireContact(database, { person: row.person_id ?? null, company: row.company_id ?? null });
  await database.query(`UPDATE quotations SET status = 'sent', sent_at = $2, updated_at = $2 WHERE id = $1`, [
    quotation.id,
    new Date(nowMs),
  ]);
  await fillFields(context, flow, row, { [numberField]: quotation.number });
  const day = followUpOn === undefined ? (quotation.follow_up_day ?? followUpDayOf(flow, nowMs)) : followUpOn;
  await setFollowUp(context, flow, row, { ...quotation, status: 'sent' }, day);
}

/** Moves the follow-up date and its task; null removes them. */
async function setFollowUp(
  context: FlowContext,
  flow: StoredFlow,
  row: RecordRow,
  quotation: QuotationRow,
  day: string | null,
): Promise<void> {
  const { database, nowMs } = context;
  if (quotation.answered_at !== null)
    throw new ApiError('conflict', `the quotation was ${quotation.status}: there is nothing to follow up`);
  await moveFollowUp(database, flow, row, quotation, day, nowMs);
  if (quotation.status === 'sent') await fillFields(context, flow, row, { [followUpField]: day });
}

async function answer(
  context: FlowContext,
  flow: StoredFlow,
  row: RecordRow,
  quotation: QuotationRow,
  status: 'accepted' | 'declined',
  reason: string | null,
): Promise<void> {
  const { database, nowMs } = context;
  if (quotation.status === status) return;
  if (quotation.status !== 'sent')
    throw new ApiError(
      'conflict',
      quotation.status === 'draft'
        ? 'a draft has no answer; send it first'
        : `the quotation was ${quotation.status} already; make another quotation`,
    );
  const isFollowed = status === 'accepted' || !(await isAnotherOut(database, row.id, quotation.id));
  const transition = isFollowed ? transitionOf(flow, row, status) : undefined;
  try {
    await database.query(
      'UPDATE quotations SET status = $2, answered_at = $3, decline_reason = $4, updated_at = $3 WHERE id = $1',
      [quotation.id, status, new Date(nowMs), reason],
    );
  } catch (error) {
    if (sqlStateOf(error) !== '23505') throw error;
    throw new ApiError(
      'conflict',
      'another quotation of the opportunity was accepted already; an opportunity has at most one',
    );
  }
  await closeFollowUps(database, row.id, nowMs);
  if (transition !== undefined)
    await changeFlow(context, 'opportunity', row.id, { to: transition.to, when: transition.when, reason });
  else if (isFollowed) await notifyOwner(context, row, `Quotation ${quotation.number} was ${status}`);
}

/**
 * Returns the transition of an answer; undefined where no stage of the pipeline has one, or the opportunity has ended. Throws `conflict` where
 * another stage has one: the answer would come to nothing.
 */
function transitionOf(flow: StoredFlow, row: RecordRow, status: keyof typeof outcomes) {
  const { pipeline } = flow;
  const from = (stage: Stage) =>
    transitionsFrom(pipeline, stage).find(({ when }) => outcomes[status].includes(when?.toLowerCase() ?? ''));
  const found = from(stageOf(flow, row.stage));
  if (found !== undefined || row.ended !== null) return found;
  const others = pipeline.stages
    .filter((stage) => from(stage) !== undefined)
    .map(({ stage }) => `"${stage}"`);
  if (others.length > 0)
    throw new ApiError(
      'conflict',
      `the answer moves the opportunity on from ${others.join(' or ')}, and it is in "${row.stage}"; move it there first`,
    );
  return undefined;
}

/** Notifies the owner of an answer that moves nothing. */
async function notifyOwner({ database, nowMs }: FlowContext, row: RecordRow, text: string): Promise<void> {
  const { id, stage, owner, person_id: person = null } = row;
  const record = {
    kind: 'opportunity' as const,
    id,
    stage,
    text,
    person,
    owner,
    name: row.name ?? id,
    for: 'owner',
  };
  await writeAlerts(database, [
    { type: 'record.notified', atMs: nowMs, acceptedAtMs: null, lead: null, task: null, record },
  ]);
}

/** Whether another quotation of the opportunity is sent or accepted. */
async function isAnotherOut(database: Queryable, opportunity: string, but: string): Promise<boolean> {
  const { rows } = await database.query(
    `SELECT FROM quotations WHERE opportunity_id = $1 AND status IN ('sent', 'accepted') AND id <> $2 LIMIT 1`,
    [opportunity, but],
  );
  return rows.length > 0;
}

/** Fills those fields that the opportunity's pipeline has. */
async function fillFields(
  context: FlowContext,
  flow: StoredFlow,
  row: RecordRow,
  values: Record<string, string | null>,
): Promise<void> {
  const fields = Object.fromEntries(
    Object.entries(values).filter(([name]) => flow.pipeline.fields[name] !== undefined),
  );
  if (Object.keys(fields).length > 0) await changeFlow(context, 'opportunity', row.id, { fields });
}
