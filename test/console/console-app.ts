/** A console on a real PostgreSQL for tests: the door plugged as the application plugs it, with a clock to be turned by hand. */

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { limits } from '../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../src/base/telemetry/telemetry.ts';
import { registerConsole } from '../../src/console/console.ts';
import { Audits } from '../../src/engine/analysis/analysis.ts';
import { Backtests } from '../../src/engine/analysis/backtests.ts';
import { type History, openHistory } from '../../src/engine/history/history.ts';
import type { Profiles } from '../../src/engine/processing/processing.ts';
import { openProgrammes } from '../../src/engine/programmes/programmes.ts';
import { Publishing } from '../../src/engine/programmes/publishing.ts';
import { openVersions } from '../../src/engine/programmes/versions.ts';
import { openStream, type Stream } from '../../src/engine/stream/stream.ts';
import { createServer } from '../../src/roles/server.ts';
import { readAllowed } from '../../src/sales/delivery/delivery.ts';
import { type LiveStream, openLiveStream } from '../../src/sales/notifications/notifications.ts';
import { identityOf, standing, startMs } from '../sales/records.ts';
import { openTestSales, type TestSales } from '../support/rooms.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';

const apiToken = 'the-token-of-this-test';
export const bearer = { authorization: `Bearer ${apiToken}` };

export interface ConsoleApp {
  app: FastifyInstance;
  /** Every route of the API, `get /leads/{id}`. */
  routes: string[];
  sales: TestSales;
  live: LiveStream;
  server: TestServer;
  /** Looks into the store, past its door. */
  query: pg.Pool['query'];
  history: History;
  stream: Stream;
  rulesDirectory: string;
  clock: { nowMs(): number; turnTo(ms: number): void };
  /** Gives one more person a first rise, which is one more alert. */
  oneMoreLead(): Promise<void>;
  close(): Promise<void>;
}

const rules = fileURLToPath(new URL('../../rules', import.meta.url));

/** One profile is known: `ada`. */
const profiles: Profiles = {
  idOf: async (key) => (key === 'ada' ? 'p-ada' : null),
  profile: async (key) => (key === 'ada' ? ({ profile: 'p-ada', scores: {} } as never) : null),
  explanation: async (key, programme) =>
    key === 'ada' && (programme ?? 'emea') === 'emea' ? ({ score: 22, contributions: [] } as never) : null,
};

/** `liveHeartbeatMs`: how often a live stream looks whether its log-in lives. `isDurable`: for a test that kills PostgreSQL. */
export async function startConsoleApp(
  options: { proxies?: number | string[]; liveHeartbeatMs?: number; isDurable?: boolean } = {},
): Promise<ConsoleApp> {
  const server = await startTestPostgres({ isDurable: options.isDurable ?? false });
  let nowMs = startMs;
  const clock = {
    nowMs: () => nowMs,
    turnTo: (ms: number) => {
      nowMs = ms;
    },
  };
  const sales = await openTestSales({ databaseUrl: server.url, clock });
  const logger = createLogger('silent');
  const metrics = createMetrics();
  const live = await openLiveStream({ outbox: sales.outbox, metrics, logger });
  const history = await openHistory(sales.database.pool);
  const versions = await openVersions(sales.database.pool);
  const redis = await startTestRedis();
  const stream = await openStream({ url: redis.url, partitions: 2, onError: () => undefined });
  const rulesDirectory = await mkdtemp(join(tmpdir(), 'scoville-rules-'));
  await cp(rules, rulesDirectory, { recursive: true });
  const programmes = await openProgrammes({ directory: rulesDirectory, stream, clock, metrics, logger });
  const { latenessMs } = limits;
  const auditing = {
    stream,
    past: history,
    active: programmes.active,
    latenessMs,
    nowMs: () => nowMs,
    metrics,
    logger,
  };
  const audits = new Audits(auditing);
  const salesOutcomes = sales.reports.salesOutcomes;
  const backtests = new Backtests({ programmes, history, salesOutcomes, latenessMs, logger });
  const app = createServer(options.proxies ?? false);
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url, prefix }) => {
    if (prefix !== '/api/v1') return;
    const path = url.slice(prefix.length).replace(/:(\w+)/g, '{$1}');
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one.toLowerCase()} ${path}`);
  });
  await registerConsole(app, {
    sales,
    live,
    ...(options.liveHeartbeatMs && { liveHeartbeatMs: options.liveHeartbeatMs }),
    profiles,
    history,
    publishing: new Publishing({ programmes, versions, rulesDirectory, latenessMs, clock }),
    backtests,
    audits,
    clock,
    apiToken,
    publicUrl: () => 'https://scoville.example.com',
    outgoing: readAllowed('127.0.0.1:4460'),
    setup: () => ({ writeKey: 'wk' }),
    pagesDirectory: '/nowhere',
    logger,
  });
  await sales.team.ensureAdmin('Rep@example.com', 'right password');
  const pool = new pg.Pool({ connectionString: server.url });
  pool.on('error', () => undefined);
  let count = 0;
  return {
    app,
    routes,
    sales,
    live,
    server,
    query: pool.query.bind(pool) as pg.Pool['query'],
    history,
    stream,
    rulesDirectory,
    clock,
    oneMoreLead: async () => {
      count++;
      const identity = identityOf(`person-${count}@example.com`);
      const record = standing({ profile: `profile-${count}`, identity });
      await sales.leads.applyTierUpdates([{ partition: 0, id: `${count}-0`, record }]);
    },
    close: async () => {
      await live.close();
      await app.close();
      await backtests.close();
      await audits.close();
      programmes.close();
      await stream.close();
      await redis.stop();
      await rm(rulesDirectory, { recursive: true });
      await pool.end();
      await sales.close();
      await server.stop();
    },
  };
}
