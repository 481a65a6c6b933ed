/** The application: rooms plugged together for the roles of this process, listening. */

import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { openDatabase } from '../base/database/database.ts';
import { systemClock as clock, limits } from '../base/kernel/kernel.ts';
import {
  createMetrics,
  type HealthCheck,
  type Logger,
  registerHealthRoutes,
} from '../base/telemetry/telemetry.ts';
import { registerConsole } from '../console/console.ts';
import { Audits, Backtests, startAuditor } from '../engine/analysis/analysis.ts';
import { openHistory, startCopier, startJanitor } from '../engine/history/history.ts';
import { registerIngest } from '../engine/ingest/ingest.ts';
import { openProfiles, startScheduler } from '../engine/processing/processing.ts';
import { openProgrammes, openVersions, Publishing } from '../engine/programmes/programmes.ts';
import { openStream } from '../engine/stream/stream.ts';
import type { Environment } from '../environment.ts';
import { startDeadlineSweeper } from '../sales/deadlines/deadlines.ts';
import { openTransports, readAllowed, startSender } from '../sales/delivery/delivery.ts';
import { startRelay } from '../sales/leads/leads.ts';
import { composeFor, openLiveStream, startTeller } from '../sales/notifications/notifications.ts';
import { startReviewer } from '../sales/reports/reports.ts';
import { openSales } from '../sales/sales.ts';
import type { Secrets } from '../setup/setup.ts';
import { type Closing, openClosing, unlessAborted } from './closing.ts';
import { listenError } from './listening.ts';
import { openRequestDrain } from './request-drain.ts';
import { createServer } from './server.ts';
import { curlLine, snippetLine } from './snippet-line.ts';

const pagesDirectory = fileURLToPath(new URL('../../dist/web', import.meta.url));

export interface Application {
  /** Where it listens, as a client writes it. */
  baseUrl: string;
  /** The programmes in force, `id@version`. */
  programmes(): string[];
  /**
   * Answers the requests in flight, lets batches end, closes the stores' connections: within `stopMsMax`. Returns the parts
   * that did not close in time.
   */
  close(): Promise<string[]>;
}

interface Options {
  environment: Environment;
  secrets: Secrets;
  redisUrl: string;
  databaseUrl: string;
  logger: Logger;
  /** Aborts when the process is to stop: the start then ends at once. */
  signal: AbortSignal;
}

/** Opens, plugs and listens. When anything fails, or the signal aborts, what was opened is closed again. */
export async function startApplication(options: Options): Promise<Application> {
  const closing = openClosing(options.logger);
  try {
    return await unlessAborted(options.signal, plugRooms(options, closing));
  } catch (error) {
    await closing.close();
    throw error;
  }
}

async function plugRooms(options: Options, closing: Closing): Promise<Application> {
  const { environment, secrets, redisUrl, databaseUrl, logger } = options;
  const { ROLES: roles } = environment;
  const metrics = createMetrics();
  metrics.buildInfo.set({ node: process.versions.node }, 1);
  const trouble = oncePerOutage(logger);

  const stream = await openStream({
    url: redisUrl,
    partitions: environment.PARTITIONS ?? null,
    onError: trouble('Redis'),
  });
  closing.push('stream', stream.close);
  const programmes = await openProgrammes({
    directory: environment.RULES_DIR,
    stream,
    clock,
    metrics,
    logger,
  });
  closing.push('programmes', programmes.close);
  const app = createServer(environment.TRUST_PROXY);
  const drain = openRequestDrain(app, logger);
  const checks: HealthCheck[] = [
    { name: 'process', check: async () => (drain.stopping.aborted ? 'stopping' : null) },
    { name: 'redis', check: async () => said(stream.ping) },
  ];
  let baseUrl = '';
  /** Begun when it is known where this process listens. */
  const begins: (() => void)[] = [];
  const outgoing = readAllowed(environment.OUTGOING_ALLOW);
  const publicUrl = () => environment.PUBLIC_URL ?? baseUrl;

  if (roles.includes('ingest')) {
    await registerIngest(app, {
      appender: stream.appender,
      partitions: stream.partitions,
      writeKey: secrets.writeKey,
      clock,
      metrics,
      logger,
      snippetFile: `${pagesDirectory}/s.js`,
    });
  }
  const scrapes: (() => Promise<void>)[] = [];
  scrapes.push(async () => {
    const backlog = await stream.backlog(clock.nowMs());
    backlog.forEach(({ lag, historyLag }, partition) => {
      metrics.streamLag.set({ partition }, lag);
      metrics.historyLag.set({ partition }, historyLag);
    });
  });
  if (roles.includes('worker') || roles.includes('console')) {
    const database = openDatabase(databaseUrl, trouble('PostgreSQL'));
    closing.push('database', database.close);
    const sales = await openSales({
      database,
      clock,
      systemsDirectory: path.join(environment.RULES_DIR, 'pipelines'),
      deskDirectory: path.join(environment.RULES_DIR, 'desk'),
      onFirstTouch: (seconds) => metrics.firstTouch.observe(seconds),
      onRulesError: (error) =>
        logger.error({ error: error.message }, 'a changed file of rules/desk was not taken up'),
    });
    checks.push({ name: 'postgresql', check: async () => said(database.ping) });
    scrapes.push(async () => {
      const { open, overdue } = await sales.records.countTasks();
      metrics.tasksOpen.set(open);
      metrics.tasksOverdue.set(overdue);
      const waiting = await sales.delivery.countWaiting();
      for (const channel of ['mail', 'slack', 'webhook'] as const)
        metrics.deliveriesWaiting.set({ channel }, waiting.get(channel) ?? 0);
    });
    const history = await openHistory(database.pool);
    const versions = await openVersions(database.pool);
    const latenessMs = environment.LATENESS_DAYS * limits.dayMs;
    programmes.onTakenUp(async (sources) => {
      for (const { programme, version, text } of sources) {
        const taken = { programme: programme.programme, version, text, author: 'file', note: '' };
        await versions.recordVersion(taken, clock.nowMs());
      }
    });
    const auditing = {
      stream,
      past: history,
      inForce: programmes.inForce,
      latenessMs,
      nowMs: () => clock.nowMs(),
      metrics,
      logger,
    };
    if (roles.includes('worker')) {
      const relay = startRelay({ source: stream, leads: sales.leads, metrics, logger });
      stream.bell.onTierUpdates(relay.wake);
      const scheduler = startScheduler({
        stream,
        programmes: programmes.inForce,
        clock,
        metrics,
        logger,
        latenessMs,
        past: history,
        reload: programmes.reload,
      });
      const deadlines = startDeadlineSweeper({
        workflow: sales.workflow,
        deadlines: sales.deadlines,
        logger,
        jobs: stream.jobs,
      });
      const reviewer = startReviewer({ reports: sales.reports, logger });
      closing.push('reviewer', reviewer.close);
      const transports = openTransports({
        mail: mailSettingsOf(environment),
        allowed: outgoing,
        clock,
      });
      const sender = startSender({ deliveries: sales.delivery, transports, clock, metrics, logger });
      closing.push('sender', sender.close, limits.deliveryStopMsMax + limits.closeStepMsMax);
      begins.push(() => {
        const compose = composeFor(publicUrl());
        const teller = startTeller({
          notifications: sales.notifications,
          outbox: sales.outbox,
          compose,
          metrics,
          logger,
        });
        closing.push('teller', teller.close);
      });
      closing.push('relay', relay.close);
      closing.push('deadlines', deadlines.close);
      closing.push('scheduler', scheduler.close);
      const copier = startCopier({ source: stream, history, metrics, logger });
      stream.bell.onEvents(copier.wake);
      // Over their own connections: another connection may work while theirs are stuck.
      checks.push({ name: 'relay', check: async () => relay.check() });
      checks.push({ name: 'copier', check: async () => copier.check() });
      const janitor = startJanitor({ history, daysKept: environment.HISTORY_DAYS, clock, logger });
      const auditor = startAuditor(auditing);
      closing.push('janitor', janitor.close);
      closing.push('copier', copier.close);
      closing.push('auditor', auditor.close);
    }
    if (roles.includes('console')) {
      await sales.team.ensureAdmin(secrets.adminEmail, secrets.adminPassword);
      const live = await openLiveStream({ outbox: sales.outbox, metrics, logger });
      closing.push('live stream', live.close);
      // Its streams never end by themselves, and the drain waits for every response.
      drain.stopping.addEventListener('abort', live.end);
      const setup = () => ({
        writeKey: secrets.writeKey,
        snippet: snippetLine(baseUrl, secrets.writeKey),
        curl: curlLine(baseUrl, secrets.writeKey),
        consoleUrl: `${baseUrl}/`,
        programmes: programmes.current().programmes.map(({ programme, version }) => ({
          id: programme.programme,
          name: programme.name,
          version,
          tiers: programme.ladder.tiers.map(({ name, from }) => ({ name, from })),
        })),
        programmeErrors: programmes.errors(),
      });
      const profiles = openProfiles({ stream, programmes: programmes.inForce, clock });
      const backtests = new Backtests({
        programmes,
        history,
        salesOutcomes: sales.reports.salesFacts,
        latenessMs,
        logger,
      });
      const audits = new Audits(auditing);
      closing.push('backtests', () => backtests.close());
      closing.push('audits', () => audits.close());
      const rulesDirectory = environment.RULES_DIR;
      await registerConsole(app, {
        sales,
        live,
        profiles,
        history,
        publishing: new Publishing({ programmes, versions, rulesDirectory, latenessMs, clock }),
        backtests,
        audits,
        clock,
        apiToken: secrets.apiToken,
        publicUrl,
        outgoing,
        setup,
        pagesDirectory,
        logger,
      });
    }
  }
  registerHealthRoutes(app, {
    metrics,
    checks,
    beforeScrape: async () => void (await Promise.allSettled(scrapes.map((scrape) => scrape()))),
  });
  const address = { host: environment.HOST, port: environment.PORT };
  await app.listen(address).catch((error: unknown) => {
    throw listenError(error, address);
  });
  baseUrl = addressOf(app, environment.HOST);
  for (const begin of begins) begin();
  // The first to close: no request finds a room that is gone.
  closing.push('server', drain.close, limits.requestsStopMsMax + limits.closeStepMsMax);
  logger.info({ roles, partitions: stream.partitions }, 'listening');
  return {
    baseUrl,
    programmes: () =>
      programmes.current().programmes.map(({ programme, version }) => `${programme.programme}@${version}`),
    close: closing.close,
  };
}

function mailSettingsOf({ SMTP_URL: url, MAIL_FROM: from }: Environment) {
  return url === undefined || from === undefined ? null : { url, from };
}

function addressOf(app: FastifyInstance, host: string): string {
  const { port } = app.server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${port}`;
}

async function said(ping: () => Promise<void>): Promise<string | null> {
  await ping();
  return null;
}

/** One line an outage and store, not one a retry. */
function oncePerOutage(logger: Logger): (store: string) => (error: Error) => void {
  const quietMs = 30_000;
  return (store) => {
    let toldAtMs = Number.NEGATIVE_INFINITY;
    return (error) => {
      if (performance.now() - toldAtMs < quietMs) return;
      toldAtMs = performance.now();
      logger.warn({ store, error: error.message }, 'a store cannot be reached; trying again');
    };
  };
}
