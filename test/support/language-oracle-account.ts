/** The oracle of companies: one score of the people of a company, in the slowest, most obvious way. Points are thousandths. */
import type { Programme } from '../../src/contract/language/language.ts';

/** The score of a company whose people have these points; of a count, people. */
export function oracleOfCompany(combine: Programme['combine'], people: readonly number[]): number {
  const points = people.map((one) => Math.max(0, one));
  if (combine === 'sum') return points.reduce((sum, one) => sum + one, 0) / 1_000;
  if (combine === 'maximum') return Math.max(0, ...points) / 1_000;
  if (combine === undefined) throw new Error('a programme of people');
  return points.filter((one) => one >= combine.people.atLeast * 1_000).length;
}

/** The group of a person: the one that was said last. Null where none was. */
export function oracleGroup(said: readonly { atMs: number; group: string }[]): string | null {
  let last: { atMs: number; group: string } | null = null;
  for (const one of said) if (last === null || one.atMs > last.atMs) last = one;
  return last?.group ?? null;
}
