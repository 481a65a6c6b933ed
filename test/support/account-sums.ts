/** The score of every company against its people: the sum of what the explanations of all of them say, one by one. */
import pg from 'pg';
import { limits } from '../../src/base/kernel/kernel.ts';
import { api, type Program } from './program.ts';
import { until } from './until.ts';

/** Scores people by every page, and companies by their sum. No company reaches its ladder, so nothing is opened. */
export const sumsOfPages = `
programme: sums-of-pages
name: Sums of pages
campaign: Sums
of: account
combine: sum
timeZone: Europe/Berlin
visit: { endsAfter: 30 minutes }
rules: [{ id: page, label: Viewed a page, when: { type: page }, points: 1, pays: every time }]
ladder: { contactWithin: 24 hours, tiers: [{ name: never, from: 1000000 }] }
`;

/** Scores companies by the sum of what their people viewed. */
export const committee = `
programme: committee
name: Buying committee
campaign: Committees
of: account
combine: sum
timeZone: Europe/Berlin
visit: { endsAfter: 30 minutes }
rules: [{ id: pricing, label: Viewed the pricing, when: { type: page, path: /pricing }, points: 10, pays: every time }]
ladder: { contactWithin: 24 hours, tiers: [{ name: warm, from: 20 }, { name: hot, from: 50 }] }
`;

interface Sum {
  company: string;
  score: number;
  profiles: string[];
}

/**
 * Waits until no company is to be scored, and returns those whose score is not the sum of their people, of so many as count; and how
 * many were compared.
 */
export async function sumsApart(
  program: Program,
  databaseUrl: string,
): Promise<{ apart: string[]; compared: number }> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await noneIsDue(client);
    const { rows } = await client.query<Sum>(
      `SELECT company, score, ARRAY(SELECT profile FROM account_parts AS part
         WHERE part.company = account_scores.company AND part.programme = account_scores.programme
           AND (companies.is_claimed OR NOT part.is_claimed)) AS profiles
       FROM account_scores JOIN companies ON companies.id = company WHERE programme = 'sums-of-pages'`,
    );
    const apart: string[] = [];
    for (const { company, score, profiles } of rows) {
      // One after the other: all at once would wait longer for a connection than the console lets them.
      const scores: number[] = [];
      for (const profile of profiles) scores.push(await scoreOf(program, profile));
      const sum = scores
        .sort((a, b) => b - a)
        .slice(0, limits.accountPeopleMax)
        .reduce((all, score) => all + score, 0);
      if (sum !== score) apart.push(`${company}: ${score}, and its people make ${sum}`);
    }
    return { apart, compared: rows.reduce((all, { profiles }) => all + profiles.length, 0) };
  } finally {
    await client.end();
  }
}

/** Waits until no company is to be scored, nor the company of anybody to be found again. */
export async function companiesAreScored(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await noneIsDue(client).finally(() => client.end());
}

/** What waits for other programmes is not due, and neither is a company that pages may enter in the next hour. */
function noneIsDue(client: pg.Client) {
  return until('no company is to be scored', async () => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT ((SELECT count(*) FROM account_due WHERE due_at < 'infinity')
         + (SELECT count(*) FROM account_moves WHERE due_at <= clock_timestamp()))::int AS count`,
    );
    return rows[0]?.count === 0;
  });
}

async function scoreOf(program: Program, profile: string): Promise<number> {
  const path = `/api/v1/profiles/${profile}/explanation?programme=sums-of-pages`;
  return (await api<{ score: number }>(program, path)).score;
}
