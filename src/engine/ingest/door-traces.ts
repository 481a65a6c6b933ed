/** Traces of the doors: one span a request, begun where its key is known, ended with its answer. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Carried, noTracing, type TracedRequest, type Tracing } from '../../base/telemetry/telemetry.ts';

/** Returns what the events of a request carry. `isPublic`: with a key that anybody may have. */
export type DoorTraces = (request: FastifyRequest, isPublic: boolean) => Carried;

/** A client that goes away before its answer has no status; this is what servers log then. */
const clientClosed = 499;

export function openDoorTraces(app: FastifyInstance, tracing: Tracing = noTracing): DoorTraces {
  if (!tracing.isOn) return () => undefined;
  const open = new Map<FastifyRequest, TracedRequest>();
  const end = (request: FastifyRequest, status: number) => {
    open.get(request)?.end(status);
    open.delete(request);
  };
  app.addHook('onResponse', async (request, reply) => end(request, reply.statusCode));
  app.addHook('onRequestAbort', async (request) => end(request, clientClosed));
  return (request, isPublic) => {
    const { method, headers, routeOptions } = request;
    const route = routeOptions.url ?? '';
    const traced = tracing.request(`${method} ${route}`, {
      traceparent: oneOf(headers['traceparent']),
      isPublic,
      beganMs: Date.now(),
      attributes: { 'http.request.method': method, 'http.route': route },
    });
    open.set(request, traced);
    return traced.carried;
  };
}

function oneOf(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
