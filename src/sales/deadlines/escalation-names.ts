/** The names in `escalation.yaml`: users who are there, and queues in which somebody may work. */
import type { Queryable } from '../../base/database/database.ts';
import { type Escalation, readStoredProcess } from '../../contract/language/language.ts';

/** Returns errors for users who are none, and for queues that nothing else names. `queue` is that of routing. */
export async function unknownNames(
  database: Queryable,
  { steps }: Escalation,
  queue: string,
): Promise<string[]> {
  const isNamed = steps.some(({ notify }) => typeof notify === 'object');
  if (!isNamed) return [];
  const { rows } = await database.query<{ email: string; lanes: string[] }>(
    'SELECT email, lanes FROM users WHERE deactivated_at IS NULL',
  );
  const users = new Set(rows.map(({ email }) => email));
  const queues = new Set([
    queue,
    ...rows.flatMap(({ lanes }) => lanes),
    ...(await lanesOfProcesses(database)),
  ]);
  return steps.flatMap(({ step, notify }, index) => {
    const at = `escalation.yaml: steps[${index}].notify`;
    if (typeof notify !== 'object') return [];
    if ('user' in notify)
      return users.has(notify.user)
        ? []
        : [
            `${at}.user: of "${step}" is "${notify.user}": no such user, or deactivated. Use an e-mail from GET /users.`,
          ];
    if (queues.has(notify.lane)) return [];
    const known = [...queues].sort().map((name) => `"${name}"`);
    return [
      `${at}.lane: of "${step}" is "${notify.lane}": no queue of routing.yaml, lane of a sales process or lane of a user. Use one of ${known.join(', ')}.`,
    ];
  });
}

async function lanesOfProcesses(database: Queryable): Promise<string[]> {
  const { rows } = await database.query<{ process: string; source: string }>(
    'SELECT DISTINCT ON (process) process, source FROM sales_processes ORDER BY process, version DESC',
  );
  return rows.flatMap(({ process, source }) => {
    const reading = readStoredProcess(process, source);
    return reading.ok ? reading.value.lanes.map(({ lane }) => lane) : [];
  });
}
