/** Which rules can be learnt about, and why the others cannot: too rare, paid only within the sales process, or never wrong. Pure. */
import { limits } from '../../../base/kernel/kernel.ts';
import { type Feature, type LeadSample, outcomesOf } from './lead-sample.core.ts';

/**
 * `rare`: too few leads differ in it. `after`: it pays only after the lead is opened. `separates`: every lead with it, or
 * without it, ended alike.
 */
export type Screened = 'learnable' | 'rare' | 'after' | 'separates';

/** What leads with a rule came to. */
export interface Carriers {
  leads: number;
  won: number;
  state: Screened;
}

/** Payments after the opening that outnumber those before so many times are of the sales process. */
const laterTimes = 9;
/** So unlikely by chance that so many leads end alike. */
const alikeChanceMax = 0.001;

/** One answer a feature, in their order. */
export function screen(samples: readonly LeadSample[], features: readonly Feature[]): Carriers[] {
  const least = limits.suggestionLeadsARuleMin;
  const all = outcomesOf(samples);
  const later = features.map(() => 0);
  const having: LeadSample[][] = features.map(() => []);
  const values = features.map(() => new Map<number, number>());
  for (const sample of samples) {
    for (const column of sample.later) later[column] = (later[column] ?? 0) + 1;
    sample.row.columns.forEach((column, index) => {
      having[column]?.push(sample);
      const value = sample.row.values[index] as number;
      const counts = values[column] as Map<number, number>;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    });
  }
  return features.map((_, column) => {
    const own = having[column] as LeadSample[];
    const outcomes = outcomesOf(own);
    const came = { leads: own.length, won: outcomes.won };
    const laterOnly = later[column] as number;
    if (laterOnly >= least && laterOnly >= laterTimes * own.length) return { ...came, state: 'after' };
    const most = Math.max(samples.length - own.length, ...(values[column] as Map<number, number>).values());
    if (own.length < least || samples.length - most < least) return { ...came, state: 'rare' };
    const without = { won: all.won - outcomes.won, notWon: all.notWon - outcomes.notWon };
    const isTooGood = [outcomes, without].some((side) => isAlike(side, all));
    return { ...came, state: isTooGood ? 'separates' : 'learnable' };
  });
}

/** Whether all leads of one side ended alike, and more of them than chance explains. */
function isAlike(side: { won: number; notWon: number }, all: { won: number; notWon: number }): boolean {
  const leads = side.won + side.notWon;
  if (leads === 0 || (side.won > 0 && side.notWon > 0)) return false;
  const share = (side.won > 0 ? all.won : all.notWon) / (all.won + all.notWon);
  return share ** leads < alikeChanceMax;
}
