/** What an effect works with: its record with the pipeline and the person, and the tasks that effects open. */
import { randomUUID } from 'node:crypto';
import type { Queryable } from '../../base/database/database.ts';
import type { PersonRow, RecordRow } from '../store/store.ts';
import type { FlowAccess, FlowRecord } from './context.ts';
import type { FlowEffect } from './flow-effects.ts';

export type EffectOf<Do extends FlowEffect['do']> = Extract<FlowEffect, { do: Do }>;

export interface EffectContext extends FlowAccess, FlowRecord {
  person: PersonRow | null;
}

export async function personOf(database: Queryable, row: RecordRow): Promise<PersonRow | null> {
  if (!row.person_id) return null;
  const { rows } = await database.query<PersonRow>('SELECT * FROM people WHERE id = $1', [row.person_id]);
  return rows[0] ?? null;
}

/** What a record is called. */
export function nameOf({ row, person }: Pick<EffectContext, 'row' | 'person'>): string {
  return row.name ?? person?.name ?? person?.email ?? person?.company ?? row.id;
}

export async function openTask(
  { database, kind, row }: EffectContext,
  effect: EffectOf<'task'>,
): Promise<void> {
  const at = new Date(effect.atMs);
  const isForOwner = effect.for === 'owner';
  await database.query(
    `INSERT INTO tasks (id, type, subject, due_at, ${kind}_id, person_id, company_id, campaign, owner, lane, stage, created_at, updated_at)
     VALUES ($1, 'Stage', $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
    [
      `tk_${randomUUID()}`,
      effect.subject,
      new Date(effect.dueAtMs),
      row.id,
      row.person_id ?? null,
      row.company_id ?? null,
      row.campaign ?? null,
      isForOwner ? row.owner : null,
      isForOwner ? null : effect.for,
      effect.stage,
      at,
    ],
  );
}
