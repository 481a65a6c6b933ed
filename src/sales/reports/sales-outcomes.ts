/** Sales outcomes, which a backtest compares a programme with: the owner of each person, the end of each lead, and its quality. */
import { type Queryable, together } from '../../base/database/database.ts';

export interface SalesOutcomes {
  people: [email: string, person: { owner: string | null; kind: string }][];
  outcomes: [profile: string, outcome: 'won' | 'lost'][];
  qualities: [profile: string, quality: 'good' | 'junk'][];
}

/**
 * Returns the outcomes. Unowned prospects are left out. Of several leads of a profile the last to end counts, and the
 * last with a quality.
 */
export async function salesOutcomes(database: Queryable): Promise<SalesOutcomes> {
  const [people, leads, judged] = await together([
    database.query<{ email: string; owner: string | null; kind: string }>(
      `SELECT given.email, owner, people.kind
       FROM people JOIN (SELECT id, email FROM people UNION ALL SELECT person_id, email FROM merges) AS given USING (id)
       WHERE given.email IS NOT NULL AND (owner IS NOT NULL OR people.kind <> 'prospect')`,
    ),
    database.query<{ profile: string; ended: string }>(
      `SELECT profile, ended FROM leads WHERE closed_at IS NOT NULL AND ended <> 'voided' AND profile IS NOT NULL ORDER BY closed_at`,
    ),
    database.query<{ profile: string; quality: 'good' | 'junk' }>(
      'SELECT profile, quality FROM leads WHERE quality IS NOT NULL AND profile IS NOT NULL ORDER BY quality_at',
    ),
  ]);
  return {
    people: people.rows.map(({ email, owner, kind }) => [email, { owner, kind }]),
    outcomes: leads.rows.map(({ profile, ended }) => [profile, ended === 'won' ? 'won' : 'lost']),
    qualities: judged.rows.map(({ profile, quality }) => [profile, quality]),
  };
}
