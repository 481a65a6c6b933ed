/** The campaigns that influenced a lead, an opportunity or a task, or that a person was added to: shown, and changed by hand. */
import type { Queryable } from '../../base/database/database.ts';
import { ApiError, contentRevision, limits, requireRevision } from '../../base/kernel/kernel.ts';
import type { CampaignInfluencesInput, CampaignInfluenceView } from '../../contract/api/api.ts';
import {
  type Actor,
  mergedInto,
  missing,
  type Revised,
  referring,
  requireNoneVoided,
} from '../store/store.ts';
import { changing, type FlowContext, tickFields, type WorkflowStore } from '../workflow/workflow.ts';

/** Kinds of records that campaigns influence, with their table. */
const tables = { lead: 'leads', opportunity: 'opportunities', task: 'tasks', person: 'people' } as const;
export type InfluencedKind = keyof typeof tables;

/** Returns the campaigns of a record, the first touch first. A task of a lead or an opportunity has theirs. Throws `not_found`. */
export async function campaignInfluencesOf(
  database: Queryable,
  kind: InfluencedKind,
  id: string,
): Promise<CampaignInfluenceView[]> {
  const asked = kind === 'person' ? ((await mergedInto(database, 'people', id)) ?? id) : id;
  const record = await influencedRecordOf(database, kind, asked);
  const { rows } = await database.query<{
    campaign: string;
    touch: CampaignInfluenceView['touch'];
    since: Date;
  }>(
    `SELECT campaign, touch, since FROM campaign_influences WHERE ${record.kind}_id = $1 ORDER BY touch, since, campaign`,
    [record.id],
  );
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}

/**
 * Replaces the campaigns of a record. A campaign that stays keeps its time, unless the list gives another. Throws `not_found`,
 * `invalid_request`, `conflict`.
 */
export function putCampaignInfluences(
  store: WorkflowStore,
  kind: InfluencedKind,
  id: string,
  { items, revision }: Revised<CampaignInfluencesInput>,
  actor: Actor,
): Promise<CampaignInfluenceView[]> {
  return changing(store, actor, async (context) => {
    const { database: connection, nowMs } = context;
    await lockInfluenced(connection, kind, id);
    if (revision !== undefined)
      requireRevision(contentRevision(await campaignInfluencesOf(connection, kind, id)), revision);
    const column = `${kind}_id`;
    await connection.query(`DELETE FROM campaign_influences WHERE ${column} = $1 AND campaign <> ALL ($2)`, [
      id,
      items.map(({ campaign }) => campaign),
    ]);
    // One first touch at any moment: the previous one ends before the new one begins.
    await connection.query(
      `UPDATE campaign_influences SET touch = 'later' WHERE ${column} = $1 AND touch = 'first' AND campaign <> ALL ($2)`,
      [id, items.filter(({ touch }) => touch === 'first').map(({ campaign }) => campaign)],
    );
    await referring(() =>
      connection.query(
        `INSERT INTO campaign_influences (campaign, ${column}, touch, since)
         SELECT campaign, $1, touch, coalesce(since, $3) FROM jsonb_to_recordset($2) AS given (campaign text, touch text, since timestamptz)
         ON CONFLICT (${column}, campaign) DO UPDATE SET touch = EXCLUDED.touch,
           since = CASE WHEN EXCLUDED.campaign = ANY ($4) THEN EXCLUDED.since ELSE campaign_influences.since END`,
        [
          id,
          JSON.stringify(items),
          new Date(nowMs),
          items.filter(({ since }) => since !== undefined).map(({ campaign }) => campaign),
        ],
      ),
    );
    for (const { campaign } of items.slice(0, 1)) await tickCampaign(context, kind, id, campaign);
    return campaignInfluencesOf(connection, kind, id);
  });
}

/** Ticks what a checklist asks for a campaign. */
async function tickCampaign(
  context: FlowContext,
  kind: InfluencedKind,
  id: string,
  campaign: string,
): Promise<void> {
  if (kind === 'lead' || kind === 'opportunity') await tickFields(context, kind, id, { campaign });
}

/**
 * Gives a campaign a part in a record, in a transaction that is open. Returns false where it had one. Throws `not_found`,
 * `invalid_request` for no campaign, `conflict` for a task that has the campaigns of its record and for too many.
 */
export async function joinCampaign(
  context: FlowContext,
  kind: InfluencedKind,
  id: string,
  campaign: string,
): Promise<boolean> {
  const { database, nowMs } = context;
  await lockInfluenced(database, kind, id);
  const before = await campaignInfluencesOf(database, kind, id);
  if (before.some((one) => one.campaign === campaign)) return false;
  if (before.length >= limits.campaignInfluencesMax)
    throw new ApiError(
      'conflict',
      `${limits.campaignInfluencesMax} campaigns have a part in this ${kind} already; take one out first`,
    );
  await referring(() =>
    database.query(
      `INSERT INTO campaign_influences (campaign, ${kind}_id, touch, since) VALUES ($1, $2, 'later', $3)`,
      [campaign, id, new Date(nowMs)],
    ),
  );
  await tickCampaign(context, kind, id, campaign);
  return true;
}

/**
 * Takes back the part in a record that a campaign was given at a time, in a transaction that is open. Where it has none any more, nothing is
 * left to do. Throws `not_found`, and `conflict` where somebody has given it another part since.
 */
export async function leaveCampaign(
  { database }: FlowContext,
  kind: InfluencedKind,
  id: string,
  { campaign, joinedAt }: { campaign: string; joinedAt: Date | null },
): Promise<void> {
  await lockInfluenced(database, kind, id);
  await database.query(
    `DELETE FROM campaign_influences WHERE ${kind}_id = $1 AND campaign = $2 AND touch = 'later' AND since = $3`,
    [id, campaign, joinedAt],
  );
  const left = await campaignInfluencesOf(database, kind, id);
  if (left.some((one) => one.campaign === campaign))
    throw new ApiError(
      'conflict',
      `this cannot be undone: somebody has changed the part of "${campaign}" in this ${kind} since`,
    );
}

/** Locks a record whose campaigns are its own. Throws `not_found`, `record_voided`, and `conflict` for a task that has those of its record. */
async function lockInfluenced(database: Queryable, kind: InfluencedKind, id: string): Promise<void> {
  await database.query(`SELECT FROM ${tables[kind]} WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  await requireNoneVoided(database, { [kind]: id });
  const record = await influencedRecordOf(database, kind, id);
  if (record.kind !== kind)
    throw new ApiError(
      'conflict',
      `the campaigns of this task are those of its ${record.kind}; change them with PUT /${tables[record.kind]}/${record.id}/campaign-influences`,
    );
}

async function influencedRecordOf(
  database: Queryable,
  kind: InfluencedKind,
  id: string,
): Promise<{ kind: InfluencedKind; id: string }> {
  const columns = kind === 'task' ? 'lead_id, opportunity_id' : 'NULL AS lead_id, NULL AS opportunity_id';
  const { rows } = await database.query<{ lead_id: string | null; opportunity_id: string | null }>(
    `SELECT ${columns} FROM ${tables[kind]} WHERE id = $1`,
    [id],
  );
  const row = rows[0];
  if (row === undefined) {
    if (kind === 'person') throw await missing(database, 'people', id);
    throw new ApiError('not_found', `there is no ${kind} "${id}"`);
  }
  if (row.opportunity_id !== null) return { kind: 'opportunity', id: row.opportunity_id };
  return row.lead_id === null ? { kind, id } : { kind: 'lead', id: row.lead_id };
}
