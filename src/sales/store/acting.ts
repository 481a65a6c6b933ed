/** The actor and time of a transaction, which the database writes into the timeline beside each change. */
import type pg from 'pg';
import { type Queryable, transaction } from '../../base/database/database.ts';
import type { UserRole } from '../../contract/api/api.ts';

/** Somebody who changes records. */
export interface Actor {
  /** A user's address, `API token`, `clock` or `scoring`. */
  name: string;
  /** Those that the user names: a process says what they may do in them. */
  lanes: readonly string[];
  /** Those whose work the user is notified of and may claim: also as a member by role. Absent where they are `lanes`. */
  worksIn?: readonly string[];
  /** Of a user; absent for the product itself. */
  role?: UserRole;
  /** The tables whose records the role may change: an undo changes those with which its act began. */
  changes?: readonly string[];
  isManager: boolean;
  /** Whether the actor may change managers too. */
  isAdmin?: boolean;
  /** The request's `Idempotency-Key`, if it has one. */
  idempotencyKey?: string | undefined;
  /** Its method and path: the same key and words at another path are another request. */
  request?: string;
  /** What it carries, where it is traced. */
  trace?: string | undefined;
}

/** The name of who acts with the API token. */
export const apiTokenName = 'API token';

/** The product itself, when it moves records at a time-out. */
export const clockActor: Actor = { name: 'clock', lanes: [], isManager: true };

/** What the transaction of a connection carries, where its request is traced. */
const traces = new WeakMap<Queryable, string>();

/** Returns what follows from a transaction carries: its alerts, and its deliveries. */
export const traceOf = (connection: Queryable): string | undefined => traces.get(connection);

/** Runs a transaction; the timeline shows its changes under this actor and time, and what follows from it is part of the request's trace. */
export function actingAs<T>(
  pool: pg.Pool,
  actor: Pick<Actor, 'name' | 'trace'>,
  nowMs: number,
  work: (connection: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return transaction(pool, async (connection) => {
    await nameActor(connection, actor, nowMs);
    if (actor.trace !== undefined) traces.set(connection, actor.trace);
    try {
      return await work(connection);
    } finally {
      // The connection goes on to other transactions.
      traces.delete(connection);
    }
  });
}

/** The timeline shows the changes of this transaction under the actor and time. */
export async function nameActor(
  connection: Queryable,
  { name }: Pick<Actor, 'name'>,
  nowMs: number,
): Promise<void> {
  await connection.query(
    `SELECT set_config('scoville.actor', $1, true), set_config('scoville.at', $2, true)`,
    [name, new Date(nowMs).toISOString()],
  );
}

/** Runs the changes that take an act back: their entries in the timeline name its number. Null of an act from before acts were numbered. */
export async function undoing<T>(
  database: Queryable,
  act: string | null,
  work: () => Promise<T>,
): Promise<T> {
  const name = (number: string) => database.query(`SELECT set_config('scoville.undoes', $1, true)`, [number]);
  await name(act ?? '');
  const answer = await work();
  await name('');
  return answer;
}
