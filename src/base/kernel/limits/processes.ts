/** Limits of a process: its start and stop, its stores, and the connections to them. */
import { dayMs, hourMs, minuteMs, secondMs } from './units.ts';

export const processesLimits = {
  /** How long a start waits for `REDIS_URL`, `DATABASE_URL` or the name in `HOST` to answer before it fails; the doctor too, for all it asks. */
  startAnswerMsMax: 2 * secondMs,
  /** How long the application may take to open its rooms and to listen, migrations included, before the start fails. */
  startMsMax: 10 * minuteMs,
  /** How often a start says for what it waits. */
  startSayEveryMs: 10 * secondMs,
  /** Free bytes on the disk of DATA_DIR below which events are refused, and private stores are not started: PostgreSQL makes its log in files of 16 MiB. */
  diskFreeBytesMin: 16 * 1024 * 1024,
  /** How often that is looked at. */
  diskLookEveryMs: 2 * secondMs,
  /** The longest wait before a private store that failed on a full disk is tried again. */
  diskRetryMsMax: 30 * secondMs,
  /** How long a request may take to arrive whole, headers and body; then it is answered 408. */
  requestMsMax: 25 * secondMs,
  /** How often that is looked at. */
  requestCheckEveryMs: secondMs,
  /** Headers of one request, with its path. */
  headerBytesMax: 16 * 1024,
  /** How long a stop takes in all, before it is given up; the private servers are stopped after it. */
  stopMsMax: 15 * secondMs,
  /** How long a private server takes to stop, by the polite way and then by the hard ones. */
  privateServerStopMsMax: 9 * secondMs,
  /** Cores from which on `npm start` runs several processes, and the memory that it takes for them: 2 GiB. */
  supervisedCoresMin: 4,
  supervisedBytesMin: 2 * 1024 ** 3,
  /** Cores for each worker of `npm start`, and how many workers it starts at most. */
  coresPerWorker: 4,
  workersMax: 4,
  /** How long a supervisor waits before it starts a process again: at first, at most, and how often in a row before it gives up. */
  restartMsMin: secondMs,
  restartMsMax: 30 * secondMs,
  restartsMax: 5,
  /** Time that a supervisor gives a process beyond that of its stop, before it kills it. */
  supervisedStopMs: 3 * secondMs,
  /** How long a stop waits for one part of the process to close. */
  closeStepMsMax: 3 * secondMs,
  /** How long a stop waits for requests in flight; then it cuts their connections. */
  requestsStopMsMax: 5 * secondMs,
  /** How long a stop leaves an idle connection open, for a request that is already on its way. */
  idleConnectionStopMs: 250,
  /** Sockets that listen on PORT: each accepts one connection in a turn of the event loop. */
  listeningSockets: 16,
  /** Rounds in which a stop accepts connections that the kernel has queued, before it stops listening. */
  acceptRoundsMax: 100,
  /** Time between attempts to reach a store again. */
  reconnectMsMax: secondMs,
  /** Rounds of a walk through the keys of a Redis Cluster, and looks at its masters, before it fails: slots move all the time. */
  walkRoundsMax: 16,
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
  /** How long BullMQ blocks for a job: a silent connection is noticed a second later. Sweeps find what is due meanwhile. */
  jobBlockSeconds: 10,
  /** How often each connection is checked for silence. */
  silenceCheckEveryMs: secondMs,
  /** How often the connection that listens for alerts asks for an answer. */
  alertProbeEveryMs: 3 * secondMs,
  /** How often PostgreSQL is asked for alerts where a pooler lets nobody listen. */
  alertPollEveryMs: 500,
  /** How long a statement may wait in a pooler for a session before its connection is given up. */
  pooledSilenceMsMax: 30 * secondMs,
  /** How long PostgreSQL may take to say whether it works for a silent connection. */
  silenceAskMsMax: 5 * secondMs,
  /** How long a connection is idle before TCP probes its peer. */
  keepAliveMs: 5 * secondMs,
  /** Least time before a reconnect to a Redis that has answered that it is a replica. */
  demotedReconnectMs: 250,
  /** Connections to PostgreSQL of one process unless `DATABASE_CONNECTIONS` says another number, and the bounds of that number. */
  databaseConnections: 16,
  databaseConnectionsMin: 8,
  databaseConnectionsMax: 1_000,
  /** One in so many of these is for reports, exports and backtests, so that they never take the others. */
  databaseReadsOneIn: 4,
  /**
   * How long an idle connection is kept: longer than loops rest. What it has prepared serves the next alert, and no loop opens a session
   * of its own.
   */
  poolIdleMs: 2 * minuteMs,
  /** How often a replica of PostgreSQL is looked at, and how far it may be behind before reads go to the primary. */
  replicaLookEveryMs: 2 * secondMs,
  replicaBehindMsMax: 30 * secondMs,
  /** Looks that are remembered: more than fit into that time. */
  replicaMarksMax: 64,
  /** How long a transaction may wait for its client before PostgreSQL rolls it back: a vanished client keeps no locks. */
  transactionIdleMsMax: minuteMs,
  /** How long a scrape waits for the gauges of a store; then it shows those read last, with their age. */
  scrapeMsMax: 500,
  /** How long the gauges of a store are shown again before a scrape reads them again. */
  scrapeKeptMs: secondMs,
  /** How long a store or loop may take to say how it is before it counts as unwell. */
  checkMsMax: 800,
  /** How long the port of `OPS_PORT` waits for the main thread; then it answers what it knows, with its age. */
  opsAnswerMsMax: 900,
  /** How often it asks for readiness by itself, so that what it knows is not old when the main thread becomes busy. */
  opsAskEveryMs: 5 * secondMs,
  /** How often the main thread shows that it runs; after how long without it `/livez` of that port says that it hangs. */
  mainBeatEveryMs: 250,
  mainSilentMsMax: 30 * secondMs,
  /** Connections to that port, and questions that wait for the main thread. */
  opsConnectionsMax: 100,
  /** How long a request to that port may take to arrive. */
  opsRequestMsMax: 5 * secondMs,
  /** How long the relay or the copier may wait for a store before readiness names that store. */
  loopWaitMsMax: 5 * secondMs,
  /** How often a process reports how it does, for GET /health; after how long without a report it counts as silent. */
  processReportEveryMs: 5 * secondMs,
  processSilentMs: 20 * secondMs,
  /** How long the report of a process that has ended is kept. */
  processKeptMs: 30 * minuteMs,
  /** One slot of what went through a process, and how many it keeps: half an hour. */
  healthSlotMs: 15 * secondMs,
  healthSlots: 120,
  /** How long one answer of GET /health is given again, however many ask. */
  healthKeptMs: secondMs,
  /** How long a store may be away before that is an alarm; before, it is a warning. */
  storeAwayAlarmMs: 2 * minuteMs,
  /** How long the lag of scoring, and that of the history, grows before that is said. */
  lagGrowsMs: 5 * minuteMs,
  historyLagGrowsMs: 30 * minuteMs,
  /** How long no event may arrive where some did before. */
  noEventsMs: 15 * minuteMs,
  /** For how long health says that requests were shed. */
  shedSeenMs: 2 * minuteMs,
  /** How long a delivery may wait. */
  deliveryLateMs: hourMs,
  /** How far a clock of a store may be off before the doctor warns, and before it calls that an error. */
  doctorClockOffMs: secondMs,
  doctorClockWrongMs: 30 * secondMs,
  /** The parts of Redis's memory and of PostgreSQL's connections that may be in use before the doctor warns. */
  doctorMemoryPartMax: 0.8,
  doctorConnectionsPartMax: 0.8,
  /** The part of a disk that has to be free; at it the doctor warns. */
  doctorDiskFreePartMin: 0.1,
  /** How long before the end of a certificate the doctor warns. */
  doctorCertificateMs: 21 * dayMs,
  /** Traces of one batch that a step has spans in; the others go on without one. */
  tracesPerStepMax: 128,
  /** How long a stop waits for the collector of traces. */
  tracesCloseMsMax: secondMs,
  /** Least time between two log lines about one outage. */
  outageSayEveryMs: 30 * secondMs,
} as const;
