/** Validation by the contract's schemas, and the OpenAPI document made of the very same ones. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { z } from 'zod';
import { ApiError } from '../base/kernel/kernel.ts';
import { whoMay } from './permissions.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Schemas and words for the OpenAPI document alone. */
    docs?: Record<string, unknown>;
  }
}

/** Parses a body or query. Throws `invalid_request` that names each bad field, its value and what is allowed. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => {
    const path = issue.path.join('.');
    const bad = issue.path.reduce<unknown>(
      (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
      value,
    );
    const allowed =
      issue.code === 'invalid_value'
        ? `expected ${issue.values.map((word) => JSON.stringify(word)).join(', ')}`
        : issue.message;
    return path === '' ? allowed : `"${path}" is ${shown(path, bad)}: ${allowed}`;
  });
  throw new ApiError('invalid_request', errors.join('; '));
}

/** A bad value in words; a password is never shown, not even in the sender's logs. */
function shown(path: string, bad: unknown): string | undefined {
  if (bad === undefined) return 'missing';
  return /password$/i.test(path) ? 'not shown here' : JSON.stringify(bad)?.slice(0, 80);
}

/** A schema for the route's documentation; validation itself is `parse`'s. */
export function documented(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _version, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

export const openapiDocument: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Scoville',
    version: '1',
    description:
      'Leads, contact tasks, people, profiles and their explanations, and the live stream of alerts. ' +
      'Each operation says under `x-roles` whose log-in may use it (others: 403); the bearer token is an admin.',
  },
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer' },
      session: {
        ...{ type: 'apiKey', in: 'cookie', name: 'scoville_session' },
        description: 'Over TLS its name is `__Host-scoville_session`.',
      },
    },
  },
  security: [{ token: [] }, { session: [] }],
};

/** Routes carry their schemas under `config.docs`, so that Fastify does not validate a second time; `x-roles` names the allowed roles. */
export const openapiTransform: NonNullable<FastifyDynamicSwaggerOptions['transform']> = ({
  schema,
  url,
  route,
}) => {
  const roles = whoMay(String(route.method), url) ?? [];
  const documented = { ...schema, ...route.config?.docs };
  const isOpen = Array.isArray(documented['security']);
  return { schema: { ...documented, ...(!isOpen && { 'x-roles': roles }) }, url };
};
