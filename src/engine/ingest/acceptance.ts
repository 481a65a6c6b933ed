/** What became of events that came together. */
import type { SaidErrors } from './batch-errors.core.ts';
import type { SaidWarnings } from './warnings.core.ts';

/** The outcome of a batch; each error names the index of its event. Warnings are of accepted ones, taken otherwise than they say. */
export interface Acceptance extends SaidErrors, SaidWarnings {
  accepted: number;
  rejected: number;
  /** Accepted, and too late to give points: how many, and which by index. */
  late: number;
  lateIndexes: number[];
}

/** The outcome of events of our own doors, with the indexes of all that were refused: the errors list only what has room. */
export interface TrustedAcceptance extends Acceptance {
  rejectedIndexes: ReadonlySet<number>;
}
