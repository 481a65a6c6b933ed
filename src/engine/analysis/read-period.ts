/** The period that a replay can read: a replica has nothing of the last moments. */
import type { History } from '../history/history.ts';

interface Period {
  sinceMs: number;
  untilMs: number;
}

/** Returns the period, ms, to its end or to the moment of the data. Answers name that end. */
export function readPeriod(
  { sinceMs, untilMs }: Period,
  { readsAsOfMs }: Pick<History, 'readsAsOfMs'>,
): Period {
  return { sinceMs, untilMs: Math.max(sinceMs, Math.min(untilMs, readsAsOfMs() ?? untilMs)) };
}
