/** The OpenAPI document as it is served: what the routes say, given to the plugin that gathers it, and completed once. */
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';
import { webhookEvents } from '../contract/api/api.ts';
import { completed, type Draft } from './openapi.core.ts';
import { doorPaths, doorSecuritySchemes } from './openapi-doors.core.ts';
import type { OpenApi } from './openapi-shapes.ts';
import { apiDescription, apiVersion } from './openapi-words.ts';
import { apiPrefix, whoMay } from './permissions.ts';
import { jsonSchemaOf } from './validation.ts';

const description: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Scoville',
    version: apiVersion,
    summary: 'Leads, contact tasks and the scores behind them',
    description: apiDescription,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'The installation that serves this document' }],
  components: {
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        description: 'The API token, which `npm start` prints. It is an admin.',
      },
      session: {
        ...{ type: 'apiKey', in: 'cookie', name: 'scoville_session' },
        description: 'The log-in of a person. Over TLS its name is `__Host-scoville_session`.',
      },
    },
  },
  security: [{ token: [] }, { session: [] }],
};

/** Routes carry their schemas under `config.docs`, so that Fastify does not validate a second time; `x-roles` names the allowed roles. */
const transform: NonNullable<FastifyDynamicSwaggerOptions['transform']> = ({ schema, url, route }) => {
  const roles = whoMay(String(route.method), url) ?? [];
  const words = writtenOut({ ...schema, ...route.config?.docs }) as FastifySchema & Record<string, unknown>;
  const isOpen = Array.isArray(words['security']);
  return { schema: { ...words, ...(!isOpen && { 'x-roles': roles }) }, url };
};

/** Returns a part of a description with each schema in it made. */
function writtenOut(part: unknown): unknown {
  if (typeof part === 'function') return part();
  if (Array.isArray(part)) return part.map(writtenOut);
  if (typeof part !== 'object' || part === null) return part;
  return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, writtenOut(value)]));
}

/** Gathers the routes registered from now on; returns the document of them all, made when it is first asked for. */
export async function registerOpenApi(app: FastifyInstance): Promise<() => OpenApi> {
  await app.register(swagger, {
    openapi: description,
    transform,
    stripBasePath: false,
    convertConstToEnum: false,
  });
  let made: OpenApi | null = null;
  return () => {
    made ??= completed(withDoors(app.swagger() as unknown as Draft), { prefix: apiPrefix, eventSchema });
    return made;
  };
}

/** The doors of other roles, beside the routes of this one. */
function withDoors(draft: Draft): Draft {
  const { securitySchemes } = draft.components;
  return {
    ...draft,
    paths: { ...draft.paths, ...doorPaths },
    components: { securitySchemes: { ...securitySchemes, ...doorSecuritySchemes } },
  };
}

function eventSchema(type: string): object {
  const event = webhookEvents[type];
  if (event === undefined) throw new Error(`no webhook is named "${type}"`);
  return jsonSchemaOf(event.data, 'output');
}
