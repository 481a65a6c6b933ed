/** What PostgreSQL knows of the installation, read in one transaction as of one moment: at rest nothing else is asked of it here. */
import type pg from 'pg';
import { type Queryable, together, transaction } from '../../base/database/database.ts';
import type { StreamPosition } from '../../base/kernel/kernel.ts';
import {
  historyPositions,
  type Installation,
  type Restore,
  readInstallation,
  restores,
} from '../history/history.ts';
import type { Reader } from '../stream/stream.ts';

/** A reader of tier updates that says how far it is. */
export interface TierPositions {
  readPositions(era: number, database: Queryable): Promise<ReadonlyMap<number, StreamPosition>>;
}

export interface Known {
  /** Null before the first start. */
  kept: Installation | null;
  /** How far the readers of the streams are in the era that was asked for. */
  positions: Record<Reader, ReadonlyMap<number, StreamPosition>>;
  latest: Restore | undefined;
}

/** Returns it with the positions of an era: that in which the caller works. */
export function readKnown(pool: pg.Pool, tiers: TierPositions | null, era: number): Promise<Known> {
  return transaction(pool, async (connection) => {
    const [, kept, { events, ledger }, crossings, [latest]] = await together([
      // By statements of different moments, an era that is opened between them would leave readers without a position.
      connection.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY'),
      readInstallation(connection),
      historyPositions.read(connection, era),
      readApplied(tiers, era, connection),
      restores(connection, 1),
    ]);
    return { kept, positions: { events, ledger, crossings }, latest };
  });
}

/** How far sales is, where it reads tier updates. */
export async function readApplied(
  tiers: TierPositions | null,
  era: number,
  database: Queryable,
): Promise<ReadonlyMap<number, StreamPosition>> {
  return (await tiers?.readPositions(era, database)) ?? new Map();
}
