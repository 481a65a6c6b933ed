/** The stored sums of companies for the audit, with what their people make of them now. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { AccountScoring, AccountSum } from '../../contract/api/api.ts';
import { companyOf, countedOf, partsOf, peopleOf } from './account-rows.ts';

interface SumRow {
  company: string;
  programme: string;
  score: number;
}

const positionOf = ({ company, programme }: Omit<SumRow, 'score'>) => `${company} ${programme}`;

/** Some in the order of their positions, the next after one ('' begins). */
export async function sumsAfter(
  database: Queryable,
  scoring: AccountScoring,
  after: string,
  countMax: number,
): Promise<AccountSum[]> {
  const [company = '', programme = ''] = after.split(' ');
  const { rows } = await database.query<SumRow>(
    `SELECT company, programme, score FROM account_scores WHERE (company, programme) > ($1, $2)
     ORDER BY company, programme LIMIT $3`,
    [company, programme, countMax],
  );
  const sums: AccountSum[] = [];
  for (const row of rows) sums.push(await sumIn(database, scoring, row));
  return sums;
}

/** One; null where it is gone. */
export async function sumOf(
  database: Queryable,
  scoring: AccountScoring,
  company: string,
  programme: string,
): Promise<AccountSum | null> {
  const { rows } = await database.query<SumRow>(
    'SELECT company, programme, score FROM account_scores WHERE company = $1 AND programme = $2',
    [company, programme],
  );
  const [row] = rows;
  return row === undefined ? null : sumIn(database, scoring, row);
}

/** A change of its people is noted with it: whatever was read before the note was looked for is as it was scored. */
async function sumIn(database: Queryable, scoring: AccountScoring, row: SumRow): Promise<AccountSum> {
  const { company, programme, score } = row;
  const found = await companyOf(database, company);
  const people = found === null ? [] : await peopleOf(database, row, countedOf(found));
  const moment = { before: null, people: partsOf(people), nowMs: 0, isOwn: true, canRise: false };
  const { rows: due } = await database.query(
    `SELECT FROM account_due WHERE company = $1 AND programme = $2
     UNION ALL SELECT FROM account_moves WHERE profile = ANY($3)
     UNION ALL SELECT FROM account_leavings WHERE profile = ANY($3) AND at > clock_timestamp() - make_interval(secs => $4)`,
    // Longer than a part stays, so that it is ended first.
    [company, programme, people.map(({ profile }) => profile), (2 * limits.accountLeftMs) / limits.secondMs],
  );
  return {
    ...{ company, programme, position: positionOf(row), score },
    summed: scoring.step(programme, moment)?.score ?? null,
    isDue: found === null || due.length > 0,
    parts: people.map(({ profile, points }) => ({ profile, points })),
  };
}

/** Whether a tier update of a profile, or one that has it join another, could not be read or stored, and waits. */
export async function hasUnread(database: Queryable, profile: string): Promise<boolean> {
  const { rows } = await database.query(
    `SELECT FROM dead_letters WHERE record ->> 'profile' = $1 OR record #> '{part,joined}' ? $1 LIMIT 1`,
    [profile],
  );
  return rows.length > 0;
}
