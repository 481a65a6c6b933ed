/** What a publication was expected to bring in its first day, by its backtest. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { BacktestResult } from '../../contract/api/api.ts';

/** Leads by so long after the publication: those of the change itself where they were notified of, and the daily ones since. */
export function expectedLeads(
  result: Pick<BacktestResult, 'after' | 'leadsAtOnce' | 'since' | 'until'>,
  { elapsedMs, notifies }: { elapsedMs: number; notifies: boolean },
): number {
  const periodMs = Math.max(limits.hourMs, Date.parse(result.until) - Date.parse(result.since));
  const daily = (result.after.leads * Math.min(elapsedMs, limits.dayMs)) / periodMs;
  return Math.round(daily + (notifies ? result.leadsAtOnce : 0));
}
