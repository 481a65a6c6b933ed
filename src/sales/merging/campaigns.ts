/** Campaigns that two people were added to: the one that is left is in those of both. After the undo each is in their own again. */
import type { Queryable } from '../../base/database/database.ts';

/** A campaign of a person, as the table has it. */
interface Joined {
  campaign: string;
  since: string;
  touch: 'first' | 'later';
}

/** What a merge did to campaigns: those of the merged person, and those that the kept one is in because of it. */
export interface CarriedCampaigns {
  former: Joined[];
  added: string[];
}

/** Adds a person to the campaigns of another one, who is about to leave. Who has a first campaign keeps it. */
export async function carryCampaigns(
  database: Queryable,
  { from, to }: { from: string; to: string },
): Promise<CarriedCampaigns> {
  const { rows: former } = await database.query<Joined>(
    'SELECT campaign, since::text, touch FROM campaign_influences WHERE person_id = $1 ORDER BY campaign',
    [from],
  );
  const { rows: added } = await database.query<{ campaign: string }>(
    `INSERT INTO campaign_influences (campaign, person_id, since, touch)
     SELECT campaign, $2, since,
       CASE WHEN EXISTS (SELECT FROM campaign_influences AS own WHERE own.person_id = $2 AND own.touch = 'first') THEN 'later' ELSE touch END
     FROM campaign_influences WHERE person_id = $1 ORDER BY campaign
     ON CONFLICT (person_id, campaign) DO NOTHING RETURNING campaign`,
    [from, to],
  );
  return { former, added: added.map(({ campaign }) => campaign) };
}

/** Takes a person out of the campaigns that a merge added, and puts the other one back into theirs. */
export async function carryCampaignsBack(
  database: Queryable,
  { kept, merged }: { kept: string; merged: string },
  { former, added }: CarriedCampaigns,
): Promise<void> {
  await database.query('DELETE FROM campaign_influences WHERE person_id = $1 AND campaign = ANY($2)', [
    kept,
    added,
  ]);
  await database.query(
    `INSERT INTO campaign_influences (campaign, person_id, since, touch)
     SELECT campaign, $1, since, touch FROM jsonb_to_recordset($2) AS former (campaign text, since timestamptz, touch text)
     WHERE EXISTS (SELECT FROM campaigns WHERE name = campaign)`,
    [merged, JSON.stringify(former)],
  );
}
