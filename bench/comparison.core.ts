/** The comparison of two runs: each figure better, worse, or the same within the noise its repetitions show. */
import type { Figure, Result, Settings } from './results.core.ts';

/** With fewer repetitions on either side the noise is not known and no figure is judged. */
export const repetitionsMin = 3;
/** Changes smaller than this share are never judged: repetitions within one run miss the drift between two. */
export const noiseShareMin = 0.02;

export type Judgement = 'better' | 'worse' | 'same' | 'not judged';

/** One figure in both runs. */
export interface Change {
  part: string;
  before: Figure;
  after: Figure;
  /** After ÷ before; null where before is 0. */
  ratio: number | null;
  /** How far the medians may lie apart by chance, in the figure's unit; null where it is not known. */
  noise: number | null;
  judgement: Judgement;
}

export interface Comparison {
  changes: Change[];
  /** What makes the runs hard to compare: another machine, other versions, another configuration. */
  warnings: string[];
  /** Measured in one run only: parts, and figures of parts that both have, as `part figure`. */
  onlyBefore: string[];
  onlyAfter: string[];
}

/**
 * Returns the comparison. A figure is better or worse when its medians lie further apart than the repetitions of either run. The
 * figures of a part whose configuration differs are not judged: they measured another thing.
 */
export function comparisonOf(before: Result, after: Result): Comparison {
  const afterParts = new Map(after.parts.map((part) => [part.id, part]));
  const changes: Change[] = [];
  const warnings = warningsOf(before, after);
  for (const part of before.parts) {
    const other = afterParts.get(part.id);
    if (other === undefined) continue;
    const differing = differences(part.configuration, other.configuration);
    for (const difference of differing)
      warnings.push(`${part.id}: ${difference}; its figures are not judged`);
    const byId = new Map(other.figures.map((figure) => [figure.id, figure]));
    for (const figure of part.figures) {
      const found = byId.get(figure.id);
      if (found !== undefined) changes.push(changeOf(part.id, figure, found, differing.length === 0));
    }
  }
  return {
    changes,
    warnings,
    onlyBefore: onlyIn(before, after),
    onlyAfter: onlyIn(after, before),
  };
}

function onlyIn(one: Result, other: Result): string[] {
  return one.parts.flatMap(({ id, figures }) => {
    const found = other.parts.find((part) => part.id === id);
    if (found === undefined) return [id];
    const known = new Set(found.figures.map((figure) => figure.id));
    return figures.filter((figure) => !known.has(figure.id)).map((figure) => `${id} ${figure.id}`);
  });
}

function changeOf(part: string, before: Figure, after: Figure, isJudged: boolean): Change {
  const ratio = before.median === 0 ? null : after.median / before.median;
  const change = { part, before, after, ratio };
  const repetitions = Math.min(before.repetitions.length, after.repetitions.length);
  const isSameKind = before.unit === after.unit && before.better === after.better;
  if (!isJudged || !isSameKind || repetitions < repetitionsMin)
    return { ...change, noise: null, judgement: 'not judged' };
  const noise = Math.max(
    widthOf(before),
    widthOf(after),
    noiseShareMin * Math.max(Math.abs(before.median), Math.abs(after.median)),
  );
  const gained = (after.median - before.median) * (after.better === 'higher' ? 1 : -1);
  if (Math.abs(gained) <= noise) return { ...change, noise, judgement: 'same' };
  return { ...change, noise, judgement: gained > 0 ? 'better' : 'worse' };
}

const widthOf = ({ spread: { low, high } }: Figure) => high - low;

function warningsOf(before: Result, after: Result): string[] {
  const warnings = [
    ...differences(before.machine, after.machine).map((difference) => `machine: ${difference}`),
    ...differences(before.versions, after.versions).map((difference) => `versions: ${difference}`),
    ...differences(before.configuration, after.configuration).map(
      (difference) => `configuration: ${difference}`,
    ),
  ];
  if (before.isQuick || after.isQuick)
    warnings.push('a quick run proves that the bench works, not how fast Scoville is');
  return warnings;
}

function differences(before: Settings, after: Settings): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => `${name} was ${inShort(before[name])}, is ${inShort(after[name])}`);
}

function inShort(value: Settings[string] | undefined): string {
  if (value === undefined) return 'not there';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
