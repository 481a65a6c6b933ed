/**
 * The wish of a person or a company for no contact, and its withdrawal: the one way in for every door.
 *
 * The mark ends the open leads, opportunities and deals of the person with the reason, as their pipelines say. It closes open tasks and
 * pending messages. What was ordered goes on. Withdrawn, each record stands where it stood, and each task is open again with the time that
 * was left, unless somebody has changed it since.
 */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { contactTaskIn, doNotContactEnd, type FlowKind } from '../../contract/language/language.ts';
import { type AlertToWrite, writeAlerts } from '../outbox/outbox.ts';
import {
  closeQuotations,
  companyContactReason,
  doNotContactReason,
  flowTables,
  holdContact,
  type RecordRow,
  reopenQuotations,
} from '../store/store.ts';
import { followStage } from './contact-task.ts';
import type { FlowAccess, FlowRecord } from './context.ts';
import { flowStateOf } from './flow-rows.ts';
import { stageOf } from './flow-stages.core.ts';
import { writePosition } from './record-position.ts';
import { positionBefore, resume, type SuppressedPosition, suppress } from './suppression.core.ts';

/** Whose work it is: of people, or of a company where no person is named. */
interface Whose {
  column: 'person_id' | 'company_id';
  ids: readonly string[];
  reason: string;
}

const ofPeople = (ids: readonly string[]): Whose => ({
  column: 'person_id',
  ids,
  reason: doNotContactReason,
});
const ofCompany = (id: string): Whose => ({ column: 'company_id', ids: [id], reason: companyContactReason });

/** Records that are about somebody. */
const kinds = (Object.keys(flowTables) as FlowKind[]).filter((kind) => kind !== 'campaign');

/** Marks people, and those who claim an address of theirs. Ends what is open about them, for the reason. */
export async function stopContact(
  access: FlowAccess,
  given: readonly string[],
  nowMs: number,
  reason = doNotContactReason,
): Promise<void> {
  const { database } = access;
  const now = new Date(nowMs);
  await holdContact(database);
  const people = [...given, ...(await claimantsOf(database, given))];
  await database.query(
    'UPDATE people SET do_not_contact = true, updated_at = $2 WHERE id = ANY($1) AND NOT do_not_contact',
    [people, now],
  );
  await endWork(access, { ...ofPeople(people), reason }, nowMs);
  await database.query(
    `UPDATE deliveries SET state = 'cancelled', next_at = NULL, cancelled_reason = $2
     WHERE person_id = ANY($1) AND next_at IS NOT NULL`,
    [people, doNotContactReason],
  );
  await database.query(
    `UPDATE notices SET dropped = $2, closed_at = $3 FROM alerts
     WHERE alerts.id = notices.alert AND alerts.person_id = ANY($1) AND closed_at IS NULL`,
    [people, doNotContactReason, now],
  );
}

/** Returns the people who claim an address of others: a message to them would go to the one who wishes none. */
async function claimantsOf(database: Queryable, people: readonly string[]): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `SELECT id FROM people WHERE email IS NULL AND claimed_email IS NOT NULL AND NOT do_not_contact
       AND claimed_email IN (SELECT email FROM people WHERE id = ANY($1))`,
    [people],
  );
  return idsOf(rows);
}

/** Marks a company and every person of it who is not marked yet. */
export async function stopContactOfCompany(
  access: FlowAccess,
  company: string,
  nowMs: number,
): Promise<void> {
  const { database } = access;
  const now = new Date(nowMs);
  await holdContact(database);
  const { rowCount } = await database.query(
    'UPDATE companies SET do_not_contact = true, updated_at = $2 WHERE id = $1 AND NOT do_not_contact',
    [company, now],
  );
  // Said again it ends nothing: some of its people may have been freed since.
  if (rowCount === 0) return;
  await endWork(access, ofCompany(company), nowMs);
  const { rows } = await database.query<{ id: string }>(
    `UPDATE people SET do_not_contact = true, marked_with_company = true, updated_at = $2
     WHERE company_id = $1 AND NOT do_not_contact RETURNING id`,
    [company, now],
  );
  await stopContact(access, idsOf(rows), nowMs);
}

/** Removes the mark of people. Returns those who were marked. */
export async function allowContact(
  access: FlowAccess,
  people: readonly string[],
  nowMs: number,
): Promise<string[]> {
  const { database } = access;
  await holdContact(database);
  const { rows } = await database.query<{ id: string }>(
    `UPDATE people SET do_not_contact = false, marked_with_company = false, updated_at = $2
     WHERE id = ANY($1) AND do_not_contact RETURNING id`,
    [people, new Date(nowMs)],
  );
  await resumeWork(access, ofPeople(idsOf(rows)), nowMs);
  return idsOf(rows);
}

/** Removes the mark of a company and of the people who were marked with it. Returns these. */
export async function allowContactOfCompany(
  access: FlowAccess,
  company: string,
  nowMs: number,
): Promise<string[]> {
  const { database } = access;
  const now = new Date(nowMs);
  await holdContact(database);
  const { rowCount } = await database.query(
    'UPDATE companies SET do_not_contact = false, updated_at = $2 WHERE id = $1 AND do_not_contact',
    [company, now],
  );
  if (rowCount === 1) await resumeWork(access, ofCompany(company), nowMs);
  const { rows } = await database.query<{ id: string }>(
    `UPDATE people SET do_not_contact = false, marked_with_company = false, updated_at = $2
     WHERE company_id = $1 AND marked_with_company RETURNING id`,
    [company, now],
  );
  await resumeWork(access, ofPeople(idsOf(rows)), nowMs);
  return idsOf(rows);
}

/** Remembers where a record stood that was moved to say the wish: it comes back too. */
export async function rememberPosition({ database }: FlowAccess, record: FlowRecord): Promise<void> {
  const { kind, flow, row } = record;
  const position = row.ended === null ? null : positionBefore(flow, flowStateOf(row.stage, row));
  if (position === null) return;
  await database.query(`UPDATE ${flowTables[kind].table} SET suppressed = $2 WHERE id = $1`, [
    row.id,
    JSON.stringify(position),
  ]);
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

/** Tasks first: what ends with its record would not be known from what the wish has closed. */
async function endWork(access: FlowAccess, whose: Whose, nowMs: number): Promise<void> {
  const { database } = access;
  const { column, ids, reason } = whose;
  await database.query(
    `UPDATE tasks SET suppressed_from = status, suppressed_at = $3, status = 'Cancelled', closed_reason = $2, completed_at = $3, updated_at = $3
     WHERE ${column} = ANY($1) AND status IN ('Open', 'Asleep')`,
    [ids, reason, new Date(nowMs)],
  );
  for (const { kind, flow, row } of await recordsOf(access, whose, 'closed_at IS NULL')) {
    const to = doNotContactEnd(flow.pipeline);
    if (to === null) continue;
    const { state, position } = suppress(flow, flowStateOf(row.stage, row), to, reason, nowMs);
    await writePosition(database, { kind, flow, row }, state, { suppressed: position, nowMs });
    if (kind === 'opportunity' && state.end !== null)
      await closeQuotations(database, row.id, state.end, reason, nowMs);
  }
}

async function resumeWork(access: FlowAccess, whose: Whose, nowMs: number): Promise<void> {
  if (whose.ids.length === 0) return;
  const { database } = access;
  const alerts: AlertToWrite[] = [];
  for (const record of await recordsOf(access, whose, 'suppressed IS NOT NULL')) {
    const { kind, flow, row } = record;
    const position = row.suppressed as SuppressedPosition;
    if (kind === 'lead' && (await hasOpenLead(database, row))) continue;
    const state = resume(flowStateOf(row.stage, row), position, nowMs);
    await writePosition(database, record, state, { suppressed: null, nowMs });
    if (kind === 'opportunity') await reopenQuotations(database, row.id, whose.reason, position.atMs, nowMs);
    const as = contactTaskIn(stageOf(flow, position.stage));
    if (kind === 'lead' && position.isOwnMove === true)
      await followStage(database, row.id, { do: 'contact task', stage: position.stage, as, atMs: nowMs });
    alerts.push(await alertOf(database, record, position.stage, nowMs));
  }
  const tasks = await resumeTasks(database, whose, nowMs);
  await writeAlerts(database, [
    ...alerts,
    ...tasks.map((task) => ({
      type: 'task.updated' as const,
      atMs: nowMs,
      acceptedAtMs: null,
      lead: null,
      task,
    })),
  ]);
}

/** The records of somebody, locked. Leads have no company of their own, and company records with a person follow the person. */
async function recordsOf(
  { database, flows }: FlowAccess,
  whose: Whose,
  condition: string,
): Promise<FlowRecord[]> {
  const { column, ids } = whose;
  const found: FlowRecord[] = [];
  for (const kind of kinds) {
    if (kind === 'lead' && column === 'company_id') continue;
    const { table, stage } = flowTables[kind];
    const alone = column === 'company_id' ? 'AND person_id IS NULL' : '';
    const { rows } = await database.query<RecordRow>(
      `SELECT ${table}.*, ${stage} AS stage FROM ${table} WHERE ${column} = ANY($1) ${alone} AND ${condition}
       ORDER BY id FOR NO KEY UPDATE`,
      [ids],
    );
    for (const row of rows) found.push({ kind, row, flow: await flows.flow(database, row.pipeline) });
  }
  return found;
}

/** Whether the person has another open lead of the campaign by now. */
async function hasOpenLead(
  database: Queryable,
  { id, person_id: person, campaign }: RecordRow,
): Promise<boolean> {
  const { rows } = await database.query(
    'SELECT FROM leads WHERE person_id = $1 AND campaign = $2 AND closed_at IS NULL AND id <> $3',
    [person, campaign, id],
  );
  return rows.length > 0;
}

/**
 * Opens the tasks that the wish has closed, where their record is open in the stage that asked for them. A contact task has the time that
 * was left; another one keeps its deadline. Nothing comes back overdue: after a longer pause a task has as long as that, a day at most.
 */
async function resumeTasks(database: Queryable, { column, ids }: Whose, nowMs: number): Promise<string[]> {
  const ended = kinds
    .map((kind) => {
      const { table, stage } = flowTables[kind];
      return `NOT EXISTS (SELECT FROM ${table} WHERE ${table}.id = tasks.${kind}_id
        AND (closed_at IS NOT NULL OR tasks.stage <> ${table}.${stage}))`;
    })
    .join(' AND ');
  const { rows } = await database.query<{ id: string }>(
    `UPDATE tasks SET status = suppressed_from, closed_reason = NULL, completed_at = NULL, suppressed_from = NULL, suppressed_at = NULL,
       stopped_at = stopped_at + ($2::timestamptz - suppressed_at),
       due_at = CASE WHEN suppressed_from = 'Asleep' THEN due_at + ($2::timestamptz - suppressed_at)
                ELSE greatest(CASE WHEN episode IS NULL THEN due_at ELSE due_at + ($2::timestamptz - suppressed_at) END,
                              $2::timestamptz + least($3::float8 * interval '1 ms', $2::timestamptz - suppressed_at)) END,
       updated_at = $2
     WHERE ${column} = ANY($1) AND suppressed_from IS NOT NULL AND ${ended}
       AND NOT EXISTS (SELECT FROM people WHERE people.id = tasks.person_id AND people.do_not_contact)
       AND NOT EXISTS (SELECT FROM tasks AS other WHERE other.person_id = tasks.person_id AND other.campaign = tasks.campaign
                         AND other.status IN ('Open', 'Asleep') AND other.episode IS NOT NULL AND tasks.episode IS NOT NULL)
     RETURNING id`,
    [ids, new Date(nowMs), limits.contactWithinMs],
  );
  return idsOf(rows);
}

/** Notifies the owner that the record is back. */
async function alertOf(
  database: Queryable,
  { kind, row }: FlowRecord,
  stage: string,
  nowMs: number,
): Promise<AlertToWrite> {
  const person = row.person_id ?? null;
  const { rows } = await database.query<{ name: string }>(
    `SELECT coalesce($2, (SELECT coalesce(name, email, claimed_email, phone, id) FROM people WHERE id = $1), $3) AS name`,
    [person, row.name ?? null, row.id],
  );
  const shown = { kind, id: row.id, name: rows[0]?.name ?? row.id, stage, person, owner: row.owner };
  return {
    type: 'record.notified',
    atMs: nowMs,
    acceptedAtMs: null,
    lead: kind === 'lead' ? row.id : null,
    task: null,
    record: { ...shown, for: 'owner', text: `Contact is allowed again: back in "${stage}"` },
  };
}
