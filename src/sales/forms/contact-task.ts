/** The contact task of a lead that a form opened: people who write in are to be contacted as soon as people who get hot. */
import type { Queryable } from '../../base/database/database.ts';
import { limits, profileIdOf } from '../../base/kernel/kernel.ts';
import { contactTaskIn } from '../../contract/language/language.ts';
import { contactSubject } from '../leads/leads.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import type { PersonRow } from '../store/store.ts';
import type { StoredFlow } from '../workflow/workflow.ts';

interface About {
  /** The lead, and the form by its id and name. */
  lead: string;
  form: { id: string; name: string };
  nowMs: number;
}

/**
 * Opens the task for the owner of the lead, due within 24 hours, and notifies them. Opens none where the stage of the lead leaves
 * none open, or where the person has one of the campaign already. Nobody is called twice for one thing.
 */
export async function openContactTask(
  database: Queryable,
  { pipeline }: Pick<StoredFlow, 'pipeline'>,
  { lead, form, nowMs }: About,
): Promise<void> {
  const { rows } = await database.query<PersonRow & { status: string }>(
    'SELECT people.*, leads.status FROM leads JOIN people ON people.id = person_id WHERE leads.id = $1',
    [lead],
  );
  const [found] = rows;
  if (found === undefined) return;
  const stage = pipeline.stages.find((one) => one.stage === found.status);
  if (stage !== undefined && contactTaskIn(stage) !== null) return;
  // The profile of the address: whatever they did on the site is found there.
  const profile = profileIdOf(found.email === null ? `form ${found.id}` : `e:${found.email}`);
  const id = `tk_${profileIdOf(`task of ${lead}`)}`;
  const { rowCount } = await database.query(
    `INSERT INTO tasks (id, type, subject, status, due_at, person_id, lead_id, campaign, owner, routing_reason,
       profile, programme, episode, created_at, updated_at)
     SELECT $2, 'Other', $3, 'Open', $4, person_id, id, campaign, owner, routing_reason, $5, $6, 1, $7, $7
     FROM leads WHERE id = $1 AND NOT EXISTS (
       SELECT FROM tasks WHERE tasks.person_id = leads.person_id AND tasks.campaign = leads.campaign
         AND tasks.status IN ('Open', 'Asleep') AND tasks.episode IS NOT NULL)`,
    [
      ...[lead, id, contactSubject(found, '24 hours'), new Date(nowMs + limits.contactWithinMs)],
      ...[profile, `form ${form.id}`, new Date(nowMs)],
    ],
  );
  if (rowCount === 0) return;
  const reason = `the form "${form.name}" was sent`;
  await writeAlerts(database, [
    { type: 'lead.opened', atMs: nowMs, acceptedAtMs: null, lead, task: id, reason },
  ]);
}
