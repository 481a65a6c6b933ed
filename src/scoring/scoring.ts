/**
 * The door of scoring, the heart: matching, counting, paying, the ladder, the explanation. All of it pure.
 *
 * Enters: a profile's state (which events matched which rule, and when), compiled programmes, the time. Leaves: the
 * contributions that sum to the score, the tier, and when the clock alone will change them. The state is a union of
 * sets, so duplicates, the order of arrival and the way a stream was cut cannot show in a score. It knows no Redis, no
 * clock and no wire format.
 */

export type { CompiledProgramme, CompiledProgrammes, CompiledRule, SlotOf } from './compile.ts';
export { compileProgrammes, facetNames } from './compile.ts';
export type { Contribution, Refusal } from './contribution.ts';
export type { Evaluation } from './evaluate.ts';
export { evaluate } from './evaluate.ts';
export { nextTierFor, reasonsOf, refusalsOf } from './explain.ts';
export { stepStanding, tierFor } from './ladder.ts';
export type { EventFact, FactMatch, Payment, ProfileState, Standing } from './profile-state.ts';
export { addFact, emptyState, unionStates } from './profile-state.ts';
export { recognise } from './recognise.ts';
export { sealOld } from './seal.ts';
export { packState, unpackState } from './state-codec.ts';
