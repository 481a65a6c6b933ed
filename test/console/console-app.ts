/** A console on real stores for tests: opened by the functions of its role, with a clock to be turned by hand. */

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { expect } from 'vitest';
import { openClosing } from '../../src/base/background/background.ts';
import { limits } from '../../src/base/kernel/kernel.ts';
import {
  createLogger,
  createMetrics,
  noTracing,
  ProcessReporter,
} from '../../src/base/telemetry/telemetry.ts';
import type { LogInOptions } from '../../src/contract/api/api.ts';
import type { Erasures } from '../../src/engine/erasure/erasure.ts';
import type { History } from '../../src/engine/history/history.ts';
import type { KeyStore } from '../../src/engine/keys/keys.ts';
import { startScheduler } from '../../src/engine/processing/processing.ts';
import { openProgrammes } from '../../src/engine/programmes/programmes.ts';
import { type IngestKeys, openProcesses, openStream } from '../../src/engine/stream/stream.ts';
import { readEnvironment } from '../../src/environment.ts';
import { connectionBudget } from '../../src/roles/connection-budget.core.ts';
import { startConsole } from '../../src/roles/console.ts';
import { startIngest } from '../../src/roles/ingest.ts';
import type { Shared } from '../../src/roles/role.ts';
import { createServer } from '../../src/roles/server.ts';
import { openStoreRooms, openVersionedDatabase } from '../../src/roles/store-rooms.ts';
import type { Sales } from '../../src/sales/sales.ts';
import { identityOf, standing, startMs } from '../sales/records.ts';
import { startTestDatabase } from '../support/databases.ts';
import { eventErrors, watchAnswers } from '../support/described-answers.ts';
import { startTestPostgres, startTestRedis, type TestServer } from '../support/servers.ts';
import { until } from '../support/until.ts';

const secrets = {
  writeKey: `c${'w'.repeat(24)}`,
  secretKey: `c${'x'.repeat(24)}`,
  mailLinkSecrets: ['the-secret-of-links-in-tests'],
  apiToken: 'the-token-of-this-test',
  adminEmail: 'Rep@example.com',
  adminPassword: 'right password',
  redisPassword: '',
  postgresPassword: '',
};
export const bearer = { authorization: `Bearer ${secrets.apiToken}` };
const writer = { authorization: `Basic ${Buffer.from(`${secrets.writeKey}:`).toString('base64')}` };

export interface ConsoleApp {
  app: FastifyInstance;
  /** Every route of the API, `get /leads/{id}`. */
  routes: string[];
  sales: Sales;
  databaseUrl: string;
  /** The server, where it is the test's own to kill. */
  server: TestServer | null;
  redisUrl: string;
  /** Looks into the store, past its door. */
  query: pg.Pool['query'];
  history: History;
  keys: KeyStore;
  /** Nobody carries them out here, but a test that starts them. */
  erasures: Pick<Erasures, 'start'>;
  /** The keys as doors read them. */
  published: IngestKeys;
  rulesDirectory: string;
  /** Folder of the bytes of attachments. */
  attachmentsDirectory: string;
  clock: { nowMs(): number; turnTo(ms: number): void };
  /** Gives one more person a first rise, which is one more alert. */
  oneMoreLead(): Promise<void>;
  /** Somebody looks at a page; resolves when it is scored. */
  view(userId: string, path: string): Promise<void>;
  /** Everything in the stream is scored. */
  scored(): Promise<void>;
  /** The stop has begun: requests are no longer taken. */
  stop(): void;
  /** Throws where an answer since the start was not as its route describes it. */
  close(): Promise<void>;
}

const rules = fileURLToPath(new URL('../../rules', import.meta.url));

/** `liveHeartbeatMs`: how often a live stream looks whether its log-in lives. `isDurable`: for a test that kills PostgreSQL. `settings`: more of the environment. `demo`: what the log-in page offers of it. */
export async function startConsoleApp(
  options: {
    proxies?: number | string[];
    liveHeartbeatMs?: number;
    isDurable?: boolean;
    settings?: Record<string, string>;
    demo?: LogInOptions['demo'];
  } = {},
): Promise<ConsoleApp> {
  const logger = createLogger('silent');
  const metrics = createMetrics();
  const closing = openClosing(logger);
  const server = options.isDurable === true ? await startTestPostgres({ isDurable: true }) : null;
  const database = server ?? (await startTestDatabase());
  closing.push('PostgreSQL', database.stop);
  const redis = await startTestRedis();
  closing.push('Redis', redis.stop);
  const rulesDirectory = await mkdtemp(join(tmpdir(), 'scoville-rules-'));
  closing.push('rules', () => rm(rulesDirectory, { recursive: true }));
  await cp(rules, rulesDirectory, { recursive: true });
  const attachmentsDirectory = await mkdtemp(join(tmpdir(), 'scoville-attachments-'));
  closing.push('attachments', () => rm(attachmentsDirectory, { recursive: true }));
  let nowMs = startMs;
  const clock = {
    nowMs: () => nowMs,
    turnTo: (ms: number) => {
      nowMs = ms;
    },
  };
  const stream = await openStream({ url: redis.url, partitions: 2, onError: () => undefined });
  closing.push('stream', stream.close);
  const store = await openVersionedDatabase(database.url, {
    prepares: true,
    sizes: connectionBudget(limits.databaseConnections, ['console']),
    closing,
    onOutage: () => undefined,
  });
  const { versions } = store;
  const programmes = await openProgrammes({
    ...{ directory: rulesDirectory, stream, versions, clock, metrics, logger },
  });
  closing.push('programmes', programmes.close);
  const app = createServer(options.proxies ?? false);
  const routes = routesOf(app);
  const differences = watchAnswers(app);
  const stopping = new AbortController();
  const baseUrl = () => 'https://scoville.example.com';
  const reporter = new ProcessReporter({
    ...{ id: 'this-process', roles: ['console'], host: 'test.example', pid: 1, metrics, checks: [] },
    nowMs: () => nowMs,
  });
  const shared: Shared = {
    ...{ secrets, clock, metrics, logger, tracing: noTracing, stream, programmes, app },
    ...{ baseUrl, publicUrl: baseUrl },
    environment: readEnvironment({
      RULES_DIR: rulesDirectory,
      OUTGOING_ALLOW: '127.0.0.1:4460',
      ATTACHMENTS_DIR: attachmentsDirectory,
      ...options.settings,
    }),
    stopping: stopping.signal,
    scrapeStream: { source: 'stream', read: async () => undefined },
    reporting: { report: () => reporter.report(), processes: openProcesses(stream.jobs.connection) },
    pagesDirectory: '/nowhere',
    demo: () => options.demo ?? null,
    mailConnectionsFile: '/nowhere/mail-connections.json',
    fullDisk: () => null,
  };
  const rooms = await openStoreRooms(store, shared);
  await startIngest(shared);
  const { liveHeartbeatMs } = options;
  const role = await startConsole(shared, rooms, liveHeartbeatMs === undefined ? {} : { liveHeartbeatMs });
  closing.push('console', role.close);
  closing.push('server', () => app.close());
  const pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  closing.push('connections of the test', () => pool.end());
  const { sales, history, keys, erasures } = rooms;
  let leads = 0;
  let views = 0;
  const scored = async () => {
    const scheduler = startScheduler({ stream, programmes, clock, metrics, logger });
    await until('it is scored', async () =>
      (await stream.backlog(nowMs)).every(({ lag, due, outbox }) => lag + due + outbox === 0),
    );
    await scheduler.close();
  };
  return {
    ...{ app, routes, sales, server, history, keys, erasures, rulesDirectory, attachmentsDirectory, clock },
    databaseUrl: database.url,
    published: stream.ingestKeys,
    redisUrl: redis.url,
    query: pool.query.bind(pool) as pg.Pool['query'],
    oneMoreLead: async () => {
      leads++;
      const identity = identityOf(`person-${leads}@example.com`);
      const record = standing({ profile: `profile-${leads}`, identity });
      await sales.leads.applyTierUpdates([{ partition: 0, id: `${leads}-0`, record }]);
    },
    view: async (userId, path) => {
      const context = { traits: { phone: '+44 20 7946 0018' } };
      const payload = { userId, messageId: `view-${++views}`, properties: { path }, context };
      await app.inject({ method: 'POST', url: '/v1/page', headers: writer, payload });
      await scored();
    },
    scored,
    stop: () => stopping.abort(),
    close: async () => {
      stopping.abort();
      const events = await eventErrors(pool.query.bind(pool) as pg.Pool['query']);
      const hanging = await closing.close();
      if (hanging.length > 0) throw new Error(`did not close in time: ${hanging.join(', ')}`);
      expect(await differences(), 'answers that are not as the OpenAPI document describes them').toEqual([]);
      expect(events, 'events that are not as the OpenAPI document describes them').toEqual([]);
    },
  };
}

/** The routes of the API, as they are registered from now on. */
function routesOf(app: FastifyInstance): string[] {
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url, prefix }) => {
    if (prefix !== '/api/v1') return;
    const path = url.slice(prefix.length).replace(/:(\w+)/g, '{$1}');
    for (const one of [method].flat()) if (one !== 'HEAD') routes.push(`${one.toLowerCase()} ${path}`);
  });
  return routes;
}
