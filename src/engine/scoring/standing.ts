/** What stands: payments and fit within the bounds of each rule, each group and the whole. */
import { type Bounds, held } from './caps.ts';
import type { CompiledProgramme, Source } from './compile.ts';
import { type Contribution, lineWithoutEvent } from './contribution.ts';
import type { Fit } from './fit.ts';

/**
 * The score of payments, by what stands of each, and of the fit, within what may stand of each rule, each group and the whole. With
 * a line for what each of those bounds takes or gives, and the rounding after them.
 */
export function sumUp(
  payments: readonly Contribution[],
  values: readonly number[],
  programme: CompiledProgramme,
  fit: Fit | null,
  nowMs: number,
): { lines: Contribution[]; score: number } {
  const lines: Contribution[] = [];
  const hold = (source: Source, sum: number, bounds: Bounds | null): number => {
    const after = bounds === null ? sum : held(sum, bounds);
    if (after !== sum) {
      const reason = after < sum ? 'more may not stand' : 'less may not stand';
      lines.push(lineWithoutEvent('cap', source, after - sum, nowMs, reason));
    }
    return after;
  };
  let score = 0;
  if (programme.capsStanding) score = heldByRuleAndGroup(sumsByRule(payments, values), programme, hold);
  else for (const value of values) score += value;
  if (fit !== null && programme.fit?.counts) {
    lines.push(...fitLines(programme, fit, nowMs));
    if (fit.capped !== 0) {
      const source = { id: 'fit', label: 'Cap of the fit' };
      lines.push(lineWithoutEvent('cap', source, fit.capped, nowMs, 'cap of the fit'));
    }
    score += fit.thousandths;
  }
  // A floor holds up what was earned; where nothing was, there is nothing to hold.
  if (payments.length > 0 || (fit?.held.length ?? 0) > 0)
    score = hold({ id: 'programme', label: 'Cap of the programme' }, score, programme.caps.standing);
  return { lines, score: rounded(score, programme, lines, nowMs) };
}

/** The score in whole points, with a line for what that takes or gives. */
function rounded(
  score: number,
  { rounding }: CompiledProgramme,
  lines: Contribution[],
  nowMs: number,
): number {
  if (rounding === null) return score;
  const whole = rounding(score);
  if (whole !== score) {
    const source = { id: 'rounding', label: 'Rounding' };
    lines.push(lineWithoutEvent('cap', source, whole - score, nowMs, 'rounded to whole points'));
  }
  return whole;
}

/** A line for each rule of the fit whose points count. */
export function fitLines(programme: CompiledProgramme, fit: Fit | null, nowMs: number): Contribution[] {
  if (fit === null || !programme.fit?.counts) return [];
  return fit.held.map((one) => lineWithoutEvent('fit', one, one.thousandths, nowMs, 'by what is known now'));
}

function sumsByRule(payments: readonly Contribution[], values: readonly number[]): Map<number, number> {
  const sums = new Map<number, number>();
  payments.forEach(({ signatureId }, index) => {
    sums.set(signatureId, (sums.get(signatureId) ?? 0) + (values[index] as number));
  });
  return sums;
}

/** The behaviour points within what may stand of each rule and group; `sums` are what stands, by signature id of a rule. */
export function heldByRuleAndGroup(
  sums: ReadonlyMap<number, number>,
  programme: CompiledProgramme,
  hold: (source: Source, sum: number, bounds: Bounds | null) => number,
): number {
  const ofGroup = programme.groups.map(() => 0);
  let score = 0;
  for (const rule of programme.rules) {
    const sum = sums.get(rule.signatureId);
    if (sum === undefined) continue;
    const after = hold(capOf(rule), sum, rule.caps.standing);
    if (rule.group >= 0) ofGroup[rule.group] = (ofGroup[rule.group] ?? 0) + after;
    else score += after;
  }
  programme.groups.forEach((group, index) => {
    score += hold(capOf(group), ofGroup[index] ?? 0, group.caps.standing);
  });
  return score;
}

function capOf({ id, label }: Source): Source {
  return { id, label: `Cap of ${label}` };
}
