/** The evaluation of a touched profile: score it, step its ladder, seal old events, and emit tier updates. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import type { LedgerEntry, PlannedAction, TierUpdate } from '../../contract/api/api.ts';
import {
  type CompiledProgramme,
  type CompiledProgrammes,
  type Evaluated,
  type Evaluation,
  evaluate,
  evaluateChange,
  identityOf,
  isSameShift,
  joinActedIn,
  latestReasonsOf,
  ledgerOf,
  newTierState,
  outlineFrom,
  type PassedProgramme,
  type Person,
  type ProfileState,
  personOf,
  priorityOf,
  reevaluateAtMs,
  sealedUntilMs,
  sealGathered,
  stepTierState,
  type TierState,
  takeActions,
  toPoints,
} from '../scoring/scoring.ts';
import { isSaidOfPart, joinedInPart } from './account-parts.core.ts';
import { movedWhileAway } from './away.core.ts';
import { type DecideOptions, type FoldedProfile, markedAs, stateOf } from './folded-profile.ts';
import {
  actedIn,
  beforeStep,
  hasActedIn,
  knownBefore,
  notifies,
  programmesAt,
  sameProgramme,
  whereRetired,
} from './shifts.core.ts';

export interface ProfileEvaluation {
  state: ProfileState;
  /** What its next evaluation goes on with: that of its state. */
  evaluated: Evaluated[];
  tierUpdates: TierUpdate[];
  ledger: LedgerEntry[];
  reevaluateAtMs: number | null;
  crossingsUp: number;
  crossingsDown: number;
}

/**
 * Evaluates one profile that has a state. A crossing emits a tier update; so does any change while on the ladder, and any of what a
 * changed programme did.
 */
export function evaluateProfile(
  folded: FoldedProfile,
  options: DecideOptions,
  sealNowMs: number,
): ProfileEvaluation {
  if (folded.record.kind !== 'state') throw new Error('only a profile with a state can be evaluated');
  const { state } = folded.record;
  const { nowMs } = options;
  const { programmes } = options.programmes;
  const person = personOf(folded.identity);
  const result: ProfileEvaluation = {
    state,
    evaluated: [],
    tierUpdates: [],
    ledger: [],
    reevaluateAtMs: null,
    crossingsUp: 0,
    crossingsDown: 0,
  };
  const previous = programmesAt(folded.before?.state.generation ?? 0, options);
  if (folded.waitsSince !== null)
    return waiting(folded, folded.waitsSince, state, previous ?? options.programmes, options);
  const tierStates: TierState[] = state.tierStates
    .filter((tierState) => !programmes.some(({ signatureId }) => signatureId === tierState.programme))
    .map((tierState) => whereRetired(tierState, folded.before, options));
  const acted = actedIn(folded, options);
  const now = { state, person, nowMs };
  const passes: PassedProgramme[] = [];
  for (const programme of programmes) {
    const isOfProgramme = (tierState: TierState) => tierState.programme === programme.signatureId;
    const stored = folded.before?.state.tierStates.find(isOfProgramme);
    const earlierProgramme = sameProgramme(previous, programme) ?? programme;
    const known = folded.evaluated.find((one) => one.programme === earlierProgramme) ?? null;
    const change = evaluateChange(momentBefore(folded, person), now, programme, earlierProgramme, known);
    result.evaluated.push(change.evaluated);
    const evaluation = change.after;
    passes.push({ programme, gathering: change.gathering });
    const kept = state.tierStates.find(isOfProgramme) ?? newTierState(programme.signatureId);
    const given = beforeStep(folded, programme, kept, evaluation, options);
    const before = reportedMoves(folded, programme, given, result, options);
    const stepped = stepTierState(programme.programme.ladder, before, evaluation, nowMs);
    const {
      tierState: after,
      actions,
      rearm,
    } = takeActions(programme, before, stepped, evaluation, person, {
      nowMs,
      takesOpen: hasActedIn(acted, programme) || notifies(folded.before?.state, programme, options),
    });
    tierStates.push(after);
    result.ledger.push(...ledgerOf(folded.id, programme, change.before, evaluation, nowMs));
    result.reevaluateAtMs = earlier(
      result.reevaluateAtMs,
      reevaluateAtMs(programme, after, evaluation, nowMs),
    );
    if (after.tier > before.tier) result.crossingsUp++;
    if (after.tier < before.tier) result.crossingsDown++;
    const isElsewhere = after.score !== before.score || after.tier !== stored?.tier;
    // What was learnt while it waited was not passed on.
    const hasWaited = (folded.before?.state.wait ?? null) !== null;
    const hasMoved = after.tier > 0 && (isElsewhere || hasWaited);
    // Where Redis is lost, no change of programmes must be met again as the profile's own doing.
    const hasMet = (folded.before?.state.generation ?? options.generation) < options.generation;
    const isShiftedAnew =
      !isSameShift(after.shift, stored?.shift ?? null) || (after.shift !== null && hasMet);
    const hasOtherLadder = hasMet && isOnOtherLadder(folded, programme, options);
    // Also of one who has cooled: their lead may be open, and a restore puts them back on the ladder they stood on last.
    const hasNews = after.episode > 0 && (folded.knowsMore || hasOtherLadder);
    const isSaid = after.tier !== before.tier || hasMoved || isShiftedAnew || hasNews || actions.length > 0;
    // Neither a changed programme nor an import alone is a doing of the person.
    const isMadeByOthers = hasMet || folded.before?.state.wait?.isImported === true;
    const isOwn =
      !isMadeByOthers || hasActedIn(acted, programme) || notifies(folded.before?.state, programme, options);
    const part = programme.account && {
      ...{ isOwn, generation: options.generation },
      ...joinedInPart(folded, programme.programme.programme),
    };
    const step = { compiled: programme, before, after, evaluation, actions, rearm };
    if (part === null ? isSaid : isSaidOfPart(folded, person, after, { isSaid, ...part }))
      result.tierUpdates.push({ ...tierUpdateOf(folded, step, options), ...(part && { part }) });
    if (programme.account !== null && evaluation.isFading && after.score > 0)
      result.reevaluateAtMs = earlier(result.reevaluateAtMs, nowMs + limits.accountFadeEveryMs);
  }
  const horizonMs = sealNowMs - options.latenessMs;
  const { generation, historyFromMs } = options;
  const sealed = sealGathered(state, person, passes, { horizonMs, nowMs, historyFromMs });
  // Awards of events that are sealed now are frozen.
  if (sealed !== state) result.evaluated = [];
  result.state = {
    ...sealed,
    tierStates,
    asOfMs: nowMs,
    generation,
    laddersGeneration: generation,
    wait: null,
  };
  return result;
}

/**
 * Whether the tiers of a programme are others than those of a profile's last evaluation, or these are not known. So are those of a programme
 * that scores companies again: what sales knew of it before counts no more.
 */
function isOnOtherLadder(
  { before }: FoldedProfile,
  compiled: CompiledProgramme,
  options: DecideOptions,
): boolean {
  const generation = before?.state.generation ?? 0;
  const previous = sameProgramme(programmesAt(generation, options), compiled);
  const tiersOf = ({ programme }: CompiledProgramme) => JSON.stringify(programme.ladder.tiers);
  if (previous === null || tiersOf(previous) !== tiersOf(compiled)) return true;
  const isOfPeople = (programmes: CompiledProgrammes) => !sameProgramme(programmes, compiled)?.account;
  return (
    compiled.account !== null &&
    options.earlier.some((one) => one.generation > generation && isOfPeople(one.programmes))
  );
}

/** Adds what time did to an archived profile to the result, and returns its tier state after that. */
function reportedMoves(
  folded: FoldedProfile,
  compiled: CompiledProgramme,
  given: TierState,
  result: ProfileEvaluation,
  options: DecideOptions,
): TierState {
  const { moves, tierState } = movedWhileAway(folded, compiled, given, options);
  for (const { tierState: after, atMs, ...move } of moves) {
    result.tierUpdates.push(
      tierUpdateOf(folded, { compiled, after, ...move, rearm: move.rearm }, { ...options, nowMs: atMs }),
    );
    if (after.tier > move.before.tier) result.crossingsUp++;
    else result.crossingsDown++;
  }
  return tierState;
}

/**
 * The evaluation of a stale profile until its history can be read. New events are kept, and the programmes of its last
 * evaluation write the ledger. Its tier does not move.
 */
function waiting(
  folded: FoldedProfile,
  since: string,
  state: ProfileState,
  { programmes }: CompiledProgrammes,
  options: DecideOptions,
): ProfileEvaluation {
  const { nowMs, generation } = options;
  const person = personOf(folded.identity);
  const ledger = programmes.flatMap((programme) => {
    const after = evaluate(state, person, programme, nowMs);
    return ledgerOf(folded.id, programme, evaluationBefore(folded, programme), after, nowMs);
  });
  const outline = outlineFrom(folded.heldSince, sealedUntilMs(state));
  // Its timer stays as it is, however many events come meanwhile.
  const waitsAlready = (folded.before?.state.wait ?? null) !== null && !folded.isDue;
  return {
    state: {
      ...state,
      asOfMs: nowMs,
      // An earlier one stays: this evaluation is no step to the active programmes.
      generation: state.generation === 0 ? generation : state.generation,
      laddersGeneration: generation,
      wait: {
        since,
        knownUntilMs: Math.max(state.wait?.knownUntilMs ?? 0, knownBefore(folded)),
        actedIn: joinActedIn(state.wait?.actedIn ?? [], actedIn(folded, options)),
        ...markedAs(state.wait),
        outline,
      },
    },
    evaluated: [],
    tierUpdates: [],
    ledger,
    reevaluateAtMs: waitsAlready
      ? null
      : nowMs + (folded.isBehind ? limits.rebuildSoonMs : limits.staleRetryMs),
    crossingsUp: 0,
    crossingsDown: 0,
  };
}

/** What stands in for an evaluation that failed: the profile keeps its events and waits, until the history reaches `readTo`. */
export function failedEvaluation(
  folded: FoldedProfile,
  readTo: string,
  options: DecideOptions,
): ProfileEvaluation {
  const given = stateOf(folded);
  const outline = outlineFrom(folded.heldSince, sealedUntilMs(given));
  const known = { knownUntilMs: knownBefore(folded), actedIn: actedIn(folded, options) };
  const wait = { since: readTo, ...known, ...markedAs(given.wait), outline };
  return {
    state: { ...given, wait: options.hasPast ? wait : given.wait },
    evaluated: [],
    tierUpdates: [],
    ledger: [],
    reevaluateAtMs: options.nowMs + limits.staleRetryMs,
    crossingsUp: 0,
    crossingsDown: 0,
  };
}

/** The profile at its last evaluation; null where there was none. `person` is who it is now. */
function momentBefore({ before, knowsMore }: FoldedProfile, person: Person) {
  if (before === null || before.state.asOfMs === 0) return null;
  const was = before.personBeforeImport ?? (knowsMore ? before.person : person);
  return { state: before.state, person: was, nowMs: before.state.asOfMs };
}

/** The profile's last evaluation, by the previous programme; null where there was none. */
function evaluationBefore({ before }: FoldedProfile, programme: CompiledProgramme): Evaluation | null {
  if (before === null || before.state.asOfMs === 0) return null;
  return evaluate(before.state, before.person, programme, before.state.asOfMs);
}

function earlier(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}

/** One programme's step of a profile: its tier states before and after, and what they follow from. */
interface Step {
  compiled: CompiledProgramme;
  before: TierState;
  after: TierState;
  evaluation: Evaluation;
  actions: PlannedAction[];
  rearm: TierUpdate['rearm'];
}

function tierUpdateOf(
  folded: FoldedProfile,
  step: Step,
  { nowMs, generation }: Pick<DecideOptions, 'nowMs' | 'generation'>,
): TierUpdate {
  const { compiled, before, after, evaluation, actions, rearm } = step;
  const { programme, version } = compiled;
  return {
    profile: folded.id,
    programme: programme.programme,
    programmeName: programme.name,
    programmeVersion: version,
    campaign: programme.campaign,
    actions,
    ...(rearm !== undefined && { rearm }),
    grade: evaluation.fit?.grade ?? null,
    priority: priorityOf(compiled, evaluation, after.tier),
    episode: after.episode,
    begunAs: after.begunAs,
    from: before.tier,
    to: after.tier,
    tierName: programme.ladder.tiers[after.tier - 1]?.name ?? 'none',
    tiers: programme.ladder.tiers.length,
    score: toPoints(after.score),
    atMs: nowMs,
    acceptedAtMs: folded.acceptedAtMs || nowMs,
    identity: identityOf(folded.identity),
    reasons: latestReasonsOf(evaluation, limits.reasonsMax),
    tierState: { ...after, generation },
  };
}
