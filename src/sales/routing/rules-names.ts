/** The names in `routing.yaml` and `escalation.yaml`: users, teams and territories that are there, and queues in which somebody may work. */
import type { Queryable } from '../../base/database/database.ts';
import { type Escalation, type Routing, readStoredProcess } from '../../contract/language/language.ts';
import type { UnknownName } from '../store/store.ts';

const remedies = {
  user: 'no such user, or deactivated. Use an e-mail from GET /users.',
  team: 'no such team. Make it with PUT /teams.',
  territory: 'no such territory. Make it with PUT /territories.',
  lane: 'no queue of routing.yaml, lane of a sales process or lane of a user.',
} as const;

/** A name in a file: what it should be, where it stands, in which step. */
interface Named {
  kind: keyof typeof remedies;
  name: string;
  path: PropertyKey[];
  step: string;
}

/** Returns errors for reps, teams and territories of `routing.yaml` that are none. */
export function unknownInRouting(database: Queryable, { steps, queue }: Routing): Promise<UnknownName[]> {
  const names = steps.flatMap(({ step, to, when }, index): Named[] => {
    const at = ['steps', index];
    const territories = (when?.territory ?? []).map(
      (name, index): Named => ({ kind: 'territory', name, path: [...at, 'when', 'territory', index], step }),
    );
    if (typeof to !== 'object') return territories;
    const target: Named =
      'rep' in to
        ? { kind: 'user', name: to.rep, path: [...at, 'to', 'rep'], step }
        : { kind: 'team', name: to.team, path: [...at, 'to', 'team'], step };
    return [...territories, target];
  });
  return unknownOf(database, names, queue);
}

/** Returns errors for users of `escalation.yaml` who are none, and for queues that nothing else names. `queue` is that of routing. */
export function unknownInEscalation(
  database: Queryable,
  { steps }: Escalation,
  queue: string,
): Promise<UnknownName[]> {
  const names = steps.flatMap(({ step, notify }, index): Named[] => {
    const at = ['steps', index, 'notify'];
    if (typeof notify !== 'object') return [];
    return 'user' in notify
      ? [{ kind: 'user', name: notify.user, path: [...at, 'user'], step }]
      : [{ kind: 'lane', name: notify.lane, path: [...at, 'lane'], step }];
  });
  return unknownOf(database, names, queue);
}

async function unknownOf(
  database: Queryable,
  names: readonly Named[],
  queue: string,
): Promise<UnknownName[]> {
  if (names.length === 0) return [];
  const users = await database.query<{ email: string; lanes: string[] }>(
    'SELECT email, lanes FROM users WHERE deactivated_at IS NULL',
  );
  const teams = await database.query<{ name: string }>('SELECT name FROM teams');
  const territories = await database.query<{ name: string }>('SELECT name FROM territories');
  const lanes = users.rows.flatMap((user) => user.lanes);
  const known = {
    user: new Set(users.rows.map(({ email }) => email)),
    team: new Set(teams.rows.map(({ name }) => name)),
    territory: new Set(territories.rows.map(({ name }) => name)),
    lane: new Set([queue, ...lanes, ...(await lanesOfProcesses(database))]),
  };
  return names
    .filter(({ kind, name }) => !known[kind].has(name))
    .map(({ kind, name, path, step }) => {
      const all = [...known.lane].sort().map((one) => `"${one}"`);
      const others = kind === 'lane' ? ` Use one of ${all.join(', ')}.` : '';
      return { path, message: `of "${step}" is "${name}": ${remedies[kind]}${others}` };
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
