/** The application: opens rooms on the stores, starts roles and listens; a stop does the reverse. */
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Closing, every, openClosing, unlessAborted } from '../base/background/background.ts';
import { systemClock as clock, limits } from '../base/kernel/kernel.ts';
import { readRedisTls } from '../base/redis/redis.ts';
import {
  createMetrics,
  type HealthCheck,
  type Logger,
  type Metrics,
  Outage,
  openHealth,
  openTracing,
  reasonsOf,
  registerHealthRoutes,
  type Scrape,
  type Tracing,
  watchProcess,
} from '../base/telemetry/telemetry.ts';
import type { LogInOptions } from '../contract/api/api.ts';
import { openProgrammes } from '../engine/programmes/programmes.ts';
import { openStream, type Stream } from '../engine/stream/stream.ts';
import { type Environment, mailConnectionsFile, traceSettingsOf } from '../environment.ts';
import type { Secrets } from '../setup/setup.ts';
import { connectionBudget } from './connection-budget.core.ts';
import { startConsole } from './console.ts';
import { databaseAccess } from './database-access.ts';
import { startIngest } from './ingest.ts';
import { listen } from './listening.ts';
import { publicMetricsAccess } from './metrics-access.ts';
import { listenMore } from './more-sockets.ts';
import { openOpsPort } from './ops/ops-port.ts';
import { openReporting } from './reporting.ts';
import { openRequestDrain } from './request-drain.ts';
import type { Role, Shared, StoreRooms } from './role.ts';
import { streamScrape } from './scrapes.ts';
import { createServer } from './server.ts';
import { registerShop } from './shop/shop.ts';
import { addressOf, storeError } from './store-errors.ts';
import { keptPartitions, openStoreRooms, openVersionedDatabase } from './store-rooms.ts';
import { openWaitingDoor } from './waiting-door.ts';
import { startWorker } from './worker.ts';

/** How soon a start checks again whether it is ready. */
const readyEveryMs = 25;

const pagesDirectory = fileURLToPath(new URL('../../dist/web', import.meta.url));

export interface Application {
  /** Where it listens, as a client writes it. */
  baseUrl: string;
  /** Where health and metrics are answered by a thread of their own; null where nowhere. */
  opsUrl: string | null;
  /** The active programmes, `id@version`. */
  programmes(): string[];
  /** How the rules folder differs from these, in words. */
  notes(): readonly string[];
  /**
   * Answers the requests in flight, lets batches end, closes the stores' connections: within `stopMsMax`. Returns the parts
   * that did not close in time.
   */
  close(): Promise<string[]>;
  /** The same where a store is lost for good: what waits for Redis fails at once, so that nothing holds up the stop. */
  closeWithoutStores(): Promise<string[]>;
}

interface Options {
  environment: Environment;
  secrets: Secrets;
  redisUrl: string;
  /** Null where `ingest` is alone and knows no PostgreSQL. */
  databaseUrl: string | null;
  logger: Logger;
  /** Aborts when the process is to stop: the start then ends at once. */
  signal: AbortSignal;
  /** Whether `/shop` serves the demo's shop. */
  hasShop?: boolean;
  /** Why the disk of the stores takes no events, in words; null while it has room. */
  fullDisk?: () => string | null;
  /** What the log-in page of the demo offers. */
  demo?: (() => LogInOptions['demo']) | undefined;
  /** Where traces go, where the settings do not say it. */
  tracing?: Tracing;
  /** How long the start may take. */
  msMax?: number;
}

/** Opens, starts and listens. When anything fails, takes too long, or the signal aborts, what was opened is closed again. */
export async function startApplication(options: Options): Promise<Application> {
  const { logger, msMax = limits.startMsMax } = options;
  const closing = openClosing(logger);
  const late = AbortSignal.timeout(msMax);
  const signal = AbortSignal.any([options.signal, late]);
  const beginning: Beginning = { waitsFor: '', signal };
  const saying = every(limits.startSayEveryMs, () =>
    logger.warn(`the start waits for ${beginning.waitsFor}`),
  );
  try {
    return await unlessAborted(signal, startRoles(options, closing, beginning));
  } catch (error) {
    await closing.close();
    if (late.aborted && !options.signal.aborted)
      throw new Error(
        `the start did not end within ${msMax / limits.secondMs} s: it waits for ${beginning.waitsFor}. Look at what holds that up, and start again.`,
      );
    throw error instanceof pg.DatabaseError
      ? storeError('DATABASE_URL', options.databaseUrl ?? '', error)
      : error;
  } finally {
    saying.close();
  }
}

interface Beginning {
  /** What a start does now, in words. */
  waitsFor: string;
  /** Aborts when the start has to end. */
  signal: AbortSignal;
}

/** What the steps of a start pass on. */
interface Start {
  options: Options;
  closing: Closing;
  beginning: Beginning;
  metrics: Metrics;
}

async function startRoles(options: Options, closing: Closing, beginning: Beginning): Promise<Application> {
  const { environment, logger } = options;
  const { ROLES: names } = environment;
  const start: Start = { options, closing, beginning, metrics: createMetrics() };
  watchProcess(start.metrics);
  // The first to open and the last to close: an orchestrator asks it during the start and the stop.
  const opsPort = await openOpsPort(environment, () => beginning.waitsFor);
  if (opsPort !== null) closing.push('ops port', opsPort.close);
  const tracing = options.tracing ?? (await openTracing(traceSettingsOf(environment), logger));
  // Its last spans are those of the stop.
  closing.push('traces', tracing.close, limits.tracesCloseMsMax + limits.closeStepMsMax);
  const stream = await openInstallation(start);
  const store = await openStore(start);
  const { metrics } = start;
  const versions = store?.versions ?? null;
  const directory = environment.RULES_DIR;
  const programmes = await openProgrammes({ directory, stream, versions, clock, metrics, logger });
  closing.push('programmes', programmes.close);
  const app = createServer(environment.TRUST_PROXY);
  const drain = openRequestDrain(app, logger);
  const { stopping } = drain;
  const { fullDisk = () => null } = options;
  const checks: HealthCheck[] = [
    { name: 'process', check: async () => (stopping.aborted ? 'stopping' : null) },
    { name: 'disk', check: async () => fullDisk() },
    { name: 'redis', check: () => saidBy(stream.ping) },
  ];
  const reporting = openReporting({ stream, roles: names, metrics, checks, clock });
  let baseUrl = '';
  const shared: Shared = {
    ...{ environment, secrets: options.secrets, clock, metrics, logger, tracing, stream },
    ...{ programmes, app, stopping },
    ...{ pagesDirectory, reporting, fullDisk, demo: options.demo },
    mailConnectionsFile: mailConnectionsFile(environment),
    scrapeStream: streamScrape(stream, programmes, metrics, clock),
    baseUrl: () => baseUrl,
    publicUrl: () => environment.PUBLIC_URL ?? baseUrl,
  };
  const rooms = store === null ? null : await openStoreRooms(store, shared);
  const scrapes = new Set<Scrape>();
  const started = (name: string, role: Role) => {
    for (const scrape of role.scrape) scrapes.add(scrape);
    checks.push(...role.check.map((check) => ({ ...check, roles: [name] })));
    closing.push(name, role.close, limits.stopMsMax);
  };
  if (rooms !== null) keepStore(rooms, start, checks);
  if (names.includes('ingest')) started('ingest', await startIngest(shared));
  if (names.includes('console') && rooms !== null) started('console', await startConsole(shared, rooms));
  if (options.hasShop) await registerShop(app, shared);
  const details = () => rooms?.keeper.detail() ?? null;
  const notes = () => [...programmes.errors(), ...replicaNotes(rooms)];
  const health = openHealth({ metrics, roles: names, checks, scrapes, details, notes });
  registerHealthRoutes(app, health, publicMetricsAccess(environment));
  beginning.waitsFor = `the address ${environment.HOST}:${environment.PORT}`;
  baseUrl = await listen(app, environment);
  try {
    await listenMore(app);
    // After the address is known: its messages link to it.
    if (names.includes('worker') && rooms !== null) started('worker', startWorker(shared, rooms));
  } finally {
    // The first to close: no request finds a closed room.
    closing.push('server', drain.close, limits.requestsStopMsMax + limits.closeStepMsMax);
  }
  closing.push('reports', reporting.start().close);
  beginning.waitsFor = 'its stores and loops';
  await untilReady(checks, options.signal);
  opsPort?.serve(health);
  logger.info({ roles: names, partitions: stream.partitions, ops: opsPort?.url }, 'listening');
  return { ...applicationOf(shared, closing), opsUrl: opsPort?.url ?? null };
}

/** Opens the stream, with the partitions that the database keeps where the settings name none. */
async function openInstallation({ options, closing, beginning, metrics }: Start): Promise<Stream> {
  const { environment, databaseUrl, redisUrl, signal } = options;
  beginning.waitsFor = postgresqlOf(options);
  const kept = databaseUrl === null ? null : await keptPartitions(databaseUrl);
  beginning.waitsFor = `the Redis at ${addressOf('REDIS_URL', redisUrl)}`;
  // A private Redis has no other process.
  const isForOthers = isIngestAlone(environment) && environment.REDIS_URL !== undefined;
  const layoutWait = isForOthers ? waitAtTheDoor(options, metrics, closing, beginning) : undefined;
  const stream = await openStream({
    url: redisUrl,
    tls: readRedisTls(environment),
    partitions: environment.PARTITIONS ?? kept,
    // Without PostgreSQL it cannot be known that the installation is new.
    isKnown: kept !== null || databaseUrl === null,
    layoutWait,
    replicasAck: environment.REDIS_REPLICAS_ACK,
    onError: outageOf('Redis', options),
  });
  closing.push('stream', stream.close);
  signal.addEventListener('abort', () => stream.stopWaiting());
  await layoutWait?.end();
  return stream;
}

/** Opens the database; null where `ingest` is alone. */
async function openStore({ options, closing, beginning }: Start) {
  const { environment, databaseUrl } = options;
  beginning.waitsFor = `${postgresqlOf(options)}, where another process may be changing tables`;
  if (isIngestAlone(environment) || databaseUrl === null) return null;
  return openVersionedDatabase(databaseUrl, {
    ...(await databaseAccess(databaseUrl, environment)),
    sizes: connectionBudget(environment.DATABASE_CONNECTIONS, environment.ROLES),
    closing,
    onOutage: outageOf('PostgreSQL', options),
  });
}

/** Watches the database, and keeps Redis to what it knows. */
function keepStore(rooms: StoreRooms, { options, closing }: Start, checks: HealthCheck[]): void {
  const roles = options.environment.ROLES.filter((name) => name !== 'ingest');
  checks.push({ name: 'postgresql', roles, check: () => saidBy(rooms.database.ping) });
  checks.push({ name: 'installation', check: async () => rooms.keeper.check() });
  closing.push('keeper', rooms.keeper.start().close);
  closing.push('keys', rooms.keys.start().close);
}

function applicationOf(
  { programmes, stream, baseUrl }: Shared,
  closing: Closing,
): Omit<Application, 'opsUrl'> {
  return {
    baseUrl: baseUrl(),
    programmes: () =>
      programmes.current().programmes.map(({ programme, version }) => `${programme.programme}@${version}`),
    notes: programmes.errors,
    close: closing.close,
    closeWithoutStores: async () => {
      await stream.close();
      return closing.close();
    },
  };
}

function replicaNotes(rooms: StoreRooms | null): string[] {
  const { isUsed = true, reason } = rooms?.database.reads.replica() ?? {};
  return isUsed ? [] : [`DATABASE_REPLICA_URL is not read: ${reason}; reports are read from the primary`];
}

const isIngestAlone = ({ ROLES: names }: Environment) => names.every((name) => name === 'ingest');

const postgresqlOf = ({ databaseUrl }: Options) =>
  `the PostgreSQL at ${addressOf('DATABASE_URL', databaseUrl ?? '')}`;

/** Returns what logs that a store cannot be reached. A connection that a stop closes is no outage. */
function outageOf(store: string, { logger, signal }: Options): (error: Error) => void {
  const outage = new Outage(logger, `${store} cannot be reached; trying again`, null);
  return (error) => void (signal.aborted || outage.failed(error));
}

/** Waits for another process to lay out the installation: it may know of one that Redis has lost. Meanwhile the door says so. */
function waitAtTheDoor(
  { environment, redisUrl, logger }: Options,
  metrics: Metrics,
  closing: Closing,
  beginning: Beginning,
) {
  let door: { close(): Promise<void> } | null = null;
  const end = async () => {
    await door?.close();
    door = null;
  };
  const onWait = async () => {
    const address = addressOf('REDIS_URL', redisUrl);
    beginning.waitsFor = `a worker or console to begin in the Redis at ${address}, or for a start with PARTITIONS`;
    const reason = `the Redis at ${address} holds no installation yet: start a worker or a console, or set PARTITIONS`;
    logger.warn(reason);
    door = await openWaitingDoor(environment, metrics, reason);
    closing.push('waiting door', end);
  };
  return { onWait, end, signal: beginning.signal };
}

/**
 * Waits for the roles' own connections, which open in the background: who reads that it listens finds it ready. A store that
 * falls away meanwhile does not fail the start; readiness names it.
 */
async function untilReady(checks: readonly HealthCheck[], signal: AbortSignal): Promise<void> {
  const sinceMs = performance.now();
  while ((await reasonsOf(checks)).length > 0 && !signal.aborted) {
    if (performance.now() - sinceMs > limits.startAnswerMsMax) return;
    await pause(readyEveryMs);
  }
}

async function saidBy(ping: () => Promise<void>): Promise<null> {
  await ping();
  return null;
}
