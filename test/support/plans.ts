/** Query plans of the very statements the product sends: a pool that has each one explained as it is run. */
import type pg from 'pg';

/** A step of a plan, as `EXPLAIN (FORMAT JSON)` gives it. */
interface Step {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Step[];
}

export interface Plan {
  sql: string;
  /** Steps from the outermost to the innermost, with the index or table each reads. */
  steps: string[];
  /** Tables read from end to end. */
  scanned: string[];
  /** The most rows that were sorted in one place; 0 when none were. */
  sortedRows: number;
  /** Blocks of 8 KiB looked at, from memory or disk. */
  buffers: number;
  /** Rows that came out. */
  rows: number;
}

/** What the product is given in place of a pool, and the plans of what it has asked since `take` was last called. */
export interface WatchedPool {
  pool: pg.Pool;
  take(): Plan[];
}

const isPlanned = /^\s*(?:SELECT|UPDATE|WITH)\b/i;
/** Settings and locks, not reading. */
const isPassedBy = /set_config|pg_advisory/;

/** Explains every statement that reads, by running it, undoes what that changed, and then runs it for the product. */
export function watchedPool(real: pg.Pool): WatchedPool {
  let plans: Plan[] = [];
  const explainedOn = (client: pg.PoolClient) => {
    let before: Promise<unknown> = Promise.resolve();
    const run = async (sql: string, values?: unknown[]) => {
      if (!isPlanned.test(sql) || isPassedBy.test(sql)) return client.query(sql, values);
      const isInTransaction = client.getTransactionStatus?.() === 'T';
      await client.query(isInTransaction ? 'SAVEPOINT plan' : 'BEGIN');
      const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`, values);
      await client.query(isInTransaction ? 'ROLLBACK TO SAVEPOINT plan' : 'ROLLBACK');
      plans.push(planOf(sql, rows[0]['QUERY PLAN'][0].Plan));
      return client.query(sql, values);
    };
    // Statements the product sends without waiting keep their order, one after the other.
    return (sql: string, values?: unknown[]) => {
      const answer = before.then(() => run(sql, values));
      before = answer.catch(() => undefined);
      return answer;
    };
  };
  const connect = async () => {
    const client = await real.connect();
    const query = explainedOn(client);
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return query;
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
  const query = async (sql: string, values?: unknown[]) => {
    const client = await connect();
    try {
      return await client.query(sql, values);
    } finally {
      client.release();
    }
  };
  return {
    pool: { connect, query } as unknown as pg.Pool,
    take: () => {
      const taken = plans;
      plans = [];
      return taken;
    },
  };
}

function planOf(sql: string, top: Step): Plan {
  const steps = stepsOf(top);
  return {
    sql,
    steps: steps.map((step) =>
      [step['Node Type'], step['Index Name'] ?? step['Relation Name']].filter(Boolean).join(' '),
    ),
    scanned: steps.flatMap((step) =>
      step['Node Type'] === 'Seq Scan' ? [String(step['Relation Name'])] : [],
    ),
    sortedRows: Math.max(
      0,
      ...steps
        .filter((step) => step['Node Type'].endsWith('Sort'))
        .map((step) => rowsOf(step.Plans?.[0]) / Math.max(1, step['Actual Loops'])),
    ),
    buffers: top['Shared Hit Blocks'] + top['Shared Read Blocks'],
    rows: rowsOf(top),
  };
}

function stepsOf(step: Step): Step[] {
  return [step, ...(step.Plans ?? []).flatMap(stepsOf)];
}

function rowsOf(step: Step | undefined): number {
  return step === undefined ? 0 : Math.round(step['Actual Rows'] * step['Actual Loops']);
}
