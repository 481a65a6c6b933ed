/**
 * What would tip a score: the fewest behaviours that would lift it to the next tier, found by trying them.
 *
 * Each rule is tried as it would really pay: an event that it recognises is added, and the whole is evaluated. So caps, cool-downs and what is already paid all show.
 */
import type { Tip } from '../../contract/api/api.ts';
import type { BasketChange } from './basket-change.ts';
import type { CompiledProgramme, CompiledRule } from './compile.ts';
import { type Evaluation, evaluate } from './evaluate.ts';
import { tierFor } from './ladder.ts';
import type { Person } from './person.ts';
import { toPoints } from './points.ts';
import { addMatchedEvent, type MatchedEvent, type ProfileState } from './profile-state.ts';

/** Events one rule is tried with before it is given up. */
const triesMax = 10;
/** Ways shown. */
const tipsMax = 5;
/** Rules a mixed way is made of at most. */
const mixedMax = 6;

/** Ways to the tier above the evaluation's, those of fewest events first; none on the highest tier or when excluded. */
export function tipsFor(
  state: ProfileState,
  person: Person,
  programme: CompiledProgramme,
  evaluation: Evaluation,
  nowMs: number,
): Tip[] {
  const { ladder } = programme.programme;
  const wanted = tierFor(ladder, evaluation.score) + 1;
  if (wanted > ladder.tiers.length || evaluation.excludedBy !== null) return [];
  const trial: Trial = { person, programme, nowMs };
  const steps = programme.rules
    .map((rule) => bestStep(state, evaluation.score, rule, wanted, trial))
    .filter((step) => step !== null);
  const single = steps.filter(({ score }) => tierFor(ladder, score) >= wanted);
  const ways = single.map((step) => tipOf([step], step.score - evaluation.score));
  if (ways.length === 0) {
    const mixed = mixedWay(state, evaluation.score, steps, wanted, trial);
    if (mixed !== null) ways.push(mixed);
  }
  const eventsOf = (tip: Tip) => tip.behaviours.reduce((sum, { times }) => sum + times, 0);
  return ways.sort((a, b) => eventsOf(a) - eventsOf(b) || a.points - b.points).slice(0, tipsMax);
}

interface Trial {
  person: Person;
  programme: CompiledProgramme;
  nowMs: number;
}

interface Step {
  rule: CompiledRule;
  times: number;
  /** The state and the score after it. */
  state: ProfileState;
  score: number;
}

/** The fewest events of one rule that reach the tier, else the first gain they make; null when they make none. */
function bestStep(
  before: ProfileState,
  score: number,
  rule: CompiledRule,
  wanted: number,
  trial: Trial,
): Step | null {
  const { ladder } = trial.programme.programme;
  let first: Step | null = null;
  const firstRung = rule.rungs.at(-1)?.from ?? 1;
  for (let times = 1; times <= Math.max(triesMax, firstRung); times++) {
    const state = withEvents(before, rule, times, trial);
    const after = evaluate(state, trial.person, trial.programme, readAtMs(rule, trial, times)).score;
    if (after <= score) continue;
    const step = { rule, times, state, score: after };
    if (tierFor(ladder, after) >= wanted) return step;
    first ??= step;
  }
  return first;
}

/** Rules by their gain an event, the best first, one after another until the tier is reached. */
function mixedWay(
  start: ProfileState,
  score: number,
  steps: readonly Step[],
  wanted: number,
  trial: Trial,
): Tip | null {
  const { ladder } = trial.programme.programme;
  const byGain = [...steps].sort((a, b) => (b.score - score) / b.times - (a.score - score) / a.times);
  const taken: Step[] = [];
  let state = start;
  let reached = score;
  for (const { rule } of byGain.slice(0, mixedMax)) {
    const step = bestStep(state, reached, rule, wanted, trial);
    if (step === null) continue;
    taken.push(step);
    state = step.state;
    reached = step.score;
    if (tierFor(ladder, reached) >= wanted) return tipOf(taken, reached - score);
  }
  return null;
}

function tipOf(steps: readonly Step[], gained: number): Tip {
  const behaviours = steps.map(({ rule, times }) => ({ rule: rule.id, label: rule.label, times }));
  return { behaviours, points: toPoints(gained) };
}

/** The state with so many events that the rule would recognise, a second apart from now on, each with keys of its own. */
function withEvents(before: ProfileState, rule: CompiledRule, times: number, trial: Trial): ProfileState {
  const state = { ...before, matchedEvents: [...before.matchedEvents] };
  const own: { per?: unknown; distinct?: unknown; apart?: unknown } = rule.rule;
  for (let index = 0; index < times; index++) {
    const atMs = trial.nowMs + index * stepMsOf(rule, trial);
    // Below any real hash, and different for each rule and event.
    const hash = -(rule.index * 1_000 + index + 1);
    const key = [own.per, own.distinct, own.apart].every((one) => one === undefined) ? 0 : hash;
    addMatchedEvent(state, matchedEventOf(rule.signatureId, atMs, hash, key, basketOf(rule)));
    if (rule.paysAt !== rule.signatureId)
      addMatchedEvent(state, matchedEventOf(rule.paysAt, atMs + stepMs / 2, hash - 0.5, key));
  }
  return state;
}

const stepMs = 1_000;

/** Time between two of the events: each is a visit of its own where visits are counted. */
function stepMsOf({ countsVisits }: CompiledRule, { programme: { visitGapMs } }: Trial): number {
  return countsVisits ? visitGapMs : stepMs;
}

/** A rule paid by a property is tried without one: what it pays at least. */
function matchedEventOf(
  signatureId: number,
  atMs: number,
  hash: number,
  key: number,
  basket?: BasketChange,
): MatchedEvent {
  return { hash, atMs, matches: [{ signatureId, key, number: null, ...(basket && { basket }) }] };
}

/** A piece of some product, put into the basket of a rule that counts one. */
function basketOf({ rule }: CompiledRule): BasketChange | undefined {
  if (!('basket' in rule) || rule.basket === undefined) return undefined;
  return { how: 'added', lines: [{ product: 0, name: '', quantity: 1_000, price: null }] };
}

/** When the events have done all they can: an absence waits for its time. */
function readAtMs(compiled: CompiledRule, trial: Trial, times: number): number {
  const { rule } = compiled;
  const waitMs = 'within' in rule && !('then' in rule) ? rule.within : 0;
  return trial.nowMs + times * stepMsOf(compiled, trial) + waitMs;
}
