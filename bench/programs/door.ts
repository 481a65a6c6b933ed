/** The ingest door in a process of its own: the real routes and appender on a real Redis, without a worker. */
import Fastify from 'fastify';
import { limits, systemClock } from '../../src/base/kernel/kernel.ts';
import { createLogger, createMetrics } from '../../src/base/telemetry/telemetry.ts';
import { createEventLimit, registerIngest } from '../../src/engine/ingest/ingest.ts';
import { openKeyRegistry } from '../../src/engine/keys/keys.ts';
import { likelyMeant } from '../../src/engine/programmes/programmes.ts';
import { compileAlone } from '../../src/engine/scoring/scoring.ts';
import { answer } from '../answering.ts';
import { benchWriteKey, cpuOf } from '../door.ts';
import { programmeOf50 } from '../rules-50.ts';
import { openBenchStream } from '../stream.ts';

answer({
  listen: async ({ redisUrl }: { redisUrl: string }) => {
    const stream = await openBenchStream(redisUrl);
    // A server's key, with no limit that the load would reach: the rate of the door is measured.
    const settings = { writeKey: '', secretKey: benchWriteKey };
    const published = stream.ingestKeys;
    const keys = await openKeyRegistry({ published, settings, clock: systemClock });
    const programmes = compileAlone(programmeOf50(), 'bench');
    const app = Fastify();
    await registerIngest(app, {
      appender: stream.appender,
      partitions: stream.partitions,
      keys,
      eventBudgets: stream.eventBudgets,
      eventLimit: createEventLimit(stream.eventBudgets, systemClock, { ofKey: 10_000_000 }),
      likely: likelyMeant(() => programmes),
      latenessMs: limits.latenessMs,
      clock: systemClock,
      metrics: createMetrics(),
      logger: createLogger('silent'),
      snippetFile: '/nowhere',
    });
    return app.listen({ host: '127.0.0.1', port: 0 });
  },
  cpu: cpuOf,
});
