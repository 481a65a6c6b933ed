/** From when the events of rules count by `backfill`: said beside the figures of a backtest, which counts earlier ones too. Pure. */
import type { SideReport } from '../../contract/api/api.ts';
import type { Programme } from '../../contract/language/language.ts';
import { signatureNamesByRule } from '../scoring/scoring.ts';
import type { FoundResult } from './backtest.core.ts';

/** By the id of a rule, ms; without rules that count all events. */
export type CountsFrom = ReadonlyMap<string, number>;

/** `times`: those of signatures that were live once. `newMs`: from when others count. */
export function countingFrom(
  programme: Programme,
  times: ReadonlyMap<string, number>,
  newMs: number,
): CountsFrom {
  const latest = [...signatureNamesByRule(programme)].map(
    ([rule, names]) => [rule, Math.max(...names.map((name) => times.get(name) ?? newMs))] as const,
  );
  return new Map(latest.filter(([, ms]) => ms > 0));
}

/** The result with these times beside each rule. */
export function withCountsFrom(
  result: FoundResult,
  { before, after }: { before: CountsFrom; after: CountsFrom },
): FoundResult {
  return {
    ...result,
    before: result.before && ofSide(result.before, before),
    after: ofSide(result.after, after),
  };
}

function ofSide(side: SideReport, from: CountsFrom): SideReport {
  const isoOf = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString());
  return { ...side, rules: side.rules.map((one) => ({ ...one, countsFrom: isoOf(from.get(one.rule)) })) };
}
