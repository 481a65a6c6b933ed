/** How many connections a server has for this user and database. */
import type { Queryable } from './queryable.ts';

export interface ServerRoom {
  /** Connections that there may be at once, less those that are reserved. */
  allowed: number;
  /** Connections that others hold now. */
  used: number;
  /** What bounds them, as an operator changes it. */
  setting: string;
}

/** Asks the server; the asking connection is not counted. A user who may not see what other sessions are counts those of every database. */
export async function readServerRoom(database: Queryable): Promise<ServerRoom> {
  const { rows } = await database.query<{ of: string; allowed: number; used: number }>(
    `WITH clients AS (
       SELECT usename, datname FROM pg_stat_activity
       WHERE coalesce(backend_type, 'client backend') = 'client backend'
         AND usesysid IS NOT NULL AND datid IS NOT NULL AND pid <> pg_backend_pid()),
     bounds AS (
       SELECT 'max_connections' AS of,
         current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
           - coalesce(current_setting('reserved_connections', true), '0')::int AS allowed,
         (SELECT count(*) FROM clients)::int AS used
       UNION ALL
       SELECT format('CONNECTION LIMIT of the role %s', rolname), rolconnlimit,
         (SELECT count(*) FROM clients WHERE usename = current_user)::int
       FROM pg_roles WHERE rolname = current_user AND rolconnlimit >= 0
       UNION ALL
       SELECT format('CONNECTION LIMIT of the database %s', datname), datconnlimit,
         (SELECT count(*) FROM clients WHERE datname = current_database())::int
       FROM pg_database WHERE datname = current_database() AND datconnlimit >= 0)
     SELECT * FROM bounds ORDER BY allowed - used LIMIT 1`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('PostgreSQL does not say how many connections it has');
  return { allowed: found.allowed, used: found.used, setting: found.of };
}
