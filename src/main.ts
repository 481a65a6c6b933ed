/**
 * The programme's beginning and end: environment, data folder, stores, application; and the same backwards on a signal.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Application, startApplication } from './application.ts';
import { banner } from './banner.ts';
import { playDemo } from './demo.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { openDataDir } from './setup/setup.ts';
import { openStores } from './stores.ts';
import { createLogger } from './telemetry/telemetry.ts';

/** After this an orderly stop is given up. */
const stopMsMax = 25_000;

const say = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const environment = readEnvironment();
  const stopped = stopSignal();
  const data = openDataDir(environment.DATA_DIR, {
    writeKey: environment.WRITE_KEY,
    apiToken: environment.API_TOKEN,
    adminEmail: environment.ADMIN_EMAIL,
    adminPassword: environment.ADMIN_PASSWORD,
  });
  try {
    const stores = await openStores(environment, data, say);
    try {
      const logger = createLogger(environment.LOG_LEVEL);
      const application = await startApplication({
        environment,
        secrets: data.secrets,
        redisUrl: stores.redisUrl,
        databaseUrl: stores.databaseUrl,
        logger,
      });
      announce(environment, application, {
        ...data.secrets,
        stores: stores.description,
        dataDir: data.path,
        warnings: stores.warnings,
      });
      const demo = new AbortController();
      if (process.argv.includes('--demo')) {
        void playDemo({ ...application, ...data.secrets, signal: demo.signal, say });
      }
      const reason = await Promise.race([stopped, stores.lost]);
      logger.info({ reason }, 'stopping');
      demo.abort();
      await Promise.race([application.close(), pause(stopMsMax, undefined, { ref: false })]);
    } finally {
      await stores.stop();
    }
  } finally {
    data.close();
  }
}

interface Announced {
  writeKey: string;
  apiToken: string;
  adminEmail: string;
  adminPassword: string;
  stores: string;
  dataDir: string;
  warnings: string[];
}

/** In production the terminal is a log, and a log holds no secrets. */
function announce(environment: Environment, application: Application, facts: Announced): void {
  if (environment.NODE_ENV === 'production') return;
  say(
    banner({
      ...facts,
      baseUrl: application.baseUrl,
      roles: environment.ROLES,
      programmes: application.programmes(),
    }),
  );
}

/** Resolves on the first SIGTERM, SIGINT or SIGHUP; more of them change nothing, the stop is bounded by itself. */
function stopSignal(): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve(signal));
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // Messages of a failed start name the remedy; a fault of our own needs its stack.
    const isOurs = error instanceof TypeError || error instanceof ReferenceError;
    const words = error instanceof Error ? (isOurs ? error.stack : error.message) : String(error);
    process.stderr.write(`Scoville could not start: ${words}\n`);
    process.exit(1);
  },
);
