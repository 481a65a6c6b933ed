/** What the bench prints: the machine, the versions, the configuration, and one table of results. */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { Redis } from 'ioredis';
import { startTestRedis } from '../test/support/servers.ts';

/** One line of the table. `isMet` is absent where no aim is set. */
export interface Row {
  part: string;
  measured: string;
  result: string;
  aim?: string;
  isMet?: boolean;
}

/** Says on standard error what the bench is doing; the table alone goes to standard output. */
export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The middle of the values: one turn that another program disturbed does not count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export const whole = (value: number) => Math.round(value).toLocaleString('en-GB');
export const ratio = (value: number) => (value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** The report as Markdown. */
export async function reportOf(
  rows: readonly Row[],
  configuration: readonly string[],
  secondsTaken: number,
): Promise<string> {
  const cpu = os.cpus();
  const lines = [
    `Measured on ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC in ${Math.round(secondsTaken)} s.`,
    '',
    `- Machine: ${cpu.length} cores (${cpu[0]?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 1024 ** 3)} GiB of memory, ${os.type()} ${os.release()}; ${os.loadavg()[0]?.toFixed(1)} processes on average wanted to run in the last minute`,
    `- Versions: Node ${process.versions.node}, Redis ${await redisVersion()}, ${['bullmq', 'ioredis', 'fastify', 'autocannon', 'json-rules-engine'].map((name) => `${name} ${packageVersion(name)}`).join(', ')}`,
    ...configuration.map((line) => `- ${line}`),
    '',
    '| | measured | result | aim | met |',
    '|---|---|---|---|---|',
    ...rows.map(({ part, measured, result, aim, isMet }) => {
      const met = isMet === undefined ? '' : isMet ? 'yes' : '**no**';
      return `| ${part} | ${measured} | ${result} | ${aim ?? ''} | ${met} |`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function packageVersion(name: string): string {
  const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** What the servers of the bench say they are. */
async function redisVersion(): Promise<string> {
  const server = await startTestRedis();
  const redis = new Redis(server.url);
  const version = /^redis_version:(.+)$/m.exec(await redis.info('server'))?.[1]?.trim() ?? 'unknown';
  redis.disconnect();
  await server.stop();
  return version;
}
