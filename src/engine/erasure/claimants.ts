/** Users who only claim an address of a person: an export and an erasure name them for an operator, and leave them as they are. */
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

/** Returns the users who claim the address that was asked for, or another one of the person, and are not the person. */
export async function claimantsOf(
  identity: string,
  { profiles }: Pick<FoundPerson, 'profiles'>,
  history: Pick<History, 'claimantsOf'>,
): Promise<Claimants> {
  const asked = emailAddressIn(identity);
  const addresses = [...profiles.map(({ address }) => address), asked].filter((one) => one !== null);
  const own = new Set(profiles.map(({ profile }) => profile));
  const found = await history.claimantsOf([...new Set(addresses)]);
  const users = found
    .filter(({ profile }) => !own.has(profile))
    .map(({ profile, userId, claimedAtMs }) => ({
      ...{ profile, userId, claimedAt: new Date(claimedAtMs).toISOString() },
    }));
  return {
    users: users.slice(0, limits.claimantsShownMax),
    hasMore: found.length > limits.claimantsShownMax,
  };
}
