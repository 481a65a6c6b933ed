/** The score over time as a line to draw, with the bounds of the tiers. Pure. */
import type { Explanation, ScoreHistory } from '../../../contract/api/api.ts';

export const curveSize = { width: 240, height: 56 } as const;
const marginPx = 3;

export interface ScoreCurve {
  /** Points of a polyline: `0,53 4.1,20`. */
  line: string;
  /** Where each tier begins, from the top down the page, px. */
  tiers: { name: string; y: number }[];
}

/** Returns the line from 0 to the highest of scores and bounds; null where there are no scores. */
export function scoreCurve({ scores, tiers }: Pick<ScoreHistory, 'scores' | 'tiers'>): ScoreCurve | null {
  if (scores === null || scores.length < 2) return null;
  const { width, height } = curveSize;
  const values = scores.map(({ score }) => Math.max(0, score ?? 0));
  const most = Math.max(1, ...values, ...tiers.map(({ from }) => from));
  const yOf = (value: number) => round(height - marginPx - (value / most) * (height - 2 * marginPx));
  return {
    line: values
      .map((value, index) => `${round((index * width) / (values.length - 1))},${yOf(value)}`)
      .join(' '),
    tiers: tiers.map(({ name, from }) => ({ name, y: yOf(from) })),
  };
}

/** Returns the score of today; null where nobody knows it, or not yet. A history that cannot be read at once has none. */
export function scoreNow(
  history: Pick<ScoreHistory, 'scores'> | null | undefined,
  explanation: Pick<Explanation, 'score'> | null | undefined,
): number | null {
  return explanation?.score ?? history?.scores?.at(-1)?.score ?? null;
}

const round = (value: number) => Math.round(value * 10) / 10;

/** "15 points to three chilies: Watched a demo would do it"; null on the highest tier. `ways` are as the API gives them. */
export function nextTierInWords(
  next: {
    tierName: string;
    missing: number;
    ways: { behaviours: { label: string; times: number }[] }[];
  } | null,
): { missing: string; how: string | null } | null {
  if (next === null) return null;
  const behaviours = next.ways[0]?.behaviours.map(({ label, times }) =>
    times > 1 ? `${label} (${times} times)` : label,
  );
  return {
    missing: `${next.missing.toLocaleString()} ${next.missing === 1 ? 'point' : 'points'} to ${next.tierName}`,
    how: behaviours?.join(', then ') ?? null,
  };
}
