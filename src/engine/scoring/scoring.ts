/**
 * The door of scoring, the heart: matching, counting, paying, the ladder, the explanation. All of it pure.
 *
 * Enters: a profile's state (which events matched which rule, and when), what is known of its person, compiled
 * programmes, the time. Leaves: the contributions that sum to the score, the tier, and when the clock alone will change
 * them. The state is a union of sets, so duplicates, the order of arrival and the way a stream was cut cannot show in a
 * score. It knows no Redis, no clock and no wire format.
 */

export { absorb, absorbedIn, forgetAbsorbed } from './absorbed.ts';
export { joinAccounts, stepAccount } from './account-step.ts';
export { priorityOf, takeActions } from './actions.ts';
export { companySaidMs } from './company.ts';
export type { CompiledProgramme, CompiledProgrammes } from './compile.ts';
export { compileAlone, compileProgrammes, signatureNames, signatureNamesByRule } from './compile.ts';
export { consentOf } from './consent-words.ts';
export { isCleanCut, type PassedProgramme } from './cut.ts';
export type { Evaluated, Evaluation } from './evaluate.ts';
export { evaluate, evaluateChange } from './evaluate.ts';
export { plainName } from './event-name.ts';
export { eventId, latestReasonsOf, nextTierFor, reasonsOf, refusalsOf } from './explain.ts';
export { fallOf } from './fall.ts';
export type { IdentityRecord } from './identity.ts';
export {
  addKey,
  canBeContacted,
  claimedTraitsOf,
  identityOf,
  isClaimed,
  isKnown,
  isNobody,
  isTelling,
  joinIdentities,
  learnFrom,
  noIdentity,
  personOf,
  proposalsOf,
  traitsOf,
} from './identity.ts';
export { packIdentity, unpackIdentity } from './identity-codec.ts';
export {
  fadedShift,
  heldUntil,
  isOutside,
  newTierState,
  reevaluateAtMs,
  retiredTierState,
  shiftedTierState,
  stepTierState,
  tierOf,
  tierStateOn,
} from './ladder.ts';
export { ledgerOf } from './ledger.ts';
export { holdMoment, joinOutlines, outlineFrom, outlineUntil, type Span, spansOf } from './outline.ts';
export type { Person } from './person.ts';
export { nobody } from './person.ts';
export { toPoints } from './points.ts';
export type { ActedIn, MatchedEvent, ProfileState, RefusedEvent, TierState, Wait } from './profile-state.ts';
export {
  emptyState,
  inOrder,
  isBlank,
  isFull,
  isUnionUncertain,
  joinActedIn,
  joinMatchedEvent,
  knownUntilMs,
  roomOf,
  sealedUntilMs,
  unionStates,
} from './profile-state.ts';
export { countingOf, isRefusedWhole, type Recognised, recognise } from './recognise.ts';
export { latestRefusedEvents } from './refused-events.ts';
export type { Learnt } from './registers.ts';
export { differencesOf, expectationOf, rehearse } from './rehearse.ts';
export { rehearseMoments } from './rehearse-moments.ts';
export type { Crossing, ReplayedEvent } from './replay.ts';
export { Replay } from './replay.ts';
export { evenTimes, type PastScore, scoreHistoryOf } from './score-history.ts';
export { sealGathered, sealOld } from './seal.ts';
export { frozenAwardsMeaning } from './signature-name.ts';
export { type KnownOfState, packState, type StateForm, standingOf, unpackState } from './state-codec.ts';
export { type Taking, takeEvent, withRoom } from './take-event.ts';
export { isSameShift, joinTierStates, withNamedEpisodes, withoutOwnNames } from './tier-states.ts';
export { tipsFor } from './tips.ts';
export { valueAt } from './value-test.ts';
