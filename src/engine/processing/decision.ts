/** What a decision comes to: what one commit writes, and what is counted. */
import type { Commit } from '../stream/stream.ts';

export interface Counts {
  scored: number;
  refused: Record<
    'consent' | 'duplicate' | 'erased' | 'late' | 'machine' | 'profile-limit' | 'unreadable',
    number
  >;
  identityRefusals: number;
  /** Events that named traits which Scoville alone says. */
  traitsReserved: number;
  /** Profiles whose evaluation failed by an internal error. */
  failed: number;
  /** Profiles that wait to be rebuilt. */
  waiting: number;
  crossingsUp: number;
  crossingsDown: number;
  /** Acceptance times of the events that were folded, ms. */
  acceptedAtMs: number[];
}

export interface Decision {
  commit: Commit;
  counts: Counts;
}

export function noCounts(): Counts {
  return {
    scored: 0,
    refused: { consent: 0, duplicate: 0, erased: 0, late: 0, machine: 0, 'profile-limit': 0, unreadable: 0 },
    identityRefusals: 0,
    traitsReserved: 0,
    failed: 0,
    waiting: 0,
    crossingsUp: 0,
    crossingsDown: 0,
    acceptedAtMs: [],
  };
}
