/** The OpenAPI document of the console, from its routes alone: no store is opened, because no other request is answered. */
import fastify from 'fastify';
import { systemClock } from '../../src/base/kernel/kernel.ts';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { type ConsoleOptions, registerConsole } from '../../src/console/console.ts';
import { apiPrefix } from '../../src/console/permissions.ts';
import type { OpenApi } from './api-page.core.ts';

const apiToken = 'the token of the documentation';

/** Stands for a room of the console: registering a route asks it nothing. */
const unentered: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (name === 'then' || typeof name === 'symbol' ? undefined : unentered),
  apply: () => unentered,
});
const rooms = [
  'sales',
  'live',
  'profiles',
  'history',
  'publishing',
  'backtests',
  'audits',
  'deadLetters',
  'failingProfiles',
  'keeper',
  'erasures',
  'keys',
] as const;

export interface ConsoleDocs {
  openapi: OpenApi;
  /** Every route of the API, `GET /leads/{id}`. */
  routes: string[];
}

export async function docsOfConsole(): Promise<ConsoleDocs> {
  const app = fastify();
  const stubs = Object.fromEntries(rooms.map((room) => [room, unentered]));
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url, prefix }) => {
    if (prefix !== apiPrefix) return;
    const path = url.slice(prefix.length).replace(/:(\w+)/g, '{$1}');
    routes.push(...[method].flat().map((one) => `${one} ${path}`));
  });
  try {
    await registerConsole(app, {
      ...(stubs as unknown as Pick<ConsoleOptions, (typeof rooms)[number]>),
      clock: systemClock,
      apiToken,
      publicUrl: () => '',
      mailLinkSecrets: [],
      outgoing: unentered as ConsoleOptions['outgoing'],
      setup: unentered as ConsoleOptions['setup'],
      pagesDirectory: '/nowhere',
      logger: createLogger('silent'),
    });
    const headers = { authorization: `Bearer ${apiToken}` };
    const openapi = (await app.inject({ url: `${apiPrefix}/openapi.json`, headers })).json();
    return { openapi, routes: routes.filter((route) => !route.startsWith('HEAD ')) };
  } finally {
    await app.close();
  }
}
