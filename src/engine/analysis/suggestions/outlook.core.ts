/** Leads by rep of a backtest, before and after. Pure. */
import type { SuggestionResult } from '../../../contract/api/api.ts';
import type { FoundResult } from '../backtest.core.ts';

type Owners = NonNullable<SuggestionResult['learnt']>['outlook']['owners'];

/** The most leads first; owner null is the queue. */
export function leadsByOwner({ before, after }: Pick<FoundResult, 'before' | 'after'>): Owners {
  const owners = new Map<string | null, { before: number; after: number }>();
  for (const [side, crossings] of [
    ['before', before?.crossings ?? []],
    ['after', after.crossings],
  ] as const)
    for (const { owner, leads } of crossings) {
      const own = owners.get(owner) ?? { before: 0, after: 0 };
      own[side] += leads;
      owners.set(owner, own);
    }
  return [...owners]
    .map(([owner, counts]) => ({ owner, ...counts }))
    .filter(({ before: was, after: is }) => was + is > 0)
    .sort((a, b) => b.after - a.after || b.before - a.before || ((a.owner ?? '') < (b.owner ?? '') ? -1 : 1));
}
