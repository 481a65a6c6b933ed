/** How a process divides its connections to PostgreSQL. Pure. */
import type { PoolSizes } from '../base/database/database.ts';
import { limits } from '../base/kernel/kernel.ts';

/** The connections of one process, by what they are for. */
export interface ConnectionBudget extends PoolSizes {
  /** One that listens for alerts, for all of the process, and one that asks whether a silent connection executes. */
  sessions: number;
}

/** Roles that work on PostgreSQL, and hear of alerts. */
const listeningRoles = ['worker', 'console'];

/**
 * Returns the parts of a number of connections; together they are never more. Reads that may take long have a part of their own
 * where people ask for them, so that no report holds up the relay. A process without a role on PostgreSQL has none.
 */
export function connectionBudget(connections: number, roles: readonly string[]): ConnectionBudget {
  if (!listeningRoles.some((role) => roles.includes(role))) return { work: 0, reads: 0, sessions: 0 };
  const sessions = 2;
  const reads = roles.includes('console') ? Math.floor(connections / limits.databaseReadsOneIn) : 0;
  return { work: connections - sessions - reads, reads, sessions };
}
