/** The limits of guesses at passwords: of an account from one place, of a place, and of an account. */
import { ApiError, limits } from '../base/kernel/kernel.ts';
import type { Sales } from '../sales/sales.ts';
import { type TriesAllowed, triesOfAccount } from '../sales/team/team.ts';

type Counting = { team: Pick<Sales['team'], 'countTry' | 'giveTryBack'> };

/** Limits with the words of their refusal. */
type Limit = TriesAllowed & { words: string };

/** `place` is where the guess comes from: an address, or the /64 of IPv6. */
export function limitsOfLogIn(place: string, email: string): Limit[] {
  return [
    {
      name: `account ${email} from ${place}`,
      triesMax: limits.logInFailuresMax,
      withinMs: limits.minuteMs,
      words: `${limits.logInFailuresMax} wrong passwords within a minute`,
    },
    {
      name: `place ${place}`,
      triesMax: limits.logInFailuresOfPlaceMax,
      withinMs: limits.minuteMs,
      words: `${limits.logInFailuresOfPlaceMax} wrong passwords from your network within a minute`,
    },
    {
      name: triesOfAccount(email),
      triesMax: limits.logInFailuresOfAccountMax,
      withinMs: limits.hourMs,
      words: `${limits.logInFailuresOfAccountMax} wrong passwords for this user within an hour; ask a manager for a new password`,
    },
  ];
}

/** Guesses at the password of somebody who is logged in. */
export function limitsOfOwnPassword(email: string): Limit[] {
  return [
    {
      name: `own password of ${email}`,
      triesMax: limits.logInFailuresMax,
      withinMs: limits.minuteMs,
      words: `${limits.logInFailuresMax} tries of a password within a minute`,
    },
  ];
}

/**
 * Counts a try by all limits, or by none. Returns what takes it back, for a try that was right. Throws
 * `too_many_requests` with the seconds to wait.
 */
export async function admitTry({ team }: Counting, asked: readonly Limit[]): Promise<() => Promise<void>> {
  const counted: Limit[] = [];
  const takeBack = async () => {
    for (const { name } of counted) await team.giveTryBack(name);
  };
  for (const limit of asked) {
    const waitMs = await team.countTry(limit);
    if (waitMs > 0) {
      await takeBack();
      const seconds = Math.ceil(waitMs / limits.secondMs);
      throw new ApiError('too_many_requests', `${limit.words}; wait ${seconds} seconds`, seconds);
    }
    counted.push(limit);
  }
  return takeBack;
}
