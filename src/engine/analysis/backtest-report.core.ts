/** A backtest's answer: the sums in words, shares and rates, the active programme beside the draft. Pure. */
import type { SideReport } from '../../contract/api/api.ts';
import { type CompiledProgramme, type CompiledProgrammes, toPoints } from '../scoring/scoring.ts';
import { type FoundReport, movesMax, type RuleSums, type SideSums, type Sums } from './backtest.core.ts';

const overlapsShown = 3;

/** `programmes`: the active one first, where there is one, then the draft. */
export function reportOf(sums: Sums, { programmes }: CompiledProgrammes): FoundReport {
  const sides = programmes.map((programme, index) => sideReport(sums.sides[index] as SideSums, programme));
  const nameOf = (side: number, tier: number) =>
    programmes[side]?.programme.ladder.tiers[tier - 1]?.name ?? 'none';
  return {
    profiles: sums.profiles,
    events: sums.events,
    before: sides.length > 1 ? (sides[0] as SideReport) : null,
    after: sides.at(-1) as SideReport,
    moves: sums.moves
      .slice(0, movesMax)
      .map((move) => ({ ...move, from: nameOf(0, move.tiers[0]), to: nameOf(1, move.tiers[1]) })),
    leadsAtOnce: sums.leadsAtOnce,
    flows: Object.entries(sums.flows)
      .map(([flow, profiles]) => {
        const [from = 0, to = 0] = flow.split(' ').map(Number);
        return { from, to, profiles };
      })
      .sort((a, b) => a.from - b.from || a.to - b.to),
  };
}

function sideReport(sums: SideSums, { programme, version }: CompiledProgramme): SideReport {
  const won = total(sums.won);
  const lost = total(sums.lost);
  const points = Object.values(sums.rules).reduce((sum, rule) => sum + Math.abs(rule.thousandths), 0);
  const names = ['none', ...programme.ladder.tiers.map(({ name }) => name)];
  const crossings = crossingsOf(sums);
  return {
    version,
    neverScored: sums.neverScored,
    tiers: names.map((tierName, tier) => {
      const wonFrom = total(sums.won.slice(tier));
      return {
        tier,
        tierName,
        profiles: sums.tiers[tier] ?? 0,
        precision: ratio(wonFrom, wonFrom + total(sums.lost.slice(tier))),
        recall: ratio(wonFrom, won),
      };
    }),
    crossings,
    leads: crossings.reduce((sum, { leads }) => sum + leads, 0),
    tasks: crossings.reduce((sum, { tasks }) => sum + tasks, 0),
    quality: {
      ...sums.made,
      precision: ratio(sums.made.good, sums.made.good + sums.made.junk),
      goodLost: sums.spared.good,
      junkSpared: sums.spared.junk,
    },
    rules: [...programme.rules, ...(programme.fit?.rules ?? [])].map(({ id, label }) =>
      ruleReport(id, label, sums.rules[id], points, ratio(won, won + lost)),
    ),
  };
}

function ruleReport(
  rule: string,
  label: string,
  sums: RuleSums | undefined,
  pointsOfAll: number,
  wonOfAll: number | null,
): SideReport['rules'][number] {
  const rate = ratio(sums?.won ?? 0, (sums?.won ?? 0) + (sums?.lost ?? 0));
  const together = Object.entries(sums?.together ?? {}).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return {
    rule,
    label,
    fires: sums?.fires ?? 0,
    refusals: sums?.refusals ?? 0,
    points: toPoints(sums?.thousandths ?? 0),
    share: ratio(Math.abs(sums?.thousandths ?? 0), pointsOfAll) ?? 0,
    profiles: sums?.profiles ?? 0,
    lastFired: sums !== undefined && sums.lastFiredMs > 0 ? new Date(sums.lastFiredMs).toISOString() : null,
    overlap: together
      .slice(0, overlapsShown)
      .map(([other, count]) => ({ rule: other, share: ratio(count, sums?.profiles ?? 0) ?? 0 })),
    lift: rate === null || wonOfAll === null || wonOfAll === 0 ? null : rounded(rate / wonOfAll),
    good: sums?.good ?? 0,
    junk: sums?.junk ?? 0,
    precision: ratio(sums?.good ?? 0, (sums?.good ?? 0) + (sums?.junk ?? 0)),
  };
}

function crossingsOf({ crossings }: SideSums): SideReport['crossings'] {
  const rows = new Map<string, SideReport['crossings'][number]>();
  for (const [id, count] of Object.entries(crossings)) {
    const [day = '', kind = '', ...owner] = id.split(' ');
    const name = owner.join(' ');
    const row = rows.get(`${day} ${name}`) ?? {
      day,
      owner: name === '' ? null : name,
      leads: 0,
      tasks: 0,
    };
    row[kind === 'lead' ? 'leads' : 'tasks'] += count;
    rows.set(`${day} ${name}`, row);
  }
  return [...rows.values()].sort((a, b) =>
    a.day === b.day ? ((a.owner ?? '') < (b.owner ?? '') ? -1 : 1) : a.day < b.day ? -1 : 1,
  );
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : rounded(part / whole);
}

function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
