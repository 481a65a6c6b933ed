/**
 * What each rule is worth by the outcomes of leads: whole points beside today's, with an interval. Pure.
 *
 * The regression says what a payment adds to the logarithm of the odds. A scale makes points of that, and a common factor sees to it
 * that the leads have the same score on average as today. So today's tiers keep their meaning.
 */
import type { SuggestedRule } from '../../../contract/api/api.ts';
import { type Feature, type LeadSample, tableOf } from './lead-sample.core.ts';
import { type Fitted, fitLogistic, logOddsOf, type Table } from './logistic.core.ts';
import { middleOf, resampledWeights } from './resampling.core.ts';
import { type Carriers, screen } from './screening.core.ts';

/** What was learnt from some leads. */
export interface Learnt {
  /** One a feature, in their order. */
  rules: SuggestedRule[];
  /** The columns that the regression has, by their indexes among the features. */
  columns: readonly number[];
  fitted: Fitted;
  /** Points by the logarithm of the odds, before the factor; null where no rule gives points or has a slope. */
  scale: number | null;
  /** By which all learnt points were multiplied, so that tiers keep their meaning. */
  factor: number;
  /** Whether it ranks every won lead above every other one. */
  isSeparated: boolean;
}

/** The share of resamplings that an interval holds. */
export const intervalShare = 0.95;
const seed = 20_261_130;
const mostPoints = 100_000;
/** An average that moves by less than this part keeps every point as it is; and the most that points grow or shrink together. */
const factorKept = 0.2;
const factorMax = 4;

interface Bounds {
  low: number;
  high: number;
}

/** Learns from leads. `resamples`: how many resamplings make an interval. */
export function learn(
  samples: readonly LeadSample[],
  features: readonly Feature[],
  { penalty, resamples }: { penalty: number; resamples: number },
): Learnt {
  const carriers = screen(samples, features);
  const columns = learnableOf(carriers);
  const table = tableOf(samples, columns);
  const penalties = penaltiesOf(table, penalty);
  const fitted = fitLogistic(table, { penalties });
  const groups = samples.map(({ group }) => group);
  const drawn = columns.map((): number[] => []);
  for (const weights of resampledWeights(groups, resamples, seed))
    fitLogistic(table, { penalties, weights, from: fitted }).slopes.forEach((slope, column) => {
      drawn[column]?.push(slope);
    });
  const estimates = columns.map((column, index): Estimate => {
    const { low, high } = middleOf(drawn[index] as number[], intervalShare);
    return { column, slope: fitted.slopes[index] as number, low, high };
  });
  const scale = scaleOf(samples, features, estimates);
  if (scale === null) {
    const rules = features.map((feature, column) => kept(feature, carriers[column] as Carriers));
    return { rules, columns, fitted, scale, factor: 1, isSeparated: isSeparated(table, fitted) };
  }
  const worths = estimates.map((estimate) => worthOf(features[estimate.column] as Feature, estimate, scale));
  const factor = factorOf(samples, features, worths);
  const ofColumn = new Map(worths.map((worth) => [worth.column, worth]));
  const rules = features.map((feature, column) => {
    const worth = ofColumn.get(column);
    const own = carriers[column] as Carriers;
    return worth === undefined ? kept(feature, own) : suggestedOf(feature, own, worth, factor);
  });
  return { rules, columns, fitted, scale, factor, isSeparated: isSeparated(table, fitted) };
}

/** What the regression says of a column: by the logarithm of the odds. */
interface Estimate {
  column: number;
  slope: number;
  low: number;
  high: number;
}

export function learnableOf(carriers: readonly Carriers[]): number[] {
  return carriers.flatMap(({ state }, column) => (state === 'learnable' ? [column] : []));
}

/** A penalty for each column that does not depend on the unit it is counted in. */
export function penaltiesOf({ width, rows }: Table, penalty: number): number[] {
  const sums = Array.from({ length: width }, () => ({ value: 0, square: 0 }));
  for (const { columns, values } of rows)
    columns.forEach((column, index) => {
      const value = values[index] as number;
      const sum = sums[column] as (typeof sums)[number];
      sum.value += value;
      sum.square += value ** 2;
    });
  return sums.map(
    ({ value, square }) => penalty * Math.max(0, square / rows.length - (value / rows.length) ** 2),
  );
}

/**
 * Points for one step of the logarithm of the odds, a convention and no estimate. The rules move as many points as today, gains and
 * losses alike. Null where they give no points today, or have no slope.
 */
function scaleOf(
  samples: readonly LeadSample[],
  features: readonly Feature[],
  estimates: readonly Estimate[],
): number | null {
  const moved = paymentsOf(samples, features, Math.abs);
  const sum = (worth: (estimate: Estimate) => number) =>
    estimates.reduce((all, one) => all + Math.abs(worth(one)) * (moved[one.column] as number), 0);
  const points = sum(({ column }) => (features[column] as Feature).today);
  const odds = sum(({ slope }) => slope);
  return points > 0 && odds > 0 ? points / odds : null;
}

/** The sums of the payments of all leads, a column each. */
function paymentsOf(
  samples: readonly LeadSample[],
  features: readonly Feature[],
  as: (payments: number) => number,
): number[] {
  const sums = features.map(() => 0);
  for (const { row } of samples)
    row.columns.forEach((column, index) => {
      sums[column] = (sums[column] as number) + as(row.values[index] as number);
    });
  return sums;
}

/** What a rule is worth at the scale, in points that are not rounded yet. */
interface Worth extends Bounds {
  column: number;
  points: number;
  state: SuggestedRule['state'];
}

/**
 * Today's points stay unless the interval leaves them out: without evidence nothing changes. Of a rule that says nothing the estimate
 * is chance, so its points move to the nearest end of the interval and no further.
 */
function worthOf({ today }: Feature, { column, slope, ...given }: Estimate, scale: number): Worth {
  const [estimate, low, high] = [slope * scale, given.low * scale, given.high * scale];
  const isNothing = low <= 0 && high >= 0;
  const isToday = low <= today && today <= high;
  if (isToday) return { column, low, high, points: today, state: isNothing ? 'unsure' : 'stands' };
  if (isNothing) return { column, low, high, points: today > high ? high : low, state: 'silent' };
  const isOpposite = (today > 0 && high < 0) || (today < 0 && low > 0);
  const state = isOpposite ? 'opposite' : Math.abs(estimate) > Math.abs(today) ? 'more' : 'less';
  return { column, low, high, points: estimate, state };
}

/**
 * The factor of all learnt points by which the leads have the same score on average as today. It is 1 where the average hardly moves.
 * It is 1 too where no factor can keep it, since what the rules give in sum has another sign.
 */
function factorOf(
  samples: readonly LeadSample[],
  features: readonly Feature[],
  worths: readonly Worth[],
): number {
  const given = paymentsOf(samples, features, (payments) => payments);
  const sum = (points: (worth: Worth) => number) =>
    worths.reduce((all, worth) => all + points(worth) * (given[worth.column] as number), 0);
  const factor = sum(({ column }) => (features[column] as Feature).today) / sum(({ points }) => points);
  if (!(factor > 0) || Math.abs(factor - 1) < factorKept) return 1;
  return Math.max(1 / factorMax, Math.min(factorMax, factor));
}

function kept({ rule, label, today }: Feature, { leads, won, state }: Carriers): SuggestedRule {
  const why = state === 'learnable' ? 'unsure' : state;
  return { rule, label, today, suggested: today, low: null, high: null, leads, won, state: why };
}

function suggestedOf(
  { rule, label, today }: Feature,
  { leads, won }: Carriers,
  { points, low, high, state }: Worth,
  factor: number,
): SuggestedRule {
  const isAsToday = points === today && factor === 1;
  const suggested = isAsToday ? today : within(Math.round(points * factor));
  // Outwards, so that a whole interval never says more than the exact one.
  const bounds = { low: within(Math.floor(low * factor)), high: within(Math.ceil(high * factor)) };
  return { rule, label, today, suggested, ...bounds, leads, won, state };
}

const within = (points: number) => Math.max(-mostPoints, Math.min(mostPoints, points)) + 0;

function isSeparated({ rows, won }: Table, fitted: Fitted): boolean {
  let lowestWon = Number.POSITIVE_INFINITY;
  let highestOther = Number.NEGATIVE_INFINITY;
  rows.forEach((row, index) => {
    const logOdds = logOddsOf(fitted, row);
    if (won[index] === 1) lowestWon = Math.min(lowestWon, logOdds);
    else highestOther = Math.max(highestOther, logOdds);
  });
  return lowestWon > highestOther;
}

/** The score of a lead by suggested points: today's, with the difference that each payment makes. */
export function suggestedScore({ score, row }: LeadSample, rules: readonly SuggestedRule[]): number {
  return row.columns.reduce((sum, column, index) => {
    const { today, suggested } = rules[column] as SuggestedRule;
    return sum + (suggested - today) * (row.values[index] as number);
  }, score);
}
