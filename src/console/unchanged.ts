/**
 * Takes back what was read: a PUT or PATCH may hold everything that the GET of its address answers. What the route does not change
 * is left out where it is as it was. One that differs stays, and the route's own schema refuses it by its name. A body that names an
 * earlier revision is refused for that.
 */
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requireRevision } from '../sales/store/store.ts';

type Body = Record<string, unknown>;

/** Before the route checks the body: leaves out what GET answers and the route does not change. */
export function takeBackAnswers(app: FastifyInstance): void {
  app.addHook('preValidation', async (request, reply) => {
    const { method, body, routeOptions } = request;
    if ((method !== 'PUT' && method !== 'PATCH') || !isObject(body)) return;
    const changeable = changeableBy(request);
    if (changeable === null || Object.keys(body).every((name) => changeable.has(name))) return;
    const now = await app.inject({ method: 'GET', url: request.url, headers: readingHeaders(request) });
    if (now.statusCode !== 200) return;
    const present: unknown = now.json();
    if (!isObject(present)) return;
    // What a list holds is compared as a whole: its items show more than they are given with.
    const replaces = method === 'PUT' && routeOptions.config.merges !== true;
    if (replaces && isDeepStrictEqual(body, present))
      return reply.headers(tagOf(now.headers['etag'])).send(present);
    const isAsItWas = (name: string) =>
      Object.hasOwn(present, name) && isDeepStrictEqual(body[name], present[name]);
    // A PUT that replaces the whole: what it may change stays in it.
    const rest = Object.entries(body).filter(
      ([name]) => !isAsItWas(name) || (replaces && changeable.has(name)),
    );
    if (rest.some(([name]) => !changeable.has(name) && Object.hasOwn(present, name)))
      requireRevision(Number(present['revision']), revisionOf(body, present));
    if (rest.length > 0) request.body = Object.fromEntries(rest);
    else return reply.headers(tagOf(now.headers['etag'])).send(present);
  });
}

/** The revision that a body was read at; undefined where it, or the record, says none. */
function revisionOf({ revision }: Body, present: Body): number | undefined {
  return typeof revision === 'number' && typeof present['revision'] === 'number' ? revision : undefined;
}

/** The tag of what was read, where it has one: lists have none. */
function tagOf(etag: unknown): Record<string, string> {
  return typeof etag === 'string' ? { etag } : {};
}

/** The names in the body that the route describes; null where it describes none. */
function changeableBy({ routeOptions }: FastifyRequest): Set<string> | null {
  const body = routeOptions.config.docs?.['body'];
  const described: unknown = typeof body === 'function' ? body() : body;
  const properties = isObject(described) ? described['properties'] : undefined;
  return isObject(properties) ? new Set(Object.keys(properties)) : null;
}

/** Who asks, without what belongs to the body. */
function readingHeaders({ headers }: FastifyRequest): Record<string, string> {
  const { authorization, cookie, host } = headers;
  return {
    ...(authorization !== undefined && { authorization }),
    ...(cookie !== undefined && { cookie }),
    ...(host !== undefined && { host }),
  };
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
