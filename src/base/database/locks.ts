/** The advisory locks of the installation's database: any numbers of our own, each for one kind of turn. */
export const advisoryLocks = {
  /** Migrations of the rooms, at a start. */
  migration: 4_400_001,
  /** Writers of alerts, so that their numbers rise in the order they can be read. */
  alerts: 4_400_002,
  /** Makers of the history's days. */
  days: 4_400_003,
  /** Assignments, which count what each rep has. */
  routing: 4_400_004,
  /** Held alone to mark a person, and shared by writers of tasks, alerts and deliveries. Triggers of the database use it too. */
  doNotContact: 4_400_005,
  /** Versions of programmes. */
  programmeVersions: 4_400_006,
  /** Versions of sales processes. */
  salesProcesses: 4_400_007,
  /** Keys with which clients send events. */
  ingestKeys: 4_400_008,
  /** The sweep of retention. */
  retention: 4_400_009,
  /** Leases of imports, which are worked on one after the other. */
  imports: 4_400_010,
  /** Requests for acts on many records, which are limited. */
  bulkActs: 4_400_011,
  /** Held alone to erase events of the history, and shared by imports that write them. */
  erasedEvents: 4_400_012,
} as const;
