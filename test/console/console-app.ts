/** A console on a real PostgreSQL for tests: the door plugged as the application plugs it, with a clock to be turned by hand. */
import Fastify, { type FastifyInstance } from 'fastify';
import { type LiveStream, openLiveStream } from '../../src/alerts/alerts.ts';
import { registerConsole } from '../../src/console/console.ts';
import { limits } from '../../src/kernel/kernel.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/pipeline.ts';
import type { Profiles } from '../../src/processing/processing.ts';
import { createLogger, createMetrics } from '../../src/telemetry/telemetry.ts';
import { identityOf, standing, startMs } from '../pipeline/records.ts';
import { startTestPostgres, type TestServer } from '../support/servers.ts';

const apiToken = 'the-token-of-this-test';
export const bearer = { authorization: `Bearer ${apiToken}` };

export interface ConsoleApp {
  app: FastifyInstance;
  pipeline: Pipeline;
  live: LiveStream;
  server: TestServer;
  clock: { nowMs(): number; turnTo(ms: number): void };
  /** Gives one more person a first rise, which is one more alert. */
  oneMoreLead(): Promise<void>;
  close(): Promise<void>;
}

/** One profile is known: `ada`. */
const profiles: Profiles = {
  profile: async (key) => (key === 'ada' ? ({ profile: 'p-ada', scores: {} } as never) : null),
  explanation: async (key, programme) =>
    key === 'ada' && (programme ?? 'emea') === 'emea' ? ({ score: 22, contributions: [] } as never) : null,
};

export async function startConsoleApp(): Promise<ConsoleApp> {
  const server = await startTestPostgres({ isDurable: true });
  let nowMs = startMs;
  const clock = {
    nowMs: () => nowMs,
    turnTo: (ms: number) => {
      nowMs = ms;
    },
  };
  const pipeline = await openPipeline({ databaseUrl: server.url, clock, onError: () => undefined });
  const logger = createLogger('silent');
  const live = await openLiveStream({ pipeline, metrics: createMetrics(), logger });
  const app = Fastify({ bodyLimit: limits.bodyBytesMax, forceCloseConnections: true });
  await registerConsole(app, {
    pipeline,
    live,
    profiles,
    apiToken,
    setup: () => ({ writeKey: 'wk' }),
    pagesDirectory: '/nowhere',
    logger,
  });
  await pipeline.ensureAdmin('Rep@example.com', 'right password');
  let count = 0;
  return {
    app,
    pipeline,
    live,
    server,
    clock,
    oneMoreLead: async () => {
      count++;
      const identity = identityOf(`person-${count}@example.com`);
      const record = standing({ profile: `profile-${count}`, identity });
      await pipeline.applyStandings([{ partition: 0, id: `${count}-0`, record }]);
    },
    close: async () => {
      await live.close();
      await app.close();
      await pipeline.close();
      await server.stop();
    },
  };
}
