/**
 * The door of ingest: accepts events of clients, or rejects them with the reason.
 *
 * Enters: Segment-compatible HTTP in every form real clients use. Leaves: normalised events and identity links in the
 * stream. It guarantees that 200 means Redis has the event; it refuses to know rules, scores or people. When Redis is
 * away or behind it answers 503 with Retry-After, and the client sends again.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, limits } from '../../base/kernel/kernel.ts';
import { senderOf } from '../../base/network/network.ts';
import type { Carried, Logger, Tracing } from '../../base/telemetry/telemetry.ts';
import { type EventType, eventTypes } from '../../contract/language/language.ts';
import type { KeyRegistry, PublishedKey } from '../keys/keys.ts';
import type { EventBudgets } from '../stream/stream.ts';
import { type AcceptorOptions, createAcceptor, type Sent } from './accept.ts';
import { decodeBody, isEncoded, type ParsedJson, parseJson, textOfBody } from './body.ts';
import { registerBrowserClients } from './browser-clients.ts';
import { hasGpc } from './consent.core.ts';
import { allowOrigin, registerPreflight } from './cors.ts';
import { openDoorTraces } from './door-traces.ts';
import { createEventLimit, type EventLimit } from './event-limit.ts';
import type { DoorGate } from './gate.ts';
import { IdentityLimit } from './identity-limit.ts';
import { machineSignOf, robotSignOf } from './machine.core.ts';
import { pixelEvent, pixelGif } from './pixel.ts';
import { problemHandler } from './problem.ts';
import { serveSnippet } from './snippet.ts';
import { keyOfRequest } from './write-key.ts';

export type { Acceptor, TrustedEvent } from './accept.ts';
export { createAcceptor } from './accept.ts';
export type { Acceptance } from './acceptance.ts';
export type { ArchivedEvent, ArchiveOptions } from './archived.core.ts';
export { archivedEvent } from './archived.core.ts';
export { parseJson } from './body.ts';
export { hasGpc } from './consent.core.ts';
export { countWarnings } from './count-warnings.ts';
export { type DoorTraces, openDoorTraces } from './door-traces.ts';
export type { EventLimit } from './event-limit.ts';
export { createEventLimit } from './event-limit.ts';
export type { DoorGate } from './gate.ts';
export { openGate } from './gate.ts';
export { type LikelyMeant, likelyWarnings } from './likely-warnings.core.ts';
export { agentSignOf, machineSignOf } from './machine.core.ts';
export type { Statement } from './own-events.core.ts';
export { pixelGif } from './pixel.ts';
export { problemHandler } from './problem.ts';
export type { KeptParameters } from './query-redaction.core.ts';
export { keptParametersIn } from './query-redaction.core.ts';
export type { Refusal } from './size.core.ts';
export type { Warning } from './warnings.core.ts';
export { keyOfRequest } from './write-key.ts';

export interface IngestOptions extends AcceptorOptions {
  /** The keys that clients may send with. */
  keys: KeyRegistry;
  /** What keys and addresses may still send and name. */
  eventBudgets: EventBudgets;
  /** The limit of events, where another door charges by the same or the rates are not the usual ones. */
  eventLimit?: EventLimit;
  /** Sheds what is past the capacity of the process; without it everything is taken. */
  gate?: DoorGate;
  /** Identities that an address may name in an hour; the usual limit when not said. */
  identitiesPerHour?: number | undefined;
  logger: Logger;
  tracing?: Tracing;
  /** The built snippet, served at `/s.js`. */
  snippetFile: string;
}

/** A body as the parser left it: JSON and its decoded size. */
interface ParsedBody extends ParsedJson {
  bytes: number;
}

const success = '{"success":true}';
/** In an answer, beside what was accepted: names that are never taken. */
const dropped = {
  dropped: 'names that would reach a prototype: "__proto__", or "constructor" with "prototype"',
};

/** Adds the public routes in a scope of their own, with their own parser and error answers. */
export async function registerIngest(root: FastifyInstance, options: IngestOptions): Promise<void> {
  await root.register(async (app) => {
    const { keys, eventBudgets, clock, metrics, logger } = options;
    const { eventLimit = createEventLimit(eventBudgets, clock) } = options;
    const identityLimit = new IdentityLimit(eventBudgets, clock, options.identitiesPerHour);
    const acceptor = createAcceptor({ ...options, identityLimit });

    const { gate } = options;
    const atStore: DoorGate['atStore'] = (work) => (gate === undefined ? work() : gate.atStore(work));
    parseByContent(app, (request, work) => (gate === undefined ? work() : gate.inTurn(request, work)));
    app.setErrorHandler(problemHandler(metrics, logger));
    app.addHook('onRequest', (request, reply, done) => {
      allowOrigin(request, reply);
      done();
    });
    // After the headers that let a page read when to send again.
    gate?.guard(app);
    registerPreflight(app);
    const traceOf = openDoorTraces(app, options.tracing);
    const sentWith = (request: FastifyRequest, key: PublishedKey, bytes: number) =>
      sentBy(request, key, bytes, traceOf(request, key.kind !== 'secret'));

    const single = (type: EventType | null) => async (request: FastifyRequest, reply: FastifyReply) => {
      const { json, bytes, hasDropped } = bodyOf(request);
      const key = await keyOfRequest(request, json, keys);
      const { isLate, warnings } = await atStore(() => {
        const accept = () => acceptor.one(json, type, sentWith(request, key, bytes));
        const charged = eventLimit.charge(key, senderOf(request), 1);
        // To wait for nothing costs too.
        return charged === undefined ? accept() : charged.then(accept);
      });
      reply.type('application/json; charset=utf-8');
      const isWarned = warnings.length > 0;
      // One that came late is warned of.
      if (!hasDropped && !isWarned) return reply.send(success);
      if (hasDropped) metrics.prototypeNamesDropped.inc();
      const said = { ...(isLate && { late: 1 }), ...(isWarned && { warnings }), ...(hasDropped && dropped) };
      return reply.send({ success: true, ...said });
    };
    const batch = async (request: FastifyRequest) => {
      const { json, bytes, hasDropped } = bodyOf(request);
      const key = await keyOfRequest(request, json, keys);
      const acceptance = await atStore(async () => {
        await eventLimit.charge(key, senderOf(request), countOf(json));
        return acceptor.many(json, sentWith(request, key, bytes));
      });
      if (hasDropped) metrics.prototypeNamesDropped.inc();
      return { success: true, ...acceptance, ...(hasDropped && dropped) };
    };
    const pixel = (type: EventType) => async (request: FastifyRequest, reply: FastifyReply) => {
      const { json: event, hasDropped } = pixelEvent(request.query as Record<string, unknown>);
      if (hasDropped) metrics.prototypeNamesDropped.inc();
      try {
        const key = await keyOfRequest(request, event, keys);
        await eventLimit.charge(key, senderOf(request), 1);
        const machine = machineSignOf(request, 'open');
        await acceptor.one(event, type, {
          publicKey: publicKeyOf(request, key),
          bodyBytes: 0,
          machine,
          hasGpc: hasGpc(request),
          trace: traceOf(request, key.kind !== 'secret'),
        });
      } catch (error) {
        // Nobody reads an error in a mail's image: it is counted, and the image is returned.
        metrics.eventsRejected.inc({ reason: error instanceof ApiError ? error.code : 'internal' });
      }
      return reply.header('cache-control', 'no-store').type('image/gif').send(pixelGif);
    };

    const limit = { bodyLimit: limits.bodyBytesMax };
    for (const type of eventTypes) {
      for (const path of [`/v1/${type}`, `/v1/${type.charAt(0)}`]) app.post(path, limit, single(type));
      app.post(`/api/s/${type}`, limit, single(type));
      app.post(`/api/s/s2s/${type}`, limit, single(type));
      app.get(`/v1/pixel/${type}`, pixel(type));
      app.get(`/v1/pixel/${type}.gif`, pixel(type));
    }
    for (const path of ['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch']) app.post(path, limit, batch);
    // Clients' own metrics: accepted and dropped.
    app.post('/v1/m', limit, async () => ({ success: true }));
    registerBrowserClients(app);
    serveSnippet(app, options.snippetFile);
  });
}

function sentBy(request: FastifyRequest, key: PublishedKey, bodyBytes: number, trace: Carried): Sent {
  return {
    publicKey: publicKeyOf(request, key),
    bodyBytes,
    machine: robotSignOf(request),
    hasGpc: hasGpc(request),
    trace,
  };
}

/** Events of a batch as it is charged, valid or not. One that is refused for its length costs as much as one event. */
function countOf(body: unknown): number {
  const { batch } = (body ?? {}) as { batch?: unknown };
  return Array.isArray(batch) && batch.length <= limits.batchEventsMax ? Math.max(batch.length, 1) : 1;
}

/** The public key of a request; undefined for a secret one, which is trusted. */
function publicKeyOf(request: FastifyRequest, { id, kind, signed }: PublishedKey): Sent['publicKey'] {
  if (kind === 'secret') return undefined;
  return { id, network: senderOf(request), isSigned: signed === 'required' };
}

/** What nearly every client names: Fastify finds a parser that was added by name without parsing the type again at each request. */
const usualTypes = ['application/json', 'text/plain'];

/** One parser for every content type: clients label gzip as forms and JSON as text. */
function parseByContent(app: FastifyInstance, inTurn: DoorGate['inTurn']): void {
  app.removeAllContentTypeParsers();
  for (const type of [...usualTypes, '*'])
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (request, body: Buffer, done) => {
      // Where a body is needed, the route says so.
      if (body.length === 0) done(null, undefined);
      else parseBody(request, body, inTurn, done);
    });
}

type Parsed = (error: Error | null, body?: ParsedBody) => void;

function parseBody(request: FastifyRequest, body: Buffer, inTurn: DoorGate['inTurn'], done: Parsed): void {
  const { 'content-encoding': encoding, 'content-type': contentType } = request.headers;
  const finish = (decoded: Buffer) => {
    let parsed: ParsedBody;
    try {
      const text = textOfBody(decoded, contentType);
      // Of other charsets, the limit of an event counts what is stored.
      parsed = { ...parseJson(text), bytes: Math.max(decoded.length, Buffer.byteLength(text)) };
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null, parsed);
  };
  const parse = (decoded: Buffer) => inTurn(request, () => finish(decoded));
  if (isEncoded(body, encoding)) decodeBody(body, encoding).then(parse, done);
  else parse(body);
}

function bodyOf(request: FastifyRequest): ParsedBody {
  const body = request.body as ParsedBody | undefined | null;
  if (!body) throw new ApiError('malformed_json', 'the body is empty; send the event as JSON');
  return body;
}
