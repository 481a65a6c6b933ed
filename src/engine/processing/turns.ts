/** The turns that the partitions of a process take with long work. */

/** Held by one partition at a time. */
export interface Turn {
  isTaken: boolean;
}

/** What one partition of a process does at a time. A history may be long in coming, so the two do not wait for each other. */
export interface Turns {
  /** Rebuilding profiles from their history. */
  rebuilding: Turn;
  /** Re-evaluating as many as one commit takes. */
  bulk: Turn;
}
