/** Leads whose outcomes follow worths that a test planted: what is learnt from them can be held against the truth. */
import type { Feature, LeadSample } from '../../src/engine/analysis/suggestions/lead-sample.core.ts';
import { randomFrom } from './random.ts';

export interface Planted {
  /** What a payment of each rule adds to the logarithm of the odds that a lead is won. */
  truths: readonly number[];
  /** Its points today. */
  today: readonly number[];
  leads: number;
  /** The logarithm of the odds of a lead without any payment. */
  base?: number;
}

const hourMs = 3_600_000;

export function plantedLeads(
  seed: number,
  { truths, today, leads, base = -1 }: Planted,
): { samples: LeadSample[]; features: Feature[] } {
  const draw = randomFrom(seed);
  const samples = Array.from({ length: leads }, (_, position): LeadSample => {
    const row = { columns: [] as number[], values: [] as number[] };
    truths.forEach((_truth, column) => {
      if (draw() >= 0.35) return;
      row.columns.push(column);
      row.values.push(draw() < 0.3 ? 2 : 1);
    });
    const sumOf = (worths: readonly number[]) =>
      row.columns.reduce(
        (sum, column, index) => sum + (worths[column] as number) * (row.values[index] as number),
        0,
      );
    return {
      openedMs: position * hourMs,
      endedMs: (position + 10) * hourMs,
      won: draw() < 1 / (1 + Math.exp(-base - sumOf(truths))) ? 1 : 0,
      group: position,
      score: sumOf(today),
      row,
      later: [],
    };
  });
  const features = today.map((points, index) => ({
    rule: `rule-${index}`,
    label: `Rule ${index}`,
    today: points,
  }));
  return { samples, features };
}
