/** The role `ingest`: the doors for events, on the stream alone. */
import { limits } from '../base/kernel/kernel.ts';
import { registerIngest } from '../engine/ingest/ingest.ts';
import { openKeyRegistry, signatureCheck } from '../engine/keys/keys.ts';
import type { Role, Shared } from './role.ts';

/** The parts of a process that the role needs. */
export type IngestShared = Pick<
  Shared,
  'app' | 'stream' | 'clock' | 'metrics' | 'logger' | 'pagesDirectory' | 'scrapeStream'
> & {
  secrets: Pick<Shared['secrets'], 'writeKey' | 'secretKey'>;
  environment: Pick<Shared['environment'], 'LATENESS_DAYS'> &
    Partial<
      Pick<Shared['environment'], 'ADDRESS_CLAIMS' | 'KEY_EVENTS_PER_SECOND' | 'ADDRESS_EVENTS_PER_SECOND'>
    >;
};

export async function startIngest(shared: IngestShared): Promise<Role> {
  const { app, stream, secrets, environment, clock, metrics, logger, pagesDirectory } = shared;
  const keys = await openKeyRegistry({ published: stream.ingestKeys, settings: secrets, clock });
  const { KEY_EVENTS_PER_SECOND: ofKey, ADDRESS_EVENTS_PER_SECOND: ofAddress } = environment;
  await registerIngest(app, {
    appender: stream.appender,
    partitions: stream.partitions,
    keys,
    eventBudgets: stream.eventBudgets,
    eventRates: { ...(ofKey && { ofKey }), ...(ofAddress && { ofAddress }) },
    isSigned: signatureCheck(secrets.secretKey),
    mayClaimAnyAddress: environment.ADDRESS_CLAIMS === 'any',
    latenessMs: environment.LATENESS_DAYS * limits.dayMs,
    clock,
    metrics,
    logger,
    snippetFile: `${pagesDirectory}/s.js`,
  });
  const close = async () => {
    keys.close();
    return [];
  };
  const check = { name: 'door', check: () => stream.appender.check() };
  return { close, scrape: [shared.scrapeStream], check: [check] };
}
