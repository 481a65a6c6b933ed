/** The role `ingest`: the doors for events, on the stream alone. */
import { registerIngest } from '../engine/ingest/ingest.ts';
import type { Role, Shared } from './role.ts';

/** The parts of a process that the role needs. */
export type IngestShared = Pick<
  Shared,
  'app' | 'stream' | 'clock' | 'metrics' | 'logger' | 'pagesDirectory' | 'scrapeStream'
> & { secrets: Pick<Shared['secrets'], 'writeKey'> };

export async function startIngest(shared: IngestShared): Promise<Role> {
  const { app, stream, secrets, clock, metrics, logger, pagesDirectory } = shared;
  await registerIngest(app, {
    appender: stream.appender,
    partitions: stream.partitions,
    writeKey: secrets.writeKey,
    clock,
    metrics,
    logger,
    snippetFile: `${pagesDirectory}/s.js`,
  });
  return { close: async () => [], scrape: [shared.scrapeStream], check: [] };
}
