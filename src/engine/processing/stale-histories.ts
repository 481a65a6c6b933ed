/** Reading the histories of stale profiles, as far as each needs it. */
import { isAfter } from '../../base/kernel/kernel.ts';
import type { HistoryReach, PartitionLog } from '../stream/stream.ts';
import type { Loaded } from './folded-profile.ts';
import type { LostProfiles } from './lost-profiles.ts';
import type { Past, Stale } from './stale.ts';

/** What was read of some profiles, and whether it reaches as far as one needs it; null where it could not be read. */
export type Histories = { histories: Loaded['histories']; isReached: ((needed: string) => boolean) | null };

export const noHistories: Histories = { histories: new Map(), isReached: () => false };

interface Sources {
  log: Pick<PartitionLog, 'partition'>;
  /** Null without a history. */
  past: Past | null;
  lost?: Pick<LostProfiles, 'identified'> | null;
  historyReach: Pick<HistoryReach, 'of'>;
}

/** What is folded meanwhile is not in them; those whose history does not reach far enough yet wait on. */
export async function readHistories(
  stale: Stale,
  { log, past, lost, historyReach }: Sources,
): Promise<Histories> {
  if (stale.size === 0 || past === null) return noHistories;
  try {
    const wanted = [...stale.values()].reduce((last, needed) => (isAfter(needed, last) ? needed : last));
    const reached = await historyReach.of(log.partition, wanted);
    const isReached = (needed: string) => reached !== null && !isAfter(needed, reached);
    const ready = [...stale].flatMap(([id, needed]) => (isReached(needed) ? [id] : []));
    if (ready.length === 0) return { histories: new Map(), isReached };
    const read = (ids: readonly string[]) => past.historiesOf(ids);
    const histories = await (lost ? lost.identified(ready, read) : read(ready));
    return { histories, isReached };
  } catch {
    return { histories: new Map(), isReached: null };
  }
}

/** What is stale now, with what was read of it: null for what needs more than that. */
export function historiesOf(
  stale: Stale,
  { histories, isReached }: Histories,
): Pick<Loaded, 'histories' | 'isHistoryBehind'> {
  return {
    histories: new Map(
      [...stale].map(([id, needed]) => [id, isReached?.(needed) ? (histories.get(id) ?? null) : null]),
    ),
    isHistoryBehind: isReached !== null,
  };
}
