/**
 * The door of processing: from the stream to scores, exactly once.
 *
 * Enters: stream entries (events, links, profile merges) and due timers. Leaves: packed profiles, tier updates,
 * timers, and what belongs to other partitions; all of one batch in one atomic commit with its offset. It refuses to
 * know what a lead is. When Redis is away it waits; when PostgreSQL is away it does not notice.
 */

export { accountScoring } from './account-scoring.ts';
export { identityIn } from './identity-in.core.ts';
export type { LostProfile } from './lost-profile.core.ts';
export type { LostSource } from './lost-profiles.ts';
export { identityFrom, unpackRecord, waitsForHistory } from './profile-record.ts';
export type { Profiles } from './profiles.ts';
export { openProfiles } from './profiles.ts';
export type { PastEvents } from './rebuild.core.ts';
export { rebuilt } from './rebuild.core.ts';
export type { Scheduler } from './scheduler.ts';
export { startScheduler } from './scheduler.ts';
export type { FamilyPast, Past } from './stale.ts';
