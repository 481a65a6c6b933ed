/**
 * Users who have an address of a person, or the text that was asked for as device, by the word of a page alone. An export and an erasure
 * name them for an operator, and leave them as they are.
 */
import { limits } from '../../base/kernel/kernel.ts';
import { emailAddressIn } from '../../base/text/text.ts';
import type { History } from '../history/history.ts';
import type { FoundPerson } from './person.ts';

export interface Claimants {
  /** The latest first. */
  users: { profile: string; userId: string; claimedAt: string }[];
  /** Whether there are more than are shown. */
  hasMore: boolean;
}

/** Returns the users who claim an address of the person, or have the text as device by the word of a page. The person is none of them. */
export async function claimantsOf(
  identity: string,
  { profiles, notFollowed }: Pick<FoundPerson, 'profiles' | 'notFollowed'>,
  history: Pick<History, 'claimantsOf'>,
): Promise<Claimants> {
  const asked = emailAddressIn(identity);
  const addresses = [...profiles.map(({ address }) => address), asked].filter((one) => one !== null);
  const own = new Set(profiles.map(({ profile }) => profile));
  const found = await history.claimantsOf([...new Set(addresses)]);
  const linked = notFollowed.map(({ parent, parentKey, acceptedAtMs }) => ({
    ...{ profile: parent, userId: parentKey?.slice(2) ?? parent, claimedAtMs: acceptedAtMs },
  }));
  const all = new Map([...linked, ...found].map((one) => [one.profile, one]));
  const users = [...all.values()]
    .filter(({ profile }) => !own.has(profile))
    .sort((one, other) => other.claimedAtMs - one.claimedAtMs)
    .map(({ profile, userId, claimedAtMs }) => ({
      ...{ profile, userId, claimedAt: new Date(claimedAtMs).toISOString() },
    }));
  return {
    users: users.slice(0, limits.claimantsShownMax),
    hasMore: users.length > limits.claimantsShownMax || found.length > limits.claimantsShownMax,
  };
}
