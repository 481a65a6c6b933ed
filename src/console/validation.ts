/** Validation by the contract's schemas, and the same schemas for the OpenAPI document. */
import { z } from 'zod';
import { ApiError } from '../base/kernel/kernel.ts';
import { faultsOf } from './request-faults.core.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Schemas and words for the OpenAPI document alone. */
    docs?: Record<string, unknown>;
    /** Of a PUT: parts that are left out stay, as those of a PATCH do. */
    merges?: boolean;
  }
}

/** Parses a body or query. Throws `invalid_request` that names each bad field, its value and what is expected. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw new ApiError('invalid_request', faultsOf(schema, value ?? {}).join('; '));
}

export type JsonSchema = Record<string, unknown>;

/** Returns a schema as JSON Schema, as documents have it; validation itself is `parse`'s. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _version, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return json;
}

/**
 * A schema for the route's documentation: made when it is first asked for, and kept. All of them take a third of a second,
 * which a start would spend on a document that nobody may read.
 */
export function documented(schema: z.ZodType, io: 'input' | 'output'): () => JsonSchema {
  let made: JsonSchema | null = null;
  return () => {
    made ??= jsonSchemaOf(schema, io);
    return made;
  };
}
