/** The private Redis: what it has acknowledged is there again, after an orderly stop and after kills. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive, sendSignal } from '../../src/setup/process-table.ts';
import { type EmbeddedRedisOptions, startEmbeddedRedis } from '../../src/setup/setup.ts';
import { startModule } from '../support/child-program.ts';
import { newDirectory } from '../support/test-run.ts';
import { until } from '../support/until.ts';

async function start(directory: string, options: Partial<EmbeddedRedisOptions> = {}) {
  const server = await startEmbeddedRedis({ directory, password: 'a "quoted" pass\\word', ...options });
  onTestFinished(() => server.stop());
  return server;
}

function connect(url: string): Redis {
  const redis = new Redis(url, { retryStrategy: () => 20 });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  return redis;
}

test('data written before an orderly stop are there after the next start', async () => {
  const directory = newDirectory('redis');
  const first = await start(directory);
  await connect(first.url).set('kept', 'yes');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start(directory);
  expect(await connect(second.url).get('kept')).toBe('yes');
});

test('it is private, durable and never evicts; the password is in no argument and in no open file', async () => {
  const directory = newDirectory('redis');
  const server = await start(directory, { maxmemoryBytes: 50_000_000 });
  const redis = connect(server.url);
  const settings = Object.fromEntries(
    await Promise.all(
      [
        'appendonly',
        'appendfsync',
        'save',
        'bind',
        'maxmemory',
        'maxmemory-policy',
        'set-max-intset-entries',
      ].map(async (name) => (await redis.config('GET', name)) as [string, string]),
    ),
  );
  expect(settings).toEqual({
    appendonly: 'yes',
    appendfsync: 'always',
    save: '',
    bind: '127.0.0.1',
    maxmemory: '50000000',
    'maxmemory-policy': 'noeviction',
    'set-max-intset-entries': '4096',
  });
  expect(statSync(path.join(directory, 'redis.conf')).mode & 0o777).toBe(0o600);
  if (process.platform === 'linux') {
    expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).not.toContain('quoted');
  }
  const stranger = new Redis(server.url.replace(/:\/\/.*@/, '://'), {
    lazyConnect: true,
    retryStrategy: () => null,
  });
  stranger.on('error', () => {});
  await expect(stranger.get('kept')).rejects.toThrow(/NOAUTH|closed/);
  stranger.disconnect();
});

test('a Redis whose starter was killed is stopped in order, and its data found', async () => {
  const directory = newDirectory('redis');
  const starter = startModule(`
    const { startEmbeddedRedis } = await import('./src/setup/setup.ts');
    const server = await startEmbeddedRedis({ directory: ${JSON.stringify(directory)}, password: 'old' });
    console.log('up ' + server.pid + ' ' + server.url);
    setInterval(() => {}, 1_000);
  `);
  const [, pid = '', url = ''] = await until('the other Redis is up', () =>
    /up (\d+) (\S+)/.exec(starter.output()),
  );
  await connect(url).set('kept', 'yes');
  starter.kill('SIGKILL');
  await starter.ended;
  expect(isAlive(Number(pid))).toBe(true);

  const said: string[] = [];
  const next = await start(directory, { say: (line) => said.push(line) });
  expect(said[0]).toBe(`Stopping a Redis left over from an earlier run (pid ${pid}).`);
  expect(isAlive(Number(pid))).toBe(false);
  expect(await connect(next.url).get('kept')).toBe('yes');
});

test('a frozen leftover is stopped too', async () => {
  const directory = newDirectory('redis');
  const frozen = await start(directory, { isSupervised: false });
  sendSignal(frozen.pid, 'SIGSTOP');
  await start(directory);
  await until('the frozen one has ended', () => !isAlive(frozen.pid));
});

test('killed unasked, it comes back on the same address with its data', async () => {
  const said: string[] = [];
  const server = await start(newDirectory('redis'), { say: (line) => said.push(line) });
  const redis = connect(server.url);
  await redis.set('kept', 'yes');
  const killed = server.pid;
  sendSignal(killed, 'SIGKILL');
  await until('another process serves', () => server.pid !== killed);
  expect(await redis.get('kept')).toBe('yes');
  // It says so besides when it is asked while it still reads its data.
  const other = said.filter((line) => line !== 'Redis is loading its data…');
  expect(other).toEqual([`Redis (pid ${killed}) ended unasked with signal SIGKILL; starting it again.`]);
});

test('a program that is missing is named', async () => {
  const directory = newDirectory('redis');
  await expect(start(directory, { program: '/nowhere/redis-server' })).rejects.toThrow(
    /\/nowhere\/redis-server could not be started/,
  );
});
