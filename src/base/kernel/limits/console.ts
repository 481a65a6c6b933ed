/** Limits of people who use the console, and of requests to the API. */
import { dayMs, hourMs, minuteMs, secondMs } from './units.ts';

export const consoleLimits = {
  /** A request that carries a programme. */
  programmeBytesMax: 4 * 1024 * 1024,
  /** Errors of one file of rules that are listed, and warnings; beyond them their number. */
  fileErrorsMax: 25,
  /** Drafts of programmes that wait to be published. */
  draftsMax: 200,
  /** Events of examples that run while a draft is typed; the examples after them are skipped. */
  previewEventsMax: 20_000,
  /** Steps of one example, and events of all examples of a file: each step makes up to a thousand. */
  exampleStepsMax: 1_000,
  examplesEventsMax: 50_000,
  /** Events of a behaviour that is tried, latest events that are copied of a person, and receipts shown of one moment. */
  rehearsalEventsMax: 200,
  rehearsalReasonsMax: 50,
  /** Days, scores and events of a score's history; of more events, the latest are played. */
  scoreHistoryDaysMax: 365,
  scoreHistoryTimes: 60,
  scoreHistoryEventsMax: 5_000,
  /** The latest events of a profile that are listed. */
  profileEventsShown: 200,
  /** Days over which the health of rules is asked for; as many before them are compared where the history has them all. */
  ruleHealthDaysMax: 366,
  /** How long the health of rules may be worked out, and how long it is shown without working it out again. */
  ruleHealthMsMax: 30 * secondMs,
  ruleHealthKeptMs: minuteMs,
  /** People who log in. */
  usersMax: 10_000,
  /** Teams, and territories. */
  orgUnitsMax: 1_000,
  /** The fewest characters of a password. */
  passwordLengthMin: 10,
  /** The most characters of a password. */
  passwordLengthMax: 200,
  /** Shares of the round robin, and open hot leads, one user may have at most. */
  capacityMax: 100,
  openLeadsOfUserMax: 10_000,
  /** Tasks of one calendar, the nearest ones; it says so when there are more. */
  calendarTasksMax: 1_000,
  /** How long before it is due a calendar reminds of a task. */
  calendarAlarmMs: 2 * hourMs,
  /** How often a calendar asks to be read again. */
  calendarRefreshMs: 15 * minuteMs,
  /** Tries of calendar addresses from one network within a minute that may find none. */
  calendarMissesMax: 30,
  /** How long a code of an authenticator app is for; the one before and the one after work too. */
  secondFactorStepMs: 30_000,
  /** Recovery codes of one user: each works once. */
  recoveryCodes: 10,
  /** Wrong passwords for one user from one network, or in one browser, within a minute. */
  logInFailuresMax: 5,
  /** Wrong passwords from one network within a minute. */
  logInFailuresOfNetworkMax: 30,
  /** Wrong passwords for one user within `logInFailuresMs`: from a known network or browser, from one that is not, and from all that are not. */
  logInFailuresOfKnownMax: 25,
  logInFailuresOfStrangerMax: 10,
  logInFailuresOfStrangersMax: 25,
  logInFailuresMs: 15 * minuteMs,
  /** How long a browser or a network is known after its last log-in, and how many are known of one user. */
  knownLogInMs: 90 * dayMs,
  knownLogInsPerUserMax: 50,
  /** Counts of tries that have ended, deleted by one further try. */
  logInTriesForgottenAtOnce: 100,
  /** How long a log-in at an OpenID Connect provider may take, and how long a browser is shown why it failed. */
  oidcAttemptMs: 10 * minuteMs,
  oidcFailureMs: minuteMs,
  /** The pause after a provider could not be asked; it doubles up to the longest one. */
  oidcRetryMs: secondMs,
  oidcRetryMsMax: minuteMs,
  /** Addresses and networks whose failures are counted at once. */
  throttledKeysMax: 10_000,
  /** One part of a path, such as an address. */
  pathPartLengthMax: 320,
  /** Proxies in front that may be trusted. */
  trustedHopsMax: 10,
  /** A log-in's life. */
  sessionMs: 12 * hourMs,
  /** Sessions of one user; a further log-in ends the oldest. */
  sessionsPerUserMax: 50,
  /** How long an `Idempotency-Key` is remembered, and how long it may be. */
  idempotencyKeyMs: dayMs,
  idempotencyKeyLengthMax: 200,
  /** Rows of one report; its totals are of all. */
  reportRowsMax: 10_000,
  /** How long a report may be worked out, each of its statements. */
  reportMsMax: 30 * secondMs,
  /** Memory in which a report may sort or group at once, before PostgreSQL takes to the disk. */
  reportSortKilobytesMax: 64 * 1024,
  /** The period of a report, and of the history behind it, when none is asked for. */
  reportDays: 30,
  /** Records named in one section of a weekly review; its count is of all. */
  reviewItemsMax: 20,
  /** How often it is looked whether weekly reviews are due, and how many are written in one go. */
  reviewSweepEveryMs: minuteMs,
  reviewsPerSweepMax: 200,
  /** The body of a form, and the fields that a form key may name. */
  formBytesMax: 64 * 1024,
  formFieldsMax: 100,
  /** Forms that one address may send in an hour for long, and at once after a rest. IPv6 addresses count by their /64. */
  formsPerAddressAnHour: 60,
  formsPerAddressAtOnce: 20,
  /** The same of one form key. */
  formsPerKeyAnHour: 3_600,
  formsPerKeyAtOnce: 300,
  /** Within this time the same form sent again opens nothing more. */
  formRepeatMs: minuteMs,
  /** Accepted forms are answered at multiples of this time: what is known of a person makes no difference. */
  formAnswerStepMs: 100,
  /** Saved views of one user; shared views of one table; filters and columns of one view. */
  savedViewsMax: 200,
  sharedViewsMax: 200,
  viewFiltersMax: 30,
  viewColumnsMax: 50,
  /** Up to where the counts of the work list count. */
  workCountMax: 1_000,
  /** Up to where unread alerts of an inbox are counted. */
  inboxCountMax: 1_000,
  /** Items that one request acts on: the next request goes on with the others. */
  manyItemsMax: 50,
  /** Items of one page of a list, and characters of the cursor to the next. */
  pageItemsMax: 200,
  cursorLengthMax: 600,
  /** Characters of the id that a record has in another system. */
  externalIdLengthMax: 200,
} as const;
