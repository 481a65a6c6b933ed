/** Whose fault a read is that failed on a replica. Pure. */
import { ApiError } from '../kernel/kernel.ts';

/**
 * `away`: the connection, or the replica ended the statement for what it replays; it may be asked later. `behind`: a table or a column is
 * not there yet. `own`: the statement, its caller or its time limit, so it would fail anywhere.
 */
export type ReadFault = 'away' | 'behind' | 'own';

/**
 * SQLSTATE of connections and log-ins, of conflicts with recovery, and of a server that ends. Of one that misses its files or has no
 * connection or disk to give, too.
 */
const ofServer = /^(?:08|28|3D|57P|53[13]|58|XX00[12]|40001|40P01)/;
/** Syntax and names. */
const ofNames = /^42/;
const isSqlState = (code: string) => /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
/** What pg says without a code. A busy pool (`timeout exceeded when trying to connect`) is no fault of the replica. */
const ofConnection = /\bconnection\b|not queryable|PostgreSQL is silent|calling end on the pool/i;

/** Returns whose fault it is. */
export function readFault(error: unknown): ReadFault {
  if (!(error instanceof Error) || error instanceof ApiError) return 'own';
  if (error instanceof OtherServer) return 'away';
  if (error instanceof TypeError || error instanceof RangeError) return 'own';
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return ofConnection.test(error.message) ? 'away' : 'own';
  if (!isSqlState(code)) return 'away';
  if (ofServer.test(code)) return 'away';
  return ofNames.test(code) ? 'behind' : 'own';
}

/** A new connection has reached another server than the one that was looked at. */
export class OtherServer extends Error {
  constructor() {
    super('its address leads to several servers: name one of them');
  }
}
