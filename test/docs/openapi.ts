/** The OpenAPI document of the console, from its routes alone: no store is opened, because no other request is answered. */
import fastify from 'fastify';
import { systemClock } from '../../src/base/kernel/kernel.ts';
import { createLogger } from '../../src/base/telemetry/telemetry.ts';
import { type ConsoleOptions, registerConsole } from '../../src/console/console.ts';
import type { OpenApi } from '../../src/console/openapi-shapes.ts';
import { apiPrefix } from '../../src/console/permissions.ts';
import type { ResolvedApi } from './api-page.core.ts';

const apiToken = 'the token of the documentation';

/** Stands for a room of the console: registering a route asks it nothing. */
const unentered: unknown = new Proxy(() => undefined, {
  get: (_target, name) => (name === 'then' || typeof name === 'symbol' ? undefined : unentered),
  apply: () => unentered,
});
const rooms = ['sales', 'live', 'metrics', 'reporting'] as const;
const engineRooms = [
  'profiles',
  'acceptor',
  'history',
  'publishing',
  'drafts',
  'backtests',
  'suggestions',
  'audits',
  'keeper',
  'erasures',
  'eventImports',
  'keys',
  'budgets',
  'reads',
  'stream',
] as const;

function stubsOf<Name extends string>(names: readonly Name[]): Record<Name, never> {
  return Object.fromEntries(names.map((name) => [name, unentered])) as Record<Name, never>;
}

export interface ConsoleDocs {
  /** As it is served. */
  document: OpenApi;
  /** With each reference replaced by what it names. */
  openapi: ResolvedApi;
  /** Every route of the API, `GET /leads/{id}`. */
  routes: string[];
}

let made: Promise<ConsoleDocs> | undefined;

/** Made once a process. */
export function docsOfConsole(): Promise<ConsoleDocs> {
  made ??= makeDocs();
  return made;
}

async function makeDocs(): Promise<ConsoleDocs> {
  const app = fastify();
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url, prefix }) => {
    if (prefix !== apiPrefix) return;
    const path = url.slice(prefix.length).replace(/:(\w+)/g, '{$1}');
    routes.push(...[method].flat().map((one) => `${one} ${path}`));
  });
  try {
    await registerConsole(app, {
      ...stubsOf(rooms),
      engine: stubsOf(engineRooms),
      surroundings: {
        publicUrl: () => '',
        outgoing: unentered as ConsoleOptions['surroundings']['outgoing'],
        setup: unentered as ConsoleOptions['surroundings']['setup'],
        mailLinkSecrets: [],
        pagesDirectory: '/nowhere',
      },
      access: { apiToken, oidc: null, secondFactorRoles: [] },
      clock: systemClock,
      logger: createLogger('silent'),
    });
    const headers = { authorization: `Bearer ${apiToken}` };
    const document: OpenApi = (await app.inject({ url: `${apiPrefix}/openapi.json`, headers })).json();
    const openapi = resolved(document, document) as unknown as ResolvedApi;
    return { document, openapi, routes: routes.filter((route) => !route.startsWith('HEAD ')) };
  } finally {
    await app.close();
  }
}

/** Returns a part of the document with each reference in it replaced by what it names. */
function resolved(part: unknown, document: OpenApi): unknown {
  if (Array.isArray(part)) return part.map((one) => resolved(one, document));
  if (typeof part !== 'object' || part === null) return part;
  if ('$ref' in part && typeof part.$ref === 'string') return resolved(named(part.$ref, document), document);
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, resolved(value, document)]));
}

function named(reference: string, document: OpenApi): unknown {
  const steps = reference.replace('#/', '').split('/');
  const target = steps.reduce<unknown>(
    (inner, step) => (inner as Record<string, unknown> | undefined)?.[step],
    document,
  );
  if (target === undefined) throw new Error(`nothing in the document is named ${reference}`);
  return target;
}
