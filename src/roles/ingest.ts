/** The role `ingest`: the doors for events, on the stream alone. */
import { limits } from '../base/kernel/kernel.ts';
import { readAllowed } from '../base/network/network.ts';
import type { Tracing } from '../base/telemetry/telemetry.ts';
import { createEventLimit, keptParametersIn, openGate, registerIngest } from '../engine/ingest/ingest.ts';
import { openKeyRegistry, signatureCheck } from '../engine/keys/keys.ts';
import {
  type AskAmazon,
  askAmazonBy,
  openConnections,
  provesAddress,
  registerMail,
} from '../engine/mail/mail.ts';
import type { Role, Shared } from './role.ts';

/** The parts of a process that the role needs. */
export type IngestShared = Pick<
  Shared,
  'app' | 'stream' | 'clock' | 'metrics' | 'logger' | 'pagesDirectory' | 'scrapeStream'
> & {
  secrets: Pick<Shared['secrets'], 'writeKey' | 'secretKey' | 'mailLinkSecrets'>;
  environment: Pick<Shared['environment'], 'LATENESS_DAYS'> &
    Partial<
      Pick<
        Shared['environment'],
        | 'ADDRESS_CLAIMS'
        | 'QUERY_PARAMETERS'
        | 'KEY_EVENTS_PER_SECOND'
        | 'ADDRESS_EVENTS_PER_SECOND'
        | 'ADDRESS_IDENTITIES_PER_HOUR'
      >
    >;
  tracing?: Tracing;
  /** Why the disk of the stores takes no events, in words; null while it has room. */
  fullDisk?: () => string | null;
  /** The file of accounts at mail providers. */
  mailConnectionsFile: string;
  /** How Amazon is asked; by its public addresses alone unless given. */
  askAmazon?: AskAmazon;
};

const fullToStrangers =
  'the disk of the stores is full: events are refused until it has room; send them again';

export async function startIngest(shared: IngestShared): Promise<Role> {
  const { app, stream, secrets, environment, clock, metrics, logger, pagesDirectory, tracing } = shared;
  const { mailLinkSecrets: linkSecrets } = secrets;
  const connections = openConnections(shared.mailConnectionsFile, logger);
  const keys = await openKeyRegistry({ published: stream.ingestKeys, settings: secrets, clock });
  const { KEY_EVENTS_PER_SECOND: ofKey, ADDRESS_EVENTS_PER_SECOND: ofAddress } = environment;
  const rates = { ...(ofKey && { ofKey }), ...(ofAddress && { ofAddress }) };
  const eventLimit = createEventLimit(stream.eventBudgets, clock, rates);
  const isSignedByOperator = signatureCheck(secrets.secretKey);
  // Strangers learn no path of the server: readiness, the log and the doctor name it.
  const refusal = () => ((shared.fullDisk?.() ?? null) === null ? null : fullToStrangers);
  const gate = openGate({ metrics, logger, refusal });
  const latenessMs = environment.LATENESS_DAYS * limits.dayMs;
  await registerIngest(app, {
    appender: stream.appender,
    partitions: stream.partitions,
    keys,
    eventBudgets: stream.eventBudgets,
    ...{ eventLimit, gate },
    identitiesPerHour: environment.ADDRESS_IDENTITIES_PER_HOUR,
    // Who followed a link in a mail to an address has a proof of it that is as good as the operator's signature.
    isSigned: (text, signature) =>
      isSignedByOperator(text, signature) || provesAddress(linkSecrets, signature, text, clock.nowMs()),
    keptParameters: keptParametersIn(environment.QUERY_PARAMETERS ?? ''),
    onErasure: stream.bell.onErasure,
    mayClaimAnyAddress: environment.ADDRESS_CLAIMS === 'any',
    latenessMs,
    clock,
    metrics,
    logger,
    ...(tracing && { tracing }),
    snippetFile: `${pagesDirectory}/s.js`,
  });
  await registerMail(app, {
    appender: stream.appender,
    partitions: stream.partitions,
    tokens: stream.mailTokens,
    keys,
    ...{ eventLimit, gate },
    connections,
    linkSecrets,
    latenessMs,
    askAmazon: shared.askAmazon ?? askAmazonBy({ allowed: readAllowed('') }),
    clock,
    metrics,
    logger,
    ...(tracing && { tracing }),
  });
  const close = async () => {
    gate.close();
    connections.close();
    keys.close();
    return [];
  };
  const check = { name: 'door', check: () => stream.appender.check() };
  return { close, scrape: [shared.scrapeStream, gate.scrape], check: [check] };
}
