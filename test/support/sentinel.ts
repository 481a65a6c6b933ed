/** A Sentinel that watches a test's Redis, and promotes its replica when it is lost. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { findRedisServer } from '../../src/setup/embedded-redis.ts';
import { endProcesses } from '../../src/setup/process-table.ts';
import { spawnServer } from '../../src/setup/server-process.ts';
import { newPort } from './ports.ts';
import type { TestServer } from './servers.ts';
import { newDirectory } from './test-run.ts';
import { until } from './until.ts';

export interface TestSentinel {
  port: number;
  /** Its own password. */
  password: string;
  /** The port of the primary that it names. */
  primaryPort(): Promise<number>;
  stop(): Promise<void>;
}

const killMsMax = 10_000;
const downAfterMs = 500;
const failoverMsMax = 3_000;

/** Starts one that decides alone, under a name for the primary. */
export async function startTestSentinel(name: string, primary: TestServer): Promise<TestSentinel> {
  const directory = newDirectory('sentinel');
  const port = await newPort();
  const file = path.join(directory, 'sentinel.conf');
  const { hostname, port: primaryPort, password } = new URL(primary.url);
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    'requirepass sentinel',
    `dir ${directory}`,
    `sentinel monitor ${name} ${hostname} ${primaryPort} 1`,
    `sentinel auth-pass ${name} ${decodeURIComponent(password)}`,
    `sentinel down-after-milliseconds ${name} ${downAfterMs}`,
    `sentinel failover-timeout ${name} ${failoverMsMax}`,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  const logPath = path.join(directory, 'sentinel.log');
  const server = await spawnServer({
    ...{
      program: findRedisServer(),
      args: [file, '--sentinel'],
      cwd: directory,
      env: { LC_ALL: 'C' },
      logPath,
    },
  });
  const redis = new Redis({
    port,
    password: 'sentinel',
    retryStrategy: () => 50,
    maxRetriesPerRequest: null,
  });
  redis.on('error', () => undefined);
  const masters = async () => (await redis.call('SENTINEL', 'REPLICAS', name)) as unknown[];
  await until('the Sentinel knows the replica', async () => (await masters()).length === 1);
  return {
    port,
    password: 'sentinel',
    primaryPort: async () => {
      const [, found] = (await redis.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name)) as [string, string];
      return Number(found);
    },
    stop: async () => {
      redis.disconnect();
      await endProcesses([server.pid], ['SIGKILL'], killMsMax);
    },
  };
}
