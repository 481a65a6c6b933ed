/** Every limit of the product, with its unit last in its name. Reaching one is answered, never silent. */

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export const limits = {
  /** A request body after decompression (RudderStack's clients batch up to 512 KB). */
  bodyBytesMax: 512 * 1024,
  /** One event as JSON, as it was sent. */
  eventBytesMax: 32 * 1024,
  /** What Scoville may add to an event in the stream (ids, hash, times). A larger event is rejected; the context of its batch counts. */
  eventStampBytesMax: 256,
  /** Bytes that one request may put into the stream for each byte of its body; … */
  streamBytesPerBodyByteMax: 16,
  /** … or this many in all, if that is more: a small batch may share a context. */
  streamBytesAlwaysAllowed: 1024 * 1024,
  /** Events of one batch request. */
  batchEventsMax: 2_500,
  /** Levels of nested lists and objects in an event; the event is the first. */
  eventDepthMax: 16,
  /** Levels of the JSON of an API request, and of a YAML text. */
  jsonDepthMax: 64,
  /** Ids of users, devices and messages, in UTF-16 units. */
  idLengthMax: 256,
  /** The text of a time, in UTF-16 units: the one that a batch shares is read for each event. */
  timeLengthMax: 128,
  /** How far in the future an event's own time may lie; a later time counts as now. */
  clockAheadMsMax: minuteMs,
  /** Differences between a client's clock and the server's below this count as network delay. */
  clockSkewIgnoredMs: 2 * secondMs,
  /** How old an event may be to be scored; an older one is refused as `late` and counted. */
  latenessMs: 7 * dayMs,
  /** Events in one stream entry. */
  entryEventsMax: 500,
  /** Bytes of JSON in one stream entry that holds more than one event, merge or ledger entry. */
  entryBytesMax: 256 * 1024,
  /** How long after its acceptance an event is appended at the latest: ingest answers 503 before. */
  acceptedToAppendedMsMax: minuteMs,
  /** Events of one commit: 250 to 500 is where throughput is best and latency still small. */
  commitEventsMax: 500,
  /** Bytes of stream entries that one commit reads; the last entry may go beyond. */
  commitReadBytesMax: 768 * 1024,
  /** Bytes of stored profiles and identities that one commit loads; the last may go beyond. It takes the events they belong to. */
  commitLoadBytesMax: 1024 * 1024,
  /** Bytes that all partitions of a process together may read and load at once; others wait for their turn. */
  drainBytesMax: 24 * 1024 * 1024,
  /** Events that a profile remembers from which on a worker keeps it at hand for its next event. */
  cachedFromEvents: 256,
  /** Events of all profiles that a process keeps at hand, each counted once more for each programme; the oldest profiles go. */
  cachedEventsMax: 128 * 1024,
  /** Stream entries waiting in one partition before ingest answers 503. */
  backlogEntriesMax: 50_000,
  /** Bytes of stream entries waiting in all partitions before ingest answers 503; … */
  backlogBytesMax: 2 * 1024 * 1024 * 1024,
  /** … or this part of the memory that Redis has for them beside other data, if that is less. */
  backlogPartOfMemoryMax: 0.8,
  /** An ingest process counts the backlog after adding so many entries, or so many bytes. */
  backlogCountEveryEntries: 1_000,
  backlogCountEveryBytes: 4 * 1024 * 1024,
  /** Parts of a stream whose bytes are measured to know those of all. */
  backlogSamples: 100,
  /** Seconds a client is asked to wait after a 503. */
  retryAfterSeconds: 5,
  /** Events that wait in an ingest process for a flush before it answers 503. */
  waitingEventsMax: 50_000,
  /** Bytes of JSON that an ingest process holds for Redis, waiting or on the way, before it answers 503. */
  heldBytesMax: 64 * 1024 * 1024,
  /** Recognised events, and spans of others, that one profile remembers one by one; at the limit the older half is sealed. */
  profileEventsMax: 4_096,
  /** How long a visit lasts at most: a robot that never pauses begins another one then. */
  visitMsMax: dayMs,
  /** Awards of one rule kept for good (assets, links, baskets): the earliest count. */
  ruleKeysMax: 256,
  /** Counts of one rule (visits, days, windows) kept at once: the earliest count. */
  groupsPerRuleMax: 4_096,
  /** Tries to find the moment a fading score meets a bound, before the profile is re-evaluated later instead. */
  fadeTriesMax: 1_000,
  /** Least time between two cuts of a sealed profile that stay known: a rebuild from a shortened history begins at one. */
  cutEveryMs: 32 * dayMs,
  /** Frozen awards of one rule kept one by one; older ones are merged into a count. */
  frozenAwardsPerRuleMax: 64,
  /** Refusals listed in one explanation. */
  refusalsMax: 200,
  /** Linked identities listed for one profile. */
  profileIdentitiesMax: 64,
  /** Traits kept for one profile: those that Scoville reads itself, then the first by name. */
  profileTraitsMax: 64,
  /** Bytes of the name of a trait and its value as JSON; a larger one is left out. */
  traitBytesMax: 512,
  /** How long a start waits for `REDIS_URL`, `DATABASE_URL` or the name in `HOST` to answer before it fails. */
  startAnswerMsMax: 2 * secondMs,
  /** How long the application may take to open its rooms and to listen, migrations included, before the start fails. */
  startMsMax: 10 * minuteMs,
  /** How often a start says for what it waits. */
  startSayEveryMs: 10 * secondMs,
  /** Free bytes on the disk of DATA_DIR below which private stores end the process: PostgreSQL makes its log in files of 16 MiB. */
  diskFreeBytesMin: 16 * 1024 * 1024,
  /** How often that is looked at. */
  diskLookEveryMs: 2 * secondMs,
  /** How long a stop takes in all, before it is given up; the private servers are stopped after it. */
  stopMsMax: 15 * secondMs,
  /** How long a private server takes to stop, by the polite way and then by the hard ones. */
  privateServerStopMsMax: 9 * secondMs,
  /** How long a stop waits for one part of the process to close. */
  closeStepMsMax: 3 * secondMs,
  /** How long a stop waits for requests in flight; then it cuts their connections. */
  requestsStopMsMax: 5 * secondMs,
  /** How long a stop leaves an idle connection open, for a request that is already on its way. */
  idleConnectionStopMs: 250,
  /** Rounds in which a stop accepts connections that the kernel has queued, before it stops listening. */
  acceptRoundsMax: 100,
  /** Time between attempts to reach a store again. */
  reconnectMsMax: secondMs,
  /** How long a door waits for Redis before it answers 503. */
  doorCommandMsMax: 5 * secondMs,
  /** The most replicas of Redis that an event may wait for. */
  replicasAckMax: 16,
  /** How long a door waits for replicas to have an event before it answers 503. */
  replicasAckMsMax: 2 * secondMs,
  /** How long Redis may send nothing while it owes an answer, before the connection is given up. */
  redisSilenceMsMax: 5 * secondMs,
  /** How long PostgreSQL may be silent before it is asked whether it executes. Asking cuts nothing, so it may be soon. */
  postgresSilenceMsMax: 3 * secondMs,
  /** The silence allowed on connections on which BullMQ blocks: it blocks for 10 seconds at most, and checks them itself a second after each block. */
  blockedSilenceMsMax: 12 * secondMs,
  /** How long BullMQ blocks for a drain job: a silent connection is noticed a second later. */
  jobBlockSeconds: 2,
  /** How often each connection is checked for silence. */
  silenceCheckEveryMs: secondMs,
  /** How often the connection that listens for alerts asks for an answer. */
  alertProbeEveryMs: 3 * secondMs,
  /** How long PostgreSQL may take to say whether it works for a silent connection. */
  silenceAskMsMax: 5 * secondMs,
  /** How long a connection is idle before TCP probes its peer. */
  keepAliveMs: 5 * secondMs,
  /** Least time before a reconnect to a Redis that has answered that it is a replica. */
  demotedReconnectMs: 250,
  /** How long a transaction may wait for its client before PostgreSQL rolls it back: a vanished client keeps no locks. */
  transactionIdleMsMax: minuteMs,
  /** How long a scrape waits for the gauges of a store; then it shows those read last, with their age. */
  scrapeMsMax: 500,
  /** How long the relay or the copier may wait for a store before readiness names that store. */
  loopWaitMsMax: 5 * secondMs,
  /** Least time between two log lines about one outage. */
  outageSayEveryMs: 30 * secondMs,
  /** How long a worker keeps the lease on a partition before other workers get a turn. */
  leaseMsMax: 2 * secondMs,
  /** How long an idle lease lingers for news. */
  leaseIdleMs: 250,
  /** A drain job's lock: a dead worker's job is free again after it. */
  jobLockMs: 6 * secondMs,
  jobStalledCheckMs: 3 * secondMs,
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
  /** Stale profiles rebuilt from their history in one commit of timers. */
  rebuiltPerCommitMax: 60,
  /** How soon a partition asks again for the turn to rebuild profiles. */
  rebuildTurnMs: 20,
  /** When a profile that has become stale is re-evaluated: mostly the history has caught up by then. */
  rebuildSoonMs: secondMs,
  /** When a profile whose history could not be read is re-evaluated. */
  staleRetryMs: 10 * secondMs,
  /** Keys scanned in one step while every profile is scheduled for re-evaluation. */
  profileScanKeys: 2_000,
  /** Due profiles that may wait for re-evaluation before more are scheduled. */
  dueProfilesWaitingMax: 20_000,
  /** How soon the number of waiting profiles is checked again. */
  reevaluatePauseMs: 100,
  /** Tries to activate programmes while others activate some at the same time. */
  adoptTriesMax: 20,
  /** How far ahead it is worked out when time alone would let a profile fall that a changed programme keeps in its tier, ms. */
  fallAheadMsMax: 3_650 * dayMs,
  /** Earlier generations of programmes that an installation remembers, to record what their change did to each profile. */
  earlierProgrammesKept: 4,
  /** Time between sweeps for due timers and forgotten backlog. */
  sweepEveryMs: secondMs,
  /** Tier updates applied to the store in one transaction. */
  applyRecordsMax: 200,
  /** Reasons attached to a lead. */
  reasonsMax: 100,
  /** How long an idle relay waits for the bell before it reads anyway. */
  relayIdleMs: 250,
  /** Bytes of JSON that the history copies in one transaction, and the last entry of each stream: making its rows delays scoring in the same process. */
  historyBatchBytesMax: 1024 * 1024,
  /** Stream entries that the history copies in one transaction. */
  historyBatchEntriesMax: 2_048,
  /** Partitions that the copier reads at once. */
  historyPartitionsAtOnce: 4,
  /** How long the history lets entries gather between copies: each commit costs a flush. */
  historyGatherMs: 500,
  /** How long an idle copier waits for the bell before it reads anyway. */
  historyIdleMs: secondMs,
  /** How long a copier may be silent within a transaction before PostgreSQL ends it. */
  historyIdleInTransactionMsMax: 10 * secondMs,
  /** Days of history kept by default. */
  historyDays: 400,
  /** Time between sweeps for days of history that are too old. */
  historySweepEveryMs: hourMs,
  /** Linked profiles whose events a rebuild reads: the first ones. */
  linkedProfilesMax: 5_000,
  /** Events of some profiles read at once: the latest. */
  historyEventsMax: 100_000,
  /** Events a backtest holds in memory at once; more are done in passes. */
  backtestEventsMax: 4_000_000,
  /** Backtests and audits whose results are kept, and restores that are listed. */
  runsKept: 20,
  /** Tries before a profile that differs from its history counts as mismatched, and the pause between two. */
  auditTriesMax: 4,
  auditPauseMs: 1_500,
  /** How long an event may be scored and not in the history, or the reverse, before it is a mismatch. */
  auditGraceMs: 10 * minuteMs,
  /** How often Redis is compared with PostgreSQL, and the acts of one comparison: opening an era, finishing it, working in it. */
  keeperEveryMs: secondMs,
  keeperActsMax: 5,
  /** Entries compared at once to find where the history parts from a Redis that was set back. */
  partingEntriesMax: 200,
  /** The age, as a restore begins, from which a link is not sent to its heir again: the history has it. */
  lateLinkMs: dayMs,
  /** Profiles that the auditor checks at once, and the pause between two rounds. */
  auditProfilesAtOnce: 20,
  auditEveryMs: secondMs,
  /** Mismatches one audit shows. */
  mismatchesShownMax: 100,
  /** How long a caller may wait for a backtest or an audit in one request. */
  runWaitSecondsMax: 60,
  /** A request that carries a programme. */
  programmeBytesMax: 4 * 1024 * 1024,
  /** Rows of a replay fetched at once. */
  replayRowsMax: 2_000,
  /** Alerts read in one go. */
  liveReadAlertsMax: 500,
  /** What a live-stream subscriber may lag behind before it is cut off (it reconnects and resumes). */
  liveBufferBytesMax: 4 * 1024 * 1024,
  /** A sign of life on a quiet live stream. */
  liveHeartbeatMs: 15 * secondMs,
  /** How soon a cut-off browser comes back. */
  liveRetryMs: secondMs,
  /** By when a lead without a contact task, or past its deadline, must find somebody at work. */
  contactWithinMs: dayMs,
  deadlineSweepEveryMs: 5 * secondMs,
  /** Tasks escalated in one transaction; a sweep makes as many as it needs. */
  deadlinesPerSweepMax: 200,
  /** Open tasks planned again in one transaction, when the escalation has changed. */
  replannedAtOnceMax: 2_000,
  /** Records of one kind that the clock moves in one sweep; more follow in the next. */
  recordsPerSweepMax: 200,
  /** When a record that the clock could not move is looked at again. */
  moveAgainMs: minuteMs,
  /** Items of one opportunity or order, campaigns that influence one record. */
  itemsMax: 200,
  campaignInfluencesMax: 50,
  /** Working days from the sending of a quotation to its follow-up, where no day is given. */
  followUpAfterWorkingDays: 5,
  /** How long after it was logged an activity can still be corrected. */
  activityCorrectionMs: 30 * dayMs,
  /** Alerts held against the channels in one transaction. */
  chosenAlertsMax: 500,
  /** How long the dispatcher waits before it looks without having been rung for. */
  dispatchEveryMs: secondMs,
  /** How long the dispatcher lets alerts gather after a look that found some: each look is two transactions. */
  dispatchGatherMs: 500,
  /** Notices of one message; more go into the next. */
  noticesPerMessageMax: 2_000,
  /** Channels of one user, and of the installation. */
  channelsPerOwnerMax: 50,
  /** Test messages one caller may send within a minute. */
  testMessagesMax: 10,
  /** Lines of a mail; how many more there are is said. */
  mailLinesMax: 100,
  mailSubjectLengthMax: 150,
  /** Reasons shown in a message, with the number of the others. */
  reasonsShownMax: 3,
  /** A name, label or text of somebody else's in a message. */
  messageTextLengthMax: 200,
  /** What Slack takes: a header, the text of a section, blocks of a message, and the whole of it as JSON (13,200 is refused). */
  slackHeaderLengthMax: 150,
  slackSectionLengthMax: 3_000,
  slackBlocksMax: 50,
  slackMessageLengthMax: 12_999,
  /** Deliveries of one kind under way at once in a process, and how soon an idle sender looks again. */
  deliveriesAtOnce: 32,
  deliveryLookEveryMs: 250,
  /** Of these, those to one webhook endpoint, to one Slack address, and through the mail server; to an endpoint that is failing, one. */
  deliveriesPerDestinationMax: { webhook: 4, slack: 1, mail: 4 },
  /** Slack takes one message a second at an address. */
  slackEveryMs: secondMs,
  /** How long a delivery belongs to the sender that tries it; longer than any try may take. */
  deliveryLeaseMs: minuteMs,
  /** Waits before the second try, the third, …; after the last it is given up. Webhooks: as Standard Webhooks has them. */
  deliveryWaitsMs: {
    webhook: [
      5 * secondMs,
      5 * minuteMs,
      30 * minuteMs,
      2 * hourMs,
      5 * hourMs,
      10 * hourMs,
      14 * hourMs,
      20 * hourMs,
      24 * hourMs,
    ],
    mail: [1, 5, 15, 60, 120, 240, 480, 720, 1_440].map((minutes) => minutes * minuteMs),
    slack: [5 * secondMs, minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 6 * hourMs],
  },
  /** By how much chance lengthens such a wait: everybody who failed together does not come back together. */
  deliveryJitterPart: 0.1,
  /** How long a channel's message is news: one that has waited longer for a mail server or Slack is not sent any more. */
  newsMsMax: 3 * dayMs,
  /** The longest wait that a receiver may ask for with `Retry-After`. */
  retryAfterMsMax: dayMs,
  /** How long a destination that asks for less is left alone when it does not say, and at the most. */
  throttleMs: 10 * secondMs,
  throttleMsMax: hourMs,
  /** An endpoint that has taken nothing for so long is disabled. */
  endpointFailingMsMax: 5 * dayMs,
  /** How long a secret that was replaced signs beside the new one. */
  previousSecretMs: dayMs,
  /** A request to an address that users name, whole: finding it, connecting, sending, the answer. */
  outgoingMsMax: 15 * secondMs,
  /** What is read of the answer. */
  outgoingAnswerBytesMax: 64 * 1024,
  /** The body of a webhook; one that is longer is shortened. */
  webhookBodyBytesMax: 20_000,
  /** Handing over one mail, whole, and a silence of the mail server. */
  mailMsMax: 30 * secondMs,
  mailSilenceMsMax: 10 * secondMs,
  /** How often mails that wait for a mail server are counted, and the log says so again. */
  heldMailLookEveryMs: 5 * secondMs,
  heldMailSayEveryMs: hourMs,
  /** How long a stop waits for deliveries in flight; the next start retries the others. */
  deliveryStopMsMax: 8 * secondMs,
  /** What the delivery log keeps of an error. */
  deliveryErrorLengthMax: 300,
  /** People who log in. */
  usersMax: 10_000,
  /** Teams, and territories. */
  orgUnitsMax: 1_000,
  passwordLengthMin: 10,
  passwordLengthMax: 200,
  /** Shares of the round robin, and open hot leads, one user may have at most. */
  capacityMax: 100,
  openLeadsMax: 10_000,
  /** Tasks of one calendar, the nearest ones; it says so when there are more. */
  calendarTasksMax: 1_000,
  /** How long before it is due a calendar reminds of a task. */
  calendarAlarmMs: 2 * hourMs,
  /** How often a calendar asks to be read again. */
  calendarRefreshMs: 15 * minuteMs,
  /** Tries of calendar addresses from one place within a minute that may find none. */
  calendarMissesMax: 30,
  /** Wrong passwords for one address from one place within a minute. */
  logInFailuresMax: 5,
  /** Addresses and places whose failures are counted at once. */
  throttledKeysMax: 10_000,
  /** One part of a path, such as an address. */
  pathPartLengthMax: 320,
  /** Proxies in front that may be trusted. */
  trustedHopsMax: 10,
  /** A log-in's life. */
  sessionMs: 12 * hourMs,
  /** How long an `Idempotency-Key` is remembered, and how long it may be. */
  idempotencyKeyMs: dayMs,
  idempotencyKeyLengthMax: 200,
  /** Rows of one report; its totals are of all. */
  reportRowsMax: 10_000,
  /** How long a report may be worked out, each of its statements. */
  reportMsMax: 30 * secondMs,
  /** What a report may sort or group in memory at once, before PostgreSQL takes to the disk. */
  reportSortKilobytesMax: 64 * 1024,
  /** The period of a report, and of the history behind it, when none is asked for. */
  reportDays: 30,
  /** Records named in one section of a weekly review; its count is of all. */
  reviewItemsMax: 20,
  /** How often it is looked whether weekly reviews are due, and how many are written in one go. */
  reviewSweepEveryMs: minuteMs,
  reviewsPerSweepMax: 200,
  /** Items of one page of a list, and characters of the cursor to the next. */
  pageItemsMax: 200,
  cursorLengthMax: 400,
  dayMs,
  hourMs,
  minuteMs,
  secondMs,
} as const;
