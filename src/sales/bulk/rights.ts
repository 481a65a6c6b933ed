/** The rights of the user of an act at the time of each record. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError } from '../../base/kernel/kernel.ts';
import type { UserRole } from '../../contract/api/api.ts';
import type { Actor } from '../store/store.ts';

/**
 * Returns the actor with the lanes of this moment; one that is no user, such as the API token, as it is. Throws `forbidden` for a user
 * who was deactivated or whose role is another one since they asked.
 */
export async function actorNow(database: Queryable, actor: Actor): Promise<Actor> {
  const { rows } = await database.query<{ role: UserRole; lanes: string[]; isActive: boolean }>(
    'SELECT role, lanes, deactivated_at IS NULL AS "isActive" FROM users WHERE email = $1',
    [actor.name],
  );
  const [user] = rows;
  if (user === undefined) return actor;
  if (!user.isActive)
    throw new ApiError('forbidden', `${actor.name} was deactivated since; another user asks for it again`);
  if (user.role !== actor.role)
    throw new ApiError(
      'forbidden',
      `${actor.name} had the role ${actor.role} when asking, and is ${user.role} now; ask again`,
    );
  return { ...actor, lanes: user.lanes };
}
