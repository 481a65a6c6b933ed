/** Companies of a running program compared with the oracle: which points each person adds, to which company, and what these make. */
import pg from 'pg';
import { oracleEvaluation } from './language-oracle.ts';
import { oracleGroup, oracleOfCompany } from './language-oracle-account.ts';
import type { ActiveText } from './oracle-over-http.ts';
import { api, type Program } from './program.ts';
import { eventsOf, groupsOf, knownOf, type RandomPerson } from './random-people.ts';
import { saidStatuses } from './said-statuses.ts';
import { until } from './until.ts';

interface StoredPart {
  profile: string;
  programme: string;
  company: string | null;
  points: number;
  at: Date;
}

interface StoredScore {
  company: string;
  programme: string;
  score: number;
  version: string;
}

export interface ComparedCompanies {
  program: Program;
  databaseUrl: string;
  /** Who is not erased. */
  people: readonly RandomPerson[];
  active: readonly ActiveText[];
  latenessMs: number;
}

/** Compares until nothing differs; returns how much was compared, and what differs in the end, in words. */
export async function companiesApart(
  compared: ComparedCompanies,
  msMax: number,
): Promise<{ compared: number; apart: string[] }> {
  const client = new pg.Client({ connectionString: compared.databaseUrl });
  await client.connect();
  try {
    return await until(
      'no company differs from the oracle',
      async () => {
        const found = await compare(compared, client);
        return found.apart.length === 0 ? found : null;
      },
      msMax,
    ).catch(() => compare(compared, client));
  } finally {
    await client.end();
  }
}

async function compare({ program, people, active, latenessMs }: ComparedCompanies, client: pg.Client) {
  const apart: string[] = [];
  const read = async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows;
  const due = await read(`SELECT FROM account_due WHERE due_at <= now() UNION ALL SELECT FROM account_moves`);
  if (due.length > 0) apart.push(`${due.length} companies are to be scored`);
  const parts = await read<StoredPart>('SELECT profile, programme, company, points, at FROM account_parts');
  const scores = await read<StoredScore>('SELECT company, programme, score, version FROM account_scores');
  const named = await read<{ id: string; group: string }>(
    `SELECT id, external_id AS "group" FROM companies WHERE external_id IS NOT NULL
     UNION ALL SELECT company_id, external_id FROM merges WHERE kind = 'companies' AND external_id IS NOT NULL`,
  );
  const companyOf = new Map(named.map(({ id, group }) => [group, id]));
  const byKey = new Map(parts.map((part) => [`${part.profile} ${part.programme}`, part]));
  const ofCompany = new Map<string, number[]>();
  const programmes = active.map(({ programme }) => programme);
  const saidOf = await saidStatuses(program, latenessMs);
  for (const person of people) {
    const { id } = await api<{ id: string }>(program, `/api/v1/profiles/${person.userId}`);
    const said = saidOf(person);
    const known = knownOf(person, said);
    const events = [...eventsOf(person.sendings, programmes), ...said];
    const company = companyOf.get(oracleGroup(groupsOf(person)) ?? '') ?? null;
    for (const { programme } of active.filter((one) => one.programme.of === 'account')) {
      const part = byKey.get(`${id} ${programme.programme}`);
      byKey.delete(`${id} ${programme.programme}`);
      const pointsAt = (ms: number) => oracleEvaluation(events, known, programme, ms).score;
      const stored = Math.round((part?.points ?? 0) * 1_000);
      // What fades is said once an hour.
      const wanted = [part?.at.getTime() ?? Date.now(), Date.now()].map((ms) => Math.max(0, pointsAt(ms)));
      const words = `${person.userId} in ${programme.programme}`;
      if (!wanted.includes(stored)) apart.push(`${words}: ${stored} thousandths, the oracle says ${wanted}`);
      if (part !== undefined && part.company !== company)
        apart.push(`${words}: of ${part.company}, and the last group is ${company}`);
      const key = `${company} ${programme.programme}`;
      ofCompany.set(key, [...(ofCompany.get(key) ?? []), stored]);
    }
  }
  for (const left of byKey.keys()) apart.push(`${left} adds points, and is nobody`);
  for (const { company, programme, score, version } of scores) {
    const of = active.find(({ id }) => id === programme);
    const wanted = oracleOfCompany(of?.programme.combine, ofCompany.get(`${company} ${programme}`) ?? []);
    if (score !== wanted) apart.push(`${company} in ${programme}: ${score}, the oracle says ${wanted}`);
    if (of?.version !== null && version !== of?.version)
      apart.push(`${company} in ${programme}: by version ${version}, ${of?.version} is active`);
  }
  const twice = await read<{ profile: string }>(
    `SELECT profile FROM leads WHERE closed_at IS NULL AND profile IN (SELECT company FROM account_scores)
     GROUP BY profile, programme HAVING count(*) > 1`,
  );
  for (const { profile } of twice) apart.push(`${profile} has two open leads`);
  return { compared: parts.length + scores.length, apart };
}
