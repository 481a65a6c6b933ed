/**
 * Which guesses at passwords count where. Pure.
 *
 * A browser or a network that has logged in as a user before has budgets of its own. All others share one of the user: strangers slow each
 * other down, and never the user in a known browser. The law: no tries of others make a known browser wait.
 */
import { limits } from '../../base/kernel/kernel.ts';

/**
 * How many tries of one name within a time from the first of them, with the words of a refusal. Tries are stored by that name, and
 * earlier processes count in the same: its words stay.
 */
export interface LogInBudget {
  name: string;
  triesMax: number;
  withinMs: number;
  words: string;
}

/** A password that is typed. `network` is an address, or the /64 of IPv6. */
export interface LogInAttempt {
  email: string;
  network: string;
  /** The mark of the browser, where it has logged in as this user before; else null. */
  knownBrowser: string | null;
  /** The network has logged in as this user before. */
  isNetworkKnown: boolean;
}

/** The name under which the tries of strangers at one user are counted, wherever they come from. */
export const strangersAt = (email: string) => `strangers at ${email}`;

/** Returns the budgets that a try is charged to: all of them, or none where one is spent. */
export function budgetsOf({ email, network, knownBrowser, isNetworkKnown }: LogInAttempt): LogInBudget[] {
  if (knownBrowser !== null) return known(`account ${email} in ${knownBrowser}`);
  const ofNetwork: LogInBudget = {
    name: `place ${network}`,
    triesMax: limits.logInFailuresOfNetworkMax,
    withinMs: limits.minuteMs,
    words: `${limits.logInFailuresOfNetworkMax} wrong passwords from your network within a minute`,
  };
  if (isNetworkKnown) return [...known(`account ${email} from known ${network}`), ofNetwork];
  const fromNetwork = `account ${email} from ${network}`;
  return [
    perMinute(fromNetwork),
    // Few enough that one network alone cannot spend what all strangers share.
    slow(fromNetwork, limits.logInFailuresOfStrangerMax, 'wrong passwords from your network'),
    ofNetwork,
    slow(
      strangersAt(email),
      limits.logInFailuresOfStrangersMax,
      'wrong passwords for this user from browsers and networks that never logged in as them',
    ),
  ];
}

/** Guesses at the password, or at a code of the second factor, of somebody who is logged in. */
export const budgetsOfOwnPassword = (email: string) => known(`own password of ${email}`);

const known = (name: string) => [
  perMinute(name),
  slow(name, limits.logInFailuresOfKnownMax, 'wrong passwords'),
];

const perMinute = (name: string): LogInBudget => ({
  name: `${name}, a minute`,
  triesMax: limits.logInFailuresMax,
  withinMs: limits.minuteMs,
  words: `${limits.logInFailuresMax} wrong passwords within a minute`,
});

const slow = (name: string, triesMax: number, what: string): LogInBudget => ({
  name,
  triesMax,
  withinMs: limits.logInFailuresMs,
  words: `${triesMax} ${what} within ${limits.logInFailuresMs / limits.minuteMs} minutes`,
});
