/** The routing snapshot in the store: every rep, their open hot leads, and whose turn it is. */

import { advisoryLocks, type Queryable, together } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { Routing } from '../../contract/language/language.ts';
import type { UserRow } from '../store/store.ts';
import type { Rep, RoutingSnapshot } from './routing.core.ts';

/** A user with turns of the round robin and open hot leads. */
interface RepRow extends UserRow {
  turn: number | null;
  chosen: number | null;
  open_hot: number;
}

/**
 * Returns every user with turns and open hot leads. Routing is locked until the transaction ends, so that turns and
 * limits hold. Lock rows before this, never after.
 */
export async function loadSnapshot(connection: Queryable, routing: Routing): Promise<RoutingSnapshot> {
  const [, reps, territories] = await together([
    lockRouting(connection),
    connection.query<RepRow>(
      `SELECT users.*, turn, chosen,
              (SELECT count(*)::int FROM (SELECT FROM leads WHERE leads.owner = users.email AND closed_at IS NULL
                 AND leads.tier >= $1 LIMIT users.max_open_leads) AS open) AS open_hot
       FROM users LEFT JOIN rota USING (email) ORDER BY email LIMIT $2`,
      [routing.minTier, limits.usersMax],
    ),
    connection.query<RoutingSnapshot['territories'][number]>(
      'SELECT name, countries FROM territories ORDER BY name',
    ),
  ]);
  return {
    routing,
    reps: new Map(reps.rows.map((row) => [row.email, repOf(row)])),
    territories: territories.rows,
  };
}

/** Locks routing and assignment until the transaction ends. */
export async function lockRouting(connection: Queryable): Promise<void> {
  await connection.query('SELECT pg_advisory_xact_lock($1)', [advisoryLocks.routing]);
}

/** Returns a snapshot without reps, where nothing is assigned. */
export function emptySnapshot(routing: Routing): RoutingSnapshot {
  return { routing, reps: new Map(), territories: [] };
}

/** Writes the turns of the reps that were chosen. */
export async function writeTurns(connection: Queryable, { reps }: RoutingSnapshot): Promise<void> {
  const moved = [...reps.values()].filter(({ hasBeenChosen }) => hasBeenChosen);
  if (moved.length === 0) return;
  await connection.query(
    `INSERT INTO rota (email, turn, chosen)
     SELECT email, turn, chosen
     FROM jsonb_to_recordset($1) AS given (email text, turn double precision, chosen double precision)
     ON CONFLICT (email) DO UPDATE SET turn = EXCLUDED.turn, chosen = EXCLUDED.chosen`,
    [JSON.stringify(moved.map(({ email, turn, chosen }) => ({ email, turn, chosen })))],
  );
}

function repOf(row: RepRow): Rep {
  const { email, team, languages, territories, products, capacity, deputy } = row;
  return {
    email,
    team,
    languages,
    territories,
    products,
    acceptsLeads: row.accepts_leads,
    capacity,
    maxOpenLeads: row.max_open_leads,
    deputy,
    timeZone: row.time_zone,
    workingTime: row.working_time,
    away: leaveOf(row),
    openHotLeads: row.open_hot,
    turn: row.turn ?? 0,
    chosen: row.chosen ?? 0,
    hasBeenChosen: false,
  };
}

/** Returns the absence of a user; a deactivated user is absent for good. */
function leaveOf({ away_from: from, away_until: until, deactivated_at: left }: RepRow): Rep['away'] {
  if (left !== null) return { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };
  return from === null || until === null ? null : { fromMs: from.getTime(), untilMs: until.getTime() };
}
