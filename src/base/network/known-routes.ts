/** The routes of a server, and what a request for none of them is answered. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { limits } from '../kernel/kernel.ts';
import { likeliestRoute, type Route, routeOf } from './likely-route.core.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route that a caller may mean; absent where nobody gathers them. */
    knownRoutes?: Route[];
  }
  interface FastifyContextConfig {
    /** Whether it answers a page for people. */
    isPage?: true;
  }
}

/** Gathers the routes that are registered from now on. */
export function gatherRoutes(app: FastifyInstance): void {
  const routes: Route[] = [];
  app.decorate('knownRoutes', routes);
  app.addHook('onRoute', ({ method, url, config }) => {
    // Files of pages have no names that a caller types.
    if (url.includes('*')) return;
    for (const one of [method].flat())
      if (one !== 'HEAD' && one !== 'OPTIONS') routes.push(routeOf(one, url, config?.isPage));
  });
}

/** Says that a request has no route, and which it probably means. */
export function noRouteDetail({ method, url, server }: FastifyRequest): string {
  const path = url.split('?', 1)[0] ?? '';
  const likely = likeliestRoute(method, path, server.knownRoutes ?? []);
  const none = `there is no ${method} ${path.slice(0, limits.pathPartLengthMax)}`;
  return likely === null ? none : `${none}; the likeliest is ${likely}`;
}
