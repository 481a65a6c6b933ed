/** A change of a record, and the revision it is based on. */
export { requireRevision } from '../../base/kernel/kernel.ts';

export type Revised<Change> = Change & { revision?: number | undefined };
