/** The servers tests use: each its own, killed, frozen and started again at will. */
import { existsSync } from 'node:fs';
import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { isAlive } from '../../src/setup/process-table.ts';
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
