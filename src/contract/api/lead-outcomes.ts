/** Leads with their outcomes, as sales gives them to those who learn points from them. Times in ms since the epoch. */

/** A lead of a profile with its outcome. */
export interface LeadOutcome {
  profile: string;
  openedMs: number;
  /** When the outcome was known. */
  endedMs: number;
  outcome: 'won' | 'lost' | 'junk';
}

/** Leads that were opened in a period; the latest so many. */
export interface LeadOutcomesAsked {
  programme: string;
  sinceMs: number;
  untilMs: number;
  most: number;
}
