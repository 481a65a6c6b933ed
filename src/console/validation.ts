/** Validation by the contract's schemas, and the OpenAPI document made of the very same ones. */
import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { z } from 'zod';
import { Fault } from '../kernel/kernel.ts';

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
  const faults = parsed.error.issues.map((issue) => {
    const place = issue.path.join('.');
    const bad = issue.path.reduce<unknown>(
      (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
      value,
    );
    const allowed =
      issue.code === 'invalid_value'
        ? `expected ${issue.values.map((word) => JSON.stringify(word)).join(', ')}`
        : issue.message;
    return place === ''
      ? allowed
      : `"${place}" is ${bad === undefined ? 'missing' : JSON.stringify(bad)?.slice(0, 80)}: ${allowed}`;
  });
  throw new Fault('invalid_request', faults.join('; '));
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
      'Leads, contact tasks, people, profiles and their explanations, and the live stream of alerts.',
  },
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie', name: 'scoville_session' },
    },
  },
  security: [{ token: [] }, { session: [] }],
};

/** Routes carry their schemas under `config.docs`, so that Fastify does not validate a second time. */
export const openapiTransform: NonNullable<FastifyDynamicSwaggerOptions['transform']> = ({
  schema,
  url,
  route,
}) => {
  return { schema: { ...schema, ...route.config?.docs }, url };
};
