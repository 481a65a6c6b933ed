/**
 * The programme's beginning and end: environment, data folder, stores, application; and the same backwards on a signal.
 */

import path from 'node:path';
import { createLogger } from './base/telemetry/telemetry.ts';
import { type Environment, readEnvironment, readStartOptions } from './environment.ts';
import {
  type Application,
  banner,
  type DiskMessage,
  dataDirOf,
  openDemo,
  openStores,
  readyMessage,
  type Stores,
  startApplication,
  tryAddress,
} from './roles/roles.ts';
import type { DataDir } from './setup/setup.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

/** A signal asked the process to stop. */
class StopAsked extends Error {}

/** A private store cannot go on; the message has the remedy. */
class StoreLost extends Error {}

/** Returns the exit code. Throws `StopAsked` when a signal ends the start. */
async function main(): Promise<number> {
  const environment = readEnvironment();
  const options = readStartOptions();
  const ending = endOfProcess();
  const data = dataDirOf(environment);
  try {
    const { HOST: host, PORT: port, OPS_PORT: opsPort } = environment;
    await tryAddress({ host, port });
    if (opsPort !== undefined) await tryAddress({ host, port: opsPort, setting: 'OPS_PORT' });
    const stores = await openStores(environment, data, say, ending.signal);
    void stores.lost.then((reason) => ending.abort(new StoreLost(reason)));
    try {
      return await run(environment, options, data, stores, ending.signal);
    } finally {
      await stores.stop();
    }
  } finally {
    data.close();
  }
}

/** Runs the application on its stores until the process is to end. */
async function run(
  environment: Environment,
  options: ReturnType<typeof readStartOptions>,
  data: DataDir,
  stores: Stores,
  ending: AbortSignal,
): Promise<number> {
  const logger = createLogger(environment.LOG_LEVEL);
  const isProduction = environment.NODE_ENV === 'production';
  const isDemo = options.isDemo && !isProduction;
  const hasShop = options.hasShop && !isProduction;
  const { databaseUrl } = stores;
  const isSupervised = process.send !== undefined;
  const demo =
    isDemo && databaseUrl !== null
      ? await openDemo({ environment, databaseUrl, ...data.secrets, signal: ending, nowMs: Date.now(), say })
      : null;
  // In production no banner shows them.
  if (isProduction) for (const warning of stores.warnings) logger.warn(warning);
  const application = await startApplication({
    environment,
    secrets: data.secrets,
    redisUrl: stores.redisUrl,
    databaseUrl,
    logger,
    signal: ending,
    hasShop,
    fullDisk: isSupervised ? fullDiskOfSupervisor() : () => stores.disk?.full() ?? null,
    demo: demo?.options,
  });
  announce(environment, application, {
    ...data.secrets,
    hasShop,
    // The supervisor has said its own; the folder of a process is two below it.
    stores: isSupervised ? 'as said above' : stores.description,
    dataDir: isSupervised ? path.resolve(data.path, '../..') : data.path,
    warnings: [...stores.warnings, ...application.notes()],
  });
  process.send?.(readyMessage);
  const playing = demo?.play(application.baseUrl);
  if (!ending.aborted) await new Promise((resolve) => ending.addEventListener('abort', resolve));
  const reason = ending.reason as Error;
  logger.info({ reason: reason.message }, 'stopping');
  // It ends by the same signal, after the day of the history that it writes.
  await playing;
  const isLost = reason instanceof StoreLost;
  const hanging = await (isLost ? application.closeWithoutStores() : application.close());
  if (hanging.length > 0)
    complain(
      `Scoville gave up the orderly stop: ${hanging.join(', ')} did not close in time. The stores keep every accepted event; the next start continues from there.`,
    );
  if (!(reason instanceof StopAsked)) {
    const words = isLost ? reason.message : (reason.stack ?? reason.message);
    complain(`Scoville stopped: ${words}`);
  }
  return hanging.length === 0 && reason instanceof StopAsked ? 0 : 1;
}

/** The supervisor has the private stores, and says when their disk is full. */
function fullDiskOfSupervisor(): () => string | null {
  let full: string | null = null;
  process.on('message', (message: DiskMessage) => {
    full = message.fullDisk;
  });
  return () => full;
}

interface Announced {
  writeKey: string;
  secretKey: string;
  apiToken: string;
  adminEmail: string;
  adminPassword: string;
  hasShop: boolean;
  stores: string;
  dataDir: string;
  warnings: string[];
}

/** In production the terminal is a log, and a log holds no secrets. */
function announce(environment: Environment, application: Application, announced: Announced): void {
  if (environment.NODE_ENV === 'production') return;
  say(
    banner({
      ...announced,
      baseUrl: application.baseUrl,
      roles: environment.ROLES,
      programmes: application.programmes(),
    }),
  );
}

/**
 * Aborts on the first SIGTERM, SIGINT or SIGHUP, and on an error that nothing has caught: private servers must be stopped
 * after that too. More signals change nothing; every stop is bounded.
 */
function endOfProcess(): AbortController {
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => ending.abort(new StopAsked(signal)));
  // Its supervisor is gone, and with it private stores.
  process.on('disconnect', () => ending.abort(new StopAsked('the supervisor has ended')));
  process.on('uncaughtException', (error) => ending.abort(error));
  return ending;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof StopAsked) {
      complain(`Scoville stopped during its start: ${error.message}`);
      process.exit(0);
    }
    // Messages of a failed start name the remedy; a error of our own needs its stack.
    const isOurs = error instanceof TypeError || error instanceof ReferenceError;
    const words = error instanceof Error ? (isOurs ? error.stack : error.message) : String(error);
    complain(`Scoville could not start: ${words}`);
    process.exit(1);
  },
);
