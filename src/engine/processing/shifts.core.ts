/**
 * What a change of programmes does to the tiers of a profile: nothing by itself. Where it leaves a profile outside its tier, that is
 * kept as a shift, and the profile moves only by what is its own. Pure.
 */
import { limits } from '../../base/kernel/kernel.ts';
import type { Ladder } from '../../contract/language/language.ts';
import type { ActiveProgrammes } from '../programmes/programmes.ts';
import {
  type ActedIn,
  type CompiledProgramme,
  type CompiledProgrammes,
  compileProgrammes,
  type Evaluation,
  evaluate,
  fadedShift,
  heldUntil,
  isOutside,
  joinActedIn,
  knownUntilMs,
  newTierState,
  type ProfileState,
  retiredTierState,
  shiftedTierState,
  stepTierState,
  type TierState,
  tierOf,
  tierStateOn,
  type Wait,
} from '../scoring/scoring.ts';
import type { DecideOptions, FoldedProfile } from './folded-profile.ts';

type Before = NonNullable<FoldedProfile['before']>;

/** In which programmes something happened to a profile, in this batch or while it waited; not time alone, nor what no rule recognises. */
export function actedIn(folded: FoldedProfile, { programmes: { programmes } }: DecideOptions): ActedIn {
  const { knowsMore, hasJoined, taken, before } = folded;
  const earlier = before?.state.wait?.actedIn ?? [];
  if (knowsMore || hasJoined) return 'all';
  if (taken.length === 0) return earlier;
  const recognises = ({ bySignatureId }: CompiledProgramme) =>
    taken.some(({ matches }) => matches.some(({ signatureId }) => bySignatureId[signatureId] !== undefined));
  return joinActedIn(
    earlier,
    programmes.filter(recognises).map(({ signatureId }) => signatureId),
  );
}

/** Time of the last event known at its last evaluation by programmes that knew its matches, ms; 0 where there was none. */
export function knownBefore({ before }: FoldedProfile): number {
  if (before === null) return 0;
  return before.state.wait?.knownUntilMs ?? knownUntilMs(before.state);
}

export function hasActedIn(acted: ActedIn, { signatureId }: CompiledProgramme): boolean {
  return acted === 'all' || acted.includes(signatureId);
}

/** Whether the change to a programme since a state's evaluation was published to be notified. */
export function notifies(
  state: ProfileState | undefined,
  { signatureId }: CompiledProgramme,
  { notifyGeneration }: DecideOptions,
): boolean {
  return state !== undefined && state.generation < notifyGeneration(signatureId);
}

/** The tier state that a step begins at: as a change of programmes, and then time alone, left it. */
export function beforeStep(
  { before, isDue, hasShifted }: FoldedProfile,
  programme: CompiledProgramme,
  tierState: TierState,
  evaluation: Evaluation,
  options: DecideOptions,
): TierState {
  const { ladder } = programme.programme;
  if (before === null) return tierState;
  // Within its tier, and nothing held it there; most profiles are, and need no second evaluation.
  const isIn = !isOutside(ladder, tierState.tier, evaluation);
  const previous = sameProgramme(programmesAt(before.state.generation, options), programme);
  const isAsItWas = isIn && tierState.shift === null && !meetsOnReturn(programme, before, options);
  if (isAsItWas && previous?.programme.ladder.leastTime === undefined) return tierState;
  const shifted = hasShifted ? tierState : shiftedBy(tierState, programme, before, options);
  if (shifted.shift === null || isDue || before.state.wait !== null) return shifted;
  return fadedShift(ladder, shifted, evaluate(before.state, before.person, programme, options.nowMs));
}

/** The state with each tier state on the active ladder of its programme. */
export function onActiveLadders(state: ProfileState, options: ActiveProgrammes): ProfileState {
  if (state.laddersGeneration === options.generation) return state;
  const previous = programmesAt(state.laddersGeneration, options);
  const tierStates = state.tierStates.map((tierState) => {
    const programme = options.programmes.programmes.find(
      ({ signatureId }) => signatureId === tierState.programme,
    );
    return programme === undefined || previous === null
      ? tierState
      : tierStateOn(programme.programme.ladder, tierState, ladderIn(previous, programme));
  });
  return { ...state, tierStates, laddersGeneration: options.generation };
}

/** Tier states as the change of programmes since a profile's evaluation left them, before anything else changes it. */
export function shiftedTierStates(
  given: readonly TierState[],
  before: Before,
  options: DecideOptions,
): TierState[] {
  const tierStates = new Map(given.map((one) => [one.programme, one]));
  for (const one of given) tierStates.set(one.programme, whereRetired(one, before, options));
  for (const programme of options.programmes.programmes) {
    const id = programme.signatureId;
    const shifted = shiftedBy(tierStates.get(id) ?? newTierState(id), programme, before, options);
    if (shifted.shift !== null || tierStates.has(id)) tierStates.set(id, shifted);
  }
  return [...tierStates.values()];
}

/**
 * The tier states of a profile that becomes part of another, or that another becomes part of. What a change of programmes did is
 * no doing of either.
 */
export function tierStatesToMerge(folded: FoldedProfile, options: DecideOptions): readonly TierState[] {
  if (folded.record.kind !== 'state') throw new Error('a linked profile has no tier');
  const { tierStates } = folded.record.state;
  // One that waits is shifted when it is rebuilt.
  if (folded.before === null || folded.waitsSince !== null || folded.hasShifted) return tierStates;
  folded.hasShifted = true;
  return shiftedTierStates(tierStates, folded.before, options);
}

/** A tier state of a programme that was retired since the profile's evaluation, as that leaves it; any other as it is. */
export function whereRetired(tierState: TierState, before: Before | null, options: DecideOptions): TierState {
  const isOfProgramme = ({ signatureId }: CompiledProgramme) => signatureId === tierState.programme;
  if (before === null || options.programmes.programmes.some(isOfProgramme)) return tierState;
  const previous = programmesAt(before.state.generation, options)?.programmes.find(isOfProgramme);
  if (previous === undefined) return tierState;
  return retiredTierState(previous.programme.ladder, tierState, () =>
    fallsByTimeAtMs(previous, tierState.tier, before, options.nowMs),
  );
}

/**
 * Returns a tier state as a change of programmes alone leaves it: that moves the score, not the tier. The shift is the score that
 * the active programme gives to what was known before this evaluation. What is due by the previous programme too, as a basket
 * abandoned meanwhile, is the profile's own and no shift.
 */
function shiftedBy(
  tierState: TierState,
  programme: CompiledProgramme,
  before: Before,
  options: DecideOptions,
): TierState {
  const { state, recognised, person, personBeforeImport } = before;
  const { generation, wait } = state;
  const nowMs = metAtMs(programme, before, options);
  const isImported = wait?.isImported === true;
  if (generation === 0 || recognised.asOfMs === 0) return tierState;
  if (generation >= options.generation && !isImported) return tierState;
  if (notifies(state, programme, options)) return { ...tierState, shift: null };
  const previous = sameProgramme(programmesAt(generation, options), programme);
  // Another programme changed, not this one.
  if (previous !== null && isUnchanged(previous, programme) && !isImported) return tierState;
  if (wait?.gone === 'lost') return shiftedWhereLost(tierState, programme, before, options);
  const { ladder } = programme.programme;
  const evaluation = evaluate(recognised, person, programme, nowMs);
  // What it forgot is in the history. Nothing says how an archived one stood by the programme of before.
  const known = wait?.hasForgotten ? before.asMet : state;
  const isUnknown = wait?.gone !== undefined || known === undefined;
  const stored = previous === null || isUnknown ? null : storedOn(previous, programme, state, options);
  const move = moveOf(ladder, tierState.tier, evaluation);
  // Who it is by the import does not count in that.
  const was = { ...before, state: known ?? state, person: personBeforeImport ?? person };
  const due = previous === null || stored === null ? null : dueMove(previous, stored, was, nowMs);
  if (move === 'up' && due?.move === move && !wait?.hasForgotten) return tierState;
  // Something happened while it waited to be rebuilt: with that it rises.
  if (tierOf(ladder, evaluation) > tierState.tier && wait !== null && risesBy(wait, programme))
    return { ...tierState, shift: null };
  return shiftedTierState(ladder, tierState, evaluation, {
    nowMs,
    heldUntilMs: due?.move === 'down' ? due.heldUntilMs : null,
    fallsAtMs: () =>
      previous === null || stored === null ? null : fallsByTimeAtMs(previous, stored.tier, was, nowMs),
  });
}

/** Whether an archived profile meets a version of a programme that came while it was away. */
export function meetsOnReturn(
  programme: CompiledProgramme,
  { state }: Before,
  options: DecideOptions,
): boolean {
  const { generation, wait } = state;
  if (wait?.gone !== 'archived' || generation >= options.generation) return false;
  const previous = sameProgramme(programmesAt(generation, options), programme);
  return previous === null || !isUnchanged(previous, programme);
}

/**
 * When a profile met the present version, ms: now, but an archived one when it was published. Nobody looked then, and the score
 * of that moment says what the change did. What time has done since is no doing of the change.
 */
export function metAtMs(
  { signatureId }: CompiledProgramme,
  { state, recognised }: Before,
  options: DecideOptions,
): number {
  const { nowMs, versionSinceMs } = options;
  if (state.wait?.gone !== 'archived') return nowMs;
  return Math.min(nowMs, Math.max(versionSinceMs(signatureId), recognised.matchedEvents.at(-1)?.atMs ?? 0));
}

/**
 * The same of a profile that Redis had lost, which may have met the change before that or not. It is as if it had met the change when
 * that came: what the active programme makes of all before is no rise. A move that the previous programme makes too was on its way.
 */
function shiftedWhereLost(
  tierState: TierState,
  programme: CompiledProgramme,
  { state, recognised, asMet = recognised, person, personBeforeImport }: Before,
  options: DecideOptions,
): TierState {
  const { ladder } = programme.programme;
  const metMs = state.wait?.knownUntilMs ?? recognised.asOfMs;
  const met = evaluate(recognised, person, programme, metMs);
  const previous = sameProgramme(programmesAt(state.generation, options), programme);
  const was = { state: asMet, recognised: asMet, person: personBeforeImport ?? person };
  const stored = previous === null ? null : storedOn(previous, programme, state, options);
  const due = previous === null || stored === null ? null : dueMove(previous, stored, was, metMs);
  const isImported = state.wait?.isImported === true;
  if (moveOf(ladder, tierState.tier, met) === 'up' && due?.move === 'up' && !isImported)
    return { ...tierState, shift: null };
  const shifted = shiftedTierState(ladder, tierState, met, {
    nowMs: metMs,
    heldUntilMs: due?.move === 'down' ? due.heldUntilMs : null,
    fallsAtMs: () =>
      previous === null || stored === null ? null : fallsByTimeAtMs(previous, stored.tier, was, metMs),
  });
  return fadedShift(ladder, shifted, evaluate(recognised, person, programme, options.nowMs));
}

/** One that was archived rises by a gain alone: what it had before that is known. */
function risesBy({ gone, actedIn: acted }: Wait, programme: CompiledProgramme): boolean {
  return gone !== 'archived' && hasActedIn(acted, programme);
}

type Move = 'up' | 'down' | null;

/** Where an evaluation would leave a tier to, the least time aside; null where it stays. */
function moveOf(ladder: Ladder, tier: number, evaluation: Evaluation): Move {
  if (!isOutside(ladder, tier, evaluation)) return null;
  return tierOf(ladder, evaluation) > tier ? 'up' : 'down';
}

/** Where the previous programme moves a profile now, the least time aside, and until when that holds it, ms. */
function dueMove(
  previous: CompiledProgramme,
  stored: TierState,
  { state, person }: Pick<Before, 'state' | 'person'>,
  nowMs: number,
): { move: Move; heldUntilMs: number } {
  const { ladder } = previous.programme;
  const evaluation = evaluate(state, person, previous, nowMs);
  const { tier } = stepTierState(ladder, { ...stored, sinceMs: 0 }, evaluation, nowMs);
  const move = tier === stored.tier ? null : tier > stored.tier ? 'up' : 'down';
  return { move, heldUntilMs: evaluation.excludedBy === null ? heldUntil(ladder, stored) : 0 };
}

/**
 * By when time alone lets a profile fall from its tier by a programme, to the hour: never before it does, ms. Null where it never
 * does, or later than anybody looks.
 */
function fallsByTimeAtMs(
  programme: CompiledProgramme,
  tier: number,
  { state, person }: Before,
  nowMs: number,
): number | null {
  const evaluationIn = (ms: number) => evaluate(state, person, programme, nowMs + ms);
  const { nextChangeAtMs, isFading } = evaluationIn(0);
  if (nextChangeAtMs === null && !isFading) return null;
  const isDown = (ms: number) => moveOf(programme.programme.ladder, tier, evaluationIn(ms)) === 'down';
  let [staysMs, fallsMs] = [0, limits.hourMs];
  while (!isDown(fallsMs)) {
    if (fallsMs > limits.fallAheadMsMax) return null;
    [staysMs, fallsMs] = [fallsMs, 2 * fallsMs];
  }
  while (fallsMs - staysMs > limits.hourMs) {
    const middleMs = (staysMs + fallsMs) / 2;
    if (isDown(middleMs)) fallsMs = middleMs;
    else staysMs = middleMs;
  }
  return nowMs + fallsMs;
}

function isUnchanged(previous: CompiledProgramme, programme: CompiledProgramme): boolean {
  return (
    previous.version === programme.version &&
    JSON.stringify(previous.programme) === JSON.stringify(programme.programme)
  );
}

/** The stored tier state on the ladder of a previous programme; that of a profile that waits may be on a later one already. */
function storedOn(
  previous: CompiledProgramme,
  programme: CompiledProgramme,
  state: ProfileState,
  options: DecideOptions,
): TierState {
  const { signatureId } = previous;
  const stored = state.tierStates.find((one) => one.programme === signatureId) ?? newTierState(signatureId);
  const { generation, laddersGeneration } = state;
  if (laddersGeneration === generation) return stored;
  const later = programmesAt(laddersGeneration, options);
  const ladder = later === null ? programme.programme.ladder : ladderIn(later, programme);
  return tierStateOn(previous.programme.ladder, stored, ladder);
}

/** The programmes of a generation; null where they are the active ones, or it is none. */
export function programmesAt(generation: number, options: ActiveProgrammes): CompiledProgrammes | null {
  if (generation === 0 || generation >= options.generation) return null;
  return options.earlier.find((one) => one.generation === generation)?.programmes ?? unknown;
}

/** Stands for programmes that this process does not remember. */
const unknown: CompiledProgrammes = compileProgrammes([], () => 0);

export function sameProgramme(
  programmes: CompiledProgrammes | null,
  { signatureId }: CompiledProgramme,
): CompiledProgramme | null {
  return programmes?.programmes.find((one) => one.signatureId === signatureId) ?? null;
}

function ladderIn(programmes: CompiledProgrammes, programme: CompiledProgramme): Ladder | null {
  return sameProgramme(programmes, programme)?.programme.ladder ?? null;
}
