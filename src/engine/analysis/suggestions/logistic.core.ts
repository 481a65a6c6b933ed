/**
 * Logistic regression with a ridge penalty: the odds that a lead is won, by what each rule has given it. Pure.
 *
 * Newton's method on rows that hold only what is not 0. The penalty makes the answer unique, also where rules always come together.
 */

/** One row of the table: the columns that are not 0, and their values. */
export interface Row {
  columns: readonly number[];
  values: readonly number[];
}

export interface Table {
  /** How many columns there are. */
  width: number;
  rows: readonly Row[];
  /** 1 for won, 0 for not won, a row each. */
  won: readonly (0 | 1)[];
}

export interface Fitted {
  /** The logarithm of the odds where every column is 0. */
  intercept: number;
  /** What one of each column adds to it. */
  slopes: readonly number[];
}

interface FitOptions {
  /** How strongly each slope is drawn to 0, a column each: the penalty of its square, halved. */
  penalties: readonly number[];
  /** How much each row counts; all count 1 unless given. */
  weights?: readonly number[];
  /** Where the search begins: an answer to nearly the same question is near. */
  from?: Fitted;
}

const stepsMax = 40;
const halvingsMax = 30;
/** A step so small, in the logarithm of the odds, ends the search. */
const stepMin = 1e-6;
/** The intercept is all but free: the penalty keeps it finite where all rows are won, or none. */
const interceptPenalty = 1e-6;

/** Fits the table. Always the same answer for the same question. */
export function fitLogistic(table: Table, options: FitOptions): Fitted {
  const size = table.width + 1;
  const penalties = [...options.penalties, interceptPenalty];
  const weights = options.weights ?? table.rows.map(() => 1);
  const { from } = options;
  let point =
    from === undefined ? new Float64Array(size) : Float64Array.from([...from.slopes, from.intercept]);
  let loss = lossAt(table, point, weights, penalties);
  for (let step = 0; step < stepsMax; step++) {
    const { gradient, curvature } = slopeAt(table, point, weights, penalties);
    const direction = solved(curvature, gradient);
    if (direction.every((value) => Math.abs(value) < stepMin)) break;
    const next = descended(table, { point, loss, direction }, weights, penalties);
    if (next === null) break;
    point = next.point;
    loss = next.loss;
  }
  return { intercept: point[table.width] as number, slopes: [...point.subarray(0, table.width)] };
}

/** The logarithm of the odds that a row is won. */
export function logOddsOf({ intercept, slopes }: Fitted, { columns, values }: Row): number {
  return columns.reduce(
    (sum, column, index) => sum + (slopes[column] as number) * (values[index] as number),
    intercept,
  );
}

export const chanceOf = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/** How far answers are from what happened: minus the logarithm of the chance that was given to it, summed over the rows. */
export function surpriseOf(fitted: Fitted, { rows, won }: Table): number {
  return rows.reduce((sum, row, index) => sum + surprise(logOddsOf(fitted, row), won[index] as 0 | 1), 0);
}

/** Without overflow at either end. */
function surprise(logOdds: number, won: 0 | 1): number {
  return Math.max(logOdds, 0) - logOdds * won + Math.log1p(Math.exp(-Math.abs(logOdds)));
}

interface Reached {
  point: Float64Array<ArrayBuffer>;
  loss: number;
}

/** The first of whole, half, quarter … steps that lowers the loss; null where none does. */
function descended(
  table: Table,
  { point, loss, direction }: Reached & { direction: Float64Array },
  weights: readonly number[],
  penalties: readonly number[],
): Reached | null {
  for (let halvings = 0, share = 1; halvings < halvingsMax; halvings++, share /= 2) {
    const next = point.map((value, column) => value - share * (direction[column] as number));
    const lossThere = lossAt(table, next, weights, penalties);
    if (lossThere < loss) return { point: next, loss: lossThere };
  }
  return null;
}

function lossAt(
  { width, rows, won }: Table,
  point: Float64Array,
  weights: readonly number[],
  penalties: readonly number[],
): number {
  let loss = 0;
  for (let column = 0; column <= width; column++)
    loss += ((penalties[column] as number) * (point[column] as number) ** 2) / 2;
  rows.forEach((row, index) => {
    loss += (weights[index] as number) * surprise(at(point, row, width), won[index] as 0 | 1);
  });
  return loss;
}

function at(point: Float64Array, { columns, values }: Row, width: number): number {
  let sum = point[width] as number;
  for (let index = 0; index < columns.length; index++)
    sum += (point[columns[index] as number] as number) * (values[index] as number);
  return sum;
}

/** The gradient of the loss and its matrix of second derivatives: the lower half, row by row. */
function slopeAt(
  { width, rows, won }: Table,
  point: Float64Array,
  weights: readonly number[],
  penalties: readonly number[],
): { gradient: Float64Array<ArrayBuffer>; curvature: Float64Array[] } {
  const gradient = Float64Array.from(point, (value, column) => value * (penalties[column] as number));
  const curvature = Array.from({ length: width + 1 }, (_, column) => {
    const line = new Float64Array(column + 1);
    line[column] = penalties[column] as number;
    return line;
  });
  const last = curvature[width] as Float64Array;
  rows.forEach((row, index) => {
    const { columns, values } = row;
    const chance = chanceOf(at(point, row, width));
    const weight = weights[index] as number;
    const pull = weight * (chance - (won[index] as number));
    const spread = weight * chance * (1 - chance);
    gradient[width] = (gradient[width] as number) + pull;
    last[width] = (last[width] as number) + spread;
    columns.forEach((column, nth) => {
      const value = values[nth] as number;
      gradient[column] = (gradient[column] as number) + pull * value;
      last[column] = (last[column] as number) + spread * value;
      for (let other = 0; other < columns.length; other++) {
        const otherColumn = columns[other] as number;
        const line = curvature[column] as Float64Array;
        if (otherColumn <= column)
          line[otherColumn] = (line[otherColumn] as number) + spread * value * (values[other] as number);
      }
    });
  });
  return { gradient, curvature };
}

/** Solves for the step by Cholesky's method. The penalties keep every pivot above 0. */
function solved(lower: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  const result = Float64Array.from(right);
  for (let row = 0; row < size; row++) {
    const own = lower[row] as Float64Array;
    for (let column = 0; column <= row; column++) {
      const other = lower[column] as Float64Array;
      let sum = own[column] as number;
      for (let before = 0; before < column; before++)
        sum -= (own[before] as number) * (other[before] as number);
      own[column] =
        column === row ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / (other[column] as number);
    }
    let sum = result[row] as number;
    for (let before = 0; before < row; before++) sum -= (own[before] as number) * (result[before] as number);
    result[row] = sum / (own[row] as number);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = result[row] as number;
    for (let after = row + 1; after < size; after++)
      sum -= ((lower[after] as Float64Array)[row] as number) * (result[after] as number);
    result[row] = sum / ((lower[row] as Float64Array)[row] as number);
  }
  return result;
}
