/** The difference between an outage of a store and its refusal of one statement. */

/** SQLSTATE classes of a PostgreSQL that answers and cannot work: no connection, no resources, stopping or starting. */
const outageCodes = /^(?:08|53|57P0)/;

/** Whether an error says that a store cannot be reached or cannot work, and not that it refused one statement. */
export function isOutage(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  // An SQLSTATE has a digit; a code of the operating system, such as EPIPE, has none.
  const isSqlState = /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
  return !isSqlState || outageCodes.test(code);
}
