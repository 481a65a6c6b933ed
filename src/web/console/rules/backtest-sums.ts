/** The sums that a backtest's page shows, from its report. Pure. */
import type { BacktestResult, SideReport } from '../../../contract/api/api.ts';

const dayMs = 86_400_000;

export interface BeforeAfter {
  /** Null where no programme was active. */
  before: number | null;
  after: number;
}

/** Profiles whose tier the change alone raises or lowers, and those it raises to the highest one. */
export function movedTiers({ flows, after }: Pick<BacktestResult, 'flows' | 'after'>) {
  const count = (isMoved: (flow: BacktestResult['flows'][number]) => boolean) =>
    flows.filter(isMoved).reduce((sum, { profiles }) => sum + profiles, 0);
  const top = Math.max(...after.tiers.map(({ tier }) => tier));
  return {
    risen: count(({ from, to }) => to > from),
    fallen: count(({ from, to }) => to < from),
    toTop: count(({ from, to }) => to > from && to === top),
  };
}

/** Leads by UTC day, every day of the period, the earliest first. */
export function leadsByDay(result: BacktestResult): (BeforeAfter & { day: string })[] {
  const days: string[] = [];
  const last = result.until.slice(0, 10);
  for (
    let ms = Date.parse(`${result.since.slice(0, 10)}T00:00:00Z`);
    ms <= Date.parse(`${last}T00:00:00Z`);
    ms += dayMs
  )
    days.push(new Date(ms).toISOString().slice(0, 10));
  const of = (side: SideReport, day: string) => leadsOf(side, (crossing) => crossing.day === day);
  return days.map((day) => ({
    day,
    before: result.before === null ? null : of(result.before, day),
    after: of(result.after, day),
  }));
}

/** Leads by owner, the most after first; an owner of null is the queue. */
export function leadsByOwner({ before, after }: BacktestResult): (BeforeAfter & { owner: string | null })[] {
  const owners = new Set([...(before?.crossings ?? []), ...after.crossings].map(({ owner }) => owner));
  const of = (side: SideReport, name: string | null) => leadsOf(side, ({ owner }) => owner === name);
  return [...owners]
    .map((owner) => ({ owner, before: before === null ? null : of(before, owner), after: of(after, owner) }))
    .sort((a, b) => b.after - a.after || (b.before ?? 0) - (a.before ?? 0));
}

/** Days of the period, at least a part of one. */
export function daysOf({ since, until }: Pick<BacktestResult, 'since' | 'until'>): number {
  return Math.max(1 / 24, (Date.parse(until) - Date.parse(since)) / dayMs);
}

function leadsOf(side: SideReport, isMeant: (crossing: SideReport['crossings'][number]) => boolean): number {
  return side.crossings.filter(isMeant).reduce((sum, { leads }) => sum + leads, 0);
}

/**
 * Rules that by `backfill` count only a part of the period, each once: live, or when they are published. The figures count all of it.
 */
export function rulesCountedFrom({
  before,
  after,
  since,
}: BacktestResult): { label: string; from: string }[] {
  const rules = [...after.rules, ...(before?.rules ?? [])].flatMap(({ rule, label, countsFrom }) =>
    countsFrom != null && countsFrom > since
      ? [[`${rule} ${countsFrom}`, { label, from: countsFrom }] as const]
      : [],
  );
  return [...new Map(rules.toReversed()).values()].toReversed();
}

/** A share in per cent; empty for one that is unknown. */
export function inPercent(share: number | null): string {
  return share === null ? '' : `${Math.round(share * 1_000) / 10}\u00a0%`;
}
