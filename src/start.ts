/**
 * What `npm start` runs: the program itself, or where the machine has cores for it several processes of it under a supervisor. The
 * supervisor alone has DATA_DIR and its private stores; the processes know these by their addresses.
 */
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  roles as allRoles,
  type Environment,
  environmentWith,
  mailConnectionsFile,
  readEnvironment,
  readStartOptions,
} from './environment.ts';
import {
  dataDirOf,
  openStores,
  type ProcessPlan,
  processesOf,
  type Stores,
  supervise,
  tryAddress,
} from './roles/roles.ts';
import type { DataDir } from './setup/setup.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);
const program = fileURLToPath(new URL('./main.ts', import.meta.url));

/** A start with fewer roles, or of the demo, has one process. */
function plansOf(environment: Environment): ProcessPlan[] {
  const { isDemo } = readStartOptions();
  const isWhole = allRoles.every((role) => environment.ROLES.includes(role)) && !isDemo;
  const memoryBytes = Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return processesOf({ cores: os.availableParallelism(), memoryBytes }, isWhole ? environment.PROCESSES : 1);
}

/** The settings of one process. Each has a folder of its own below DATA_DIR, which is locked by one process. */
function settingsOf(
  { name, roles, portOffset }: ProcessPlan,
  environment: Environment,
  data: DataDir,
  { redisUrl, databaseUrl }: Stores,
): NodeJS.ProcessEnv {
  const { secrets } = data;
  const { PORT: port, OPS_PORT: opsPort, ATTACHMENTS_DIR: attachments } = environment;
  const isFirst = portOffset === 0;
  return environmentWith({
    ROLES: roles,
    REDIS_URL: redisUrl,
    DATABASE_URL: databaseUrl ?? '',
    DATA_DIR: path.join(data.path, 'processes', name.replaceAll(' ', '-')),
    ATTACHMENTS_DIR: attachments ?? path.join(data.path, 'attachments'),
    MAIL_CONNECTIONS: mailConnectionsFile(environment),
    WRITE_KEY: secrets.writeKey,
    SECRET_KEY: secrets.secretKey,
    MAIL_LINK_SECRET: secrets.mailLinkSecrets.join(','),
    API_TOKEN: secrets.apiToken,
    ADMIN_EMAIL: secrets.adminEmail,
    ADMIN_PASSWORD: secrets.adminPassword,
    PORT: isFirst ? String(port) : '0',
    OPS_PORT: opsPort === undefined ? '' : String(opsPort === 0 ? 0 : opsPort + portOffset),
    // One banner is enough; its line of the stores is the supervisor's.
    ...(!isFirst && { NODE_ENV: 'production' }),
  });
}

async function runSeveral(environment: Environment, plans: readonly ProcessPlan[]): Promise<number> {
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  const data = dataDirOf(environment);
  try {
    await tryAddress({ host: environment.HOST, port: environment.PORT });
    const stores = await openStores(environment, data, say, ending.signal, plans.length);
    let isLost = false;
    void stores.lost.then((reason) => {
      isLost = true;
      complain(`Scoville stopped: ${reason}`);
      ending.abort();
    });
    try {
      say(`Stores: ${stores.description}.`);
      for (const warning of stores.warnings) complain(warning);
      const commandOf = (plan: ProcessPlan) => ({
        args: [program, ...(plan.portOffset === 0 ? process.argv.slice(2) : [])],
        env: settingsOf(plan, environment, data, stores),
      });
      const code = await supervise({
        ...{ plans, commandOf, disk: stores.disk },
        ...{ signal: ending.signal, say: complain },
      });
      return isLost ? 1 : code;
    } finally {
      await stores.stop();
    }
  } finally {
    data.close();
  }
}

try {
  const environment = readEnvironment();
  const plans = plansOf(environment);
  if (plans.length === 1) await import('./main.ts');
  else process.exit(await runSeveral(environment, plans));
} catch (error) {
  complain(`Scoville could not start: ${(error as Error).message}`);
  process.exit(1);
}
