/**
 * Quotations: drawn up, sent, chased, answered.
 *
 * A draft is sent; sent, it is chased on its day, and accepted or declined. The opportunity hears of each: sending fills
 * the number and the day into its pipeline's fields, an answer moves it along the transition of that outcome, where its stage has one.
 * The other transition round, an opportunity that ends answers its quotations (`settle.ts`). One is accepted at most.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { zoneOf } from '../../base/time/time.ts';
import type { NewQuotation, QuotationChange, QuotationView } from '../../contract/api/api.ts';
import { transitionsFrom } from '../../contract/language/language.ts';
import {
  type Actor,
  actingAs,
  closeFollowUps,
  followUpField,
  itemsOf,
  numberField,
  once,
  type RecordRow,
  type Revised,
  referring,
  requireContact,
  requireRevision,
} from '../store/store.ts';
import { changeFlow, type Flows, lockRecord, type StoredFlow, stageOf } from '../workflow/workflow.ts';
import { followUpDayOf, moveFollowUp } from './follow-up.ts';
import { drawNumber, type QuotationRow, quotationView, selectQuotations } from './quotation-rows.ts';

/** How people say in a pipeline which transition an answer leads. */
const outcomes = { accepted: ['accepted'], declined: ['not accepted', 'declined'] };

interface Context {
  connection: Queryable;
  flows: Flows;
  actor: Actor;
  nowMs: number;
}

/** Draws a quotation up for an open opportunity, and sends it where that is asked. Throws `not_found`, and `conflict` for a number that is taken. */
export function makeQuotation(
  pool: pg.Pool,
  flows: Flows,
  opportunity: string,
  wanted: NewQuotation,
  actor: Actor,
  nowMs: number,
): Promise<QuotationView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const context = { connection, flows, actor, nowMs };
    const id = await once(connection, actor, { opportunity, wanted }, nowMs, async () => {
      const row = await lockRecord(connection, 'opportunity', opportunity);
      const flow = await flows.flow(connection, row.pipeline);
      if (row.ended !== null)
        throw new ApiError(
          'conflict',
          `the opportunity has ended ("${row.stage}"); open another for a new quotation`,
        );
      const made = await insert(context, flow, row, wanted);
      if (wanted.status === 'sent')
        await send(context, flow, row, await lock(connection, made), wanted.followUpOn);
      return made;
    });
    return quotationView(await lock(connection, id));
  });
}

/** Changes a quotation: its sum as a draft, the day it is chased, and on to sent, accepted or declined. */
export function changeQuotation(
  pool: pg.Pool,
  flows: Flows,
  id: string,
  change: Revised<QuotationChange>,
  actor: Actor,
  nowMs: number,
): Promise<QuotationView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    const context = { connection, flows, actor, nowMs };
    const [found] = await selectQuotations(connection, 'quotations.id = $1', [id]);
    if (found === undefined) throw new ApiError('not_found', `there is no quotation "${id}"`);
    // The opportunity before its quotations, as when it ends.
    const row = await lockRecord(connection, 'opportunity', found.opportunity_id);
    const flow = await flows.flow(connection, row.pipeline);
    const quotation = await lock(connection, id);
    requireRevision(quotation.revision, change.revision);
    if (change.amount !== undefined) await setAmount(context, quotation, change.amount);
    if (change.status === 'sent') await send(context, flow, row, quotation, change.followUpOn);
    else if (change.followUpOn !== undefined && change.followUpOn !== quotation.follow_up_day)
      await setFollowUp(context, flow, row, quotation, change.followUpOn);
    if (change.status === 'accepted' || change.status === 'declined')
      await answer(context, flow, row, quotation, change.status, change.reason ?? null);
    return quotationView(await lock(connection, id));
  });
}

async function insert(
  { connection, nowMs }: Context,
  flow: StoredFlow,
  row: RecordRow,
  wanted: NewQuotation,
): Promise<string> {
  const items = (await itemsOf(connection, 'opportunity', row.id)) ?? [];
  const sum =
    items.length === 0 ? Number(row.amount) : items.reduce((total, { amount }) => total + amount, 0);
  const { dayOf } = zoneOf(flow.process.timeZone);
  const year = new Date(dayOf(nowMs) * limits.dayMs).getUTCFullYear();
  const number = wanted.number ?? (await drawNumber(connection, year));
  const id = `qt_${randomUUID()}`;
  await referring(() =>
    connection.query(
      `INSERT INTO quotations (id, number, opportunity_id, amount, currency, status, follow_up_on, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $7)`,
      [
        id,
        number,
        row.id,
        wanted.amount ?? sum.toFixed(2),
        wanted.currency ?? row.currency,
        wanted.followUpOn ?? null,
        new Date(nowMs),
      ],
    ),
  );
  return id;
}

async function lock(connection: Queryable, id: string): Promise<QuotationRow> {
  const [row] = await selectQuotations(connection, 'quotations.id = $1 FOR UPDATE OF quotations', [id]);
  return row as QuotationRow;
}

async function setAmount(
  { connection, nowMs }: Context,
  quotation: QuotationRow,
  amount: number,
): Promise<void> {
  if (quotation.status !== 'draft')
    throw new ApiError('conflict', `the quotation was ${quotation.status}: its sum stands; draw up another`);
  await connection.query('UPDATE quotations SET amount = $2, updated_at = $3 WHERE id = $1', [
    quotation.id,
    amount,
    new Date(nowMs),
  ]);
}

/** Sends a draft: the opportunity's fields say its number and the day it is chased, which is a task of its owner. */
async function send(
  context: Context,
  flow: StoredFlow,
  row: RecordRow,
  quotation: QuotationRow,
  followUpOn: string | null | undefined,
): Promise<void> {
  const { connection, nowMs } = context;
  if (quotation.status === 'sent') return;
  if (quotation.status !== 'draft')
    throw new ApiError('conflict', `the quotation was ${quotation.status} already; draw up another`);
  if (row.ended !== null) throw new ApiError('conflict', `the opportunity has ended ("${row.stage}")`);
  await requireContact(connection, { person: row.person_id ?? null, company: row.company_id ?? null });
  await connection.query(
    `UPDATE quotations SET status = 'sent', sent_at = $2, updated_at = $2 WHERE id = $1`,
    [quotation.id, new Date(nowMs)],
  );
  await fillFields(context, flow, row, { [numberField]: quotation.number });
  const day = followUpOn === undefined ? (quotation.follow_up_day ?? followUpDayOf(flow, nowMs)) : followUpOn;
  await setFollowUp(context, flow, row, { ...quotation, status: 'sent' }, day);
}

/** Moves the day of the chase, with the task of that day; null ends the chase. */
async function setFollowUp(
  context: Context,
  flow: StoredFlow,
  row: RecordRow,
  quotation: QuotationRow,
  day: string | null,
): Promise<void> {
  const { connection, nowMs } = context;
  if (quotation.answered_at !== null)
    throw new ApiError('conflict', `the quotation was ${quotation.status}: there is nothing to chase`);
  await moveFollowUp(connection, flow, row, quotation, day, nowMs);
  if (quotation.status === 'sent') await fillFields(context, flow, row, { [followUpField]: day });
}

async function answer(
  { connection, flows, actor, nowMs }: Context,
  flow: StoredFlow,
  row: RecordRow,
  quotation: QuotationRow,
  status: 'accepted' | 'declined',
  reason: string | null,
): Promise<void> {
  if (quotation.status === status) return;
  if (quotation.status !== 'sent')
    throw new ApiError(
      'conflict',
      quotation.status === 'draft'
        ? 'a draft has no answer; send it first'
        : `the quotation was ${quotation.status} already; draw up another`,
    );
  try {
    await connection.query(
      'UPDATE quotations SET status = $2, answered_at = $3, decline_reason = $4, updated_at = $3 WHERE id = $1',
      [quotation.id, status, new Date(nowMs), reason],
    );
  } catch (error) {
    if (sqlStateOf(error) !== '23505') throw error;
    throw new ApiError(
      'conflict',
      'another quotation of the opportunity was accepted already; one is at most',
    );
  }
  await closeFollowUps(connection, row.id, nowMs);
  if (status === 'declined' && (await isAnotherOut(connection, row.id))) return;
  const transition = transitionsFrom(flow.pipeline, stageOf(flow, row.stage)).find(({ when }) =>
    outcomes[status].includes(when?.toLowerCase() ?? ''),
  );
  if (transition !== undefined)
    await changeFlow(
      connection,
      flows,
      'opportunity',
      row.id,
      { to: transition.to, when: transition.when, reason },
      actor,
      nowMs,
    );
}

/** Whether another quotation of the opportunity may still be accepted, or was. */
async function isAnotherOut(connection: Queryable, opportunity: string): Promise<boolean> {
  const { rows } = await connection.query(
    `SELECT FROM quotations WHERE opportunity_id = $1 AND status IN ('sent', 'accepted') LIMIT 1`,
    [opportunity],
  );
  return rows.length > 0;
}

/** Fills fields that the opportunity's pipeline has. */
async function fillFields(
  { connection, flows, actor, nowMs }: Context,
  flow: StoredFlow,
  row: RecordRow,
  values: Record<string, string | null>,
): Promise<void> {
  const fields = Object.fromEntries(
    Object.entries(values).filter(([name]) => flow.pipeline.fields[name] !== undefined),
  );
  if (Object.keys(fields).length > 0)
    await changeFlow(connection, flows, 'opportunity', row.id, { fields }, actor, nowMs);
}
