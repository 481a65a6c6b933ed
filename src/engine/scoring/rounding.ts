/** Rounding of a score to whole points: the last step, after caps, decay, fit and floor. */
import type { Programme } from '../../contract/language/language.ts';
import { toThousandths } from './points.ts';

/** Makes thousandths whole points, in thousandths. It never falls where its argument rises. */
export type Rounding = (thousandths: number) => number;

const onePoint = toThousandths(1);

/** Halves go away from zero, as thousandths do; `down` and `up` go to the next whole point below and above. */
const roundings: Readonly<Record<NonNullable<Programme['rounding']>, Rounding>> = {
  nearest: (score) => Math.sign(score) * Math.round(Math.abs(score) / onePoint) * onePoint + 0,
  down: (score) => Math.floor(score / onePoint) * onePoint,
  up: (score) => Math.ceil(score / onePoint) * onePoint + 0,
};

/** Returns a programme's rounding; null where its scores stay in thousandths. */
export function roundingOf({ rounding }: Programme): Rounding | null {
  return rounding === undefined ? null : roundings[rounding];
}
