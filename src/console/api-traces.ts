/** Traces of the API: a span for each request of a log-in, and what its changes carry on: to alerts, messages and events. */
import type { FastifyInstance } from 'fastify';
import type { Carried, Tracing } from '../base/telemetry/telemetry.ts';
import { openDoorTraces } from '../engine/ingest/ingest.ts';
import { isByToken } from './session.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What follows from the request carries; undefined where it is not sampled. */
    trace?: Carried;
  }
}

/** Routes whose answers have no end: they would be spans of hours. */
const endless = new Set(['/api/v1/alerts/stream']);

/**
 * Begins a span of each request that the guard has let in. The trace of a program with the API token goes on. A browser may name one of a page:
 * it is linked, and decides nothing.
 */
export function traceRequests(app: FastifyInstance, tracing: Tracing | undefined): void {
  if (tracing === undefined || !tracing.isOn) return;
  const traceOf = openDoorTraces(app, tracing);
  app.addHook('onRequest', async (request) => {
    const { url = '' } = request.routeOptions;
    if (request.caller === undefined || endless.has(url)) return;
    request.trace = traceOf(request, !isByToken(request));
  });
}
