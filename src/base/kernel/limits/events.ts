/** Limits of events on their way in: what a request may carry, and what may wait in the streams. */
import { dayMs, hourMs, minuteMs, secondMs } from './units.ts';

export const eventsLimits = {
  /** A request body after decompression (RudderStack's clients batch up to 512 KB). */
  bodyBytesMax: 512 * 1024,
  /** One event as JSON, as it was sent. */
  eventBytesMax: 32 * 1024,
  /** What Scoville may add to an event in the stream (ids, hash, times). A larger event is rejected; the context of its batch counts. */
  eventStampBytesMax: 256,
  /** Bytes that one request may put into the stream for each byte of its body; … */
  streamBytesPerBodyByteMax: 16,
  /** … or this many in all, if that is more: 250 events may share a context of 5 KB. */
  streamBytesAlwaysAllowed: 4 * 1024 * 1024,
  /** Events of one batch request. */
  batchEventsMax: 2_500,
  /** Bytes of JSON of the errors that the answer of a batch lists; beyond them their number. */
  batchErrorsBytesMax: 64 * 1024,
  /** Warnings that the answer of a batch lists; beyond them their number. */
  batchWarningsMax: 100,
  /** Names of events of which a process remembers which name of a rule is likeliest meant; it forgets those that came longest ago. */
  likelyNamesMax: 2_000,
  /** The longest of them, in UTF-16 units. */
  likelyNameLengthMax: 100,
  /** Properties of an event that are looked at for slips. */
  likelyPropertiesMax: 64,
  /** Such properties, each of one event, that a process remembers in the same way. */
  likelyPropertiesKnownMax: 10_000,
  /** Names of events and properties that one request may have compared with those of rules; remembered ones do not count. */
  likelyLookUpsMax: 500,
  /** Words of a name that are compared with those of labels; a longer name has none of a label. */
  likelyWordsMax: 8,
  /** Rules whose labels may share a word; one of more rules says too little of which is meant. */
  likelyRulesPerWordMax: 8,
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
  /** A request that says it was sent longer ago comes from a clock that is behind. Until then it may have stalled, and been sent again. */
  clockSkewIgnoredMs: 5 * minuteMs,
  /** How far a clock may be off to be corrected. Beyond, the time of sending is none of a clock: no client connects by TLS with it for long. */
  clockShiftMsMax: 7 * dayMs,
  /** How old an event may be to be scored; an older one is refused as `late` and counted. */
  latenessMs: 7 * dayMs,
  /** Purposes of consent that one event may name. */
  consentPurposesMax: 64,
  /** The name of such a purpose, in UTF-16 units. */
  consentPurposeLengthMax: 100,
  /** Keys that are not revoked. */
  ingestKeysMax: 1_000,
  /** The name of a key, in UTF-16 units. */
  ingestKeyNameLengthMax: 200,
  /** Pages that one key is for. */
  ingestKeyOriginsMax: 100,
  /** How long a key that was rotated may count beside the new one. */
  ingestKeyGraceMsMax: 7 * dayMs,
  /** Texts that a key had before and that may count at once. */
  ingestKeyEarlierMax: 10,
  /** How often a door reads the keys, and a console publishes what Redis lacks, beside the bell. */
  keysReadEveryMs: 5 * secondMs,
  /** How often a door looks for a key that it does not know. */
  keysAskEveryMs: secondMs,
  /** Events that one write key may send a second for long, over all processes, where `KEY_EVENTS_PER_SECOND` does not say. */
  keyEventsPerSecond: 20_000,
  /** How many seconds of them it may send at once after a rest. */
  keyBurstSeconds: 10,
  /** Events that one address may send a second with public keys, where `ADDRESS_EVENTS_PER_SECOND` does not say; … */
  addressEventsPerSecond: 200,
  /** … and at once after a rest. IPv6 addresses count by their /64. */
  addressEventsBurst: 2_500,
  /** Identities that one address names with public keys in an hour before leads of further ones are held, for long and at once. */
  addressIdentitiesPerHour: 5_000,
  /** How many of them each ingest process lets pass by itself, and takes ahead. */
  identitiesAhead: 50,
  /** Identities that an ingest process remembers. */
  identitiesRememberedMax: 50_000,
  /** How many seconds of a budget an ingest process takes ahead, and how long it may use them. */
  eventsAheadSeconds: 0.05,
  eventsAheadMsMax: secondMs,
  /** Keys and addresses whose budgets an ingest process remembers. */
  budgetsRememberedMax: 20_000,
  /** The body of a mail provider's request: SendGrid sends up to 1,000 events at once. */
  mailBodyBytesMax: 2 * 1024 * 1024,
  /** Events of one such request. */
  mailEventsMax: 5_000,
  /** A subject, link or name that a mail provider gives, in UTF-16 units; the rest is cut. */
  mailValueLengthMax: 2_048,
  /** An id, a subject or a name that a link carries, in UTF-16 units. */
  mailTextLengthMax: 200,
  /** Links of one mail that are made at once. */
  mailLinksMax: 200,
  /** How old a signed request of a mail provider may be: they try again for a day. */
  mailReplayMsMax: 25 * hourMs,
  /** The same of those that sign each attempt by itself (Svix). */
  mailSvixMsMax: 5 * minuteMs,
  /** How far ahead the clock of a mail provider may be. */
  mailAheadMsMax: 5 * minuteMs,
  /** Accounts at mail providers. */
  mailConnectionsMax: 50,
  /** Secrets of one: the next one beside the present one while it is replaced. */
  mailSecretsMax: 4,
  /** How often a door looks whether the file of accounts has changed. */
  mailConnectionsReadEveryMs: 5 * secondMs,
  /** Certificates of Amazon SNS kept, and for how long. */
  mailCertificatesMax: 20,
  mailCertificateMs: dayMs,
  /** How long the proof of an address counts that a followed link gives. */
  mailProofMs: dayMs,
  /** How long somebody who follows a link of ours waits for Redis to have the event. */
  mailFollowMsMax: secondMs,
  /** How long Redis may take to say whether a token of Mailgun was used before. */
  mailTokenMsMax: 2 * secondMs,
  /** Page views of one profile in one second of its clock that may be a person's: further ones are a robot's. */
  pageViewsPerSecondMax: 10,
  /** Events of one profile in one second of its clock, with public keys, that may be a person's. A page may report a list item by item. */
  profileEventsPerSecondMax: 50,
  /** Seconds of profiles that sent with public keys, as an ingest process remembers them. */
  busySecondsMax: 20_000,
  /** How much of a user agent is looked at, in UTF-16 units. */
  userAgentLengthMax: 512,
  /** Events in one stream entry. */
  entryEventsMax: 500,
  /** Bytes of JSON in one stream entry that holds more than one event, merge or ledger entry. */
  entryBytesMax: 256 * 1024,
  /** How long after its acceptance an event is appended at the latest: ingest answers 503 before. */
  acceptedToAppendedMsMax: minuteMs,
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
  /** Requests for events with a whole body and no answer in an ingest process, and bytes of their bodies. Beyond, it sheds further ones with 429. */
  doorRequestsMax: 2_000,
  doorBytesMax: 32 * 1024 * 1024,
  /** Bodies that arrive at once in an ingest process, and their bytes, before the address that has most of them loses its oldest. */
  doorArrivingMax: 2_000,
  doorArrivingBytesMax: 32 * 1024 * 1024,
  /** How long a client may take to read an answer of the door before its connection ends. */
  doorAnswerReadMsMax: 5 * secondMs,
  /** How long one of them has to wait for its turn, and the oldest then for Redis, before further ones are shed. */
  doorTurnWaitMsMax: 300,
  doorStoreWaitMsMax: 700,
  /** How long the work of requests may take in one turn of the event loop, and refusals. */
  doorTurnMsMax: 5,
  doorRefusalTurnMsMax: 2,
  /** How late the event loop may be before all further requests are shed; from half of it on, a part. */
  doorLoopDelayMsMax: 200,
  /** Requests under way from which on the event loop and the wait for a turn count: to shed a few would help nobody. */
  doorCrowdMin: 32,
  /** How often a door looks at its event loop, and over which time the delay is smoothed. */
  doorLookEveryMs: 100,
  doorSmoothMs: secondMs,
  /** How long the part that is shed takes to fall from all to none. */
  doorShareFallMs: 2 * secondMs,
  /** How long a door sheds nothing before the log says that it takes all again. */
  doorCalmMs: 5 * secondMs,
  /** Seconds after which shed requests are to be sent again, spread from the least to the most. */
  shedRetrySecondsMin: 2,
  shedRetrySecondsMax: 10,
  /** Events that wait in an ingest process for a flush before it answers 503. */
  waitingEventsMax: 50_000,
  /** Bytes of JSON that an ingest process holds for Redis, waiting or on the way, before it answers 503. */
  heldBytesMax: 64 * 1024 * 1024,
} as const;
