/** Where personal data lies in Redis: each key of a partition, with how an erasure clears it; null where it names nobody. */
import type { PartitionKeys } from './keys.ts';

export const personalKeys: Readonly<Record<keyof PartitionKeys, string | null>> = {
  events: 'an entry goes when scoring and the history have passed it; an erasure ends after that',
  cursor: null,
  timers: 'the commit at the mark removes the timer',
  restoring: 'the commit at the mark takes the profile out',
  failing: 'the commit at the mark takes the profile out',
  erased: null,
  archived: null,
  crossings: 'an entry goes when sales has applied it; an erasure ends after that',
  ledger: 'an entry goes when the history has it; an erasure ends after that',
  deadLetters: 'the eraser drops the letters that name the profile',
  outbox: 'an entry goes when it was delivered, right after its commit',
  inbox: null,
  profile: 'the commit at the mark deletes it',
  identity: 'the commit at the mark deletes it',
};
