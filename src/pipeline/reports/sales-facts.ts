/** What sales knows that a backtest judges a programme by: who owns whom, and how leads ended. */
import type { Queryable } from '../../database/database.ts';
import { together } from '../../database/database.ts';

export interface SalesFacts {
  people: [email: string, person: { owner: string | null; kind: string }][];
  outcomes: [profile: string, outcome: 'won' | 'lost'][];
}

/** Prospects nobody owns are left out: they are what anybody is. Of several leads of a profile the last to end counts. */
export async function salesFacts(database: Queryable): Promise<SalesFacts> {
  const [people, leads] = await together([
    database.query<{ email: string; owner: string | null; kind: string }>(
      `SELECT email, owner, kind FROM people WHERE email IS NOT NULL AND (owner IS NOT NULL OR kind <> 'prospect')`,
    ),
    database.query<{ profile: string; ended: string }>(
      'SELECT profile, ended FROM leads WHERE closed_at IS NOT NULL AND profile IS NOT NULL ORDER BY closed_at',
    ),
  ]);
  return {
    people: people.rows.map(({ email, owner, kind }) => [email, { owner, kind }]),
    outcomes: leads.rows.map(({ profile, ended }) => [profile, ended === 'won' ? 'won' : 'lost']),
  };
}
