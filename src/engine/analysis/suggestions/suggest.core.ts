/** From leads with their outcomes to what the rules are worth, or to why nothing can be said. Pure: the same leads give the same answer. */
import { limits } from '../../../base/kernel/kernel.ts';
import type { SuggestedRule, SuggestionRefusal, SuggestionTest } from '../../../contract/api/api.ts';
import {
  type Feature,
  inOrderOfTime,
  type LeadSample,
  type OutcomeCounts,
  outcomesOf,
} from './lead-sample.core.ts';
import { bestPenalty, foldsOf, type Tier, testLater } from './tested.core.ts';
import { learn } from './worths.core.ts';

export interface Suggested {
  /** Null where something was learnt. */
  refusal: SuggestionRefusal | null;
  /** Null where it is refused. */
  learnt: { rules: SuggestedRule[]; factor: number; doublesOdds: number; test: SuggestionTest } | null;
}

interface Surroundings {
  tiers: readonly Tier[];
  /** Leads with an outcome that have no events in the history. */
  unread: number;
}

/** Learns what each feature is worth, and tests it on later leads. */
export function suggest(
  given: readonly LeadSample[],
  features: readonly Feature[],
  { tiers, unread }: Surroundings,
): Suggested {
  const samples = inOrderOfTime(given);
  const outcomes = outcomesOf(samples);
  const tooFew = refusalOfCounts(outcomes, { unread });
  if (tooFew !== null) return refused(tooFew);
  const folds = foldsOf(samples);
  const tested = outcomesOf(folds.flatMap(({ later }) => later));
  if (Math.min(tested.won, tested.notWon) === 0) return refused(untested);
  const penalty = bestPenalty(folds, features);
  const learnt = learn(samples, features, { penalty, resamples: limits.suggestionResamples });
  const { columns, scale, factor, isSeparated, rules } = learnt;
  const tooFewForRules = refusalOfCounts(outcomes, { unread, rules: columns.length });
  if (tooFewForRules !== null) return refused(tooFewForRules);
  if (columns.length === 0 || scale === null) return refused(nothingToLearn);
  if (isSeparated) return refused(separated);
  const test = testLater(folds, features, { penalty, tiers });
  return { refusal: null, learnt: { rules, factor, doublesOdds: scale * factor * Math.LN2, test } };
}

const untested: SuggestionRefusal = {
  reason: 'untested',
  detail:
    'No lead was opened after enough others had ended, so nothing could be tested on later leads. Take a longer period, or wait until more leads end.',
};
const nothingToLearn: SuggestionRefusal = {
  reason: 'nothing to learn',
  detail:
    'No rule that gives points today differs enough between these leads. Each rule needs leads that have it and leads that lack it.',
};
const separated: SuggestionRefusal = {
  reason: 'separated',
  detail:
    'The rules part won leads from all others without one mistake, as no behaviour does. Most likely a rule pays for what sales does with a lead. Take it out of the text, and try again.',
};

/** Why so many outcomes are too few, also to learn so many rules from; null where they are enough. */
export function refusalOfCounts(
  { won, notWon }: OutcomeCounts,
  { unread = 0, rules = 0 }: { unread?: number; rules?: number } = {},
): SuggestionRefusal | null {
  const all = won + notWon;
  const each = Math.max(limits.suggestionOutcomesEachMin, limits.suggestionOutcomesARuleMin * rules);
  const least = Math.max(limits.suggestionOutcomesMin, 2 * each);
  const came = `${all} leads have an outcome: ${won} won, ${notWon} lost or junk.`;
  const lost = unread === 0 ? '' : ` ${unread} more have no events in the history.`;
  const needed = `${least} are needed${rules === 0 ? '' : ` to learn ${rules} rules`}, at least ${each} of each kind.`;
  if (all === 0) return { reason: 'no outcomes', detail: `No lead has an outcome yet.${lost} ${needed}` };
  if (all >= limits.suggestionOutcomesMin && Math.min(won, notWon) === 0)
    return { reason: 'one-sided', detail: `${came}${lost} Nothing parts the two kinds. ${needed}` };
  if (all < least || Math.min(won, notWon) < each)
    return { reason: 'too few outcomes', detail: `${came}${lost} ${needed}` };
  return null;
}

function refused(refusal: SuggestionRefusal): Suggested {
  return { refusal, learnt: null };
}
