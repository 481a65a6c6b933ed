/** The evaluation of a touched profile: score it, step its ladder, seal old events, and emit tier updates. Pure. */

import { limits } from '../../base/kernel/kernel.ts';
import type { LedgerEntry, PlannedAction, TierUpdate } from '../../contract/api/api.ts';
import type { Ladder } from '../../contract/language/language.ts';
import {
  type CompiledProgramme,
  type CompiledProgrammes,
  compileProgrammes,
  type Evaluation,
  evaluate,
  evaluateChange,
  fadedShift,
  identityOf,
  isOutside,
  ledgerOf,
  newTierState,
  type PassedProgramme,
  type Person,
  type ProfileState,
  personOf,
  priorityOf,
  reasonsOf,
  reevaluateAtMs,
  sealGathered,
  shiftedTierState,
  stepTierState,
  type TierState,
  takeActions,
  tierOf,
  tierStateOn,
  toPoints,
} from '../scoring/scoring.ts';
import type { DecideOptions, FoldedProfile } from './folded-profile.ts';

export interface ProfileEvaluation {
  state: ProfileState;
  tierUpdates: TierUpdate[];
  ledger: LedgerEntry[];
  reevaluateAtMs: number | null;
  crossingsUp: number;
  crossingsDown: number;
}

/** Evaluates one profile that has a state. A crossing emits a tier update; so does any change while on the ladder. */
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
    tierUpdates: [],
    ledger: [],
    reevaluateAtMs: null,
    crossingsUp: 0,
    crossingsDown: 0,
  };
  const previous = programmesAt(folded.before?.state.generation ?? 0, options);
  if (folded.waitsSinceMs !== null)
    return waiting(folded, folded.waitsSinceMs, state, previous ?? options.programmes, options);
  const tierStates: TierState[] = state.tierStates.filter(
    (tierState) => !programmes.some(({ signatureId }) => signatureId === tierState.programme),
  );
  const now = { state, person, nowMs };
  const passes: PassedProgramme[] = [];
  for (const programme of programmes) {
    const isOfProgramme = (tierState: TierState) => tierState.programme === programme.signatureId;
    const stored = folded.before?.state.tierStates.find(isOfProgramme);
    const earlierProgramme = sameProgramme(previous, programme) ?? programme;
    const change = evaluateChange(momentBefore(folded, person), now, programme, earlierProgramme);
    const evaluation = change.after;
    passes.push({ programme, gathering: change.gathering });
    const before = beforeStep(
      folded,
      programme,
      state.tierStates.find(isOfProgramme) ?? newTierState(programme.signatureId),
      evaluation,
      options,
    );
    const stepped = stepTierState(programme.programme.ladder, before, evaluation, nowMs);
    const { tierState: after, actions } = takeActions(programme, before, stepped, evaluation, person, {
      nowMs,
      takesOpen: hasActed(folded) || notifies(folded.before?.state, programme, options),
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
    const hasMoved = after.tier > 0 && (isElsewhere || folded.knowsMore || hasWaited);
    if (after.tier !== before.tier || hasMoved || actions.length > 0)
      result.tierUpdates.push(
        tierUpdateOf(folded, { compiled: programme, before, after, evaluation, actions }, nowMs),
      );
  }
  const horizonMs = sealNowMs - options.latenessMs;
  const sealed = sealGathered(state, person, passes, horizonMs, nowMs, options.historyFromMs);
  const { generation } = options;
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

/** Whether something happened to the profile: an event, a merge, a link, or knowledge of the person; not time alone. */
function hasActed({ isDue, before }: FoldedProfile): boolean {
  return !isDue || before?.state.wait?.hasActed === true;
}

/** Whether the change to a programme since a state's evaluation was published to be notified. */
function notifies(
  state: ProfileState | undefined,
  { signatureId }: CompiledProgramme,
  { notifyGeneration }: DecideOptions,
): boolean {
  return state !== undefined && state.generation < notifyGeneration(signatureId);
}

/** The tier state that the step begins at: as a change of programmes, and then time alone, left it. */
function beforeStep(
  { before, isDue }: FoldedProfile,
  programme: CompiledProgramme,
  tierState: TierState,
  evaluation: Evaluation,
  options: DecideOptions,
): TierState {
  const { ladder } = programme.programme;
  // Within its tier, whatever put it there; most profiles are, and need no second evaluation.
  if (before === null || !isOutside(ladder, tierState.tier, evaluation)) return tierState;
  const shifted = shiftedBy(tierState, programme, before, options);
  if (shifted.shift === null || isDue || before.state.wait !== null) return shifted;
  return fadedShift(ladder, shifted, evaluate(before.state, before.person, programme, options.nowMs));
}

/** The state with each tier state on the active ladder of its programme. */
export function onActiveLadders(state: ProfileState, options: DecideOptions): ProfileState {
  const previous = programmesAt(state.laddersGeneration, options);
  const tierStates = state.tierStates.map((tierState) => {
    const programme = options.programmes.programmes.find(
      ({ signatureId }) => signatureId === tierState.programme,
    );
    return programme === undefined ? tierState : onActiveLadder(tierState, programme, previous);
  });
  return { ...state, tierStates, laddersGeneration: options.generation };
}

function onActiveLadder(
  tierState: TierState,
  programme: CompiledProgramme,
  previous: CompiledProgrammes | null,
): TierState {
  if (previous === null) return tierState;
  const earlierLadder = sameProgramme(previous, programme)?.programme.ladder ?? null;
  return tierStateOn(programme.programme.ladder, tierState, earlierLadder);
}

/** The state with its tier states as the change of programmes since its evaluation left them, before another change of it. */
export function withShifts(state: ProfileState, person: Person, options: DecideOptions): ProfileState {
  const before = { state, recognised: state, person };
  const tierStates = new Map(state.tierStates.map((one) => [one.programme, one]));
  for (const programme of options.programmes.programmes) {
    const id = programme.signatureId;
    const shifted = shiftedBy(tierStates.get(id) ?? newTierState(id), programme, before, options);
    if (shifted.shift !== null || tierStates.has(id)) tierStates.set(id, shifted);
  }
  return { ...state, tierStates: [...tierStates.values()] };
}

/**
 * Returns a tier state as a change of programmes alone leaves it: that moves the score, not the tier. The shift is the score that
 * the active programme gives to what was known before this evaluation. What is due by the previous programme too, as a basket
 * abandoned meanwhile, is the profile's own and no shift.
 */
function shiftedBy(
  tierState: TierState,
  programme: CompiledProgramme,
  before: NonNullable<FoldedProfile['before']>,
  options: DecideOptions,
): TierState {
  const { state, recognised, person } = before;
  const { generation, wait } = state;
  if (generation === 0 || generation >= options.generation || recognised.asOfMs === 0) return tierState;
  if (notifies(state, programme, options)) return { ...tierState, shift: null };
  const previous = sameProgramme(programmesAt(generation, options), programme);
  // Another programme changed, not this one.
  if (previous !== null && isUnchanged(previous, programme)) return tierState;
  const { ladder } = programme.programme;
  const evaluation = evaluate(recognised, person, programme, options.nowMs);
  const move = moveOf(ladder, tierState.tier, evaluation);
  if (previous !== null && move !== null && dueMove(previous, before, options.nowMs) === move)
    return tierState;
  // Something happened while it waited to be rebuilt: with that it rises.
  if (tierOf(ladder, evaluation) > tierState.tier && wait?.hasActed === true)
    return { ...tierState, shift: null };
  return shiftedTierState(ladder, tierState, evaluation);
}

type Move = 'up' | 'down' | null;

/** Where an evaluation would leave a tier to, the least time aside; null where it stays. */
function moveOf(ladder: Ladder, tier: number, evaluation: Evaluation): Move {
  if (!isOutside(ladder, tier, evaluation)) return null;
  return tierOf(ladder, evaluation) > tier ? 'up' : 'down';
}

function isUnchanged(previous: CompiledProgramme, programme: CompiledProgramme): boolean {
  return (
    previous.version === programme.version &&
    JSON.stringify(previous.programme) === JSON.stringify(programme.programme)
  );
}

/** Where the previous programme would move the tier now, or when the least time in it ends. */
function dueMove(
  previous: CompiledProgramme,
  { state, person }: NonNullable<FoldedProfile['before']>,
  nowMs: number,
): Move {
  const isOfProgramme = ({ programme }: TierState) => programme === previous.signatureId;
  const stored = state.tierStates.find(isOfProgramme) ?? newTierState(previous.signatureId);
  const evaluation = evaluate(state, person, previous, nowMs);
  return stored.shift === null ? moveOf(previous.programme.ladder, stored.tier, evaluation) : null;
}

function sameProgramme(
  programmes: CompiledProgrammes | null,
  { signatureId }: CompiledProgramme,
): CompiledProgramme | null {
  return programmes?.programmes.find((one) => one.signatureId === signatureId) ?? null;
}

/**
 * The evaluation of a stale profile until its history can be read: new events are kept, and the programmes of its last
 * evaluation write the ledger. Its tier does not move.
 */
function waiting(
  folded: FoldedProfile,
  sinceMs: number,
  state: ProfileState,
  { programmes }: CompiledProgrammes,
  { nowMs, generation }: DecideOptions,
): ProfileEvaluation {
  const person = personOf(folded.identity);
  const ledger = programmes.flatMap((programme) => {
    const after = evaluate(state, person, programme, nowMs);
    return ledgerOf(folded.id, programme, evaluationBefore(folded, programme), after, nowMs);
  });
  const wait = state.wait ?? { sinceMs, evaluatedAtMs: folded.before?.state.asOfMs ?? 0, hasActed: false };
  // Its timer stays as it is, however many events come meanwhile.
  const waitsAlready = (folded.before?.state.wait ?? null) !== null && !folded.isDue;
  return {
    state: {
      ...state,
      asOfMs: nowMs,
      // An earlier one stays: this evaluation is no step to the active programmes.
      generation: state.generation === 0 ? generation : state.generation,
      laddersGeneration: generation,
      wait: { ...wait, sinceMs, hasActed: wait.hasActed || !folded.isDue },
    },
    tierUpdates: [],
    ledger,
    reevaluateAtMs: waitsAlready
      ? null
      : nowMs + (folded.isBehind ? limits.rebuildSoonMs : limits.staleRetryMs),
    crossingsUp: 0,
    crossingsDown: 0,
  };
}

/** The programmes of a generation; null where they are the active ones, or it is none. */
function programmesAt(generation: number, options: DecideOptions): CompiledProgrammes | null {
  if (generation === 0 || generation >= options.generation) return null;
  return options.earlier.find((one) => one.generation === generation)?.programmes ?? unknown;
}

/** Stands for programmes that this process does not remember. */
const unknown: CompiledProgrammes = compileProgrammes([], () => 0);

/** The profile at its last evaluation; null where there was none. `person` is who it is now. */
function momentBefore({ before, knowsMore }: FoldedProfile, person: Person) {
  if (before === null || before.state.asOfMs === 0) return null;
  return { state: before.state, person: knowsMore ? before.person : person, nowMs: before.state.asOfMs };
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
}

function tierUpdateOf(folded: FoldedProfile, step: Step, nowMs: number): TierUpdate {
  const { compiled, before, after, evaluation, actions } = step;
  const { programme, version } = compiled;
  return {
    profile: folded.id,
    programme: programme.programme,
    programmeName: programme.name,
    programmeVersion: version,
    campaign: programme.campaign,
    actions,
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
    reasons: reasonsOf(evaluation.contributions, limits.reasonsMax),
    tierState: { ...after },
  };
}
