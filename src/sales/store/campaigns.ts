/** Campaigns by their names. */
import type { Queryable } from '../../base/database/database.ts';
import { profileIdOf } from '../../base/kernel/kernel.ts';

/** What belongs to a campaign, since when. */
interface OfCampaign {
  campaign: string | null;
  created_at: string;
}

/** Makes the campaigns that do not exist yet: that of a programme comes with its first lead or task. */
export async function ensureCampaigns(connection: Queryable, rows: readonly OfCampaign[]): Promise<void> {
  const first = new Map<string, string>();
  for (const { campaign, created_at: at } of rows)
    if (campaign !== null && at < (first.get(campaign) ?? '~')) first.set(campaign, at);
  if (first.size === 0) return;
  const campaigns = [...first]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, at]) => ({ id: `cm_${profileIdOf(`campaign ${name}`)}`, name, at }));
  await connection.query(
    `INSERT INTO campaigns (id, name, created_at, updated_at)
     SELECT id, name, at, at FROM jsonb_to_recordset($1) AS given (id text, name text, at timestamptz)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(campaigns)],
  );
}
