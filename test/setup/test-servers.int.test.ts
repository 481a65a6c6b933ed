/** The servers tests use: each its own, killed, frozen and started again at will. */
import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive, sendSignal } from '../../src/setup/process-table.ts';
import { startModule } from '../support/child-program.ts';
import { emptyCluster } from '../support/clusters.ts';
import { startTestPostgres, startTestRedis } from '../support/servers.ts';
import { until } from '../support/until.ts';

test('a Redis survives kill -9 and a freeze', async () => {
  const server = await startTestRedis();
  const redis = new Redis(server.url, { retryStrategy: () => 10 });
  redis.on('error', () => {});
  onTestFinished(() => redis.disconnect());
  await redis.set('kept', 'yes');

  await server.kill();
  expect(isAlive(server.pid)).toBe(false);
  await server.restart();
  expect(await redis.get('kept')).toBe('yes');

  server.freeze();
  let hasAnswered = false;
  const asked = redis.get('kept').then((answer) => {
    hasAnswered = true;
    return answer;
  });
  await expect(until('a frozen Redis answers', () => hasAnswered, 200)).rejects.toThrow(
    /Not so within 200 ms/,
  );
  server.thaw();
  expect(await asked).toBe('yes');

  await server.stop();
  expect(existsSync(server.directory)).toBe(false);
});

test('two PostgreSQL servers do not know each other; one survives kill -9 and a freeze', async () => {
  const [one, other] = await Promise.all([startTestPostgres({ isDurable: true }), startTestPostgres()]);
  onTestFinished(async () => {
    await Promise.all([one.stop(), other.stop()]);
  });
  const pool = new pg.Pool({ connectionString: one.url, max: 1 });
  pool.on('error', () => {});
  onTestFinished(() => pool.end());
  await pool.query("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('yes')");
  const stranger = new pg.Client({ connectionString: other.url });
  await stranger.connect();
  await expect(stranger.query('SELECT word FROM kept')).rejects.toThrow(/does not exist/);
  await stranger.end();

  await one.kill();
  await expect(pool.query('SELECT 1')).rejects.toThrow();
  await one.restart();
  const readBack = async () => (await pool.query('SELECT word FROM kept')).rows;
  expect(await until('the pool has connected again', readBack)).toEqual([{ word: 'yes' }]);

  one.freeze();
  let hasAnswered = false;
  const asked = readBack().then((rows) => {
    hasAnswered = true;
    return rows;
  });
  await expect(until('a frozen server answers', () => hasAnswered, 200)).rejects.toThrow(
    /Not so within 200 ms/,
  );
  one.thaw();
  expect(await asked).toEqual([{ word: 'yes' }]);
});

test('a run that is killed leaves neither workers nor servers nor its folder', async () => {
  const cluster = await emptyCluster();
  const worker = `
    const { startTestPostgres, startTestRedis } = await import('./test/support/servers.ts');
    const redis = await startTestRedis();
    const postgres = await startTestPostgres({ cluster: ${JSON.stringify(cluster)} });
    const { runDirectory } = await import('./test/support/test-run.ts');
    console.log('up ' + JSON.stringify({ pids: [process.pid, redis.pid, postgres.pid], folder: runDirectory() }));
    setInterval(() => {}, 1_000);
  `;
  // As vitest does: the folder is made by the run, the servers are started by a worker.
  const run = startModule(`
    delete process.env.SCOVILLE_TEST_DIR;
    const { default: setup } = await import('./test/support/test-run.ts');
    setup({ config: { coverage: { enabled: true } } });
    const { spawn } = await import('node:child_process');
    spawn(process.execPath, ['--input-type=module-typescript', '--eval', ${JSON.stringify(worker)}], { stdio: 'inherit' });
    setInterval(() => {}, 1_000);
  `);
  onTestFinished(() => run.kill('SIGKILL'));
  const line = await until('the servers are up', () => /^up (.*)$/m.exec(run.output())?.[1]);
  const { pids, folder } = JSON.parse(line) as { pids: number[]; folder: string };
  onTestFinished(() => {
    if (existsSync(folder)) for (const pid of pids) sendSignal(pid, 'SIGKILL');
  });
  expect(pids.filter(isAlive)).toHaveLength(3);
  expect(existsSync(folder)).toBe(true);

  run.kill('SIGKILL');
  await until('all have ended', () => !pids.some(isAlive));
  await until('the folder is gone', () => !existsSync(folder));
});
