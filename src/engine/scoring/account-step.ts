/**
 * The score of a company: one of the people whose points make it, and its step on a ladder of its own. Pure.
 *
 * A person adds what the rules give them, as anybody scores: windows, caps, decay and duplicates are of the person. The company's score
 * is a function of the set of its people, so order and repeats cannot show. Two profiles of one person count once, the higher.
 */
import type {
  AccountMoment,
  AccountState,
  AccountStep,
  KeptAccount,
  PersonPart,
} from '../../contract/api/api.ts';
import type { Combine, Ladder } from '../../contract/language/language.ts';
import { takeActions } from './actions.ts';
import type { CompiledProgramme } from './compile.ts';
import {
  heldUntil,
  isHeld,
  newTierState,
  retiredTierState,
  shiftedTierState,
  stepTierState,
  tierFor,
  tierStateOn,
} from './ladder.ts';
import type { Person } from './person.ts';
import { toPoints, toThousandths } from './points.ts';
import type { TierState } from './profile-state.ts';
import { joinTierStates, withNamedEpisodes, withoutOwnNames } from './tier-states.ts';

/** The score of a company, in points, and who makes it, those with the most first. */
export function combined(
  combine: Combine,
  people: readonly PersonPart[],
): { score: number; counted: PersonPart[] } {
  const byPerson = new Map<string, PersonPart>();
  for (const one of people) {
    const known = byPerson.get(one.person);
    if (one.points > 0 && (known === undefined || isBefore(one, known))) byPerson.set(one.person, one);
  }
  const inOrder = [...byPerson.values()].sort((one, other) => (isBefore(one, other) ? -1 : 1));
  if (combine === 'maximum') return { score: inOrder[0]?.points ?? 0, counted: inOrder.slice(0, 1) };
  if (combine === 'sum') {
    const sum = inOrder.reduce((thousandths, { points }) => thousandths + toThousandths(points), 0);
    return { score: toPoints(sum), counted: inOrder };
  }
  const least = toThousandths(combine.people.atLeast);
  const counted = inOrder.filter(({ points }) => toThousandths(points) >= least);
  return { score: counted.length, counted };
}

/** `the sum of its people`, `people with at least 20 points`. */
function combineInWords(combine: Combine): string {
  if (combine === 'sum') return 'the sum of its people';
  if (combine === 'maximum') return 'the person with the most points';
  return `people with at least ${combine.people.atLeast} points`;
}

/** A total order: more points first. */
function isBefore(one: PersonPart, other: PersonPart): boolean {
  if (one.points !== other.points) return one.points > other.points;
  return one.person === other.person ? one.profile < other.profile : one.person < other.person;
}

/** Somebody who can be contacted: the actions of a company are for one. */
const contact: Person = { traits: {}, email: null, isKnown: true, canBeContacted: true };

/**
 * The next state of a company on the ladder of a programme, with the actions of a crossing; null for a programme of people. A rise waits
 * until somebody can be contacted.
 */
export function stepAccount(
  compiled: CompiledProgramme,
  { before, people, nowMs, isOwn, canRise, beginsAgain = false, hasEnded = false }: AccountMoment,
): AccountStep | null {
  const { account, signatureId } = compiled;
  if (account === null) return null;
  const { combine, ladder } = account;
  const { score, counted } = combined(combine, people);
  const standing = { score: toThousandths(score), isComputed: true, excludedBy: null };
  const kept = before === null ? newTierState(signatureId) : onLadder(ladder, before);
  // As of people whose programme was retired: until all have said their points again, no gain is a loss.
  const stood = hasEnded ? retiredTierState(ladder, kept, () => null) : kept;
  const placed = beginsAgain ? { ...stood, tier: 0, openActions: 0 } : stood;
  const from = isOwn
    ? placed
    : shiftedTierState(ladder, placed, standing, { nowMs, heldUntilMs: null, fallsAtMs: () => null });
  const rises = tierFor(ladder, standing.score) > from.tier;
  const stepped =
    rises && !canRise ? { ...from, score: standing.score } : stepTierState(ladder, from, standing, nowMs);
  const ofAccount = { ...compiled, fit: null, programme: { ...compiled.programme, ladder } };
  const { tierState, actions, rearm } = takeActions(
    ofAccount,
    from,
    stepped,
    { fit: null },
    { ...contact, canBeContacted: canRise },
    { nowMs, takesOpen: isOwn },
  );
  return {
    state: { tierState: { ...tierState }, ladder: { ...ladder } },
    from: from.tier,
    to: tierState.tier,
    episode: tierState.episode,
    begunAs: tierState.begunAs,
    tierName: ladder.tiers[tierState.tier - 1]?.name ?? 'none',
    tiers: ladder.tiers.length,
    combine: combineInWords(combine),
    score,
    counted,
    actions,
    ...(rearm !== undefined && { rearm }),
    dueAtMs: isHeld(ladder, tierState, nowMs) ? heldUntil(ladder, tierState) : null,
  };
}

/** What is kept of a company, on the ladder of now. */
function onLadder(ladder: Ladder, { tierState, ladder: stoodOn }: AccountState): TierState {
  return tierStateOn(ladder, tierState as unknown as TierState, stoodOn as unknown as Ladder);
}

/**
 * What is kept of two companies that became one: the higher tier with its episode, so that the next step begins none. Null for a
 * programme of people.
 */
export function joinAccounts(
  { account }: CompiledProgramme,
  kept: KeptAccount,
  merged: KeptAccount,
): AccountState | null {
  if (account === null) return null;
  const { ladder } = account;
  const named = ({ company, state }: KeptAccount) =>
    state === null ? [] : withNamedEpisodes([onLadder(ladder, state)], company);
  const [joined] = withoutOwnNames(joinTierStates(named(kept), named(merged)), kept.company);
  return joined === undefined ? null : { tierState: { ...joined }, ladder: { ...ladder } };
}
