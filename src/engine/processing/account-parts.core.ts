/** What a person adds to the score of a company: when sales hears of it, and when it ends with the profile. Pure. */
import type { TierUpdate } from '../../contract/api/api.ts';
import {
  absorb,
  absorbedIn,
  companySaidMs,
  forgetAbsorbed,
  isKnown,
  newTierState,
  type Person,
  type TierState,
} from '../scoring/scoring.ts';
import { type DecideOptions, type FoldedProfile, stateOf } from './folded-profile.ts';

/**
 * Whether sales hears of a part. It does of known people alone, where the points or the person are others than before, or other profiles
 * became part of it. `isSaid`: the points are. A company that is said again is news too, and also without points. The later word counts
 * for all profiles of a person.
 */
export function isSaidOfPart(
  folded: FoldedProfile,
  person: Person,
  after: TierState,
  { isSaid, joined = [] }: { isSaid: boolean; joined?: readonly string[] },
): boolean {
  if (!person.isKnown) return false;
  const { knowsMore, hasJoined, identity } = folded;
  // While a profile waits for its history, nothing is said of it.
  const hasWaited = (folded.before?.state.wait ?? null) !== null;
  const saysCompany = companySaidMs(identity.traits) > (hasWaited ? 0 : folded.companySaidMs);
  if (isSaid || joined.length > 0 || (after.episode > 0 && saysCompany)) return true;
  return after.score > 0 && (knowsMore || hasJoined);
}

/** The profiles whose points a part has from now on: sales takes them away with it. */
export function joinedInPart({ identity }: FoldedProfile, programme: string): { joined?: string[] } {
  const joined = absorbedIn(identity, programme);
  return joined.length === 0 ? {} : { joined };
}

/** Forgets in place the profiles whose union was said. */
export function forgetSaid(folded: FoldedProfile, updates: readonly TierUpdate[]): void {
  if (folded.identity.absorbed === undefined) return;
  const said = updates.filter(({ part }) => part?.joined !== undefined);
  forgetAbsorbed(
    folded.identity,
    said.map(({ programme }) => programme),
  );
  folded.hasNewIdentity = true;
}

/**
 * The parts of a profile that becomes part of another, which its identity remembers on its way. Its points stay with the company until
 * the other has said the union of both, in whatever order sales hears of the two.
 */
export function leavingParts(folded: FoldedProfile, heir: string, options: DecideOptions): TierUpdate[] {
  if (!isKnown(folded.identity)) return [];
  const { nowMs, generation, programmes } = options;
  const parts = programmes.programmes.flatMap(({ account, signatureId, programme, version }) => {
    const stood = stateOf(folded).tierStates.find((one) => one.programme === signatureId);
    if (account === null || stood === undefined || stood.score <= 0) return [];
    const left: TierUpdate = {
      ...{ profile: folded.id, programme: programme.programme, programmeName: programme.name },
      ...{ programmeVersion: version, campaign: programme.campaign, actions: [] },
      ...{ grade: null, priority: null, episode: stood.episode, begunAs: stood.begunAs },
      ...{ from: stood.tier, to: 0, tierName: 'none', tiers: programme.ladder.tiers.length, score: 0 },
      ...{ atMs: nowMs, acceptedAtMs: nowMs, identity: null, reasons: [], part: { isOwn: true, heir } },
      tierState: { ...newTierState(signatureId), generation },
    };
    return [left];
  });
  absorb(
    folded.identity,
    folded.id,
    parts.map(({ programme }) => programme),
  );
  return parts;
}
