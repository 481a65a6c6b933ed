/** What a run stands on: the commit, the machine, the versions, and how its servers say they are configured. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';
import { startTestPostgres, startTestRedis } from '../test/support/servers.ts';
import type { Result, Settings } from './results.core.ts';
import { partitions } from './stream.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

type About = Pick<
  Result,
  'commit' | 'isDirty' | 'machine' | 'loadAverageBefore' | 'versions' | 'configuration'
>;

/** Returns it, asking servers started as those of the parts are. */
export async function aboutThisRun(): Promise<About> {
  const loadAverageBefore = Math.round((os.loadavg()[0] ?? 0) * 100) / 100;
  const [redis, postgres] = [await aboutRedis(), await aboutPostgres()];
  return {
    ...checkout(),
    machine: {
      cores: os.cpus().length,
      model: os.cpus()[0]?.model.trim() || 'unknown',
      memoryBytes: os.totalmem(),
      os: `${os.type()} ${os.release()}`,
    },
    loadAverageBefore,
    versions: {
      node: process.versions.node,
      redis: redis.version,
      postgres: postgres.version,
      ioredis: packageVersion('ioredis'),
      bullmq: packageVersion('bullmq'),
      pg: packageVersion('pg'),
      fastify: packageVersion('fastify'),
      autocannon: packageVersion('autocannon'),
      'json-rules-engine': packageVersion('json-rules-engine'),
    },
    configuration: { partitions, ...redis.configuration, ...postgres.configuration },
  };
}

/** The commit, and whether anything but results differs from it. */
function checkout(): { commit: string; isDirty: boolean } {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changed = git('status', '--porcelain', '--', '.', ':!bench/results', ':!docs/benchmarks.md');
    return { commit: git('rev-parse', 'HEAD'), isDirty: changed !== '' };
  } catch {
    return { commit: 'unknown', isDirty: true };
  }
}

function packageVersion(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

async function aboutRedis(): Promise<{ version: string; configuration: Settings }> {
  const server = await startTestRedis();
  const redis = new Redis(server.url);
  try {
    const version = /^redis_version:(.+)$/m.exec(await redis.info('server'))?.[1]?.trim() ?? 'unknown';
    const names = ['appendonly', 'maxmemory-policy'];
    const values = await Promise.all(names.map((name) => redis.config('GET', name) as Promise<string[]>));
    const configuration = Object.fromEntries(
      names.map((name, at) => [`redis ${name}`, values[at]?.[1] ?? '']),
    );
    return { version, configuration };
  } finally {
    redis.disconnect();
    await server.stop();
  }
}

async function aboutPostgres(): Promise<{ version: string; configuration: Settings }> {
  const server = await startTestPostgres({ isDurable: true });
  const client = new pg.Client({ connectionString: server.url });
  try {
    await client.connect();
    const show = async (name: string) => {
      const { rows } = await client.query<Record<string, string>>(`SHOW ${name}`);
      return rows[0]?.[name] ?? 'unknown';
    };
    const configuration: Settings = {};
    for (const name of ['fsync', 'synchronous_commit', 'shared_buffers'])
      configuration[`postgres ${name}`] = await show(name);
    return { version: await show('server_version'), configuration };
  } finally {
    await client.end();
    await server.stop();
  }
}
