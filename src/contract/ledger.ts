/** A ledger entry: points that a rule gave, took back or refused, with its reason, as the history keeps it for good. */
export interface LedgerEntry {
  /** Id of the profile whose score it concerns. */
  profile: string;
  /** Id of the programme. */
  programme: string;
  /** The programme's version that decided it. */
  version: string;
  /** When a commit noted it, ms since the epoch. */
  notedAtMs: number;
  /** What was noted; the words are processing's. */
  kind: string;
  /** Id of the rule. */
  rule: string;
  /** Message id of the event it goes back to; null where none does. */
  event: string | null;
  /** That event's own time, ms since the epoch; null where none. */
  atMs: number | null;
  points: number;
  reason: string;
}
