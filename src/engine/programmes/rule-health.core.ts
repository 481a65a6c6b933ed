/** The health of rules: which are dead, which dominate, and which drift away from what they did before. Pure. */
import { limits } from '../../base/kernel/kernel.ts';
import type { RuleDay, RuleHealth } from '../../contract/api/api.ts';

type Row = RuleHealth['rules'][number];

/** Over this part of all points, a rule dominates; where there are few rules, one naturally does. */
const dominatingShare = 0.5;
const dominatedRulesMin = 3;
/** A rule drifts when its fires change so many times more than those of all rules together. */
const driftFactor = 2;
/** Fewer fires than these, in the busier of the two periods, say nothing. */
const driftFiresMin = 20;

/**
 * `days` are of the period asked for, of `daysCount` UTC days up to `untilMs`, and of as many days before it. Where the history
 * has not all of those, nothing drifts.
 */
export function ruleHealth(
  rules: readonly { id: string; label: string }[],
  days: readonly RuleDay[],
  { daysCount, untilMs, hasBefore }: { daysCount: number; untilMs: number; hasBefore: boolean },
): Row[] {
  const dayNames = Array.from({ length: daysCount }, (_, index) =>
    new Date(untilMs - (daysCount - 1 - index) * limits.dayMs).toISOString().slice(0, 10),
  );
  const since = dayNames[0] ?? '';
  const ofRule = Map.groupBy(days, ({ rule }) => rule);
  const rows = rules.map(({ id, label }) => {
    const own = ofRule.get(id) ?? [];
    const present = own.filter(({ day }) => day >= since);
    const lastFiredMs = Math.max(0, ...own.map((one) => one.lastFiredMs ?? 0));
    return {
      rule: id,
      label,
      fires: sum(present, 'fires'),
      firesBefore: hasBefore ? sum(own, 'fires') - sum(present, 'fires') : null,
      refusals: sum(present, 'refusals'),
      points: sum(present, 'points'),
      lastFired: lastFiredMs === 0 ? null : new Date(lastFiredMs).toISOString(),
      daily: dayNames.map((day) => present.find((one) => one.day === day)?.fires ?? 0),
    };
  });
  const pointsOfAll = rows.reduce((all, { points }) => all + Math.abs(points), 0);
  const trend = growth(
    rows.reduce((all, { fires }) => all + fires, 0),
    rows.reduce((all, { firesBefore }) => all + (firesBefore ?? 0), 0),
  );
  return rows.map((row) => {
    const share = pointsOfAll === 0 ? 0 : Math.abs(row.points) / pointsOfAll;
    return { ...row, share, state: stateOf({ ...row, share }, rows.length, trend) };
  });
}

function stateOf(row: Omit<Row, 'state'>, rulesCount: number, trend: number): Row['state'] {
  if (row.fires === 0) return 'dead';
  if (row.share > dominatingShare && rulesCount >= dominatedRulesMin) return 'dominating';
  // Nothing before it: it is new, or nobody knows.
  if (!row.firesBefore || Math.max(row.fires, row.firesBefore) < driftFiresMin) return 'fine';
  const change = growth(row.fires, row.firesBefore) / trend;
  return change >= driftFactor || change <= 1 / driftFactor ? 'drifting' : 'fine';
}

/** Never 0 or without end: one more of each. */
function growth(now: number, before: number): number {
  return (now + 1) / (before + 1);
}

function sum(days: readonly RuleDay[], field: 'fires' | 'refusals' | 'points'): number {
  return days.reduce((all, day) => all + day[field], 0);
}
