/** Statements of the product that stand still in PostgreSQL, in the midst of their transaction, until they are thawed. */
import type pg from 'pg';
import { until } from './until.ts';

export interface Ice {
  /** Resolves when somebody has come to the statement, and stands still there. */
  holds(): Promise<void>;
  /** Lets everybody go on, now and later. */
  thaw(): Promise<void>;
}

/** The setting of a connection that says whose it is. */
const ownerSetting = 'test.owner';
let lock = 4_711;

/** The address of a database for the connections of somebody. */
export function urlOfOwner(databaseUrl: string, owner: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set('options', `-c ${ownerSetting}=${owner}`);
  return url.href;
}

/**
 * Holds up whoever comes to a statement from now on, such as `INSERT ON people`: everybody, or the owner of connections alone. `each` is
 * `STATEMENT`, or a row with a condition: `ROW WHEN (NEW.email = 'ada@example.com')`. The holder is a client of the test's own.
 */
export async function freezeAt(
  holder: pg.Client,
  statement: string,
  { each = 'STATEMENT', owner = '' }: { each?: string; owner?: string } = {},
): Promise<Ice> {
  const own = ++lock;
  await holder.query(`CREATE OR REPLACE FUNCTION stand_still() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_ARGV[1] IN ('', current_setting('${ownerSetting}', true)) THEN
      PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint);
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END $$`);
  await holder.query('SELECT pg_advisory_lock($1)', [own]);
  await holder.query(`CREATE TRIGGER ice_${own} BEFORE ${statement} FOR EACH ${each}
    EXECUTE FUNCTION stand_still('${own}', '${owner}')`);
  return {
    holds: async () => {
      await until(`somebody stands still at ${statement}`, async () => {
        const { rows } = await holder.query(
          `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database AND datname = current_database()
           WHERE locktype = 'advisory' AND objid = $1 AND NOT granted`,
          [own],
        );
        return rows.length > 0;
      });
    },
    thaw: async () => void (await holder.query('SELECT pg_advisory_unlock($1)', [own])),
  };
}
