/** Limits of events on their way in: what a request may carry, and what may wait in the streams. */
import { dayMs, minuteMs, secondMs } from './units.ts';

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
  /** How old an event may be to be scored; an older one is refused as `late` and counted. */
  latenessMs: 7 * dayMs,
  /** Keys that are not revoked. */
  ingestKeysMax: 1_000,
  /** The name of a key, in UTF-16 units. */
  ingestKeyNameLengthMax: 200,
  /** Pages that one key is for. */
  ingestKeyOriginsMax: 100,
  /** How long a key that was rotated may count beside the new one. */
  ingestKeyGraceMsMax: 7 * dayMs,
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
  /** How many seconds of a budget an ingest process takes ahead, and how long it may use them. */
  eventsAheadSeconds: 0.05,
  eventsAheadMsMax: secondMs,
  /** Keys and addresses whose budgets an ingest process remembers. */
  budgetsRememberedMax: 20_000,
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
  /** Events that wait in an ingest process for a flush before it answers 503. */
  waitingEventsMax: 50_000,
  /** Bytes of JSON that an ingest process holds for Redis, waiting or on the way, before it answers 503. */
  heldBytesMax: 64 * 1024 * 1024,
} as const;
