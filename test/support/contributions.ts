/** The points of a profile, as the running program explains them. */
import { api, type Program } from './program.ts';
import { until } from './until.ts';

interface Explanation {
  contributions: { rule: string; value: number }[];
}

/** Waits until a programme's contributions to a profile are these, by rule and value. */
export const untilContributed = (
  program: Program,
  key: string,
  expected: Record<string, number>,
  programme = 'emea-lead-scoring',
) =>
  until(`${key} has ${JSON.stringify(expected)}`, async () => {
    const query = `${encodeURIComponent(key)}/explanation?programme=${programme}`;
    const { contributions } = await api<Explanation>(program, `/api/v1/profiles/${query}`);
    const found: Record<string, number> = {};
    for (const { rule, value } of contributions) found[rule] = (found[rule] ?? 0) + value;
    const isSo =
      JSON.stringify(Object.entries(found).sort()) === JSON.stringify(Object.entries(expected).sort());
    if (!isSo) throw new Error(`it has ${JSON.stringify(found)}`);
    return true;
  });
