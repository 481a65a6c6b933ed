/**
 * The contact task of a lead follows the lead's stage.
 *
 * A stage ends the task, completes it, or lets it sleep; leaving the stage undoes that. A task that a person has changed since is
 * left alone. So no deadline runs for a lead that nobody has to contact.
 */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { AlertType, TaskOutcome } from '../../contract/api/api.ts';
import { writeAlerts } from '../outbox/outbox.ts';
import { noteFirstTouch, recountFirstTouch } from '../store/store.ts';
import type { FlowEffect } from './flow-effects.ts';

type StageEffect = Extract<FlowEffect, { do: 'contact task' }>;

const outcomes: Record<string, TaskOutcome> = {
  'opportunity created': 'Opportunity created',
  'no opportunity': 'No opportunity',
};

/** Opens what the stage before has stopped, and stops the contact task as the stage entered says. */
export async function followStage(
  database: Queryable,
  lead: string,
  { as, stage, atMs }: StageEffect,
): Promise<void> {
  const adopted = as === null ? await adopt(database, lead, atMs) : [];
  const resumed = [...adopted, ...(await reopen(database, lead, atMs))];
  if (resumed.length > 0) await recountFirstTouch(database, { lead, person: null }, atMs);
  const outcome = outcomes[as ?? ''] ?? null;
  const stopped = as === null ? [] : await stop(database, lead, { as, stage, atMs });
  if (outcome !== null && stopped.length > 0)
    await noteFirstTouch(database, { lead, person: null, atMs }, atMs);
  const alertOf = (type: AlertType) => (task: string) =>
    ({ type, atMs, acceptedAtMs: null, lead, task, reason: reasonOf(stage) }) as const;
  await writeAlerts(database, [
    ...resumed.filter((task) => !stopped.includes(task)).map(alertOf('task.updated')),
    ...stopped.map(alertOf(outcome === null ? 'task.updated' : 'task.completed')),
  ]);
}

/** Why the task of a lead gives way to one that a rise has opened meanwhile. */
const adoptedReason = 'another contact task was opened meanwhile; the lead goes on with it';

/**
 * Gives a lead the task alone that a rise opened while the lead was closed, with its heat. The stopped task of the lead gives way to it:
 * nobody has two open tasks of a campaign. Returns the tasks that it has changed.
 */
async function adopt(database: Queryable, lead: string, atMs: number): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `UPDATE tasks AS alone SET lead_id = $1, updated_at = $2 FROM tasks AS stopped
     WHERE stopped.lead_id = $1 AND stopped.stopped_in IS NOT NULL AND stopped.person_id = alone.person_id
       AND stopped.campaign = alone.campaign AND alone.lead_id IS NULL AND alone.episode IS NOT NULL
       AND alone.status IN ('Open', 'Asleep')
     RETURNING alone.id`,
    [lead, new Date(atMs)],
  );
  const [alone] = rows;
  if (alone === undefined) return [];
  const { rows: stopped } = await database.query<{ id: string }>(
    `UPDATE tasks SET status = 'Cancelled', outcome = NULL, closed_reason = $2, completed_at = coalesce(completed_at, $3),
       stopped_in = NULL, stopped_at = NULL, updated_at = $3
     WHERE lead_id = $1 AND stopped_in IS NOT NULL AND id <> $4 RETURNING id`,
    [lead, adoptedReason, new Date(atMs), alone.id],
  );
  await database.query(
    `UPDATE leads SET tier = tasks.tier, tier_name = tasks.tier_name, tiers = tasks.tiers, score = tasks.score, grade = tasks.grade,
       reasons = tasks.reasons, heated_at = $3, updated_at = $3
     FROM tasks WHERE leads.id = $1 AND tasks.id = $2`,
    [lead, alone.id, new Date(atMs)],
  );
  return [alone.id, ...stopped.map(({ id }) => id)];
}

/**
 * Opens the contact task that a stage has stopped, or a wish that is over by now: the lead may have been moved meanwhile. The time that
 * was left is left again. After a longer pause it is as long as the pause, at most a day: no task comes back overdue. A task stays as it is
 * where the person has another one of the campaign by now, or wishes no contact.
 */
async function reopen(database: Queryable, lead: string, atMs: number): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    `UPDATE tasks SET status = 'Open', outcome = NULL, completed_at = NULL, closed_reason = NULL, stopped_in = NULL, stopped_at = NULL,
       suppressed_from = NULL, suppressed_at = NULL,
       due_at = $2::timestamptz + greatest(due_at - coalesce(stopped_at, suppressed_at),
                                           least($3::float8 * interval '1 ms', $2::timestamptz - coalesce(stopped_at, suppressed_at))),
       updated_at = $2
     WHERE lead_id = $1 AND (stopped_in IS NOT NULL OR (suppressed_from IS NOT NULL AND episode IS NOT NULL))
       AND NOT EXISTS (SELECT FROM people WHERE people.id = tasks.person_id AND do_not_contact)
       AND NOT EXISTS (SELECT FROM tasks AS other WHERE other.person_id = tasks.person_id AND other.campaign = tasks.campaign
                         AND other.status IN ('Open', 'Asleep') AND other.episode IS NOT NULL AND other.id <> tasks.id)
     RETURNING id`,
    [lead, new Date(atMs), limits.contactWithinMs],
  );
  return rows.map(({ id }) => id);
}

async function stop(
  database: Queryable,
  lead: string,
  { as, stage, atMs }: { as: NonNullable<StageEffect['as']>; stage: string; atMs: number },
): Promise<string[]> {
  const outcome = outcomes[as] ?? null;
  const status = as === 'sleeps' ? 'Asleep' : outcome === null ? 'Cancelled' : 'Complete';
  const { rows } = await database.query<{ id: string }>(
    `UPDATE tasks SET status = $3, outcome = $4, closed_reason = $5, completed_at = $6, stopped_in = $7, stopped_at = $2, updated_at = $2
     WHERE lead_id = $1 AND episode IS NOT NULL AND status = 'Open' RETURNING id`,
    [
      lead,
      new Date(atMs),
      status,
      outcome,
      status === 'Cancelled' ? reasonOf(stage) : null,
      status === 'Asleep' ? null : new Date(atMs),
      stage,
    ],
  );
  return rows.map(({ id }) => id);
}

function reasonOf(stage: string): string {
  return `the lead is now in "${stage}"`;
}
