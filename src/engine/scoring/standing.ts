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
  if (programme.capsStanding)
    score = heldByRuleAndGroup(
      sumsByRule(payments, values),
      programme,
      () => 0,
      (whole, part, of, bounds) => whole + hold({ id: of.id, label: `Cap of ${of.label}` }, part, bounds),
    );
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
  /** Each in an object, so that thousands of payments cost one look-up each. */
  const sums = new Map<number, { sum: number }>();
  for (let index = 0; index < payments.length; index++) {
    const { signatureId } = payments[index] as Contribution;
    const value = values[index] as number;
    const known = sums.get(signatureId);
    if (known === undefined) sums.set(signatureId, { sum: value });
    else known.sum += value;
  }
  return new Map([...sums].map(([signatureId, { sum }]) => [signatureId, sum]));
}

/**
 * Behaviour points within what may stand of each rule and group. `sums` are what stands, by signature id of a rule; `join` adds a part,
 * of a rule or group, within its bounds.
 */
export function heldByRuleAndGroup<Sum>(
  sums: ReadonlyMap<number, Sum>,
  programme: CompiledProgramme,
  nothing: () => Sum,
  join: (whole: Sum, part: Sum, of: Source, bounds: Bounds | null) => Sum,
): Sum {
  const ofGroup = programme.groups.map(nothing);
  let whole = nothing();
  for (const rule of programme.rules) {
    const part = sums.get(rule.signatureId);
    if (part === undefined) continue;
    const { group } = rule;
    if (group < 0) whole = join(whole, part, rule, rule.caps.standing);
    else ofGroup[group] = join(ofGroup[group] as Sum, part, rule, rule.caps.standing);
  }
  programme.groups.forEach((group, index) => {
    whole = join(whole, ofGroup[index] as Sum, group, group.caps.standing);
  });
  return whole;
}
