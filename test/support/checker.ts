/** The independent checker: folds the accepted events with the oracle and compares every score, lead, task and alert. */
import pg from 'pg';
import type { Person } from './crowd.ts';
import { oracleScore, oracleTier } from './oracle.ts';
import { api, everyItem, type Program } from './program.ts';
import { until } from './until.ts';

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

/**
 * Waits until the product says what the accepted events say, and returns what differs after `msMax`: empty when all is well. A look ends
 * at the first person who differs, and the next one begins with them, so that only the last look asks for everybody.
 */
export async function differencesLeft(
  program: Program,
  crowd: readonly Person[],
  databaseUrl: string,
  msMax: number,
): Promise<string[]> {
  let index = 0;
  const isAsAccepted = async () => {
    if ((await strangeRows(databaseUrl, crowd)).length > 0) return false;
    const compare = await comparison(program);
    for (const _ of crowd) {
      if ((await compare(crowd[index] as Person)).length > 0) return false;
      index = (index + 1) % crowd.length;
    }
    return true;
  };
  try {
    await until('no score, lead or task differs from the accepted events', isAsAccepted, msMax);
    return [];
  } catch (error) {
    const left = await differences(program, crowd, databaseUrl);
    // What became right too late is a fault too.
    return left.length > 0 ? left : [(error as Error).message];
  }
}

/** Every way in which what the product says differs from what the accepted events say. */
async function differences(
  program: Program,
  crowd: readonly Person[],
  databaseUrl: string,
): Promise<string[]> {
  const found = await strangeRows(databaseUrl, crowd);
  const compare = await comparison(program);
  for (const person of crowd) found.push(...(await compare(person)));
  return found;
}

const strangeRows = (databaseUrl: string, crowd: readonly Person[]) =>
  withClient(databaseUrl, async (client) => [
    ...(await strangeAlerts(client)),
    ...(await strangeHistory(client, crowd)),
  ]);

/** Reads all leads and tasks; returns how to compare a person with them and with the score of now. */
async function comparison(program: Program): Promise<(person: Person) => Promise<string[]>> {
  const leads = grouped(await everyItem<Lead>(program, '/api/v1/leads'), (lead) => lead.person.email);
  const tasks = grouped(await everyItem<Task>(program, '/api/v1/tasks'), (task) => task.person.email);
  return async (person) => {
    const found: string[] = [];
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
    if (lead && task) found.push(...strangePair(person, lead, task, wanted));
    return found;
  };
}

/** What is wrong with the one lead and task of somebody whose events come to a score. */
function strangePair({ userId }: Person, lead: Lead, task: Task, wanted: number): string[] {
  const found: string[] = [];
  const tier = oracleTier(wanted);
  if (lead.score !== wanted || lead.tier !== tier)
    found.push(`${userId}: lead at ${lead.score}/${lead.tier}, expected ${wanted}/${tier}`);
  const sum = lead.reasons.reduce((total, { value }) => total + value, 0);
  if (sum !== wanted) found.push(`${userId}: the lead's reasons sum to ${sum}, expected ${wanted}`);
  if (task.lead !== lead.id) found.push(`${userId}: the task belongs to lead ${task.lead}, not ${lead.id}`);
  if (Date.parse(task.dueAt) - Date.parse(lead.createdAt) !== dayMs)
    found.push(`${userId}: due ${task.dueAt}, lead of ${lead.createdAt}`);
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
