/** The scores of a company as people and programs see them, with who makes each. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { AccountScoring, AccountView } from '../../contract/api/api.ts';
import { personKey } from './account-update.core.ts';
import { peopleOf } from './accounts.ts';

interface ScoreRow {
  programme: string;
  score: number;
  tier: number;
  tier_name: string;
  tiers: number;
  at: Date;
}

/** Returns the scores of a company by the active programmes; null without the company. */
export async function accountView(
  database: Queryable,
  scoring: AccountScoring,
  id: string,
): Promise<AccountView | null> {
  const { rows: companies } = await database.query<{ id: string; name: string }>(
    'SELECT id, name FROM companies WHERE id = kept_record($1)',
    [id],
  );
  const [company] = companies;
  if (company === undefined) return null;
  const { rows } = await database.query<ScoreRow>(
    'SELECT programme, score, tier, tier_name, tiers, at FROM account_scores WHERE company = $1 ORDER BY programme',
    [company.id],
  );
  const scores = await Promise.all(rows.map((row) => scoreOf(database, scoring, company.id, row)));
  return { ...company, scores: scores.flatMap((one) => one ?? []) };
}

/** Null where the programme is active no more. */
async function scoreOf(
  database: Queryable,
  scoring: AccountScoring,
  company: string,
  row: ScoreRow,
): Promise<AccountView['scores'][number] | null> {
  const people = await peopleOf(database, { company, programme: row.programme }, limits.accountPeopleMax);
  const parts = people.map((one) => ({ profile: one.profile, person: personKey(one), points: one.points }));
  // Only who is counted is asked for: what is stored is the score.
  const moment = { before: null, people: parts, nowMs: row.at.getTime(), isOwn: true, canRise: false };
  const step = scoring(row.programme, moment);
  if (step === null) return null;
  const counts = new Set(step.counted.map(({ profile }) => profile));
  return {
    ...{ programme: row.programme, programmeName: step.programmeName, combine: step.combine },
    ...{ score: row.score, tier: row.tier, tierName: row.tier_name, tiers: row.tiers },
    peopleCount: step.counted.length,
    people: people
      .slice(0, limits.accountPeopleShownMax)
      .map(({ profile, person, identity, points, reasons }) => ({
        ...{ profile, person, name: identity.name, email: identity.email, points },
        ...{ counts: counts.has(profile), reasons },
      })),
    asOf: row.at.toISOString(),
  };
}
