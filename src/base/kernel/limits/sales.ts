/** Limits of leads, tasks and records. */
import { dayMs, hourMs, minuteMs, secondMs } from './units.ts';

export const salesLimits = {
  /** Tier updates applied to the store in one transaction. */
  applyRecordsMax: 200,
  /** Leads and contact tasks that open in an hour for people named by one public key alone; further ones are held. */
  unprovenLeadsPerHourMax: 120,
  /** Companies that are entered in an hour by the word of one public key alone; further ones are entered in the next. */
  unprovenCompaniesPerHourMax: 60,
  /** Leads that are held; beyond, the oldest go. */
  heldLeadsMax: 10_000,
  /** Tier updates kept for one person who wishes no contact; beyond, the oldest that cross no tier go first. */
  suppressedUpdatesMax: 500,
  /** Reasons attached to a lead. */
  reasonsMax: 100,
  /** How many partitions a relay takes at a time while more waits than one batch takes: others take the rest. */
  relayBehindPartitions: 4,
  /** How long a relay leaves the tier updates that another process has committed to that process, … */
  relayTakeoverMs: secondMs,
  /** … a partition that another relay works on to that one, … */
  relayBusyMs: 100,
  /** … and how often it looks at all partitions whatever it has heard. */
  relayLookEveryMs: 8 * secondMs,
  /** By when a lead without a contact task, or past its deadline, must find somebody at work. */
  contactWithinMs: dayMs,
  /** How often it is looked for work of the loops of sales, … */
  workLookEveryMs: secondMs,
  /** … and how long a loop rests at most where none is found. */
  workRestMsMax: 30 * secondMs,
  /** Tasks escalated in one transaction; a sweep makes as many as it needs. */
  deadlinesPerSweepMax: 200,
  /** Open tasks planned again in one transaction, when the escalation has changed. */
  replannedAtOnceMax: 2_000,
  /** Records of one kind that the clock moves in one sweep; more follow in the next. */
  recordsPerSweepMax: 200,
  /** When a record that the clock could not move is looked at again. */
  moveAgainMs: minuteMs,
  /** How long what a user did can be taken back in the timeline of its record. */
  undoMs: dayMs,
  /** How long what an undo needs is kept beyond that: clocks of processes differ, and one that has begun may wait. */
  undoGraceMs: hourMs,
  /** Of how many entries of a record what was done can be taken back. */
  undoEntriesMax: 1_000,
  /** Rows that one merge of two records takes over: all other writers of work wait for it, a second or two. */
  mergeRowsMax: 500,
  /** Records that share what may make them one; where more do, it says nothing: the phone of a switchboard. */
  duplicatesOfKeyMax: 8,
  /** Shared keys that one page of duplicates looks at. */
  duplicateKeysPerPageMax: 2_000,
  /** How long a task may be snoozed. */
  snoozeMsMax: 90 * dayMs,
  /** Tasks whose snooze one transaction ends; a sweep makes as many as it needs. */
  snoozesEndedAtOnceMax: 200,
  /** Up to where a column of a board counts and adds up. */
  boardCountMax: 10_000,
  /** Up to where the counts of an agenda count. */
  agendaCountMax: 1_000,
  /** Items of one opportunity or order. */
  itemsMax: 200,
  /** Campaigns that influence one record. */
  campaignInfluencesMax: 50,
  /** Working days from the sending of a quotation to its follow-up, where no day is given. */
  followUpAfterWorkingDays: 5,
  /** From the first to the last order of a customer whose year is projected; with less, the report projects none. */
  projectionSpanMsMin: 7 * dayMs,
  /** How long after it was logged an activity can still be corrected. */
  activityCorrectionMs: 30 * dayMs,
  /** How often rows past their retention are looked for, … */
  retentionSweepEveryMs: hourMs,
  /** … and how many rows, or people, one transaction looks at. */
  retentionBatchRowsMax: 1_000,
  retentionPeopleMax: 50,
  /** Days that alerts, notices, deliveries and attempts are kept, where their settings do not say. */
  messageDays: 400,
  /** Claimants whose address was proven: how many are read at once, and how often a worker looks by itself. */
  claimJoinsAtOnce: 20,
  claimJoinsEveryMs: 30 * secondMs,
} as const;
