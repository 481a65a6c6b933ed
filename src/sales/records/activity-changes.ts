/** Corrections of a wrongly logged activity: its content, never its person or its time of logging. */
import type pg from 'pg';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import type { ActivityChange, ActivityView } from '../../contract/api/api.ts';
import {
  type Actor,
  actingAs,
  type Revised,
  recountFirstTouch,
  requireRevision,
  requireUser,
} from '../store/store.ts';
import { activity, happenedAtMs } from './activities.ts';

/** Columns by the names of the API. */
const columns = {
  kind: 'kind',
  direction: 'direction',
  at: 'happened_at',
  from: 'from_address',
  body: 'body',
  outcome: 'outcome',
  nextStep: 'next_step',
  responsible: 'responsible',
} as const satisfies Record<keyof ActivityChange, string>;

/**
 * Corrects an activity; the previous text stays in its timeline. Its logger may correct it for some days, a manager
 * always. Throws `not_found`, `revision_mismatch`, `forbidden`, `conflict` when it is too late, `invalid_request`.
 */
export function correctActivity(
  pool: pg.Pool,
  id: string,
  { revision, ...wanted }: Revised<ActivityChange>,
  actor: Actor,
  nowMs: number,
): Promise<ActivityView> {
  return actingAs(pool, actor, nowMs, async (connection) => {
    await connection.query('SELECT FROM activities WHERE id = $1 FOR UPDATE', [id]);
    const before = await activity(connection, id);
    if (before === null) throw new ApiError('not_found', `there is no activity "${id}"`);
    requireRevision(before.revision, revision);
    requireLogger(before, actor, 'correct it');
    requireTime(before, actor, nowMs);
    const responsible = await requireUser(connection, 'responsible', wanted.responsible, before.responsible);
    const change = { ...wanted, responsible };
    const after = { ...before, ...change, at: change.at ?? before.at };
    if (after.kind === 'mail' && after.direction === 'out' && after.from === null)
      throw new ApiError(
        'invalid_request',
        '"from" is missing: a mail that was sent says "from" which address it went',
      );
    if (after.kind !== 'note' && after.direction === null)
      throw new ApiError('invalid_request', `"direction" is missing: a ${after.kind} is "out" or "in"`);
    if (change.at !== undefined) happenedAtMs(change.at, nowMs);
    const names = (Object.keys(change) as (keyof ActivityChange)[]).filter(
      (name) => change[name] !== undefined,
    );
    await connection.query(
      `UPDATE activities SET updated_at = $2${names.map((name, index) => `, ${columns[name]} = $${index + 3}`).join('')}
       WHERE id = $1`,
      [id, new Date(nowMs), ...names.map((name) => change[name])],
    );
    const isTouchChanged = (['at', 'kind', 'direction'] as const).some(
      (name) => after[name] !== before[name],
    );
    const whose = { lead: before.lead, person: before.person?.id ?? null };
    if (isTouchChanged) await recountFirstTouch(connection, whose, nowMs);
    return (await activity(connection, id)) as ActivityView;
  });
}

/** Throws `forbidden` unless the actor logged the activity, or is a manager. `act` is what they wish to do. */
export function requireLogger({ loggedBy }: ActivityView, actor: Actor, act: string): void {
  if (!actor.isManager && loggedBy !== actor.name)
    throw new ApiError(
      'forbidden',
      `this activity was logged by ${loggedBy}; that user or a manager can ${act}`,
    );
}

function requireTime({ loggedAt }: ActivityView, actor: Actor, nowMs: number): void {
  if (actor.isManager) return;
  const days = limits.activityCorrectionMs / limits.dayMs;
  if (nowMs - Date.parse(loggedAt) > limits.activityCorrectionMs)
    throw new ApiError(
      'conflict',
      `this activity was logged more than ${days} days ago; a manager can still correct it`,
    );
}
