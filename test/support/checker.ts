/** The independent checker: folds the accepted events with the oracle and compares every score, lead, task and alert. */
import pg from 'pg';
import type { Person } from './crowd.ts';
import { oracleScore, oracleTier } from './oracle.ts';
import { api, everyItem, type Program } from './program.ts';

interface Lead {
  id: string;
  person: { email: string };
  tier: number;
  score: number;
  reasons: { value: number }[];
  createdAt: string;
}

interface Task {
  id: string;
  lead: string | null;
  person: { email: string };
  dueAt: string;
  createdAt: string;
}

const dayMs = 86_400_000;

/** Every way in which what the product says differs from what the accepted events say; empty when all is well. */
export async function differences(
  program: Program,
  crowd: readonly Person[],
  databaseUrl: string,
): Promise<string[]> {
  const found = await withClient(databaseUrl, async (client) => [
    ...(await strangeAlerts(client)),
    ...(await strangeHistory(client, crowd)),
  ]);
  // The history is the last to have everything; until then nobody needs to be asked for.
  if (found.length > 0) return found;
  const leads = grouped(await everyItem<Lead>(program, '/api/v1/leads'), (lead) => lead.person.email);
  const tasks = grouped(await everyItem<Task>(program, '/api/v1/tasks'), (task) => task.person.email);
  for (const person of crowd) {
    const wanted = oracleScore(person.events, Date.now());
    const profile = await api<{ scores: Record<string, { score: number }> }>(
      program,
      `/api/v1/profiles/${person.userId}`,
    );
    const score = profile.scores['emea-lead-scoring']?.score;
    if (score !== wanted) found.push(`${person.userId}: score ${score}, the events say ${wanted}`);

    const tier = oracleTier(wanted);
    const itsLeads = leads.get(person.email) ?? [];
    const itsTasks = tasks.get(person.email) ?? [];
    const count = tier > 0 ? 1 : 0;
    if (itsLeads.length !== count) found.push(`${person.userId}: ${inWords(itsLeads)}, expected ${count}`);
    if (itsTasks.length !== count)
      found.push(`${person.userId}: ${itsTasks.length} tasks, expected ${count}`);
    const [lead] = itsLeads;
    const [task] = itsTasks;
    if (!lead || !task) continue;
    if (lead.score !== wanted || lead.tier !== tier)
      found.push(`${person.userId}: lead at ${lead.score}/${lead.tier}, expected ${wanted}/${tier}`);
    const sum = lead.reasons.reduce((total, { value }) => total + value, 0);
    if (sum !== wanted) found.push(`${person.userId}: the lead's reasons sum to ${sum}, expected ${wanted}`);
    if (task.lead !== lead.id)
      found.push(`${person.userId}: the task belongs to lead ${task.lead}, not ${lead.id}`);
    if (Date.parse(task.dueAt) - Date.parse(lead.createdAt) !== dayMs)
      found.push(`${person.userId}: due ${task.dueAt}, lead of ${lead.createdAt}`);
  }
  return found;
}

/** The leads with what they say of their score. */
function inWords(leads: readonly Lead[]): string {
  const one = ({ tier, score, createdAt, reasons }: Lead) =>
    `tier ${tier} by ${score} at ${createdAt} for ${JSON.stringify(reasons)}`;
  return `${leads.length} leads (${leads.map(one).join('; ')})`;
}

async function withClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Each lead is announced once, and heated only to a tier above all before. */
async function strangeAlerts(client: pg.Client): Promise<string[]> {
  const { rows: opened } = await client.query<{ id: string; count: string }>(
    `SELECT leads.id, count(alerts.id) FROM leads
     LEFT JOIN alerts ON alerts.type = 'lead.opened' AND alerts.data->'lead'->>'id' = leads.id
     GROUP BY leads.id HAVING count(alerts.id) <> 1`,
  );
  const { rows: heated } = await client.query<{ id: string }>(
    `SELECT id FROM (
       SELECT data->'lead'->>'id' AS id, (data->'lead'->>'tier')::int AS tier,
              lag((data->'lead'->>'tier')::int) OVER (PARTITION BY data->'lead'->>'id' ORDER BY alerts.id) AS before
       FROM alerts WHERE type IN ('lead.opened', 'lead.heated')) AS heatings
     WHERE tier <= before`,
  );
  return [
    ...opened.map(({ id, count }) => `lead ${id} was announced ${count} times`),
    ...heated.map(({ id }) => `lead ${id} was heated without a higher tier`),
  ];
}

/** Each event is in the history, and each place of a stream there once: what was sent twice lay there in two places. */
async function strangeHistory(client: pg.Client, crowd: readonly Person[]): Promise<string[]> {
  const { rows } = await client.query<{ id: string; position: string }>(
    `SELECT body::json->>'id' AS id, concat_ws(' ', partition, entry, position) AS position FROM events WHERE kind = 'event'`,
  );
  const known = new Set(rows.map(({ id }) => id));
  const missing = crowd.flatMap(({ events }) =>
    events.map(({ messageId }) => messageId).filter((id) => !known.has(id)),
  );
  const doubled = rows.length - new Set(rows.map(({ position }) => position)).size;
  return [
    ...missing.map((id) => `event ${id} is not in the history`),
    ...(doubled > 0 ? [`${doubled} events are in the history twice`] : []),
  ];
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
