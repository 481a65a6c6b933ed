/**
 * Records that programmes open: one an episode and pipeline, with an id of both. So the same tier update, or a second one of
 * its episode, opens nothing twice. A fall cancels the record again where nobody has moved it.
 */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import { profileIdOf } from '../../base/kernel/kernel.ts';
import { erasedName } from '../privacy/privacy.ts';
import { ensureCampaigns, flowTables } from '../store/store.ts';
import { beginRecord, endOf, type Flows, putInto, type StoredFlow } from '../workflow/workflow.ts';
import type { RecordOfEpisode } from './world.core.ts';

const cooledReason = 'the score has fallen below the ladder';

/** Carries out what a batch asks for, in its order; its people and campaigns are written. */
export async function writeRecords(
  connection: Queryable,
  flows: Flows,
  records: readonly RecordOfEpisode[],
): Promise<void> {
  for (const record of records) {
    const flow = await flows.find(connection, record.in);
    const kind = flow?.pipeline.of;
    if (flow === null || kind === undefined || kind === 'campaign' || kind === 'lead')
      await remark(connection, record, wrongPipeline(record, kind));
    else if (record.do === 'open record') await open(connection, flows, flow, kind, record);
    else await close(connection, flows, flow, kind, record);
  }
}

type RecordKind = Exclude<keyof typeof flowTables, 'campaign' | 'lead'>;

const idOf = (kind: RecordKind, key: string) => `${flowTables[kind].prefix}_${profileIdOf(key)}`;

async function open(
  connection: Queryable,
  flows: Flows,
  flow: StoredFlow,
  kind: RecordKind,
  { key, person, company, owner, campaign, name, atMs, trace }: RecordOfEpisode,
): Promise<void> {
  const { rows } = await connection.query<{ person_id: string | null }>(
    `SELECT person_id FROM ${flowTables[kind].table} WHERE id = $1`,
    [idOf(kind, key)],
  );
  // The record of somebody who was erased since stays as a record of the business: who comes back begins a new one.
  const isErased =
    rows[0] !== undefined && rows[0].person_id !== person && (await isUnnamed(connection, rows[0].person_id));
  if (rows[0] !== undefined && !isErased) return;
  const id = idOf(kind, isErased ? `${key} ${atMs}` : key);
  await ensureCampaigns(connection, [{ campaign, created_at: new Date(atMs).toISOString() }]);
  const columns = { id, name, person_id: person, company_id: company, owner, campaign };
  await beginRecord({ database: connection, flows, trace }, flow, columns, {}, atMs);
}

/** Whether the person of a record is the one that stands for the erased. */
async function isUnnamed(connection: Queryable, person: string | null): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT FROM people WHERE id = $1 AND name = $2 AND do_not_contact AND coalesce(email, profile, phone) IS NULL`,
    [person, erasedName],
  );
  return rowCount !== 0;
}

async function close(
  connection: Queryable,
  flows: Flows,
  flow: StoredFlow,
  kind: RecordKind,
  { key, person, atMs, trace }: RecordOfEpisode,
): Promise<void> {
  const { table } = flowTables[kind];
  const { rows } = await connection.query<{ pipeline: string }>(
    `SELECT pipeline FROM ${table} WHERE id = $1 AND person_id = $2 AND closed_at IS NULL AND came_from IS NULL FOR NO KEY UPDATE`,
    [idOf(kind, key), person],
  );
  if (rows[0] === undefined) return;
  const { pipeline } = rows[0].pipeline === flow.id ? flow : await flows.flow(connection, rows[0].pipeline);
  const end = endOf(pipeline, 'cancelled') ?? endOf(pipeline, 'lost');
  if (end === null) return;
  await putInto({ database: connection, flows, trace, nowMs: atMs }, kind, idOf(kind, key), {
    to: end,
    reason: cooledReason,
  });
}

function wrongPipeline({ do: act, in: name }: RecordOfEpisode, kind: string | undefined): string {
  const why =
    kind === undefined
      ? 'which is no pipeline'
      : kind === 'lead'
        ? 'a pipeline of leads; "open lead" opens those'
        : 'a pipeline of campaigns; people plan those';
  return `The programme has "${act}" in "${name}", ${why}`;
}

/** Programmes and pipelines change separately: what does not fit is noted with the person, and nothing else waits for it. */
async function remark(connection: Queryable, { person, atMs }: RecordOfEpisode, text: string): Promise<void> {
  await connection.query(
    `INSERT INTO activities (id, kind, person_id, happened_at, logged_at, logged_by, body, created_at, updated_at)
     VALUES ($1, 'note', $2, $3, $3, 'scoring', $4, $3, $3)`,
    [`ac_${randomUUID()}`, person, new Date(atMs), text],
  );
}
