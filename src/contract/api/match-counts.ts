/** How many events and profiles rules recognised in a period, as reports of campaigns take it from the history. */

/** A null rule is all of a programme; a null programme is all of all. */
export interface MatchCounts {
  programme: string | null;
  rule: string | null;
  events: number;
  profiles: number;
}
