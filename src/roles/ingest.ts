/** The role `ingest`: the doors for events, on the stream alone. */
import { limits } from '../base/kernel/kernel.ts';
import { readAllowed } from '../base/network/network.ts';
import { createEventLimit, keptParametersIn, openGate, registerIngest } from '../engine/ingest/ingest.ts';
import { openKeyRegistry, signatureCheck } from '../engine/keys/keys.ts';
import { askAmazonBy, openConnections, provesAddress, registerMail } from '../engine/mail/mail.ts';
import { likelyMeant } from '../engine/programmes/programmes.ts';
import { refusalOfStrangers } from './disk-watch.ts';
import type { IngestShared, Role } from './role.ts';

export async function startIngest(shared: IngestShared): Promise<Role> {
  const { app, stream, secrets, environment, clock, metrics, logger, tracing, programmes } = shared;
  const { mailLinkSecrets: linkSecrets } = secrets;
  const { KEY_EVENTS_PER_SECOND: ofKey, ADDRESS_EVENTS_PER_SECOND: ofAddress } = environment;
  const { appender, partitions, eventBudgets } = stream;
  const connections = openConnections(shared.mailConnectionsFile, logger);
  const keys = await openKeyRegistry({ published: stream.ingestKeys, settings: secrets, clock });
  const gate = shared.gate ?? openGate({ metrics, logger, refusal: refusalOfStrangers(shared.fullDisk) });
  const rates = { ...(ofKey && { ofKey }), ...(ofAddress && { ofAddress }) };
  const eventLimit = createEventLimit(eventBudgets, clock, rates);
  const latenessMs = environment.LATENESS_DAYS * limits.dayMs;
  const door = {
    ...{ appender, partitions, keys, eventLimit, gate, latenessMs, clock, metrics, logger },
    ...(tracing && { tracing }),
  };
  const isSignedByOperator = signatureCheck(secrets.secretKey);
  await registerIngest(app, {
    ...door,
    eventBudgets,
    identitiesPerHour: environment.ADDRESS_IDENTITIES_PER_HOUR,
    // Who followed a link in a mail to an address has a proof of it that is as good as the operator's signature.
    isSigned: (text, signature) =>
      isSignedByOperator(text, signature) || provesAddress(linkSecrets, signature, text, clock.nowMs()),
    keptParameters: keptParametersIn(environment.QUERY_PARAMETERS ?? ''),
    ...(programmes && { likely: likelyMeant(programmes.current) }),
    onErasure: stream.bell.onErasure,
    mayClaimAnyAddress: environment.ADDRESS_CLAIMS === 'any',
    snippetFile: `${shared.pagesDirectory}/s.js`,
  });
  const askAmazon = shared.askAmazon ?? askAmazonBy({ allowed: readAllowed('') });
  await registerMail(app, { ...door, tokens: stream.mailTokens, connections, linkSecrets, askAmazon });
  const close = async () => {
    gate.close();
    connections.close();
    keys.close();
    return [];
  };
  const check = { name: 'door', check: () => appender.check() };
  return { close, scrape: [shared.scrapeStream, gate.scrape], check: [check] };
}
