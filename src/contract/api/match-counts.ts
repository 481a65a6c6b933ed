/** How many events and profiles rules recognised in a period, for reports of campaigns from the history. */

/** A null rule means all of a programme; a null programme means all programmes. */
export interface MatchCounts {
  programme: string | null;
  rule: string | null;
  events: number;
  profiles: number;
}
