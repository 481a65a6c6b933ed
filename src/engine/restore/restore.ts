/**
 * The door of the restore: Redis is kept to what PostgreSQL knows, and rebuilt from the history when it has lost data.
 *
 * Enters: what both stores say of the installation. Leaves: a new era, in which every profile is restored. It guarantees that no
 * worker scores on a Redis that lost its memory. No entry is skipped because the history had its id before. It refuses to know
 * what an event means. While either store is away it waits.
 */
export type { Keeper, KeeperOptions, TierReader } from './keeper.ts';
export { openKeeper } from './keeper.ts';
