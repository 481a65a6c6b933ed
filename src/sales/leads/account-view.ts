/** The scores of a company as people and programs see them, with who makes each. */
import type { Queryable } from '../../base/database/database.ts';
import { limits } from '../../base/kernel/kernel.ts';
import type { AccountScoring, AccountView } from '../../contract/api/api.ts';
import { countedOf, partsOf, peopleOf } from './account-rows.ts';
import type { AccountPerson } from './account-update.core.ts';

interface Company {
  id: string;
  name: string;
  is_claimed: boolean;
}

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
  const { rows: companies } = await database.query<Company>(
    'SELECT id, name, is_claimed FROM companies WHERE id = kept_record($1)',
    [id],
  );
  const [company] = companies;
  if (company === undefined) return null;
  const { rows } = await database.query<ScoreRow>(
    'SELECT programme, score, tier, tier_name, tiers, at FROM account_scores WHERE company = $1 ORDER BY programme',
    [company.id],
  );
  const scores = await Promise.all(rows.map((row) => scoreOf(database, scoring, company, row)));
  return { id: company.id, name: company.name, scores: scores.flatMap((one) => one ?? []) };
}

/** Null where the programme is active no more. */
async function scoreOf(
  database: Queryable,
  scoring: AccountScoring,
  company: Company,
  row: ScoreRow,
): Promise<AccountView['scores'][number] | null> {
  const of = { company: company.id, programme: row.programme };
  const people = await peopleOf(database, of, countedOf(company));
  // Only who is counted is asked for: what is stored is the score.
  const moment = {
    ...{ before: null, people: partsOf(people), nowMs: row.at.getTime(), isOwn: true, canRise: false },
  };
  const step = scoring.step(row.programme, moment);
  if (step === null) return null;
  const shown = limits.accountPeopleShownMax;
  const claims = company.is_claimed ? [] : await peopleOf(database, of, 'claimed', shown);
  const counts = new Set(step.counted.map(({ profile }) => profile));
  return {
    ...{ programme: row.programme, programmeName: step.programmeName, combine: step.combine },
    ...{ score: row.score, tier: row.tier, tierName: row.tier_name, tiers: row.tiers },
    peopleCount: step.counted.length,
    people: people.slice(0, shown).map((one) => ({ ...shownAs(one), counts: counts.has(one.profile) })),
    claims: claims.map((one) => ({ ...shownAs(one), counts: false })),
    asOf: row.at.toISOString(),
  };
}

function shownAs({ profile, person, identity, points, reasons }: AccountPerson) {
  return { profile, person, name: identity.name, email: identity.email, points, reasons };
}
