/** What a person adds to the score of a company: when sales hears of it, and when it ends with the profile. Pure. */
import type { TierUpdate } from '../../contract/api/api.ts';
import { isKnown, newTierState, type Person, type TierState } from '../scoring/scoring.ts';
import { type DecideOptions, type FoldedProfile, stateOf } from './folded-profile.ts';

/**
 * Whether sales hears of a part: of known people alone, and where the points or the person are others than before. `isSaid`: the points
 * are.
 */
export function isSaidOfPart(
  { knowsMore, hasJoined }: FoldedProfile,
  person: Person,
  after: TierState,
  isSaid: boolean,
): boolean {
  return person.isKnown && (isSaid || (after.score > 0 && (knowsMore || hasJoined)));
}

/** The parts of a profile that becomes part of another: it adds nothing from now on, and the other adds the union. */
export function leavingParts(folded: FoldedProfile, options: DecideOptions): TierUpdate[] {
  if (!isKnown(folded.identity)) return [];
  const { nowMs, generation, programmes } = options;
  return programmes.programmes.flatMap(({ account, signatureId, programme, version }) => {
    const stood = stateOf(folded).tierStates.find((one) => one.programme === signatureId);
    if (account === null || stood === undefined || stood.score <= 0) return [];
    const left: TierUpdate = {
      ...{ profile: folded.id, programme: programme.programme, programmeName: programme.name },
      ...{
        programmeVersion: version,
        campaign: programme.campaign,
        actions: [],
        grade: null,
        priority: null,
      },
      ...{ episode: stood.episode, begunAs: stood.begunAs, from: stood.tier, to: 0, tierName: 'none' },
      ...{ tiers: programme.ladder.tiers.length, score: 0, atMs: nowMs, acceptedAtMs: nowMs },
      ...{ identity: null, reasons: [], part: { isOwn: true } },
      tierState: { ...newTierState(signatureId), generation },
    };
    return [left];
  });
}
