/**
 * Rises of people who wish no contact. They open nothing; they are kept, one a tier, while the tier lasts. When the wish is withdrawn they
 * are applied as if they came then: the time to make contact begins at that moment.
 */
import type { Queryable } from '../../base/database/database.ts';
import { type TierUpdate, tierUpdateSchema } from '../../contract/api/api.ts';
import { isActing } from './actions.core.ts';
import { releasedAt } from './quarantine.core.ts';

/** An update about a marked person. */
export interface Suppressed {
  record: TierUpdate;
  person: string;
}

/** Keeps rises, forgets those of a profile that has left the ladder, and keeps the latest score beside the tier. */
export async function keepSuppressed(
  connection: Queryable,
  suppressed: readonly Suppressed[],
): Promise<void> {
  for (const { record, person } of suppressed) {
    const { profile, programme, to } = record;
    if (to < record.from)
      await connection.query(
        'DELETE FROM suppressed_crossings WHERE profile = $1 AND programme = $2 AND tier > $3',
        [profile, programme, to],
      );
    else if (isActing(record))
      await connection.query(
        `INSERT INTO suppressed_crossings (profile, programme, tier, person_id, record) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (profile, programme, tier) DO UPDATE SET person_id = EXCLUDED.person_id, record = EXCLUDED.record`,
        [profile, programme, to, person, JSON.stringify(record)],
      );
    else
      await connection.query(
        `UPDATE suppressed_crossings SET record = record || $4::jsonb WHERE profile = $1 AND programme = $2 AND tier = $3`,
        [profile, programme, to, JSON.stringify({ score: record.score, reasons: record.reasons })],
      );
  }
}

/** Takes out what was kept for people, the lowest tier first, as it is to be applied now. */
export async function takeSuppressed(
  connection: Queryable,
  people: readonly string[],
  nowMs: number,
): Promise<TierUpdate[]> {
  const { rows } = await connection.query<{ record: unknown; tier: number }>(
    'DELETE FROM suppressed_crossings WHERE person_id = ANY($1) RETURNING record, tier',
    [people],
  );
  return rows
    .sort((one, other) => one.tier - other.tier)
    .map(({ record }) => releasedAt(tierUpdateSchema.parse(record), nowMs));
}
