/** Limits of scoring: what one commit takes, what a profile remembers, and who holds a partition. */
import { dayMs, hourMs, minuteMs, secondMs } from './units.ts';

export const scoringLimits = {
  /** Events of one commit, so that those of other partitions and requests of the same process do not wait long. */
  commitEventsMax: 500,
  /** Events of one commit where more wait: each evaluates and writes a profile once, so a backlog goes faster in large ones. */
  commitEventsBehindMax: 4_000,
  /** Bytes of stream entries that one commit reads; the last entry may go beyond. */
  commitReadBytesMax: 1024 * 1024,
  /** Bytes of stream entries that one commit reads where more wait. */
  commitReadBytesBehindMax: 4 * 1024 * 1024,
  /** Stream entries that are read at once where their size is not known, or large. */
  readEntriesAtOnce: 8,
  /** Bytes of an entry, on average of those already read, from which on the others are read a few at once. */
  largeEntryBytes: 4 * 1024,
  /** Bytes of stored profiles and identities that one commit loads; the last may go beyond. It takes the events they belong to. */
  commitLoadBytesMax: 1024 * 1024,
  /** Bytes of stored profiles and identities that one commit loads where more events wait. */
  commitLoadBytesBehindMax: 2 * 1024 * 1024,
  /** Bytes that all partitions of a process together may read and load at once; others wait for their turn. */
  drainBytesMax: 32 * 1024 * 1024,
  /** Those of them that commits of backlogs may hold: events that just came wait for no backlog of another partition. */
  drainBytesBehindMax: 24 * 1024 * 1024,
  /** Events that a profile remembers from which on a worker keeps it at hand for its next event. */
  cachedFromEvents: 256,
  /** Events of all profiles that a process keeps at hand, and their awards by each programme, sealed ones too; the oldest profiles go. */
  cachedEventsMax: 128 * 1024,
  /**
   * Recognised events, each as often as rules recognise it, and spans of others, that one profile remembers one by one. At the limit
   * the older half is sealed.
   */
  profileEventsMax: 4_096,
  /** An evaluation seals events once they are this part of all that a profile remembers, sealed or not: one of so many. */
  sealedShare: 64,
  /** Refused events (of machines, without consent) that one profile shows: the latest of those that rules recognised. */
  refusedEventsPerProfileMax: 32,
  /** Points that events of public keys earn for one profile in a clock hour, unless its programme says `publicPointsPerHour`. */
  publicPointsPerHourMax: 10_000,
  /** That bound as a multiple of the highest tier's, where this is more. */
  publicLaddersPerHourMax: 10,
  /** Payments of one clock hour by public keys up to which a sealed profile is re-scored without its history. */
  publicPaymentsPerHourFew: 100,
  /** How long a visit lasts at most: a robot that never pauses begins another one then. */
  visitMsMax: dayMs,
  /** Awards of one rule kept for good (assets, links, baskets): the earliest count. */
  ruleKeysMax: 256,
  /** Times that one silence repeats its payment. */
  silenceRepeatsMax: 100,
  /** Different products of one basket that are counted, and products of one event; further ones are not. */
  basketProductsMax: 100,
  /** How long a basket is remembered after its last change; what comes later begins a new one. */
  basketMemoryMs: 30 * dayMs,
  /** Characters kept of a product's name. */
  basketNameLengthMax: 40,
  /** Products of a basket that a reason names. */
  basketProductsShownMax: 5,
  /** Most pieces of a product, and the highest price: more counts as that. */
  basketQuantityMax: 1_000_000,
  basketPriceMax: 1_000_000_000,
  /** Counts of one rule (visits, days, windows) kept at once: the earliest count. */
  groupsPerRuleMax: 4_096,
  /** Tries to find the moment a fading score meets a bound, before the profile is re-evaluated later instead. */
  fadeTriesMax: 1_000,
  /** Least time between two cuts of a sealed profile that stay known: a rebuild from a shortened history begins at one. */
  cutEveryMs: 32 * dayMs,
  /** Frozen awards of one rule kept one by one; older ones are merged into a count. */
  frozenAwardsPerRuleMax: 64,
  /** Latest payments of one rule that fade one by one; older ones fade in groups, each as of the middle of its time. */
  fadingPaymentsPerRuleMax: 4_096,
  /** Groups over the time that a payment takes to fade away. */
  fadingGroupsPerRuleMax: 512,
  /** Refusals listed in one explanation. */
  refusalsMax: 200,
  /** Linked identities listed for one profile. */
  profileIdentitiesMax: 64,
  /** Traits kept for one profile: those that Scoville reads itself, then the first by name. */
  profileTraitsMax: 64,
  /** Bytes of the name of a trait and its value as JSON; a larger one is left out. */
  traitBytesMax: 512,
  /** How often the score of a company hears of points that fade. */
  accountFadeEveryMs: hourMs,
  /** People of a company whose points are read for its score: those with the most. */
  accountPeopleMax: 1_000,
  /** Of these, how many an answer of the API shows, and how many rules the reason of a lead names. */
  accountPeopleShownMax: 50,
  accountReasonsMax: 5,
  /** Characters of the name of a company that scoring enters. */
  accountNameLengthMax: 200,
  /** Companies whose score is made in one round, and how often a worker looks by itself. */
  accountsAtOnce: 50,
  accountsEveryMs: 30 * secondMs,
  /** How often profiles that have left for long are looked for. */
  accountSweepEveryMs: hourMs,
  /** How long the points of a profile that has left wait for the word of the one it has joined, … */
  accountLeftMs: hourMs,
  /** … and how long the word of one side is kept. */
  accountLeavingsMs: dayMs,
  /** Changes of people's statuses in sales that are said to scoring at once, and how often a worker looks whether a programme asks for them. */
  statusesAtOnce: 500,
  statusesEveryMs: 5 * secondMs,
  /** Changes of one person's status that are said within a day; further ones wait until it is over. */
  statusesPerDayMax: 20,
  /** The share of the history after which a status is said again, so that a rebuild finds it. */
  statusesAgainShare: 0.25,
  /** How long a worker keeps the lease on a partition before other workers get a turn. */
  leaseMsMax: 2 * secondMs,
  /** How long an idle lease lingers for news. */
  leaseIdleMs: 250,
  /** A drain job's lock: a dead worker's job is free again after it. */
  jobLockMs: 6 * secondMs,
  /** How often jobs of dead workers are looked for. The sweeper drains a partition that stands still without its job. */
  jobStalledCheckMs: 10 * secondMs,
  /** Least time between two jobs for one partition from one process. */
  nudgeEveryMs: 100,
  /** Records of one partition kept because they cannot be scored; the oldest goes first. */
  deadLettersMax: 200,
  /** Bytes kept of such a record; what was longer can be looked at and dropped, not replayed. */
  deadLetterBytesMax: 256 * 1024,
  /** Bytes of such a record that a list shows. */
  deadLetterShownBytesMax: 2 * 1024,
  /** Characters of its reason. */
  deadLetterDetailLengthMax: 300,
  /** Timers evaluated in one commit. */
  timersPerCommitMax: 200,
  /** Of these, those due last where more are due than one commit takes. */
  lateTimersPerCommitMax: 20,
  /** Stale profiles whose histories a partition reads at once. */
  historiesAtOnceMax: 200,
  /** Stale profiles rebuilt from their history in one commit of timers. */
  rebuiltPerCommitMax: 60,
  /** How long a partition that waits for its turn to rebuild profiles looks for nothing else, unless events come. */
  rebuildTurnMs: 100,
  /**
   * When a profile that has become stale is re-evaluated: mostly the history has caught up by then. It is due before the sweep that
   * follows, which else would meet it a second later.
   */
  rebuildSoonMs: 700,
  /** Histories that a process reads at once to show profiles that wait to be rebuilt, and how long an answer waits for one. */
  pastViewsMax: 4,
  pastViewMsMax: 500,
  /** Moments noted at once to learn when the history has reached them, and the time between two. */
  historyMomentsMax: 8,
  historyMomentEveryMs: 200,
  /** When a profile whose history could not be read is re-evaluated. */
  staleRetryMs: 10 * secondMs,
  /** How often a failing profile is looked at: one whose stored bytes or programmes have changed is tried at once. */
  failingLookMs: 10 * secondMs,
  /** The longest time between two tries of a failing profile that is as it was; each waits as long as it fails already. */
  failingRetryMsMax: 600 * secondMs,
  /** Keys scanned in one step while every profile is scheduled for re-evaluation. */
  profileScanKeys: 2_000,
  /** Bits of a partition's filter of archived profiles, and of each profile: one in a hundred that never was is found at 430,000. */
  archivedFilterBits: 2 ** 22,
  archivedBitsPerProfile: 6,
  /** How often all profiles are looked through for those to be archived, and how often a process asks whether it is time. */
  archiveEveryMs: dayMs,
  archiveCheckEveryMs: 10 * minuteMs,
  /** Due profiles that may wait for re-evaluation before more are scheduled. */
  dueProfilesWaitingMax: 20_000,
  /** How soon the number of waiting profiles is checked again. */
  reevaluatePauseMs: 100,
  /** Tries to activate programmes while others activate some at the same time. */
  adoptTriesMax: 20,
  /** How far ahead it is worked out when time alone would let a profile fall that a changed programme keeps in its tier, ms. */
  fallAheadMsMax: 3_650 * dayMs,
  /**
   * Moments at which an archived profile that returns is looked at, for what time has done under a new version meanwhile. What came after so
   * many is seen at its return.
   */
  looksWhileAwayMax: 250,
  /** Earlier generations of programmes that an installation remembers, to record what their change did to each profile. */
  earlierProgrammesKept: 4,
  /** Time between sweeps for due timers and forgotten backlog. */
  sweepEveryMs: secondMs,
  /** The longest time between two sweeps while there is nothing to find. A bell, or a timer that becomes due, ends it. */
  sweepQuietMsMax: 8 * secondMs,
} as const;
