/**
 * How right points are on later leads: learnt from leads whose outcome was known, tested on leads that were opened after that. Pure.
 *
 * A test never looks back: what was learnt knows nothing that happened once the tested leads were there.
 */
import type { SuggestionTest } from '../../../contract/api/api.ts';
import { type Feature, inOrderOfTime, type LeadSample, outcomesOf, tableOf } from './lead-sample.core.ts';
import { chanceOf, fitLogistic, logOddsOf, surpriseOf } from './logistic.core.ts';
import { screen } from './screening.core.ts';
import { learn, learnableOf, penaltiesOf, suggestedScore } from './worths.core.ts';

/** Leads to learn from, and later ones to test on. */
export interface Fold {
  known: readonly LeadSample[];
  later: readonly LeadSample[];
}

export interface Tier {
  name: string;
  from: number;
}

const parts = 6;
/** The least of each outcome that a fold is learnt from. */
const knownEachMin = 10;
const resamplesOfFold = 60;
/** Penalties that are tried; the weakest that predicts later leads best is taken. */
const penalties = [0.5, 1, 2, 4, 8];
const binsMax = 10;
const leadsOfBin = 20;

/** Cuts the leads by time: each part but the first is tested by what was known when its first lead was opened. */
export function foldsOf(samples: readonly LeadSample[]): Fold[] {
  const ordered = inOrderOfTime(samples);
  const cuts = Array.from({ length: parts + 1 }, (_, part) => Math.round((part * ordered.length) / parts));
  return cuts.slice(1, parts).flatMap((from, part) => {
    const later = ordered.slice(from, cuts[part + 2]);
    const beganMs = later[0]?.openedMs ?? 0;
    const known = ordered.slice(0, from).filter(({ endedMs }) => endedMs < beganMs);
    const { won, notWon } = outcomesOf(known);
    return later.length > 0 && Math.min(won, notWon) >= knownEachMin ? [{ known, later }] : [];
  });
}

/** The penalty by which the folds are predicted best. */
export function bestPenalty(folds: readonly Fold[], features: readonly Feature[]): number {
  const surprises = penalties.map((penalty) =>
    folds.reduce((sum, { known, later }) => {
      const columns = learnableOf(screen(known, features));
      const table = tableOf(known, columns);
      const fitted = fitLogistic(table, { penalties: penaltiesOf(table, penalty) });
      return sum + surpriseOf(fitted, tableOf(later, columns));
    }, 0),
  );
  return penalties[surprises.indexOf(Math.min(...surprises))] as number;
}

interface Tried {
  won: 0 | 1;
  before: number;
  after: number;
  chance: number;
}

/** Tests what is learnt in each fold on its later leads. */
export function testLater(
  folds: readonly Fold[],
  features: readonly Feature[],
  { penalty, tiers }: { penalty: number; tiers: readonly Tier[] },
): SuggestionTest {
  const tried = folds.flatMap(({ known, later }): Tried[] => {
    const { rules, columns, fitted } = learn(known, features, { penalty, resamples: resamplesOfFold });
    const { rows } = tableOf(later, columns);
    return later.map((sample, index) => ({
      won: sample.won,
      before: sample.score,
      after: suggestedScore(sample, rules),
      chance: chanceOf(logOddsOf(fitted, rows[index] as (typeof rows)[number])),
    }));
  });
  return {
    leads: tried.length,
    won: outcomesOf(tried).won,
    ranking: {
      before: ranking(tried.map(({ won, before }) => ({ won, score: before }))),
      after: ranking(tried.map(({ won, after }) => ({ won, score: after }))),
    },
    tiers: tiers.map(({ name, from }, index) => ({
      tier: index + 1,
      tierName: name,
      before: reached(tried, ({ before }) => before >= from),
      after: reached(tried, ({ after }) => after >= from),
    })),
    calibration: calibrationOf(tried),
  };
}

function reached(tried: readonly Tried[], isThere: (one: Tried) => boolean) {
  const there = tried.filter(isThere);
  const { won } = outcomesOf(there);
  return {
    leads: there.length,
    precision: ratio(won, there.length),
    recall: ratio(won, outcomesOf(tried).won),
  };
}

/** How often a won lead scores higher than one that was not; ties count half. Null where either is missing. */
function ranking(scored: readonly { won: 0 | 1; score: number }[]): number | null {
  const sorted = scored.toSorted((a, b) => a.score - b.score);
  let below = 0;
  let pairs = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to]?.score === sorted[from]?.score) to++;
    const { won, notWon } = outcomesOf(sorted.slice(from, to));
    pairs += won * (below + notWon / 2);
    below += notWon;
  }
  const { won, notWon } = outcomesOf(scored);
  return ratio(pairs, won * notWon);
}

/** Leads by what was expected of them, in bins of as many each: the chance that was given, and the share that was won. */
function calibrationOf(tried: readonly Tried[]): SuggestionTest['calibration'] {
  const sorted = tried.toSorted((a, b) => a.chance - b.chance);
  const bins = Math.max(1, Math.min(binsMax, Math.floor(sorted.length / leadsOfBin)));
  return Array.from({ length: bins }, (_, bin) => {
    const own = sorted.slice(
      Math.round((bin * sorted.length) / bins),
      Math.round(((bin + 1) * sorted.length) / bins),
    );
    return {
      leads: own.length,
      expected: ratio(
        own.reduce((sum, { chance }) => sum + chance, 0),
        own.length,
      ),
      won: ratio(outcomesOf(own).won, own.length),
    };
  });
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
}
