/**
 * The door of mail: what providers report of mails, and pixels and links of our own.
 *
 * Enters: webhooks of SendGrid, Mailgun, Postmark, Amazon SES, Mandrill and Resend, and requests of mail programs and browsers. Leaves: the
 * events of Segment's specification for e-mail, through the same acceptance as all others. It guarantees that nobody else's word counts: a
 * provider proves each request, and our own links are signed. When Redis is away providers are answered 503 and send again; a
 * person is led to the destination all the same.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, type Clock, limits } from '../../base/kernel/kernel.ts';
import { forOtherPages, senderOf } from '../../base/network/network.ts';
import type { Carried, Logger, Metrics, Tracing } from '../../base/telemetry/telemetry.ts';
import {
  type Acceptor,
  createAcceptor,
  type DoorGate,
  type DoorTraces,
  type EventLimit,
  hasGpc,
  machineSignOf,
  openDoorTraces,
  pixelGif,
  problemHandler,
} from '../ingest/ingest.ts';
import type { KeyRegistry } from '../keys/keys.ts';
import type { Appender, MailTokens } from '../stream/stream.ts';
import { type AskAmazon, Certificates } from './certificates.ts';
import type { Connections } from './connections.ts';
import { destinationOf, linkIn, type MailLink, type MailMessage, ownEvent, pixelIn } from './links.core.ts';
import { type Delivery, type MailEvent, Malformed } from './provider.core.ts';
import { type ProviderName, providerNames, providers } from './providers.core.ts';
import { type Prover, proven, tooOld } from './proving.ts';
import { isRecent, noteTaken, notTaken } from './replays.ts';

export { type AskAmazon, askAmazonBy } from './certificates.ts';
export { type NamedConnection, secretOf } from './connections.core.ts';
export { type Connections, openConnections, readConnections, writeConnections } from './connections.ts';
export {
  isDestination,
  linkToken,
  type MailLink,
  type MailMessage,
  pixelToken,
  provesAddress,
} from './links.core.ts';
export { type ProviderName, providerNames } from './providers.core.ts';

export interface MailOptions {
  appender: Appender;
  partitions: number;
  /** How late an event may come and still give points. */
  latenessMs: number;
  tokens: MailTokens;
  keys: KeyRegistry;
  /** What connections and addresses may still send. */
  eventLimit: EventLimit;
  connections: Connections;
  /** Sign links and pixels: the first makes new ones, all are believed. */
  linkSecrets: readonly string[];
  askAmazon: AskAmazon;
  /** Sheds webhooks past the capacity of the process; without it everything is taken. */
  gate?: DoorGate;
  clock: Clock;
  metrics: Metrics;
  logger: Logger;
  tracing?: Tracing;
}

/** Adds the routes in a scope of their own: they read the bytes of a body as they came. */
export async function registerMail(root: FastifyInstance, options: MailOptions): Promise<void> {
  await root.register(async (app) => {
    const { metrics, logger } = options;
    const acceptor = createAcceptor(options);
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.setErrorHandler(problemHandler(metrics, logger, limits.mailBodyBytesMax));
    const traces = openDoorTraces(app, options.tracing);
    // Nobody's word decides what is sampled: mail programs and browsers are strangers, and no provider is part of a trace of ours.
    const traceOf = (request: FastifyRequest) => traces(request, true);
    await app.register(async (webhooks) => {
      // Providers send again. Links are never shed: somebody waits for the page.
      options.gate?.guard(webhooks);
      registerWebhooks(webhooks, acceptor, options, traceOf);
    });
    registerOwn(app, acceptor, options, traceOf);
  });
}

type Hook = { Params: { provider: string }; Querystring: { key?: unknown } };

type TraceOf = (request: FastifyRequest) => ReturnType<DoorTraces>;

function registerWebhooks(
  app: FastifyInstance,
  acceptor: Acceptor,
  options: MailOptions,
  traceOf: TraceOf,
): void {
  const certificates = new Certificates(options.askAmazon, options.clock);
  const path = '/v1/mail/:provider';
  // Mandrill tries an address with HEAD.
  app.head<Hook>(path, async ({ params }, reply) => {
    nameOf(params.provider);
    return reply.code(200).send();
  });
  app.post<Hook>(path, { bodyLimit: limits.mailBodyBytesMax }, async (request) => {
    const name = nameOf(request.params.provider);
    const { headers, query } = request;
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const delivery: Delivery = { body, headers, nowMs: options.clock.nowMs() };
    const { prover, events } = await asRequest(async () => {
      if (providers[name].isTrial?.(delivery)) return { prover: null, events: [] };
      const proof = await proven(name, delivery, query.key, { ...options, certificates });
      return { prover: proof, events: providers[name].events(delivery) };
    });
    if (events.length > limits.mailEventsMax)
      throw new ApiError(
        'body_too_large',
        `the request has ${events.length} events; at most ${limits.mailEventsMax} are allowed`,
      );
    if (prover !== null) await charge(prover, events.length, request, options.eventLimit);
    const accept: Accept = (of) => accepted(name, of, acceptor, options, traceOf(request));
    if (providers[name].isUndated)
      return { success: true, ...(await undated(name, events, accept, options)) };
    return { success: true, ...(await accept(events)) };
  });
}

type Accept = (events: readonly MailEvent[]) => ReturnType<typeof accepted>;

/** Appends events whose provider signs no time. What was taken before counts as taken. */
async function undated(
  name: ProviderName,
  events: readonly MailEvent[],
  accept: Accept,
  { tokens, clock, metrics }: MailOptions,
): Promise<{ accepted: number; rejected: number }> {
  const recent = events.filter((event) => isRecent(event, clock.nowMs()));
  if (recent.length === 0 && events.length > 0) throw tooOld(name);
  const old = events.length - recent.length;
  if (old > 0) metrics.mailEvents.inc({ provider: name, outcome: 'rejected' }, old);
  const fresh = await notTaken(recent, tokens);
  const taken = await accept(fresh);
  await noteTaken(fresh, tokens);
  return { accepted: taken.accepted + recent.length - fresh.length, rejected: taken.rejected + old };
}

/** A provider sends again what was answered 429. */
function charge(prover: Prover, events: number, request: FastifyRequest, limit: EventLimit) {
  const count = Math.max(events, 1);
  return 'key' in prover
    ? limit.charge(prover.key, senderOf(request), count)
    : limit.chargeConnection(prover.connection, count);
}

/** A body that is not what a provider sends is the sender's fault. */
async function asRequest<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Malformed)
      throw new ApiError('invalid_request', `${error.message}; see docs/mail.md`);
    throw error;
  }
}

function nameOf(provider: string): ProviderName {
  const name = providerNames.find((one) => one === provider);
  if (name === undefined)
    throw new ApiError(
      'not_found',
      `there is no mail provider "${provider}"; use one of ${providerNames.join(', ')}`,
    );
  return name;
}

/** Appends events, and counts what became of them. */
async function accepted(
  provider: ProviderName | 'own',
  events: readonly MailEvent[],
  acceptor: Acceptor,
  { metrics }: MailOptions,
  trace: Carried,
): Promise<{ accepted: number; rejected: number }> {
  const { accepted: count, rejected, rejectedIndexes } = await acceptor.trusted(events, trace);
  events.forEach(({ machine }, index) => {
    const outcome = rejectedIndexes.has(index) ? 'rejected' : machine === undefined ? 'accepted' : 'machine';
    metrics.mailEvents.inc({ provider, outcome });
  });
  return { accepted: count, rejected };
}

const notOurs = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Link not valid</title>
<p>This link is not valid. It may have been cut off: copy it whole from the message.</p></html>\n`;

/** A person reads a page, a program that asks for JSON a problem. */
function wantsProblem({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('json') && !accept.includes('text/html');
}

function registerOwn(app: FastifyInstance, acceptor: Acceptor, options: MailOptions, traceOf: TraceOf): void {
  const { linkSecrets, metrics, clock, eventLimit } = options;
  /** A person goes on whatever becomes of the event, and however long that takes, unless their address sends a flood. */
  const take = (of: MailLink | MailMessage, request: FastifyRequest) =>
    Promise.race([taken(of, request), pause(limits.mailFollowMsMax, undefined, { ref: false })]);
  const taken = async (of: MailLink | MailMessage, request: FastifyRequest) => {
    const event = ownEvent(of, crypto.randomUUID(), request.headers['user-agent']);
    const machine = machineSignOf(request, 'url' in of ? 'click' : 'open');
    try {
      await eventLimit.chargeAddress(senderOf(request), 1);
      const given = [{ raw: event.raw, machine, hasGpc: hasGpc(request) }];
      await accepted('own', given, acceptor, options, traceOf(request));
    } catch (error) {
      metrics.eventsRejected.inc({ reason: error instanceof ApiError ? error.code : 'internal' });
      if (error instanceof ApiError && error.code === 'too_many_requests') throw error;
    }
  };
  const tokenOf = (request: FastifyRequest) => (request.params as { '*': string })['*'];
  const follow = async (request: FastifyRequest, reply: FastifyReply) => {
    const link = linkIn(linkSecrets, tokenOf(request));
    reply.header('cache-control', 'no-store');
    if (link === null) {
      // The error handler counts it.
      if (wantsProblem(request))
        throw new ApiError('invalid_request', 'the link is not signed by this installation, or was cut off');
      metrics.eventsRejected.inc({ reason: 'invalid_request' });
      return reply.code(400).type('text/html; charset=utf-8').send(notOurs);
    }
    await take(link, request);
    return reply.redirect(destinationOf(link, linkSecrets, clock.nowMs()), 302);
  };
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    const message = pixelIn(linkSecrets, tokenOf(request).replace(/\.gif$/, ''));
    if (message === null) metrics.eventsRejected.inc({ reason: 'invalid_request' });
    // Nobody reads an error in a mail's image.
    else await take(message, request).catch(() => undefined);
    return reply.header('cache-control', 'no-store').headers(forOtherPages).type('image/gif').send(pixelGif);
  };
  // HEAD comes with GET.
  app.get('/c/*', follow);
  app.get('/o/*', show);
}
