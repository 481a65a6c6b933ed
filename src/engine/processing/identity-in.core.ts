/** Who a profile is, by its history alone. Pure. */
import type { ScovilleEvent } from '../../contract/language/language.ts';
import { type IdentityRecord, learnFrom, noIdentity } from '../scoring/scoring.ts';

/** Returns what the events of a profile, and of all that was linked to it, say of who it is; in any order. */
export function identityIn(events: readonly ScovilleEvent[]): IdentityRecord {
  const identity = noIdentity();
  for (const event of events) learnFrom(identity, event);
  return identity;
}
