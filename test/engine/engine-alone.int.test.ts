/** The engine in a process that loads no sales room: events come in by the door, are scored, and cross a rung. */
import { expect, onTestFinished, test } from 'vitest';
import { startModule } from '../support/child-program.ts';
import { startTestDatabase } from '../support/databases.ts';
import { startTestRedis } from '../support/servers.ts';

/** Loads the engine, sends it events over HTTP, waits for the tier update, and prints every module it has loaded. */
const program = `
  import { registerHooks } from 'node:module';
  import { pathToFileURL } from 'node:url';
  const loaded = [];
  const top = pathToFileURL('./').href;
  registerHooks({
    load(url, context, next) {
      if (url.startsWith(top + 'src/')) loaded.push(url.slice(top.length));
      return next(url, context);
    },
  });
  const { openDatabase } = await import('./src/base/database/database.ts');
  const { limits, systemClock: clock } = await import('./src/base/kernel/kernel.ts');
  const { createLogger, createMetrics } = await import('./src/base/telemetry/telemetry.ts');
  const { BacktestRecords } = await import('./src/engine/analysis/analysis.ts');
  const { startEngine } = await import('./src/engine/engine.ts');
  const { openHistory } = await import('./src/engine/history/history.ts');
  const { registerIngest } = await import('./src/engine/ingest/ingest.ts');
  const { openKeyRegistry } = await import('./src/engine/keys/keys.ts');
  const { openProgrammes } = await import('./src/engine/programmes/programmes.ts');
  const { openStream } = await import('./src/engine/stream/stream.ts');
  const { default: Fastify } = await import('fastify');
  const [logger, metrics, writeKey] = [createLogger('silent'), createMetrics(), 'c' + 'k'.repeat(24)];
  const onError = () => undefined;
  const stream = await openStream({ url: process.env.TEST_REDIS, partitions: 2, onError });
  const programmes = await openProgrammes({ directory: './rules', stream, versions: null, clock, metrics, logger });
  const database = openDatabase(process.env.TEST_POSTGRES, onError);
  const history = await openHistory(database.pool);
  const backtests = await BacktestRecords.open(database.pool);
  const { latenessMs } = limits;
  const nowMs = () => clock.nowMs();
  const auditing = { stream, past: history, active: programmes.active, latenessMs, nowMs, metrics, logger };
  const engine = startEngine({
    ...{ stream, programmes, history, auditing, backtests, latenessMs, historyDays: 30, clock, metrics, logger },
  });
  const app = Fastify();
  const { appender, partitions, eventBudgets } = stream;
  const settings = { writeKey, secretKey: 's' + 'k'.repeat(40) };
  const keys = await openKeyRegistry({ published: stream.ingestKeys, settings, clock });
  await registerIngest(app, {
    ...{ appender, partitions, eventBudgets, keys, latenessMs, clock, metrics, logger, snippetFile: '/nowhere' },
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const authorization = 'Basic ' + Buffer.from(writeKey + ':').toString('base64');
  const post = (path, body) => fetch(url + path, { method: 'POST', headers: { authorization }, body: JSON.stringify(body) });
  await post('/v1/identify', { anonymousId: 'a', userId: 'u', traits: { email: 'ada@example.com' } });
  for (const path of ['/managed-cloud', '/pricing'])
    await post('/v1/page', { anonymousId: 'a', properties: { path } });
  const download = { category: 'customer-case-study', asset_id: 'd1' };
  await post('/v1/track', { anonymousId: 'a', event: 'File Downloaded', properties: download });
  let updates = [];
  while (updates.length === 0) updates = await stream.tierUpdates.read(new Map(), 10);
  console.log('tier updates: ' + updates.length);
  console.log('modules: ' + JSON.stringify(loaded));
  await app.close();
  const hanging = await engine.close();
  await programmes.close();
  await stream.close();
  await database.close();
  console.log('hanging: ' + JSON.stringify(hanging));
  process.exit(0);
`;

test('events become tiers in a process that has loaded no module of sales', async () => {
  const [redis, postgres] = await Promise.all([startTestRedis(), startTestDatabase()]);
  onTestFinished(async () => void (await Promise.all([redis.stop(), postgres.stop()])));
  const child = startModule(program, { TEST_REDIS: redis.url, TEST_POSTGRES: postgres.url });
  onTestFinished(() => child.kill('SIGKILL'));
  expect(await child.ended, child.output()).toBe(0);
  const said = (what: string) => child.output().split(`${what}: `)[1]?.split('\n')[0] ?? '';
  expect(Number(said('tier updates'))).toBeGreaterThan(0);
  expect(JSON.parse(said('hanging'))).toEqual([]);
  const modules = JSON.parse(said('modules')) as string[];
  expect(modules.filter((module) => module.startsWith('src/engine/')).length).toBeGreaterThan(60);
  expect(modules.filter((module) => !/^src\/(?:base|contract|engine)\//.test(module))).toEqual([]);
});
