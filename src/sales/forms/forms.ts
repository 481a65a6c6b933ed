/**
 * The door of forms: what a website's form sends becomes a person and a record of one pipeline, in one transaction.
 *
 * Enters: a submission, and what its key may open. Leaves: a record, and a note of what was sent. Anybody may send a form. So it
 * changes nothing that is known of a person, and what it says of them stands in the note. The same form sent twice within a minute, by a
 * second click or a retry, opens one record. Nothing is answered that a stranger could learn from: values are judged before anybody is
 * looked up.
 */
import { createHash, randomUUID } from 'node:crypto';
import { type Queryable, sqlStateOf } from '../../base/database/database.ts';
import { ApiError, limits, profileIdOf } from '../../base/kernel/kernel.ts';
import type { FormOfKey } from '../../contract/api/api.ts';
import type { FlowKind } from '../../contract/language/language.ts';
import { type Actor, keptByEmail, shareContact } from '../store/store.ts';
import {
  changing,
  type FlowContext,
  filledAtFirst,
  newRecord,
  type StoredFlow,
  type WorkflowStore,
} from '../workflow/workflow.ts';
import { openContactTask } from './contact-task.ts';
import { type FormPerson, type Submission, typedFields } from './submission.core.ts';

export { readSubmission } from './submission.core.ts';

/** The form that sends, by its key. */
export interface Form {
  id: string;
  name: string;
  form: FormOfKey;
}

export interface Forms {
  /** Throws `invalid_request` where a key could not open what it names: a pipeline, and fields of it. */
  requireForm(form: Pick<FormOfKey, 'pipeline' | 'fields'>): Promise<void>;
  /** Opens the record. Throws `invalid_request` for a bad value. */
  submit(form: Form, submission: Submission): Promise<void>;
}

export function forms(store: WorkflowStore): Forms {
  const { pool, flows } = store;
  return {
    requireForm: async ({ pipeline, fields }) => {
      const flow = await flows.find(pool, pipeline);
      if (flow === null || flow.pipeline.of === 'campaign')
        throw new ApiError(
          'invalid_request',
          `"form.pipeline" is "${pipeline}", which is no pipeline that a form can open; GET /pipelines lists them, those of campaigns are none`,
        );
      const usable = usableFields(flow);
      const unknown = fields.find((name) => !usable.includes(name));
      if (unknown !== undefined)
        throw new ApiError(
          'invalid_request',
          `"form.fields" names "${unknown}", which a form of "${pipeline}" cannot fill; expected ${usable.join(', ') || 'none'}`,
        );
    },
    submit: async (form, submission) => {
      const actor: Actor = { name: `form ${form.id}`, lanes: [], isManager: true };
      // Two forms of one new person at once: the second finds the person of the first.
      for (let tries = 1; ; tries++)
        try {
          return await changing(store, actor, (context) => submitOnce(context, form, submission));
        } catch (error) {
          if (tries === triesMax || sqlStateOf(error) !== uniqueViolation) throw error;
        }
    },
  };
}

/** The fields that a form may fill: a page cannot know the id of an attachment. */
function usableFields({ pipeline }: StoredFlow): string[] {
  return Object.entries(pipeline.fields).flatMap(([name, { type }]) => (type === 'attachment' ? [] : [name]));
}

/** Returns the values as the pipeline stores them. Throws `invalid_request`, without a look at the person. */
function checkedFields(flow: StoredFlow, values: Submission['fields']): Record<string, unknown> {
  const usable = usableFields(flow);
  const gone = Object.keys(values).find((name) => !usable.includes(name));
  if (gone !== undefined)
    throw new ApiError('invalid_request', `"${gone}" can no longer be filled by a form; leave it out`);
  return filledAtFirst(flow, typedFields(flow.pipeline, values));
}

const triesMax = 3;
const uniqueViolation = '23505';

async function submitOnce(context: FlowContext, form: Form, submission: Submission): Promise<void> {
  const { database, flows, nowMs, actor } = context;
  const { pipeline } = form.form;
  const flow = await flows.find(database, pipeline);
  if (flow === null)
    throw new ApiError(
      'conflict',
      `this form opens nothing now: there is no pipeline "${pipeline}" any longer`,
    );
  const fields = checkedFields(flow, submission.fields);
  if (!(await isFirst(database, actor.name, submission, nowMs))) return;
  await shareContact(database);
  const person = await personOf(database, submission.person, nowMs);
  const kind = flow.pipeline.of;
  const record = await recordFor(context, form, flow, person, fields);
  await note(database, form, submission, { kind, record, person: person.id, nowMs });
}

/** Whether the form is new: not the same as one within the last minute, nor one with the same mark within a day. */
async function isFirst(
  database: Queryable,
  actor: string,
  { person, fields, mark }: Submission,
  nowMs: number,
): Promise<boolean> {
  const words = createHash('sha256')
    .update(JSON.stringify([person, fields]))
    .digest('hex');
  const key = mark === null ? `words ${words}` : `mark ${mark}`;
  const keptMs = mark === null ? limits.formRepeatMs : limits.idempotencyKeyMs;
  await database.query('DELETE FROM idempotency_keys WHERE actor = $1 AND key = $2 AND created_at <= $3', [
    ...[actor, key, new Date(nowMs - keptMs)],
  ]);
  const { rowCount } = await database.query(
    `INSERT INTO idempotency_keys (actor, key, hash, record, created_at) VALUES ($1, $2, $3, '', $4) ON CONFLICT DO NOTHING`,
    [actor, key, words, new Date(nowMs)],
  );
  return rowCount === 1;
}

interface KnownPerson {
  id: string;
  company: string | null;
  /** Null too where the owner has left: a form waits in the queue rather than be refused. */
  owner: string | null;
  isMarked: boolean;
}

/** The person of the address, as sales knows them, or a new prospect. Without an address everybody is new. */
async function personOf(
  database: Queryable,
  { email, name, phone, company }: FormPerson,
  nowMs: number,
): Promise<KnownPerson> {
  const known = await database.query<KnownPerson>(
    `SELECT id, company_id AS company, do_not_contact AS "isMarked",
            (SELECT users.email FROM users WHERE users.email = people.owner AND deactivated_at IS NULL) AS owner
     FROM people WHERE email = $1 OR id = ANY(${keptByEmail('$1')}) FOR NO KEY UPDATE OF people`,
    [email],
  );
  if (known.rows[0] !== undefined) return known.rows[0];
  const domain = email?.slice(email.lastIndexOf('@') + 1) ?? '';
  // Somebody who has another address by now may have got the id of this one.
  const id = email === null ? `pn_${randomUUID()}` : `pn_${profileIdOf(`person ${email}`)}`;
  const { rows } = await database.query<KnownPerson>(
    `INSERT INTO people (id, email, name, phone, company, company_id, created_at, updated_at)
     SELECT CASE WHEN EXISTS (SELECT FROM people WHERE id = $1) OR EXISTS (SELECT FROM merges WHERE merged = $1) THEN $2 ELSE $1 END, $3, $4, $5, $6,
            (SELECT company_id FROM company_domains WHERE domain = $7), $8::timestamptz, $8::timestamptz
     RETURNING id, company_id AS company, owner, do_not_contact AS "isMarked"`,
    [id, `pn_${randomUUID()}`, email, name, phone, company, domain, new Date(nowMs)],
  );
  return rows[0] as KnownPerson;
}

/** Returns the record that the form opened; the open lead of the person where there is one; null for a lead of a marked person. */
async function recordFor(
  context: FlowContext,
  form: Form,
  flow: StoredFlow,
  person: KnownPerson,
  fields: Record<string, unknown>,
): Promise<string | null> {
  const { database } = context;
  const kind = flow.pipeline.of;
  const owner = person.owner ?? undefined;
  if (kind === 'lead') {
    // Who wishes no contact is no lead; a rep reads in the note that they wrote.
    if (person.isMarked) return null;
    const { rows } = await database.query<{ id: string }>(
      'SELECT id FROM leads WHERE person_id = $1 AND campaign = $2 AND closed_at IS NULL FOR NO KEY UPDATE',
      [person.id, flow.process.name],
    );
    if (rows[0] !== undefined) return rows[0].id;
    const columns = { person_id: person.id, owner };
    const lead = await newRecord(context, { kind, pipeline: form.form.pipeline, columns, fields });
    await openContactTask(database, flow, { lead, form, nowMs: context.nowMs });
    return lead;
  }
  const columns = { name: form.name, person_id: person.id, company_id: person.company, owner };
  return newRecord(context, { kind, pipeline: form.form.pipeline, columns, fields });
}

/** What was sent, word for word: it may differ from what is known, and a lead that was open keeps its fields. */
async function note(
  database: Queryable,
  { id, name }: Form,
  { person, fields }: Submission,
  about: { kind: FlowKind; record: string | null; person: string; nowMs: number },
): Promise<void> {
  const lines = Object.entries({ ...person, ...fields }).flatMap(([key, value]) =>
    value === null || value === '' ? [] : [`${key}: ${String(value)}`],
  );
  const record = about.record === null ? {} : { [`${about.kind}_id`]: about.record };
  const at = new Date(about.nowMs);
  const columns: Record<string, unknown> = {
    ...{ id: `ac_${randomUUID()}`, kind: 'note', person_id: about.person, ...record },
    ...{ happened_at: at, logged_at: at, logged_by: `form ${id}`, created_at: at, updated_at: at },
    body: [`Sent by the form "${name}"`, ...lines].join('\n'),
  };
  const names = Object.keys(columns);
  await database.query(
    `INSERT INTO activities (${names.join(', ')}) VALUES (${names.map((_name, index) => `$${index + 1}`).join(', ')})`,
    Object.values(columns),
  );
}
